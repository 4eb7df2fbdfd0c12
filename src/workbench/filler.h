// Hay of which there is as much as anyone wants.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace oree::workbench {

// Made-up sentences that say nothing: "Anna carried a lamp from the mill to the quarry before noon." No two are alike.
// count: at most 100,000.
std::vector<std::string> filler_sentences(std::uint64_t seed, std::size_t count);

// The sentences of the texts, or, without any text, made-up ones for contexts of so many tokens. Throws Error kInvalid
// when the texts are empty.
std::vector<std::string> hay_of(const std::vector<std::string>& texts, std::uint64_t seed, std::int64_t n_tokens);
// The same of texts alone.
std::vector<std::string> hay_of(const std::vector<std::string>& texts);

}  // namespace oree::workbench
