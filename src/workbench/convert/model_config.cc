#include "workbench/convert/model_config.h"

#include <algorithm>

#include "cache/kv_cache.h"
#include "oree/error.h"
#include "workbench/convert/config_reader.h"
#include "workbench/convert/json_document.h"

namespace oree::workbench {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxConfigBytes = std::uint64_t{1} << 20;

std::string supported_model_types() {
  std::string list;
  for (const Family& family : families()) {
    list += (list.empty() ? "" : ", ") + std::string(family.model_type) +
            (family.wrapper.empty() ? "" : " (also inside " + std::string(family.wrapper) + ")");
  }
  return list;
}

// "MambaForCausalLM"; for the error about a model type that is not known.
std::string architectures_of(const Json& config) {
  const auto names = config.find("architectures");
  const bool named = names != config.end() && names->is_array() && !names->empty() && names->front().is_string();
  return named ? names->front().get<std::string>() : "no architecture named";
}

// The family, and what transformers takes for keys that are absent put into the config.
const Family& take_family(Json& text, const Json& whole, const ConfigReader& reader) {
  const bool inside = &text != &whole;
  std::string type = reader.find_string("model_type").value_or("");
  const Family* family = find_family(type);
  if (family == nullptr && type.empty() && inside) {
    type = ConfigReader(whole, {}).find_string("model_type").value_or("");
    const auto found = std::find_if(families().begin(), families().end(),
                                    [&](const Family& each) { return !type.empty() && each.wrapper == type; });
    family = found == families().end() ? nullptr : &*found;
  }
  if (family == nullptr) {
    reader.unsupported("model_type",
                       "models of the type \"" + type + "\" (" + architectures_of(whole) + ") are not supported",
                       "supported: " + supported_model_types());
  }
  const Json defaults = Json::parse(family->defaults);
  for (const auto& [key, value] : defaults.items()) {
    if (!text.contains(key)) {
      text[key] = value;
    }
  }
  return *family;
}

// What the forward pass of this architecture does not do.
void refuse_other_features(const ConfigReader& config, const ModelConfig& result) {
  const model::Architecture& features = *result.features;
  if (const auto quantization = config.find_object("quantization_config")) {
    config.unsupported("quantization_config",
                       "the weights are quantised (" + quantization->find_string("quant_method").value_or("?") + ")",
                       "use the edition of the model in BF16, F16 or F32");
  }
  const char* const key = config.find("hidden_activation") != nullptr ? "hidden_activation" : "hidden_act";
  const std::string activation = config.find_string(key).value_or("silu");
  const bool is_gelu = features.activation == model::Activation::kGelu;
  if (is_gelu ? activation != "gelu_pytorch_tanh" : activation != "silu" && activation != "swish") {
    config.unsupported(key, "the activation \"" + activation + "\" is not supported in this family",
                       is_gelu ? "supported: gelu_pytorch_tanh" : "supported: silu");
  }
  if (const std::optional<double> scalar = config.find_positive("query_pre_attn_scalar")) {
    const int supported =
        result.n_layers == features.wide_scale_layers ? result.embedding_length / result.n_heads : result.head_dim;
    if (*scalar != supported) {
      config.unsupported("query_pre_attn_scalar", "GGUF files of this family do not say how scores are scaled",
                         "supported for these dimensions: " + std::to_string(supported));
    }
  }
  for (const char* cap : {"attn_logit_softcapping", "final_logit_softcapping"}) {
    if (features.soft_caps != (config.find(cap) != nullptr)) {
      config.unsupported(cap,
                         features.soft_caps ? "this family without a soft cap is not supported"
                                            : "soft caps are not supported in this family",
                         features.soft_caps ? "supported: a number" : "supported: null");
    }
  }
  for (const char* flag : {"use_bidirectional_attention", "mlp_bias"}) {
    if (config.find_bool(flag).value_or(false)) {
      config.unsupported(flag, "this feature is not supported", "supported: false");
    }
  }
}

// The pattern that a reader of the file takes for granted.
std::vector<bool> pattern_of_family(const model::Architecture& features, int n_layers, int period) {
  std::vector<bool> pattern(static_cast<std::size_t>(n_layers), true);
  for (int layer = features.last_is_global ? period - 1 : 0; period > 0 && layer < n_layers; layer += period) {
    pattern[static_cast<std::size_t>(layer)] = false;
  }
  return pattern;
}

std::vector<bool> read_layer_types(const ConfigReader& config, const Json& types, int n_layers) {
  if (!types.is_array() || types.size() != static_cast<std::size_t>(n_layers)) {
    config.corrupt("layer_types", "the value is no array of " + std::to_string(n_layers) + " kinds of layers");
  }
  std::vector<bool> pattern;
  for (const Json& type : types) {
    if (type != "full_attention" && type != "sliding_attention") {
      config.unsupported("layer_types", "layers of the kind " + type.dump() + " are not supported",
                         "supported: full_attention, sliding_attention");
    }
    pattern.push_back(type == "sliding_attention");
  }
  return pattern;
}

// The pattern where config.json has no layer_types.
std::vector<bool> implied_pattern(const ConfigReader& config, const ModelConfig& result) {
  int period = result.features->window_period;
  if (period > 0) {
    for (const char* key : {"sliding_window_pattern", "_sliding_window_pattern"}) {
      period = config.find_dimension(key).value_or(period);
    }
  }
  std::vector<bool> pattern = pattern_of_family(*result.features, result.n_layers, period);
  if (result.family->windows == Windows::kLastLayers) {
    const std::uint64_t first = config.find_unsigned("max_window_layers").value_or(0);
    for (std::size_t layer = 0; layer < pattern.size(); ++layer) {
      pattern[layer] = layer >= first;
    }
  }
  return pattern;
}

void read_windows(const ConfigReader& config, ModelConfig& result) {
  const bool by_period = result.features->window_period > 0;
  const bool may_have_windows =
      (result.family->windows != Windows::kNone || by_period) && config.find_bool("use_sliding_window").value_or(true);
  const std::optional<int> window = may_have_windows ? config.find_dimension("sliding_window") : std::nullopt;
  const Json* types = config.find("layer_types");
  const std::vector<bool> pattern =
      types != nullptr ? read_layer_types(config, *types, result.n_layers) : implied_pattern(config, result);
  const bool has_window_layer = std::find(pattern.begin(), pattern.end(), true) != pattern.end();
  if (by_period && !window) {
    config.unsupported("sliding_window", "this family without windows is not supported", "supported: a number");
  }
  if (!window && types != nullptr && has_window_layer) {
    config.corrupt("layer_types", "it has window layers, but there is no sliding_window");
  }
  if (!window || (!has_window_layer && !by_period)) {
    return;
  }
  result.window = *window;
  if (pattern != pattern_of_family(*result.features, result.n_layers, result.features->window_period)) {
    result.window_layers = pattern;
  }
}

ModelConfig read_text_config(const ConfigReader& config, const Family& family) {
  ModelConfig result;
  result.family = &family;
  result.features = model::find_architecture(family.architecture);
  result.n_layers = config.get_dimension("num_hidden_layers");
  if (result.n_layers > cache::kMaxLayers) {
    throw Error(ErrorCode::kLimit, std::to_string(result.n_layers) + " layers are too many",
                config.where("num_hidden_layers"), "the limit is " + std::to_string(cache::kMaxLayers));
  }
  result.embedding_length = config.get_dimension("hidden_size");
  result.feed_forward_length = config.get_dimension("intermediate_size");
  result.n_heads = config.get_dimension("num_attention_heads");
  result.n_kv_heads = config.find_dimension("num_key_value_heads").value_or(result.n_heads);
  if (result.n_heads % result.n_kv_heads != 0) {
    config.corrupt("num_key_value_heads", std::to_string(result.n_heads) + " heads cannot share " +
                                              std::to_string(result.n_kv_heads) + " heads of keys and values");
  }
  const std::optional<int> head_dim = config.find_dimension("head_dim");
  if (!head_dim && result.embedding_length % result.n_heads != 0) {
    config.corrupt("num_attention_heads", "hidden_size is not a multiple of it, and there is no head_dim");
  }
  result.head_dim = head_dim.value_or(result.embedding_length / result.n_heads);
  if (result.head_dim % 2 != 0 || result.head_dim > cache::kMaxHeadDim) {
    config.unsupported("head_dim", "heads of " + std::to_string(result.head_dim) + " values are not supported",
                       "supported: even numbers to " + std::to_string(cache::kMaxHeadDim));
  }
  result.vocabulary_size = config.get_dimension("vocab_size");
  result.context_length = config.get_dimension("max_position_embeddings");
  result.norm_epsilon = config.get_positive("rms_norm_eps");
  result.biases = family.biases || config.find_bool("attention_bias").value_or(false);
  result.tied = config.find_bool("tie_word_embeddings");
  refuse_other_features(config, result);
  if (result.features->soft_caps) {
    result.attention_soft_cap = config.get_positive("attn_logit_softcapping");
    result.logit_soft_cap = config.get_positive("final_logit_softcapping");
  }
  read_windows(config, result);
  result.rope = read_rope_config(config, *result.features, result.head_dim, result.context_length);
  return result;
}

}  // namespace

