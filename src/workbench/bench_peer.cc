#include "workbench/bench_peer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/child_process.h"
#include "oree/error.h"
#include "oree/json.h"

namespace oree::workbench {
namespace {

constexpr std::size_t kMaxOutputBytes = std::size_t{4} << 20;
constexpr std::size_t kMaxQuotedBytes = 400;  // of the program's words, in an error
constexpr const char* kHint = "name a llama-bench of llama.cpp or ik_llama.cpp, and check what --peer-arg gives it";

std::string words_of(const std::filesystem::path& program, const std::vector<std::string>& arguments) {
  std::string words = program.string();
  for (const std::string& argument : arguments) {
    words += " " + argument;
  }
  return words;
}

// The end of what it said, on one line.
std::string quoted_end(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) {
    text.remove_suffix(1);
  }
  std::string end(text.substr(text.size() - std::min(text.size(), kMaxQuotedBytes)));
  std::replace(end.begin(), end.end(), '\n', ' ');
  return end;
}

Error no_measurement(const std::string& where) {
  return {ErrorCode::kInvalid, "the peer printed no measurements as llama-bench prints them", where, kHint};
}

std::string_view type_name(KvType type) noexcept {
  switch (type) {
    case KvType::kF32:
      return "f32";
    case KvType::kF16:
      return "f16";
    case KvType::kBf16:
      return "bf16";
    case KvType::kQ8_0:
      return "q8_0";
    case KvType::kQ4_0:
      return "q4_0";
  }
  return "f16";
}

int count_of(const Json& entry, const char* key) {
  const auto found = entry.find(key);
  return found == entry.end() || !found->is_number_integer() ? 0 : found->get<int>();
}

}  // namespace

std::vector<PeerEntry> parse_peer_output(std::string_view output, const std::string& where) {
  // Lines before the array, as of a warning, and after it, as of a timing, are passed over.
  for (std::size_t begin = output.find('['); begin != std::string_view::npos; begin = output.find('[', begin + 1)) {
    if (begin > 0 && output[begin - 1] != '\n') {
      continue;
    }
    const std::size_t end = output.rfind("\n]");
    if (end == std::string_view::npos || end < begin) {
      break;
    }
    const Json array = Json::parse(output.substr(begin, end + 2 - begin), nullptr, false);
    if (!array.is_array() || array.empty()) {
      continue;
    }
    std::vector<PeerEntry> entries;
    for (const Json& each : array) {
      const auto speed = each.is_object() ? each.find("avg_ts") : each.end();
      if (!each.is_object() || speed == each.end() || !speed->is_number() || !each.contains("n_prompt") ||
          !each.contains("n_gen")) {
        throw no_measurement(where);
      }
      PeerEntry entry{.n_prompt = count_of(each, "n_prompt"),
                      .n_generated = count_of(each, "n_gen"),
                      .n_depth = count_of(each, "n_depth"),
                      .tokens_per_second = speed->get<double>(),
                      .build = {}};
      if (!std::isfinite(entry.tokens_per_second) || entry.tokens_per_second <= 0) {
        throw no_measurement(where);
      }
      if (const auto build = each.find("build_commit"); build != each.end() && build->is_string()) {
        entry.build = build->get<std::string>();
      }
      entries.push_back(std::move(entry));
    }
    return entries;
  }
  throw no_measurement(where);
}

