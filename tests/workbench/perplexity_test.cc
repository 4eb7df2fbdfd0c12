#include "oree/workbench/perplexity.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <random>

#include "engine/shipped_model.h"
#include "oree/error.h"
#include "support/temporary_directory.h"
#include "workbench/token_losses.h"

namespace oree {
namespace {

using engine_test::error_of;
using engine_test::model_path;

class PerplexityTest : public engine_test::WithModel {};

// Words without sense, about two tokens each.
std::string some_text(int n_words) {
  const char* words[] = {"river", "lamp", "walks", "under", "green", "seven", "the", "of", "paper", "sings"};
  std::mt19937_64 random(11);
  std::string text;
  for (int word = 0; word < n_words; ++word) {
    text += std::string(text.empty() ? "" : " ") + words[random() % 10];
  }
  return text;
}

PerplexityOptions options_of(const std::string& text, int n_tokens) {
  PerplexityOptions options;
  options.text = text;
  options.n_tokens = n_tokens;
  return options;
}

// Straight from the definition.
double softmax_loss(std::span<const float> logits, TokenId token) {
  double total = 0;
  for (const float logit : logits) {
    total += std::exp(static_cast<double>(logit));
  }
  return -std::log(std::exp(static_cast<double>(logits[static_cast<std::size_t>(token)])) / total);
}

TEST(TokenLossTest, StaysFiniteWhereExponentialsDoNot) {
  const std::vector<float> logits = {3000, 2999, -3000};
  EXPECT_NEAR(workbench::token_loss(logits, 0), std::log1p(std::exp(-1)), 1e-12);
  EXPECT_NEAR(workbench::token_loss(logits, 2), 6000 + std::log1p(std::exp(-1)), 1e-9);
}

TEST_F(PerplexityTest, TokenLossesAreTheSoftmaxOfTheSessionsLogits) {
  const Engine engine(model_path(), {});
  const std::vector<TokenId> tokens = engine.tokenize(some_text(200), {});
  std::vector<float> logits;
  engine.new_session().append(tokens, &logits);
  Session session = engine.new_session();
  int last_done = 0;
  const std::vector<double> losses = workbench::token_losses(session, tokens, [&](int done) { last_done = done; });
  ASSERT_EQ(losses.size(), tokens.size() - 1);
  EXPECT_EQ(last_done, static_cast<int>(tokens.size()));
  EXPECT_EQ(session.n_tokens(), static_cast<int>(tokens.size()));
  const std::size_t row = logits.size() / tokens.size();
  for (std::size_t index = 0; index < losses.size(); ++index) {
    EXPECT_NEAR(losses[index], softmax_loss(std::span(logits).subspan(index * row, row), tokens[index + 1]), 1e-9);
  }
}

TEST_F(PerplexityTest, TokenLossesGoOnFromASession) {
  const Engine engine(model_path(), {});
  const std::vector<TokenId> tokens = engine.tokenize(some_text(20), {});
  Session whole = engine.new_session();
  const std::vector<double> expected = workbench::token_losses(whole, tokens);
  Session parts = engine.new_session();
  parts.append(std::span(tokens).first(5));
  const std::vector<double> rest = workbench::token_losses(parts, std::span(tokens).subspan(5));
  EXPECT_EQ(rest, std::vector<double>(expected.begin() + 5, expected.end()));
  EXPECT_TRUE(workbench::token_losses(parts, {}).empty());
}

TEST_F(PerplexityTest, IsTheMeanLossOfTheLogits) {
  const std::string text = some_text(500);
  const Json result = measure_perplexity(model_path(), {}, options_of(text, 600));
  const Engine engine(model_path(), {});
  std::vector<TokenId> tokens = engine.tokenize(text, {});
  ASSERT_GE(tokens.size(), 600u);
  tokens.resize(600);
  std::vector<float> logits;
  Session session = engine.new_session();
  session.append(tokens, &logits);
  const auto row = static_cast<std::size_t>(engine.vocabulary_size());
  std::vector<double> losses;
  for (std::size_t index = 0; index + 1 < tokens.size(); ++index) {
    losses.push_back(softmax_loss(std::span(logits).subspan(index * row, row), tokens[index + 1]));
  }
  const auto mean = [&](std::size_t begin, std::size_t end) {
    double total = 0;
    for (std::size_t index = begin; index < end; ++index) {
      total += losses[index];
    }
    return total / static_cast<double>(end - begin);
  };
  EXPECT_EQ(result["tokens"], 600);
  EXPECT_EQ(result["sequences"], 1);
  EXPECT_NEAR(result["loss"].get<double>(), mean(0, 599), 1e-9);
  EXPECT_NEAR(result["perplexity"].get<double>(), std::exp(mean(0, 599)), 1e-6);
  // 600 tokens are a block of 256 and one of 344: what is left over is less than half a block.
  ASSERT_EQ(result["by_position"].size(), 2u);
  EXPECT_EQ(result["by_position"][0][0], 256);
  EXPECT_EQ(result["by_position"][1][0], 600);
  EXPECT_NEAR(result["by_position"][0][1].get<double>(), mean(0, 255), 1e-9);
  EXPECT_NEAR(result["by_position"][1][1].get<double>(), mean(255, 599), 1e-9);
  const double spread = 12.7062 * std::abs(mean(0, 255) - mean(255, 599)) / 2;  // Student's t of two parts
  EXPECT_NEAR(result["high"].get<double>() - result["loss"].get<double>(), spread, 1e-4);
  EXPECT_NEAR(result["loss"].get<double>() - result["low"].get<double>(), spread, 1e-4);
  EXPECT_EQ(result["cache"]["policy"], "none");
  EXPECT_TRUE(result["cache"]["budget"].is_null());
  EXPECT_EQ(result["cache"]["bytes"], session.cache_bytes());
}

TEST_F(PerplexityTest, ABudgetForAllTokensIsNoBudgetBitForBit) {
  const PerplexityOptions options = options_of(some_text(700), 700);
  const Json free = measure_perplexity(model_path(), {}, options);
  EngineOptions bounded;
  bounded.cache.policy = "knorm";
  bounded.cache.evict_every = 64;
  bounded.cache.budget = {.unit = CacheBudget::Unit::kTokens, .amount = 700};
  const Json all = measure_perplexity(model_path(), bounded, options);
  EXPECT_EQ(all["loss"].get<double>(), free["loss"].get<double>());
  EXPECT_EQ(all["by_position"], free["by_position"]);

  bounded.cache.budget.amount = 48;
  const Json few = measure_perplexity(model_path(), bounded, options);
  EXPECT_NE(few["loss"].get<double>(), free["loss"].get<double>());
  EXPECT_EQ(few["cache"]["policy"], "knorm");
  EXPECT_EQ(few["cache"]["budget"], 48);
  EXPECT_EQ(few["cache"]["asked"], "48");
  EXPECT_LT(few["cache"]["bytes"].get<std::size_t>(), free["cache"]["bytes"].get<std::size_t>());
}

TEST_F(PerplexityTest, SequencesFollowEachOtherAndBeginAnew) {
  const std::string text = some_text(700);
  PerplexityOptions options = options_of(text, 300);
  options.n_sequences = 2;
  int last_done = 0;
  options.on_progress = [&](int done, int total) {
    last_done = done;
    EXPECT_EQ(total, 600);
  };
  const Json both = measure_perplexity(model_path(), {}, options);
  EXPECT_EQ(last_done, 600);
  EXPECT_EQ(both["tokens"], 600);
  EXPECT_EQ(both["sequences"], 2);

  const Engine engine(model_path(), {});
  const std::vector<TokenId> opening = engine.tokenize("", {});
  const std::vector<TokenId> tokens = engine.tokenize(text, TokenizeOptions{.add_bos = false});
  const std::size_t of_text = 300 - opening.size();
  double total = 0;
  for (const std::size_t begin : {std::size_t{0}, of_text}) {
    std::vector<TokenId> sequence = opening;
    const auto first = tokens.begin() + static_cast<std::ptrdiff_t>(begin);
    sequence.insert(sequence.end(), first, first + static_cast<std::ptrdiff_t>(of_text));
    Session session = engine.new_session();
    for (const double loss : workbench::token_losses(session, sequence)) {
      total += loss / 598;
    }
  }
  EXPECT_NEAR(both["loss"].get<double>(), total, 1e-9);
}

TEST_F(PerplexityTest, ATextIsCutAtTheContext) {
  EngineOptions engine;
  engine.context = 100;
  engine.cache.policy = "streaming";
  engine.cache.budget = parse_cache_budget("50%");
  const Json result = measure_perplexity(model_path(), engine, options_of(some_text(700), 600));
  EXPECT_EQ(result["tokens"], 100);
  EXPECT_EQ(result["cache"]["budget"], 50);
  EXPECT_EQ(result["cache"]["asked"], "50%");
  EXPECT_TRUE(result["low"].is_null());  // one block says nothing of the spread
}

TEST_F(PerplexityTest, WhatCannotBeMeasuredIsRefused) {
  const auto code_of = [](const EngineOptions& engine, const PerplexityOptions& options) {
    return error_of([&] { measure_perplexity(model_path(), engine, options); }).code();
  };
  EXPECT_EQ(code_of({}, options_of("", 600)), ErrorCode::kInvalid);
  EXPECT_EQ(code_of({}, options_of("\xff", 600)), ErrorCode::kInvalid);
  PerplexityOptions two = options_of(some_text(200), 600);
  two.n_sequences = 2;
  EXPECT_EQ(code_of({}, two), ErrorCode::kInvalid);
  EngineOptions at_end;
  at_end.cache.policy = "knorm";
  at_end.cache.evict_at_end = true;
  EXPECT_EQ(code_of(at_end, options_of(some_text(200), 100)), ErrorCode::kInvalid);
}

TEST_F(PerplexityTest, APictureIsDrawnAndItsFolderKnownFirst) {
  const test::TemporaryDirectory folder;
  PerplexityOptions options = options_of(some_text(500), 600);
  options.picture = folder.path() / "loss.svg";
  const Json result = measure_perplexity(model_path(), {}, options);
  std::ifstream file(options.picture);
  const std::string svg((std::istreambuf_iterator<char>(file)), {});
  EXPECT_NE(svg.find("Loss by position, oree-mini"), std::string::npos);
  EXPECT_NE(svg.find(">none</text>"), std::string::npos);
  EXPECT_EQ(result["by_position"].size(), 2u);

  options.picture = folder.path() / "absent" / "loss.svg";
  options.on_progress = [](int, int) { ADD_FAILURE() << "it was measured in vain"; };
  EXPECT_EQ(error_of([&] { measure_perplexity(model_path(), {}, options); }).code(), ErrorCode::kNotFound);
}

}  // namespace
}  // namespace oree
