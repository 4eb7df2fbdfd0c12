#include "tools/sqlite_file.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <new>

#include "oree/error.h"
#include "text/utf8.h"
#include "tools/sql_functions.h"

namespace oree::tools {
namespace {

namespace fs = std::filesystem;

constexpr int kBusyWaitMs = 1000;
constexpr int kOperationsBetweenLooks = 100;  // each may be a function of the largest value
constexpr std::size_t kMaxCellBytes = 2000;
constexpr std::size_t kMaxCountedRows = 100'000;
constexpr int kMaxValueBytes = 16 << 20;
constexpr std::size_t kHeaderBytes = 100;
constexpr std::size_t kMaxTables = 200;

// What SQLite asks before it prepares a statement; `refused` is told to the person.
struct Authorizer {
  SqlRights rights;
  std::string refused = {};

  bool allows(int action, const char* first, const char* second) {
    switch (action) {
      case SQLITE_SELECT:
      case SQLITE_READ:
      case SQLITE_RECURSIVE:
        return true;
      case SQLITE_FUNCTION:
        if (second != nullptr && std::strcmp(second, "load_extension") == 0) break;
        return true;
      case SQLITE_INSERT:
      case SQLITE_UPDATE:
      case SQLITE_DELETE:
      case SQLITE_CREATE_TABLE:
      case SQLITE_CREATE_INDEX:
      case SQLITE_CREATE_VIEW:
      case SQLITE_DROP_TABLE:
      case SQLITE_DROP_INDEX:
      case SQLITE_DROP_VIEW:
      case SQLITE_ALTER_TABLE:
      case SQLITE_REINDEX:
        if (rights == SqlRights::kChange) return true;
        refused = "it changes the database";
        return false;
      case SQLITE_ATTACH:
      case SQLITE_DETACH:
        refused = "it attaches or detaches a file";
        return false;
      case SQLITE_PRAGMA:
        refused = "it uses the pragma " + std::string(first == nullptr ? "" : first);
        return false;
      case SQLITE_TRANSACTION:
      case SQLITE_SAVEPOINT:
        refused = "it begins or ends a transaction";
        return false;
      default:
        break;
    }
    refused = "it does what no tool may";
    return false;
  }
};

int authorize(void* data, int action, const char* first, const char* second, const char*, const char*) {
  return static_cast<Authorizer*>(data)->allows(action, first, second) ? SQLITE_OK : SQLITE_DENY;
}

int is_too_late(void* data) {
  return std::chrono::steady_clock::now() > *static_cast<std::chrono::steady_clock::time_point*>(data) ? 1 : 0;
}

[[noreturn]] void fail(sqlite3* handle, int code, const fs::path& path) {
  const std::string message = handle == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(handle);
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw Error(ErrorCode::kConflict, "another program is writing to the database", path.string(),
                  "try again when it is done");
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      throw Error(ErrorCode::kCorrupt, "the file is no whole SQLite database: " + message, path.string(),
                  "restore it from a copy");
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
      throw Error(
          ErrorCode::kConflict, "the database cannot be read as it stands: " + message, path.string(),
          "a program that crashed may have left a journal beside it; open the database with that program first");
    case SQLITE_PERM:
    case SQLITE_AUTH:
      throw Error(ErrorCode::kPermission, message, path.string());
    case SQLITE_INTERRUPT:
      throw Error(ErrorCode::kLimit,
                  "the statement takes longer than " + std::to_string(kMaxSqlTime.count()) + " seconds (kMaxSqlTime)",
                  "argument sql", "ask for less, or with a LIMIT");
    case SQLITE_TOOBIG:
      throw Error(ErrorCode::kLimit, "a value is too large: " + message, "argument sql", "ask for a part of it");
    case SQLITE_NOMEM:
      throw Error(ErrorCode::kLimit,
                  "SQLite needs more than " + std::to_string(sqlite3_hard_heap_limit64(-1) >> 20U) +
                      " MiB for the statement (kMaxSqlMemory)",
                  "argument sql", "ask for less, or with a LIMIT");
    case SQLITE_IOERR:
    case SQLITE_FULL:
      throw Error(ErrorCode::kIo, "SQLite failed: " + message, path.string());
    default:
      throw Error(ErrorCode::kInvalid, "SQLite says: " + text::replace_invalid_utf8(message), "argument sql",
                  "database_schema shows the tables and columns");
  }
}

// Defence in depth beside the authorizer: a file from elsewhere may hold triggers and views made to do harm.
void restrict_connection(sqlite3* handle) {
  // Within one statement nothing else is asked before each of hundreds of functions has made its largest value.
  if (sqlite3_hard_heap_limit64(-1) == 0) {
    sqlite3_hard_heap_limit64(static_cast<sqlite3_int64>(kMaxSqlMemory));
  }
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, kBusyWaitMs);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_FKEY, 1, nullptr);
  sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, kMaxValueBytes);
  sqlite3_limit(handle, SQLITE_LIMIT_SQL_LENGTH, static_cast<int>(kMaxSqlBytes));
  sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_limit(handle, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, kMaxPatternBytes);
}

