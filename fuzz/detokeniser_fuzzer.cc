// Any row of tokens, two bytes each, decoded one by one: what is released is whole characters, and all of it together
// is what another decoder (ICU's) makes of all the bytes.
#include <unicode/unistr.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "../tests/text/gguf_fixture.h"
#include "text/tokenizer.h"
#include "text/utf8.h"

namespace {

using oree::text::Tokenizer;

void require(bool condition) {
  if (!condition) std::abort();
}

// Every byte, and words that end or begin inside characters.
const Tokenizer& vocabulary() {
  static const Tokenizer tokenizer = Tokenizer::from_gguf(
      oree::test::byte_vocabulary({"the", "\xE2\x82", "\x82\xAC", "\xF0\x9F", "\xA6\x99", "a\xC3", "\xA9z", "\xED\xA0",
                                   "\xF0\x9F\xA6\x99", "\xEF\xBF\xBD", "\xC3\xA9\xC3", "\xF4\x90"},
                                  {"<s>", "</s>"})
          .open());
  return tokenizer;
}

std::string decode_with_icu(const std::string& bytes) {
  std::string result;
  icu::UnicodeString::fromUTF8(bytes).toUTF8String(result);
  return result;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  oree::text::Utf8Stream stream;
  std::string bytes;
  std::string released;
  for (std::size_t i = 0; i + 1 < size; i += 2) {
    const unsigned number = data[i] + 256u * data[i + 1];
    const auto id = static_cast<oree::TokenId>(number % static_cast<unsigned>(vocabulary().vocabulary_size()));
    bytes += vocabulary().token_bytes(id);
    const std::string piece = stream.push(vocabulary().token_bytes(id));
    require(!oree::text::find_invalid_utf8(piece));
    released += piece;
  }
  const std::string rest = stream.finish();
  require(!oree::text::find_invalid_utf8(rest));
  released += rest;
  require(released == decode_with_icu(bytes));
  return 0;
}
