// A pattern, a line's end and a text: a language that keeps its promises, or an Error, within the limits.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "decode/regular_expression.h"
#include "oree/error.h"
#include "text/utf8.h"

namespace {

using namespace oree::decode;

void require(bool condition) {
  if (!condition) std::abort();
}

// From the start to an end, always by a byte that brings it nearer.
void walk_shortest(LanguagePool& pool, LanguageId language) {
  for (std::uint32_t left = pool.shortest(language); left > 0 && left < 200; --left) {
    LanguageId best = kNothing;
    for (unsigned byte = 0; byte < 256 && best == kNothing; ++byte) {
      const LanguageId rest = pool.next(language, static_cast<std::uint8_t>(byte));
      require((rest == kNothing) == (pool.shortest(rest) == kUnreachable));
      if (rest == kNothing) continue;
      require(pool.shortest(rest) + 1 >= left);
      if (pool.shortest(rest) + 1 == left) best = rest;
    }
    require(best != kNothing);
    language = best;
    if (left == 1) require(pool.accepts_empty(language));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t end = input.find('\n');
  const std::string_view pattern = input.substr(0, end);
  const std::string_view text = end == std::string_view::npos ? std::string_view() : input.substr(end + 1);
  try {
    LanguagePool pool;
    const LanguageId whole = parse_regular_expression(pool, pattern, true);
    const LanguageId anywhere = parse_regular_expression(pool, pattern, false);
    const bool holds = pool.accepts(whole, text);
    const bool found = pool.accepts(anywhere, text);
    require(!holds || found);
    require(!found || !oree::text::find_invalid_utf8(text));
    if (!pool.is_empty(whole)) walk_shortest(pool, whole);
    if (!pool.is_empty(anywhere)) walk_shortest(pool, anywhere);
    const LanguageId other = pool.complement(anywhere);
    require(pool.accepts(other, text) != found);
  } catch (const oree::Error& error) {
    require(error.code() != oree::ErrorCode::kInternal);
  }
  return 0;
}
