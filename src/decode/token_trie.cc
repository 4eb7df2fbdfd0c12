#include <algorithm>
#include <limits>
#include <string>

#include "base/check.h"
#include "decode/grammar_state.h"
#include "oree/error.h"

namespace oree::decode {
namespace {

constexpr std::size_t kMaxTokenBytes = 4096;

constexpr char kControlBytes[] = {text::control_byte(0), text::control_byte(1), text::control_byte(2),
                                  text::control_byte(3), text::control_byte(4), text::control_byte(5),
                                  text::control_byte(6), text::control_byte(7), '\0'};
static_assert(sizeof kControlBytes == text::kMaxCallControls + 1);

}  // namespace

TokenTrie::TokenTrie(const text::Tokenizer& tokenizer, std::span<const TokenId> controls) {
  check(controls.size() <= text::kMaxCallControls, "too many control tokens in a grammar");
  auto state = std::make_unique<State>();
  state->vocabulary_size = tokenizer.vocabulary_size();
  for (TokenId id = 0; id < state->vocabulary_size; ++id) {
    state->bytes.push_back(tokenizer.token_bytes(id));
    const std::size_t size = state->bytes.back().size();
    if (size > kMaxTokenBytes) {
      throw Error(ErrorCode::kLimit,
                  "a token of " + std::to_string(size) + " bytes; kMaxTokenBytes is " + std::to_string(kMaxTokenBytes),
                  "token " + std::to_string(id));
    }
    const auto control = std::find(controls.begin(), controls.end(), id);
    if (control != controls.end()) {
      state->bytes.back() =
          std::string_view(kControlBytes).substr(static_cast<std::size_t>(control - controls.begin()), 1);
    } else if (state->bytes.back().find_first_of(std::string_view(kControlBytes).substr(0, controls.size())) !=
               std::string_view::npos) {
      continue;  // bytes of no text, which here are control tokens
    }
    if (!state->bytes.back().empty()) state->tokens.push_back(id);
  }
  const auto& tokens = state->tokens;
  const auto bytes_of = [&bytes = state->bytes](TokenId id) { return bytes[static_cast<std::size_t>(id)]; };
  std::stable_sort(state->tokens.begin(), state->tokens.end(),
                   [&](TokenId left, TokenId right) { return bytes_of(left) < bytes_of(right); });

  auto& nodes = state->nodes;
  std::vector<std::uint32_t> path;  // the open nodes, by depth
  std::string_view previous;
  for (std::uint32_t i = 0; i < tokens.size(); ++i) {
    const std::string_view bytes = bytes_of(tokens[i]);
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
    State::Node& last = nodes[path.back()];
    if (last.n_tokens == std::numeric_limits<std::uint16_t>::max()) {
      throw Error(ErrorCode::kLimit, "too many tokens stand for the same bytes", "token " + std::to_string(tokens[i]));
    }
    if (last.n_tokens++ == 0) last.first_token = i;
    state->max_depth = std::max(state->max_depth, bytes.size());
    if (bytes.size() == 1) state->single_bytes.set(static_cast<std::uint8_t>(bytes[0]));
    previous = bytes;
  }
  for (const std::uint32_t node : path) nodes[node].skip_to = static_cast<std::uint32_t>(nodes.size());
  state_ = std::move(state);
}

TokenTrie::~TokenTrie() = default;
TokenTrie::TokenTrie(TokenTrie&&) noexcept = default;

}  // namespace oree::decode