// "a b" of an URI file name: everything but letters, digits and / . _ - is written as %XX.
std::string uri_of(const fs::path& path, const char* query) {
  std::string uri = "file:";
  for (const char c : path.string()) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' ||
                       c == '.' || c == '_' || c == '-';
    if (plain) {
      uri += c;
    } else {
      char escaped[4];
      std::snprintf(escaped, sizeof escaped, "%%%02X", static_cast<unsigned>(static_cast<unsigned char>(c)));
      uri += escaped;
    }
  }
  return uri + query;
}

// "The SQLite Database File Format", section 1.3: the file format's write version.
bool is_in_wal_mode(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  char header[kHeaderBytes] = {};
  return file.read(header, sizeof header) && header[18] == 2;
}

struct Finalize {
  void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
};
using StatementPointer = std::unique_ptr<sqlite3_stmt, Finalize>;

// One statement under an authorizer and a clock, both of which end with it.
class GuardedStatement {
 public:
  GuardedStatement(sqlite3* handle, const std::string& sql, SqlRights rights, const fs::path& path)
      : handle_(handle), path_(path), authorizer_{rights}, deadline_(std::chrono::steady_clock::now() + kMaxSqlTime) {
    sqlite3_set_authorizer(handle_, authorize, &authorizer_);
    sqlite3_progress_handler(handle_, kOperationsBetweenLooks, is_too_late, &deadline_);
    replace_slow_functions(handle_, &deadline_);
    try {
      prepare(sql);
    } catch (...) {
      release();
      throw;
    }
  }
  ~GuardedStatement() { release(); }
  GuardedStatement(const GuardedStatement&) = delete;
  GuardedStatement& operator=(const GuardedStatement&) = delete;

  bool step() {
    const int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    check_authorized();
    fail(handle_, code, path_);
  }
  sqlite3_stmt* get() const noexcept { return statement_.get(); }

 private:
  void release() noexcept {
    statement_.reset();
    sqlite3_set_authorizer(handle_, nullptr, nullptr);
    sqlite3_progress_handler(handle_, 0, nullptr, nullptr);
    replace_slow_functions(handle_, nullptr);
  }

  // Some statements show only when they run what else they would do.
  void check_authorized() const {
    if (!authorizer_.refused.empty()) {
      throw Error(ErrorCode::kPermission, "the statement is not allowed: " + authorizer_.refused, "argument sql",
                  authorizer_.rights == SqlRights::kRead ? "database_query only reads; database_change changes"
                                                         : "change rows, tables or indexes, one statement a call");
    }
  }

