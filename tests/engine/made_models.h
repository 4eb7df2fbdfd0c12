// Models of a few bytes with a vocabulary and a template of the test's own: of random weights, or such that each token
// has one successor.
#pragma once

#include <cstring>
#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "model/gguf_builder.h"
#include "support/temporary_directory.h"
#include "text/byte_alphabet.h"

namespace oree::engine_test {

struct Vocabulary {
  std::vector<std::string> words = {};         // tokens of more than one byte
  std::vector<std::string> user_defined = {};  // the same, found in text whatever stands around them
  std::vector<std::string> controls = {};      // the first begins a text, the last ends one
};

class MadeModel {
 public:
  static constexpr std::uint32_t kWidth = 512;

  MadeModel(const Vocabulary& vocabulary, const std::string& chat_template) {
    std::vector<std::string> spellings;
    for (unsigned byte = 0; byte < 256; ++byte) {
      add(spellings, std::string(1, static_cast<char>(byte)), 1);
    }
    for (const std::string& word : vocabulary.words) add(spellings, word, 1);
    for (const std::string& word : vocabulary.user_defined) {
      ids_[word] = static_cast<std::uint32_t>(spellings.size());
      spellings.push_back(word);
      types_.push_back(4);
    }
    for (const std::string& control : vocabulary.controls) {
      ids_[control] = static_cast<std::uint32_t>(spellings.size());
      spellings.push_back(control);
      types_.push_back(3);
    }
    n_tokens_ = static_cast<std::uint32_t>(spellings.size());
    builder_.set_string("tokenizer.ggml.model", "gpt2").set_string("tokenizer.ggml.pre", "gpt-2");
    builder_.set_strings("tokenizer.ggml.tokens", spellings).set_signeds("tokenizer.ggml.token_type", types_);
    builder_.set_strings("tokenizer.ggml.merges", {});
    builder_.set_unsigned("tokenizer.ggml.bos_token_id", id(vocabulary.controls.front()));
    builder_.set_unsigned("tokenizer.ggml.eos_token_id", id(vocabulary.controls.back()));
    builder_.set_string("tokenizer.chat_template", chat_template);
    builder_.set_unsigned("llama.vocab_size", n_tokens_).set_unsigned("llama.context_length", 4096);
  }

  std::uint32_t id(const std::string& spelling) const { return ids_.at(spelling); }

  // Weights that mean nothing.
  std::filesystem::path random(unsigned seed) {
    std::mt19937 engine(seed);
    std::normal_distribution<float> normal(0.0F, 0.4F);
    const auto filled = [&](std::uint64_t columns, std::uint64_t rows, bool ones = false) {
      std::vector<float> values(columns * rows);
      for (float& value : values) value = ones ? 1.0F : normal(engine);
      return tensor({columns, rows}, values);
    };
    for (const char* norm : {"blk.0.attn_norm", "blk.0.ffn_norm", "blk.1.attn_norm", "blk.1.ffn_norm", "output_norm"}) {
      auto made = filled(32, 1, true);
      made.shape = {32};
      builder_.set_tensor(std::string(norm) + ".weight", made);
    }
    for (const std::string prefix : {"blk.0.", "blk.1."}) {
      builder_.set_tensor(prefix + "attn_q.weight", filled(32, 32))
          .set_tensor(prefix + "attn_k.weight", filled(32, 16));
      builder_.set_tensor(prefix + "attn_v.weight", filled(32, 16));
      builder_.set_tensor(prefix + "attn_output.weight", filled(32, 32));
      builder_.set_tensor(prefix + "ffn_gate.weight", filled(32, 64))
          .set_tensor(prefix + "ffn_up.weight", filled(32, 64));
      builder_.set_tensor(prefix + "ffn_down.weight", filled(64, 32));
    }
    builder_.set_tensor("token_embd.weight", filled(32, n_tokens_));
    return write();
  }

  // After each token the one with the largest number follows. Nothing is known of the tokens before the last.
  std::filesystem::path chain(const std::map<std::string, std::map<std::string, float>>& successors) {
    builder_.set_unsigned("llama.block_count", 1).set_unsigned("llama.embedding_length", kWidth);
    builder_.set_unsigned("llama.feed_forward_length", 32);
    std::vector<float> embedding(std::size_t{kWidth} * n_tokens_, 0.0F);
    std::vector<float> output(embedding.size(), 0.0F);
    for (std::size_t token = 0; token < n_tokens_; ++token) embedding[token * kWidth + token] = 1.0F;
    for (const auto& [token, next] : successors) {
      for (const auto& [spelling, weight] : next) output[std::size_t{id(spelling)} * kWidth + id(token)] = weight;
    }
    builder_.set_tensor("token_embd.weight", tensor({kWidth, n_tokens_}, embedding));
    builder_.set_tensor("output.weight", tensor({kWidth, n_tokens_}, output));
    builder_.set_tensor("output_norm.weight", tensor({kWidth}, std::vector<float>(kWidth, 1.0F)));
    const std::string prefix = "blk.0.";
    builder_.set_tensor(prefix + "attn_norm.weight", {kWidth}).set_tensor(prefix + "ffn_norm.weight", {kWidth});
    builder_.set_tensor(prefix + "attn_q.weight", {kWidth, kWidth});
    builder_.set_tensor(prefix + "attn_k.weight", {kWidth, kWidth / 2});
    builder_.set_tensor(prefix + "attn_v.weight", {kWidth, kWidth / 2});
    builder_.set_tensor(prefix + "attn_output.weight", {kWidth, kWidth});
    builder_.set_tensor(prefix + "ffn_gate.weight", {kWidth, 32}).set_tensor(prefix + "ffn_up.weight", {kWidth, 32});
    builder_.set_tensor(prefix + "ffn_down.weight", {32, kWidth});
    for (const char* name :
         {"attn_norm", "ffn_norm", "attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"}) {
      builder_.erase_tensor("blk.1." + std::string(name) + ".weight");
    }
    return write();
  }

 private:
  void add(std::vector<std::string>& spellings, const std::string& bytes, std::int32_t type) {
    std::string spelling;
    for (const char byte : bytes) spelling += text::byte_to_character(static_cast<unsigned char>(byte));
    ids_[bytes] = static_cast<std::uint32_t>(spellings.size());
    spellings.push_back(spelling);
    types_.push_back(type);
  }

  static model::GgufBuilder::Tensor tensor(std::vector<std::uint64_t> shape, const std::vector<float>& values) {
    std::string bytes(values.size() * sizeof(float), '\0');
    std::memcpy(bytes.data(), values.data(), bytes.size());
    return {.shape = std::move(shape), .type = 0, .n_bytes = bytes.size(), .bytes = bytes};
  }

  std::filesystem::path write() {
    const std::filesystem::path path = folder_.path() / "made.gguf";
    builder_.write(path);
    return path;
  }

  test::TemporaryDirectory folder_;
  model::GgufBuilder builder_;
  std::map<std::string, std::uint32_t> ids_;
  std::vector<std::int32_t> types_;
  std::uint32_t n_tokens_ = 0;
};

}  // namespace oree::engine_test
