// What constrained decoding accepts, and how long its masks take.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "oree/json.h"

namespace oree {

struct GrammarCheckOptions {
  bool assert_formats =
      true;  // false: as the draft has it by default, where `format` says something but asserts nothing
  // Of a schema without $schema: 7, 2019 or 2020.
  int default_draft = 2020;
  // A folder of JSON documents that $ref may name, by their path behind base_uri; "": none. Nothing is ever fetched.
  std::filesystem::path documents;
  std::string base_uri = "http://localhost:1234/";
};

struct GrammarVerdict {
  bool accepted = false;
  std::size_t byte =
      0;  // not accepted: the first byte of the instance that cannot stand there; its size: it ends too early
};

// Whether the decoder under the schema could write the instance's bytes: any order of keys, white space and escapes.
// Throws Error: what the schema is refused for (where() is the JSON pointer of the keyword), and kLimit with where()
// "instance, ..." for an instance that takes too much to follow.
GrammarVerdict check_grammar(const Json& schema, std::string_view instance, const GrammarCheckOptions& options);

struct GrammarBenchOptions {
  int every = 1;                                         // only every so many-th file, in the order of their names
  std::filesystem::path outcomes;                        // JSON, what became of each schema; "": none
  std::function<void(int done, int total)> on_progress;  // files; may be empty
};

// Runs MaskBench's test files (guidance-ai/jsonschemabench) of a folder with the vocabulary of a GGUF file: each
// instance is written by Python's json.dumps, tokenised, and followed token by token through the masks.
// A schema passes when it is taken, and every instance is judged as the file says. Nothing is kept from one schema to
// the next. Returns {"schemas", "passing", "refused", "wrong_accept", "wrong_reject", "mask_us": {"avg", "p50", "p90",
// "p99", "max", "n"}, "first_mask_us": the same, from the schema's text to the first mask}.
// Throws Error kNotFound (no folder, no file), and what reading the files throws.
Json bench_grammars(const std::filesystem::path& tests, const std::filesystem::path& vocabulary,
                    const GrammarBenchOptions& options);

}  // namespace oree
