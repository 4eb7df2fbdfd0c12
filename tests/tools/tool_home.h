// A data directory for one test, and calls of tools on it as the journal would carry them out.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "oree/error.h"
#include "oree/tool.h"
#include "support/temporary_directory.h"

namespace oree::tools {

class ToolHome {
 public:
  explicit ToolHome(std::string time_zone = "Europe/Paris") {
    context.data_directory = directory.path();
    // Monday 2026-11-23, 09:00 in Paris.
    context.now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 23) + std::chrono::hours(8);
    context.time_zone = std::move(time_zone);
  }

  const Tool& tool(std::string_view name) const {
    for (const auto& tool : tools) {
      if (tool->description().name == name) return *tool;
    }
    throw Error(ErrorCode::kNotFound, "no tool " + std::string(name));
  }

  // Plans the call and writes what it plans.
  ToolPlan call(std::string_view name, const Json& arguments) const {
    ToolPlan plan = tool(name).plan(arguments, context);
    for (const FileChange& change : plan.changes) {
      EXPECT_EQ(change.before, read(change.path.filename().string(), change.path.parent_path()));
      std::filesystem::create_directories(change.path.parent_path());
      std::ofstream(change.path, std::ios::binary) << change.after.value();
    }
    return plan;
  }

  Json result(std::string_view name, const Json& arguments) const { return call(name, arguments).result; }

  // The error a call ends with; fails the test when it does not.
  Error error(std::string_view name, const Json& arguments) const {
    try {
      tool(name).plan(arguments, context);
    } catch (const Error& error) {
      return error;
    }
    ADD_FAILURE() << name << arguments.dump() << " did not fail";
    return Error(ErrorCode::kInternal, "");
  }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(context.data_directory / name, std::ios::binary) << text;
  }

  std::optional<std::string> read(const std::string& name, std::filesystem::path folder = {}) const {
    if (folder.empty()) folder = context.data_directory;
    std::ifstream stream(folder / name, std::ios::binary);
    if (!stream) return std::nullopt;
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
  }

  test::TemporaryDirectory directory;
  ToolContext context;
  std::vector<std::unique_ptr<Tool>> tools = built_in_tools();
};

}  // namespace oree::tools
