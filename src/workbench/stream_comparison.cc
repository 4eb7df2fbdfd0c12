#include "workbench/stream_comparison.h"

#include <algorithm>
#include <utility>

#include "oree/error.h"
#include "workbench/cache_document.h"
#include "workbench/cache_summary.h"
#include "workbench/paired.h"
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
  Session session = engine.new_session();
  const std::vector<double> losses = token_losses(session, plan.tokens, [&plan](int) {
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

EngineOptions options_of(EngineOptions options, int n_tokens, const StreamPlan& plan) {
  options.context = n_tokens;
  options.cache.evict_at_end = false;
  options.cache.budget = plan.budget;
  options.record_queries = false;
  return options;
}

std::vector<std::string> policies_of(const StreamPlan& plan) {
  std::vector<std::string> policies = plan.policies;
  policies.insert(policies.begin(), "none");
  return policies;
}

// The stream's length is the context of its engines, and its budget theirs: mistakes are the flags' that set them.
Error in_flags_of_the_stream(const Error& error) {
  if (error.where() == "--context") {
    return {error.code(), error.what(), "--streaming", "choose fewer tokens, no more than the model's context"};
  }
  if (error.where() == "--budget") {
    return {error.code(), error.what(), "--streaming-budget", "raise it, or lower --window or --sinks"};
  }
  return error;
}

}  // namespace

void check_streams(const std::filesystem::path& model, EngineOptions options, int n_tokens, const StreamPlan& plan) {
  options = options_of(std::move(options), n_tokens, plan);
  for (const std::string& policy : policies_of(plan)) {
    options.cache.policy = policy;
    try {
      const Engine trial(model, options);
    } catch (const Error& error) {
      throw in_flags_of_the_stream(error);
    }
  }
}

Json compare_streams(const std::filesystem::path& model, EngineOptions options, const StreamPlan& plan) {
  const auto n_tokens = static_cast<int>(plan.tokens.size());
  options = options_of(std::move(options), n_tokens, plan);
  const std::vector<std::string> policies = policies_of(plan);
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
  return {{"tokens", n_tokens}, {"budget", budget_flag(plan.budget)}, {"policies", std::move(rows)}};
}

}  // namespace oree::workbench
