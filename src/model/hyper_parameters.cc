// Reads the metadata keys that llama.cpp writes for each architecture.
#include <cmath>
#include <limits>

#include "model/model.h"
#include "oree/error.h"

namespace oree::model {
namespace {

constexpr std::uint64_t kMaxEmbeddingLength = 1 << 16;
constexpr std::uint64_t kMaxFeedForwardLength = 1 << 18;
constexpr std::uint64_t kMaxVocabularySize = 1 << 21;
constexpr std::uint64_t kMaxHeads = 1024;
constexpr std::uint64_t kMaxWindow = cache::kMaxContextTokens;

class Reader {
 public:
  Reader(const gguf::File& file, const Architecture& features)
      : file_(file), prefix_(std::string(features.name) + ".") {}

  std::string where(std::string_view key) const { return file_.path().string() + ", key " + key_name(key); }

  [[noreturn]] void unsupported(std::string_view key, const std::string& what, const std::string& hint) const {
    throw Error(ErrorCode::kUnsupported, what, where(key), hint);
  }
  [[noreturn]] void corrupt(std::string_view key, const std::string& what) const {
    throw Error(ErrorCode::kCorrupt, what, where(key), "the file was converted wrongly; convert or download it again");
  }

  int dimension(std::string_view key, std::uint64_t largest) const {
    return checked_dimension(key, file_.get_unsigned(key_name(key)), largest);
  }

  std::optional<int> find_dimension(std::string_view key, std::uint64_t largest) const {
    const std::optional<std::uint64_t> value = file_.find_unsigned(key_name(key));
    return value ? std::optional(checked_dimension(key, *value, largest)) : std::nullopt;
  }

  // A number, or an array of the same number for every layer.
  std::optional<int> find_per_layer(std::string_view key, int n_layers, std::uint64_t largest) const {
    if (!file_.is_array(key_name(key))) {
      return find_dimension(key, largest);
    }
    const std::vector<std::int64_t> values = *file_.find_integers(key_name(key));
    if (values.size() != static_cast<std::size_t>(n_layers)) {
      corrupt(key,
              "the array has " + std::to_string(values.size()) + " values for " + std::to_string(n_layers) + " layers");
    }
    for (const std::int64_t value : values) {
      if (value != values.front()) {
        unsupported(key, "the layers differ in this dimension", "use a model whose layers are all alike");
      }
    }
    return checked_dimension(key, static_cast<std::uint64_t>(values.front()), largest);
  }

  float positive_float(std::string_view key, std::optional<double> value, float otherwise) const {
    if (!value) {
      return otherwise;
    }
    const float result = static_cast<float>(*value);
    if (!std::isnormal(result) || result <= 0) {
      corrupt(key, "the value is not a positive number");
    }
    return result;
  }

  std::optional<double> find_float(std::string_view key) const { return file_.find_float(key_name(key)); }
  std::string key_name(std::string_view key) const { return prefix_ + std::string(key); }

 private:
  int checked_dimension(std::string_view key, std::uint64_t value, std::uint64_t largest) const {
    if (value == 0) {
      corrupt(key, "the value is 0");
    }
    if (value > largest) {
      throw Error(ErrorCode::kLimit, "the value " + std::to_string(value) + " is larger than Orée's limit", where(key),
                  "the limit is " + std::to_string(largest));
    }
    return static_cast<int>(value);
  }

