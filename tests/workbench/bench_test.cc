#include "oree/workbench/bench.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <stdexcept>

#include "engine/shipped_model.h"
#include "oree/error.h"
#include "support/fake_llama_bench.h"
#include "support/temporary_directory.h"
#include "workbench/bench_document.h"
#include "workbench/shape_file.h"

namespace oree {
namespace {

using engine_test::error_of;
using test::fake_llama_bench;
using test::FakeBench;
using testing::HasSubstr;

constexpr workbench::ModelShape kTiny = {.name = "tiny",
                                         .architecture = "llama",
                                         .n_layers = 2,
                                         .embedding_length = 64,
                                         .n_heads = 4,
                                         .n_kv_heads = 2,
                                         .head_dim = 32,
                                         .feed_forward_length = 96,
                                         .vocabulary_size = 300,
                                         .is_tied = true,
                                         .context_length = 512,
                                         .rope_base = 1e4f,
                                         .window = 16,
                                         .window_period = 2};

class BenchTest : public testing::Test {
 protected:
  BenchTest() {
    write_shape_file(kTiny, model_, "q8_0", {});
    options_.prefill = {24};
    options_.decode = {5};
    options_.depths = {0, 40};
    options_.repetitions = 2;
    options_.read_memory = 2 << 20;
  }

  Json measure(EngineOptions engine = {}) {
    engine.n_threads = 1;
    return measure_speed(model_, engine, options_);
  }

