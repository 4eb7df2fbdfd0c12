#include "text/bpe.h"

#include <algorithm>
#include <bit>
#include <optional>
#include <string>

#include "oree/error.h"

namespace oree::text {
namespace {

constexpr std::string_view kMergesKey = "tokenizer.ggml.merges";
constexpr std::uint32_t kMaxMerges = 1u << 22;
constexpr std::uint32_t kNone = ~std::uint32_t{0};

std::uint64_t pair_of(TokenId left, TokenId right) noexcept {
  return (std::uint64_t{static_cast<std::uint32_t>(left)} << 32) | static_cast<std::uint32_t>(right);
}

// The finaliser of MurmurHash3: neighbouring ids end far from each other.
std::uint64_t mix(std::uint64_t value) noexcept {
  value ^= value >> 33;
  value *= 0xFF51AFD7ED558CCDu;
  value ^= value >> 33;
  value *= 0xC4CEB9FE1A85EC53u;
  return value ^ (value >> 33);
}

PreTokenizer make_pre_tokenizer(const gguf::File& file) {
  const std::string_view name = file.find_string("tokenizer.ggml.pre").value_or("default");
  constexpr std::string_view kRegexKey = "oree.tokenizer.pre_regex";
  std::vector<std::string_view> regexes;
  if (file.is_array(kRegexKey)) {
    regexes = file.find_strings(kRegexKey).value_or(regexes);
  } else if (const auto regex = file.find_string(kRegexKey)) {
    regexes.push_back(*regex);
  }
  std::erase(regexes, std::string_view());
  return PreTokenizer(name, regexes);
}

// A piece of the word; pieces form a list over their first bytes.
struct Symbol {
  TokenId token;
  std::uint32_t previous, next;
};

// A pair that could be merged when it was found; stale when one of its symbols has changed since.
struct Candidate {
  std::uint32_t rank;
  std::uint32_t left, right;
  std::uint64_t pair;
  TokenId whole;
};

// The heap's top is the lowest rank, and among equals the leftmost.
struct Later {
  bool operator()(const Candidate& a, const Candidate& b) const noexcept {
    return a.rank != b.rank ? a.rank > b.rank : a.left > b.left;
  }
};

}  // namespace

struct BytePairEncoder::Workspace {
  std::vector<Symbol> symbols;
  std::vector<Candidate> heap;
};

BytePairEncoder::BytePairEncoder(const gguf::File& file, const Vocabulary& vocabulary)
    : pre_tokenizer_(make_pre_tokenizer(file)) {
  for (unsigned byte = 0; byte < 256; ++byte) {
    // Bytes that valid UTF-8 never holds may lack a token.
    const bool occurs = byte < 0xC0 || (byte > 0xC1 && byte < 0xF5);
    const auto token = vocabulary.byte_tokens[byte] ? vocabulary.byte_tokens[byte] : vocabulary.unknown;
    if (!token && occurs) {
      throw_corrupt(file, "byte " + std::to_string(byte) + " has no token, and there is none for unknown ones",
                    "tokenizer.ggml.tokens");
    }
    byte_tokens_[byte] = token.value_or(0);
  }
  const auto lines = file.find_strings(kMergesKey);
  if (!lines) throw_corrupt(file, "the file has no merges", kMergesKey);
  if (lines->size() > kMaxMerges) {
    throw Error(ErrorCode::kLimit,
                std::to_string(lines->size()) + " merges; kMaxMerges is " + std::to_string(kMaxMerges),
                file.path().string());
  }
  merges_.resize(std::bit_ceil(lines->size() * 2 + 1));
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
    if (vocabulary.type(merged) == TokenType::kNormal || vocabulary.type(merged) == TokenType::kUserDefined) {
      insert_merge({pair_of(left, right), static_cast<std::uint32_t>(i), merged});
    }
  }
  if (pre_tokenizer_.whole_words_first()) {
    for (std::size_t i = 0; i < vocabulary.size(); ++i) {
      if (vocabulary.types[i] == TokenType::kNormal) words_.emplace(vocabulary.bytes[i], static_cast<TokenId>(i));
    }
  }
}

