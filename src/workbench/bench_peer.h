// A llama-bench program, run on one measurement at a time.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "oree/engine.h"
#include "oree/error.h"

namespace oree::workbench {

// One entry of what a llama-bench prints.
struct PeerEntry {
  int n_prompt = 0;
  int n_generated = 0;
  int n_depth = 0;  // where the program has no depths: 0
  double tokens_per_second = 0;
  std::string build;
};

// The array of `-o json`, of llama.cpp or of ik_llama.cpp, with whatever the program wrote before and after it.
// where: what errors call it. Throws Error kInvalid.
std::vector<PeerEntry> parse_peer_output(std::string_view output, const std::string& where);

class Peer {
 public:
  // Asks the program which flags it has. n_threads: at least 1. on_wait: as of run_process.
  // Throws Error as run_process; kInvalid where it is no llama-bench.
  Peer(std::filesystem::path program, std::vector<std::string> arguments, std::filesystem::path model, int n_threads,
       const EngineOptions& options, std::function<void()> on_wait);

  // Seconds of one repetition; a difference on a noisy machine may be 0 or less. Throws Error kInvalid (it failed or
  // printed something else; with its words), kUnsupported (it cannot measure at a depth).
  double prefill(int n_tokens, int depth);
  double decode(int n_tokens, int depth);

  // Whether prefill at a depth is the difference of two prefills, as ik_llama.cpp's program has no such measurement.
  bool prefills_by_difference() const noexcept { return depths_ != Depths::kFlag; }
  // Of its last run; "" where it does not say.
  const std::string& build() const noexcept { return build_; }

 private:
  enum class Depths { kFlag, kGenerateAfterPrompt, kNone };  // -d, -gp

  std::vector<PeerEntry> run(const std::vector<std::string>& arguments);
  // Tokens per second.
  double find(const std::vector<PeerEntry>& entries, int n_prompt, int n_generated, int n_depth) const;
  Error unsupported_depth() const;

  std::filesystem::path program_;
  std::vector<std::string> common_;
  std::function<void()> on_wait_;
  Depths depths_ = Depths::kNone;
  std::string build_;
};

}  // namespace oree::workbench
