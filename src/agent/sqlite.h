// SQLite, as much of it as the journal needs: a connection, prepared statements, a transaction, and Errors.
#pragma once

#include <sqlite3.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace oree::agent {

// One connection, never shared between threads. The file is created (0600) when missing.
// Every member here throws Error: kCorrupt, kPermission, kConflict (locked by another program for longer than the
// wait), kIo (full disk too); where() is the path.
class Database {
 public:
  Database(const std::filesystem::path& path, std::chrono::milliseconds wait);
  // One of no file.
  static Database in_memory();

  void execute(const char* sql);
  // Of every byte of the file, read through the connection: closing a second descriptor would drop its locks.
  std::uint64_t checksum() const;
  sqlite3* handle() const noexcept { return handle_.get(); }
  // Throws the Error for the result code.
  [[noreturn]] void fail(int code) const;

 private:
  Database() = default;
  struct Close {
    void operator()(sqlite3* handle) const noexcept { sqlite3_close_v2(handle); }
  };
  std::filesystem::path path_;
  std::unique_ptr<sqlite3, Close> handle_;
};

// One statement, bound and stepped in the order written. Strings must outlive the statement's steps.
class Statement {
 public:
  Statement(const Database& database, std::string_view sql);

  Statement& bind(std::int64_t value);
  Statement& bind_text(std::string_view text);
  Statement& bind_optional_text(const std::optional<std::string>& text);  // nullopt is NULL
  Statement& bind_blob(std::string_view bytes);

  // Whether there is a row.
  bool step();
  std::int64_t integer(int column) const noexcept;
  std::string bytes(int column) const;  // "" for NULL
  std::optional<std::string> optional_bytes(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* handle) const noexcept { sqlite3_finalize(handle); }
  };
  void check(int code) const;

  const Database& database_;
  std::unique_ptr<sqlite3_stmt, Finalize> handle_;
  int next_parameter_ = 1;
};

// Begins a write; taken back by the destructor unless it was committed.
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace oree::agent
