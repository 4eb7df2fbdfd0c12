// What Hugging Face's tokenizer.json does to a text before its model sees it.
#pragma once

#include <string>
#include <vector>

#include "workbench/convert/tokenizer_metadata.h"

namespace oree::workbench {

// The steps of "normalizer" and "pre_tokenizer" that GGUF's tokenizers know.
struct TextSteps {
  bool byte_level = false;            // the model sees bytes, spelled in GPT-2's alphabet
  std::vector<std::string> regexes;   // each cuts what the one before it left
  bool composes = false;              // Unicode NFC
  bool marks_spaces = false;          // a space becomes U+2581
  bool adds_space = false;            // one goes in front
  bool adds_space_once = false;       // but not where there is one
  bool removes_extra_spaces = false;  // one space between words, none at the ends
  bool strips = false;                // white space at the ends is left out
  bool splits_at_spaces = false;      // all white space is, and divides words
  std::string character_map;          // SentencePiece's precompiled normaliser
};

// Throws Error kUnsupported with the step that is not known, kCorrupt.
TextSteps read_text_steps(const TokenizerJson& tokenizer, const std::string& where);

// Member of an object, null when it is no object or has none.
const TokenizerJson& member_of(const TokenizerJson& object, const char* name);

}  // namespace oree::workbench
