// tokenizer.json: Hugging Face's tokenizers. Source: the serialisation of huggingface/tokenizers, versions 0.13 to
// 0.23.
#include <algorithm>
#include <limits>

#include "base/log.h"
#include "oree/error.h"
#include "text/pretokenizer.h"
#include "workbench/convert/tokenizer_json_pipeline.h"
#include "workbench/convert/tokenizer_metadata.h"

namespace oree::workbench {
namespace {

using text::TokenType;

std::uint64_t read_id(const TokenizerJson& value, const std::string& where) {
  if (!value.is_number_unsigned()) throw_corrupt_tokenizer("a token's id is no number", where);
  return value.get<std::uint64_t>();
}

bool is_byte_spelling(std::string_view spelling) {
  const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F'); };
  return spelling.size() == 6 && spelling.starts_with("<0x") && spelling[5] == '>' && is_digit(spelling[3]) &&
         is_digit(spelling[4]);
}

// Some makers forget to mark what steers the model as special; llama.cpp's converter treats these as control tokens
// too. Ordinary text must not be able to write them.
bool looks_like_control(std::string_view spelling) {
  const auto enclosed = [&](std::string_view open, std::string_view close) {
    return spelling.size() > open.size() + close.size() && spelling.starts_with(open) && spelling.ends_with(close);
  };
  return spelling == "<pad>" || spelling == "<mask>" || spelling == "<2mass>" || spelling == "[@BOS@]" ||
         enclosed("<|", "|>") || enclosed("<\xEF\xBD\x9C", "\xEF\xBD\x9C>") || enclosed("<unused", ">");
}

void read_vocabulary(const TokenizerJson& model, bool byte_fallback, const std::string& where,
                     TokenizerMetadata& metadata) {
  const TokenizerJson& vocabulary = member_of(model, "vocab");
  if (!vocabulary.is_object() || vocabulary.empty()) throw_corrupt_tokenizer("the model has no vocabulary", where);
  for (const auto& [spelling, id] : vocabulary.items()) {
    const bool is_byte = byte_fallback && is_byte_spelling(spelling);
    metadata.set_token(read_id(id, where + ", token \"" + spelling + "\""), spelling, -10000.0f,
                       is_byte ? TokenType::kByte : TokenType::kNormal);
  }
}

void read_merges(const TokenizerJson& model, const std::string& where, TokenizerMetadata& metadata) {
  const TokenizerJson& merges = member_of(model, "merges");
  if (!merges.is_array()) throw_corrupt_tokenizer("the model has no merges", where);
  if (merges.size() > kMaxMerges) {
    throw Error(ErrorCode::kLimit,
                std::to_string(merges.size()) + " merges; kMaxMerges is " + std::to_string(kMaxMerges), where);
  }
  metadata.merges.reserve(merges.size());
  for (const TokenizerJson& merge : merges) {
    const std::string place = where + ", merge " + std::to_string(metadata.merges.size());
    std::string left, right;
    if (merge.is_string()) {
      const auto& line = merge.get_ref<const std::string&>();
      const std::size_t space = line.find(' ');
      if (space == std::string::npos) throw_corrupt_tokenizer("a merge is no pair", place);
      left = line.substr(0, space);
      right = line.substr(space + 1);
    } else if (merge.is_array() && merge.size() == 2 && merge[0].is_string() && merge[1].is_string()) {
      left = merge[0].get<std::string>();
      right = merge[1].get<std::string>();
    } else {
      throw_corrupt_tokenizer("a merge is no pair", place);
    }
    if (left.empty() || right.empty()) throw_corrupt_tokenizer("a merge is no pair", place);
    // GGUF separates the two by a space.
    if (left.find(' ') != std::string::npos || right.find(' ') != std::string::npos) {
      throw_unsupported_tokenizer("a merge of tokens with spaces", place, "spaces spelled as U+0120 or U+2581");
    }
    metadata.merges.push_back(left + " " + right);
  }
}

// A SentencePiece file has a score for each piece, the better the earlier it was merged in training; a list of merges
// says the same.
void set_scores_from_merges(TokenizerMetadata& metadata) {
  const auto ids = metadata.ids();
  std::vector<float> scores(metadata.tokens.size(), std::numeric_limits<float>::lowest());
  std::string whole;
  for (std::size_t rank = 0; rank < metadata.merges.size(); ++rank) {
    whole = metadata.merges[rank];
    whole.erase(whole.find(' '), 1);
    const auto found = ids.find(whole);
    if (found != ids.end()) scores[found->second] = std::max(scores[found->second], -static_cast<float>(rank));
  }
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const bool merged = scores[i] != std::numeric_limits<float>::lowest();
    metadata.scores[i] = merged ? scores[i] : -static_cast<float>(metadata.merges.size() + i);
  }
}

void name_pre_tokenizer(const TextSteps& steps, const TokenizerJson& model, TokenizerMetadata& metadata) {
  const auto name = text::find_pre_tokenizer(steps.regexes);
  metadata.pre = name ? std::string(*name) : "oree";
  if (!name) metadata.pre_regexes = steps.regexes;
  const TokenizerJson& ignore_merges = member_of(model, "ignore_merges");
  metadata.whole_words = ignore_merges.is_boolean() && ignore_merges.get<bool>();
  metadata.merges_rank_by_token = false;
  metadata.composes = steps.composes;
}

void set_space_steps(const TextSteps& steps, TokenizerMetadata& metadata) {
  metadata.add_space_prefix = steps.adds_space;
  if (steps.adds_space_once) metadata.space_prefix_once = true;
  metadata.remove_extra_whitespaces = steps.removes_extra_spaces;
  metadata.character_map = steps.character_map;
}

// Steps that a tokenizer of the SentencePiece kind has no place for.
void check_marked(const TextSteps& steps, const std::string& where) {
  if (steps.byte_level) return;
  if (steps.composes || !steps.regexes.empty()) {
    throw_unsupported_tokenizer("a tokenizer that marks spaces with NFC or regexes", where,
                                "Prepend, Replace, Metaspace and Precompiled");
  }
  if (steps.strips && !steps.removes_extra_spaces) {
    throw_unsupported_tokenizer("the normaliser Strip by itself", where, "Strip with Replace of two and more spaces");
  }
  if (steps.splits_at_spaces && steps.character_map.empty()) {
    throw_unsupported_tokenizer("the pre-tokeniser WhitespaceSplit by itself", where,
                                "WhitespaceSplit with a Precompiled normaliser");
  }
}

void read_bpe(const TokenizerJson& model, const TextSteps& steps, const std::string& where,
              TokenizerMetadata& metadata) {
  for (const char* key : {"continuing_subword_prefix", "end_of_word_suffix"}) {
    const TokenizerJson& affix = member_of(model, key);
    if (affix.is_string() && !affix.get_ref<const std::string&>().empty()) {
      throw_unsupported_tokenizer(std::string("a BPE with ") + key, where, "BPE without marks inside words");
    }
  }
  const TokenizerJson& fallback = member_of(model, "byte_fallback");
  const bool byte_fallback = fallback.is_boolean() && fallback.get<bool>();
  if (!steps.byte_level && !steps.marks_spaces) {
    throw_unsupported_tokenizer("a BPE over characters", where,
                                "byte-level BPE, and SentencePiece's with U+2581 for spaces");
  }
  if (steps.byte_level && (steps.marks_spaces || steps.adds_space || steps.removes_extra_spaces || steps.strips ||
                           steps.splits_at_spaces || !steps.character_map.empty())) {
    throw_unsupported_tokenizer("byte-level BPE with a normaliser or pre-tokeniser for spaces", where,
                                "ByteLevel, Split, Digits and NFC");
  }
  const TokenizerJson& fuses = member_of(model, "fuse_unk");
  if (!steps.byte_level && !byte_fallback && !(fuses.is_boolean() && fuses.get<bool>())) {
    throw_unsupported_tokenizer("a BPE that writes unknown characters one by one", where, "byte_fallback, or fuse_unk");
  }
  check_marked(steps, where);
  read_vocabulary(model, byte_fallback, where, metadata);
  read_merges(model, where, metadata);
  if (steps.byte_level) {
    metadata.model = "gpt2";
    name_pre_tokenizer(steps, model, metadata);
    return;
  }
  metadata.model = "llama";
  metadata.pre = "default";
  set_space_steps(steps, metadata);
  set_scores_from_merges(metadata);
}

void read_unigram(const TokenizerJson& model, const TextSteps& steps, const std::string& where,
                  TokenizerMetadata& metadata) {
  const TokenizerJson& vocabulary = member_of(model, "vocab");
  if (!vocabulary.is_array() || vocabulary.empty()) throw_corrupt_tokenizer("the model has no vocabulary", where);
  if (steps.byte_level || !steps.marks_spaces) {
    throw_unsupported_tokenizer("a unigram model that does not mark spaces", where, "unigram with Metaspace");
  }
  check_marked(steps, where);
  const TokenizerJson& fallback = member_of(model, "byte_fallback");
  const bool byte_fallback = fallback.is_boolean() && fallback.get<bool>();
  for (const TokenizerJson& piece : vocabulary) {
    const std::uint64_t id = metadata.tokens.size();
    if (!piece.is_array() || piece.size() != 2 || !piece[0].is_string() || !piece[1].is_number()) {
      throw_corrupt_tokenizer("piece " + std::to_string(id) + " is no pair of a text and a score", where);
    }
    const auto& spelling = piece[0].get_ref<const std::string&>();
    const bool is_byte = byte_fallback && is_byte_spelling(spelling);
    metadata.set_token(id, spelling, piece[1].get<float>(), is_byte ? TokenType::kByte : TokenType::kNormal);
  }
  const TokenizerJson& unknown = member_of(model, "unk_id");
  if (unknown.is_number_unsigned() && unknown.get<std::uint64_t>() < metadata.tokens.size()) {
    metadata.unknown = unknown.get<std::uint32_t>();
    metadata.types[*metadata.unknown] = TokenType::kUnknown;
  }
  metadata.model = "t5";
  metadata.pre = "default";
  set_space_steps(steps, metadata);
}

void read_added_list(const TokenizerJson& tokenizer, const std::string& where, TokenizerMetadata& metadata) {
  for (const TokenizerJson& token : member_of(tokenizer, "added_tokens")) {
    const TokenizerJson& content = member_of(token, "content");
    const TokenizerJson& special = member_of(token, "special");
    if (!content.is_string()) throw_corrupt_tokenizer("an added token has no content", where + ", added_tokens");
    const auto& spelling = content.get_ref<const std::string&>();
    for (const char* flag : {"lstrip", "rstrip", "single_word"}) {
      if (const TokenizerJson& set = member_of(token, flag); set.is_boolean() && set.get<bool>()) {
        log(LogLevel::kWarning, where + ": " + flag + " of the added token \"" + spelling +
                                    "\" is not followed: spaces and letters beside it stay as they are");
      }
    }
    const std::uint64_t id = read_id(member_of(token, "id"), where + ", added token \"" + spelling + "\"");
    const bool is_control = (special.is_boolean() && special.get<bool>()) || looks_like_control(spelling);
    const float score = id < metadata.scores.size() ? metadata.scores[id] : -1000.0f;
    const bool is_unknown = metadata.unknown == id;
    metadata.set_token(id, spelling, score,
                       is_unknown   ? TokenType::kUnknown
                       : is_control ? TokenType::kControl
                                    : TokenType::kUserDefined);
  }
}

// What a template puts around one text: [SpecialToken <s>] [Sequence A] [SpecialToken </s>].
void read_post_processor(const TokenizerJson& step, TokenizerMetadata& metadata) {
  const TokenizerJson& processors = member_of(step, "processors");
  if (processors.is_array()) {
    for (const TokenizerJson& part : processors) {
      if (!member_of(part, "processors").is_array()) read_post_processor(part, metadata);
    }
    return;
  }
  if (member_of(step, "type") == "ByteLevel") {
    if (!metadata.add_bos) metadata.add_bos = false;
    if (!metadata.add_eos) metadata.add_eos = false;
  }
  const TokenizerJson& single = member_of(step, "single");
  if (member_of(step, "type") != "TemplateProcessing" || !single.is_array() || single.empty()) return;
  const auto ids = metadata.ids();
  const auto special_at = [&](std::size_t index) -> std::optional<std::uint32_t> {
    const TokenizerJson& id = member_of(member_of(single[index], "SpecialToken"), "id");
    if (!id.is_string()) return std::nullopt;
    const auto found = ids.find(id.get_ref<const std::string&>());
    return found == ids.end() ? std::nullopt : std::optional(found->second);
  };
  const auto first = special_at(0);
  const auto last = single.size() > 1 ? special_at(single.size() - 1) : std::nullopt;
  metadata.add_bos = first.has_value();
  metadata.add_eos = last.has_value();
  if (first) metadata.bos = first;
  if (last) metadata.eos = last;
}

}  // namespace

