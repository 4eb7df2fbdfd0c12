#include "engine/memory_plan.h"

#include <algorithm>
#include <functional>
#include <string>
#include <system_error>
#include <vector>

#include "base/byte_size.h"
#include "base/log.h"
#include "cache/filter_file.h"
#include "engine/loaded_model.h"
#include "engine/memory_needs.h"
#include "oree/error.h"
#include "tensor/element_type.h"

namespace oree {
namespace {

namespace fs = std::filesystem;
using engine::MemoryModel;
using engine::MemoryNeeds;

constexpr int kBudgetStep = 256;     // tokens a head
constexpr int kMaxCompression = 32;  // a budget below this part of the context is not chosen
constexpr int kContextStep = 256;    // tokens
constexpr int kSmallChunk = 64;      // tokens

std::string type_text(KvType type) { return std::string(tensor::info(engine::element_type(type)).name); }

// "f16", or "q8_0 keys and f16 values".
std::string types_text(const EngineOptions& options) {
  return options.kv_type_k == options.kv_type_v
             ? "keys and values in " + type_text(options.kv_type_k)
             : "keys in " + type_text(options.kv_type_k) + " and values in " + type_text(options.kv_type_v);
}

CacheBudget in_tokens(int amount) {
  return {.unit = CacheBudget::Unit::kTokens, .amount = static_cast<double>(amount)};
}

// Tries what the rules allow in their order (docs/memory.md).
class Planner {
 public:
  Planner(const fs::path& path, const EngineOptions& asked)
      : model_(path, asked), asked_(asked), choose_context_(asked.context == 0) {
    asked_.context = model_.context(asked);
    if (asked_.memory.bytes > 0 && !bounds() && asked_.cache.filters.empty()) {
      policy_of_filters_ = model_.policy_of_filters();
    }
  }

  MemoryPlan plan() {
    MemoryPlan result;
    result.fits = true;
    EngineOptions chosen = asked_;
    if (asked_.memory.bytes > 0) {
      const std::optional<EngineOptions> found = choose();
      result.fits = found.has_value();
      chosen = found.value_or(cheapest_in_full());
    }
    const std::optional<MemoryNeeds> needs = model_.needs(chosen);
    if (!needs) {
      throw Error(ErrorCode::kUnsupported,
                  "a head of " + std::to_string(model_.hyper().head_dim) + " values is no whole number of blocks",
                  types_text(chosen), "choose f32, f16 or bf16");
    }
    result.options = result.fits ? chosen : asked_;
    result.total_bytes = needs->total();
    result.document = document(chosen, *needs, result.fits);
    return result;
  }

 private:
  bool fits(const EngineOptions& options) const {
    const std::optional<MemoryNeeds> needs = model_.needs(options);
    return needs && needs->total() <= asked_.memory.bytes;
  }

  bool bounds() const { return asked_.cache.policy != "none"; }
  // Whether a budget may be taken from the plan's own choice.
  bool may_evict() const {
    const MemoryRequest& memory = asked_.memory;
    const bool policy = bounds() || memory.choose_policy;
    return policy && (memory.choose_budget || !bounds()) && !asked_.cache.evict_at_end &&
           model_.n_boundable_layers(asked_.cache) > 0;
  }

  EngineOptions in_smaller_types() const {
    EngineOptions options = asked_;
    if (asked_.memory.choose_kv_type_k) {
      options.kv_type_k = KvType::kQ8_0;
    }
    if (asked_.memory.choose_kv_type_v) {
      options.kv_type_v = KvType::kQ8_0;
    }
    // A head that no block divides stays as it is.
    return model_.needs(options) ? options : asked_;
  }

  std::string policy() const {
    if (bounds()) {
      return asked_.cache.policy;
    }
    if (!asked_.cache.filters.empty()) {  // if they do not fit the model, the engine says so
      return cache::holds_statistics(asked_.cache.filters) ? "leverage" : "q_filters";
    }
    return policy_of_filters_.empty() ? "streaming" : policy_of_filters_;
  }

  // With the largest budget that fits. nullopt when that would be less than may be chosen, or is not the plan's to
  // choose and does not fit.
  std::optional<EngineOptions> evicting(EngineOptions options) const {
    options.cache.policy = policy();
    if (!asked_.memory.choose_budget) {
      return fits(options) ? std::optional(options) : std::nullopt;
    }
    const int budget = largest_budget(options, least_budget(options));
    if (budget == 0) {
      return std::nullopt;
    }
    options.cache.budget = in_tokens(budget);
    return options;
  }

