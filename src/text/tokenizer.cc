#include "text/tokenizer.h"

#include <algorithm>
#include <variant>

#include "base/check.h"
#include "oree/error.h"
#include "text/bpe.h"
#include "text/sentencepiece.h"
#include "text/sentencepiece_pieces.h"
#include "text/unigram.h"
#include "text/utf8.h"
#include "text/vocabulary.h"

namespace oree::text {
namespace {

constexpr TokenType kControls[] = {TokenType::kControl, TokenType::kUnknown};
constexpr TokenType kUserDefinedOnly[] = {TokenType::kUserDefined};
constexpr TokenType kControlsAndUserDefined[] = {TokenType::kControl, TokenType::kUnknown, TokenType::kUserDefined};

}  // namespace

struct Tokenizer::State {
  // The encoders refer to the vocabulary, so a State stays where it is made.
  State(const gguf::File& file, Spelling spelling)
      : vocabulary(read_vocabulary(file, spelling)),
        always_cut(vocabulary, spelling == Spelling::kByteAlphabet ? std::span<const TokenType>(kUserDefinedOnly)
                                                                   : std::span<const TokenType>()),
        all_special(vocabulary, kControlsAndUserDefined),
        special_cut(vocabulary, spelling == Spelling::kByteAlphabet
                                    ? std::span<const TokenType>(kControlsAndUserDefined)
                                    : std::span<const TokenType>(kControls)) {}