  const gguf::File& file_;
  std::string prefix_;
};

void refuse_other_features(const gguf::File& file, const Reader& reader, const Architecture& features) {
  const auto scaling = file.find_string(reader.key_name("rope.scaling.type"));
  if (scaling && *scaling != "none" && *scaling != "linear" && *scaling != "yarn") {
    reader.unsupported("rope.scaling.type", "RoPE scaling of type \"" + std::string(*scaling) + "\" is not supported",
                       "supported: none, linear, yarn, and Llama 3's rope_freqs.weight");
  }
  for (const char* key : {"rope.scaling.factor", "rope.scale_linear"}) {
    const std::optional<double> factor = reader.find_float(key);
    if (!scaling && factor && *factor != 0.0 && *factor != 1.0) {
      reader.unsupported(key, "RoPE scaling of a type that the file does not name is not supported",
                         "convert the model again");
    }
  }
  if (file.find_unsigned(reader.key_name("expert_count")).value_or(0) > 0) {
    reader.unsupported("expert_count", "mixtures of experts are not supported", "use a dense model");
  }
  if (!file.find_bool(reader.key_name("attention.causal")).value_or(true)) {
    reader.unsupported("attention.causal", "attention that is not causal is not supported", "use a decoder");
  }
  for (const char* key :
       {"logit_scale", "attention.scale", "residual_scale", "embedding_scale", "attention.clamp_kqv"}) {
    if (file.has(reader.key_name(key))) {
      reader.unsupported(key, "this feature is not supported",
                         "use another model of the " + std::string(features.name) + " family");
    }
  }
  for (const char* key : {"attn_logit_softcapping", "final_logit_softcapping"}) {
    if (!features.soft_caps && file.has(reader.key_name(key))) {
      reader.unsupported(key, "this feature is not supported",
                         "use another model of the " + std::string(features.name) + " family");
    }
  }
}

// Which layers are window layers. `sliding_window_pattern`: an array of booleans, true = window layer; or a period n as
// the family counts it. Without a pattern the family's own, and where it has none all, as in Mistral 7B v0.1.
std::vector<bool> read_window_pattern(const gguf::File& file, const Reader& reader, const Architecture& features,
                                      int n_layers) {
  const std::string_view key = "attention.sliding_window_pattern";
  const bool has_pattern = file.has(reader.key_name(key));
  std::vector<bool> pattern(static_cast<std::size_t>(n_layers), true);
  if (has_pattern && file.is_array(reader.key_name(key))) {
    pattern = *file.find_bools(reader.key_name(key));
    if (pattern.size() != static_cast<std::size_t>(n_layers)) {
      reader.corrupt(key, "the pattern has " + std::to_string(pattern.size()) + " values for " +
                              std::to_string(n_layers) + " layers");
    }
    return pattern;
  }
  const auto period =
      static_cast<std::size_t>(has_pattern ? reader.dimension(key, cache::kMaxLayers) : features.window_period);
  for (std::size_t layer = features.last_is_global ? period - 1 : 0; period > 0 && layer < pattern.size();
       layer += period) {
    pattern[layer] = false;
  }
  return pattern;
}

// Tokens; 0: there are no windows.
int read_window(const gguf::File& file, const Reader& reader, const Architecture& features,
                std::optional<int> sliding_window) {
  if (sliding_window) {
    if (*sliding_window < 0 || static_cast<std::uint64_t>(*sliding_window) > kMaxWindow) {
      throw Error(ErrorCode::kInvalid, "a window of " + std::to_string(*sliding_window) + " tokens is not possible",
                  "--sliding-window", "give 1 to " + std::to_string(kMaxWindow) + " tokens, or off");
    }
    return *sliding_window;
  }
  const std::string_view key = "attention.sliding_window";
  if (file.find_unsigned(reader.key_name(key)).value_or(0) > 0) {
    return reader.find_dimension(key, std::numeric_limits<std::int32_t>::max()).value();
  }
  return features.default_window;
}

RopeScaling read_rope_scaling(const gguf::File& file, const Reader& reader, int context_length) {
  RopeScaling scaling;
  const std::string_view type = file.find_string(reader.key_name("rope.scaling.type")).value_or("none");
  const std::string_view original = "rope.scaling.original_context_length";
  scaling.original_context = reader.find_dimension(original, cache::kMaxContextTokens).value_or(context_length);
  if (type == "none") {
    return scaling;
  }
  const std::string_view factor = "rope.scaling.factor";
  if (reader.find_float(factor) == 0.0) {  // some writers say so that nothing is scaled
    return scaling;
  }
  scaling.type = type == "yarn" ? RopeScalingType::kYarn : RopeScalingType::kLinear;
  scaling.factor = reader.positive_float(factor, file.get_float(reader.key_name(factor)), 1.0f);
  if (scaling.type == RopeScalingType::kYarn) {
    const auto number = [&](std::string_view key, float otherwise) {
      return reader.positive_float(key, reader.find_float(key), otherwise);
    };
    scaling.beta_fast = number("rope.scaling.yarn_beta_fast", 32.0f);
    scaling.beta_slow = number("rope.scaling.yarn_beta_slow", 1.0f);
    const std::string_view multiplier = "rope.scaling.yarn_log_multiplier";
    const bool divided = reader.find_float(multiplier).value_or(0.0) != 0.0;
    scaling.amplitude = yarn_amplitude(scaling.factor, divided ? number(multiplier, 0.0f) : 0.0f) *
                        number("rope.scaling.attn_factor", 1.0f) * number("rope.scaling.yarn_attn_factor", 1.0f);
    const std::string_view extrapolation = "rope.scaling.yarn_ext_factor";
    if (const double share = reader.find_float(extrapolation).value_or(1.0); share != 1.0 && share >= 0.0) {
      reader.unsupported(extrapolation, "YaRN that extrapolates in part is not supported", "supported: 1");
    }
  }
  return scaling;
}

std::uint64_t count_parameters(const gguf::File& file) {
  std::uint64_t total = 0;
  for (const gguf::TensorInfo& tensor : file.tensors()) {
    std::uint64_t n = 1;
    for (const std::uint64_t extent : tensor.shape) {
      if (__builtin_mul_overflow(n, extent, &n)) {
        throw Error(ErrorCode::kCorrupt, "the tensor's shape overflows", std::string(tensor.name));
      }
    }
    if (__builtin_add_overflow(total, n, &total)) {
      throw Error(ErrorCode::kCorrupt, "the tensors' shapes overflow", std::string(tensor.name));
    }
  }
  return total;
}

int read_vocabulary_size(const gguf::File& file, const Reader& reader) {
  if (const std::optional<int> size = reader.find_dimension("vocab_size", kMaxVocabularySize)) {
    return *size;
  }
  const auto tokens = file.find_strings("tokenizer.ggml.tokens");
  if (!tokens || tokens->empty()) {
    reader.corrupt("vocab_size", "the file has neither this key nor tokenizer.ggml.tokens");
  }
  if (tokens->size() > kMaxVocabularySize) {
    throw Error(ErrorCode::kLimit, "the vocabulary has " + std::to_string(tokens->size()) + " tokens",
                file.path().string(), "the limit is " + std::to_string(kMaxVocabularySize));
  }
  return static_cast<int>(tokens->size());
}

// "llama (Llama 2 and 3, ...), qwen2 (...), ..."
std::string supported_architectures() {
  std::string list;
  for (const Architecture& each : architectures()) {
    list += (list.empty() ? "" : ", ") + std::string(each.name) + " (" + std::string(each.models) + ")";
  }
  return list;
}

}  // namespace

HyperParameters read_hyper_parameters(const gguf::File& file, std::optional<int> sliding_window) {
  HyperParameters result;
  result.architecture = file.get_string("general.architecture");
  result.features = find_architecture(result.architecture);
  if (result.features == nullptr) {
    throw Error(ErrorCode::kUnsupported, "the architecture \"" + result.architecture + "\" is not supported",
                file.path().string(), "supported: " + supported_architectures());
  }
  const Architecture& features = *result.features;
  const Reader reader(file, features);
  refuse_other_features(file, reader, features);
  result.n_layers = reader.dimension("block_count", cache::kMaxLayers);
  result.embedding_length = reader.dimension("embedding_length", kMaxEmbeddingLength);
  const int n_layers = result.n_layers;
  const auto required = [&](std::string_view key, std::uint64_t largest) {
    const std::optional<int> value = reader.find_per_layer(key, n_layers, largest);
    if (!value) {
      reader.corrupt(key, "the key is missing");
    }
    return *value;
  };
  result.feed_forward_length = required("feed_forward_length", kMaxFeedForwardLength);
  result.n_heads = required("attention.head_count", kMaxHeads);
  result.n_kv_heads =
      reader.find_per_layer("attention.head_count_kv", n_layers, cache::kMaxKvHeads).value_or(result.n_heads);
  if (result.n_heads % result.n_kv_heads != 0) {
    reader.corrupt("attention.head_count_kv", std::to_string(result.n_heads) + " heads cannot share " +
                                                  std::to_string(result.n_kv_heads) + " KV heads");
  }
  const std::optional<int> key_length = reader.find_dimension("attention.key_length", cache::kMaxHeadDim);
  if (!key_length && result.embedding_length % result.n_heads != 0) {
    reader.corrupt("attention.head_count", "the embedding length is not a multiple of it");
  }
  result.head_dim = key_length.value_or(result.embedding_length / result.n_heads);
  if (result.head_dim > cache::kMaxHeadDim) {
    throw Error(ErrorCode::kLimit, "heads of " + std::to_string(result.head_dim) + " values are too large",
                reader.where("attention.head_count"), "the limit is " + std::to_string(cache::kMaxHeadDim));
  }
  const int value_length =
      reader.find_dimension("attention.value_length", cache::kMaxHeadDim).value_or(result.head_dim);
  if (value_length != result.head_dim) {
    reader.unsupported("attention.value_length", "values of another length than keys are not supported",
                       "key_length and value_length must be equal");
  }
  result.rope_dimension = reader.find_dimension("rope.dimension_count", cache::kMaxHeadDim).value_or(result.head_dim);
  if (result.rope_dimension > result.head_dim || result.rope_dimension % 2 != 0) {
    reader.corrupt("rope.dimension_count", "it must be even and at most the head's " + std::to_string(result.head_dim));
  }
  result.rope_base = reader.positive_float("rope.freq_base", reader.find_float("rope.freq_base"), 10000.0f);
  if (result.rope_base <= 1) {
    reader.corrupt("rope.freq_base", "the value is not larger than 1");
  }
  const std::string_view epsilon_key = "attention.layer_norm_rms_epsilon";
  result.norm_epsilon = reader.positive_float(epsilon_key, file.get_float(reader.key_name(epsilon_key)), 1e-5f);
  result.context_length = reader.dimension("context_length", cache::kMaxContextTokens);
  result.rope_scaling = read_rope_scaling(file, reader, result.context_length);
  if (features.query_temperature) {
    const std::string_view key = "attention.temperature_scale";
    result.query_temperature = reader.positive_float(key, reader.find_float(key), 0.0f);
  }
  if (features.local_rope_base > 0) {
    result.local_rope_base =
        reader.positive_float("rope.freq_base_swa", reader.find_float("rope.freq_base_swa"), features.local_rope_base);
  }
  const int scaled_by =
      n_layers == features.wide_scale_layers ? result.embedding_length / result.n_heads : result.head_dim;
  if (scaled_by == 0) {
    reader.corrupt("attention.head_count", "there are more heads than the embedding is long");
  }
  result.attention_scale = 1.0f / std::sqrt(static_cast<float>(scaled_by));
  if (features.soft_caps) {
    const auto cap = [&](std::string_view key, float otherwise) {
      return reader.positive_float(key, reader.find_float(key), otherwise);
    };
    result.attention_soft_cap = cap("attn_logit_softcapping", 50.0f);  // files of old leave both out
    result.logit_soft_cap = cap("final_logit_softcapping", 30.0f);
  }
  result.vocabulary_size = read_vocabulary_size(file, reader);
  const int window = read_window(file, reader, features, sliding_window);
  if (window > 0 || features.local_rope_base > 0) {
    result.local_layers = read_window_pattern(file, reader, features, n_layers);
  } else {
    result.local_layers.assign(static_cast<std::size_t>(n_layers), false);
  }
  for (const bool local : result.local_layers) {
    result.windows.push_back(local ? window : 0);
  }
  result.n_parameters = count_parameters(file);
  return result;
}

}  // namespace oree::model
