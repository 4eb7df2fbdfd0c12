#include "decode/token_trie.h"

#include <algorithm>
#include <limits>
#include <string>

#include "base/check.h"
#include "decode/machine.h"
#include "oree/error.h"
#include "text/utf8.h"

namespace oree::decode {
namespace {

constexpr std::size_t kMaxTokenBytes = 4096;

constexpr char kControlBytes[] = {text::control_byte(0), text::control_byte(1), text::control_byte(2),
                                  text::control_byte(3), text::control_byte(4), text::control_byte(5),
                                  text::control_byte(6), text::control_byte(7), '\0'};
static_assert(sizeof kControlBytes == text::kMaxCallControls + 1);

// Bytes before the first that does not stand for itself in a string, or that begins half a character.
std::size_t plain_bytes(std::string_view bytes) {
  const auto end = std::find_if(bytes.begin(), bytes.end(), [](char byte) {
    return static_cast<unsigned char>(byte) < 0x20 || byte == '"' || byte == '\\';
  });
  const std::string_view plain(bytes.begin(), end);
  return text::find_invalid_utf8(plain).value_or(plain.size());
}

bool continues_character(char byte) noexcept { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

std::size_t count_characters(std::string_view bytes) {
  return bytes.size() - static_cast<std::size_t>(std::count_if(bytes.begin(), bytes.end(), continues_character));
}

// Where the last character begins.
std::size_t last_character(std::string_view bytes) {
  std::size_t at = bytes.size() - 1;
  while (at > 0 && continues_character(bytes[at])) {
    --at;
  }
  return at;
}

// tokens: in the order of their bytes.
TokenBranches make_branches(const std::vector<std::string_view>& bytes_of, const std::vector<TokenId>& tokens) {
  TokenBranches branches;
  branches.tokens = tokens;
  auto& nodes = branches.nodes;
  std::vector<std::uint32_t> path;  // the open nodes, by depth
  std::string_view previous;
  for (std::uint32_t i = 0; i < tokens.size(); ++i) {
    const std::string_view bytes = bytes_of[static_cast<std::size_t>(tokens[i])];
    const auto difference = std::mismatch(bytes.begin(), bytes.end(), previous.begin(), previous.end());
    const auto shared = static_cast<std::size_t>(difference.first - bytes.begin());
    while (path.size() > shared) {
      nodes[path.back()].skip_to = static_cast<std::uint32_t>(nodes.size());
      path.pop_back();
    }
    for (std::size_t depth = shared; depth < bytes.size(); ++depth) {
      path.push_back(static_cast<std::uint32_t>(nodes.size()));
      nodes.push_back({0, 0, 0, static_cast<std::uint16_t>(depth + 1), static_cast<std::uint8_t>(bytes[depth])});
    }
    TokenBranches::Node& last = nodes[path.back()];
    if (last.n_tokens == std::numeric_limits<std::uint16_t>::max()) {
      throw Error(ErrorCode::kLimit, "too many tokens stand for the same bytes", "token " + std::to_string(tokens[i]));
    }
    if (last.n_tokens++ == 0) {
      last.first_token = i;
    }
    previous = bytes;
  }
  for (const std::uint32_t node : path) {
    nodes[node].skip_to = static_cast<std::uint32_t>(nodes.size());
  }
  return branches;
}

void add_token(TokenId id, TokenMask& mask) {
  mask[static_cast<std::size_t>(id) / 64] |= std::uint64_t{1} << (static_cast<std::size_t>(id) % 64);
}

// In the order of these bytes.
void sort_by(const std::vector<std::string_view>& bytes_of, std::vector<TokenId>& tokens) {
  std::stable_sort(tokens.begin(), tokens.end(), [&](TokenId left, TokenId right) {
    return bytes_of[static_cast<std::size_t>(left)] < bytes_of[static_cast<std::size_t>(right)];
  });
}

}  // namespace

TokenTrie::TokenTrie(const text::Tokenizer& tokenizer, std::span<const TokenId> controls) {
  check(controls.size() <= text::kMaxCallControls, "too many control tokens in a grammar");
  auto state = std::make_shared<State>();
  state->vocabulary_size = tokenizer.vocabulary_size();
  std::vector<TokenId> tokens;
  for (TokenId id = 0; id < state->vocabulary_size; ++id) {
    state->bytes.push_back(tokenizer.token_bytes(id));
    const std::size_t size = state->bytes.back().size();
    if (size > kMaxTokenBytes) {
      throw Error(ErrorCode::kLimit,
                  "a token of " + std::to_string(size) + " bytes; kMaxTokenBytes is " + std::to_string(kMaxTokenBytes),
                  "token " + std::to_string(id));
    }
    const auto control = std::find(controls.begin(), controls.end(), id);
    std::string_view& bytes = state->bytes.back();
    if (control != controls.end()) {
      bytes = std::string_view(kControlBytes).substr(static_cast<std::size_t>(control - controls.begin()), 1);
    } else if (bytes.find_first_of(std::string_view(kControlBytes).substr(0, controls.size())) != bytes.npos) {
      bytes = {};  // of no text, and here a control token's
      continue;
    }
    if (!bytes.empty()) {
      tokens.push_back(id);
      state->max_depth = std::max(state->max_depth, bytes.size());
    }
    if (bytes.size() == 1) {
      state->single_bytes.set(static_cast<std::uint8_t>(bytes[0]));
    }
  }
  // No UTF-8 text has these, so that nothing can lack them.
  for (const unsigned byte :
       {0xC0U, 0xC1U, 0xF5U, 0xF6U, 0xF7U, 0xF8U, 0xF9U, 0xFAU, 0xFBU, 0xFCU, 0xFDU, 0xFEU, 0xFFU}) {
    state->single_bytes.set(byte);
  }
  sort_by(state->bytes, tokens);
  state->all = make_branches(state->bytes, tokens);

  const TokenMask none((static_cast<std::size_t>(state->vocabulary_size) + 63) / 64, 0);
  state->plain_masks.assign(Machine::kMaxPlainRun + 1, none);
  std::vector<TokenId> others;
  std::vector<std::string_view> tails(state->bytes.size());
  for (const TokenId id : tokens) {
    const std::string_view bytes = state->bytes[static_cast<std::size_t>(id)];
    const std::size_t n_plain = plain_bytes(bytes);
    const std::size_t n_characters = count_characters(bytes);
    if (n_plain == bytes.size() && n_characters <= Machine::kMaxPlainRun) {
      add_token(id, state->plain_masks[n_characters]);
      continue;
    }
    others.push_back(id);
    // Of a long plain one the last character, so that it is not without any.
    tails[static_cast<std::size_t>(id)] = bytes.substr(std::min(n_plain, last_character(bytes)));
  }
  for (std::size_t run = 1; run < state->plain_masks.size(); ++run) {
    for (std::size_t word = 0; word < state->plain_masks[run].size(); ++word) {
      state->plain_masks[run][word] |= state->plain_masks[run - 1][word];
    }
  }
  state->others = make_branches(state->bytes, others);
  sort_by(tails, others);
  state->tails = make_branches(tails, others);
  state_ = std::move(state);
}

const TokenTrie::State::Trimmed& TokenTrie::State::trimmed() const {
  std::call_once(trimmed_once_, [this] {
    trimmed_.spaces.assign((static_cast<std::size_t>(vocabulary_size) + 63) / 64, 0);
    std::vector<std::string_view> without_space = bytes;
    std::vector<TokenId> tokens;
    for (const TokenId id : all.tokens) {
      std::string_view& rest = without_space[static_cast<std::size_t>(id)];
      rest.remove_prefix(std::min(rest.size(), rest.find_first_not_of(" \n\t\r")));
      if (rest.empty()) {
        add_token(id, trimmed_.spaces);
      } else {
        tokens.push_back(id);
      }
    }
    sort_by(without_space, tokens);
    trimmed_.tokens = make_branches(without_space, tokens);
  });
  return trimmed_;
}

TokenTrie::~TokenTrie() = default;
TokenTrie::TokenTrie(TokenTrie&&) noexcept = default;

}  // namespace oree::decode
