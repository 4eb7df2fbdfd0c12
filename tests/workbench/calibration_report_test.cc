#include "workbench/calibration_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "model/tiny_model.h"
#include "workbench/attention_mass.h"
#include "workbench/key_correlations.h"
#include "workbench/rank_correlation.h"

namespace oree::workbench {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

double spearman(const std::vector<double>& a, const std::vector<double>& b) { return rank_correlation(a, b); }

TEST(RankCorrelation, IsSpearmans) {
  EXPECT_DOUBLE_EQ(spearman({1, 2, 3, 4}, {10, 20, 30, 1e9}), 1);
  EXPECT_DOUBLE_EQ(spearman({1, 2, 3, 4}, {4, 3, 2, 1}), -1);
  // Wikipedia's example of IQ and hours of television: -29/165.
  EXPECT_NEAR(spearman({106, 100, 86, 101, 99, 103, 97, 113, 112, 110}, {7, 27, 2, 50, 28, 29, 20, 12, 6, 17}),
              -29.0 / 165, 1e-12);
}

// By hand: ranks less their mean -1.5, 0, 0, 1.5 and -1, -1, 0.5, 1.5; 3.75 / sqrt(4.5 * 4.5).
TEST(RankCorrelation, TiesShareTheMeanOfTheirRanks) {
  EXPECT_NEAR(spearman({1, 5, 5, 9}, {2, 2, 3, 4}), 3.75 / 4.5, 1e-12);
}

TEST(RankCorrelation, WhatOrdersNothingCorrelatesWithNothing) {
  EXPECT_EQ(spearman({1, 1, 1}, {1, 2, 3}), 0);
  EXPECT_EQ(spearman({1}, {2}), 0);
  EXPECT_EQ(spearman({}, {}), 0);
}

// Keeps all queries and keys of a sequence.
class Recorder final : public cache::QueryObserver {
 public:
  explicit Recorder(const model::HyperParameters& hyper)
      : hyper_(hyper),
        queries(static_cast<std::size_t>(hyper.n_layers)),
        keys(static_cast<std::size_t>(hyper.n_layers)) {}
  bool wants_plain() const noexcept override { return false; }
  void observe(const cache::QueryChunk& chunk, ThreadPool&) noexcept override {
    auto& q = queries[static_cast<std::size_t>(chunk.layer)];
    auto& k = keys[static_cast<std::size_t>(chunk.layer)];
    q.insert(q.end(), chunk.queries, chunk.queries + chunk.n_tokens * hyper_.n_heads * hyper_.head_dim);
    k.insert(k.end(), chunk.keys, chunk.keys + chunk.n_tokens * hyper_.n_kv_heads * hyper_.head_dim);
  }

 private:
  const model::HyperParameters& hyper_;