  test::TemporaryDirectory folder_;
  std::filesystem::path model_ = folder_.path() / "tiny.gguf";
  BenchOptions options_;
};

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST_F(BenchTest, MemoryToReadHasBounds) {
  for (const std::uint64_t bytes : {std::uint64_t{1}, (std::uint64_t{64} << 10) - 1}) {
    options_.read_memory = bytes;
    const Error error = error_of([&] { measure(); });
    EXPECT_EQ(error.code(), ErrorCode::kInvalid) << bytes;
    EXPECT_THAT(error.hint(), HasSubstr("65536"));
  }
  for (const std::uint64_t bytes : {std::uint64_t{1} << 50, std::uint64_t{1} << 63, UINT64_MAX}) {
    options_.read_memory = bytes;
    EXPECT_EQ(error_of([&] { measure(); }).code(), ErrorCode::kLimit) << bytes;
    EXPECT_EQ(error_of([&] { measure_shape_speed("ministral-3-3b", "q4_0", {}, options_); }).code(), ErrorCode::kLimit);
  }
}

TEST_F(BenchTest, EveryNumberOfTokensIsMeasuredAtEveryDepth) {
  int last_done = 0;
  int last_total = -1;
  options_.on_progress = [&](std::string_view step, int done, int total) {
    EXPECT_EQ(step, "measuring");
    EXPECT_GE(done, last_done);
    last_done = done;
    last_total = total;
  };
  options_.picture = folder_.path() / "speed.svg";
  const Json result = measure();
  EXPECT_EQ(last_done, last_total);
  for (const auto& [kind, tokens] : {std::pair("prefill", 24), std::pair("decode", 5)}) {
    const Json& list = result[kind];
    ASSERT_EQ(list.size(), 2u);
    for (std::size_t index = 0; index < 2; ++index) {
      const Json& measured = list[index];
      EXPECT_EQ(measured["tokens"], tokens);
      EXPECT_EQ(measured["depth"], index == 0 ? 0 : 40);
      ASSERT_EQ(measured["samples"].size(), 2u);
      const double speed = measured["tokens_per_second"].get<double>();
      EXPECT_GT(speed, 0);
      EXPECT_DOUBLE_EQ(speed, (measured["samples"][0].get<double>() + measured["samples"][1].get<double>()) / 2);
      const double bytes =
          measured["bytes_per_token"]["weights"].get<double>() + measured["bytes_per_token"]["kv"].get<double>();
      EXPECT_NEAR(measured["gigabytes_per_second"].get<double>(), speed * bytes / 1e9, 1e-9);
      EXPECT_NEAR(
          measured["read_share"].get<double>(),
          measured["gigabytes_per_second"].get<double>() / result["limits"]["read_gigabytes_per_second"].get<double>(),
          1e-9);
      EXPECT_NEAR(measured["int8_share"].get<double>(),
                  measured["tops"].get<double>() / result["limits"]["int8_tops"].get<double>(), 1e-9);
      EXPECT_NEAR(speed / measured["bound_tokens_per_second"].get<double>(),
                  measured[measured["bound"] == "read" ? "read_share" : "int8_share"].get<double>(), 1e-9);
    }
  }
  const Json& limits = result["limits"];
  EXPECT_GT(limits["read_gigabytes_per_second"].get<double>(), 0);
  EXPECT_GT(limits["int8_tops"].get<double>(), 0);
  EXPECT_GT(limits["f32_tflops"].get<double>(), 0);
  EXPECT_TRUE(limits["bf16_tflops"].is_null());
  EXPECT_EQ(limits["read"]["bytes"], 2 << 20);
  EXPECT_TRUE(result["peer"].is_null());
  EXPECT_TRUE(result["ratio"].is_null());
  EXPECT_EQ(result["threads"], 1);
  EXPECT_EQ(result["cache"]["policy"], "none");
  const std::string svg = text_of(options_.picture);
  EXPECT_THAT(svg, HasSubstr(">prefill 24 at 40</text>"));
  EXPECT_THAT(svg, HasSubstr("machine&#39;s limit, tiny"));
}

TEST_F(BenchTest, WhatATokenCostsIsCountedFromTheShape) {
  const Json result = measure();
  const double q8_0 = 34.0 / 32;
  const double layer_weights = 64 * (128 + 64 + 64) + 128 * 64 + 3 * 64 * 96;
  const double norms = 4 * (2 * 2 * 64 + 64);  // bytes: two of each layer, one at the end
  const double output = 300 * 64;
  const double row = 64 * q8_0;
  const Json& decode = result["decode"][0];
  EXPECT_NEAR(decode["bytes_per_token"]["weights"].get<double>(), q8_0 * (2 * layer_weights + output) + norms + row,
              1e-6);
  EXPECT_EQ(decode["operations_per_token"]["matmul"], 2 * (2 * layer_weights + output));
  // The tokens see 1 to 5 keys, of 2 heads and in 2 layers; a key and a value are 32 f16 each.
  EXPECT_NEAR(decode["bytes_per_token"]["kv"].get<double>(), 3 * 2 * 2 * 128, 1e-6);
  EXPECT_NEAR(decode["operations_per_token"]["attention"].get<double>(), 4 * 3 * 2 * 4 * 32, 1e-6);
  // At depth 40 the second layer sees its window.
  const Json& deep = result["decode"][1];
  EXPECT_NEAR(deep["bytes_per_token"]["kv"].get<double>(), (43 + 16) * 2 * 128, 1e-6);
  EXPECT_NEAR(deep["operations_per_token"]["attention"].get<double>(), 4 * (43 + 16) * 4 * 32, 1e-6);

  // 24 tokens are one chunk: all is read once, and the output is multiplied for the last one alone.
  const Json& prefill = result["prefill"][1];
  EXPECT_NEAR(prefill["bytes_per_token"]["weights"].get<double>(),
              (q8_0 * (2 * layer_weights + output) + norms) / 24 + row, 1e-6);
  EXPECT_NEAR(prefill["operations_per_token"]["matmul"].get<double>(), 2 * (2 * layer_weights + output / 24), 1e-6);
  EXPECT_NEAR(prefill["bytes_per_token"]["kv"].get<double>(), (64 + 39) * 2 * 128 / 24.0, 1e-6);
  EXPECT_NEAR(prefill["operations_per_token"]["attention"].get<double>(), 4 * (52.5 + 16) * 4 * 32, 1e-6);
  EXPECT_EQ(result["bytes"].get<double>(), q8_0 * (2 * layer_weights + output) + norms);

  EngineOptions chunks;
  chunks.chunk = 6;
  const workbench::BenchCosts costs(model_, chunks);
  EXPECT_NEAR(costs.prefill(24, {0, 0}, {24, 24}).weight_bytes,
              (4 * (q8_0 * 2 * layer_weights + norms) + q8_0 * output) / 24 + row, 1e-6);
}

TEST_F(BenchTest, ABoundedCacheIsReadAsFarAsItIsHeld) {
  EngineOptions bounded;
  bounded.sliding_window = 0;
  bounded.cache.policy = "knorm";
  bounded.cache.budget = parse_cache_budget("8");
  bounded.cache.evict_every = 8;
  const Json steps = measure(bounded);
  EXPECT_EQ(steps["cache"]["policy"], "knorm");
  const double row = 2 * 2 * 128;  // of both layers and heads
  EXPECT_LT(steps["decode"][1]["bytes_per_token"]["kv"].get<double>(), 17 * row);
  bounded.cache.evict_at_end = true;  // the depth is a prompt, what follows is kept
  EXPECT_NEAR(measure(bounded)["decode"][1]["bytes_per_token"]["kv"].get<double>(), 11 * row, 1e-6);
}

TEST_F(BenchTest, WhatCannotBeMeasuredIsRefused) {
  options_.on_progress = [](std::string_view, int, int) { ADD_FAILURE() << "it was measured in vain"; };
  options_.depths = {0, 500};
  EXPECT_THAT(error_of([&] { measure(); }).what(), HasSubstr("24 tokens at depth 500"));
  options_.depths = {};
  EXPECT_EQ(error_of([&] { measure(); }).code(), ErrorCode::kInvalid);
  options_.depths = {0};
  options_.picture = folder_.path() / "absent" / "speed.svg";
  EXPECT_EQ(error_of([&] { measure(); }).code(), ErrorCode::kNotFound);
  options_.picture.clear();
  options_.prefill = {};
  options_.decode = {};
  EXPECT_EQ(error_of([&] { measure(); }).where(), "-p and -n");
}

TEST_F(BenchTest, APeerTakesTurnsOnTheSameFile) {
  options_.peer = fake_llama_bench(folder_.path(), FakeBench::kLlamaCpp);
  options_.peer_arguments = {"-fa", "1"};
  options_.picture = folder_.path() / "speed.svg";
  EngineOptions engine;
  engine.kv_type_k = KvType::kQ8_0;
  const Json result = measure(engine);
  EXPECT_EQ(result["peer"]["build"], "abc1234");
  EXPECT_EQ(result["peer"]["arguments"], Json({"-fa", "1"}));
  const Json& deep = result["peer"]["prefill"][1];
  EXPECT_EQ(deep["tokens"], 24);
  EXPECT_EQ(deep["depth"], 40);
  EXPECT_EQ(deep["tokens_per_second"], 10.0);
  EXPECT_EQ(deep["by_difference"], false);
  const Json& ratio = result["ratio"]["decode"][0];
  EXPECT_NEAR(ratio["ratio"].get<double>(), result["decode"][0]["tokens_per_second"].get<double>() / 10, 1e-9);
  EXPECT_LE(ratio["low"].get<double>(), ratio["ratio"].get<double>());
  EXPECT_GE(ratio["high"].get<double>(), ratio["ratio"].get<double>());
  EXPECT_THAT(text_of(options_.picture), HasSubstr(">10.0 tokens/s</text>"));
  const std::string common = "-m " + model_.string() + " -t 1 -r 1 -o json -ctk q8_0 -ctv f16 -fa 1 ";
  const std::string once =
      common + "-p 24 -n 0\n" + common + "-p 0 -n 5\n" + common + "-p 24 -n 0 -d 40\n" + common + "-p 0 -n 5 -d 40\n";
  EXPECT_EQ(text_of(options_.peer.string() + ".log"), "--help\n" + once + once);
}

TEST_F(BenchTest, APeerWithoutDepthFlagsIsAskedOtherwise) {
  options_.peer = fake_llama_bench(folder_.path(), FakeBench::kIkLlamaCpp);
  options_.repetitions = 1;
  options_.depths = {40};
  const Json result = measure();
  EXPECT_EQ(result["peer"]["decode"][0]["tokens_per_second"], 10.0);
  EXPECT_EQ(result["peer"]["decode"][0]["by_difference"], false);
  // 64 tokens in 6.4 s, 40 in 4 s.
  EXPECT_NEAR(result["peer"]["prefill"][0]["tokens_per_second"].get<double>(), 10.0, 1e-9);
  EXPECT_EQ(result["peer"]["prefill"][0]["by_difference"], true);
  const std::string common = "-m " + model_.string() + " -t 1 -r 1 -o json ";
  EXPECT_EQ(text_of(options_.peer.string() + ".log"),
            "--help\n" + common + "-p 40,64 -n 0\n" + common + "-p 0 -n 0 -gp 40,5\n");
}

TEST_F(BenchTest, APeerThatIsNoneIsAnErrorThatSaysWhy) {
  const auto error_with = [&](FakeBench kind) {
    options_.peer = fake_llama_bench(folder_.path(), kind);
    return error_of([&] { measure(); });
  };
  const Error failing = error_with(FakeBench::kFailing);
  EXPECT_THAT(failing.what(), HasSubstr("status 3"));
  EXPECT_THAT(failing.where(), HasSubstr("llama-bench -m "));
  EXPECT_THAT(failing.hint(), HasSubstr("failed to load model"));
  const Error garbage = error_with(FakeBench::kGarbage);
  EXPECT_EQ(garbage.code(), ErrorCode::kInvalid);
  EXPECT_THAT(garbage.what(), HasSubstr("no measurements"));
  EXPECT_THAT(error_with(FakeBench::kOther).where(), HasSubstr("--help"));
  EXPECT_EQ(error_with(FakeBench::kWithoutDepths).code(), ErrorCode::kUnsupported);
  options_.peer = folder_.path() / "absent";
  EXPECT_EQ(error_of([&] { measure(); }).code(), ErrorCode::kNotFound);
}

TEST_F(BenchTest, WhoeverWatchesMayStopIt) {
  options_.on_progress = [](std::string_view, int, int) { throw std::runtime_error("enough"); };
  EXPECT_THROW(measure(), std::runtime_error);
}

TEST(PeerOutputTest, OnlyMeasurementsAreTakenForSome) {
  const auto parse = [](const char* text) { return workbench::parse_peer_output(text, "peer"); };
  const auto entries = parse("[warning]\n[\n {\"n_prompt\": 8, \"n_gen\": 0, \"avg_ts\": 2.5}\n]\ndone\n");
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].n_prompt, 8);
  EXPECT_EQ(entries[0].tokens_per_second, 2.5);
  EXPECT_EQ(entries[0].build, "");
  for (const char* text :
       {"", "[\n]\n", "[\n1\n]\n", "{}", "[", "[\n {\"n_prompt\": 8, \"n_gen\": 0}\n]\n",
        "[\n {\"n_prompt\": 8, \"n_gen\": 0, \"avg_ts\": 0.0}\n]\n", "[\n {\"n_prompt\": 8, \"avg_ts\": 2.5}\n]\n",
        "[\n {\"n_prompt\": 8, \"n_gen\": 0, \"avg_ts\": \"2.5\"}\n]\n", "[\n {\"n_prompt\": 8, \"n_gen\": 0, \"av"}) {
    EXPECT_EQ(error_of([&] { parse(text); }).code(), ErrorCode::kInvalid) << text;
  }
}