ModelConfig read_model_config(const fs::path& folder) {
  const fs::path path = folder / "config.json";
  std::error_code failure;
  if (!fs::exists(path, failure) && fs::exists(folder / "params.json", failure)) {
    throw Error(ErrorCode::kUnsupported, "the folder is in Mistral's own format", (folder / "params.json").string(),
                "wanted: config.json and model.safetensors, which most of these models are published with too");
  }
  Json whole = read_json_object(path, kMaxConfigBytes);
  const ConfigReader outer(whole, path.string());
  if (!outer.find_object("text_config")) {
    const Family& family = take_family(whole, whole, outer);
    return read_text_config(outer, family);
  }
  Json text = whole["text_config"];
  const ConfigReader inner(text, path.string(), "text_config.");
  const Family& family = take_family(text, whole, inner);
  if (!text.contains("quantization_config") && whole.contains("quantization_config")) {
    text["quantization_config"] = whole["quantization_config"];
  }
  ModelConfig result = read_text_config(inner, family);
  const std::optional<bool> outer_tied = outer.find_bool("tie_word_embeddings");
  if (!result.tied || outer_tied.value_or(*result.tied) != *result.tied) {
    result.tied = result.tied ? std::nullopt : outer_tied;  // one is a default that nobody meant
  }
  return result;
}

}  // namespace oree::workbench