void read_added_tokens(std::string_view bytes, const std::string& where, TokenizerMetadata& metadata) {
  const std::vector<TokenType> before = metadata.types;
  read_added_list(parse_tokenizer_json(bytes, where), where, metadata);
  // What stands for unknown characters or for bytes goes on doing so.
  for (std::size_t id = 0; id < before.size(); ++id) {
    if (before[id] == TokenType::kUnknown || before[id] == TokenType::kByte) metadata.types[id] = before[id];
  }
}

void read_tokenizer_json(std::string_view bytes, const std::string& where, TokenizerMetadata& metadata) {
  const TokenizerJson tokenizer = parse_tokenizer_json(bytes, where);
  const TokenizerJson& model = member_of(tokenizer, "model");
  const TextSteps steps = read_text_steps(tokenizer, where);
  std::string type = member_of(model, "type").is_string() ? member_of(model, "type").get<std::string>() : "";
  if (type.empty() && member_of(model, "merges").is_array()) type = "BPE";
  if (type == "BPE") {
    read_bpe(model, steps, where, metadata);
  } else if (type == "Unigram") {
    read_unigram(model, steps, where, metadata);
  } else {
    throw_unsupported_tokenizer("the tokenizer model \"" + type + "\"", where + ", model.type", "BPE, Unigram");
  }
  const TokenizerJson& unknown = member_of(model, "unk_token");
  if (unknown.is_string()) {
    const auto ids = metadata.ids();
    const auto found = ids.find(unknown.get_ref<const std::string&>());
    if (found != ids.end()) {
      metadata.unknown = found->second;
      metadata.types[found->second] = TokenType::kUnknown;
    }
  }
  read_added_list(tokenizer, where, metadata);
  read_post_processor(member_of(tokenizer, "post_processor"), metadata);
}

}  // namespace oree::workbench