  // From `least`, a multiple of kBudgetStep, up. 0: not even that fits. A budget moves more than the cache, so what
  // fits is tried as a whole.
  int largest_budget(EngineOptions options, int least) const {
    const auto fits_with = [&](int steps) {
      options.cache.budget = in_tokens(steps * kBudgetStep);
      return fits(options);
    };
    int low = least / kBudgetStep;
    if (!fits_with(low)) {
      return 0;
    }
    int high = options.context / kBudgetStep + 1;
    while (high - low > 1) {
      const int middle = low + (high - low) / 2;
      (fits_with(middle) ? low : high) = middle;
    }
    return low * kBudgetStep;
  }

  // The smallest budget that the sinks and the window leave room in, and the smallest that may be chosen.
  static int smallest_budget(const EngineOptions& options) {
    // Each at most the context, so that the sum stays in range.
    const int always = std::min(options.cache.sinks, options.context) +
                       std::min(options.cache.window.value_or(0), options.context) + 1;
    return (std::max(kBudgetStep, always) + kBudgetStep - 1) / kBudgetStep * kBudgetStep;
  }
  static int least_budget(const EngineOptions& options) {
    const int part = (options.context + kMaxCompression - 1) / kMaxCompression;
    return std::max(smallest_budget(options), (part + kBudgetStep - 1) / kBudgetStep * kBudgetStep);
  }

  std::optional<EngineOptions> at_this_chunk(int chunk) const {
    EngineOptions options = asked_;
    options.chunk = chunk;
    if (fits(options)) {
      return options;
    }
    options = in_smaller_types();
    options.chunk = chunk;
    if (fits(options)) {
      return options;
    }
    if (may_evict() && options.context > least_budget(options)) {
      return evicting(options);
    }
    return std::nullopt;
  }

  std::optional<EngineOptions> choose() const {
    std::optional<EngineOptions> found = at_this_chunk(asked_.chunk);
    if (!found && asked_.memory.choose_chunk && asked_.chunk > kSmallChunk) {
      found = at_this_chunk(kSmallChunk);
    }
    if (!found && choose_context_) {
      EngineOptions options = cheapest_in_full();
      options.context = largest_context(options);
      if (options.context > 0) {
        return options;
      }
    }
    return found;
  }

  // All that may be chosen without evicting, at its least.
  EngineOptions cheapest_in_full() const {
    EngineOptions options = in_smaller_types();
    if (asked_.memory.choose_chunk) {
      options.chunk = std::min(options.chunk, kSmallChunk);
    }
    return options;
  }

  // A multiple of kContextStep; 0: none fits.
  int largest_context(EngineOptions options) const {
    int low = 0;
    int high = options.context / kContextStep + 1;
    while (high - low > 1) {
      const int middle = low + (high - low) / 2;
      options.context = middle * kContextStep;
      (fits(options) ? low : high) = middle;
    }
    return low * kContextStep;
  }

  std::vector<std::string> choices(const EngineOptions& chosen) const {
    std::vector<std::string> lines;
    if (chosen.context != asked_.context) {
      lines.push_back("a context of " + std::to_string(chosen.context) + " tokens, as " +
                      std::to_string(asked_.context) + " do not fit");
    }
    if (chosen.kv_type_k != asked_.kv_type_k || chosen.kv_type_v != asked_.kv_type_v) {
      lines.push_back(types_text(chosen) + " instead of " + types_text(asked_));
    }
    const int budget = model_.budget_tokens(chosen);
    if (budget > 0 && budget < chosen.context &&
        (chosen.cache.policy != asked_.cache.policy || budget != model_.budget_tokens(asked_))) {
      lines.push_back("of " + std::to_string(chosen.context) + " tokens a head keeps " + std::to_string(budget) +
                      ", by the policy " + chosen.cache.policy);
    }
    if (chosen.chunk != asked_.chunk) {
      lines.push_back("a prefill step of " + std::to_string(chosen.chunk) + " tokens");
    }
    return lines;
  }

