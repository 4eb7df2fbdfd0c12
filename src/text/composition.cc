#include "text/composition.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "base/check.h"
#include "oree/error.h"

namespace oree::text {
namespace {

// Runs of this many combining marks are put in order before ICU sees them: it inserts each mark by itself, which takes
// quadratic time. No text that is read has as many.
constexpr std::size_t kLongRun = 32;

struct Mark {
  int combining_class;
  std::string_view bytes;
};

// The text with its long runs of combining marks in canonical order, an equivalent text.
std::string order_long_runs(std::string_view text) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto size = static_cast<std::int32_t>(text.size());
  std::string result;
  result.reserve(text.size());
  std::vector<Mark> run;
  const auto end_run = [&] {
    if (run.size() >= kLongRun) {
      std::stable_sort(run.begin(), run.end(),
                       [](const Mark& a, const Mark& b) { return a.combining_class < b.combining_class; });
    }
    for (const Mark& mark : run) result += mark.bytes;
    run.clear();
  };
  for (std::int32_t offset = 0; offset < size;) {
    const std::int32_t begin = offset;
    UChar32 character = 0;
    U8_NEXT(bytes, offset, size, character);
    const int combining_class = character < 0x300 ? 0 : u_getCombiningClass(character);
    const std::string_view spelled =
        text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(offset - begin));
    if (combining_class != 0) {
      run.push_back({combining_class, spelled});
    } else {
      end_run();
      result += spelled;
    }
  }
  end_run();
  return result;
}

bool has_long_run(std::string_view text) noexcept {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto size = static_cast<std::int32_t>(text.size());
  std::size_t n_marks = 0;
  for (std::int32_t offset = 0; offset < size && n_marks < kLongRun;) {
    UChar32 character = 0;
    U8_NEXT(bytes, offset, size, character);
    n_marks = character >= 0x300 && u_getCombiningClass(character) != 0 ? n_marks + 1 : 0;
  }
  return n_marks == kLongRun;
}

}  // namespace

std::optional<std::string> compose(std::string_view text) {
  // Everything below U+0300 is composed; its lead bytes are below 0xCC.
  const bool plain =
      std::all_of(text.begin(), text.end(), [](char byte) { return static_cast<unsigned char>(byte) < 0xCC; });
  if (plain) return std::nullopt;
  if (text.size() > static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max())) {
    throw Error(ErrorCode::kLimit, "the text is too long to be composed (NFC)", "",
                "give it in parts of at most 2 GiB");
  }
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* const nfc = icu::Normalizer2::getNFCInstance(error);
  check(nfc != nullptr && U_SUCCESS(error), "ICU has no NFC data");
  const auto piece = [](std::string_view view) {
    return icu::StringPiece(view.data(), static_cast<std::int32_t>(view.size()));
  };
  // The question alone takes quadratic time on a long run out of order.
  const std::string ordered = has_long_run(text) ? order_long_runs(text) : std::string(text);
  if (nfc->isNormalizedUTF8(piece(ordered), error) && U_SUCCESS(error)) {
    return ordered == text ? std::nullopt : std::optional(ordered);
  }
  error = U_ZERO_ERROR;
  std::string result;
  icu::StringByteSink<std::string> sink(&result);
  nfc->normalizeUTF8(0, piece(ordered), sink, nullptr, error);
  check(U_SUCCESS(error), "ICU cannot compose a text");
  return result;
}

}  // namespace oree::text
