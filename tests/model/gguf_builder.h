// Writes small model files, right and wrong ones, for tests.
#pragma once

#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "gguf/file.h"

namespace oree::model {

// A file of F32 zeros with the llama family's tensors: 2 layers, 32 wide, 4 heads of 8 over 2 KV heads, hidden 64, 5
// tokens. Keys and tensors may be changed before it is written.
class GgufBuilder {
 public:
  struct Tensor {
    std::vector<std::uint64_t> shape;
    std::uint32_t type = 0;  // ggml's id; 0 is F32
    std::uint64_t n_bytes = 0;
    std::string bytes = {};  // n_bytes of them; empty: zeros
  };

  explicit GgufBuilder(const std::string& architecture = "llama") {
    set_string("general.architecture", architecture);
    set_unsigned(architecture + ".block_count", 2);
    set_unsigned(architecture + ".context_length", 64);
    set_unsigned(architecture + ".embedding_length", 32);
    set_unsigned(architecture + ".feed_forward_length", 64);
    set_unsigned(architecture + ".attention.head_count", 4);
    set_unsigned(architecture + ".attention.head_count_kv", 2);
    set_float(architecture + ".attention.layer_norm_rms_epsilon", 1e-5f);
    set_unsigned(architecture + ".vocab_size", 5);
    set_tensor("token_embd.weight", {32, 5});
    set_tensor("output_norm.weight", {32});
    for (const std::string prefix : {"blk.0.", "blk.1."}) {
      set_tensor(prefix + "attn_norm.weight", {32});
      set_tensor(prefix + "attn_q.weight", {32, 32});
      set_tensor(prefix + "attn_k.weight", {32, 16});
      set_tensor(prefix + "attn_v.weight", {32, 16});
      set_tensor(prefix + "attn_output.weight", {32, 32});
      set_tensor(prefix + "ffn_norm.weight", {32});
      set_tensor(prefix + "ffn_gate.weight", {32, 64});
      set_tensor(prefix + "ffn_up.weight", {32, 64});
      set_tensor(prefix + "ffn_down.weight", {64, 32});
    }
  }

  GgufBuilder& set_unsigned(const std::string& key, std::uint32_t value) { return set(key, 4, plain(value)); }
  GgufBuilder& set_float(const std::string& key, float value) { return set(key, 6, plain(value)); }
  GgufBuilder& set_bool(const std::string& key, bool value) { return set(key, 7, plain(value)); }
  GgufBuilder& set_string(const std::string& key, const std::string& value) { return set(key, 8, text(value)); }
  GgufBuilder& set_bools(const std::string& key, const std::vector<bool>& values) {
    std::string bytes = plain(std::uint32_t{7}) + plain(std::uint64_t{values.size()});
    for (const bool value : values) {
      bytes += plain(value);
    }
    return set(key, 9, bytes);
  }
  GgufBuilder& set_unsigneds(const std::string& key, const std::vector<std::uint32_t>& values) {
    std::string bytes = plain(std::uint32_t{4}) + plain(std::uint64_t{values.size()});
    for (const std::uint32_t value : values) {
      bytes += plain(value);
    }
    return set(key, 9, bytes);
  }
  GgufBuilder& set_strings(const std::string& key, const std::vector<std::string>& values) {
    std::string bytes = plain(std::uint32_t{8}) + plain(std::uint64_t{values.size()});
    for (const std::string& value : values) {
      bytes += text(value);
    }
    return set(key, 9, bytes);
  }
  GgufBuilder& set_signeds(const std::string& key, const std::vector<std::int32_t>& values) {
    std::string bytes = plain(std::uint32_t{5}) + plain(std::uint64_t{values.size()});
    for (const std::int32_t value : values) {
      bytes += plain(value);
    }
    return set(key, 9, bytes);
  }
  GgufBuilder& erase(const std::string& key) {
    keys_.erase(key);
    return *this;
  }

  GgufBuilder& set_tensor(const std::string& name, std::vector<std::uint64_t> shape) {
    std::uint64_t n = 1;
    for (const std::uint64_t extent : shape) {
      n *= extent;
    }
    tensors_[name] = {.shape = std::move(shape), .type = 0, .n_bytes = n * 4};
    return *this;
  }
  GgufBuilder& set_tensor(const std::string& name, Tensor tensor) {
    tensors_[name] = std::move(tensor);
    return *this;
  }
  GgufBuilder& erase_tensor(const std::string& name) {
    tensors_.erase(name);
    return *this;
  }

  void write(const std::filesystem::path& path) const {
    std::string bytes = header();
    for (const auto& [name, tensor] : tensors_) {
      bytes.resize((bytes.size() + 31) / 32 * 32);
      bytes += tensor.bytes.empty() ? std::string(tensor.n_bytes, '\0') : tensor.bytes;
    }
    bytes.resize((bytes.size() + 31) / 32 * 32);
    std::ofstream(path, std::ios::binary) << bytes;
  }

  // Writes the file, opens it and removes its name.
  gguf::File open() const {
    std::string path = (std::filesystem::temp_directory_path() / "oree-model-test-XXXXXX").string();
    const int descriptor = mkstemp(path.data());
    if (descriptor < 0) {
      throw std::runtime_error("cannot make a temporary file");
    }
    close(descriptor);
    write(path);
    struct Remover {
      const std::string& path;
      ~Remover() { std::filesystem::remove(path); }
    } remover{path};
    return gguf::File::open(path);
  }

  // Writes the file with a hole for its tensors, all zeros: a large model takes no place.
  void write_sparse(const std::filesystem::path& path) const {
    const std::string bytes = header();
    std::uint64_t size = (bytes.size() + 31) / 32 * 32;
    for (const auto& [name, tensor] : tensors_) {
      size += (tensor.n_bytes + 31) / 32 * 32;
    }
    std::ofstream(path, std::ios::binary) << bytes;
    std::filesystem::resize_file(path, size);
  }

 private:
  std::string header() const {
    std::string bytes =
        "GGUF" + plain(std::uint32_t{3}) + plain(std::uint64_t{tensors_.size()}) + plain(std::uint64_t{keys_.size()});
    for (const auto& [key, value] : keys_) {
      bytes += text(key) + value;
    }
    std::uint64_t offset = 0;
    for (const auto& [name, tensor] : tensors_) {
      bytes += text(name) + plain(static_cast<std::uint32_t>(tensor.shape.size()));
      for (const std::uint64_t extent : tensor.shape) {
        bytes += plain(extent);
      }
      bytes += plain(tensor.type) + plain(offset);
      offset = (offset + tensor.n_bytes + 31) / 32 * 32;
    }
    return bytes;
  }

  template <class Value>
  static std::string plain(Value value) {
    std::string bytes(sizeof(value), '\0');
    std::memcpy(bytes.data(), &value, sizeof(value));
    return bytes;
  }
  static std::string text(const std::string& value) { return plain(std::uint64_t{value.size()}) + value; }

  GgufBuilder& set(const std::string& key, std::uint32_t type, const std::string& bytes) {
    keys_[key] = plain(type) + bytes;
    return *this;
  }

  std::map<std::string, std::string> keys_;
  std::map<std::string, Tensor> tensors_;
};

}  // namespace oree::model
