#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>

#include <cstdio>

#include "tools/granted_home.h"

namespace oree::tools {
namespace {

using testing::HasSubstr;

class DatabaseTest : public testing::Test {
 protected:
  Json rows(const std::string& sql) { return home.result("database_query", {{"sql", sql}})["rows"]; }
  Error query_error(const std::string& sql) { return home.error("database_query", {{"sql", sql}}); }
  Error change_error(const std::string& sql) { return home.error("database_change", {{"sql", sql}}); }
  const ToolDescription& described(const std::string& name) {
    for (const auto& tool : home.tools) {
      if (tool->description().name == name) return tool->description();
    }
    throw std::runtime_error(name);
  }

  GrantedHome home;
};

TEST_F(DatabaseTest, TheModelIsToldTheTables) {
  EXPECT_THAT(described("database_query").description, HasSubstr("Tables of stock: stock(item TEXT, count INTEGER)."));
  EXPECT_EQ(home.result("database_schema", Json::object()), Json::parse(R"({"database": "stock",
                            "tables": [{"table": "stock", "columns": ["item TEXT KEY", "count INTEGER"]}]})"));
}

TEST_F(DatabaseTest, WhatIsToldOfTheTablesIsBoundedAndOnOneLine) {
  std::string sql;
  for (int table = 0; table < 150; ++table) {
    sql += "CREATE TABLE \"a table\nnumber " + std::to_string(table) + "\"(x, y);";
  }
  home.sql(sql);
  home.reload();
  const std::string& text = described("database_query").description;
  EXPECT_LT(text.size(), 2200u);
  EXPECT_EQ(text.find('\n'), std::string::npos);
  EXPECT_THAT(text, HasSubstr("more tables"));
}

TEST_F(DatabaseTest, AnswersAreRowsByColumn) {
  EXPECT_EQ(rows("SELECT item, count FROM stock ORDER BY count"),
            Json::parse(R"([{"item": "glue", "count": 2}, {"item": "nails", "count": 100}])"));
  EXPECT_EQ(rows("SELECT 1 AS a, 2.5 AS b, NULL AS c, x'00ff' AS d, 'é' AS e, 9e999 AS f, 1 AS a"),
            Json::parse(R"([{"a": 1, "b": 2.5, "c": null, "d": "blob of 2 bytes", "e": "é", "f": "Infinity",
                             "a:2": 1}])"));
  EXPECT_EQ(home.result("database_query", {{"sql", "SELECT item FROM stock WHERE 0"}}),
            Json::parse(R"({"columns": ["item"], "rows": []})"));
}

TEST_F(DatabaseTest, RowsAreBounded) {
  home.file.databases[0].max_rows = 3;
  home.reload();
  const Json answer = home.result(
      "database_query",
      {{"sql", "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 10) SELECT x FROM n"}});
  EXPECT_EQ(answer["rows"].size(), 3u);
  EXPECT_EQ(answer["more"], 7);
}

TEST_F(DatabaseTest, AQueryOnlyReads) {
  const auto before = home.everything();
  for (const char* sql : {"DELETE FROM stock", "INSERT INTO stock VALUES('a', 1)", "DROP TABLE stock",
                          "CREATE TABLE t(x)", "PRAGMA user_version = 3", "PRAGMA journal_mode = WAL",
                          "ATTACH 'other.sqlite' AS o", "BEGIN", "VACUUM", "VACUUM INTO 'copy.sqlite'", "REINDEX",
                          "ANALYZE", "SELECT load_extension('x')", "UPDATE stock SET count = 1"}) {
    const Error refused = query_error(sql);
    EXPECT_EQ(refused.code(), ErrorCode::kPermission) << sql << refused.what();
    EXPECT_NE(refused.hint(), "") << sql;
  }
  EXPECT_EQ(home.everything(), before);
}

TEST_F(DatabaseTest, AMistakeInSqlIsToldInSqlitesWords) {
  EXPECT_THAT(query_error("SELEC 1").what(), HasSubstr("syntax error"));
  EXPECT_THAT(query_error("SELECT x FROM nowhere").what(), HasSubstr("no such table"));
  EXPECT_THAT(query_error("SELECT 1; SELECT 2").what(), HasSubstr("more than one statement"));
  EXPECT_EQ(rows("SELECT 1 AS a; -- no more\n").size(), 1u);
  EXPECT_EQ(query_error("-- nothing").code(), ErrorCode::kInvalid);
}

TEST_F(DatabaseTest, AStatementWithoutEndIsStopped) {
  const Error endless =
      query_error("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n");
  EXPECT_EQ(endless.code(), ErrorCode::kLimit);
  EXPECT_THAT(endless.what(), HasSubstr("kMaxSqlTime"));
}

TEST_F(DatabaseTest, AStatementThatHoldsTooMuchIsStopped) {
  std::string columns = "printf('%.*c',15000000,'a')";
  for (int i = 1; i < 200; ++i) columns += ", printf('%.*c',15000000,'a')";
  const Error wide = query_error("SELECT " + columns);
  EXPECT_EQ(wide.code(), ErrorCode::kLimit) << wide.what();
  EXPECT_THAT(wide.what(), HasSubstr("kMaxSqlMemory"));
  EXPECT_EQ(rows("SELECT 1 AS a").size(), 1u);
}

TEST_F(DatabaseTest, OneFunctionCallTakesNoLongerThanAStatementMay) {
  const auto start = std::chrono::steady_clock::now();
  const Error like = query_error("select printf('%.*c',15000000,'a') like '%' || printf('%.*c',49000,'a') || 'b' as x");
  EXPECT_EQ(like.code(), ErrorCode::kLimit) << like.what();
  EXPECT_THAT(like.what(), HasSubstr("pattern"));
  const Error glob = query_error("select printf('%.*c',15000000,'a') glob '*' || printf('%.*c',900,'a') || 'b' as x");
  EXPECT_EQ(glob.code(), ErrorCode::kLimit) << glob.what();
  EXPECT_EQ(rows("select instr(printf('%.*c',15000000,'a'), printf('%.*c',7000000,'a') || 'b') as x")[0]["x"], 0);
  EXPECT_EQ(
      rows("select length(replace(printf('%.*c',15000000,'a'), printf('%.*c',7000000,'a') || 'b', '')) as x")[0]["x"],
      15000000);
  EXPECT_EQ(rows("select trim(printf('%.*c',15000000,'a'), printf('%.*c',1000000,'b') || 'a') as x")[0]["x"], "");
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

TEST_F(DatabaseTest, TheBoundedFunctionsAnswerAsSqliteDoes) {
  const Json row = rows(
      "select 'Straße' like 'STRA_E' as a, 'a%b' like 'a!%b' escape '!' as b, 'acb' like 'a!%b' escape '!' as c, "
      "'abc' glob 'a[a-c]?' as d, 'ABC' glob 'a*' as e, instr('äöü', 'ü') as f, instr(x'c3a4', x'a4') as g, "
      "instr('abc', '') as h, instr(NULL, 'a') as i, replace('aXbX', 'X', 'ö') as j, replace('abc', '', 'x') as k, "
      "trim('xxäyx', 'xä') as l, ltrim('xxyx', 'x') as m, rtrim('xxyx', 'x') as n, trim('  a ') as o, "
      "1234 like '%23%' as p, replace(NULL, 'a', 'b') as q, trim('abc', '') as r")[0];
  EXPECT_EQ(row, Json::parse(R"({"a": 1, "b": 1, "c": 0, "d": 1, "e": 0, "f": 3, "g": 2, "h": 1, "i": null,
                                 "j": "aöbö", "k": "abc", "l": "y", "m": "yx", "n": "xxy", "o": "a", "p": 1,
                                 "q": null, "r": "abc"})"));
}

TEST_F(DatabaseTest, AChangeIsUndoneToTheByte) {
  const auto before = home.content("stock.sqlite");
  EXPECT_EQ(home.result("database_change", {{"sql", "UPDATE stock SET count = count + 1"}})["rows_changed"], 2);
  EXPECT_EQ(rows("SELECT sum(count) AS s FROM stock")[0]["s"], 104);
  home.result("database_change", {{"sql", "CREATE TABLE orders(id INTEGER PRIMARY KEY, item REFERENCES stock(item))"}});
  home.result("database_change", {{"sql", "INSERT INTO orders(item) VALUES('nails')"}});
  EXPECT_THAT(change_error("INSERT INTO orders(item) VALUES('screws')").what(), HasSubstr("FOREIGN KEY"));
  Journal journal(home.context.data_directory);
  for (int i = 0; i < 3; ++i) journal.undo(std::nullopt);
  EXPECT_EQ(home.content("stock.sqlite"), before);
}

TEST_F(DatabaseTest, AChangeThatChangesNothingIsNoEffect) {
  EXPECT_EQ(home.call("database_change", {{"sql", "DELETE FROM stock WHERE 0"}}).journal_id, 0);
}

TEST_F(DatabaseTest, AChangeIsPlannedWithoutTouchingTheFile) {
  const auto before = home.everything();
  for (const auto& tool : home.tools) {
    if (tool->description().name == "database_change") {
      const ToolPlan plan = tool->plan({{"sql", "DELETE FROM stock WHERE item = 'glue'"}}, home.context);
      EXPECT_EQ(plan.summary, "Change stock (1 row): DELETE FROM stock WHERE item = 'glue'");
    }
  }
  EXPECT_EQ(home.everything(), before);
}

TEST_F(DatabaseTest, AChangeNeitherAttachesNorSetsPragmas) {
  for (const char* sql : {"PRAGMA user_version = 3", "ATTACH 'other.sqlite' AS o", "BEGIN", "VACUUM INTO 'copy.sqlite'",
                          "CREATE TRIGGER t AFTER INSERT ON stock BEGIN SELECT 1; END", "SELECT load_extension('x')",
                          "CREATE VIRTUAL TABLE v USING fts5(x)"}) {
    EXPECT_EQ(change_error(sql).code(), ErrorCode::kPermission) << sql;
  }
}

TEST_F(DatabaseTest, OnlyWhatMayBeChangedIs) {
  home.file.databases[0].write = false;
  home.reload();
  EXPECT_EQ(change_error("DELETE FROM stock").code(), ErrorCode::kPermission);
  EXPECT_TRUE(described("database_change").granted.empty());
  home.file.databases.clear();
  home.reload();
  EXPECT_THAT(query_error("SELECT 1").hint(), HasSubstr("[database.NAME]"));
}

TEST_F(DatabaseTest, OfSeveralDatabasesOneIsNamed) {
  home.file.databases.push_back({.name = "archive", .path = home.database()});
  home.reload();
  EXPECT_THAT(query_error("SELECT 1").hint(), HasSubstr("stock, archive"));
  EXPECT_EQ(home.result("database_query", {{"sql", "SELECT 1 AS a"}, {"database", "archive"}})["rows"][0]["a"], 1);
  EXPECT_EQ(home.result("database_change", {{"sql", "DELETE FROM stock"}})["database"], "stock");  // the only one
  EXPECT_EQ(home.error("database_change", {{"sql", "DELETE FROM stock"}, {"database", "archive"}}).code(),
            ErrorCode::kPermission);
}

TEST_F(DatabaseTest, AnotherProgramThatHoldsItIsNamed) {
  const std::string command = "exec 3< '" + home.database().string() + "'; sleep 60 & echo $!";
  FILE* shell = ::popen(command.c_str(), "r");
  ASSERT_NE(shell, nullptr);
  int process = 0;
  ASSERT_EQ(std::fscanf(shell, "%d", &process), 1);
  const Error held = change_error("DELETE FROM stock");
  ::kill(process, SIGTERM);
  ::pclose(shell);
  EXPECT_EQ(held.code(), ErrorCode::kConflict);
  EXPECT_THAT(held.what(), HasSubstr("(process "));
}

TEST_F(DatabaseTest, WriteAheadLogsAndJournalsThatWereLeftAreErrors) {
  home.sql("PRAGMA journal_mode = WAL; INSERT INTO stock VALUES('wood', 7)");
  EXPECT_THAT(change_error("DELETE FROM stock").hint(), HasSubstr("journal_mode=DELETE"));
  const auto before = home.everything();
  EXPECT_EQ(rows("SELECT count FROM stock WHERE item = 'wood'")[0]["count"], 7);
  EXPECT_EQ(home.everything(), before);
  home.sql("PRAGMA journal_mode = DELETE");
  home.put("stock.sqlite-journal", std::string(600, 'x'));
  EXPECT_EQ(change_error("DELETE FROM stock").code(), ErrorCode::kConflict);
}

TEST_F(DatabaseTest, WhatIsNoDatabaseIsSaid) {
  home.put("stock.sqlite", std::string(5000, 'x'));
  EXPECT_EQ(query_error("SELECT 1 FROM stock").code(), ErrorCode::kCorrupt);
  EXPECT_EQ(change_error("DELETE FROM stock").code(), ErrorCode::kCorrupt);
  std::filesystem::remove(home.database());
  EXPECT_EQ(query_error("SELECT 1").code(), ErrorCode::kNotFound);
  EXPECT_EQ(change_error("DELETE FROM stock").code(), ErrorCode::kNotFound);
  home.reload();
  EXPECT_THAT(described("database_query").description, HasSubstr("cannot be read now"));
  ASSERT_EQ(::mkfifo(home.database().c_str(), 0600), 0);
  home.reload();
  EXPECT_EQ(query_error("SELECT 1").code(), ErrorCode::kIo);
  EXPECT_EQ(change_error("DELETE FROM stock").code(), ErrorCode::kIo);
  const AgentFileReading reading = read_agent_text(agent_file_text(home.file), "tester.toml");
  EXPECT_THAT(check_agent(reading, home.tools).at(0).what, HasSubstr("is no file"));
}

}  // namespace
}  // namespace oree::tools
