#include "text/merge_list.h"

#include <string>

#include "oree/error.h"

namespace oree::text {
namespace {

constexpr std::string_view kMergesKey = "tokenizer.ggml.merges";
constexpr std::uint32_t kMaxMerges = 1u << 22;

}  // namespace

std::vector<ListedMerge> read_merges(const gguf::File& file, const Vocabulary& vocabulary) {
  const auto lines = file.find_strings(kMergesKey);
  if (!lines) throw_corrupt(file, "the file has no merges", kMergesKey);
  if (lines->size() > kMaxMerges) {
    throw Error(ErrorCode::kLimit,
                std::to_string(lines->size()) + " merges; kMaxMerges is " + std::to_string(kMaxMerges),
                file.path().string());
  }
  std::vector<ListedMerge> merges;
  merges.reserve(lines->size());
  std::string whole;
  for (std::size_t i = 0; i < lines->size(); ++i) {
    const std::string_view line = (*lines)[i];
    const std::size_t space = line.find(' ', 1);
    const auto part_or_throw = [&](std::string_view part) {
      const auto id = vocabulary.find(part);
      if (!id) {
        throw_corrupt(file,
                      "merge " + std::to_string(i) + " (\"" + std::string(line) + "\"): \"" + std::string(part) +
                          "\" is no token",
                      kMergesKey);
      }
      return *id;
    };
    if (space == std::string_view::npos) throw_corrupt(file, "merge " + std::to_string(i) + " is no pair", kMergesKey);
    const TokenId left = part_or_throw(line.substr(0, space));
    const TokenId right = part_or_throw(line.substr(space + 1));
    whole.assign(line.substr(0, space)).append(line.substr(space + 1));
    const TokenId merged = part_or_throw(whole);
    // Text must never become a token that steers the model, whatever the file's merges say.
    const TokenType type = vocabulary.type(merged);
    if (type == TokenType::kNormal || type == TokenType::kUserDefined) {
      merges.push_back({left, right, merged, static_cast<std::uint32_t>(i)});
    }
  }
  return merges;
}

}  // namespace oree::text