// The first of two equal pairs wins, which has the lower rank.
void BytePairEncoder::insert_merge(const Merge& merge) {
  const std::size_t last = merges_.size() - 1;
  std::size_t place = mix(merge.pair) & last;
  while (merges_[place].pair != kEmpty && merges_[place].pair != merge.pair) place = (place + 1) & last;
  if (merges_[place].pair == kEmpty) merges_[place] = merge;
}

const BytePairEncoder::Merge* BytePairEncoder::find_merge(TokenId left, TokenId right) const noexcept {
  const std::uint64_t pair = pair_of(left, right);
  const std::size_t last = merges_.size() - 1;
  for (std::size_t place = mix(pair) & last; merges_[place].pair != kEmpty; place = (place + 1) & last) {
    if (merges_[place].pair == pair) return &merges_[place];
  }
  return nullptr;
}

void BytePairEncoder::encode(std::string_view text, std::vector<TokenId>& tokens) const {
  Workspace workspace;
  for (const std::string_view word : pre_tokenizer_.split(text)) {
    if (!words_.empty()) {
      const auto found = words_.find(word);
      if (found != words_.end()) {
        tokens.push_back(found->second);
        continue;
      }
    }
    // Symbols are counted in 32 bits; nothing is merged across this border, far beyond any natural word.
    constexpr std::size_t kMaxWordBytes = std::size_t{1} << 30;
    for (std::size_t begin = 0; begin < word.size(); begin += kMaxWordBytes) {
      encode_word(word.substr(begin, kMaxWordBytes), workspace, tokens);
    }
  }
}

void BytePairEncoder::encode_word(std::string_view word, Workspace& workspace, std::vector<TokenId>& tokens) const {
  auto& symbols = workspace.symbols;
  auto& heap = workspace.heap;
  const auto n = static_cast<std::uint32_t>(word.size());
  symbols.resize(n);
  heap.clear();
  for (std::uint32_t i = 0; i < n; ++i) {
    symbols[i] = {byte_tokens_[static_cast<unsigned char>(word[i])], i == 0 ? kNone : i - 1,
                  i + 1 == n ? kNone : i + 1};
  }
  const auto candidate = [&](std::uint32_t left, std::uint32_t right) -> std::optional<Candidate> {
    const Merge* const merge = find_merge(symbols[left].token, symbols[right].token);
    if (merge == nullptr) return std::nullopt;
    return Candidate{merge->rank, left, right, merge->pair, merge->whole};
  };
  for (std::uint32_t i = 0; i + 1 < n; ++i) {
    if (const auto found = candidate(i, i + 1)) heap.push_back(*found);
  }
  std::make_heap(heap.begin(), heap.end(), Later());
  const auto push = [&](std::uint32_t left, std::uint32_t right) {
    if (left == kNone || right == kNone) return;
    if (const auto found = candidate(left, right)) {
      heap.push_back(*found);
      std::push_heap(heap.begin(), heap.end(), Later());
    }
  };
  while (!heap.empty()) {
    std::pop_heap(heap.begin(), heap.end(), Later());
    const Candidate best = heap.back();
    heap.pop_back();
    Symbol& left = symbols[best.left];
    // A symbol that was merged into its left neighbour is no longer the next of any.
    if (left.next != best.right || pair_of(left.token, symbols[best.right].token) != best.pair) continue;
    left.token = best.whole;
    left.next = symbols[best.right].next;
    if (left.next != kNone) symbols[left.next].previous = best.left;
    symbols[best.right].next = best.right;
    push(left.previous, best.left);
    push(best.left, left.next);
  }
  for (std::uint32_t i = 0; i != kNone && n != 0; i = symbols[i].next) tokens.push_back(symbols[i].token);
}

}  // namespace oree::text
