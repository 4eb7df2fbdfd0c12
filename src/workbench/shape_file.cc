#include "workbench/shape_file.h"

#include <stdlib.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <map>
#include <random>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "base/file_descriptor.h"
#include "gguf/writer.h"
#include "tensor/quantize.h"
#include "text/byte_alphabet.h"
#include "workbench/model_output.h"

namespace oree::workbench {
namespace {

using tensor::ElementType;

constexpr std::uint64_t kDistinctRows = 61;        // a prime: the pattern of rows meets no tile of a kernel
constexpr std::uint32_t kQuantizationVersion = 2;  // GGML_QNT_VERSION of ggml.h
constexpr std::uint64_t kSeed = 7;
// llama.cpp's kinds of tokens.
constexpr std::int32_t kNormalToken = 1;
constexpr std::int32_t kControlToken = 3;

// The bytes, a space with a "t" for the one merge that files must have, the two ends, and fillers.
void set_vocabulary(gguf::Writer& writer, int size) {
  std::vector<std::string> tokens;
  for (int byte = 0; byte < 256; ++byte) {
    tokens.emplace_back(text::byte_to_character(static_cast<unsigned char>(byte)));
  }
  const std::string space(text::byte_to_character(' '));
  tokens.push_back(space + "t");
  const auto begin = static_cast<std::uint32_t>(tokens.size());
  tokens.emplace_back("<s>");
  tokens.emplace_back("</s>");
  while (tokens.size() < static_cast<std::size_t>(size)) {
    char name[32];
    std::snprintf(name, sizeof name, "tok%06zu", tokens.size());
    tokens.emplace_back(name);
  }
  std::vector<std::int32_t> kinds(tokens.size(), kNormalToken);
  kinds[begin] = kControlToken;
  kinds[begin + 1] = kControlToken;
  writer.set_string("tokenizer.ggml.model", "gpt2");
  writer.set_string("tokenizer.ggml.pre", "gpt-2");
  writer.set_strings("tokenizer.ggml.tokens", tokens);
  writer.set_int32s("tokenizer.ggml.token_type", kinds);
  writer.set_strings("tokenizer.ggml.merges", std::vector<std::string>{space + " t"});
  writer.set_uint32("tokenizer.ggml.bos_token_id", begin);
  writer.set_uint32("tokenizer.ggml.eos_token_id", begin + 1);
  writer.set_bool("tokenizer.ggml.add_bos_token", false);
}

void set_hyper_parameters(gguf::Writer& writer, const ModelShape& shape) {
  const std::string prefix = std::string(shape.architecture) + ".";
  const auto set = [&](const char* key, int value) {
    writer.set_uint32(prefix + key, static_cast<std::uint32_t>(value));
  };
  writer.set_string("general.architecture", shape.architecture);
  writer.set_string("general.name", std::string(shape.name) + " with random weights");
  set("block_count", shape.n_layers);
  set("context_length", shape.context_length);
  set("embedding_length", shape.embedding_length);
  set("feed_forward_length", shape.feed_forward_length);
  set("attention.head_count", shape.n_heads);
  set("attention.head_count_kv", shape.n_kv_heads);
  set("attention.key_length", shape.head_dim);
  set("attention.value_length", shape.head_dim);
  set("rope.dimension_count", shape.head_dim);
  set("vocab_size", shape.vocabulary_size);
  writer.set_float32(prefix + "rope.freq_base", shape.rope_base);
  writer.set_float32(prefix + "attention.layer_norm_rms_epsilon", 1e-5f);
  if (shape.window > 0) {
    set("attention.sliding_window", shape.window);
  }
  if (shape.window_period > 0) {
    std::vector<bool> windows;
    for (int layer = 0; layer < shape.n_layers; ++layer) {
      windows.push_back((layer + 1) % shape.window_period != 0);
    }
    writer.set_bools(prefix + "attention.sliding_window_pattern", windows);
  }
}

// Some rows of a length and type, one after the other.
class RowPool {
 public:
  const std::vector<std::byte>& rows(ElementType type, std::uint64_t n_cols) {
    std::vector<std::byte>& stored = pools_[{type, n_cols}];
    if (stored.empty()) {
      const std::uint64_t row_bytes = *tensor::row_bytes(type, n_cols);
      stored.resize(row_bytes * kDistinctRows);
      std::mt19937_64 random(kSeed);
      std::normal_distribution<float> normal(0, 1 / std::sqrt(static_cast<float>(n_cols)));
      std::vector<float> row(n_cols);
      for (std::uint64_t index = 0; index < kDistinctRows; ++index) {
        std::generate(row.begin(), row.end(), [&] { return normal(random); });
        tensor::quantize_weights(type, row, std::span(stored).subspan(index * row_bytes, row_bytes));
      }
    }
    return stored;
  }

 private:
  std::map<std::pair<ElementType, std::uint64_t>, std::vector<std::byte>> pools_;
};

void write_rows(gguf::Writer& writer, const std::vector<std::byte>& pool, std::uint64_t n_rows) {
  const std::size_t row_bytes = pool.size() / kDistinctRows;
  while (n_rows > 0) {
    const std::uint64_t count = std::min(n_rows, kDistinctRows);
    writer.write(std::span(pool).first(count * row_bytes));
    n_rows -= count;
  }
}

}  // namespace

Json write_shape_file(const ModelShape& shape, const std::filesystem::path& path, std::string_view type,
                      const std::function<void(int done, int total)>& on_progress) {
  const Quantization& quantization = find_quantization(type);
  check_replaceable(path);
  const std::vector<TensorShape> tensors = tensors_of(shape);
  const std::vector<ElementType> types = plan_types(tensors, quantization);
  gguf::Writer writer(path);
  set_hyper_parameters(writer, shape);
  set_vocabulary(writer, shape.vocabulary_size);
  writer.set_uint32("general.quantization_version", kQuantizationVersion);
  writer.set_uint32("general.file_type", quantization.file_type);
  std::uint64_t n_parameters = 0;
  for (std::size_t index = 0; index < tensors.size(); ++index) {
    writer.add_tensor(tensors[index].name, tensors[index].shape, tensor::info(types[index]).ggml_id);
    std::uint64_t size = 1;
    for (const std::uint64_t extent : tensors[index].shape) {
      size *= extent;
    }
    n_parameters += size;
  }
  writer.begin_data();
  RowPool pool;
  for (std::size_t index = 0; index < tensors.size(); ++index) {
    const std::vector<std::uint64_t>& extents = tensors[index].shape;
    if (extents.size() == 1) {
      const std::vector<float> ones(extents[0], 1.0f);
      writer.write(std::as_bytes(std::span(ones)));
    } else {
      write_rows(writer, pool.rows(types[index], extents[0]), extents[1]);
    }
    if (on_progress) {
      on_progress(static_cast<int>(index) + 1, static_cast<int>(tensors.size()));
    }
  }
  writer.finish();
  return {{"shape", shape.name},        {"architecture", shape.architecture},        {"type", quantization.name},
          {"parameters", n_parameters}, {"bytes", std::filesystem::file_size(path)}, {"path", path.string()}};
}

TemporaryFolder::TemporaryFolder() {
  std::error_code failure;
  const std::filesystem::path parent = std::filesystem::temp_directory_path(failure);
  if (failure) {
    throw system_error("cannot find the folder for temporary files", "$TMPDIR", failure.value());
  }
  std::string name = (parent / "oree-bench-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) {
    throw system_error("cannot make a temporary folder", parent, errno);
  }
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace oree::workbench
