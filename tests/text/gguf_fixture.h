// Writes small vocabulary-only GGUF files for tests.
#pragma once

#include <unistd.h>

#include <bit>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "gguf/file.h"

namespace oree::test {

class GgufFixture {
 public:
  GgufFixture& add(std::string_view key, std::string_view text) {
    begin(key, 8);
    put_text(body_, text);
    return *this;
  }
  GgufFixture& add(std::string_view key, const char* text) { return add(key, std::string_view(text)); }
  GgufFixture& add(std::string_view key, std::uint32_t value) {
    begin(key, 4);
    put(body_, value);
    return *this;
  }
  GgufFixture& add(std::string_view key, bool value) {
    begin(key, 7);
    body_ += static_cast<char>(value);
    return *this;
  }
  GgufFixture& add(std::string_view key, const std::vector<std::string>& texts) {
    begin_array(key, 8, texts.size());
    for (const std::string& text : texts) put_text(body_, text);
    return *this;
  }
  GgufFixture& add(std::string_view key, const std::vector<float>& values) {
    begin_array(key, 6, values.size());
    for (const float value : values) put(body_, std::bit_cast<std::uint32_t>(value));
    return *this;
  }
  GgufFixture& add(std::string_view key, const std::vector<std::int32_t>& values) {
    begin_array(key, 5, values.size());
    for (const std::int32_t value : values) put(body_, static_cast<std::uint32_t>(value));
    return *this;
  }

  // The file is removed again once it is mapped.
  gguf::File open() const {
    std::string header = "GGUF";
    put(header, std::uint32_t{3});
    put(header, std::uint64_t{0});
    put(header, n_keys_);
    static int count = 0;
    const auto path = std::filesystem::temp_directory_path() /
                      ("oree-fixture-" + std::to_string(getpid()) + "-" + std::to_string(count++) + ".gguf");
    std::ofstream(path, std::ios::binary) << header << body_ << std::string(32, '\0');
    struct Remove {
      std::filesystem::path path;
      ~Remove() { std::filesystem::remove(path); }
    } remove{path};
    return gguf::File::open(path);
  }

 private:
  template <class Integer>
  static void put(std::string& out, Integer value) {
    for (std::size_t i = 0; i < sizeof(value); ++i) out += static_cast<char>(value >> (8 * i));
  }
  static void put_text(std::string& out, std::string_view text) {
    put(out, std::uint64_t{text.size()});
    out += text;
  }
  void begin(std::string_view key, std::uint32_t type) {
    ++n_keys_;
    put_text(body_, key);
    put(body_, type);
  }
  void begin_array(std::string_view key, std::uint32_t item_type, std::size_t count) {
    begin(key, 9);
    put(body_, item_type);
    put(body_, std::uint64_t{count});
  }

  std::uint64_t n_keys_ = 0;
  std::string body_;
};

// A byte-level BPE vocabulary with every byte; these words are tokens 256 and up, and need no merges.
inline GgufFixture byte_vocabulary(const std::vector<std::string>& words, const std::vector<std::string>& controls) {
  std::vector<std::string> tokens;
  const auto spell = [](std::string_view bytes) {
    std::string spelled;
    for (const char character : bytes) {
      const auto byte = static_cast<unsigned char>(character);
      unsigned code_point = byte;
      if (byte <= 0x20) code_point = 0x100u + byte;
      if (byte >= 0x7F && byte <= 0xA0) code_point = 0x121u + byte - 0x7Fu;
      if (byte == 0xAD) code_point = 0x143;
      if (code_point < 0x80) {
        spelled += static_cast<char>(code_point);
      } else {
        spelled += {static_cast<char>(0xC0 | (code_point >> 6)), static_cast<char>(0x80 | (code_point & 0x3F))};
      }
    }
    return spelled;
  };
  for (int byte = 0; byte < 256; ++byte) tokens.push_back(spell(std::string(1, static_cast<char>(byte))));
  for (const std::string& word : words) tokens.push_back(spell(word));
  std::vector<std::int32_t> types(tokens.size(), 1);
  for (const std::string& control : controls) {
    tokens.push_back(control);
    types.push_back(3);
  }
  GgufFixture fixture;
  fixture.add("tokenizer.ggml.model", "gpt2").add("tokenizer.ggml.pre", "gpt-2");
  fixture.add("tokenizer.ggml.tokens", tokens).add("tokenizer.ggml.token_type", types);
  fixture.add("tokenizer.ggml.merges", std::vector<std::string>());
  if (!controls.empty()) {
    fixture.add("tokenizer.ggml.bos_token_id", static_cast<std::uint32_t>(256 + words.size()));
    fixture.add("tokenizer.ggml.eos_token_id", static_cast<std::uint32_t>(256 + words.size() + controls.size() - 1));
  }
  return fixture;
}

}  // namespace oree::test