  void prepare(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    const char* rest = nullptr;
    const int code = sqlite3_prepare_v2(handle_, sql.c_str(), static_cast<int>(sql.size() + 1), &statement, &rest);
    statement_.reset(statement);
    check_authorized();
    if (code != SQLITE_OK) fail(handle_, code, path_);
    if (!statement_) {
      throw Error(ErrorCode::kInvalid, "there is no statement", "argument sql", "write for example SELECT 1");
    }
    // What SQLite itself calls blank: prepare the rest, and see whether anything comes of it.
    for (const char* at = rest; *at != '\0';) {
      sqlite3_stmt* second = nullptr;
      const char* next = nullptr;
      const int failure = sqlite3_prepare_v2(handle_, at, -1, &second, &next);
      const StatementPointer owned(second);
      if (failure != SQLITE_OK || owned) {
        throw Error(ErrorCode::kInvalid, "there is more than one statement", "argument sql", "make one call for each");
      }
      if (next == at) break;
      at = next;
    }
    if (authorizer_.rights == SqlRights::kRead && sqlite3_stmt_readonly(statement_.get()) == 0) {
      throw Error(ErrorCode::kPermission, "the statement is not allowed: it changes the database", "argument sql",
                  "database_query only reads; database_change changes");
    }
  }

  sqlite3* handle_;
  const fs::path& path_;
  Authorizer authorizer_;
  std::chrono::steady_clock::time_point deadline_;
  StatementPointer statement_;
};

Json cell(sqlite3_stmt* statement, int column) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
      return static_cast<std::int64_t>(sqlite3_column_int64(statement, column));
    case SQLITE_FLOAT: {
      const double value = sqlite3_column_double(statement, column);
      return std::isfinite(value) ? Json(value) : Json(value > 0 ? "Infinity" : "-Infinity");
    }
    case SQLITE_TEXT: {
      const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
      std::string value = text::replace_invalid_utf8(
          std::string_view(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement, column))));
      if (value.size() > kMaxCellBytes) {
        const std::size_t whole = value.size();
        value.resize(kMaxCellBytes);
        while (text::find_invalid_utf8(value)) value.pop_back();
        value += "... (" + std::to_string(whole) + " bytes)";
      }
      return value;
    }
    case SQLITE_BLOB:
      return "blob of " + std::to_string(sqlite3_column_bytes(statement, column)) + " bytes";
    default:
      return nullptr;
  }
}

std::vector<std::string> column_names(sqlite3_stmt* statement) {
  std::vector<std::string> names;
  for (int column = 0; column < sqlite3_column_count(statement); ++column) {
    const char* said = sqlite3_column_name(statement, column);
    const std::string name = text::replace_invalid_utf8(said == nullptr ? "" : said);
    std::string unique = name;
    for (int count = 2; std::find(names.begin(), names.end(), unique) != names.end(); ++count) {
      unique = name + ":" + std::to_string(count);
    }
    names.push_back(unique);
  }
  return names;
}

}  // namespace

SqliteFile SqliteFile::open(const fs::path& path) {
  std::error_code failure;
  if (!fs::exists(path, failure)) {
    throw Error(ErrorCode::kNotFound, "there is no database", path.string(), "correct the path in the agent file");
  }
  if (!fs::is_regular_file(path, failure)) {  // to open a FIFO would wait for a writer
    throw Error(ErrorCode::kIo, "the database is no regular file", path.string(), "correct the path in the agent file");
  }
  // A database in WAL mode that nobody has open is read without the shared memory that would be made beside it.
  const bool alone = is_in_wal_mode(path) && !fs::exists(path.string() + "-wal", failure);
  const std::string uri = uri_of(path, alone ? "?mode=ro&immutable=1" : "?mode=ro");
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(uri.c_str(), &raw, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nullptr);
  std::unique_ptr<sqlite3, Close> handle(raw);
  if (code != SQLITE_OK) fail(handle.get(), code, path);
  restrict_connection(handle.get());
  return {std::move(handle), path};
}

