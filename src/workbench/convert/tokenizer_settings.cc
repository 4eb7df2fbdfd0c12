// The files beside a tokenizer: which tokens begin and end a text, and the chat template.
// Source: Hugging Face transformers' tokenizer_config.json, generation_config.json and config.json.
#include <algorithm>
#include <fstream>
#include <vector>

#include "oree/error.h"
#include "text/utf8.h"
#include "workbench/convert/tokenizer_json_pipeline.h"
#include "workbench/convert/tokenizer_metadata.h"

namespace oree::workbench {
namespace {

namespace fs = std::filesystem;

// The object in a file of the folder; null when there is none.
TokenizerJson read_object(const fs::path& path) {
  const auto bytes = read_tokenizer_file(path);
  if (!bytes) return {};
  TokenizerJson value = parse_tokenizer_json(*bytes, path.string());
  if (!value.is_object()) throw_corrupt_tokenizer("the file holds no JSON object", path.string());
  return value;
}

// A token is named by its content, alone or in an object.
std::optional<std::string> token_content(const TokenizerJson& value) {
  const TokenizerJson& content = value.is_object() ? member_of(value, "content") : value;
  return content.is_string() ? std::optional(content.get<std::string>()) : std::nullopt;
}

// One id or a list of them.
std::vector<std::uint32_t> ids_of(const TokenizerJson& value, std::size_t count) {
  std::vector<std::uint32_t> ids;
  const auto add = [&](const TokenizerJson& id) {
    if (id.is_number_unsigned() && id.get<std::uint64_t>() < count) ids.push_back(id.get<std::uint32_t>());
  };
  if (value.is_array()) {
    for (const TokenizerJson& id : value) add(id);
  } else {
    add(value);
  }
  return ids;
}

// config.json keeps the language model of a larger one under text_config.
const TokenizerJson& config_member(const TokenizerJson& config, const char* name) {
  const TokenizerJson& value = member_of(config, name);
  return value.is_null() ? member_of(member_of(config, "text_config"), name) : value;
}

void read_ids(const std::string& settings_path, const TokenizerJson& tokenizer_config, const TokenizerJson& special_map,
              const TokenizerJson& generation, const TokenizerJson& config, TokenizerMetadata& metadata) {
  const auto ids = metadata.ids();
  const auto find = [&](const char* name, const char* id_name, std::optional<std::uint32_t> otherwise) {
    for (const TokenizerJson* source : {&tokenizer_config, &special_map}) {
      const auto content = token_content(member_of(*source, name));
      const auto found = content ? ids.find(*content) : ids.end();
      if (found != ids.end()) return std::optional(found->second);
      if (content && std::string_view(name) == "eos_token") {
        throw_corrupt_tokenizer("the end token \"" + *content + "\" is not in the vocabulary", settings_path);
      }
    }
    for (const TokenizerJson* source : {&config, &generation}) {
      const auto listed = ids_of(config_member(*source, id_name), metadata.tokens.size());
      if (!listed.empty()) return std::optional(listed.front());
    }
    return otherwise;
  };
  metadata.bos = find("bos_token", "bos_token_id", metadata.bos);
  metadata.eos = find("eos_token", "eos_token_id", metadata.eos);
  metadata.unknown = find("unk_token", "unk_token_id", metadata.unknown);
  metadata.padding = find("pad_token", "pad_token_id", metadata.padding);
  for (const TokenizerJson* source : {&generation, &config}) {
    for (const std::uint32_t id : ids_of(config_member(*source, "eos_token_id"), metadata.tokens.size())) {
      auto& ends = metadata.more_ends;
      if (metadata.eos != id && std::find(ends.begin(), ends.end(), id) == ends.end()) ends.push_back(id);
    }
  }
}

// Tokens that only tokenizer_config.json knows: SentencePiece files are not changed when tokens are added to a model.
void read_added_tokens(const TokenizerJson& tokenizer_config, const std::string& where, TokenizerMetadata& metadata) {
  const TokenizerJson& added = member_of(tokenizer_config, "added_tokens_decoder");
  if (!added.is_object()) return;
  for (const auto& [key, token] : added.items()) {
    const auto content = token_content(token);
    const bool is_number = !key.empty() && key.size() <= 9 && key.find_first_not_of("0123456789") == std::string::npos;
    if (!content || !is_number) {
      throw_corrupt_tokenizer("added token \"" + key + "\" has no id or no content", where + ", added_tokens_decoder");
    }
    const std::uint64_t id = std::stoull(key);
    const TokenizerJson& special = member_of(token, "special");
    const bool is_control = special.is_boolean() && special.get<bool>();
    const bool is_new = id >= metadata.tokens.size() || metadata.types[id] == text::TokenType::kUnused;
    if (!is_new && metadata.tokens[id] == *content) {
      // Only its kind may change, and never that of what stands for unknown characters or for bytes.
      text::TokenType& type = metadata.types[id];
      if (type == text::TokenType::kNormal || type == text::TokenType::kUserDefined) {
        type = is_control ? text::TokenType::kControl : text::TokenType::kUserDefined;
      }
      continue;
    }
    metadata.set_token(id, *content, -1000.0f, is_control ? text::TokenType::kControl : text::TokenType::kUserDefined);
  }
}

void set_chat_templates(const TokenizerJson& value, TokenizerMetadata& metadata) {
  if (value.is_string()) metadata.chat_template = value.get<std::string>();
  if (!value.is_array()) return;
  for (const TokenizerJson& entry : value) {
    const TokenizerJson& name = member_of(entry, "name");
    const TokenizerJson& text = member_of(entry, "template");
    if (!name.is_string() || !text.is_string()) continue;
    if (name == "default") {
      metadata.chat_template = text.get<std::string>();
    } else {
      metadata.named_chat_templates.emplace_back(name.get<std::string>(), text.get<std::string>());
    }
  }
}

void read_chat_template(const fs::path& folder, const TokenizerJson& tokenizer_config, TokenizerMetadata& metadata) {
  const TokenizerJson& in_config = member_of(tokenizer_config, "chat_template");
  if (!in_config.is_null()) {
    set_chat_templates(in_config, metadata);
    return;
  }
  if (const auto jinja = read_tokenizer_file(folder / "chat_template.jinja")) {
    if (text::find_invalid_utf8(*jinja)) {
      throw_corrupt_tokenizer("the chat template is no UTF-8", (folder / "chat_template.jinja").string());
    }
    metadata.chat_template = *jinja;
    return;
  }
  set_chat_templates(member_of(read_object(folder / "chat_template.json"), "chat_template"), metadata);
}

}  // namespace

void read_tokenizer_settings(const fs::path& folder, TokenizerMetadata& metadata) {
  const fs::path config_path = folder / "tokenizer_config.json";
  const TokenizerJson tokenizer_config = read_object(config_path);
  if (metadata.model != "gpt2") read_added_tokens(tokenizer_config, config_path.string(), metadata);
  read_ids(config_path.string(), tokenizer_config, read_object(folder / "special_tokens_map.json"),
           read_object(folder / "generation_config.json"), read_object(folder / "config.json"), metadata);
  const auto flag = [&](const char* name, std::optional<bool>& value) {
    const TokenizerJson& given = member_of(tokenizer_config, name);
    if (given.is_boolean() && !value) value = given.get<bool>();
  };
  flag("add_bos_token", metadata.add_bos);
  flag("add_eos_token", metadata.add_eos);
  read_chat_template(folder, tokenizer_config, metadata);
}

}  // namespace oree::workbench
