#include "decode/sampler.h"

#include <cmath>
#include <limits>
#include <map>

#include "text/golden.h"

namespace oree::decode {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

// How often each token comes in many draws.
std::map<TokenId, double> frequencies(const SamplingOptions& options, const std::vector<float>& logits,
                                      const TokenMask* mask = nullptr) {
  constexpr int kDraws = 20'000;
  Sampler sampler(options);
  std::map<TokenId, double> result;
  for (int i = 0; i < kDraws; ++i) result[sampler.sample(logits, mask)] += 1.0 / kDraws;
  return result;
}

std::vector<TokenId> drawn(const SamplingOptions& options, const std::vector<float>& logits,
                           const TokenMask* mask = nullptr) {
  std::vector<TokenId> tokens;
  for (const auto& [token, share] : frequencies(options, logits, mask)) tokens.push_back(token);
  return tokens;
}

TEST(Sampler, IsGreedyAtTemperatureZero) {
  Sampler sampler({});
  EXPECT_EQ(sampler.sample(std::vector<float>{1, 3, 2}, nullptr), 1);
  EXPECT_EQ(sampler.sample(std::vector<float>{1, 3, 3}, nullptr), 1) << "the lowest id wins a tie";
  EXPECT_EQ(sampler.sample(std::vector<float>{-5, kNan, -7}, nullptr), 0);
  EXPECT_EQ(sampler.sample(std::vector<float>{kNan, -kInfinity, kNan}, nullptr), 0);
  EXPECT_EQ(sampler.sample(std::vector<float>{0, kInfinity, 1}, nullptr), 1);
}

TEST(Sampler, KeepsToTheMask) {
  const TokenMask mask = {(std::uint64_t{1} << 2) | (std::uint64_t{1} << 63), 1};
  std::vector<float> logits(65, 0.f);
  logits[0] = 100;
  EXPECT_EQ(Sampler({}).sample(logits, &mask), 2);
  EXPECT_THAT(drawn({.temperature = 1}, logits, &mask), testing::ElementsAre(2, 63, 64));
  std::fill(logits.begin(), logits.end(), kNan);
  EXPECT_EQ(Sampler({}).sample(logits, &mask), 2);
  EXPECT_EQ(Sampler({.temperature = 1}).sample(logits, &mask), 2);
  const TokenMask empty = {0, 0};
  EXPECT_EQ(test::error_of([&] { Sampler({}).sample(logits, &empty); }).code(), ErrorCode::kInternal);
  const TokenMask short_mask = {1};
  EXPECT_EQ(test::error_of([&] { Sampler({}).sample(logits, &short_mask); }).code(), ErrorCode::kInternal);
}

TEST(Sampler, DrawsFromTheSoftmax) {
  const std::vector<float> logits = {0, std::log(2.f), std::log(5.f), -kInfinity, kNan};
  const auto plain = frequencies({.temperature = 1}, logits);
  EXPECT_EQ(plain.size(), 3u);
  EXPECT_NEAR(plain.at(0), 1 / 8.0, 0.01);
  EXPECT_NEAR(plain.at(1), 2 / 8.0, 0.01);
  EXPECT_NEAR(plain.at(2), 5 / 8.0, 0.01);
  const auto hot = frequencies({.temperature = 2}, logits);
  const double total = 1 + std::sqrt(2) + std::sqrt(5);
  EXPECT_NEAR(hot.at(0), 1 / total, 0.01);
  EXPECT_NEAR(hot.at(2), std::sqrt(5) / total, 0.01);
}

TEST(Sampler, CutsByTopK) {
  EXPECT_THAT(drawn({.temperature = 1, .top_k = 2}, {1, 1, 1, 0.9f}), testing::ElementsAre(0, 1)) << "ties by id";
  EXPECT_THAT(drawn({.temperature = 1, .top_k = 9}, {1, 1}), testing::ElementsAre(0, 1));
  EXPECT_THAT(drawn({.temperature = 5, .top_k = 1}, {0, 0.1f, 0.2f}), testing::ElementsAre(2));
}

TEST(Sampler, CutsByMinP) {
  const std::vector<float> logits = {std::log(1.f), std::log(0.5f), std::log(0.24f), std::log(0.26f)};
  EXPECT_THAT(drawn({.temperature = 1, .min_p = 0.25f}, logits), testing::ElementsAre(0, 1, 3));
  EXPECT_THAT(drawn({.temperature = 1, .min_p = 1}, logits), testing::ElementsAre(0));
}

TEST(Sampler, CutsByTopP) {
  const std::vector<float> logits = {std::log(0.1f), std::log(0.5f), std::log(0.3f), std::log(0.1f)};
  EXPECT_THAT(drawn({.temperature = 1, .top_p = 0.45f}, logits), testing::ElementsAre(1));
  EXPECT_THAT(drawn({.temperature = 1, .top_p = 0.75f}, logits), testing::ElementsAre(1, 2));
  EXPECT_THAT(drawn({.temperature = 1, .top_p = 0.85f}, logits), testing::ElementsAre(0, 1, 2)) << "ties by id";
  std::vector<float> flat(3000, 0.f);
  Sampler flat_sampler({.temperature = 1, .top_p = 0.1f});
  for (int i = 0; i < 1000; ++i) EXPECT_LT(flat_sampler.sample(flat, nullptr), 301);
  EXPECT_THAT(drawn({.temperature = 1, .top_k = 3, .top_p = 0.99f, .min_p = 0.3f}, logits), testing::ElementsAre(1, 2));
}

TEST(Sampler, GivesTheSameTokensForTheSameSeed) {
  std::vector<float> logits;
  for (int i = 0; i < 1000; ++i) logits.push_back(std::sin(static_cast<float>(i)) * 4);
  const SamplingOptions options{.temperature = 0.8f, .top_k = 100, .top_p = 0.95f, .min_p = 0.01f, .seed = 7};
  SamplingOptions other = options;
  other.seed = 8;
  const auto sequence = [&](const SamplingOptions& wanted) {
    Sampler sampler(wanted);
    std::vector<TokenId> tokens;
    for (int i = 0; i < 50; ++i) tokens.push_back(sampler.sample(logits, nullptr));
    return tokens;
  };
  EXPECT_EQ(sequence(options), sequence(options));
  EXPECT_NE(sequence(options), sequence(other));
}

// xoshiro256** seeded by splitmix64 from 0 gives 0x99EC5F36CB75F2B4 first (the authors' C code): 0.6012638 of 1.
TEST(Sampler, DrawsFromTheGeneratorItNames) {
  const std::vector<float> logits(10'000, 0.f);
  EXPECT_EQ(Sampler({.temperature = 1}).sample(logits, nullptr), 6012);
}

TEST(Sampler, SurvivesExtremeLogits) {
  EXPECT_THAT(drawn({.temperature = 1}, {kInfinity, kInfinity, 0}), testing::ElementsAre(0, 1));
  EXPECT_THAT(drawn({.temperature = 1e-30f}, {1, 2}), testing::ElementsAre(1));
  EXPECT_THAT(drawn({.temperature = 1e38f}, {-3e38f, 3e38f}), testing::ElementsAre(0, 1));
  EXPECT_THAT(drawn({.temperature = 1, .top_p = 0.5f}, {-3e38f, 3e38f}), testing::ElementsAre(1));
}

TEST(Sampler, RefusesOptionsOutOfRange) {
  for (const SamplingOptions& options :
       {SamplingOptions{.temperature = -1}, SamplingOptions{.temperature = kNan},
        SamplingOptions{.temperature = kInfinity}, SamplingOptions{.top_k = -1}, SamplingOptions{.top_p = 0},
        SamplingOptions{.top_p = 1.1f}, SamplingOptions{.top_p = kNan}, SamplingOptions{.min_p = -0.1f},
        SamplingOptions{.min_p = 2}}) {
    EXPECT_EQ(test::error_of([&] { Sampler{options}; }).code(), ErrorCode::kInvalid);
  }
}

}  // namespace
}  // namespace oree::decode
