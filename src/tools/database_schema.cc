#include "tools/databases.h"
#include "tools/described_tool.h"
#include "tools/sqlite_file.h"
#include "tools/tool_factories.h"

namespace oree::tools {
namespace {

ToolPlan plan(const Databases& databases, const Json& arguments) {
  const AgentDatabase& database = databases.choose(arguments, false);
  Json tables = Json::array();
  for (const SqlTable& table : SqliteFile::open(database.path).tables()) {
    Json columns = Json::array();
    for (const SqlColumn& column : table.columns) {
      columns.push_back(column.name + (column.type.empty() ? "" : " " + column.type) + (column.key ? " KEY" : ""));
    }
    Json entry = {{"table", table.name}, {"columns", std::move(columns)}};
    if (table.is_view) entry["view"] = true;
    tables.push_back(std::move(entry));
  }
  ToolPlan result;
  result.summary = "Look at the tables of " + database.name;
  result.result = {{"database", database.name}, {"tables", std::move(tables)}};
  return result;
}

}  // namespace

std::unique_ptr<Tool> make_database_schema(const std::vector<AgentDatabase>& granted) {
  Databases databases(granted);
  ToolDescription description = describe("database_schema", "List the tables and columns of a database.", Effect::kRead,
                                         {{"database", databases.name_schema()}}, {});
  return make_tool(std::move(description),
                   [databases = std::move(databases)](const Json& arguments, const ToolContext&) {
                     return plan(databases, arguments);
                   });
}

}  // namespace oree::tools