Peer::Peer(std::filesystem::path program, std::vector<std::string> arguments, std::filesystem::path model,
           int n_threads, const EngineOptions& options, std::function<void()> on_wait)
    : program_(std::move(program)), on_wait_(std::move(on_wait)) {
  common_ = {"-m", model.string(), "-t", std::to_string(n_threads), "-r", "1", "-o", "json"};
  if (options.kv_type_k != KvType::kF16 || options.kv_type_v != KvType::kF16) {
    common_.insert(common_.end(), {"-ctk", std::string(type_name(options.kv_type_k)), "-ctv",
                                   std::string(type_name(options.kv_type_v))});
  }
  common_.insert(common_.end(), arguments.begin(), arguments.end());
  const ProcessResult help = run_process(program_, {"--help"}, kMaxOutputBytes, on_wait_);
  const std::string text = help.output + help.errors;
  if (text.find("--n-prompt") == std::string::npos || text.find("--n-gen") == std::string::npos) {
    throw Error(ErrorCode::kInvalid, "the peer's --help does not name the flags of llama-bench",
                words_of(program_, {"--help"}), kHint);
  }
  if (text.find("--n-depth") != std::string::npos) {
    depths_ = Depths::kFlag;
  } else if (text.find("-gp ") != std::string::npos) {
    depths_ = Depths::kGenerateAfterPrompt;
  }
}

double Peer::prefill(int n_tokens, int depth) {
  const std::string tokens = std::to_string(n_tokens);
  if (depth == 0) {
    return n_tokens / find(run({"-p", tokens, "-n", "0"}), n_tokens, 0, 0);
  }
  if (depths_ == Depths::kFlag) {
    return n_tokens / find(run({"-p", tokens, "-n", "0", "-d", std::to_string(depth)}), n_tokens, 0, depth);
  }
  if (depths_ == Depths::kNone) {
    throw unsupported_depth();
  }
  const std::vector<PeerEntry> both =
      run({"-p", std::to_string(depth) + "," + std::to_string(depth + n_tokens), "-n", "0"});
  return (depth + n_tokens) / find(both, depth + n_tokens, 0, 0) - depth / find(both, depth, 0, 0);
}

double Peer::decode(int n_tokens, int depth) {
  const std::string tokens = std::to_string(n_tokens);
  if (depth == 0) {
    return n_tokens / find(run({"-p", "0", "-n", tokens}), 0, n_tokens, 0);
  }
  switch (depths_) {
    case Depths::kFlag:
      return n_tokens / find(run({"-p", "0", "-n", tokens, "-d", std::to_string(depth)}), 0, n_tokens, depth);
    case Depths::kGenerateAfterPrompt:
      return n_tokens /
             find(run({"-p", "0", "-n", "0", "-gp", std::to_string(depth) + "," + tokens}), depth, n_tokens, 0);
    case Depths::kNone:
      break;
  }
  throw unsupported_depth();
}

Error Peer::unsupported_depth() const {
  return {ErrorCode::kUnsupported, "this llama-bench has neither -d nor -gp and cannot measure at a depth",
          program_.string(), "build a newer one, or leave -d out"};
}

std::vector<PeerEntry> Peer::run(const std::vector<std::string>& arguments) {
  std::vector<std::string> all = common_;
  all.insert(all.end(), arguments.begin(), arguments.end());
  const std::string where = words_of(program_, all);
  const ProcessResult result = run_process(program_, all, kMaxOutputBytes, on_wait_);
  if (result.status != 0) {
    throw Error(ErrorCode::kInvalid, "the peer ended with status " + std::to_string(result.status), where,
                "it said: " + quoted_end(result.errors.empty() ? result.output : result.errors));
  }
  std::vector<PeerEntry> entries = parse_peer_output(result.output, where);
  build_ = entries.front().build;
  return entries;
}

double Peer::find(const std::vector<PeerEntry>& entries, int n_prompt, int n_generated, int n_depth) const {
  for (const PeerEntry& entry : entries) {
    if (entry.n_prompt == n_prompt && entry.n_generated == n_generated && entry.n_depth == n_depth) {
      return entry.tokens_per_second;
    }
  }
  throw Error(ErrorCode::kInvalid,
              "the peer did not measure " + std::to_string(n_prompt) + " tokens read and " +
                  std::to_string(n_generated) + " written at depth " + std::to_string(n_depth),
              program_.string(), kHint);
}

}  // namespace oree::workbench
