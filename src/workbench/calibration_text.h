// Texts as the sequences of tokens that calibration reads.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "oree/engine.h"
#include "text/tokenizer.h"

namespace oree::workbench {

struct CalibrationSequences {
  std::vector<std::vector<TokenId>> sequences;
  std::vector<std::vector<TokenId>> held_out;  // what the sequences leave out
};

struct SequenceLimits {
  int n_tokens = 0;         // of all sequences
  int sequence_tokens = 0;  // of one
  int held_out_tokens = 0;  // of all that are held out
};

// Cuts texts into sequences, each with the model's BOS, and takes as many as the limits allow, spread evenly. Without a
// held-out text the last tenth of each text is held out.
// Throws Error kInvalid on invalid UTF-8.
CalibrationSequences cut_texts(const text::Tokenizer& tokenizer, std::span<const std::string> texts,
                               const std::string& held_out_text, const SequenceLimits& limits);

}  // namespace oree::workbench
