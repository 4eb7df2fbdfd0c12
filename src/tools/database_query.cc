#include "tools/databases.h"
#include "tools/described_tool.h"
#include "tools/sqlite_file.h"
#include "tools/tool_factories.h"

namespace oree::tools {
namespace {

ToolPlan plan(const Databases& databases, const Json& arguments) {
  const AgentDatabase& database = databases.choose(arguments, false);
  const std::string sql = string_argument(arguments, "sql", kMaxSqlBytes, true);
  SqlRows rows = SqliteFile::open(database.path).query(sql, database.max_rows);
  ToolPlan result;
  result.summary = "Ask " + database.name + ": " + sql;
  result.result = {{"columns", rows.columns}, {"rows", std::move(rows.rows)}};
  if (rows.more > 0) result.result["more"] = rows.more;
  return result;
}

}  // namespace

std::unique_ptr<Tool> make_database_query(const std::vector<AgentDatabase>& granted) {
  Databases databases(granted);
  const std::string tables = databases.tables_text();
  ToolDescription description =
      describe("database_query", "Ask a database with one SELECT of SQLite." + (tables.empty() ? "" : " " + tables),
               Effect::kRead, {{"sql", string_schema()}, {"database", databases.name_schema()}}, {"sql"});
  return make_tool(std::move(description),
                   [databases = std::move(databases)](const Json& arguments, const ToolContext&) {
                     return plan(databases, arguments);
                   });
}

}  // namespace oree::tools
