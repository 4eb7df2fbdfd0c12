// Whether a model still finds in its context what it is asked for, once a policy has shortened its cache.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "oree/engine.h"

namespace oree::workbench {

// The question is not known while the context is compressed.
struct RetrievalTask {
  std::vector<TokenId> context;      // with the BOS token of a model that has one
  std::vector<TokenId> question;     // what follows the context; at least one token
  std::vector<TokenId> target;       // the right continuation of the question, whose loss is taken; may be empty
  std::vector<std::string> answers;  // what the model has to write, at least one, in any order
  bool any_answer = false;           // one of them is enough
  int max_tokens = 16;               // that the model may write
};

struct RetrievalScore {
  double found = 0;             // share of the answers that were written, 0 to 1; of any_answer: 0 or 1
  double loss = 0;              // mean negative log-likelihood of the target's tokens, in nats; of no target: 0
  std::string written;          // greedily
  std::size_t cache_bytes = 0;  // of keys and values held when the question came
};

// The share of the answers that stand in the text: letters of ASCII in either case, and no letter or digit of ASCII
// directly before or after, so that 123 is not in 1234. Of any_answer: 1 when one does. answers: at least one.
double found_answers(std::string_view text, std::span<const std::string> answers, bool any_answer);

// Goes on from a session that has read the context: the question, then the target for its loss and, from the same
// place, the answer. The session is left after the question.
// Throws Error as Session::append; kInvalid when the question is empty.
RetrievalScore ask(const Engine& engine, Session& session, const RetrievalTask& task);

// Reads the context once and, for each policy, evicts by it (Session::compress, a part being of the context) before the
// question is read. Without policies there is one score, of the cache as the engine's own options bound it while
// reading. Scores: [max(policies, 1)].
// With policies the engine keeps everything itself (policy "none") and, for policies that look at queries, has
// record_queries. Throws Error as Session::append and Session::compress.
std::vector<RetrievalScore> run_retrieval(const Engine& engine, const RetrievalTask& task,
                                          std::span<const CacheOptions> policies);

}  // namespace oree::workbench