  // What would help, of what the user may do.
  std::vector<std::string> advice(const EngineOptions& in_full) const {
    std::vector<std::string> lines;
    const int held = model_.budget_tokens(in_full);
    const bool all = held == 0 || held == in_full.context;
    if (const int context = largest_context(in_full); context > 0 && context < in_full.context) {
      lines.push_back("--context " + std::to_string(context) + (all ? " fits in full" : " fits") + ", with " +
                      types_text(in_full));
    }
    if (model_.n_boundable_layers(asked_.cache) > 0) {
      EngineOptions options = in_smaller_types();
      options.cache.evict_at_end = false;
      options.cache.policy = policy();
      const int budget = largest_budget(options, smallest_budget(options));
      if (budget > 0 && budget < options.context) {
        lines.push_back("--cache " + options.cache.policy + " --budget " + std::to_string(budget) + " fits at " +
                        std::to_string(options.context) + " tokens: 1 of " +
                        std::to_string((options.context + budget / 2) / budget) + " is kept");
      }
    }
    if (const std::optional<MemoryNeeds> needs = model_.needs(in_full)) {
      lines.push_back("--memory " + memory_flag(needs->total()) + (all ? " holds all " : " suffices for ") +
                      std::to_string(in_full.context) + " tokens, with " + types_text(in_full));
      for (const tensor::ElementType type : {tensor::ElementType::kQ8_0, tensor::ElementType::kQ4_0}) {
        const std::uint64_t bytes = model_.weights_in(type);
        if (bytes < model_.weights() / 10 * 9) {
          const bool enough = needs->total() - needs->weights + bytes <= asked_.memory.bytes;
          const std::string name(tensor::info(type).name);
          lines.push_back("`oree quantize` to " + name + ": the weights take " + byte_size_text(bytes) +
                          " instead of " + byte_size_text(model_.weights()) +
                          (enough ? ", and all fits" : ", which alone is not enough"));
        }
      }
    }
    return lines;
  }

  // Rounded up to a tenth.
  static std::string memory_flag(std::uint64_t bytes) {
    constexpr std::uint64_t kGiB = std::uint64_t{1} << 30;
    constexpr std::uint64_t kMiB = std::uint64_t{1} << 20;
    if (bytes < kGiB) {
      return std::to_string(bytes / kMiB + 1) + "MiB";
    }
    const std::uint64_t tenths = bytes / (kGiB / 10) + 1;
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + "GiB";
  }

  Json document(const EngineOptions& chosen, const MemoryNeeds& needs, bool fits) const {
    const int budget = model_.budget_tokens(chosen);
    Json document = {{"fits", fits},
                     {"bytes",
                      {{"weights", needs.weights},
                       {"kv", needs.kv},
                       {"activations", needs.activations},
                       {"other", needs.other},
                       {"total", needs.total()}}},
                     {"choices", fits ? choices(chosen) : std::vector<std::string>()},
                     {"advice", fits ? std::vector<std::string>() : advice(cheapest_in_full())},
                     {"memory", asked_.memory.bytes > 0 ? Json(asked_.memory.bytes) : Json()},
                     {"settings",
                      {{"context", chosen.context},
                       {"chunk", std::min(chosen.chunk, chosen.context)},
                       {"threads", model_.n_threads()},
                       {"kv_type_k", type_text(chosen.kv_type_k)},
                       {"kv_type_v", type_text(chosen.kv_type_v)},
                       {"cache", chosen.cache.policy},
                       {"budget", budget > 0 ? Json(budget) : Json()}}}};
    return document;
  }

  MemoryModel model_;
  EngineOptions asked_;
  bool choose_context_;
  std::string policy_of_filters_;
};

std::string joined(const Json& lines) {
  std::string text;
  for (const Json& line : lines) {
    text += (text.empty() ? "" : "; ") + line.get<std::string>();
  }
  return text;
}

}  // namespace

MemoryPlan plan_memory(const fs::path& model_path, const EngineOptions& options) {
  return Planner(model_path, options).plan();
}

std::uint64_t parse_memory_size(std::string_view text) {
  if (const std::optional<std::uint64_t> bytes = parse_byte_size(text)) {
    return *bytes;
  }
  throw Error(ErrorCode::kInvalid, "\"" + std::string(text) + "\" is no size", "--memory",
              "give a size as 4GiB, 1500MB or in bytes");
}

EngineOptions engine::settle_memory(const fs::path& model_path, const EngineOptions& options) {
  if (options.memory.bytes == 0) {
    return options;
  }
  MemoryPlan plan = plan_memory(model_path, options);
  if (!plan.fits) {
    throw Error(ErrorCode::kLimit,
                "this needs " + byte_size_text(plan.total_bytes) + " of memory at the least, and may take " +
                    byte_size_text(options.memory.bytes),
                "--memory", joined(plan.document["advice"]));
  }
  if (!plan.document["choices"].empty()) {
    log(LogLevel::kWarning, "to fit " + byte_size_text(options.memory.bytes) + ": " + joined(plan.document["choices"]));
  }
  return plan.options;
}

}  // namespace oree
