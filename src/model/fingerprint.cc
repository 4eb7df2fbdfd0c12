// What tells models apart whatever their matrices are stored in: hyperparameters and the vectors that every
// quantisation leaves in F32.
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "base/sha256.h"
#include "model/forward.h"
#include "model/model.h"

namespace oree::model {
namespace {

class Fingerprint {
 public:
  template <class Number>
  void add_number(Number number) {
    sum_.add(std::as_bytes(std::span(&number, 1)));
  }
  void add_vector(const std::vector<float>& values) {
    add_number(static_cast<std::uint64_t>(values.size()));
    sum_.add(std::as_bytes(std::span(values)));
  }
  void add_text(std::string_view text) {
    add_number(static_cast<std::uint64_t>(text.size()));
    sum_.add(text);
  }
  std::string finish() { return sum_.finish_hex(); }

 private:
  Sha256 sum_;
};

}  // namespace

std::string Model::fingerprint() const {
  const HyperParameters& hyper = state_->hyper;
  const Weights& weights = state_->weights;
  Fingerprint fingerprint;
  fingerprint.add_text(hyper.architecture);
  for (const int extent : {hyper.n_layers, hyper.n_heads, hyper.n_kv_heads, hyper.head_dim, hyper.embedding_length,
                           hyper.feed_forward_length, hyper.vocabulary_size, hyper.rope_dimension}) {
    fingerprint.add_number(extent);
  }
  fingerprint.add_number(hyper.rope_base);
  fingerprint.add_number(hyper.attention_scale);
  fingerprint.add_vector(weights.output_norm);
  for (const LayerWeights& layer : weights.layers) {
    for (const std::vector<float>* norm :
         {&layer.attention_norm, &layer.query_norm, &layer.key_norm, &layer.attention_post_norm,
          &layer.feed_forward_norm, &layer.feed_forward_post_norm}) {
      fingerprint.add_vector(*norm);
    }
  }
  return fingerprint.finish();
}

}  // namespace oree::model
