// What is kept, and every bit of the logits, whatever the chunks and snapshots, for all policies.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "cache/snapshot.h"
#include "model/evicting_reader.h"

namespace oree::model {
namespace {

// More tokens than snap_kv's window and two partitions of lag_kv.
constexpr int kTokens = 400;

std::vector<std::int32_t> random_tokens() {
  std::mt19937 random(8);
  std::vector<std::int32_t> tokens(kTokens);
  std::generate(tokens.begin(), tokens.end(), [&] { return static_cast<std::int32_t>(random() % 96); });
  return tokens;
}

std::vector<std::vector<int>> kept(const cache::KvCache& cache) {
  std::vector<std::vector<int>> result;
  for (int layer = 0; layer < cache.n_layers(); ++layer) {
    for (int head = 0; head < cache.layout().n_kv_heads; ++head) {
      result.push_back(cache.kept(layer, head));
    }
  }
  return result;
}

class EvictionDeterminismTest : public testing::TestWithParam<std::tuple<std::string, bool>> {
 protected:
  std::string policy() const { return std::get<0>(GetParam()); }
  // Heads share their budget and values are weighed too.
  bool with_everything() const { return std::get<1>(GetParam()); }

  cache::EvictionRule rule() const {
    return {.policy = cache::make_policy(policy(), policy_context(tiny_.model, "ministral_interleaved")),
            .budget = 300,
            .sinks = 4,
            .window = 20,
            .adaptive_heads = with_everything(),
            .value_norms = with_everything() ? tiny_.model.value_norms() : nullptr,
            .whole_layers = 0,
            .every = 55};
  }

  TinyModel tiny_{"ministral_interleaved", kernels::table_names().front()};
  std::vector<std::int32_t> tokens_ = random_tokens();
};

TEST_P(EvictionDeterminismTest, NothingDependsOnTheChunks) {
  Reader whole(tiny_.model, kTokens, kTokens, rule());
  whole.read(tokens_);
  EXPECT_LT(whole.cache.kept(0, 0).size(), static_cast<std::size_t>(kTokens));
  for (const int chunk : {16, 7, 1}) {
    Reader parts(tiny_.model, kTokens, chunk, rule());
    parts.read(tokens_);

    EXPECT_EQ(parts.logits, whole.logits) << "chunk " << chunk;
    for (const int layer : {0, 4}) {  // the rings of the others hold as much as the chunk asks for
      for (int head = 0; head < 2; ++head) {
        EXPECT_EQ(parts.cache.kept(layer, head), whole.cache.kept(layer, head)) << "chunk " << chunk;
      }
    }
  }
}

TEST_P(EvictionDeterminismTest, ASnapshotGoesOnAsTheCacheItWasTakenOf) {
  const auto tokens = std::span<const std::int32_t>(tokens_);
  for (const std::size_t at : {30u, 330u, 352u}) {  // before any eviction, right after one, and between two
    Reader original(tiny_.model, kTokens, 16, rule());
    original.read(tokens.first(at));
    std::vector<std::byte> bytes;
    cache::Snapshot::write(
        original.cache, [&](std::span<const std::byte> part) { bytes.insert(bytes.end(), part.begin(), part.end()); });
    cache::ByteSource source(bytes);
    Reader restored(tiny_.model, kTokens, 16, rule());
    restored.cache = cache::Snapshot::read(original.cache.layout(), source);
    EXPECT_EQ(source.n_left(), 0u);
    original.logits.clear();
    original.read(tokens.subspan(at));
    restored.read(tokens.subspan(at));
    EXPECT_EQ(restored.logits, original.logits) << at;
    EXPECT_EQ(kept(restored.cache), kept(original.cache)) << at;
  }
}

INSTANTIATE_TEST_SUITE_P(Policies, EvictionDeterminismTest,
                         testing::Combine(testing::ValuesIn([] {
                                            std::vector<std::string> names = cache::policy_names();
                                            names.erase(names.begin());  // "none"
                                            return names;
                                          }()),
                                          testing::Bool()),
                         [](const auto& parameters) {
                           return std::get<0>(parameters.param) +
                                  (std::get<1>(parameters.param) ? "_with_everything" : "");
                         });

}  // namespace
}  // namespace oree::model