  Vocabulary vocabulary;
  std::string kind;
  bool adds_bos = false;
  std::vector<bool> is_end;  // [n]
  // What is cut out of every text, and out of one with options.special. SentencePiece handles its user-defined tokens
  // itself, after it has marked the spaces.
  SpecialTokens always_cut, all_special, special_cut;
  std::variant<std::monostate, BytePairEncoder, SentencePieceEncoder, UnigramEncoder> encoder;
};

Tokenizer::Tokenizer(std::unique_ptr<const State> state) : state_(std::move(state)) {}
Tokenizer::~Tokenizer() = default;
Tokenizer::Tokenizer(Tokenizer&&) noexcept = default;

Tokenizer Tokenizer::from_gguf(const gguf::File& file) {
  const std::string kind(file.get_string("tokenizer.ggml.model"));
  std::unique_ptr<State> state;
  bool adds_bos = false;
  if (kind == "gpt2") {
    state = std::make_unique<State>(file, Spelling::kByteAlphabet);
    adds_bos = state->encoder.emplace<BytePairEncoder>(file, state->vocabulary).adds_bos();
  } else if (kind == "llama") {
    state = std::make_unique<State>(file, Spelling::kSentencePiece);
    state->encoder.emplace<SentencePieceEncoder>(file, state->vocabulary);
    adds_bos = true;
  } else if (kind == "t5") {
    state = std::make_unique<State>(file, Spelling::kSentencePiece);
    state->encoder.emplace<UnigramEncoder>(file, state->vocabulary);
  } else {
    throw Error(ErrorCode::kUnsupported, "the tokenizer model \"" + kind + "\" is not known",
                file.path().string() + ", key tokenizer.ggml.model",
                "supported: gpt2 (byte-level BPE), llama (SentencePiece BPE), t5 (SentencePiece unigram)");
  }
  state->kind = kind;
  state->adds_bos = file.find_bool("tokenizer.ggml.add_bos_token").value_or(adds_bos);
  state->is_end.resize(state->vocabulary.size());
  for (const TokenId id : state->vocabulary.ends) state->is_end[static_cast<std::size_t>(id)] = true;
  return Tokenizer(std::move(state));
}

std::vector<TokenId> Tokenizer::encode(std::string_view text, const TokenizeOptions& options) const {
  std::string repaired;
  if (const auto offset = find_invalid_utf8(text)) {
    if (!options.lossy) {
      throw Error(ErrorCode::kInvalid, "the text is not valid UTF-8", "byte " + std::to_string(*offset),
                  "save it as UTF-8, or use --lossy to replace what is invalid");
    }
    repaired = replace_invalid_utf8(text);
    text = repaired;
  }
  std::vector<TokenId> tokens;
  if (options.add_bos && state_->adds_bos && state_->vocabulary.bos) tokens.push_back(*state_->vocabulary.bos);
  const SpecialTokens& special = options.special ? state_->special_cut : state_->always_cut;
  for (const SpecialTokens::Piece& piece : special.cut(text)) {
    if (piece.token) {
      tokens.push_back(*piece.token);
    } else {
      encode_ordinary(piece.text, true, tokens);
    }
  }
  return tokens;
}

void Tokenizer::encode_ordinary(std::string_view text, bool cuts_user_defined, std::vector<TokenId>& tokens) const {
  if (const auto* bpe = std::get_if<BytePairEncoder>(&state_->encoder)) {
    bpe->encode(text, tokens);
  } else if (const auto* sentencepiece = std::get_if<SentencePieceEncoder>(&state_->encoder)) {
    sentencepiece->encode(text, tokens, cuts_user_defined);
  } else {
    std::get<UnigramEncoder>(state_->encoder).encode(text, tokens, cuts_user_defined);
  }
}

std::string Tokenizer::guard_special(std::string_view text, std::string_view guard, bool own_words) const {
  std::string guarded;
  guarded.reserve(text.size());
  for (std::size_t offset = 0; offset < text.size();) {
    const std::string_view rest = text.substr(offset);
    const std::size_t length = std::min(character_length(rest), rest.size());
    const auto special = state_->all_special.at_start(rest);
    guarded += rest.substr(0, length);
    const bool allowed = special && own_words && state_->vocabulary.type(*special->token) == TokenType::kUserDefined;
    if (special && !allowed && special->text.size() > length && !is_white_space(special->text)) guarded += guard;
    offset += length;
  }
  return guarded;
}

std::vector<TokenId> Tokenizer::encode_guarded(std::string_view text, std::string_view guard) const {
  if (const auto offset = find_invalid_utf8(text)) {
    throw Error(ErrorCode::kInvalid, "the conversation is not valid UTF-8",
                "byte " + std::to_string(*offset) + " of the prompt", "save it as UTF-8");
  }
  std::vector<TokenId> tokens;
  std::string ordinary;
  for (const SpecialTokens::Piece& piece : state_->special_cut.cut(text)) {
    if (piece.token) {
      tokens.push_back(*piece.token);
      continue;
    }
    ordinary.clear();
    for (std::string_view rest = piece.text;;) {
      const std::size_t at = rest.find(guard);
      ordinary += rest.substr(0, at);
      if (at == std::string_view::npos) break;
      rest.remove_prefix(at + guard.size());
    }
    const bool guarded = ordinary.size() < piece.text.size();
    if (!ordinary.empty()) encode_ordinary(ordinary, !guarded, tokens);
  }
  return tokens;
}

std::string_view Tokenizer::token_bytes(TokenId id) const noexcept {
  check(id >= 0 && id < vocabulary_size(), "token id outside the vocabulary");
  return state_->vocabulary.bytes[static_cast<std::size_t>(id)];
}

std::string_view Tokenizer::token_spelling(TokenId id) const noexcept {
  check(id >= 0 && id < vocabulary_size(), "token id outside the vocabulary");
  return state_->vocabulary.spellings[static_cast<std::size_t>(id)];
}

bool Tokenizer::is_control(TokenId id) const noexcept {
  check(id >= 0 && id < vocabulary_size(), "token id outside the vocabulary");
  return state_->vocabulary.type(id) == TokenType::kControl;
}

std::optional<TokenId> Tokenizer::find_control(std::string_view spelling) const {
  const auto id = state_->vocabulary.find(spelling);
  return id && state_->vocabulary.type(*id) == TokenType::kControl ? id : std::nullopt;
}

std::string Tokenizer::decode(std::span<const TokenId> tokens) const {
  std::string text;
  for (const TokenId id : tokens) text += token_bytes(id);
  const auto* sentencepiece = std::get_if<SentencePieceEncoder>(&state_->encoder);
  const auto* unigram = std::get_if<UnigramEncoder>(&state_->encoder);
  const bool has_space =
      (sentencepiece != nullptr && sentencepiece->adds_space()) || (unigram != nullptr && unigram->adds_space());
  if (has_space && text.starts_with(' ')) text.erase(0, 1);
  return text;
}

int Tokenizer::vocabulary_size() const noexcept { return static_cast<int>(state_->vocabulary.size()); }

std::optional<TokenId> Tokenizer::bos() const noexcept { return state_->vocabulary.bos; }

bool Tokenizer::is_end(TokenId id) const noexcept {
  check(id >= 0 && id < vocabulary_size(), "token id outside the vocabulary");
  return state_->is_end[static_cast<std::size_t>(id)];
}

std::string_view Tokenizer::kind() const noexcept { return state_->kind; }

}  // namespace oree::text