 public:
  std::vector<std::vector<float>> queries;  // [n_layers][n_tokens, n_heads, head_dim]
  std::vector<std::vector<float>> keys;     // [n_layers][n_tokens, n_kv_heads, head_dim]
};

std::vector<std::int32_t> tokens(int n, int seed) {
  std::vector<std::int32_t> result;
  std::uint32_t state = static_cast<std::uint32_t>(seed);
  for (int i = 0; i < n; ++i) {
    state = state * 1664525u + 1013904223u;
    result.push_back(static_cast<std::int32_t>((state >> 16) % 96));
  }
  return result;
}

cache::QFilters some_filters(const model::HyperParameters& hyper) {
  cache::QFilters filters{
      .n_layers = hyper.n_layers, .n_kv_heads = hyper.n_kv_heads, .head_dim = hyper.head_dim, .values = {}};
  for (int i = 0; i < hyper.n_layers * hyper.n_kv_heads * hyper.head_dim; ++i) {
    filters.values.push_back(std::sin(static_cast<float>(i)));
  }
  return filters;
}

void forward(const model::TinyModel& tiny, const std::vector<std::int32_t>& ids, int chunk, cache::KvCache& cache,
             ThreadPool& threads, cache::QueryObserver& observer) {
  model::Model::Scratch scratch(tiny.model, chunk);
  for (std::size_t first = 0; first < ids.size(); first += static_cast<std::size_t>(chunk)) {
    const std::size_t n = std::min(static_cast<std::size_t>(chunk), ids.size() - first);
    tiny.model.forward(std::span(ids).subspan(first, n), cache, scratch, threads, {}, false, &observer);
  }
}

// A row of attention as the definition has it: all products, one softmax, no blocks.
std::vector<double> dense_row(const model::HyperParameters& hyper, const Recorder& recorder, int layer, int head,
                              int query) {
  const int dim = hyper.head_dim;
  const int kv_head = head / (hyper.n_heads / hyper.n_kv_heads);
  const int window = hyper.windows[static_cast<std::size_t>(layer)];
  const float* q = recorder.queries[static_cast<std::size_t>(layer)].data() + (query * hyper.n_heads + head) * dim;
  std::vector<double> row(static_cast<std::size_t>(query) + 1);
  double sum = 0;
  for (int key = 0; key <= query; ++key) {
    if (window > 0 && key + window <= query) {
      continue;
    }
    const float* k = recorder.keys[static_cast<std::size_t>(layer)].data() + (key * hyper.n_kv_heads + kv_head) * dim;
    double score = 0;
    for (int i = 0; i < dim; ++i) {
      score += double{q[i]} * k[i];
    }
    score *= hyper.attention_scale;
    if (hyper.attention_soft_cap > 0) {
      score = hyper.attention_soft_cap * std::tanh(score / hyper.attention_soft_cap);
    }
    row[static_cast<std::size_t>(key)] = std::exp(score);
    sum += row[static_cast<std::size_t>(key)];
  }
  for (double& weight : row) {
    weight /= sum;
  }
  return row;
}

class AttentionMassTest : public testing::TestWithParam<std::string> {};

TEST_P(AttentionMassTest, IsThatOfADenseSoftmax) {
  constexpr int kTokens = 90;
  const model::TinyModel tiny(GetParam(), "scalar");
  const model::HyperParameters& hyper = tiny.model.hyper_parameters();
  const std::vector<std::int32_t> ids = tokens(kTokens, 1);
  ThreadPool threads(2);
  const auto new_cache = [&](int chunk) {
    return tiny.model.new_cache(kTokens, chunk, tensor::ElementType::kF32, tensor::ElementType::kF32, 8);
  };
  Recorder recorder(hyper);
  cache::KvCache first_cache = new_cache(kTokens);
  forward(tiny, ids, kTokens, first_cache, threads, recorder);

  const cache::QFilters filters = some_filters(hyper);
  cache::KvCache cache = new_cache(37);
  AttentionMass attention(tiny.model, cache, filters, threads.n_threads());
  forward(tiny, tokens(50, 2), 37, cache, threads, attention);  // another sequence, to be forgotten
  cache.truncate(0);
  attention.start();
  forward(tiny, ids, 37, cache, threads, attention);

  const int group = hyper.n_heads / hyper.n_kv_heads;
  for (int layer = 0; layer < hyper.n_layers; ++layer) {
    const int window = hyper.windows[static_cast<std::size_t>(layer)];
    for (int kv_head = 0; kv_head < hyper.n_kv_heads; ++kv_head) {
      std::vector<double> expected(kTokens);
      for (int query = 0; query < kTokens; ++query) {
        for (int member = 0; member < group; ++member) {
          const std::vector<double> row = dense_row(hyper, recorder, layer, kv_head * group + member, query);
          const int n_seen = window > 0 ? std::min(window, query + 1) : query + 1;
          for (int key = 0; key <= query; ++key) {
            const int n_seeing = window > 0 ? std::min(window, kTokens - key) : kTokens - key;
            expected[static_cast<std::size_t>(key)] += row[static_cast<std::size_t>(key)] * n_seen / n_seeing / group;
          }
        }
      }
      const std::vector<double> actual = attention.mass(layer, kv_head);
      ASSERT_EQ(actual.size(), expected.size());
      for (std::size_t key = 0; key < actual.size(); ++key) {
        EXPECT_NEAR(actual[key], expected[key], 1e-3 * (1 + expected[key]))
            << "layer " << layer << ", head " << kv_head << ", key " << key;
      }
    }
  }
}

TEST_P(AttentionMassTest, KeysAreScoredByTheirFilterAndByTheirNorm) {
  const model::TinyModel tiny(GetParam(), "scalar");
  const model::HyperParameters& hyper = tiny.model.hyper_parameters();
  const std::vector<std::int32_t> ids = tokens(40, 3);
  ThreadPool threads(1);
  const cache::QFilters filters = some_filters(hyper);
  Recorder recorder(hyper);
  cache::KvCache first = tiny.model.new_cache(40, 40, tensor::ElementType::kF32, tensor::ElementType::kF32);
  forward(tiny, ids, 40, first, threads, recorder);
  cache::KvCache second = tiny.model.new_cache(40, 11, tensor::ElementType::kF32, tensor::ElementType::kF32);
  AttentionMass attention(tiny.model, second, filters, 1);
  forward(tiny, ids, 11, second, threads, attention);
  const int dim = hyper.head_dim;
  for (int layer = 0; layer < hyper.n_layers; ++layer) {
    for (int head = 0; head < hyper.n_kv_heads; ++head) {
      ASSERT_EQ(attention.filter_scores(layer, head).size(), 40u);
      for (int key = 0; key < 40; ++key) {
        const float* row =
            recorder.keys[static_cast<std::size_t>(layer)].data() + (key * hyper.n_kv_heads + head) * dim;
        const float* filter = filters.values.data() + (layer * hyper.n_kv_heads + head) * dim;
        double product = 0;
        double squares = 0;
        for (int i = 0; i < dim; ++i) {
          product += double{row[i]} * filter[i];
          squares += double{row[i]} * row[i];
        }
        EXPECT_NEAR(attention.filter_scores(layer, head)[static_cast<std::size_t>(key)], product, 1e-3);
        EXPECT_NEAR(attention.key_norm_scores(layer, head)[static_cast<std::size_t>(key)], -std::sqrt(squares), 1e-3);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Models, AttentionMassTest,
                         testing::Values("llama_gqa", "llama_tied", "mistral_window", "ministral_interleaved",
                                         "mistral3", "qwen2", "qwen3", "gemma2", "gemma3"),
                         [](const auto& parameters) { return parameters.param; });

TEST(KeyCorrelations, DoNotDependOnTheNumberOfThreads) {
  const model::TinyModel tiny("ministral_interleaved", "scalar");
  const cache::QFilters filters = some_filters(tiny.model.hyper_parameters());
  const std::vector<std::vector<std::int32_t>> sequences{tokens(200, 5), tokens(110, 6)};
  const auto correlate = [&](int n_threads) {
    ThreadPool threads(n_threads);
    return correlate_keys(tiny.model, filters, sequences, {}, threads);
  };
  const std::vector<KeyCorrelations> one = correlate(1);
  const std::vector<KeyCorrelations> three = correlate(3);
  ASSERT_EQ(one.size(), 10u);
  for (std::size_t i = 0; i < one.size(); ++i) {
    EXPECT_EQ(one[i].filter, three[i].filter);
    EXPECT_EQ(one[i].key_norm, three[i].key_norm);
    EXPECT_NE(one[i].filter, 0);
  }
}

// What correlate_keys() says of one sequence is the correlation over the keys that are neither first nor last.
TEST(KeyCorrelations, LeaveOutTheFirstAndLastKeys) {
  const model::TinyModel tiny("llama_gqa", "scalar");
  const model::HyperParameters& hyper = tiny.model.hyper_parameters();
  const cache::QFilters filters = some_filters(hyper);
  const std::vector<std::int32_t> ids = tokens(kLeastMeasuredTokens, 7);
  ThreadPool threads(1);
  const std::vector<KeyCorrelations> found = correlate_keys(tiny.model, filters, {{ids}}, {}, threads);

  cache::KvCache cache =
      tiny.model.new_cache(kLeastMeasuredTokens, 64, tensor::ElementType::kF16, tensor::ElementType::kF16);
  AttentionMass attention(tiny.model, cache, filters, 1);
  forward(tiny, ids, 64, cache, threads, attention);
  const auto cut = [](auto values) {
    return std::vector<double>(values.begin() + kUnmeasuredFirst, values.end() - kUnmeasuredLast);
  };
  for (int i = 0; i < 8; ++i) {
    const std::vector<double> mass = cut(attention.mass(i / 2, i % 2));
    ASSERT_EQ(mass.size(), static_cast<std::size_t>(kLeastMeasured));
    EXPECT_NEAR(found[static_cast<std::size_t>(i)].filter, spearman(cut(attention.filter_scores(i / 2, i % 2)), mass),
                1e-12);
    EXPECT_NEAR(found[static_cast<std::size_t>(i)].key_norm,
                spearman(cut(attention.key_norm_scores(i / 2, i % 2)), mass), 1e-12);
  }
}

Json report(const std::vector<KeyCorrelations>& correlations, const FilterQuality& quality = {0.6, 5, 0.99},
            bool norms = false, bool biases = false) {
  const std::vector<FilterQuality> qualities(correlations.size(), quality);
  return calibration_report({.n_kv_heads = 2,
                             .query_key_norms = norms,
                             .query_key_biases = biases,
                             .qualities = qualities,
                             .correlations = correlations,
                             .held_out_tokens = 4096});
}

TEST(CalibrationReport, HoldsTheFiguresOfEachHeadAndTheirMeans) {
  const Json result = report({{0.8, 0.3}, {0.6, 0.1}, {0.7, 0.2}, {0.5, 0}});
  EXPECT_EQ(result["held_out_tokens"], 4096);
  EXPECT_NEAR(result["correlation"].get<double>(), 0.65, 1e-12);
  EXPECT_NEAR(result["key_norm_correlation"].get<double>(), 0.15, 1e-12);
  EXPECT_NEAR(result["variance"].get<double>(), 0.6, 1e-12);
  ASSERT_EQ(result["heads"].size(), 4u);
  const Json& head = result["heads"][2];
  EXPECT_EQ(head["layer"], 1);
  EXPECT_EQ(head["head"], 0);
  EXPECT_EQ(head["variance"], 0.6);
  EXPECT_EQ(head["gap"], 5.0);
  EXPECT_EQ(head["positive"], 0.99);
  EXPECT_EQ(head["correlation"], 0.7);
  EXPECT_EQ(head["key_norm_correlation"], 0.2);
  EXPECT_EQ(head["verdict"], "suits");
  EXPECT_EQ(head["reasons"].size(), 1u) << head["reasons"];
}

TEST(CalibrationReport, VerdictsFollowTheThresholds) {
  const Json heads = report({{kSuits, 0}, {kSuits - 1e-9, 0}, {kDoesNotSuit, 0}, {kDoesNotSuit - 1e-9, 0}})["heads"];
  EXPECT_EQ(heads[0]["verdict"], "suits");
  EXPECT_EQ(heads[1]["verdict"], "weak");
  EXPECT_EQ(heads[2]["verdict"], "weak");
  EXPECT_EQ(heads[3]["verdict"], "does not suit");
  EXPECT_EQ(report({{0.5, 0}, {0.5, 0}})["verdict"], "suits");
  EXPECT_EQ(report({{0.3, 0}, {0.3, 0}})["verdict"], "weak");
  EXPECT_EQ(report({{-0.3, 0}, {0.3, 0}})["verdict"], "does not suit");
}

TEST(CalibrationReport, AModelWithManyUnsuitedHeadsIsWeakWhateverItsMean) {
  EXPECT_EQ(report({{0.9, 0}, {0.9, 0}, {0.9, 0}, {0, 0}})["verdict"], "suits");
  const Json result = report({{0.9, 0}, {0.9, 0}, {0, 0}, {0, 0}});
  EXPECT_EQ(result["verdict"], "weak");
  EXPECT_THAT(result["reasons"].dump(), HasSubstr("2 of 4 heads do not suit, more than 25%"));
}

TEST(CalibrationReport, ReasonsExplainAHead) {
  const std::string plain = report({{0.8, 0.2}, {0.8, 0.2}})["heads"][0]["reasons"].dump();
  EXPECT_THAT(plain, HasSubstr("correlation 0.80, suits from 0.40"));
  const std::string reasons = report({{0, 0.2}, {0, -0.4}}, {0.1, 1.2, 0.55})["heads"].dump();
  EXPECT_THAT(reasons, HasSubstr("little of the queries lies along one direction: 10%"));
  EXPECT_THAT(reasons, HasSubstr("the first holds 1.20 times the second"));
  EXPECT_THAT(reasons, HasSubstr("55% on the filter's"));
  EXPECT_THAT(reasons, HasSubstr("key norms order them better: 0.20"));
  EXPECT_THAT(reasons, HasSubstr("key norms order them the wrong way round: -0.40"));
}

TEST(CalibrationReport, NamesNormsAndBiases) {
  const std::vector<KeyCorrelations> heads{{0.8, 0}, {0.8, 0}};
  EXPECT_THAT(report(heads, {0.6, 5, 1}, true, false)["reasons"], Contains("has QK-norm"));
  EXPECT_THAT(report(heads, {0.6, 5, 1}, false, true)["reasons"], Contains("has biases on queries/keys"));
  EXPECT_EQ(report(heads)["reasons"].size(), 1u);
}

TEST(CalibrationReport, ModelsSayWhetherTheyHaveNormsAndBiases) {
  const auto has = [](const std::string& name) {
    const model::TinyModel tiny(name, "scalar");
    return std::pair(tiny.model.has_query_key_norms(), tiny.model.has_query_key_biases());
  };
  EXPECT_EQ(has("llama_gqa"), std::pair(false, false));
  EXPECT_EQ(has("qwen2"), std::pair(false, true));
  EXPECT_EQ(has("qwen3"), std::pair(true, false));
  EXPECT_EQ(has("gemma3"), std::pair(true, false));
}

}  // namespace
}  // namespace oree::workbench
