#include "cli/output.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "cli/program.h"
#include "oree/log.h"

namespace oree::cli {
namespace {

constexpr int kBarWidth = 30;

Error output_error() {
  return {ErrorCode::kIo, std::string("cannot write the output: ") + std::strerror(errno), "standard output",
          "check where the output goes"};
}

// The code point of the well-formed character at the start, and its length in
// bytes; of anything else 0 and 1.
std::pair<unsigned, std::size_t> first_character(std::string_view text) noexcept {
  const auto first = static_cast<unsigned char>(text[0]);
  const std::size_t length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  if (length == 0 || length > text.size()) {
    return {0, 1};
  }
  unsigned code = length == 1 ? first : first & (0xFFu >> (length + 1));
  for (const char byte : text.substr(1, length - 1)) {
    if ((static_cast<unsigned char>(byte) & 0xC0) != 0x80) {
      return {0, 1};
    }
    code = code << 6 | (static_cast<unsigned char>(byte) & 0x3F);
  }
  return {code, length};
}

// What steers a terminal, reorders text, breaks lines unseen or takes no room.
bool is_unsafe(unsigned code) noexcept {
  const auto within = [&](unsigned first, unsigned last) { return code >= first && code <= last; };
  return within(0x7F, 0x9F) || code == 0x061C || within(0x200B, 0x200F) || within(0x2028, 0x202E) ||
         within(0x2060, 0x206F) || code == 0xFEFF || within(0xE0000, 0xE007F);
}

// The length of a character at the start of the text that must be shown
// escaped; 0 when it may pass.
std::size_t unsafe_character(std::string_view text, bool one_line) noexcept {
  const auto first = static_cast<unsigned char>(text[0]);
  if (first < 0x20) {
    return one_line || (first != '\n' && first != '\t') ? 1 : 0;
  }
  const auto [code, length] = first_character(text);
  return is_unsafe(code) ? length : 0;
}

std::string escaped(std::string_view text, bool one_line) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = unsafe_character(text, one_line);
    for (std::size_t index = 0; index < length; ++index) {
      char code[8];
      std::snprintf(code, sizeof code, "\\x%02X", static_cast<unsigned>(static_cast<unsigned char>(text[index])));
      result += code;
    }
    if (length == 0) {
      result += text.front();
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return result;
}

}  // namespace

void print(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) {
    throw output_error();
  }
}

void flush_output() {
  if (std::fflush(stdout) != 0) {
    throw output_error();
  }
}

void print_json(const Json& document) {
  print(document.dump(-1, ' ', false, Json::error_handler_t::replace));
  print("\n");
  flush_output();
}

std::string for_terminal(std::string_view text) { return escaped(text, false); }

std::string for_terminal_line(std::string_view text) { return escaped(text, true); }

Json error_json(const Error& error) {
  return {{"error",
           {{"code", error_code_name(error.code())},
            {"what", error.what()},
            {"where", error.where()},
            {"hint", error.hint()}}}};
}

int exit_status(const Error& error) noexcept { return error.code() == ErrorCode::kUsage ? kBadUsage : kFailed; }

void report_error(const Error& error, bool json) noexcept {
  try {
    if (json) {
      print_json(error_json(error));
      return;
    }
    std::string text = "oree: " + for_terminal(error.what());
    if (!error.where().empty()) {
      text += " (" + for_terminal(error.where()) + ")";
    }
    text += "\n";
    if (!error.hint().empty()) {
      text += "  " + for_terminal(error.hint()) + "\n";
    }
    std::fflush(stdout);
    std::fputs(text.c_str(), stderr);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "oree: %s (%s)\n", error.what(), failure.what());
  }
}

Json usage_json(const Usage& usage) {
  return {{"prompt_tokens", usage.prompt_tokens},
          {"completion_tokens", usage.completion_tokens},
          {"seconds", usage.seconds},
          {"first_token_seconds", usage.first_token_seconds}};
}

std::string cache_line(const Json& cache) {
  std::string line = "cache " + cache["policy"].get<std::string>();
  if (!cache["asked"].is_null()) {
    line += ", budget " + cache["asked"].get<std::string>() + ", evicting " +
            (cache["evict_at"] == "end" ? "at the end" : "in steps");
  }
  return line + ", " + cache["bytes"].dump() + " bytes held";
}

void warn(std::string_view text) { std::fprintf(stderr, "oree: %s\n", for_terminal(text).c_str()); }

void install_log_sink() {
  set_log_sink([](LogLevel level, std::string_view text) {
    if (level == LogLevel::kWarning || level == LogLevel::kError) {
      warn(text);
    }
  });
}

bool stdin_is_terminal() noexcept { return isatty(STDIN_FILENO) == 1; }

Progress::Progress(std::string label) : label_(std::move(label)), on_terminal_(isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  if (last_percent_ >= 0) {
    std::fputs("\r\x1b[K", stderr);
  }
}

void Progress::show(int done, int total) {
  const int percent = total > 0 ? static_cast<int>(100LL * done / total) : 100;
  if (!on_terminal_ || percent == last_percent_) {
    return;
  }
  last_percent_ = percent;
  const int filled = percent * kBarWidth / 100;
  std::fprintf(stderr, "\r%s [%.*s%.*s] %d/%d", label_.c_str(), filled, "##############################",
               kBarWidth - filled, "                              ", done, total);
}

}  // namespace oree::cli
