#include "cli/common_options.h"

#include <chrono>
#include <cstdlib>
#include <map>

#include "oree/clock.h"
#include "oree/error.h"
#include "oree/paths.h"
#include "oree/plan.h"

namespace oree::cli {
namespace {

constexpr int kMaxThreads = 1024;
constexpr int kMaxChunk = 4096;
constexpr int kMaxDraft = 64;
constexpr int kMaxCount = 1 << 30;

// They say how a policy evicts.
constexpr const char* kFlagsOfPolicies[] = {"--budget",       "--window",      "--sinks",         "--filters",
                                            "--head-budgets", "--value-aware", "--evict-windows", "--whole-layers",
                                            "--evict-every",  "--evict-at"};

// What would be ignored is refused. `--cache none` may keep the flags of the policies it is compared with.
void check_cache_flags(const CLI::App& command, const EngineOptions& engine) {
  const CLI::Option* cache = command.get_option_no_throw("--cache");
  if (cache == nullptr || engine.memory.bytes > 0) {
    return;  // the command compares policies, or the memory plan may choose one and its budget
  }
  if (cache->empty()) {
    for (const char* flag : kFlagsOfPolicies) {
      if (!command.get_option(flag)->empty()) {
        throw CLI::ValidationError(flag, "without a policy nothing is evicted: add --cache POLICY");
      }
    }
  } else if (engine.cache.policy != "none" && command.get_option("--budget")->empty()) {
    throw CLI::ValidationError("--cache", "without a budget nothing is evicted: add --budget 25%");
  }
}

}  // namespace

void add_model_options(CLI::App& command, ModelOptions& options) {
  static const std::map<std::string, KvType> kv_types = {{"f32", KvType::kF32},
                                                         {"f16", KvType::kF16},
                                                         {"bf16", KvType::kBf16},
                                                         {"q8_0", KvType::kQ8_0},
                                                         {"q4_0", KvType::kQ4_0}};
  EngineOptions& engine = options.engine;
  MemoryRequest& memory = engine.memory;
  // An option that was given is no longer the memory plan's to choose.
  const auto is_given = [](bool& may_choose) { return [&may_choose](const std::string&) { may_choose = false; }; };
  command.add_option("-m,--model", options.model, "The model file (default: $OREE_MODEL, then the shipped one)")
      ->type_name("MODEL");
  command
      .add_option("-t,--threads", engine.n_threads, "Threads (default: one per physical core; one for a small model)")
      ->type_name("N")
      ->check(CLI::Range(0, kMaxThreads));
  command.add_option("--cpu", engine.cpu, "CPU target, e.g. scalar or avx2 (default: the best at hand)")
      ->type_name("TARGET");
  command.add_option("--context", engine.context, "Tokens of context (default: the model's own)")
      ->type_name("N")
      ->check(CLI::Range(0, kMaxCount));
  command.add_option("--chunk", engine.chunk, "Tokens of a prefill step (default: 256)")
      ->type_name("N")
      ->each(is_given(memory.choose_chunk))
      ->check(CLI::Range(1, kMaxChunk));
  command
      .add_option_function<std::string>(
          "--draft",
          [&engine](const std::string& value) {
            int draft = 0;
            if (value != "off" && (!CLI::detail::lexical_cast(value, draft) || draft < 0 || draft > kMaxDraft)) {
              throw CLI::ValidationError("--draft",
                                         value + " is neither off nor a number up to " + std::to_string(kMaxDraft));
            }
            engine.draft = draft;
          },
          "Most tokens guessed from the text so far and checked at once, or off (default: 8)")
      ->type_name("N|off");
  command
      .add_option("--kv-type-k", engine.kv_type_k, "Element type of cached keys: f32, f16 (default), bf16, q8_0, q4_0")
      ->each(is_given(memory.choose_kv_type_k))
      ->transform(CLI::CheckedTransformer(kv_types))
      ->option_text("TYPE");
  command
      .add_option("--kv-type-v", engine.kv_type_v,
                  "Element type of cached values: f32, f16 (default), bf16, q8_0, q4_0")
      ->each(is_given(memory.choose_kv_type_v))
      ->transform(CLI::CheckedTransformer(kv_types))
      ->option_text("TYPE");
  command.add_flag("--huge-pages", engine.huge_pages,
                   "Copy the model into huge pages at the start: writes faster, takes the time of a copy");
  command
      .add_option_function<std::string>(
          "--sliding-window",
          [&engine](const std::string& value) {
            int window = 0;
            if (value != "off" && (!CLI::detail::lexical_cast(value, window) || window < 1)) {
              throw CLI::ValidationError("--sliding-window", value + " is neither a number of tokens nor off");
            }
            engine.sliding_window = window;
          },
          "Tokens that window layers see, or off (default: the model's own)")
      ->type_name("N|off");
  command
      .add_option_function<std::string>(
          "--memory",
          [&memory](const std::string& value) {
            try {
              memory.bytes = parse_memory_size(value);
            } catch (const Error& error) {
              throw CLI::ValidationError("--memory", std::string(error.what()) + "; " + error.hint());
            }
          },
          "The most memory to take, e.g. 4GiB: options left open are chosen to fit (default: no limit)")
      ->type_name("SIZE");
  add_cache_options(command, engine.cache);
  command.get_option("--cache")->each(is_given(memory.choose_policy));
  command.get_option("--budget")->each(is_given(memory.choose_budget));
  command.parse_complete_callback([&command, &engine] { check_cache_flags(command, engine); });
}

void add_cache_options(CLI::App& command, CacheOptions& cache) {
  const auto choice = [](const std::string& flag, const std::string& value, const std::string& first,
                         const std::string& second) {
    if (value != first && value != second) {
      throw CLI::ValidationError(flag, value + " is neither " + first + " nor " + second);
    }
    return value == second;
  };
  const std::vector<std::string> names = cache_policy_names();
  std::string list;
  for (const std::string& name : names) {
    list += (list.empty() ? "" : ", ") + name;
  }
  command.add_option("--cache", cache.policy, "What a bounded cache keeps: " + list + " (default: none, everything)")
      ->type_name("POLICY")
      ->check(CLI::IsMember(names));
  command
      .add_option_function<std::string>(
          "--budget",
          [&cache](const std::string& value) {
            try {
              cache.budget = parse_cache_budget(value);
            } catch (const Error& error) {
              throw CLI::ValidationError("--budget", error.what());
            }
          },
          "What it may hold: tokens a head (256), bytes in all (64MiB) or a part of the context (12.5%)")
      ->type_name("N");
  command
      .add_option_function<int>(
          "--window", [&cache](int window) { cache.window = window; },
          "Last tokens that are always held, inside the budget (default: a quarter of it)")
      ->type_name("N")
      ->check(CLI::Range(0, kMaxCount));
  command.add_option("--sinks", cache.sinks, "First tokens that are always held, inside the budget (default: 4)")
      ->type_name("N")
      ->check(CLI::Range(0, kMaxCount));
  command
      .add_option("--filters", cache.filters,
                  "What `oree calibrate` made (default: STEM.qfilters.gguf beside the model)")
      ->type_name("FILE");
  command
      .add_option_function<std::string>(
          "--head-budgets",
          [&cache, choice](const std::string& value) {
            cache.adaptive_heads = choice("--head-budgets", value, "uniform", "adaptive");
          },
          "uniform (default), or adaptive: the heads of a layer share their budgets by need")
      ->type_name("HOW");
  command.add_flag("--value-aware", cache.value_aware, "Also weigh what values add to the output");
  command.add_flag("--evict-windows", cache.inside_windows, "Also evict in sliding-window layers");
  command.add_option("--whole-layers", cache.whole_layers, "First layers that nothing is evicted from (default: 0)")
      ->type_name("N")
      ->check(CLI::Range(0, kMaxCount));
  command.add_option("--evict-every", cache.evict_every, "Evict at positions divisible by this (default: 256)")
      ->type_name("N")
      ->check(CLI::Range(1, kMaxCount));
  command
      .add_option_function<std::string>(
          "--evict-at",
          [&cache, choice](const std::string& value) {
            cache.evict_at_end = choice("--evict-at", value, "steps", "end");
          },
          "steps (default), or end: once, when the prompt has been read")
      ->type_name("WHEN");
}

void add_chat_template_option(CLI::App& command, EngineOptions& options) {
  command
      .add_option("--chat-template", options.chat_template,
                  "A file with the Jinja template of conversations (default: the model's own)")
      ->type_name("FILE");
  command
      .add_option(
          "--tool-format", options.tool_format,
          "How the model writes calls: mistral, tekken, hermes, llama, gemma, json (default: as its template and "
          "vocabulary say)")
      ->type_name("NAME");
}

void add_sampling_options(CLI::App& command, SamplingOptions& options) {
  command.add_option("--temperature", options.temperature, "0 is greedy (default)")
      ->type_name("X")
      ->check(CLI::Range(0.0, 100.0));
  command.add_option("--top-k", options.top_k, "Keep the K likeliest tokens; 0 is off (default)")
      ->type_name("K")
      ->check(CLI::Range(0, kMaxCount));
  command.add_option("--top-p", options.top_p, "Keep the likeliest tokens of this total probability (default: 1)")
      ->type_name("P")
      ->check(CLI::Range(0.0, 1.0));
  command.add_option("--min-p", options.min_p, "Drop tokens below this part of the best's probability (default: 0)")
      ->type_name("P")
      ->check(CLI::Range(0.0, 1.0));
  command.add_option("--seed", options.seed, "Seed of the sampler (default: 0)")->type_name("N");
}

std::filesystem::path choose_model(const std::string& named, const std::string& of_agent) {
  if (!named.empty()) {
    return named;
  }
  const char* variable = std::getenv("OREE_MODEL");
  if (!of_agent.empty() && (variable == nullptr || *variable == '\0')) {
    return of_agent;
  }
  return default_model();
}

std::string use_local_time_zone() {
  std::string zone = local_time_zone();
  setenv("TZ", zone.c_str(), 1);
  return zone;
}

std::chrono::sys_seconds moment_of(const std::string& now) {
  if (now.empty()) {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  }
  try {
    return parse_moment(now);
  } catch (const Error& error) {
    throw Error(ErrorCode::kUsage, error.what(), "--now", error.hint());
  }
}

}  // namespace oree::cli
