#include "workbench/stream_comparison.h"

#include <algorithm>

#include "workbench/cache_document.h"
#include "workbench/cache_summary.h"
#include "workbench/paired.h"
#include "workbench/text_pieces.h"
#include "workbench/token_losses.h"

namespace oree::workbench {
namespace {

// Long enough that the losses of two blocks hardly depend on each other.
constexpr std::size_t kBlock = 256;

// A whole stream: what is left after whole blocks belongs to the last.
struct Stream {
  std::vector<std::size_t> ends;  // positions
  std::vector<double> losses;     // mean of each block
  std::size_t bytes = 0;
};

Stream read_stream(const Engine& engine, const StreamPlan& plan) {
  const std::vector<TokenId> piece = draw_pieces(engine, plan.texts, 1, plan.n_tokens, plan.seed).front();
  Session session = engine.new_session();
  const std::vector<double> losses = token_losses(session, piece, [&plan](int) {
    if (plan.on_part) {
      plan.on_part();
    }
  });
  Stream stream;
  stream.bytes = session.cache_bytes();
  const std::size_t n_blocks = std::max(losses.size() / kBlock, std::size_t{1});
  for (std::size_t block = 0; block < n_blocks; ++block) {
    const std::size_t begin = block * kBlock;
    const std::size_t end = block + 1 == n_blocks ? losses.size() : begin + kBlock;
    stream.ends.push_back(end + 1);
    stream.losses.push_back(mean(std::span(losses).subspan(begin, end - begin)));
  }
  return stream;
}

}  // namespace

Json compare_streams(const std::filesystem::path& model, EngineOptions options, const StreamPlan& plan) {
  options.context = plan.n_tokens;
  options.cache.evict_at_end = false;
  options.cache.budget = plan.budget;
  options.record_queries = false;
  std::vector<std::string> policies = plan.policies;
  policies.insert(policies.begin(), "none");
  std::vector<Stream> streams;
  std::vector<std::vector<double>> losses;
  for (const std::string& policy : policies) {
    options.cache.policy = policy;
    const Engine engine(model, options);
    streams.push_back(read_stream(engine, plan));
    losses.push_back(streams.back().losses);
    if (plan.on_stream) {
      plan.on_stream();
    }
  }

  std::vector<Mark> marks = best_and_tied(std::span(losses).subspan(1), false);
  marks.insert(marks.begin(), Mark::kNone);  // what is full does not compete
  Json rows = Json::array();
  for (std::size_t row = 0; row < policies.size(); ++row) {
    Json by_position = Json::array();
    for (std::size_t block = 0; block < streams[row].ends.size(); ++block) {
      by_position.push_back({streams[row].ends[block], streams[row].losses[block]});
    }
    rows.push_back({{"policy", policies[row]},
                    {"loss", measured(losses[row], losses.front(), marks[row])},
                    {"by_position", std::move(by_position)},
                    {"bytes", streams[row].bytes}});
  }
  return {{"tokens", plan.n_tokens}, {"budget", budget_flag(plan.budget)}, {"policies", std::move(rows)}};
}

}  // namespace oree::workbench