SqliteFile SqliteFile::copy_of(const std::string& bytes, const fs::path& where) {
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(":memory:", &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  std::unique_ptr<sqlite3, Close> handle(raw);
  if (code != SQLITE_OK) fail(handle.get(), code, where);
  if (!bytes.empty()) {
    if (bytes.size() < kHeaderBytes || !bytes.starts_with("SQLite format 3")) {
      throw Error(ErrorCode::kCorrupt, "the file is no SQLite database", where.string(), "correct the path");
    }
    auto* image = static_cast<unsigned char*>(sqlite3_malloc64(bytes.size()));
    if (image == nullptr) throw std::bad_alloc();
    std::memcpy(image, bytes.data(), bytes.size());
    const auto size = static_cast<sqlite3_int64>(bytes.size());
    const int loaded = sqlite3_deserialize(handle.get(), "main", image, size, size,
                                           SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE);
    if (loaded != SQLITE_OK) fail(handle.get(), loaded, where);
  }
  restrict_connection(handle.get());
  return {std::move(handle), where};
}

SqlRows SqliteFile::query(const std::string& sql, int max_rows) const {
  GuardedStatement statement(handle_.get(), sql, SqlRights::kRead, path_);
  SqlRows result;
  result.columns = column_names(statement.get());
  while (statement.step()) {
    if (result.rows.size() == static_cast<std::size_t>(max_rows)) {
      if (++result.more == kMaxCountedRows) break;
      continue;
    }
    Json row = Json::object();
    for (std::size_t column = 0; column < result.columns.size(); ++column) {
      row[result.columns[column]] = cell(statement.get(), static_cast<int>(column));
    }
    result.rows.push_back(std::move(row));
  }
  return result;
}

std::int64_t SqliteFile::change(const std::string& sql) const {
  const std::int64_t before = sqlite3_total_changes64(handle_.get());
  GuardedStatement statement(handle_.get(), sql, SqlRights::kChange, path_);
  while (statement.step()) {
  }
  return sqlite3_total_changes64(handle_.get()) - before;
}

std::vector<SqlTable> SqliteFile::tables() const {
  const auto prepare = [&](const char* sql) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v2(handle_.get(), sql, -1, &statement, nullptr);
    if (code != SQLITE_OK) fail(handle_.get(), code, path_);
    return StatementPointer(statement);
  };
  const auto text_of = [](const StatementPointer& statement, int column) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement.get(), column));
    return text::replace_invalid_utf8(text == nullptr ? "" : text);
  };
  std::vector<SqlTable> tables;
  const StatementPointer names = prepare(
      "SELECT name, type FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
      " ORDER BY name");
  int code = SQLITE_OK;
  while ((code = sqlite3_step(names.get())) == SQLITE_ROW && tables.size() < kMaxTables) {
    tables.push_back({text_of(names, 0), text_of(names, 1) == "view", {}});
  }
  if (code != SQLITE_DONE && code != SQLITE_ROW) fail(handle_.get(), code, path_);
  for (SqlTable& table : tables) {
    const StatementPointer columns = prepare("SELECT name, type, pk FROM pragma_table_info(?)");
    sqlite3_bind_text(columns.get(), 1, table.name.c_str(), static_cast<int>(table.name.size()), SQLITE_STATIC);
    // A view over tables that are gone has no columns to tell.
    while (sqlite3_step(columns.get()) == SQLITE_ROW) {
      table.columns.push_back({text_of(columns, 0), text_of(columns, 1), sqlite3_column_int(columns.get(), 2) > 0});
    }
  }
  return tables;
}

std::string SqliteFile::bytes() const {
  sqlite3_int64 size = 0;
  const std::unique_ptr<unsigned char, void (*)(void*)> image(sqlite3_serialize(handle_.get(), "main", &size, 0),
                                                              sqlite3_free);
  if (!image) {
    if (size == 0) return {};
    throw std::bad_alloc();
  }
  return {reinterpret_cast<const char*>(image.get()), static_cast<std::size_t>(size)};
}

std::string schema_line(const std::vector<SqlTable>& tables, std::size_t max_bytes) {
  std::string line;
  for (std::size_t i = 0; i < tables.size(); ++i) {
    std::string entry = (i == 0 ? "" : "; ") + tables[i].name + "(";
    for (std::size_t column = 0; column < tables[i].columns.size(); ++column) {
      const SqlColumn& of = tables[i].columns[column];
      entry += (column == 0 ? "" : ", ") + of.name + (of.type.empty() ? "" : " " + of.type);
    }
    entry += ")";
    if (line.size() + entry.size() > max_bytes) {
      line += (i == 0 ? "" : "; ") + std::to_string(tables.size() - i) + " more tables (database_schema)";
      break;
    }
    line += entry;
  }
  std::replace_if(
      line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
  return line;
}

}  // namespace oree::tools
