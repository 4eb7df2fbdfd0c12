#include "engine/calibrated_model.h"

#include <string>

namespace oree::engine {

cache::CalibratedModel calibrated_model(const gguf::File& file, const model::Model& model) {
  const model::HyperParameters& hyper = model.hyper_parameters();
  const std::string name(file.find_string("general.name").value_or(""));
  return {.name = name.empty() ? file.path().stem().string() : name,
          .fingerprint = model.fingerprint(),
          .n_layers = hyper.n_layers,
          .n_heads = hyper.n_heads,
          .n_kv_heads = hyper.n_kv_heads,
          .head_dim = hyper.head_dim,
          .rope_halves = model.attention_geometry().rope.halves};
}

}  // namespace oree::engine
