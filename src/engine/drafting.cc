#include "engine/drafting.h"

#include <algorithm>

#include "decode/prompt_lookup.h"

namespace oree::engine {
namespace {

// The weight of what was seen last in a running mean.
constexpr double kNew = 0.25;

double mean_with(double mean, double value) noexcept { return mean == 0 ? value : (1 - kNew) * mean + kNew * value; }

}  // namespace

int DraftLength::next() noexcept {
  if (plain_seconds_ == 0) {
    return 0;  // first what there is to win
  }
  if (pause_ > 0) {
    --pause_;
    return 0;
  }
  return length_;
}

void DraftLength::note_plain(double seconds) noexcept { plain_seconds_ = mean_with(plain_seconds_, seconds); }

void DraftLength::note_drafted(double seconds, int n_drafted, int n_right) noexcept {
  // A pass gives one token more than was guessed right.
  drafted_seconds_ = mean_with(drafted_seconds_, seconds / (n_right + 1));
  if (n_right == n_drafted) {
    length_ = std::min(most_, 2 * length_);
  } else {
    length_ = std::max(1, std::min(length_, n_right + 1));
  }
  if (plain_seconds_ > 0 && drafted_seconds_ > plain_seconds_) {
    pause_ = next_pause_;
    next_pause_ = std::min(kLongestPause, 2 * next_pause_);
    drafted_seconds_ = 0;  // the next try is judged by itself
  } else if (n_right == n_drafted) {
    next_pause_ = kFirstPause;
  }
}

DraftingSequence::DraftingSequence(Sequence& sequence, int max_draft)
    : sequence_(&sequence), length_(max_draft), max_draft_(max_draft) {}

DraftingSequence::~DraftingSequence() { drop_guess(); }

void DraftingSequence::push(TokenId token) {
  if (n_right_ < guess_.size() && guess_[n_right_] == token) {
    ++n_right_;
    return;
  }
  drop_guess();
  waiting_.push_back(token);
}

std::span<const float> DraftingSequence::logits() {
  if (!waiting_.empty()) {
    run();
  }
  return guess_.empty() ? sequence_->logits() : row(n_right_);
}

std::span<const float> DraftingSequence::row(std::size_t index) const noexcept {
  const std::size_t size = all_logits_.size() / (1 + guess_.size());
  return std::span(all_logits_).subspan(index * size, size);
}

void DraftingSequence::leave_last_waiting() {
  if (n_right_ > 0) {
    const TokenId last = guess_[n_right_ - 1];
    --n_right_;
    drop_guess();
    waiting_.push_back(last);
  }
}

void DraftingSequence::run() {
  const Clock::time_point start = Clock::now();
  const auto seconds = [&start] { return std::chrono::duration<double>(Clock::now() - start).count(); };
  // A guess may not fill a step: at its end something may be evicted, which cannot be taken back. Behind several
  // tokens none is made: each would take the memory of its logits.
  const int room = sequence_->cache().step_room() - 2;
  const int n_most =
      waiting_.size() == 1 && room > 0 && sequence_->can_step_back() ? std::min(room, length_.next()) : 0;
  std::vector<TokenId> guess;
  if (n_most > 0) {
    // At once as large as it gets, since what grows is held twice meanwhile.
    std::vector<TokenId> text;
    text.reserve(sequence_->tokens().size() + waiting_.size());
    text.assign(sequence_->tokens().begin(), sequence_->tokens().end());
    text.insert(text.end(), waiting_.begin(), waiting_.end());
    const auto found = decode::look_up_continuation(text, static_cast<std::size_t>(n_most));
    guess.assign(found.begin(), found.end());
  }
  if (guess.empty()) {
    sequence_->append(waiting_);
    if (waiting_.size() == 1) {
      length_.note_plain(seconds());
    }
    waiting_.clear();
    return;
  }
  std::vector<TokenId> tokens = waiting_;
  tokens.insert(tokens.end(), guess.begin(), guess.end());
  all_logits_.reserve(static_cast<std::size_t>(1 + max_draft_) * sequence_->logits().size());
  sequence_->append(tokens, &all_logits_);
  n_right_ = 0;
  guess_ = std::move(guess);
  waiting_.clear();
  pass_seconds_ = seconds();
}

void DraftingSequence::drop_guess() noexcept {
  if (guess_.empty()) {
    return;
  }
  length_.note_drafted(pass_seconds_, static_cast<int>(guess_.size()), static_cast<int>(n_right_));
  sequence_->step_back(guess_.size() - n_right_, row(n_right_));
  guess_.clear();
  n_right_ = 0;
}

}  // namespace oree::engine
