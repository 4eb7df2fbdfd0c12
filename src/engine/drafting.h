// Several tokens in one pass: a guess of what comes next is run along with what is known, and kept as far as it turns
// out right. docs/drafting.md
#pragma once

#include <chrono>
#include <span>
#include <vector>

#include "engine/sequence.h"

namespace oree::engine {

// How many tokens of a guess are worth their time. A pass with a guess takes longer than one without; what both cost is
// measured as they happen, and guesses stop for a while when they lose.
class DraftLength {
 public:
  explicit DraftLength(int most) : most_(most), length_(std::min(most, kFirst)) {}

  // For the next pass, 0 to the most there may be.
  int next() noexcept;
  // A pass of one token without a guess; a pass of a guess of which so many were right.
  void note_plain(double seconds) noexcept;
  void note_drafted(double seconds, int n_drafted, int n_right) noexcept;

 private:
  static constexpr int kFirst = 4;
  static constexpr int kFirstPause = 16;  // passes
  static constexpr int kLongestPause = 256;

  int most_;
  int length_;
  int pause_ = 0;  // passes still to go without
  int next_pause_ = kFirstPause;
  double plain_seconds_ = 0;    // of a token, a running mean; 0: not known
  double drafted_seconds_ = 0;  // of a token, in passes with a guess
};

// Stands before a sequence while text is generated. Tokens are pushed one by one as they are chosen, and whoever
// chooses the next one asks for the logits: the same bits as without guesses. Not thread-safe; the sequence must
// outlive it.
class DraftingSequence {
 public:
  // max_draft: tokens of a guess; 0: none are made.
  DraftingSequence(Sequence& sequence, int max_draft);
  // Takes what was guessed beyond the tokens that were pushed out of the sequence again.
  ~DraftingSequence();
  DraftingSequence(const DraftingSequence&) = delete;
  DraftingSequence& operator=(const DraftingSequence&) = delete;

  void push(TokenId token);
  // After all that was pushed, [vocabulary_size]; valid until the next call. Throws as Sequence::append.
  std::span<const float> logits();
  // The last token, if it is in the sequence because it was guessed, waits again, as it would have without guesses.
  void leave_last_waiting();
  // Pushed, not in the sequence: they were not asked the logits of, or only just.
  std::size_t n_waiting() const noexcept { return waiting_.size(); }

 private:
  using Clock = std::chrono::steady_clock;

  std::span<const float> row(std::size_t index) const noexcept;
  void run();
  void drop_guess() noexcept;

  Sequence* sequence_;
  DraftLength length_;
  int max_draft_;
  std::vector<TokenId> waiting_;
  std::vector<TokenId> guess_;     // in the sequence, after the tokens that were pushed
  std::size_t n_right_ = 0;        // of them pushed by now
  std::vector<float> all_logits_;  // of a pass with a guess, [1 + guess, vocabulary_size]
  double pass_seconds_ = 0;
};

}  // namespace oree::engine
