// A home folder with a journal, granted folders and a database, where tools are called as an agent calls them.
#pragma once

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "oree/agent.h"
#include "oree/error.h"
#include "support/temporary_directory.h"

namespace oree::tools {

class GrantedHome {
 public:
  GrantedHome() {
    ::setenv("HOME", folder.path().c_str(), 1);
    ::setenv("XDG_DATA_HOME", (folder.path() / "data").c_str(), 1);
    ::setenv("XDG_CONFIG_HOME", (folder.path() / "config").c_str(), 1);
    ::setenv("XDG_CACHE_HOME", (folder.path() / "cache").c_str(), 1);
    for (const char* name : {"notes", "papers", "other"}) {
      std::filesystem::create_directory(folder.path() / name);
    }
    sql("CREATE TABLE stock(item TEXT PRIMARY KEY, count INTEGER); INSERT INTO stock VALUES('nails', 100), ('glue', "
        "2)");
    file.name = "tester";
    file.tools = {"*", "files_*", "database_*", "reminders_*"};
    file.folders.read = {folder.path() / "papers"};
    file.folders.write = {folder.path() / "notes"};
    file.databases = {{.name = "stock", .path = database(), .write = true}};
    context.data_directory = folder.path() / "data" / "oree";
    context.now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 23) + std::chrono::hours(8);
    context.time_zone = "Europe/Paris";
    reload();
  }

  // After the agent file was changed.
  void reload() { tools = all_tools(file); }

  std::filesystem::path database() const { return folder.path() / "stock.sqlite"; }

  void sql(const std::string& statements) const {
    sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open(database().c_str(), &handle), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(handle, statements.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(handle);
    sqlite3_close(handle);
  }

  void put(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder.path() / name, std::ios::binary) << bytes;
  }
  std::optional<std::string> content(const std::string& name) const {
    std::ifstream stream(folder.path() / name, std::ios::binary);
    if (!stream) return std::nullopt;
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
  }

  // One call with the person's consent, through the journal.
  CallRecord call(const std::string& tool, const Json& arguments) const {
    Journal journal(context.data_directory);
    return call_tool(tools, {tool, arguments}, journal, context, AgentOptions{.grant_writes = true}, {});
  }
  Json result(const std::string& tool, const Json& arguments) const {
    const CallRecord record = call(tool, arguments);
    EXPECT_FALSE(record.failed) << tool << arguments.dump() << record.result.dump();
    return record.result;
  }
  Error error(const std::string& tool, const Json& arguments) const {
    const CallRecord record = call(tool, arguments);
    EXPECT_TRUE(record.failed) << tool << arguments.dump() << record.result.dump();
    return record.error.value_or(Error(ErrorCode::kInternal, "nothing failed"));
  }

  // Every file of the home but the journal's own, with its bytes.
  std::map<std::string, std::string> everything() const {
    std::map<std::string, std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path())) {
      const std::string name = std::filesystem::relative(entry.path(), folder.path()).string();
      if (entry.is_regular_file() && entry.path().filename().string().find("journal.") != 0) {
        files[name] = content(name).value_or("");
      }
    }
    return files;
  }

  test::TemporaryDirectory folder;
  AgentFile file;
  ToolContext context;
  std::vector<std::unique_ptr<Tool>> tools;
};

}  // namespace oree::tools
