// Running text with sentences hidden in it, cut to a number of tokens.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "workbench/retrieval.h"

namespace oree::workbench {

// The sentences of a text, each on one line with single spaces. A sentence ends at a mark that white space and no small
// letter follow, or at an empty line.
std::vector<std::string> sentences_of(std::string_view text);

struct HiddenSentence {
  std::string text;
  double depth = 0;  // percent of the hay that comes before it, to the nearest sentence
};

struct Haystack {
  std::span<const std::string> hay;  // sentences
  std::size_t first = 0;             // the one to begin with; after the last comes the first
  std::vector<HiddenSentence> hidden;
  std::string question;  // on the line after the hay
  std::string target;    // directly after the question, so usually with a space in front
  int length = 0;        // tokens of all of these and BOS, at most
};

// Tokens are those of the text as a whole; one that joins the end of a part and the beginning of the next belongs to
// the next.
RetrievalTask task_of_text(const Engine& engine, const std::string& context, const std::string& question,
                           const std::string& target);

// The text before the question, with the line's end. Throws Error as haystack_task.
std::string haystack_context(const Engine& engine, const Haystack& haystack);

// The context, question and target of a task; answers are the caller's to add. There is as much hay as fits: the length
// is missed by a few tokens at most, since the first sentence is shortened at its beginning, word by word.
// Throws Error kInvalid: a length that leaves no room for hay; too little hay;
// invalid UTF-8.
RetrievalTask haystack_task(const Engine& engine, const Haystack& haystack);

}  // namespace oree::workbench
