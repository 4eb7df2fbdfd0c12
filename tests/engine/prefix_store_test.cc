// Prefix snapshots: the same bits with and without them, and nothing that goes wrong is an error.
#include "engine/prefix_store.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <fstream>
#include <iterator>
#include <ostream>
#include <thread>

#include "base/file_lock.h"
#include "cache/snapshot.h"
#include "engine/loaded_model.h"
#include "engine/prefix_folder.h"
#include "engine/read_opening.h"
#include "engine/sequence.h"
#include "engine/shipped_model.h"
#include "oree/log.h"
#include "support/temporary_directory.h"

namespace oree::engine_test {
namespace {

namespace fs = std::filesystem;
using engine::LoadedModel;
using engine::PrefixStore;
using testing::HasSubstr;

std::vector<TokenId> some_tokens(std::size_t n, int seed = 0) {
  std::vector<TokenId> tokens;
  for (std::size_t i = 0; i < n; ++i) {
    tokens.push_back(static_cast<TokenId>(300 + (i * i + i * static_cast<std::size_t>(7 + seed)) % 1000));
  }
  return tokens;
}

// Those of one, then of another from there on.
std::vector<TokenId> joined(std::vector<TokenId> one, std::size_t n, const std::vector<TokenId>& other) {
  one.resize(n);
  one.insert(one.end(), other.begin(), other.end());
  return one;
}

std::string content_of(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

void write_content(const fs::path& path, const std::string& content) {
  std::ofstream(path, std::ios::binary) << content;
}

mode_t mode_of(const fs::path& path) {
  struct stat status {};
  EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
  return status.st_mode & 07777;
}

std::vector<std::byte> bytes_of(const cache::KvCache& cache) {
  std::vector<std::byte> bytes;
  cache::Snapshot::write(cache,
                         [&](std::span<const std::byte> part) { bytes.insert(bytes.end(), part.begin(), part.end()); });
  return bytes;
}

class PrefixStoreTest : public WithModel {
 protected:
  EngineOptions options(bool with_prefixes = true) const {
    EngineOptions options;
    options.context = 1024;
    if (with_prefixes) {
      options.prefixes.directory = prefixes();
    }
    return options;
  }
  fs::path prefixes() const { return folder_.path() / "cache" / "prefixes"; }
  std::vector<fs::path> files() const { return engine::prefix_files(prefixes(), ""); }

  // A start of the program in which the tokens are read. How many came from the disk.
  int start(const EngineOptions& options, const std::vector<TokenId>& tokens) const {
    const LoadedModel model(model_path(), options);
    const auto found = model.prefixes()->find(tokens, 0);
    engine::read_opening(model, tokens, {});
    return found ? found->n_tokens() : 0;
  }

  test::TemporaryDirectory folder_;
};

CacheOptions bounded(const std::string& policy, double tokens = 64) {
  CacheOptions cache;
  cache.policy = policy;
  cache.budget = {.unit = CacheBudget::Unit::kTokens, .amount = tokens};
  cache.evict_every = 32;
  return cache;
}

struct Case {
  std::string name;
  CacheOptions cache;
  KvType type = KvType::kF16;
  std::optional<int> sliding_window = {};
};

void PrintTo(const Case& value, std::ostream* stream) { *stream << value.name; }

std::vector<Case> cases() {
  Case at_end{"at_end", bounded("keydiff"), KvType::kF16};
  at_end.cache.evict_at_end = true;
  Case inside{"inside_windows", bounded("streaming"), KvType::kF16};
  inside.cache.inside_windows = true;
  Case adaptive{"adaptive_value_aware", bounded("knorm"), KvType::kF16};
  adaptive.cache.adaptive_heads = true;
  adaptive.cache.value_aware = true;
  return {{"windows_of_the_model", {}},
          {"full", {}, KvType::kF16, 0},
          {"narrow_windows_q8_0", {}, KvType::kQ8_0, 50},
          {"streaming_q8_0", bounded("streaming"), KvType::kQ8_0},
          {"keydiff_q4_0", bounded("keydiff"), KvType::kQ4_0},
          {"snap_kv", bounded("snap_kv")},
          {"expected_attention", bounded("expected_attention")},
          adaptive,
          at_end,
          inside};
}

class PrefixStoresTest : public PrefixStoreTest, public testing::WithParamInterface<Case> {
 protected:
  EngineOptions options_of_case(bool with_prefixes) const {
    EngineOptions result = options(with_prefixes);
    result.cache = GetParam().cache;
    result.kv_type_k = result.kv_type_v = GetParam().type;
    result.sliding_window = GetParam().sliding_window;
    return result;
  }

  // The logits of every token that follows the opening, after the opening was read in some way.
  static std::vector<float> logits_after(const LoadedModel& model, const std::vector<TokenId>& opening,
                                         const std::vector<TokenId>& rest) {
    engine::Sequence sequence(model);
    sequence.restart(engine::read_opening(model, opening, {}), opening);
    std::vector<float> logits;
    sequence.append(rest, &logits);
    return logits;
  }

  static void expect_same(const std::vector<float>& actual, const std::vector<float>& expected) {
    ASSERT_EQ(actual.size(), expected.size());
    EXPECT_EQ(std::memcmp(actual.data(), expected.data(), actual.size() * sizeof(float)), 0);
  }
};

TEST_P(PrefixStoresTest, WhatFollowsIsTheSameBitForBit) {
  const std::vector<TokenId> opening = some_tokens(601);
  const std::vector<TokenId> rest = some_tokens(150, 3);
  const std::vector<float> expected = logits_after(LoadedModel(model_path(), options_of_case(false)), opening, rest);
  {
    const LoadedModel first(model_path(), options_of_case(true));
    EXPECT_FALSE(first.prefixes()->find(opening, 0));
    expect_same(logits_after(first, opening, rest), expected);
  }
  EXPECT_EQ(files().size(), 1u);
  const LoadedModel second(model_path(), options_of_case(true));
  const auto found = second.prefixes()->find(opening, 0);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->n_tokens(), 601);
  expect_same(logits_after(second, opening, rest), expected);
}

// A snapshot of more, or of something that begins alike: wherever the cache can be taken back, the bits are the same;
// where it cannot, because a ring or an eviction has taken what is needed, it is not used.
TEST_P(PrefixStoresTest, ALongerOneServesWhereItCanBeCut) {
  const std::vector<TokenId> stored = some_tokens(601);
  start(options_of_case(true), stored);
  const bool records = GetParam().cache.policy == "snap_kv" || GetParam().cache.policy == "expected_attention";
  const bool evicts = GetParam().cache.policy != "none" && !GetParam().cache.evict_at_end;
  const bool narrow = GetParam().sliding_window == 50;
  const bool rings = GetParam().sliding_window != 0 && !GetParam().cache.inside_windows;
  const auto fresh = std::make_unique<LoadedModel>(model_path(), options_of_case(false));
  ASSERT_EQ(files().size(), 1u);
  const fs::path only = files().front();
  for (const std::size_t n_common : {590, 580, 340, 310, 80}) {
    for (const fs::path& path : files()) {
      if (path != only) {
        fs::remove(path);
      }
    }
    const std::vector<TokenId> wanted = joined(stored, n_common, some_tokens(30, 5));
    const LoadedModel model(model_path(), options_of_case(true));
    const auto found = model.prefixes()->find(wanted, 0);
    bool can = n_common > 300 && !records && (!evicts || n_common >= 576);
    // Rings hold the window and a chunk of 256, in whole pages: 768 of the model's own windows, 320 of 50.
    can = can && (!rings || !narrow || n_common >= 601 - 320 + 50 - 1);
    EXPECT_EQ(found.has_value(), can) << n_common;
    if (found) {
      EXPECT_EQ(found->n_tokens(), static_cast<int>(n_common));
    }
    const std::vector<TokenId> rest = some_tokens(20, 9);
    expect_same(logits_after(model, wanted, rest), logits_after(*fresh, wanted, rest));
  }
}

TEST_P(PrefixStoresTest, OtherOpeningsOfTheProcessServeAsWell) {
  const LoadedModel model(model_path(), options_of_case(false));
  const std::vector<TokenId> known = some_tokens(601);
  const std::vector<TokenId> wanted = joined(known, 595, some_tokens(30, 5));
  const auto other = std::make_shared<const engine::Opening>(
      engine::Opening{known, {}, {}, {}, engine::read_opening(model, known, {})});
  const cache::KvCache with = engine::read_opening(model, wanted, {other});
  const cache::KvCache without = engine::read_opening(model, wanted, {});
  engine::Sequence one(model);
  engine::Sequence two(model);
  one.restart(with, wanted);
  two.restart(without, wanted);
  std::vector<float> actual;
  std::vector<float> expected;
  one.append(some_tokens(20, 9), &actual);
  two.append(some_tokens(20, 9), &expected);
  expect_same(actual, expected);
  // The other one is as it was.
  EXPECT_TRUE(bytes_of(other->cache) == bytes_of(engine::read_opening(model, known, {})));
}

INSTANTIATE_TEST_SUITE_P(Caches, PrefixStoresTest, testing::ValuesIn(cases()),
                         [](const auto& test) { return test.param.name; });

TEST_F(PrefixStoreTest, ShortPrefixesAreNotWorthAFile) {
  start(options(), some_tokens(PrefixStore::kMinTokens - 1));
  EXPECT_TRUE(files().empty());
  start(options(), some_tokens(PrefixStore::kMinTokens));
  EXPECT_EQ(files().size(), 1u);
}

TEST_F(PrefixStoreTest, OnlyTheUserMayLookAtThem) {
  start(options(), some_tokens(100));
  EXPECT_EQ(mode_of(prefixes()), 0700);
  ASSERT_EQ(files().size(), 1u);
  EXPECT_EQ(mode_of(files().front()), 0600);
}

TEST_F(PrefixStoreTest, AFolderOthersMayWriteToIsLeftAlone) {
  start(options(), some_tokens(100));
  ASSERT_EQ(files().size(), 1u);
  ::chmod(prefixes().c_str(), 0770);
  std::vector<std::string> warnings;
  set_log_sink([&](LogLevel level, std::string_view line) {
    if (level == LogLevel::kWarning) {
      warnings.emplace_back(line);
    }
  });
  EXPECT_EQ(start(options(), some_tokens(100)), 0) << "read from a folder of others";
  EXPECT_EQ(start(options(), some_tokens(100, 1)), 0);
  set_log_sink({});
  EXPECT_EQ(files().size(), 1u) << "written to a folder of others";
  ASSERT_EQ(warnings.size(), 2u);
  EXPECT_THAT(warnings.front(), HasSubstr(prefixes().string()));
}

TEST_F(PrefixStoreTest, OtherModelsOptionsAndTokensDoNotMeet) {
  const std::vector<TokenId> tokens = some_tokens(100);
  start(options(), tokens);
  EngineOptions other = options();
  other.kv_type_v = KvType::kQ8_0;
  EXPECT_EQ(start(other, tokens), 0);
  other = options();
  other.cpu = "scalar";
  EXPECT_EQ(start(other, tokens), 0);
  EXPECT_EQ(start(options(), some_tokens(100, 1)), 0);
  EXPECT_EQ(files().size(), 4u);
  EXPECT_EQ(start(options(), tokens), 100);
}

TEST_F(PrefixStoreTest, DamageIsNoticedRemovedAndMadeGood) {
  const std::vector<TokenId> tokens = some_tokens(100);
  start(options(), tokens);
  ASSERT_EQ(files().size(), 1u);
  const fs::path path = files().front();
  const std::string whole = content_of(path);
  std::vector<std::string> damaged = {"",
                                      "x",
                                      whole.substr(0, 200),
                                      whole.substr(0, whole.size() / 2),
                                      whole.substr(0, whole.size() - 1),
                                      whole + "x",
                                      std::string(whole.size(), '\0')};
  for (std::size_t offset = 0; offset < whole.size(); offset += 1 + whole.size() / 19) {
    damaged.push_back(whole);
    damaged.back()[offset] = static_cast<char>(damaged.back()[offset] ^ 16);
  }
  std::string older = whole;
  older[older.find("-2\n") + 1] = '1';
  damaged.push_back(older);
  for (std::size_t i = 0; i < damaged.size(); ++i) {
    write_content(path, damaged[i]);
    EXPECT_EQ(start(options(), tokens), 0) << "damage " << i;
    EXPECT_TRUE(content_of(path) == whole) << "damage " << i;
  }
  EXPECT_EQ(start(options(), tokens), 100);
}

TEST_F(PrefixStoreTest, TheFolderIsBoundedAndTheOldestGoesFirst) {
  start(options(), some_tokens(200, 0));
  ASSERT_EQ(files().size(), 1u);
  EngineOptions small = options();
  small.prefixes.max_bytes = fs::file_size(files().front()) * 3;
  const auto age = [&](const std::vector<fs::path>& paths, int hours) {
    for (const fs::path& path : paths) {
      fs::last_write_time(path, fs::last_write_time(path) - std::chrono::hours(hours));
    }
  };
  for (const int seed : {1, 2}) {
    age(files(), 1);
    start(small, some_tokens(200, seed));
  }
  EXPECT_EQ(files().size(), 3u);
  age(files(), 1);
  EXPECT_EQ(start(small, some_tokens(200, 0)), 200);  // used again
  start(small, some_tokens(200, 3));
  EXPECT_EQ(files().size(), 3u);
  const LoadedModel model(model_path(), small);
  EXPECT_TRUE(model.prefixes()->find(some_tokens(200, 0), 0));
  EXPECT_FALSE(model.prefixes()->find(some_tokens(200, 1), 0)) << "the one not used for the longest time";
  EXPECT_TRUE(model.prefixes()->find(some_tokens(200, 2), 0));
  EXPECT_TRUE(model.prefixes()->find(some_tokens(200, 3), 0));
}

TEST_F(PrefixStoreTest, WhatIsLargerThanTheLimitTakesNoOthersPlace) {
  start(options(), some_tokens(100));
  EngineOptions small = options();
  small.prefixes.max_bytes = fs::file_size(files().front()) + 10;
  start(small, some_tokens(300, 1));
  EXPECT_EQ(files().size(), 1u);
  EXPECT_EQ(start(small, some_tokens(100)), 100);
}

TEST_F(PrefixStoreTest, AQuarterOfTheDiskIsTheMost) {
  const std::uint64_t free = fs::space(folder_.path()).available;
  EXPECT_LE(engine::prefix_limit(folder_.path(), UINT64_MAX), free / 4 + (64u << 20));
  EXPECT_EQ(engine::prefix_limit(folder_.path(), 5), 5u);
}

TEST_F(PrefixStoreTest, WhatADeadWriterLeftIsSweptUp) {
  start(options(), some_tokens(100));
  write_content(prefixes() / ".oree-abcdef", "half a snapshot");
  write_content(prefixes() / "mine", "something of somebody's");
  start(options(), some_tokens(100, 1));
  EXPECT_FALSE(fs::exists(prefixes() / ".oree-abcdef"));
  EXPECT_TRUE(fs::exists(prefixes() / "mine"));
  EXPECT_EQ(files().size(), 2u);
}

TEST_F(PrefixStoreTest, AnotherWriterIsNotWaitedFor) {
  start(options(), some_tokens(100));
  const FileLock lock(prefixes() / "lock", 0);
  start(options(), some_tokens(100, 1));
  EXPECT_EQ(files().size(), 1u);
}

TEST_F(PrefixStoreTest, SeveralProgramsAtOnceLeaveWholeFiles) {
  std::vector<std::thread> programs;
  for (int program = 0; program < 4; ++program) {
    programs.emplace_back([this, program] {
      EngineOptions mine = options();
      mine.n_threads = 1;
      for (int round = 0; round < 3; ++round) {
        start(mine, some_tokens(100, (program + round) % 2));
      }
    });
  }
  for (std::thread& program : programs) {
    program.join();
  }
  EXPECT_EQ(files().size(), 2u);
  EXPECT_EQ(start(options(), some_tokens(100, 0)), 100);
  EXPECT_EQ(start(options(), some_tokens(100, 1)), 100);
}

TEST_F(PrefixStoreTest, APlaceThatCannotBeIsNoError) {
  EngineOptions nowhere = options();
  nowhere.prefixes.directory = "/dev/null/prefixes";
  EXPECT_EQ(start(nowhere, some_tokens(100)), 0);
}

TEST_F(PrefixStoreTest, ASnapshotIsNoSession) {
  start(options(), some_tokens(100));
  const Engine engine(model_path(), options());
  const Error error = error_of([&] { engine.load_session(files().front()); });
  EXPECT_EQ(error.code(), ErrorCode::kInvalid);
  EXPECT_THAT(error.what(), HasSubstr("this is a prefix snapshot, which nobody can generate from"));
}

TEST_F(PrefixStoreTest, ASessionIsNoSnapshot) {
  const std::vector<TokenId> tokens = some_tokens(100);
  start(options(), tokens);
  ASSERT_EQ(files().size(), 1u);
  const Engine engine(model_path(), options());
  Session session = engine.new_session();
  session.append(tokens);
  session.save(files().front());
  EXPECT_EQ(start(options(), tokens), 0);
  EXPECT_EQ(start(options(), tokens), 100) << "written again";
}

// Whatever samples of the weights look like: other weights come in another file, or at another time.
TEST_F(PrefixStoreTest, AnotherFileOfTheModelIsReadAgain) {
  const std::vector<TokenId> tokens = some_tokens(100);
  const fs::path copy = folder_.path() / "copy.gguf";
  fs::copy_file(model_path(), copy);
  const auto start_copy = [&] {
    const LoadedModel model(copy, options());
    const auto found = model.prefixes()->find(tokens, 0);
    engine::read_opening(model, tokens, {});
    return found ? found->n_tokens() : 0;
  };
  EXPECT_EQ(start(options(), tokens), 0);
  EXPECT_EQ(start_copy(), 0);
  EXPECT_EQ(start_copy(), 100);
  const fs::file_time_type before = fs::last_write_time(copy);
  {
    std::fstream file(copy, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(-5000, std::ios::end);
    file.put('\0');
  }
  fs::last_write_time(copy, before);  // as whoever hides a change would
  EXPECT_EQ(start_copy(), 0);
}

TEST_F(PrefixStoreTest, DamageThatIsFoundOnTheWayIsRemoved) {
  start(options(), some_tokens(100));
  ASSERT_EQ(files().size(), 1u);
  write_content(files().front(), "nothing of ours");
  const LoadedModel model(model_path(), options());
  EXPECT_FALSE(model.prefixes()->find(some_tokens(100, 1), 0));
  EXPECT_TRUE(files().empty());
}

TEST_F(PrefixStoreTest, WhatIsReplacedNeedsNoRoom) {
  start(options(), some_tokens(200, 0));
  start(options(), some_tokens(200, 1));
  ASSERT_EQ(files().size(), 2u);
  const fs::path replaced = files().front();
  const std::uint64_t n_bytes = fs::file_size(replaced);
  EXPECT_TRUE(engine::make_room(replaced, 2 * n_bytes, n_bytes));
  EXPECT_EQ(files().size(), 2u);
  EXPECT_TRUE(
      engine::make_room(prefixes() / ("another" + std::string(engine::kPrefixFileSuffix)), 2 * n_bytes, n_bytes));
  EXPECT_EQ(files().size(), 1u);
}

TEST_F(PrefixStoreTest, AConversationSaysTheSameAfterASecondStart) {
  const auto first_turn = [&](bool with_prefixes) {
    const Engine engine(model_path(), options(with_prefixes));
    const auto conversation = engine.new_conversation("You are the assistant of Ana.", some_tools(), {});
    conversation->add_user("Lunch with Ana on Thursday at 12:30");
    return conversation->next({});
  };
  const AssistantTurn expected = first_turn(false);
  EXPECT_FALSE(fs::exists(prefixes()));
  for (int start = 0; start < 2; ++start) {
    const AssistantTurn turn = first_turn(true);
    EXPECT_EQ(turn.calls, expected.calls);
    EXPECT_EQ(turn.text, expected.text);
    EXPECT_EQ(turn.usage.prompt_tokens, expected.usage.prompt_tokens);
    EXPECT_EQ(files().size(), 1u);
  }
}

}  // namespace
}  // namespace oree::engine_test
