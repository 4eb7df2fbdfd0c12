// One needle in one haystack.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "workbench/retrieval.h"

namespace oree::workbench {

struct NeedleChoice {
  int length = 0;    // tokens of context, question and answer, at most
  double depth = 0;  // percent of the hay before the needle
  int repeat = 0;
  std::uint64_t seed = 0;
};

struct NeedlePrompt {
  std::string needle;  // "The secret number of the amber harbour is 48213."
  std::string value;   // "48213"
  RetrievalTask task;  // the question: "The secret number of the amber harbour is"
};

// hay: sentences (haystack.h), at least one. The hay follows from seed, length and repeat, the needle from these and
// the depth; nothing else has a part in it, so that policies are compared on the same prompts. Throws Error as
// haystack_task.
NeedlePrompt make_needle_prompt(const Engine& engine, std::span<const std::string> hay, const NeedleChoice& choice);

}  // namespace oree::workbench
