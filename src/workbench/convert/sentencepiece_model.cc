// tokenizer.model: SentencePiece's protobuf. Source: sentencepiece_model.proto (field numbers and defaults) and the
// protobuf encoding.
#include <bit>
#include <cstring>

#include "oree/error.h"
#include "text/utf8.h"
#include "workbench/convert/tokenizer_metadata.h"

namespace oree::workbench {
namespace {

enum class WireType { kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5 };

struct Field {
  std::uint64_t number;
  WireType type;
  std::uint64_t value;     // of a varint or a fixed number
  std::string_view bytes;  // of kBytes
};

// The fields of one message, in order; inner messages are read from their bytes in turn.
class MessageReader {
 public:
  MessageReader(std::string_view bytes, const std::string& where) : rest_(bytes), size_(bytes.size()), where_(&where) {}

  std::optional<Field> next() {
    if (rest_.empty()) return std::nullopt;
    const std::uint64_t tag = varint();
    Field field{tag >> 3, static_cast<WireType>(tag & 7), 0, {}};
    if (field.number == 0) fail("field number 0");
    switch (field.type) {
      case WireType::kVarint:
        field.value = varint();
        break;
      case WireType::kFixed64:
        field.value = fixed(8);
        break;
      case WireType::kFixed32:
        field.value = fixed(4);
        break;
      case WireType::kBytes: {
        const std::uint64_t length = varint();
        if (length > rest_.size()) fail("a field of " + std::to_string(length) + " bytes ends behind its message");
        field.bytes = rest_.substr(0, length);
        rest_.remove_prefix(length);
        break;
      }
      default:
        fail("wire type " + std::to_string(tag & 7));
    }
    return field;
  }

  [[noreturn]] void fail(const std::string& what) const {
    throw_corrupt_tokenizer("the SentencePiece model is damaged: " + what,
                            *where_ + ", byte " + std::to_string(size_ - rest_.size()) + " of the message");
  }

 private:
  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (rest_.empty()) fail("it ends inside a number");
      const auto byte = static_cast<unsigned char>(rest_[0]);
      rest_.remove_prefix(1);
      value |= std::uint64_t{byte & 0x7Fu} << shift;
      if (byte < 0x80) return value;
    }
    fail("a number of more than ten bytes");
  }
  std::uint64_t fixed(std::size_t size) {
    if (rest_.size() < size) fail("it ends inside a number");
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i) value |= std::uint64_t{static_cast<unsigned char>(rest_[i])} << (8 * i);
    rest_.remove_prefix(size);
    return value;
  }

  std::string_view rest_;
  std::size_t size_;
  const std::string* where_;
};

struct Piece {
  std::string_view spelling;
  float score = 0;
  std::uint64_t type = 1;
};

Piece read_piece(std::string_view bytes, const std::string& where) {
  Piece piece;
  MessageReader reader(bytes, where);
  while (const auto field = reader.next()) {
    if (field->number == 1 && field->type == WireType::kBytes) piece.spelling = field->bytes;
    if (field->number == 2 && field->type == WireType::kFixed32) {
      piece.score = std::bit_cast<float>(static_cast<std::uint32_t>(field->value));
    }
    if (field->number == 3 && field->type == WireType::kVarint) piece.type = field->value;
  }
  return piece;
}

struct Trainer {
  std::uint64_t model_type = 1;
  std::int64_t unknown = 0, bos = 1, eos = 2, padding = -1;
  bool spaces_behind = false;
};

Trainer read_trainer(std::string_view bytes, const std::string& where) {
  Trainer trainer;
  MessageReader reader(bytes, where);
  while (const auto field = reader.next()) {
    if (field->type != WireType::kVarint) continue;
    // A negative int32 is written with its sign extended to 64 bits.
    const auto number = static_cast<std::int64_t>(field->value);
    switch (field->number) {
      case 3:
        trainer.model_type = field->value;
        break;
      case 24:
        trainer.spaces_behind = field->value != 0;
        break;
      case 40:
        trainer.unknown = number;
        break;
      case 41:
        trainer.bos = number;
        break;
      case 42:
        trainer.eos = number;
        break;
      case 43:
        trainer.padding = number;
        break;
      default:
        break;
    }
  }
  return trainer;
}

void read_normalizer(std::string_view bytes, const std::string& where, TokenizerMetadata& metadata) {
  MessageReader reader(bytes, where);
  while (const auto field = reader.next()) {
    if (field->number == 2 && field->type == WireType::kBytes) metadata.character_map = field->bytes;
    if (field->number == 3 && field->type == WireType::kVarint) metadata.add_space_prefix = field->value != 0;
    if (field->number == 4 && field->type == WireType::kVarint) metadata.remove_extra_whitespaces = field->value != 0;
    if (field->number == 5 && field->type == WireType::kVarint && field->value == 0) {
      throw_unsupported_tokenizer("the SentencePiece model does not mark spaces (escape_whitespaces is false)", where,
                                  "models that write a space as U+2581");
    }
  }
}

}  // namespace

void read_sentencepiece_model(std::string_view bytes, const std::string& where, TokenizerMetadata& metadata) {
  Trainer trainer;
  metadata.add_space_prefix = true;
  metadata.remove_extra_whitespaces = true;
  MessageReader reader(bytes, where);
  while (const auto field = reader.next()) {
    if (field->type != WireType::kBytes) continue;
    if (field->number == 1) {
      const std::uint64_t id = metadata.tokens.size();
      const Piece piece = read_piece(field->bytes, where);
      if (piece.type < 1 || piece.type > 6) reader.fail("piece type " + std::to_string(piece.type));
      if (text::find_invalid_utf8(piece.spelling)) reader.fail("piece " + std::to_string(id) + " is no UTF-8");
      metadata.set_token(id, piece.spelling, piece.score, static_cast<text::TokenType>(piece.type));
    } else if (field->number == 2) {
      trainer = read_trainer(field->bytes, where);
    } else if (field->number == 3) {
      read_normalizer(field->bytes, where, metadata);
    }
  }
  if (metadata.tokens.empty()) reader.fail("it has no pieces");
  if (trainer.model_type != 1 && trainer.model_type != 2) {
    throw_unsupported_tokenizer("SentencePiece model type " + std::to_string(trainer.model_type), where,
                                "1 (unigram), 2 (BPE)");
  }
  if (trainer.spaces_behind) {
    throw_unsupported_tokenizer("the SentencePiece model puts spaces behind words", where, "spaces in front of words");
  }
  metadata.model = trainer.model_type == 1 ? "t5" : "llama";
  metadata.pre = "default";
  const auto id = [&](std::int64_t value) {
    const bool inside = value >= 0 && static_cast<std::uint64_t>(value) < metadata.tokens.size();
    return inside ? std::optional(static_cast<std::uint32_t>(value)) : std::nullopt;
  };
  metadata.unknown = id(trainer.unknown);
  metadata.bos = id(trainer.bos);
  metadata.eos = id(trainer.eos);
  metadata.padding = id(trainer.padding);
}

}  // namespace oree::workbench
