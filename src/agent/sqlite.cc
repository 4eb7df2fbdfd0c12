#include "agent/sqlite.h"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <vector>

#include "base/checksum64.h"
#include "base/file_descriptor.h"
#include "oree/error.h"

namespace oree::agent {
namespace {

// SQLite gives its own side files the mode of the database, so only the database has to be created by hand.
void create_private_file(const std::filesystem::path& path) {
  const FileDescriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600));
  if (file.get() < 0) {
    throw system_error("cannot open the journal", path, errno);
  }
}

}  // namespace

Database::Database(const std::filesystem::path& path, std::chrono::milliseconds wait) : path_(path) {
  create_private_file(path);
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle,
                                   SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW, nullptr);
  handle_.reset(handle);
  if (code != SQLITE_OK) {
    fail(code);
  }
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, static_cast<int>(wait.count()));
  // The file may have been tampered with: its schema gets no more rights than ours needs.
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
}

Database Database::in_memory() {
  Database database;
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(":memory:", &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  database.handle_.reset(handle);
  if (code != SQLITE_OK) {
    database.fail(code);
  }
  return database;
}

void Database::execute(const char* sql) {
  const int code = sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) {
    fail(code);
  }
}

std::uint64_t Database::checksum() const {
  constexpr sqlite3_int64 kChunkBytes = 1 << 20;
  sqlite3_file* file = nullptr;
  int code = sqlite3_file_control(handle_.get(), "main", SQLITE_FCNTL_FILE_POINTER, static_cast<void*>(&file));
  sqlite3_int64 n_bytes = 0;
  if (code != SQLITE_OK || (code = file->pMethods->xFileSize(file, &n_bytes)) != SQLITE_OK) {
    fail(code);
  }
  Checksum64 sum;
  std::vector<std::byte> chunk;
  for (sqlite3_int64 at = 0; at < n_bytes;) {
    chunk.resize(static_cast<std::size_t>(std::min(kChunkBytes, n_bytes - at)));
    code = file->pMethods->xRead(file, chunk.data(), static_cast<int>(chunk.size()), at);
    if (code != SQLITE_OK) {
      fail(code);
    }
    sum.add(chunk);
    at += static_cast<sqlite3_int64>(chunk.size());
  }
  return sum.finish();
}

void Database::fail(int code) const {
  const std::string detail = handle_ ? sqlite3_errmsg(handle_.get()) : sqlite3_errstr(code);
  switch (code & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
    case SQLITE_ERROR:  // a table or column that is not there
    case SQLITE_MISMATCH:
    case SQLITE_CONSTRAINT:
      throw Error(ErrorCode::kCorrupt, "the journal is damaged: " + detail, path_.string(),
                  "restore it from a backup, or move journal.db and journal.head elsewhere to begin a new journal");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw Error(ErrorCode::kConflict, "another program keeps the journal locked", path_.string(),
                  "end the program that has it open and try again");
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      throw Error(ErrorCode::kPermission, "the journal cannot be written: " + detail, path_.string(),
                  "make the file and its folder writable");
    case SQLITE_FULL:
      throw Error(ErrorCode::kIo, "no space is left for the journal", path_.string(), "free some space");
    case SQLITE_CANTOPEN:
      throw Error(ErrorCode::kIo, "the journal cannot be opened: " + detail, path_.string(),
                  "it must be a regular file in a writable folder");
    case SQLITE_TOOBIG:
      throw Error(ErrorCode::kLimit, "a row is larger than SQLite allows", path_.string());
    default:
      throw Error(ErrorCode::kIo, "the journal cannot be read or written: " + detail, path_.string(),
                  "check the disk's space and health");
  }
}

Statement::Statement(const Database& database, std::string_view sql) : database_(database) {
  sqlite3_stmt* handle = nullptr;
  const int code = sqlite3_prepare_v2(database.handle(), sql.data(), static_cast<int>(sql.size()), &handle, nullptr);
  handle_.reset(handle);
  check(code);
}

void Statement::check(int code) const {
  if (code != SQLITE_OK) {
    database_.fail(code);
  }
}

Statement& Statement::bind(std::int64_t value) {
  check(sqlite3_bind_int64(handle_.get(), next_parameter_++, value));
  return *this;
}

Statement& Statement::bind_text(std::string_view text) {
  check(sqlite3_bind_text64(handle_.get(), next_parameter_++, text.data() != nullptr ? text.data() : "", text.size(),
                            SQLITE_STATIC, SQLITE_UTF8));
  return *this;
}

Statement& Statement::bind_optional_text(const std::optional<std::string>& text) {
  if (!text) {
    check(sqlite3_bind_null(handle_.get(), next_parameter_++));
    return *this;
  }
  return bind_text(std::string_view(*text));
}

Statement& Statement::bind_blob(std::string_view bytes) {
  check(sqlite3_bind_blob64(handle_.get(), next_parameter_++, bytes.data() != nullptr ? bytes.data() : "", bytes.size(),
                            SQLITE_STATIC));
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(handle_.get());
  if (code != SQLITE_ROW && code != SQLITE_DONE) {
    database_.fail(code);
  }
  return code == SQLITE_ROW;
}

std::int64_t Statement::integer(int column) const noexcept { return sqlite3_column_int64(handle_.get(), column); }

std::string Statement::bytes(int column) const { return optional_bytes(column).value_or(""); }

std::optional<std::string> Statement::optional_bytes(int column) const {
  if (sqlite3_column_type(handle_.get(), column) == SQLITE_NULL) {
    return std::nullopt;
  }
  const void* data = sqlite3_column_blob(handle_.get(), column);
  const int size = sqlite3_column_bytes(handle_.get(), column);
  return data == nullptr ? std::string() : std::string(static_cast<const char*>(data), static_cast<std::size_t>(size));
}

Transaction::Transaction(Database& database) : database_(database) { database_.execute("BEGIN IMMEDIATE"); }

Transaction::~Transaction() {
  if (open_) {
    sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
}

void Transaction::commit() {
  database_.execute("COMMIT");
  open_ = false;
}

}  // namespace oree::agent
