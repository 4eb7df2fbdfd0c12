// Any bytes as a GBNF grammar: one that keeps its promises, or an Error, within the limits.
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "decode/gbnf.h"
#include "oree/error.h"

namespace {

using namespace oree::decode;
using Symbol = ContextFreeGrammar::Symbol;

void require(bool condition) {
  if (!condition) std::abort();
}

void check_promises(LanguagePool& pool, const ContextFreeGrammar& grammar) {
  require(grammar.root < grammar.rules.size());
  // Every rule comes to an end.
  std::vector<bool> ends(grammar.rules.size(), false);
  for (std::size_t round = 0; round <= grammar.rules.size(); ++round) {
    bool changed = false;
    for (std::size_t i = 0; i < grammar.rules.size(); ++i) {
      for (const std::vector<Symbol>& alternative : grammar.rules[i].alternatives) {
        bool all_end = true;
        for (const Symbol& symbol : alternative) {
          require(symbol.kind != Symbol::Kind::kValue);
          if (symbol.kind == Symbol::Kind::kRule) {
            require(symbol.id < grammar.rules.size());
            all_end = all_end && ends[symbol.id];
          } else {
            require(round > 0 || !pool.is_empty(symbol.id));
          }
        }
        if (all_end && !ends[i]) ends[i] = changed = true;
      }
    }
    if (!changed) break;
  }
  for (const bool end : ends) require(end);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    LanguagePool pool;
    check_promises(pool, parse_gbnf(pool, std::string_view(reinterpret_cast<const char*>(data), size)));
  } catch (const oree::Error& error) {
    require(error.code() != oree::ErrorCode::kInternal);
    require(error.code() == oree::ErrorCode::kLimit || !error.where().empty());
  }
  return 0;
}
