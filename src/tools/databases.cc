#include "tools/databases.h"

#include <algorithm>

#include "oree/error.h"
#include "tools/described_tool.h"
#include "tools/sqlite_file.h"

namespace oree::tools {
namespace {

constexpr std::size_t kMaxSchemaBytes = 2000;

}  // namespace

const AgentDatabase& Databases::choose(const Json& arguments, bool for_change) const {
  if (databases_.empty()) {
    throw Error(ErrorCode::kPermission, "no database is granted to this agent", "argument database",
                "add [database.NAME] with its path to the agent file, and name the agent with -a");
  }
  std::vector<const AgentDatabase*> fitting;
  std::string names;
  for (const AgentDatabase& database : databases_) {
    if (!for_change || database.write) fitting.push_back(&database);
    names += (names.empty() ? "" : ", ") + database.name;
  }
  if (const auto name = optional_string(arguments, "database", kMaxNameBytes)) {
    const auto named = std::find_if(databases_.begin(), databases_.end(),
                                    [&](const AgentDatabase& database) { return database.name == *name; });
    if (named == databases_.end()) {
      throw Error(ErrorCode::kInvalid, "there is no database \"" + *name + "\"", "argument database",
                  "the databases are " + names);
    }
    fitting = {&*named};
    if (for_change && !named->write) fitting.clear();
  }
  if (fitting.empty()) {
    throw Error(ErrorCode::kPermission, "the database may be read, not changed", "argument database",
                "a person can add write = true to it in the agent file");
  }
  if (fitting.size() > 1) {
    throw Error(ErrorCode::kInvalid, "it is not said which database is meant", "argument database",
                "the databases are " + names);
  }
  return *fitting.front();
}

Json Databases::name_schema() const {
  Json names = Json::array();
  for (const AgentDatabase& database : databases_) names.push_back(database.name);
  return names.empty() ? string_schema() : Json{{"type", "string"}, {"enum", std::move(names)}};
}

std::string Databases::tables_text() const {
  std::string text;
  for (const AgentDatabase& database : databases_) {
    text += text.empty() ? "" : " ";
    try {
      const std::string tables = schema_line(SqliteFile::open(database.path).tables(), kMaxSchemaBytes);
      text += tables.empty() ? "The database " + database.name + " has no tables."
                             : "Tables of " + database.name + ": " + tables + ".";
    } catch (const Error&) {
      text += "The database " + database.name + " cannot be read now.";
    }
  }
  return text;
}

}  // namespace oree::tools
