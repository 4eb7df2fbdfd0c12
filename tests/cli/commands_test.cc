// What the commands print: help, JSON documents, exit statuses.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <sstream>
#include <thread>

#include "cli/program.h"

namespace oree::cli_test {
namespace {

const std::string kNow = "2026-11-23T09:00:00";
const std::string kLunch = R"({"title": "Lunch with Ana", "start": "Thursday at 12:30"})";

std::vector<std::string> keys_of(const Json& object) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object.items()) {
    keys.push_back(key);
  }
  return keys;
}

TEST(Help, EveryCommandHasOneWithAnExample) {
  const Home home;
  for (const std::vector<std::string>& command : std::vector<std::vector<std::string>>{{"run"},
                                                                                       {"chat"},
                                                                                       {"complete"},
                                                                                       {"tokenize"},
                                                                                       {"inspect"},
                                                                                       {"plan"},
                                                                                       {"tools", "list"},
                                                                                       {"tools", "call"},
                                                                                       {"journal", "list"},
                                                                                       {"journal", "show"},
                                                                                       {"journal", "undo"},
                                                                                       {"agent", "list"},
                                                                                       {"agent", "show"},
                                                                                       {"agent", "new"},
                                                                                       {"agent", "check"},
                                                                                       {"evaluate", "calls"},
                                                                                       {"evaluate", "bfcl"},
                                                                                       {"evaluate", "ruler"},
                                                                                       {"evaluate", "cache"},
                                                                                       {"quantize"},
                                                                                       {"calibrate"},
                                                                                       {"perplexity"},
                                                                                       {"needle"},
                                                                                       {"bench"}}) {
    std::vector<std::string> arguments = command;
    arguments.push_back("--help");
    const Result result = home.run(arguments);
    EXPECT_EQ(result.status, 0) << command.front();
    EXPECT_NE(result.output.find("Example:\n  oree " + command.front()), std::string::npos) << result.output;
    EXPECT_NE(result.output.find("--json"), std::string::npos) << result.output;
  }
  EXPECT_EQ(home.run({"--help"}).status, 0);
}

TEST(Help, TheCommandsAreListedForScripts) {
  const Home home;
  const Result result = home.run({"--list-commands"});
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(result.output,
            "run\nchat\ncomplete\ntokenize\ninspect\nplan\ntools\nmcp\njournal\nagent\nevaluate\nconvert\nquantize\ncal"
            "ibrate\n"
            "perplexity\nneedle\nbench\ngrammar\n");
  EXPECT_EQ(home.run({"--version"}).output.find("oree "), 0u);
}

TEST(Tools, AreListedAndCalled) {
  const Home home;
  const Json tools = home.run({"tools", "list", "--json"}).json();
  ASSERT_EQ(tools.size(), 26u);
  for (const Json& tool : tools) {
    EXPECT_EQ(keys_of(tool), (std::vector<std::string>{"name", "description", "schema", "effect", "undo", "source"}));
  }
  const Result created = home.run({"tools", "call", "calendar_create", kLunch, "--yes", "--now", kNow, "--json"});
  ASSERT_EQ(created.status, 0) << created.errors << created.output;
  EXPECT_EQ(created.json()["start"], "2026-11-26T12:30:00+01:00");
  EXPECT_NE(read_file(home.data() / "calendar.ics").find("SUMMARY:Lunch with Ana"), std::string::npos);

  const Json journal = home.run({"journal", "list", "--json"}).json();
  ASSERT_EQ(journal.size(), 1u);
  EXPECT_EQ(journal[0]["tool"], "calendar_create");
  EXPECT_EQ(journal[0]["consent"], "granted");
  EXPECT_EQ(journal[0]["state"], "done");
  EXPECT_EQ(journal[0]["time"], "2026-11-23T08:00:00Z");
  EXPECT_EQ(home.run({"journal", "show", "1", "--json"}).json()["id"], journal[0]["id"]);

  EXPECT_EQ(home.run({"journal", "undo", "--json"}).json()["state"], "undone");
  EXPECT_EQ(home.run({"journal", "list", "--json"}).json()[0]["state"], "undone");
}