TEST(BenchDocumentTest, ADifferenceThatIsNotAboveZeroSaysNothing) {
  const test::TemporaryDirectory folder;
  const workbench::Peer peer(fake_llama_bench(folder.path(), FakeBench::kIkLlamaCpp), {}, "a.gguf", 1, {}, {});
  const workbench::MachineLimits limits = {.read_bytes_per_second = 1e9, .int8_per_second = 1e9, .f32_per_second = 1e9};
  workbench::Measured measured = {.n_tokens = 10, .depth = 5, .samples = {20, 30, 40}, .peer_seconds = {1, -1, 0.5}};
  measured.cost = {.weight_bytes = 1e6, .kv_bytes = 0, .matmul_operations = 1e6, .attention_operations = 0};
  const auto document_of = [&](const workbench::Measured& each) {
    Json document = workbench::bench_document(std::span(&each, 1), limits);
    workbench::add_peer(document, std::span(&each, 1), peer, "llama-bench", {});
    EXPECT_THAT(workbench::bench_picture(std::span(&each, 1), limits, "a", "llama-bench"), HasSubstr("<svg"));
    return document;
  };
  const Json some = document_of(measured);
  EXPECT_EQ(some["peer"]["prefill"][0]["tokens_per_second"], 20.0);
  EXPECT_EQ(some["peer"]["prefill"][0]["samples"], Json({10.0, nullptr, 20.0}));
  EXPECT_EQ(some["ratio"]["prefill"][0]["ratio"], 1.5);
  EXPECT_EQ(some["ratio"]["prefill"][0]["low"], 2.0);
  EXPECT_EQ(some["ratio"]["prefill"][0]["high"], 2.0);
  measured.peer_seconds = {1, -1, 0};
  const Json none = document_of(measured);
  EXPECT_TRUE(none["peer"]["prefill"][0]["tokens_per_second"].is_null());
  EXPECT_TRUE(none["ratio"]["prefill"][0]["ratio"].is_null());
}

TEST(MedianTest, IsTheMiddleOne) {
  EXPECT_EQ(workbench::median({3, 1, 2}), 2);
  EXPECT_EQ(workbench::median({4, 1, 2, 3}), 2.5);
  EXPECT_EQ(workbench::median({7}), 7);
}

}  // namespace
}  // namespace oree
