// A context and what is asked of it, of the kinds of the RULER benchmark.
// Source of the kinds: Hsieh et al. 2024, arXiv 2404.06654; texts, names and lists are our own.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "workbench/choices.h"
#include "workbench/haystack.h"
#include "workbench/retrieval.h"

namespace oree::workbench {

// What a sample follows from; nothing else has a part in it, so that policies are compared on the same samples.
struct RulerRequest {
  std::span<const std::string> hay;  // sentences (haystack.h), at least one
  int length = 0;                    // tokens of context, question and answer, at most
  int sample = 0;
  std::uint64_t seed = 0;
};

struct RulerSample {
  std::vector<TokenId> context;
  // At least one, each asked of the same context as if it were the only one; their own contexts are empty.
  std::vector<RetrievalTask> questions;
};

struct AskedText {
  std::string question;
  std::string target;  // directly after the question
  std::vector<std::string> answers;
};

// Tasks do not share their choices. Numbers, once given, stay.
enum class RulerKind : std::uint32_t {
  kSingle = 1,
  kMultiKey = 2,
  kMultiValue = 3,
  kMultiQuery = 4,
  kVariableTracking = 5,
  kCommonWords = 6,
  kFrequentWords = 7,
  kCloze = 8,
};

Choices choices_of(const RulerRequest& request, RulerKind kind);

// What the longest of these takes with what a model may write after it.
int tokens_asked(const Engine& engine, std::span<const AskedText> asked);

// The context's tokens are those that are the same whatever is asked.
RulerSample sample_of_text(const Engine& engine, const std::string& context, std::span<const AskedText> asked);

// Hay from that sentence on, as much as leaves room for the longest question.
RulerSample sample_of_hay(const Engine& engine, const RulerRequest& request, std::size_t first,
                          std::vector<HiddenSentence> hidden, std::span<const AskedText> asked);

// "a", "a and b", "a, b and c".
std::string listed(std::span<const std::string> words);

}  // namespace oree::workbench
