// What is kept against kvpress, and the logits after evictions against transformers (tests/golden/eviction/README.md).
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <memory>
#include <optional>

#include "model/evicting_reader.h"
#include "oree/json.h"
#include "support/differences.h"

namespace oree::model {
namespace {

Json golden_json(const std::string& name) {
  std::ifstream stream(eviction_golden(name));
  return Json::parse(stream);
}

cache::EvictionRule rule_of(const Json& golden_case, const Model& model) {
  return {.policy = cache::make_policy(golden_case.at("policy").get<std::string>(),
                                       policy_context(model, golden_case.at("model").get<std::string>())),
          .budget = golden_case.at("budget").get<int>(),
          .sinks = golden_case.at("sinks").get<int>(),
          .window = golden_case.at("window").get<int>(),
          .adaptive_heads = golden_case.value("adaptive_heads", false),
          .value_norms = golden_case.value("value_aware", false) ? model.value_norms() : nullptr,
          .inside_windows = golden_case.value("inside_windows", false),
          .whole_layers = golden_case.value("whole_layers", 0),
          .every = golden_case.value("every", 0)};
}

std::vector<int> positions_of(const std::string& bits) {
  std::vector<int> positions;
  for (std::size_t i = 0; i < bits.size(); ++i) {
    if (bits[i] == '1') {
      positions.push_back(static_cast<int>(i));
    }
  }
  return positions;
}

class EvictionOracleTest : public testing::TestWithParam<std::string> {};

TEST_P(EvictionOracleTest, PoliciesKeepWhatKvpressKeeps) {
  const std::vector<std::int32_t> tokens = test::read_npy<std::int32_t>(eviction_golden("tokens.npy")).values;
  std::string model_name;
  std::unique_ptr<TinyModel> tiny;
  std::map<int, cache::KvCache> full;  // by tokens
  ThreadPool threads(2);
  for (const Json& golden_case : golden_json("kept.json")) {
    if (const auto name = golden_case.at("model").get<std::string>(); name != model_name) {
      model_name = name;
      full.clear();
      tiny = std::make_unique<TinyModel>(name, GetParam());
    }
    const int n_tokens = golden_case.at("n_tokens").get<int>();
    if (!full.contains(n_tokens)) {
      Reader reader(tiny->model, n_tokens, 64, {});
      reader.read(std::span(tokens).first(static_cast<std::size_t>(n_tokens)));
      full.emplace(n_tokens, reader.cache);
    }
    cache::KvCache cache = full.at(n_tokens);
    cache.compress(rule_of(golden_case, tiny->model), threads);
    const Json& layers = golden_case.at("kept");
    ASSERT_EQ(static_cast<int>(layers.size()), cache.n_layers());
    for (int layer = 0; layer < cache.n_layers(); ++layer) {
      const Json& heads = layers[static_cast<std::size_t>(layer)];
      for (int head = 0; head < cache.layout().n_kv_heads; ++head) {
        // null: a window layer, which keeps what it sees.
        const std::vector<int> expected = heads.is_null()
                                              ? full.at(n_tokens).kept(layer, head)
                                              : positions_of(heads[static_cast<std::size_t>(head)].get<std::string>());
        EXPECT_EQ(cache.kept(layer, head), expected)
            << model_name << ' ' << golden_case.at("policy") << " adaptive_heads " << golden_case.at("adaptive_heads")
            << " value_aware " << golden_case.at("value_aware") << " budget " << golden_case.at("budget") << " layer "
            << layer << " head " << head;
      }
    }
  }
}

// The model of a run, which may have another window than its file says.
Model model_of(const Json& run, const gguf::File& file, const std::string& cpu) {
  const std::optional<int> window =
      run.contains("sliding_window") ? std::optional(run.at("sliding_window").get<int>()) : std::nullopt;
  return Model(file, read_hyper_parameters(file, window), kernels::find_table(cpu));
}

// Compares what each head holds with what the eviction at this token left. Returns whether the golden run has one.
bool expect_kept(const cache::KvCache& cache, const Json& evictions) {
  for (const Json& eviction : evictions) {
    if (eviction.at("at").get<int>() != cache.n_tokens()) {
      continue;
    }
    for (const Json& head : eviction.at("heads")) {
      const int layer = head.at("layer").get<int>();
      EXPECT_EQ(cache.kept(layer, head.at("kv_head").get<int>()), head.at("positions").get<std::vector<int>>())
          << "after " << cache.n_tokens() << " tokens, layer " << layer;
    }
    return true;
  }
  return false;
}

// Also in many chunks and token by token: neither what is kept nor a bit of the logits depends on them.
TEST_P(EvictionOracleTest, LogitsAreThoseOfTransformersWithTheEvictedPairsMasked) {
  for (const Json& run : golden_json("runs.json")) {
    const auto name = run.at("name").get<std::string>();
    SCOPED_TRACE(name);
    const gguf::File file = gguf::File::open(golden(run.at("model").get<std::string>() + ".gguf"));
    const Model model = model_of(run, file, GetParam());
    const cache::EvictionRule rule = rule_of(run, model);
    const auto tokens = run.at("tokens").get<std::vector<std::int32_t>>();
    const std::vector<float> expected = test::read_npy<float>(eviction_golden(name + ".logits.npy")).values;
    std::vector<float> first_logits;
    for (const int chunk : {72, 16, 7, 1}) {
      SCOPED_TRACE(chunk);
      Reader reader(model, static_cast<int>(tokens.size()), chunk, rule.every > 0 ? rule : cache::EvictionRule{});
      std::size_t n_evictions = 0;
      reader.evicted = [&](const cache::KvCache& cache) {
        n_evictions += expect_kept(cache, run.at("evictions")) ? 1 : 0;
      };
      if (rule.every > 0) {
        reader.read(tokens);
      } else {
        const auto prompt = static_cast<std::size_t>(run.at("at").get<int>());
        reader.read(std::span(tokens).first(prompt));
        reader.cache.compress(rule, reader.threads);
        reader.evicted(reader.cache);
        reader.read(std::span(tokens).subspan(prompt));
      }
      EXPECT_EQ(n_evictions, run.at("evictions").size());
      EXPECT_LE(test::largest_difference(reader.logits, expected), 1e-3);
      first_logits = first_logits.empty() ? reader.logits : first_logits;
      EXPECT_EQ(reader.logits, first_logits);
    }
  }
}

// That evictions change logits at all, far beyond the tolerance above.
TEST_P(EvictionOracleTest, EvictionsAreFelt) {
  for (const Json& run : golden_json("runs.json")) {
    const gguf::File file = gguf::File::open(golden(run.at("model").get<std::string>() + ".gguf"));
    const Model model = model_of(run, file, GetParam());
    const auto tokens = run.at("tokens").get<std::vector<std::int32_t>>();
    Reader reader(model, static_cast<int>(tokens.size()), 72, {});
    reader.read(tokens);
    const auto expected =
        test::read_npy<float>(eviction_golden(run.at("name").get<std::string>() + ".logits.npy")).values;
    EXPECT_GT(test::largest_difference(reader.logits, expected), 0.1) << run.at("name");
  }
}

TEST_P(EvictionOracleTest, ABudgetThatKeepsEverythingEqualsNoPolicyBitForBit) {
  const std::vector<std::int32_t> tokens = golden_tokens();
  for (const char* name : {"llama_gqa", "llama_tied", "ministral_interleaved", "qwen3"}) {
    const TinyModel tiny(name, GetParam());
    Reader plain(tiny.model, 64, 7, {});
    plain.read(tokens);
    for (const std::string& policy : cache::policy_names()) {
      const cache::EvictionRule rule{.policy = cache::make_policy(policy, policy_context(tiny.model, name)),
                                     .budget = static_cast<int>(tokens.size()),
                                     .sinks = 4,
                                     .window = 5,
                                     .adaptive_heads = true,
                                     .value_norms = policy == "none" ? nullptr : tiny.model.value_norms(),
                                     .every = 9};
      Reader bounded(tiny.model, 64, 7, rule);
      bounded.read(tokens);
      EXPECT_EQ(bounded.logits, plain.logits) << name << ' ' << policy;
      for (int layer = 0; layer < bounded.cache.n_layers(); ++layer) {
        EXPECT_EQ(bounded.cache.kept(layer, 0).size(), plain.cache.kept(layer, 0).size()) << name << ' ' << policy;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, EvictionOracleTest, testing::ValuesIn(kernels::table_names()));

}  // namespace
}  // namespace oree::model
