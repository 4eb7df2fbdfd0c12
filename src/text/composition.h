// Unicode's composed form, NFC, which some vocabularies were trained on. Source: Unicode Standard Annex 15.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace oree::text {

// nullopt when the text is composed already. text: valid UTF-8. Cost: n log n in the longest run of combining marks,
// otherwise linear. Throws Error kLimit when the text is beyond what ICU counts (2 GiB).
std::optional<std::string> compose(std::string_view text);

}  // namespace oree::text
