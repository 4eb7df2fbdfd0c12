// A person's SQLite file: looked into without changing it, or changed in memory, so that a plan has no side effect.
#pragma once

#include <sqlite3.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "oree/json.h"

namespace oree::tools {

inline constexpr std::uint64_t kMaxDatabaseBytes = 64u
                                                   << 20;  // of one that is changed: the journal keeps the difference
inline constexpr std::size_t kMaxSqlBytes = 20'000;
inline constexpr std::chrono::seconds kMaxSqlTime{10};
// Bytes that SQLite may hold, in the whole process: its limit is set when a database is opened, unless there is one.
inline constexpr std::uint64_t kMaxSqlMemory = 512u << 20;

// What a statement may do beside reading tables. Nothing attaches files, sets pragmas, loads code or opens
// transactions.
enum class SqlRights { kRead, kChange };

struct SqlColumn {
  std::string name;
  std::string type;  // as declared, may be ""
  bool key = false;  // of the primary key
};
struct SqlTable {
  std::string name;
  bool is_view = false;
  std::vector<SqlColumn> columns;
};

struct SqlRows {
  std::vector<std::string> columns;
  Json rows = Json::array();  // objects by column; integers, numbers, texts, null, and "blob of 12 bytes"
  std::size_t more = 0;       // rows beyond max_rows, counted up to a limit
};

class SqliteFile {
 public:
  // For reading alone. Of a database in WAL mode that another program has open SQLite uses the files beside it.
  // Throws Error kNotFound, kCorrupt (no SQLite file), kConflict (a journal that was left, another program that locks
  // it), kPermission, kIo.
  static SqliteFile open(const std::filesystem::path& path);
  // A copy in memory. where: the file, for errors. Throws Error kCorrupt.
  static SqliteFile copy_of(const std::string& bytes, const std::filesystem::path& where);

  // One statement that reads. Throws Error kInvalid (SQL, with SQLite's words), kPermission (what is not allowed),
  // kLimit (kMaxSqlTime, kMaxSqlMemory), kConflict, kCorrupt.
  SqlRows query(const std::string& sql, int max_rows) const;
  // One statement that changes; its rows, if any, are left out. Returns the number of rows changed. Throws as query.
  std::int64_t change(const std::string& sql) const;

  std::vector<SqlTable> tables() const;
  // The file as it is now, of a copy.
  std::string bytes() const;

 private:
  struct Close {
    void operator()(sqlite3* handle) const noexcept { sqlite3_close_v2(handle); }
  };
  SqliteFile(std::unique_ptr<sqlite3, Close> handle, std::filesystem::path path)
      : handle_(std::move(handle)), path_(std::move(path)) {}

  std::unique_ptr<sqlite3, Close> handle_;
  std::filesystem::path path_;
};

// "stock(item TEXT, count INTEGER); orders(...)", at most max_bytes of it, without control characters.
std::string schema_line(const std::vector<SqlTable>& tables, std::size_t max_bytes);

}  // namespace oree::tools
