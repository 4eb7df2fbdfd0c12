// The tiny models of tests/golden/model, run in every way a caller may run them.
#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "model/model.h"
#include "support/npy.h"

namespace oree::model {

inline std::filesystem::path golden(const std::string& name) {
  return std::filesystem::path(OREE_SOURCE_DIR) / "tests/golden/model" / name;
}

struct RunOptions {
  int chunk = 64;  // tokens of a forward() call
  int n_threads = 1;
  int page_tokens = 8;  // small, so that window layers wrap
  tensor::ElementType type_k = tensor::ElementType::kF32;
  tensor::ElementType type_v = tensor::ElementType::kF32;
  bool last_only = false;  // the logits of each chunk's last token
};

struct TinyModel {
  gguf::File file;
  Model model;

  TinyModel(const std::string& name, const std::string& cpu)
      : TinyModel(gguf::File::open(golden(name + ".gguf")), cpu) {}
  TinyModel(gguf::File opened, const std::string& cpu)
      : file(std::move(opened)), model(file, read_hyper_parameters(file), kernels::find_table(cpu)) {}

  // The logits of every token, [tokens, vocabulary].
  std::vector<float> run(const std::vector<std::int32_t>& tokens, const RunOptions& options) const {
    ThreadPool threads(options.n_threads);
    cache::KvCache cache = model.new_cache(static_cast<int>(tokens.size()), options.chunk, options.type_k,
                                           options.type_v, options.page_tokens);
    Model::Scratch scratch(model, options.chunk);
    return append(tokens, cache, scratch, threads, options);
  }

  std::vector<float> append(const std::vector<std::int32_t>& tokens, cache::KvCache& cache, Model::Scratch& scratch,
                            ThreadPool& threads, const RunOptions& options) const {
    const auto vocabulary = static_cast<std::size_t>(model.hyper_parameters().vocabulary_size);
    std::vector<float> logits;
    const auto chunk = static_cast<std::size_t>(options.chunk);
    for (std::size_t begin = 0; begin < tokens.size(); begin += chunk) {
      const std::size_t n = std::min(chunk, tokens.size() - begin);
      std::vector<float> part((options.last_only ? 1 : n) * vocabulary);
      model.forward({tokens.data() + begin, n}, cache, scratch, threads, part, !options.last_only);
      logits.insert(logits.end(), part.begin(), part.end());
    }
    return logits;
  }
};

inline std::vector<std::int32_t> golden_tokens() { return test::read_npy<std::int32_t>(golden("tokens.npy")).values; }

}  // namespace oree::model
