// Failures without a place yet, and the steps left to one rendering.
#pragma once

#include <string>
#include <string_view>

#include "oree/error.h"
#include "text/jinja/limits.h"

namespace oree::text::jinja {

// Thrown by operations on values, which do not know where in the template they stand; the evaluator turns it into an
// Error with line and column.
struct Failure {
  ErrorCode code = ErrorCode::kInvalid;
  std::string what;
  std::string hint = {};
};

[[noreturn]] inline void fail(const std::string& what, const std::string& hint = {}) {
  throw Failure{ErrorCode::kInvalid, what, hint};
}

[[noreturn]] inline void fail_unsupported(const std::string& what) {
  throw Failure{ErrorCode::kUnsupported, what, "docs/chat_templates.md lists what templates may use"};
}

[[noreturn]] inline void fail_limit(const std::string& what) {
  throw Failure{ErrorCode::kLimit, what, "simplify the template, or shorten the conversation"};
}

class Budget {
 public:
  // Throws Failure kLimit when the steps are spent.
  void charge(std::size_t steps = 1) {
    if (steps > steps_left_) {
      steps_left_ = 0;
      fail_limit("the template takes more than " + std::to_string(kMaximumSteps) + " steps");
    }
    steps_left_ -= steps;
  }
  void charge_bytes(std::size_t bytes) { charge(1 + bytes / kBytesPerStep); }

  // Before a text or list of that size is made.
  void reserve_text(std::size_t bytes) {
    if (bytes > kMaximumTextBytes) {
      fail_limit("a text of the template exceeds " + std::to_string(kMaximumTextBytes) + " bytes");
    }
    charge_bytes(bytes);
  }
  void reserve_items(std::size_t items) {
    if (items > kMaximumItems) {
      fail_limit("a list of the template exceeds " + std::to_string(kMaximumItems) + " items");
    }
    charge(1 + items);
  }

 private:
  std::size_t steps_left_ = kMaximumSteps;
};

// Grows a text within the budget.
class TextBuilder {
 public:
  explicit TextBuilder(Budget& budget) : budget_(&budget) {}

  void append(std::string_view piece) {
    if (piece.size() > kMaximumTextBytes - text_.size()) budget_->reserve_text(text_.size() + piece.size());
    budget_->charge_bytes(piece.size());
    text_ += piece;
  }
  void append(std::size_t count, char character) {
    if (count > kMaximumTextBytes - text_.size()) budget_->reserve_text(kMaximumTextBytes + 1);
    budget_->charge_bytes(count);
    text_.append(count, character);
  }
  const std::string& text() const noexcept { return text_; }
  std::string take() { return std::move(text_); }
  Budget& budget() const noexcept { return *budget_; }

 private:
  Budget* budget_;
  std::string text_;
};

}  // namespace oree::text::jinja
