// Bounded and saved sessions.
#include <algorithm>
#include <cstring>
#include <fstream>
#include <ostream>

#include "engine/shipped_model.h"
#include "support/temporary_directory.h"

namespace oree::engine_test {
namespace {

namespace fs = std::filesystem;

constexpr int kTokens = 700;  // beyond the windows of 512

std::vector<TokenId> many_tokens(const Engine& engine, std::size_t n = kTokens) {
  std::vector<TokenId> tokens;
  for (int i = 0; tokens.size() < n; ++i) {
    const std::vector<TokenId> sentence = engine.tokenize(
        "On day " + std::to_string(i) + " Ana met number " + std::to_string(i * i % 97) + " by the river. ", {});
    tokens.insert(tokens.end(), sentence.begin(), sentence.end());
  }
  tokens.resize(n);
  return tokens;
}

CacheOptions bounded(const std::string& policy, double tokens = 64) {
  CacheOptions cache;
  cache.policy = policy;
  cache.budget = {.unit = CacheBudget::Unit::kTokens, .amount = tokens};
  cache.evict_every = 32;
  return cache;
}

std::string content_of(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

void write_content(const fs::path& path, const std::string& content) {
  std::ofstream(path, std::ios::binary) << content;
}

class SavedSessionTest : public WithModel {
 protected:
  test::TemporaryDirectory folder_;
};

struct Case {
  std::string name;
  CacheOptions cache;
  KvType type = KvType::kF16;
};

void PrintTo(const Case& value, std::ostream* stream) { *stream << value.name; }

std::vector<Case> cases() {
  Case adaptive{"adaptive_value_aware", bounded("knorm"), KvType::kF16};
  adaptive.cache.adaptive_heads = true;
  adaptive.cache.value_aware = true;
  Case at_end{"at_end", bounded("keydiff"), KvType::kF16};
  at_end.cache.evict_at_end = true;
  Case inside{"inside_windows", bounded("streaming"), KvType::kF16};
  inside.cache.inside_windows = true;
  return {{"none", {}},
          {"streaming_q8_0", bounded("streaming"), KvType::kQ8_0},
          {"keydiff_q4_0", bounded("keydiff"), KvType::kQ4_0},
          {"snap_kv", bounded("snap_kv")},
          {"expected_attention", bounded("expected_attention")},
          adaptive,
          at_end,
          inside};
}

class SavedSessionsTest : public SavedSessionTest, public testing::WithParamInterface<Case> {
 protected:
  EngineOptions options() const {
    EngineOptions options;
    options.context = 1024;
    options.draft = 0;  // a guess takes rows of a full ring that are no longer seen: which, depends on time
    options.cache = GetParam().cache;
    options.kv_type_k = options.kv_type_v = GetParam().type;
    return options;
  }
};

TEST_P(SavedSessionsTest, GoOnAsIfTheyHadNeverStopped) {
  const Engine engine(model_path(), options());
  const std::vector<TokenId> tokens = many_tokens(engine);
  const fs::path path = folder_.path() / "session";
  Session session = engine.new_session();
  session.append(std::span(tokens).first(600));
  session.save(path);
  const Engine later(model_path(), options());
  Session resumed = later.load_session(path);
  EXPECT_EQ(resumed.n_tokens(), session.n_tokens());
  EXPECT_EQ(resumed.kept(), session.kept());

  std::vector<float> expected;
  std::vector<float> actual;
  session.append(std::span(tokens).subspan(600), &expected);
  resumed.append(std::span(tokens).subspan(600), &actual);
  ASSERT_EQ(actual.size(), expected.size());
  EXPECT_EQ(std::memcmp(actual.data(), expected.data(), actual.size() * sizeof(float)), 0);
  const GenerateOptions generate{.max_tokens = 40, .sampling = {}, .on_text = {}};
  EXPECT_EQ(resumed.generate(generate).tokens, session.generate(generate).tokens);
  EXPECT_EQ(resumed.kept(), session.kept());
}

TEST_P(SavedSessionsTest, AFlippedByteAnywhereIsRefused) {
  const Engine engine(model_path(), options());
  const fs::path path = folder_.path() / "session";
  Session session = engine.new_session();
  session.append(many_tokens(engine, 100));
  session.save(path);
  const std::string content = content_of(path);
  for (std::size_t offset = 0; offset < content.size(); offset += 1 + content.size() / 23) {
    std::string changed = content;
    changed[offset] = static_cast<char>(changed[offset] ^ 4);
    write_content(path, changed);
    const Error error = error_of([&] { engine.load_session(path); });
    EXPECT_EQ(error.code(), ErrorCode::kCorrupt) << "byte " << offset;
    EXPECT_EQ(error.where(), path.string());
  }
  write_content(path, content.substr(0, content.size() / 2));
  EXPECT_EQ(error_of([&] { engine.load_session(path); }).code(), ErrorCode::kCorrupt);
}

INSTANTIATE_TEST_SUITE_P(Caches, SavedSessionsTest, testing::ValuesIn(cases()),
                         [](const auto& test) { return test.param.name; });

TEST_F(SavedSessionTest, AnotherModelOrAnotherCacheIsRefused) {
  EngineOptions options;
  options.context = 1024;
  options.cache = bounded("knorm");
  const fs::path path = folder_.path() / "session";
  const Engine engine(model_path(), options);
  Session session = engine.new_session();
  session.append(many_tokens(engine, 100));
  session.save(path);

  const auto refused = [&](const fs::path& model, const EngineOptions& other) {
    const Error error = error_of([&] { Engine(model, other).load_session(path); });
    EXPECT_EQ(error.code(), ErrorCode::kInvalid) << error.what();
  };
  EngineOptions other = options;
  other.cache.policy = "keydiff";
  refused(model_path(), other);
  other = options;
  other.cache.budget.amount = 65;
  refused(model_path(), other);
  other = options;
  other.cache.sinks = 3;
  refused(model_path(), other);
  other = options;
  other.cache.window = 7;
  refused(model_path(), other);
  other = options;
  other.kv_type_v = KvType::kQ8_0;
  refused(model_path(), other);
  other = options;
  other.cpu = "scalar";
  refused(model_path(), other);

  // A weight of another training: the last byte of the file.
  std::string content = content_of(model_path());
  content.back() = static_cast<char>(content.back() ^ 1);
  const fs::path model = folder_.path() / "other.gguf";
  write_content(model, content);
  refused(model, options);
  EXPECT_NO_THROW(Engine(model_path(), options).load_session(path));
}

TEST_F(SavedSessionTest, AMissingFileAndAFolderThatIsNotThereAreNamed) {
  const Engine engine(model_path(), {});
  EXPECT_EQ(error_of([&] { engine.load_session(folder_.path() / "none"); }).code(), ErrorCode::kNotFound);
  Session session = engine.new_session();
  session.append(many_tokens(engine, 3));
  EXPECT_EQ(error_of([&] { session.save(folder_.path() / "no" / "session"); }).code(), ErrorCode::kNotFound);
}

TEST_F(SavedSessionTest, ABudgetThatHoldsAllIsNoPolicyBitForBit) {
  EngineOptions options;
  options.context = 1024;
  const Engine whole(model_path(), options);
  const std::vector<TokenId> tokens = many_tokens(whole);
  std::vector<float> expected;
  Session plain = whole.new_session();
  plain.append(tokens, &expected);
  for (const std::string& policy : cache_policy_names()) {
    if (policy == "none" || policy == "q_filters" || policy == "leverage") {
      continue;  // the two need filters; the tests of evictions of tiny models have some
    }
    options.cache = bounded(policy, 1024);
    const Engine engine(model_path(), options);
    std::vector<float> logits;
    Session session = engine.new_session();
    session.append(tokens, &logits);
    ASSERT_EQ(logits.size(), expected.size());
    EXPECT_EQ(std::memcmp(logits.data(), expected.data(), logits.size() * sizeof(float)), 0) << policy;
  }
}

TEST_F(SavedSessionTest, HeadsHoldTheirBudgetAndCacheBytesFollow) {
  EngineOptions options;
  options.context = 1024;
  const Engine whole(model_path(), options);
  options.cache = bounded("knorm");
  const Engine engine(model_path(), options);
  const std::vector<TokenId> tokens = many_tokens(engine);
  Session plain = whole.new_session();
  Session session = engine.new_session();
  plain.append(tokens);
  session.append(tokens);
  const auto kept = session.kept();
  ASSERT_FALSE(global_layers().empty());
  for (const std::size_t layer : global_layers()) {
    for (const std::vector<int>& head : kept.at(layer)) {
      EXPECT_EQ(head.size(), static_cast<std::size_t>(64 + kTokens % 32));
      EXPECT_TRUE(std::is_sorted(head.begin(), head.end()));
      EXPECT_EQ(head[3], 3) << "sinks";
      EXPECT_EQ(head.back(), kTokens - 1);
    }
  }
  EXPECT_EQ(plain.kept()[global_layers()[0]][0].size(), static_cast<std::size_t>(kTokens));
  EXPECT_LT(session.cache_bytes(), plain.cache_bytes());
}

TEST_F(SavedSessionTest, AForkGoesItsOwnWay) {
  EngineOptions options;
  options.context = 1024;
  options.cache = bounded("keydiff");
  const Engine engine(model_path(), options);
  const std::vector<TokenId> tokens = many_tokens(engine);
  Session session = engine.new_session();
  session.append(std::span(tokens).first(300));
  Session expected = engine.new_session();
  expected.append(std::span(tokens).first(300));
  Session fork = session.fork();
  fork.append(std::span(tokens).subspan(500));
  std::vector<float> after_fork;
  std::vector<float> alone;
  session.append(std::span(tokens).subspan(300, 200), &after_fork);
  expected.append(std::span(tokens).subspan(300, 200), &alone);
  EXPECT_EQ(std::memcmp(after_fork.data(), alone.data(), alone.size() * sizeof(float)), 0);
  EXPECT_EQ(session.kept(), expected.kept());
}

TEST_F(SavedSessionTest, CompressKeepsTheBudgetNowAndAllThatFollows) {
  EngineOptions options;
  options.context = 1024;
  options.record_queries = true;
  const Engine engine(model_path(), options);
  const std::vector<TokenId> tokens = many_tokens(engine);
  Session session = engine.new_session();
  session.append(std::span(tokens).first(400));
  const std::size_t layer = global_layers().at(0);
  for (const char* policy : {"streaming", "snap_kv", "expected_attention", "lag_kv"}) {
    Session compressed = session.fork();
    compressed.compress(bounded(policy, 100));
    EXPECT_EQ(compressed.kept()[layer][0].size(), 100u) << policy;
    EXPECT_EQ(session.kept()[layer][0].size(), 400u);
    compressed.append(std::span(tokens).subspan(400));
    EXPECT_EQ(compressed.kept()[layer][0].size(), 100u + kTokens - 400) << policy;
  }
}

}  // namespace
}  // namespace oree::engine_test
