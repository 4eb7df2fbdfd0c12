#include "tools/sql_functions.h"

#include <string.h>

#include <algorithm>
#include <new>
#include <set>
#include <string>
#include <string_view>

namespace oree::tools {
namespace {

// Whether the statement's time is over; then the call has failed already.
bool is_over(sqlite3_context* context) {
  const auto* deadline = static_cast<const std::chrono::steady_clock::time_point*>(sqlite3_user_data(context));
  if (deadline == nullptr || std::chrono::steady_clock::now() <= *deadline) return false;
  sqlite3_result_error_code(context, SQLITE_INTERRUPT);
  return true;
}

bool is_null(sqlite3_value* value) { return sqlite3_value_type(value) == SQLITE_NULL; }

std::string_view text_of(sqlite3_value* value) {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_value_text(value));
  if (bytes == nullptr) throw std::bad_alloc();
  return {bytes, static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

std::string_view blob_of(sqlite3_value* value) {
  const auto* bytes = static_cast<const char*>(sqlite3_value_blob(value));
  return {bytes == nullptr ? "" : bytes, static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

bool continues_character(char byte) noexcept { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char byte) { return !continues_character(byte); }));
}

// memmem takes time in proportion to the lengths' sum, unlike
// std::string_view::find.
std::size_t find_part(std::string_view text, std::string_view part, std::size_t from) {
  const void* found = ::memmem(text.data() + from, text.size() - from, part.data(), part.size());
  return found == nullptr ? std::string_view::npos
                          : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

void set_text(sqlite3_context* context, std::string_view text) {
  sqlite3_result_text64(context, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

bool is_too_much_work(sqlite3_context* context, const char* name, std::string_view pattern, std::string_view text) {
  if (pattern.size() <= static_cast<std::size_t>(kMaxPatternBytes) &&
      text.size() <= kMaxPatternWork / std::max<std::size_t>(pattern.size(), 1)) {
    return false;
  }
  const std::string what = std::string(name) + " of " + std::to_string(text.size()) + " bytes with a pattern of " +
                           std::to_string(pattern.size()) + " bytes takes too long";
  sqlite3_result_error(context, what.c_str(), -1);
  sqlite3_result_error_code(context, SQLITE_TOOBIG);
  return true;
}

// The code point of a text of one character; 0 when it is none.
unsigned only_character(std::string_view text) {
  if (text.empty() || text.size() > 4 || characters(text) != 1) return 0;
  const auto first = static_cast<unsigned char>(text[0]);
  unsigned code = text.size() == 1 ? first : first & (0xFFu >> (text.size() + 1));
  for (const char byte : text.substr(1)) code = code << 6 | (static_cast<unsigned char>(byte) & 0x3F);
  return code;
}

void like(sqlite3_context* context, int n_arguments, sqlite3_value** arguments) {
  unsigned escape = 0;
  if (n_arguments == 3) {
    if (is_null(arguments[2])) return;
    escape = only_character(text_of(arguments[2]));
    if (escape == 0) {
      sqlite3_result_error(context, "ESCAPE expression must be a single character", -1);
      return;
    }
  }
  if (is_null(arguments[0]) || is_null(arguments[1])) return;
  const std::string_view pattern = text_of(arguments[0]);
  const std::string_view text = text_of(arguments[1]);
  if (is_too_much_work(context, "like", pattern, text)) return;
  sqlite3_result_int(context, sqlite3_strlike(pattern.data(), text.data(), escape) == 0 ? 1 : 0);
}

void glob(sqlite3_context* context, int, sqlite3_value** arguments) {
  if (is_null(arguments[0]) || is_null(arguments[1])) return;
  const std::string_view pattern = text_of(arguments[0]);
  const std::string_view text = text_of(arguments[1]);
  if (is_too_much_work(context, "glob", pattern, text)) return;
  sqlite3_result_int(context, sqlite3_strglob(pattern.data(), text.data()) == 0 ? 1 : 0);
}

void instr(sqlite3_context* context, int, sqlite3_value** arguments) {
  if (is_null(arguments[0]) || is_null(arguments[1])) return;
  const bool bytes = sqlite3_value_type(arguments[0]) == SQLITE_BLOB && sqlite3_value_type(arguments[1]) == SQLITE_BLOB;
  const std::string_view text = bytes ? blob_of(arguments[0]) : text_of(arguments[0]);
  const std::string_view part = bytes ? blob_of(arguments[1]) : text_of(arguments[1]);
  const std::size_t at = find_part(text, part, 0);
  const std::size_t before = at == std::string_view::npos ? 0 : bytes ? at : characters(text.substr(0, at));
  sqlite3_result_int64(context, at == std::string_view::npos ? 0 : static_cast<sqlite3_int64>(before) + 1);
}

void replace(sqlite3_context* context, int, sqlite3_value** arguments) {
  if (is_null(arguments[0]) || is_null(arguments[1]) || is_null(arguments[2])) return;
  const std::string_view text = text_of(arguments[0]);
  const std::string_view part = text_of(arguments[1]);
  const std::string_view by = text_of(arguments[2]);
  if (part.empty()) {
    set_text(context, text);
    return;
  }
  const auto limit =
      static_cast<std::size_t>(sqlite3_limit(sqlite3_context_db_handle(context), SQLITE_LIMIT_LENGTH, -1));
  std::string result;
  std::size_t start = 0;
  for (std::size_t at = find_part(text, part, 0); at != std::string_view::npos; at = find_part(text, part, start)) {
    result.append(text.substr(start, at - start)).append(by);
    start = at + part.size();
    if (result.size() > limit) {
      sqlite3_result_error_toobig(context);
      return;
    }
  }
  set_text(context, result.append(text.substr(start)));
}

// Ends: which are trimmed.
template <bool kStart, bool kEnd>
void trim(sqlite3_context* context, int, sqlite3_value** arguments) {
  if (is_null(arguments[0]) || is_null(arguments[1])) return;
  std::string_view text = text_of(arguments[0]);
  const std::string_view list = text_of(arguments[1]);
  const auto first_length = [](std::string_view of) {
    std::size_t length = 1;
    while (length < of.size() && continues_character(of[length])) ++length;
    return length;
  };
  std::set<std::string_view> unwanted;
  for (std::size_t at = 0; at < list.size();) {
    const std::size_t length = first_length(list.substr(at));
    unwanted.insert(list.substr(at, length));
    at += length;
  }
  while (kStart && !text.empty()) {
    const std::size_t length = first_length(text);
    if (!unwanted.contains(text.substr(0, length))) break;
    text.remove_prefix(length);
  }
  while (kEnd && !text.empty()) {
    std::size_t at = text.size() - 1;
    while (at > 0 && continues_character(text[at])) --at;
    if (!unwanted.contains(text.substr(at))) break;
    text = text.substr(0, at);
  }
  set_text(context, text);
}

using Function = void (*)(sqlite3_context*, int, sqlite3_value**);

// No exception may go through SQLite, which is C.
template <Function kFunction>
void guarded(sqlite3_context* context, int n_arguments, sqlite3_value** arguments) noexcept {
  if (is_over(context)) return;
  try {
    kFunction(context, n_arguments, arguments);
  } catch (const std::bad_alloc&) {
    sqlite3_result_error_nomem(context);
  }
}

}  // namespace

void replace_slow_functions(sqlite3* handle, const std::chrono::steady_clock::time_point* deadline) noexcept {
  const struct {
    const char* name;
    int n_arguments;
    Function function;
  } kFunctions[] = {
      {"like", 2, guarded<like>},
      {"like", 3, guarded<like>},
      {"glob", 2, guarded<glob>},
      {"instr", 2, guarded<instr>},
      {"replace", 3, guarded<replace>},
      {"trim", 2, guarded<trim<true, true>>},
      {"ltrim", 2, guarded<trim<true, false>>},
      {"rtrim", 2, guarded<trim<false, true>>},
  };
  auto* data = const_cast<std::chrono::steady_clock::time_point*>(deadline);
  for (const auto& [name, n_arguments, function] : kFunctions) {
    // Innocuous: views and indexes may use them, as they may use the built-in
    // ones.
    sqlite3_create_function(handle, name, n_arguments, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, data,
                            function, nullptr, nullptr);
  }
}

}  // namespace oree::tools
