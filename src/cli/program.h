// The command line as a whole: its parser and what the chosen command does.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

namespace oree::cli {

inline constexpr int kOk = 0;
inline constexpr int kFailed = 1;
inline constexpr int kBadUsage = 2;

struct Program {
  CLI::App app;
  bool json = false;            // --json of the chosen command
  std::function<int()> action;  // set by the chosen command; returns the exit status, throws Error
};

// Adds a command below `parent` with its --json flag; `body` runs when it is chosen.
CLI::App* add_command(Program& program, CLI::App& parent, const std::string& name, const std::string& description,
                      const std::string& example, std::function<int()> body);

// One a file, NAME_command.cc. They keep their options alive as long as the program.
void add_run_command(Program& program);
void add_chat_command(Program& program);
void add_complete_command(Program& program);
void add_tokenize_command(Program& program);
void add_inspect_command(Program& program);
void add_plan_command(Program& program);
void add_tools_command(Program& program);
void add_tools_check_command(Program& program, CLI::App& tools);
void add_mcp_command(Program& program);
void add_mcp_bridge_command(Program& program, CLI::App& mcp);
void add_journal_command(Program& program);
void add_journal_session_commands(Program& program, CLI::App& journal);
void add_agent_command(Program& program);
void add_agent_new_command(Program& program, CLI::App& agent);
void add_evaluate_command(Program& program);
void add_evaluate_bfcl_command(Program& program, CLI::App& evaluate);
void add_evaluate_cache_command(Program& program, CLI::App& evaluate);
void add_evaluate_ruler_command(Program& program, CLI::App& evaluate);
void add_convert_command(Program& program);
void add_quantize_command(Program& program);
void add_calibrate_command(Program& program);
void add_perplexity_command(Program& program);
void add_needle_command(Program& program);
void add_bench_command(Program& program);
void add_grammar_command(Program& program);

}  // namespace oree::cli