TEST(Tools, APlanChangesNothing) {
  const Home home;
  const Result planned = home.run({"tools", "call", "calendar_create", kLunch, "--plan", "--now", kNow});
  EXPECT_EQ(planned.status, 0) << planned.errors;
  EXPECT_NE(planned.output.find("Lunch with Ana"), std::string::npos) << planned.output;
  EXPECT_FALSE(std::filesystem::exists(home.data() / "calendar.ics"));
}

TEST(Agents, AreListedAndShown) {
  const Home home;
  const Json agents = home.run({"agent", "list", "--json"}).json();
  ASSERT_FALSE(agents.empty());
  EXPECT_EQ(agents[0]["name"], "default");
  const Json agent = home.run({"agent", "show", "default", "--json"}).json();
  EXPECT_EQ(agent["name"], "default");
  EXPECT_TRUE(agent["tools"].is_array());
}

TEST(Privacy, IsExplained) {
  const Home home;
  const Result result = home.run({"run", "--explain-privacy", "--json"});
  EXPECT_EQ(result.status, 0);
  EXPECT_FALSE(result.json()["privacy"].empty());
}

class Model : public testing::Test {
 protected:
  void SetUp() override {
    if (!has_shipped_model()) {
      GTEST_SKIP() << "no shipped model";
    }
  }
};

TEST_F(Model, TextIsTokenized) {
  Home home;
  const Json tokens = home.run({"tokenize", "Lunch with Ana"}).json();
  ASSERT_TRUE(tokens.is_array());
  const Json bare = home.run({"tokenize", "Lunch with Ana", "--no-bos"}).json();
  EXPECT_EQ(tokens.size(), bare.size() + 1);
  home.input = "Lunch with Ana";
  EXPECT_EQ(home.run({"tokenize"}).json(), tokens);
  const std::string file = home.write("text", "Lunch with Ana");
  EXPECT_EQ(home.run({"tokenize", "--file", file}).json(), tokens);
  EXPECT_EQ(home.run({"tokenize", "[INST]", "--no-bos", "--special"}).json().size(), 1u);
  EXPECT_GT(home.run({"tokenize", "[INST]", "--no-bos"}).json().size(), 1u);
  EXPECT_EQ(home.run({"tokenize", "a\xFFz", "--lossy"}).json(), home.run({"tokenize", "a\xEF\xBF\xBDz"}).json());
}

