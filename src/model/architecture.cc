#include "model/architecture.h"

#include <algorithm>
#include <array>

namespace oree::model {
namespace {

constexpr std::array<Architecture, 6> kArchitectures = {{
    {.name = "llama", .models = "Llama 2 and 3, Mistral, Ministral 2410 and relatives"},
    {.name = "mistral3", .models = "Ministral 3", .query_temperature = true},
    {.name = "qwen2", .models = "Qwen 2 and 2.5", .rope_pairs = RopePairs::kHalves},
    {.name = "qwen3", .models = "Qwen 3", .rope_pairs = RopePairs::kHalves, .query_key_norms = true},
    {.name = "gemma2",
     .models = "Gemma 2",
     .rope_pairs = RopePairs::kHalves,
     .activation = Activation::kGelu,
     .post_norms = true,
     .scaled_embedding = true,
     .soft_caps = true,
     .window_period = 2,
     .last_is_global = true,
     .default_window = 4096,
     .wide_scale_layers = 46},
    {.name = "gemma3",
     .models = "Gemma 3",
     .rope_pairs = RopePairs::kHalves,
     .activation = Activation::kGelu,
     .query_key_norms = true,
     .post_norms = true,
     .scaled_embedding = true,
     .window_period = 6,
     .last_is_global = true,
     .local_rope_base = 10000,
     .wide_scale_layers = 62},
}};

}  // namespace

std::span<const Architecture> architectures() noexcept { return kArchitectures; }

const Architecture* find_architecture(std::string_view name) noexcept {
  const auto found = std::find_if(kArchitectures.begin(), kArchitectures.end(),
                                  [&](const Architecture& each) { return each.name == name; });
  return found == kArchitectures.end() ? nullptr : &*found;
}

}  // namespace oree::model
