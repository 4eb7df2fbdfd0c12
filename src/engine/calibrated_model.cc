#include "engine/calibrated_model.h"

namespace oree::engine {

cache::CalibratedModel calibrated_model(const gguf::File& file, const model::Model& model) {
  const model::HyperParameters& hyper = model.hyper_parameters();
  return {.name = std::string(file.find_string("general.name").value_or("")),
          .fingerprint = model.fingerprint(),
          .n_layers = hyper.n_layers,
          .n_heads = hyper.n_heads,
          .n_kv_heads = hyper.n_kv_heads,
          .head_dim = hyper.head_dim,
          .rope_halves = model.attention_geometry().rope.halves};
}

}  // namespace oree::engine
