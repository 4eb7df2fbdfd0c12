// Bad input of every kind: each exits with the right status, code and a message that names the thing, as text and as
// JSON.
#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <functional>
#include <ostream>

#include "cli/program.h"

namespace oree::cli_test {
namespace {

namespace fs = std::filesystem;

const std::string kNow = "2026-11-23T09:00:00";

struct BadInput {
  std::string name;
  std::vector<std::string> arguments;
  int status;
  std::string code;
  std::string mention;  // stands in the message
  std::function<void(Home&)> prepare = [](Home&) {};
  bool needs_model = false;
};

// The name of a failed test would otherwise hold the struct's bytes.
void PrintTo(const BadInput& bad, std::ostream* stream) { *stream << bad.name; }

template <class Number>
std::string bytes_of(Number number) {
  std::string bytes(sizeof number, '\0');
  std::memcpy(bytes.data(), &number, sizeof number);
  return bytes;
}

std::string gguf_string(const std::string& text) { return bytes_of(std::uint64_t{text.size()}) + text; }

std::string gguf_header(std::uint32_t version, std::uint64_t n_tensors, std::uint64_t n_keys) {
  return "GGUF" + bytes_of(version) + bytes_of(n_tensors) + bytes_of(n_keys);
}

std::string gguf_of_architecture(const std::string& name) {
  constexpr std::uint32_t kString = 8;
  return gguf_header(3, 0, 1) + gguf_string("general.architecture") + bytes_of(kString) + gguf_string(name);
}

// @NAME in an argument is that file of the home.
std::vector<std::string> in_home(std::vector<std::string> arguments, const Home& home) {
  for (std::string& argument : arguments) {
    if (!argument.empty() && argument.front() == '@') {
      argument = (home.folder() / argument.substr(1)).string();
    }
  }
  return arguments;
}

std::function<void(Home&)> with_file(const std::string& name, const std::string& bytes) {
  return [=](Home& home) { home.write(name, bytes); };
}

std::function<void(Home&)> with_variable(const std::string& name, const std::string& value) {
  return [=](Home& home) { home.environment[name] = value; };
}

std::function<void(Home&)> with_input(const std::string& bytes) {
  return [=](Home& home) { home.input = bytes; };
}

std::vector<BadInput> bad_models() {
  return {
      {"model_missing", {"inspect", "-m", "/nonexistent/x.gguf"}, 1, "not_found", "/nonexistent/x.gguf"},
      {"model_of_the_variable_missing",
       {"tokenize", "a"},
       1,
       "not_found",
       "/nonexistent/y.gguf",
       with_variable("OREE_MODEL", "/nonexistent/y.gguf")},
      {"model_empty", {"inspect", "-m", "@empty.gguf"}, 1, "corrupt", "empty.gguf", with_file("empty.gguf", "")},
      {"model_is_text",
       {"complete", "-m", "@text.gguf", "a"},
       1,
       "corrupt",
       "text.gguf",
       with_file("text.gguf", std::string(4096, 'x'))},
      {"model_is_a_folder", {"inspect", "-m", "/tmp"}, 1, "io", "/tmp"},
      {"model_truncated",
       {"complete", "-m", "@cut.gguf", "a"},
       1,
       "corrupt",
       "cut.gguf",
       [](Home& home) { home.write("cut.gguf", read_file(shipped_model()).substr(0, 300'000)); },
       true},
      {"model_of_another_architecture",
       {"inspect", "-m", "@mamba.gguf"},
       1,
       "unsupported",
       "mamba",
       with_file("mamba.gguf", gguf_of_architecture("mamba"))},
      {"model_of_a_future_version",
       {"inspect", "-m", "@future.gguf"},
       1,
       "unsupported",
       "99",
       with_file("future.gguf", gguf_header(99, 0, 0))},
      {"model_with_huge_counts",
       {"inspect", "-m", "@huge.gguf"},
       1,
       "",
       "huge.gguf",
       with_file("huge.gguf", gguf_header(3, ~std::uint64_t{0}, ~std::uint64_t{0}))},
  };
}

std::vector<BadInput> bad_requests() {
  return {
      {"request_empty", {"run", ""}, 1, "invalid", "empty"},
      {"request_blank", {"run", " \t "}, 1, "invalid", "empty"},
      {"request_of_a_megabyte",
       {"run", "-", "--now", kNow},
       1,
       "limit",
       "request",
       with_input(std::string(1 << 20, 'a')),
       true},
      {"request_not_utf8", {"run", "caf\xE9", "--now", kNow}, 1, "invalid", "byte 3", [](Home&) {}, true},
      {"request_stdin_at_its_end", {"run", "-"}, 1, "invalid", "empty"},
      {"agent_unknown", {"run", "-a", "butler", "hello"}, 1, "not_found", "butler"},
      {"agent_malformed",
       {"run", "-a", "broken", "hello"},
       1,
       "corrupt",
       "broken.toml",
       with_file("config/oree/agents/broken.toml", "name = \"broken\"\ntools = [")},
      {"agent_show_unknown", {"agent", "show", "butler"}, 1, "not_found", "butler"},
      {"now_not_a_date", {"run", "--now", "soon", "hello"}, 2, "usage", "soon"},
      {"now_skipped_by_the_clock", {"run", "--now", "2026-03-29T02:30", "hello"}, 2, "usage", "2026-03-29T02:30"},
      {"now_on_a_day_that_is_not", {"run", "--now", "2026-02-30", "hello"}, 2, "usage", "2026-02-30"},
      {"memory_not_a_size", {"plan", "--memory", "lots"}, 2, "usage", "lots"},
      {"memory_of_a_missing_model", {"plan", "-m", "/nonexistent/x.gguf"}, 1, "not_found", "/nonexistent/x.gguf"},
      {"time_zone_unknown", {"run", "hello"}, 1, "invalid", "Mars/Olympus", with_variable("TZ", "Mars/Olympus")},
      {"time_zone_outside_the_database",
       {"run", "hello"},
       1,
       "invalid",
       "../../etc/passwd",
       with_variable("TZ", "../../etc/passwd")},
      {"home_missing",
       {"run", "hello"},
       1,
       "invalid",
       "HOME",
       [](Home& home) {
         home.environment.erase("HOME");
         home.environment.erase("XDG_DATA_HOME");
       }},
      {"data_folder_relative",
       {"journal", "list"},
       1,
       "invalid",
       "XDG_DATA_HOME",
       with_variable("XDG_DATA_HOME", "data")},
      {"data_folder_is_a_file", {"journal", "list"}, 1, "", "oree", with_file("data/oree", "a file")},
      {"data_home_is_a_file", {"run", "hello"}, 1, "", "data", with_file("data", "a file")},
      {"chat_template_missing",
       {"run", "hello", "--chat-template", "/nonexistent/t.jinja"},
       1,
       "not_found",
       "t.jinja",
       [](Home&) {},
       true},
      {"chat_template_broken",
       {"run", "hello", "--chat-template", "@t.jinja"},
       1,
       "invalid",
       "t.jinja, line 2",
       with_file("t.jinja", "{{ messages[0].content }}\n{% for %}"),
       true},
      {"chat_template_that_refuses",
       {"run", "hello", "--chat-template", "@t.jinja"},
       1,
       "invalid",
       "not today",
       with_file("t.jinja", "{{ raise_exception('not today') }}"),
       true},
      {"chat_template_without_messages",
       {"run", "hello", "--chat-template", "@t.jinja"},
       1,
       "unsupported",
       "what the user says",
       with_file("t.jinja", "hello"),
       true},
  };
}

std::vector<BadInput> bad_usage() {
  return {
      {"flag_unknown", {"run", "--cash", "snap_kv", "hello"}, 2, "usage", "--cash"},
      {"cache_policy_unknown", {"complete", "a", "--cache", "lru"}, 2, "usage", "--cache"},
      {"budget_no_number", {"complete", "a", "--budget", "lots"}, 2, "usage", "--budget"},
      {"budget_above_everything", {"complete", "a", "--budget", "120%"}, 2, "usage", "--budget"},
      {"policy_without_a_budget", {"complete", "a", "--cache", "knorm"}, 2, "usage", "add --budget"},
      {"budget_without_a_policy", {"complete", "a", "--budget", "50%"}, 2, "usage", "add --cache"},
      {"window_without_a_policy", {"perplexity", "--window", "8"}, 2, "usage", "--window"},
      {"sinks_without_a_policy", {"plan", "--sinks", "8"}, 2, "usage", "--sinks"},
      {"filters_without_a_policy", {"run", "a", "--filters", "f.gguf"}, 2, "usage", "--filters"},
      {"flag_of_a_policy_without_one", {"evaluate", "ruler", "--value-aware"}, 2, "usage", "--value-aware"},
      {"depth_beyond_the_end", {"needle", "-f", "@a.txt", "--depths", "0,101"}, 2, "usage", "--depths"},
      {"depths_uncountable", {"needle", "-f", "@a.txt", "--depths", "0"}, 2, "usage", "--depths"},
      {"needle_without_hay", {"needle"}, 2, "usage", "--file"},
      {"perplexity_of_one_token", {"perplexity", "--tokens", "1"}, 2, "usage", "--tokens"},
      {"perplexity_after_an_eviction_at_the_end",
       {"perplexity", "-f", "@a.txt", "--cache", "knorm", "--budget", "50%", "--evict-at", "end"},
       1,
       "invalid",
       "--evict-at",
       with_file("a.txt", "Some words to read."),
       true},
      {"too_little_hay", {"needle", "-f", "@a.txt"}, 1, "invalid", "more text", with_file("a.txt", "A straw."), true},
      {"bench_of_no_tokens", {"bench", "-p", "-1"}, 2, "usage", "--prefill"},
      {"bench_tokens_no_number", {"bench", "-d", "0,deep"}, 2, "usage", "--depth"},
      {"bench_of_a_shape_and_a_model", {"bench", "--shape", "oree-mini", "-m", "a.gguf"}, 2, "usage", "--model"},
      {"bench_shape_unknown", {"bench", "--shape", "gpt-5"}, 2, "usage", "ministral-3-3b"},
      {"bench_type_without_a_shape", {"bench", "--type", "q8_0"}, 2, "usage", "--shape"},
      {"bench_type_unknown", {"bench", "--shape", "oree-mini", "--type", "q1_0"}, 2, "usage", "q4_k_m"},
      {"bench_writing_and_measuring",
       {"bench", "--shape", "oree-mini", "--write", "a.gguf", "-p", "8"},
       2,
       "usage",
       "--write"},
      {"bench_peer_argument_without_a_peer", {"bench", "--peer-arg=-fa"}, 2, "usage", "--peer"},
      {"bench_memory_no_size", {"bench", "--read-memory", "lots"}, 2, "usage", "--read-memory"},
      {"bench_of_nothing", {"bench", "--shape", "oree-mini", "-p", "0", "-n", "0"}, 1, "invalid", "nothing to measure"},
      {"bench_peer_missing",
       {"bench", "--shape", "oree-mini", "--peer", "/absent/llama-bench"},
       1,
       "not_found",
       "/absent/llama-bench"},
      {"command_unknown", {"frobnicate"}, 2, "usage", "frobnicate"},
      {"command_missing", {}, 2, "usage", "command"},
      {"subcommand_missing", {"journal"}, 2, "usage", "subcommand"},
      {"temperature_below_0", {"complete", "a", "--temperature", "-1"}, 2, "usage", "--temperature"},
      {"top_p_above_1", {"complete", "a", "--top-p", "1.5"}, 2, "usage", "--top-p"},
      {"seed_not_a_number", {"complete", "a", "--seed", "x"}, 2, "usage", "--seed"},
      {"threads_too_many", {"run", "-t", "99999", "hello"}, 2, "usage", "--threads"},
      {"chunk_of_0", {"run", "--chunk", "0", "hello"}, 2, "usage", "--chunk"},
      {"window_not_a_number", {"run", "--sliding-window", "wide", "hello"}, 2, "usage", "wide"},
      {"kv_type_unknown", {"run", "--kv-type-k", "q3_k", "hello"}, 2, "usage", "q3_k"},
      {"cpu_unknown", {"complete", "--cpu", "z80", "a"}, 1, "unsupported", "z80", [](Home&) {}, true},
      {"context_beyond_the_model",
       {"complete", "--context", "9999999", "a"},
       1,
       "invalid",
       "--context",
       [](Home&) {},
       true},
      {"tokens_outside_the_vocabulary",
       {"complete", "--token-ids", "1,2,99999999"},
       1,
       "invalid",
       "99999999",
       [](Home&) {},
       true},
      {"token_ids_not_numbers", {"complete", "--token-ids", "1,x"}, 2, "usage", "--token-ids"},
      {"prompt_given_twice", {"complete", "a", "--file", "b.txt"}, 2, "usage", "twice"},
      {"prompt_longer_than_the_context",
       {"complete", "--context", "16",
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen"},
       1,
       "limit",
       "16",
       [](Home&) {},
       true},
      {"logits_into_a_missing_folder",
       {"complete", "a", "--logits", "@absent/l.npy", "-n", "0"},
       1,
       "io",
       "l.npy",
       [](Home&) {},
       true},
      {"text_file_missing", {"tokenize", "--file", "/nonexistent/t.txt"}, 1, "not_found", "/nonexistent/t.txt"},
      {"text_not_utf8", {"tokenize", "ab\xFF"}, 1, "invalid", "byte 2", [](Home&) {}, true},
      {"requests_missing",
       {"evaluate", "calls", "-f", "/nonexistent/r.jsonl"},
       1,
       "not_found",
       "/nonexistent/r.jsonl",
       [](Home&) {},
       true},
      {"requests_malformed",
       {"evaluate", "calls", "-f", "@r.jsonl"},
       1,
       "corrupt",
       "line 1",
       with_file("r.jsonl", "{\"id\": 1\n"),
       true},
  };
}

std::function<void(Home&)> with_folder(const std::string& name, const std::string& config) {
  return [=](Home& home) { home.write(name + "/config.json", config); };
}

std::vector<BadInput> bad_folders() {
  return {
      {"folder_missing", {"convert", "/nonexistent/m", "@out.gguf"}, 1, "not_found", "/nonexistent/m"},
      {"folder_is_a_file", {"convert", "@file", "@out.gguf"}, 1, "not_found", "file", with_file("file", "x")},
      {"folder_without_config",
       {"convert", "@model", "@out.gguf"},
       1,
       "not_found",
       "config.json",
       with_file("model/model.safetensors", "")},
      {"folder_of_another_architecture",
       {"convert", "@model", "@out.gguf"},
       1,
       "unsupported",
       "MambaForCausalLM",
       with_folder("model", R"({"model_type": "mamba", "architectures": ["MambaForCausalLM"]})")},
      {"folder_with_broken_config",
       {"convert", "@model", "@out.gguf"},
       1,
       "corrupt",
       "config.json",
       with_folder("model", "{\"model_type\": ")},
      {"convert_to_an_unknown_type",
       {"convert", "@model", "@out.gguf", "--type", "q17"},
       2,
       "usage",
       "q17",
       with_folder("model", "{}")},
      {"convert_without_output", {"convert", "@model"}, 2, "usage", "OUT.gguf"},
      {"convert_over_a_letter",
       {"convert", "@model", "@model/config.json"},
       1,
       "invalid",
       "config.json",
       with_folder("model", "{}")},
  };
}

std::vector<BadInput> bad_calls() {
  const std::string event = R"({"title": "Lunch", "start": "2026-12-01T12:00"})";
  return {
      {"tool_unknown", {"tools", "call", "calendar_creat", "{}"}, 1, "not_found", "calendar_creat"},
      {"arguments_not_json", {"tools", "call", "calendar_create", "{title"}, 2, "usage", "JSON"},
      {"arguments_deep", {"tools", "call", "notes_add", std::string(100'000, '[')}, 2, "usage", "JSON"},
      {"arguments_missing", {"tools", "call", "calendar_create", "{}"}, 1, "invalid", "title"},
      {"arguments_of_a_wrong_type",
       {"tools", "call", "calendar_create", R"({"title": 3, "start": "tomorrow"})"},
       1,
       "invalid",
       "title"},
      {"date_not_understood",
       {"tools", "call", "calendar_create", R"({"title": "Lunch", "start": "blursday"})", "--yes", "--now", kNow},
       1,
       "invalid",
       "blursday"},
      {"event_unknown",
       {"tools", "call", "calendar_cancel", R"({"event": "Moon landing"})", "--yes", "--now", kNow},
       1,
       "",
       "Moon landing"},
      {"write_without_consent",
       {"tools", "call", "calendar_create", event, "--now", kNow},
       1,
       "permission",
       "calendar_create"},
      {"calendar_malformed",
       {"tools", "call", "calendar_create", event, "--yes", "--now", kNow},
       1,
       "corrupt",
       "calendar.ics",
       with_file("data/oree/calendar.ics", "BEGIN:VCALENDAR\r\nnot a calendar at all\r\n")},
      {"journal_entry_unknown", {"journal", "show", "999"}, 1, "not_found", "999"},
      {"journal_number_not_one", {"journal", "undo", "abc"}, 2, "usage", "abc"},
      {"journal_nothing_to_undo", {"journal", "undo"}, 1, "not_found", ""},
      {"journal_not_a_database",
       {"journal", "list"},
       1,
       "corrupt",
       "journal.db",
       with_file("data/oree/journal.db", std::string(8192, 'x'))},
  };
}

std::vector<BadInput> bad_quantizations() {
  const auto with_model = [](Home& home) { home.write("in.gguf", gguf_header(3, 0, 0)); };
  return {
      {"quantize_without_a_type", {"quantize", "in.gguf", "out.gguf"}, 2, "usage", "TYPE"},
      {"quantize_to_an_unknown_type", {"quantize", "@in.gguf", "@out.gguf", "q3_k"}, 2, "usage", "q4_k_m", with_model},
      {"quantize_nothing",
       {"quantize", "/nonexistent/in.gguf", "@out.gguf", "q4_k"},
       1,
       "not_found",
       "/nonexistent/in.gguf"},
      {"quantize_what_is_no_model",
       {"quantize", "@text.gguf", "@out.gguf", "q4_k"},
       1,
       "corrupt",
       "text.gguf",
       with_file("text.gguf", std::string(4096, 'x'))},
      {"quantize_onto_itself", {"quantize", "@in.gguf", "@in.gguf", "q4_k"}, 1, "invalid", "in.gguf", with_model},
      {"quantize_into_a_missing_folder",
       {"quantize", "@in.gguf", "@absent/out.gguf", "q4_k"},
       1,
       "not_found",
       "absent",
       with_model},
      {"quantize_with_a_missing_text",
       {"quantize", "@in.gguf", "@out.gguf", "q4_k", "-f", "/nonexistent/t.txt"},
       1,
       "not_found",
       "/nonexistent/t.txt",
       with_model},
      {"quantize_with_an_empty_text",
       {"quantize", "@in.gguf", "@out.gguf", "q4_k", "-f", "@empty.txt"},
       1,
       "invalid",
       "empty.txt",
       with_file("empty.txt", "")},
      {"quantize_report_of_one_token",
       {"quantize", "@in.gguf", "@out.gguf", "q4_k", "--tokens", "1"},
       2,
       "usage",
       "--tokens",
       with_model},
      {"quantize_with_too_many_threads",
       {"quantize", "@in.gguf", "@out.gguf", "q4_k", "-t", "99999"},
       2,
       "usage",
       "--threads",
       with_model},
  };
}

class BadInputTest : public testing::TestWithParam<BadInput> {};

TEST_P(BadInputTest, IsReportedByStatusCodeAndName) {
  const BadInput& bad = GetParam();
  if (bad.needs_model && !has_shipped_model()) {
    GTEST_SKIP() << "no shipped model";
  }
  {
    Home home;
    bad.prepare(home);
    const Result result = home.run(in_home(bad.arguments, home));
    EXPECT_EQ(result.status, bad.status) << result.errors;
    EXPECT_EQ(result.errors.find("oree: "), 0u) << result.errors;
    EXPECT_NE(result.errors.find(bad.mention), std::string::npos) << result.errors;
    EXPECT_TRUE(result.output.empty()) << result.output;
  }
  Home home;
  bad.prepare(home);
  std::vector<std::string> arguments = in_home(bad.arguments, home);
  arguments.push_back("--json");
  const Result result = home.run(arguments);
  EXPECT_EQ(result.status, bad.status) << result.output;
  EXPECT_TRUE(result.errors.empty()) << result.errors;
  const Json document = Json::parse(result.output, nullptr, false);
  ASSERT_TRUE(document.is_object()) << result.output;
  const Json& error = document.at("error");
  if (!bad.code.empty()) {
    EXPECT_EQ(error.at("code"), bad.code) << result.output;
  }
  const std::string message = error.at("what").get<std::string>() + "\n" + error.at("where").get<std::string>() + "\n" +
                              error.at("hint").get<std::string>();
  EXPECT_NE(message.find(bad.mention), std::string::npos) << message;
  EXPECT_FALSE(error.at("what").get<std::string>().empty());
}

std::string name_of(const testing::TestParamInfo<BadInput>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(Models, BadInputTest, testing::ValuesIn(bad_models()), name_of);
INSTANTIATE_TEST_SUITE_P(Requests, BadInputTest, testing::ValuesIn(bad_requests()), name_of);
INSTANTIATE_TEST_SUITE_P(Usage, BadInputTest, testing::ValuesIn(bad_usage()), name_of);
INSTANTIATE_TEST_SUITE_P(Folders, BadInputTest, testing::ValuesIn(bad_folders()), name_of);
INSTANTIATE_TEST_SUITE_P(Calls, BadInputTest, testing::ValuesIn(bad_calls()), name_of);
INSTANTIATE_TEST_SUITE_P(Quantizations, BadInputTest, testing::ValuesIn(bad_quantizations()), name_of);

TEST(BadOutput, AFullDiskBehindStdoutIsAnError) {
  Home home;
  home.output_file = "/dev/full";
  const Result result = home.run({"tools", "list"});
  EXPECT_EQ(result.status, 1);
  EXPECT_NE(result.errors.find("standard output"), std::string::npos) << result.errors;
}

}  // namespace
}  // namespace oree::cli_test
