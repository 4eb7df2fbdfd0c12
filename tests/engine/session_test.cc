#include <cstring>
#include <thread>

#include "engine/shipped_model.h"

namespace oree::engine_test {
namespace {

class SessionTest : public WithModel {};

std::vector<TokenId> some_tokens(const Engine& engine) {
  return engine.tokenize("Lunch with Ana on Thursday at 12:30, then a walk by the river with everybody.", {});
}

TEST_F(SessionTest, TheLogitsAreTheSameBitsInWhateverPartsTokensCome) {
  EngineOptions options;
  const Engine whole(model_path(), options);
  const std::vector<TokenId> tokens = some_tokens(whole);
  std::vector<float> expected;
  Session session = whole.new_session();
  session.append(tokens, &expected);
  ASSERT_EQ(expected.size(), tokens.size() * static_cast<std::size_t>(whole.vocabulary_size()));

  for (const int chunk : {1, 3, 256}) {
    for (const int n_threads : {1, 2}) {
      options.chunk = chunk;
      options.n_threads = n_threads;
      const Engine engine(model_path(), options);
      Session other = engine.new_session();
      std::vector<float> first;
      std::vector<float> rest;
      other.append(std::span(tokens).first(4), &first);
      other.append(std::span(tokens).subspan(4), &rest);
      first.insert(first.end(), rest.begin(), rest.end());
      ASSERT_EQ(first.size(), expected.size());
      EXPECT_EQ(std::memcmp(first.data(), expected.data(), expected.size() * sizeof(float)), 0)
          << "chunk " << chunk << ", " << n_threads << " threads";
    }
  }
}

TEST_F(SessionTest, AGenerationInTwoPartsIsThatInOne) {
  const Engine engine(model_path(), {});
  Session one = engine.new_session();
  Session two = engine.new_session();
  one.append(some_tokens(engine));
  two.append(some_tokens(engine));
  GenerateOptions options;
  options.max_tokens = 8;
  const Generation whole = one.generate(options);
  ASSERT_EQ(whole.tokens.size(), 8u);
  EXPECT_EQ(whole.stop, StopReason::kLength);
  options.max_tokens = 4;
  std::vector<TokenId> parts = two.generate(options).tokens;
  const Generation second = two.generate(options);
  parts.insert(parts.end(), second.tokens.begin(), second.tokens.end());
  EXPECT_EQ(parts, whole.tokens);
  EXPECT_EQ(one.n_tokens(), two.n_tokens());
}

TEST_F(SessionTest, TextIsStreamedAsItIsReturned) {
  const Engine engine(model_path(), {});
  Session session = engine.new_session();
  session.append(some_tokens(engine));
  std::string streamed;
  GenerateOptions options;
  options.max_tokens = 30;
  options.sampling = {.temperature = 1.5F, .top_k = 0, .top_p = 1, .min_p = 0, .seed = 3};
  options.on_text = [&](std::string_view text) { streamed += text; };
  const Generation generation = session.generate(options);
  EXPECT_EQ(streamed, generation.text);
  EXPECT_EQ(generation.usage.completion_tokens, static_cast<int>(generation.tokens.size()));
  EXPECT_GE(generation.usage.seconds, generation.usage.first_token_seconds);
}

TEST_F(SessionTest, NoTokensMayBeAskedFor) {
  const Engine engine(model_path(), {});
  Session session = engine.new_session();
  session.append(some_tokens(engine));
  GenerateOptions options;
  options.max_tokens = 0;
  const Generation generation = session.generate(options);
  EXPECT_TRUE(generation.tokens.empty());
  EXPECT_EQ(generation.stop, StopReason::kLength);
}

TEST_F(SessionTest, AFullContextIsALimit) {
  EngineOptions options;
  options.context = 16;
  const Engine engine(model_path(), options);
  Session session = engine.new_session();
  const std::vector<TokenId> tokens(17, 20);
  const Error error = error_of([&] { session.append(tokens); });
  EXPECT_EQ(error.code(), ErrorCode::kLimit);
  EXPECT_NE(std::string(error.what()).find("16"), std::string::npos) << error.what();
  EXPECT_EQ(session.n_tokens(), 0);

  session.append(std::span(tokens).first(14));
  GenerateOptions generate;
  generate.max_tokens = 100;
  const Generation generation = session.generate(generate);
  EXPECT_LE(generation.tokens.size(), 2u);
}

TEST_F(SessionTest, BadTokensAndEmptySequencesAreRefused) {
  const Engine engine(model_path(), {});
  Session session = engine.new_session();
  for (const TokenId bad : {-1, engine.vocabulary_size()}) {
    const Error error = error_of([&] { session.append(std::vector<TokenId>{1, bad}); });
    EXPECT_EQ(error.code(), ErrorCode::kInvalid);
    EXPECT_NE(error.where().find("position 1"), std::string::npos) << error.where();
  }
  EXPECT_EQ(error_of([&] { session.generate({}); }).code(), ErrorCode::kInvalid);
}

TEST_F(SessionTest, ASetFlagCancels) {
  const Engine engine(model_path(), {});
  Session session = engine.new_session();
  session.append(some_tokens(engine));
  CancelFlag cancel;
  GenerateOptions options;
  options.max_tokens = 1000;
  options.cancel = &cancel;
  options.sampling.temperature = 2;
  options.on_text = [&](std::string_view) { cancel.cancel(); };
  const Generation generation = session.generate(options);
  EXPECT_EQ(generation.stop, StopReason::kCancelled);
  EXPECT_LT(generation.tokens.size(), 1000u);
}

TEST_F(SessionTest, SessionsInSeveralThreadsWriteWhatOneAloneWrites) {
  EngineOptions options;
  options.n_threads = 2;
  const Engine engine(model_path(), options);
  const auto write = [&] {
    Session session = engine.new_session();
    session.append(some_tokens(engine));
    GenerateOptions generate;
    generate.max_tokens = 6;
    return session.generate(generate).tokens;
  };
  const std::vector<TokenId> alone = write();
  std::vector<std::vector<TokenId>> together(3);
  std::vector<std::thread> threads;
  for (std::vector<TokenId>& tokens : together) {
    threads.emplace_back([&] { tokens = write(); });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  for (const std::vector<TokenId>& tokens : together) {
    EXPECT_EQ(tokens, alone);
  }
}

}  // namespace
}  // namespace oree::engine_test
