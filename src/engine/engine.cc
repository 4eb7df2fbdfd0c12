#include "oree/engine.h"

#include <string>
#include <utility>

#include "engine/conversation.h"
#include "engine/loaded_model.h"
#include "engine/memory_plan.h"
#include "engine/session_file.h"
#include "engine/session_state.h"
#include "oree/error.h"

namespace oree {

std::string_view stop_reason_name(StopReason reason) noexcept {
  switch (reason) {
    case StopReason::kEnd:
      return "end";
    case StopReason::kLength:
      return "length";
    case StopReason::kGrammar:
      return "grammar";
    case StopReason::kCancelled:
      return "cancelled";
  }
  return "end";
}

Engine::Engine(const std::filesystem::path& model_path, const EngineOptions& options)
    : state_(std::make_unique<const State>(model_path, engine::settle_memory(model_path, options))) {}
Engine::~Engine() = default;
Engine::Engine(Engine&&) noexcept = default;

int Engine::context() const noexcept { return state_->context(); }
int Engine::vocabulary_size() const noexcept { return state_->vocabulary_size(); }

std::string Engine::fingerprint() const { return state_->fingerprint(); }
std::string_view Engine::cpu() const noexcept { return state_->model().kernels().name; }

std::vector<TokenId> Engine::tokenize(std::string_view text, const TokenizeOptions& options) const {
  return state_->tokenizer().encode(text, options);
}

std::string Engine::detokenize(std::span<const TokenId> tokens) const {
  for (std::size_t index = 0; index < tokens.size(); ++index) {
    if (tokens[index] < 0 || tokens[index] >= vocabulary_size()) {
      throw Error(ErrorCode::kInvalid, "token " + std::to_string(tokens[index]) + " is outside the vocabulary",
                  "token ids, position " + std::to_string(index),
                  "the model's tokens are 0 to " + std::to_string(vocabulary_size() - 1));
    }
  }
  return state_->tokenizer().decode(tokens);
}

std::vector<TokenId> tokenize(const std::filesystem::path& model_path, std::string_view text,
                              const TokenizeOptions& options) {
  const gguf::File file = gguf::File::open(model_path);
  return text::Tokenizer::from_gguf(file).encode(text, options);
}

Session Engine::new_session() const { return Session(std::make_unique<Session::State>(*state_)); }

Session Engine::load_session(const std::filesystem::path& path) const {
  auto state = std::make_unique<Session::State>(*state_);
  const engine::SavedSequence saved =
      engine::load_sequence(engine::SavedKind::kSession, *state_, state_->fingerprint(), path);
  state->sequence.restart(saved.cache, saved.tokens, saved.logits);
  state->prompt_is_open = saved.prompt_is_open;
  return Session(std::move(state));
}

std::unique_ptr<ChatModel> Engine::new_conversation(std::string instructions, std::vector<ToolDescription> tools,
                                                    const SamplingOptions& sampling) const {
  return std::make_unique<engine::Conversation>(*state_, instructions, tools, sampling);
}

}  // namespace oree
