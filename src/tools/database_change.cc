#include <filesystem>

#include "base/atomic_file.h"
#include "base/open_files.h"
#include "oree/error.h"
#include "tools/databases.h"
#include "tools/described_tool.h"
#include "tools/sqlite_file.h"
#include "tools/tool_factories.h"

namespace oree::tools {
namespace {

namespace fs = std::filesystem;

// The file is replaced as a whole, so nobody else may be in the middle of anything with it, nor go on writing to the
// old one.
void check_at_rest(const fs::path& path, const std::string& bytes) {
  constexpr std::size_t kWriteVersion = 18;  // "The SQLite Database File Format", section 1.3: 2 is WAL
  std::error_code failure;
  const auto has_bytes = [&](const char* suffix) {
    const auto size = fs::file_size(path.string() + suffix, failure);
    return !failure && size > 0;
  };
  if ((bytes.size() > kWriteVersion && bytes[kWriteVersion] == 2) || has_bytes("-wal")) {
    throw Error(ErrorCode::kUnsupported, "the database is in WAL mode, in which it is more than one file",
                path.string(), "close the programs that use it and run PRAGMA journal_mode=DELETE on it");
  }
  if (has_bytes("-journal")) {
    throw Error(ErrorCode::kConflict, "a change of the database was not completed: there is a journal beside it",
                path.string(), "open the database with the program that wrote it, which rolls it back");
  }
  if (const auto holder = process_with_open_file(path)) {
    throw Error(ErrorCode::kConflict, *holder + " has the database open", path.string(), "close it and try again");
  }
}

ToolPlan plan(const Databases& databases, const Json& arguments) {
  const AgentDatabase& database = databases.choose(arguments, true);
  const std::string sql = string_argument(arguments, "sql", kMaxSqlBytes, true);
  std::string before = read_file(database.path, kMaxDatabaseBytes);
  check_at_rest(database.path, before);
  const SqliteFile copy = SqliteFile::copy_of(before, database.path);
  const std::int64_t rows = copy.change(sql);
  std::string after = copy.bytes();
  if (after.size() > kMaxDatabaseBytes) {
    throw Error(ErrorCode::kLimit,
                "the database would grow beyond " + std::to_string(kMaxDatabaseBytes) + " bytes (kMaxDatabaseBytes)",
                database.path.string(), "change less at once");
  }
  ToolPlan result;
  result.summary = "Change " + database.name + " (" + std::to_string(rows) + (rows == 1 ? " row): " : " rows): ") + sql;
  result.result = {{"database", database.name}, {"rows_changed", rows}};
  result.changes.push_back({database.path, std::move(before), std::move(after)});
  return result;
}

}  // namespace

std::unique_ptr<Tool> make_database_change(const std::vector<AgentDatabase>& granted) {
  Databases databases(granted);
  const std::string tables = databases.tables_text();
  ToolDescription description = describe(
      "database_change",
      "Change a database with one INSERT, UPDATE, DELETE or CREATE of SQLite." + (tables.empty() ? "" : " " + tables),
      Effect::kWrite, {{"sql", string_schema()}, {"database", databases.name_schema()}}, {"sql"});
  for (const AgentDatabase& database : granted) {
    if (database.write) description.granted.push_back(database.path);
  }
  return make_tool(std::move(description),
                   [databases = std::move(databases)](const Json& arguments, const ToolContext&) {
                     return plan(databases, arguments);
                   });
}

}  // namespace oree::tools