TEST_F(Model, APipeIsWaitedFor) {
  const Home home;
  const std::string pipe = (home.folder() / "pipe").string();
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  const int keep_open = open(pipe.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  // A shell of its own holds the writing end: none is inherited by the program.
  ASSERT_EQ(std::system(("(sleep 0.3; printf 'Lunch with Ana') > '" + pipe + "' &").c_str()), 0);
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  const Result result = home.run({"tokenize", "--file", pipe});
  close(keep_open);
  EXPECT_EQ(result.json(), home.run({"tokenize", "Lunch with Ana"}).json());
}

TEST_F(Model, IsInspected) {
  const Home home;
  const Json model = home.run({"inspect", shipped_model().string(), "--json"}).json();
  EXPECT_EQ(keys_of(model),
            (std::vector<std::string>{"architecture", "parameters", "context", "layers", "heads", "kv_heads",
                                      "head_dim", "types", "tokenizer", "template", "filters", "kv_bytes_per_token",
                                      "kv_bytes_per_token_beyond_windows", "name", "embedding", "feed_forward", "rope",
                                      "chat"}));
  const std::string text = home.run({"inspect"}).output;
  for (const char* part :
       {"llama", "with a window of", "global (", "beyond the windows", "oree-mini-1, calls as mistral"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << " in\n" << text;
  }
  EXPECT_NE(home.run({"inspect", "--template"}).output.find("[AVAILABLE_TOOLS]"), std::string::npos);
}

TEST_F(Model, ItsMemoryIsPlanned) {
  const Home home;
  const Json plan = home.run({"plan", "--json"}).json();
  EXPECT_EQ(keys_of(plan), (std::vector<std::string>{"fits", "bytes", "choices", "advice", "memory", "settings"}));
  EXPECT_EQ(keys_of(plan["bytes"]), (std::vector<std::string>{"weights", "kv", "activations", "other", "total"}));
  EXPECT_EQ(plan["fits"], true);
  EXPECT_EQ(plan["memory"], nullptr);

  const Result refused = home.run({"plan", "--memory", "12MiB", "--json"});
  EXPECT_EQ(refused.status, 1);
  EXPECT_EQ(refused.json()["fits"], false);
  EXPECT_EQ(refused.json()["memory"], 12 << 20);
  EXPECT_FALSE(refused.json()["advice"].empty());
  const std::string text = home.run({"plan", "--memory", "12MiB"}).output;
  for (const char* part : {"weights", "total", "it does not fit", "would help: --memory "}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << " in\n" << text;
  }
  const Json conversation = home.run({"plan", "--conversation", "--json"}).json();
  EXPECT_GT(conversation["bytes"]["total"], plan["bytes"]["total"]);
}

TEST_F(Model, RunsWithinTheMemoryItMayTake) {
  const Home home;
  const Result refused = home.run({"complete", "Lunch", "--memory", "12MiB", "--json"});
  EXPECT_EQ(refused.status, 1);
  EXPECT_EQ(refused.json()["error"]["code"], "limit");
  EXPECT_EQ(refused.json()["error"]["where"], "--memory");
  EXPECT_EQ(home.run({"run", "Lunch", "--memory", "12MiB", "--json"}).json()["error"]["code"], "limit");

  // Everything but the step is given, so that alone is chosen.
  const std::vector<std::string> given = {"--kv-type-k", "f32",  "--kv-type-v", "f32",
                                          "--cache",     "none", "--context",   "4096"};
  const auto with = [&](std::vector<std::string> arguments, const std::vector<std::string>& more) {
    arguments.insert(arguments.end(), given.begin(), given.end());
    arguments.insert(arguments.end(), more.begin(), more.end());
    return home.run(arguments);
  };
  const auto full = with({"plan"}, {"--json"}).json()["bytes"]["total"].get<std::uint64_t>();
  const std::string less = std::to_string(full - (1u << 20));
  const Result chosen = with({"complete", "Lunch with", "-n", "4"}, {"--memory", less, "--json"});
  EXPECT_EQ(chosen.status, 0) << chosen.output;
  EXPECT_NE(chosen.errors.find("a prefill step of 64 tokens"), std::string::npos) << chosen.errors;
  EXPECT_EQ(chosen.json()["tokens"], with({"complete", "Lunch with", "-n", "4"}, {"--json"}).json()["tokens"]);
  EXPECT_EQ(with({"plan"}, {"--memory", less, "--chunk", "256"}).status, 1) << "what is given is never overruled";
}

TEST_F(Model, TalksByATemplateOfTheUsers) {
  Home home;
  const std::string own = home.run({"inspect", "--template", "--json"}).json()["chat_template"];
  home.write("own.jinja", own);
  home.write("plain.jinja", "{{ bos_token }}{% for m in messages %}[INST]{{ m.content }}[/INST]{% endfor %}");
  const std::string own_path = (home.folder() / "own.jinja").string();
  const std::string plain_path = (home.folder() / "plain.jinja").string();
  const std::vector<std::string> request = {
      "run", "Lunch with Ana on Thursday at 12:30", "--plan", "--json", "--now", "2026-11-23T09:00:00"};
  const auto with = [&](const std::string& path) {
    std::vector<std::string> arguments = request;
    arguments.insert(arguments.end(), {"--chat-template", path});
    return home.run(arguments).json();
  };
  const Json plain = home.run(request).json();
  EXPECT_EQ(with(own_path)["calls"], plain["calls"]);
  EXPECT_EQ(with(own_path)["usage"]["prompt_tokens"], plain["usage"]["prompt_tokens"]);
  // A template that shows no tools has them in the system text, and takes calls in plain JSON.
  const Json shown = with(plain_path);
  EXPECT_TRUE(shown.contains("calls")) << shown;
  EXPECT_GT(shown["usage"]["prompt_tokens"], plain["usage"]["prompt_tokens"]);
}

TEST_F(Model, CompletesAText) {
  const Home home;
  const Json tokens = home.run({"tokenize", "Lunch with"}).json();
  const Json by_text = home.run({"complete", "Lunch with", "-n", "6", "--json"}).json();
  EXPECT_EQ(keys_of(by_text), (std::vector<std::string>{"text", "tokens", "stop", "usage"}));
  EXPECT_LE(by_text["tokens"].size(), 6u);
  EXPECT_EQ(by_text["usage"]["prompt_tokens"], tokens.size());
  std::string ids;
  for (const Json& token : tokens) {
    ids += (ids.empty() ? "" : ",") + token.dump();
  }
  EXPECT_EQ(home.run({"complete", "--token-ids", ids, "-n", "6", "--json"}).json()["tokens"], by_text["tokens"]);
  EXPECT_EQ(home.run({"complete", "Lunch with", "-n", "6", "--chunk", "1", "-t", "2", "--json"}).json()["tokens"],
            by_text["tokens"]);
  const Json none = home.run({"complete", "Lunch with", "-n", "0", "--json"}).json();
  EXPECT_EQ(none["stop"], "length");
  EXPECT_TRUE(none["tokens"].empty());
  const std::string text = by_text["text"].get<std::string>();
  const std::string streamed = home.run({"complete", "Lunch with", "-n", "6"}).output;
  EXPECT_EQ(streamed, text.empty() ? "" : text + "\n");
}

TEST_F(Model, LogitsAreANumpyFile) {
  const Home home;
  const std::string path = (home.folder() / "logits.npy").string();
  const Result result = home.run({"complete", "Lunch with Ana", "-n", "0", "--logits", path, "--json"});
  ASSERT_EQ(result.status, 0) << result.output;
  const std::string bytes = read_file(path);
  ASSERT_EQ(bytes.substr(0, 8), std::string("\x93NUMPY\x01\x00", 8));
  const std::size_t header = 10 + static_cast<unsigned char>(bytes[8]) + 256U * static_cast<unsigned char>(bytes[9]);
  EXPECT_EQ(header % 64, 0u);
  const auto n_tokens = result.json()["usage"]["prompt_tokens"].get<std::size_t>();
  const auto n_vocabulary = home.run({"inspect", "--json"}).json()["tokenizer"]["size"].get<std::size_t>();
  EXPECT_NE(bytes.find("'shape': (" + std::to_string(n_tokens) + ", " + std::to_string(n_vocabulary) + ")"),
            std::string::npos);
  EXPECT_EQ(bytes.size(), header + n_tokens * n_vocabulary * sizeof(float));
}

TEST_F(Model, RunAnswersWithOneDocument) {
  const Home home;
  const Result result = home.run({"run", "What time is it?", "--yes", "--now", kNow, "--json"});
  ASSERT_EQ(result.status, 0) << result.output << result.errors;
  const Json document = result.json();
  EXPECT_EQ(keys_of(document), (std::vector<std::string>{"answer", "calls", "stop", "cut_call", "forgotten", "usage"}));
  EXPECT_EQ(document["cut_call"], Json());
  EXPECT_EQ(document["forgotten"]["requests"], 0);
  EXPECT_EQ(keys_of(document["usage"]),
            (std::vector<std::string>{"prompt_tokens", "completion_tokens", "seconds", "first_token_seconds"}));
  for (const Json& call : document["calls"]) {
    EXPECT_EQ(keys_of(call), (std::vector<std::string>{"tool", "arguments", "effect", "consent", "result"}));
  }
}

TEST_F(Model, ACallThatTheLimitOfTokensCutsIsSaidAndNotMade) {
  const Home home;
  const Result result = home.run({"run", "What time is it?", "--yes", "--now", kNow, "-n", "2", "--json"});
  EXPECT_EQ(result.status, 1);
  EXPECT_NE(result.errors.find("cut off"), std::string::npos) << result.errors;
  const Json document = result.json();
  EXPECT_EQ(document["stop"], "length");
  EXPECT_EQ(document["cut_call"].get<std::string>().substr(0, 12), "[TOOL_CALLS]");
  EXPECT_TRUE(document["calls"].empty());
}

TEST_F(Model, ChatSaysWhatTheContextNoLongerHoldsAndKeepsItInTheJournal) {
  Home home;
  for (int i = 0; i < 12; ++i) {
    home.input += "Tell me something about the river number " + std::to_string(i) + " and the birds that live there\n";
  }
  const Result result = home.run({"chat", "-a", "plain", "--context", "256", "-n", "16", "--json"});
  EXPECT_EQ(result.status, 0) << result.errors;
  EXPECT_NE(result.errors.find("no longer fit"), std::string::npos) << result.errors;
  std::istringstream lines(result.output);
  int forgotten = 0;
  for (std::string line; std::getline(lines, line);) forgotten += Json::parse(line)["forgotten"]["requests"].get<int>();
  EXPECT_GT(forgotten, 0);
  const Json journal = home.run({"journal", "list", "--json"}).json();
  ASSERT_FALSE(journal.empty());
  EXPECT_EQ(journal[0]["tool"], "context");
  EXPECT_EQ(journal[0]["effect"], "note");
}

TEST_F(Model, ChatAnswersALineARequest) {
  Home home;
  home.input = "What time is it?\n\nWhat day is it?\r\ncaf\xE9\n/exit\nnot read\n";
  const Result result = home.run({"chat", "--now", kNow, "--yes", "--json"});
  EXPECT_EQ(result.status, 1) << result.errors;
  std::istringstream lines(result.output);
  std::string line;
  std::vector<Json> documents;
  while (std::getline(lines, line)) {
    documents.push_back(Json::parse(line));
  }
  ASSERT_EQ(documents.size(), 3u) << result.output;
  EXPECT_TRUE(documents[0].contains("answer"));
  EXPECT_TRUE(documents[1].contains("answer"));
  EXPECT_EQ(documents[2]["error"]["code"], "invalid");

  home.input = std::string((1 << 20) + 5, 'x') + "\nWhat time is it?\n";
  const Result long_line = home.run({"chat", "--now", kNow, "--yes", "--json"});
  EXPECT_NE(long_line.output.find("\"limit\""), std::string::npos);
  EXPECT_NE(long_line.output.find("\"answer\""), std::string::npos);
}

TEST_F(Model, QuantizingPrintsWhatItDidAndWhatItCost) {
  const Home home;
  const std::string output = (home.folder() / "out.gguf").string();
  const std::string text = home.write("text.txt", "Lunch with Ana on Thursday at noon, then a call with Bo.");
  const Result quiet = home.run({"quantize", shipped_model().string(), output, "Q4_K_M"});
  EXPECT_EQ(quiet.status, 0) << quiet.errors;
  // What has no whole blocks of 256 in a row takes another type, and only that is named.
  const auto falls_back = [&](const std::string& tensor) {
    return quiet.output.find("so Q8_0: " + tensor + "\n") != std::string::npos;
  };
  const Json model = home.run({"inspect", "-m", shipped_model().string(), "--json"}).json();
  EXPECT_EQ(falls_back("blk.0.attn_q.weight"), model["embedding"].get<int>() % 256 != 0) << quiet.output;
  EXPECT_EQ(falls_back("blk.0.ffn_down.weight"), model["feed_forward"].get<int>() % 256 != 0) << quiet.output;
  EXPECT_NE(quiet.output.find("warning: "), std::string::npos) << quiet.output;
  const Result report = home.run({"quantize", shipped_model().string(), output, "q4_k_m", "--report", "-f", text});
  EXPECT_EQ(report.status, 0) << report.errors;
  EXPECT_NE(report.output.find("blk.0.attn_q.weight"), std::string::npos) << report.output;
  EXPECT_NE(report.output.find("KL divergence"), std::string::npos) << report.output;
  EXPECT_EQ(home.run({"complete", "-m", output, "-n", "2", "Lunch"}).status, 0);
  const Json document = home.run({"quantize", shipped_model().string(), output, "f16", "--json"}).json();
  EXPECT_EQ(document["type"], "f16");
  EXPECT_TRUE(document["report"].is_null());
}

TEST_F(Model, RulerScoresTasksOfABoundedCache) {
  const Home home;
  const Result result = home.run({"evaluate", "ruler", "--lengths", "200", "--samples", "1", "--tasks", "single,cloze",
                                  "--cache", "streaming", "--budget", "50%", "--evict-at", "end", "--json"});
  ASSERT_EQ(result.status, 0) << result.output << result.errors;
  const Json document = result.json();
  EXPECT_EQ(keys_of(document), (std::vector<std::string>{"score", "low", "high", "loss", "loss_low", "loss_high",
                                                         "samples", "by", "cache"}));
  EXPECT_EQ(keys_of(document["by"]["task"]), (std::vector<std::string>{"single", "cloze"}));
  EXPECT_EQ(document["cache"]["policy"], "streaming");
  EXPECT_EQ(home.run({"evaluate", "ruler", "--tasks", "juggling"}).status, 2);
  const Result words = home.run({"evaluate", "ruler", "--lengths", "200", "--samples", "1", "--tasks", "single"});
  EXPECT_NE(words.output.find("task single"), std::string::npos) << words.output << words.errors;
}

TEST_F(Model, PoliciesAreComparedInOneDocumentOrTable) {
  const Home home;
  std::vector<std::string> arguments = {"evaluate", "cache",  "--length",  "128",     "--samples",  "1",
                                        "--tasks",  "single", "--budgets", "50%,25%", "--policies", "knorm,streaming"};
  const Result table = home.run(arguments);
  ASSERT_EQ(table.status, 0) << table.output << table.errors;
  EXPECT_NE(table.output.find("## Budget 50%"), std::string::npos) << table.output;
  EXPECT_TRUE(table.errors.empty()) << table.errors;
  const std::string report = (home.folder() / "report.json").string();
  arguments.insert(arguments.end(), {"--json", "-o", report});
  const Json document = home.run(arguments).json();
  EXPECT_EQ(keys_of(document),
            (std::vector<std::string>{"model", "length", "next_tokens", "samples", "seed", "tasks", "policies",
                                      "budgets", "skipped", "full", "cells", "streaming"}));
  EXPECT_EQ(keys_of(document["cells"][3]), (std::vector<std::string>{"policy", "budget", "bytes", "loss", "needle",
                                                                     "needle_loss", "ruler", "ruler_loss", "tasks"}));
  EXPECT_EQ(Json::parse(read_file(report)), document);
  EXPECT_EQ(home.run({"evaluate", "cache", "--cache", "knorm"}).status, 2);  // that is what is compared
  EXPECT_EQ(home.run({"evaluate", "cache", "--budgets", "many"}).status, 2);
}

TEST_F(Model, BfclIsScoredByCategory) {
  const Home home;
  std::filesystem::create_directory(home.folder() / "possible_answer");
  home.write("BFCL_v4_multiple.json",
             R"({"id": "m-0", "question": [[{"role": "user", "content": "What is 3 times 4?"}]], "function": [)"
             R"({"name": "math.multiply", "description": "Multiply.", "parameters": {"type": "dict", "properties": )"
             R"({"a": {"type": "integer"}, "b": {"type": "integer"}}, "required": ["a", "b"]}}]})");
  home.write("possible_answer/BFCL_v4_multiple.json",
             R"({"id": "m-0", "ground_truth": [{"math.multiply": {"a": [3], "b": [4]}}]})");
  const std::vector<std::string> arguments = {"evaluate",   "bfcl",    "--data", home.folder().string(),
                                              "--category", "multiple"};
  std::vector<std::string> with_json = arguments;
  with_json.push_back("--json");
  const Result result = home.run(with_json);
  ASSERT_EQ(result.status, 0) << result.output << result.errors;
  EXPECT_EQ(keys_of(result.json()), (std::vector<std::string>{"score", "low", "high", "total", "exact", "by", "seconds",
                                                              "not_asked", "failures"}));
  EXPECT_EQ(result.json()["by"]["category"]["multiple"]["total"], 1);
  EXPECT_NE(home.run(arguments).output.find("category multiple  "), std::string::npos);
  EXPECT_EQ(home.run({"evaluate", "bfcl"}).status, 2);
  EXPECT_EQ(home.run({"evaluate", "bfcl", "--data", ".", "--category", "java"}).status, 2);
  EXPECT_EQ(home.run({"evaluate", "bfcl", "--data", "/nonexistent", "--json"}).json()["error"]["code"], "not_found");
}

TEST_F(Model, SamplingIsAlwaysValid) {
  const Home home;
  const std::string requests = std::string(OREE_SOURCE_DIR) + "/evaluation/reserved_calls.jsonl";
  if (!std::filesystem::exists(requests)) {
    GTEST_SKIP() << "no requests";
  }
  const Result result = home.run({"evaluate", "calls", "--samples", "20", "--temperature", "1", "--json"});
  ASSERT_EQ(result.status, 0) << result.output << result.errors;
  EXPECT_EQ(result.json()["sampled"], 20);
  const Json scores = home.run({"evaluate", "calls", "-f", requests, "--limit", "5", "--json"}).json();
  EXPECT_EQ(scores["total"], 5);
  EXPECT_TRUE(scores["by"].contains("category"));
}

}  // namespace
}  // namespace oree::cli_test
