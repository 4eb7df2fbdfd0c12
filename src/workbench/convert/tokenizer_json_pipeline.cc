#include "workbench/convert/tokenizer_json_pipeline.h"

#include <functional>

#include "workbench/convert/base64.h"

namespace oree::workbench {
namespace {

constexpr const char* kSpaceMark = "\xE2\x96\x81";  // U+2581
constexpr const char* kNormalizers = "NFC, Prepend and Replace of SentencePiece's space, Precompiled, Strip, Sequence";
constexpr const char* kPreTokenizers =
    "ByteLevel and Metaspace, Split by a regex (Isolated), Digits (individual), WhitespaceSplit before Metaspace, "
    "Sequence";
// GPT-2's own regex, which ByteLevel brings along.
constexpr const char* kByteLevelRegex = R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";

std::string string_member(const TokenizerJson& object, const char* name) {
  const TokenizerJson& value = member_of(object, name);
  return value.is_string() ? value.get<std::string>() : std::string();
}

bool bool_member(const TokenizerJson& object, const char* name, bool otherwise) {
  const TokenizerJson& value = member_of(object, name);
  return value.is_boolean() ? value.get<bool>() : otherwise;
}

// Calls visit for the step, or for each step of a Sequence.
void for_each_step(const TokenizerJson& step, const char* list,
                   const std::function<void(const TokenizerJson&)>& visit) {
  if (step.is_null()) return;
  if (string_member(step, "type") != "Sequence") {
    visit(step);
    return;
  }
  for (const TokenizerJson& part : member_of(step, list)) for_each_step(part, list, visit);
}

void read_normalizer(const TokenizerJson& step, const std::string& where, TextSteps& steps) {
  const std::string type = string_member(step, "type");
  const TokenizerJson& pattern = member_of(step, "pattern");
  const std::string content = string_member(step, "content");
  if (type == "NFC") {
    steps.composes = true;
  } else if (type == "Prepend" && string_member(step, "prepend") == kSpaceMark) {
    steps.adds_space = true;
  } else if (type == "Replace" && string_member(pattern, "String") == " " && content == kSpaceMark) {
    steps.marks_spaces = true;
  } else if (type == "Replace" && string_member(pattern, "Regex") == " {2,}" &&
             (content == " " || content == kSpaceMark)) {
    steps.removes_extra_spaces = true;
  } else if (type == "Strip") {
    steps.strips = true;
  } else if (type == "Precompiled") {
    auto map = decode_base64(string_member(step, "precompiled_charsmap"));
    if (!map) throw_corrupt_tokenizer("precompiled_charsmap is no base64", where + ", normalizer");
    steps.character_map = std::move(*map);
  } else {
    throw_unsupported_tokenizer("the normaliser " + step.dump().substr(0, 200), where + ", normalizer", kNormalizers);
  }
}

void read_split(const TokenizerJson& step, const std::string& where, TextSteps& steps) {
  const TokenizerJson& pattern = member_of(step, "pattern");
  const std::string behavior = string_member(step, "behavior");
  // Gemma's: its normaliser has marked every space before, so that this one finds none.
  if (string_member(pattern, "String") == " " && behavior == "MergedWithPrevious" && steps.marks_spaces) return;
  const std::string regex = string_member(pattern, "Regex");
  // "Removed" with "invert" keeps the matches and drops what lies between; regexes that match everything have no gaps.
  const bool keeps_matches = behavior == "Removed" && bool_member(step, "invert", false);
  if (regex.empty() || (behavior != "Isolated" && !keeps_matches)) {
    throw_unsupported_tokenizer("the pre-tokeniser " + step.dump().substr(0, 200), where + ", pre_tokenizer",
                                kPreTokenizers);
  }
  steps.regexes.push_back(regex);
}

void read_pre_tokenizer(const TokenizerJson& step, const std::string& where, TextSteps& steps) {
  const std::string type = string_member(step, "type");
  if (type == "Split") {
    read_split(step, where, steps);
  } else if (type == "Digits" && bool_member(step, "individual_digits", false)) {
    steps.regexes.push_back(R"(\p{N})");
  } else if (type == "ByteLevel" && !bool_member(step, "add_prefix_space", true)) {
    steps.byte_level = true;
    if (bool_member(step, "use_regex", true)) steps.regexes.push_back(kByteLevelRegex);
  } else if (type == "Metaspace" && string_member(step, "replacement") == kSpaceMark) {
    steps.marks_spaces = true;
    const std::string scheme = string_member(step, "prepend_scheme");
    steps.adds_space = scheme.empty() ? bool_member(step, "add_prefix_space", true) : scheme != "never";
    steps.adds_space_once = steps.adds_space;
  } else if (type == "WhitespaceSplit") {
    steps.splits_at_spaces = true;
    steps.removes_extra_spaces = true;
  } else {
    throw_unsupported_tokenizer("the pre-tokeniser " + step.dump().substr(0, 200), where + ", pre_tokenizer",
                                kPreTokenizers);
  }
}

}  // namespace

const TokenizerJson& member_of(const TokenizerJson& object, const char* name) {
  static const TokenizerJson kNull;
  if (!object.is_object()) return kNull;
  const auto found = object.find(name);
  return found == object.end() ? kNull : *found;
}

TextSteps read_text_steps(const TokenizerJson& tokenizer, const std::string& where) {
  TextSteps steps;
  for_each_step(member_of(tokenizer, "normalizer"), "normalizers",
                [&](const TokenizerJson& step) { read_normalizer(step, where, steps); });
  for_each_step(member_of(tokenizer, "pre_tokenizer"), "pretokenizers",
                [&](const TokenizerJson& step) { read_pre_tokenizer(step, where, steps); });
  return steps;
}

}  // namespace oree::workbench
