#include "oree/workbench/bench.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <random>
#include <utility>

#include "base/atomic_file.h"
#include "engine/loaded_model.h"
#include "kernels/dispatch.h"
#include "oree/error.h"
#include "oree/plan.h"
#include "workbench/bench_cost.h"
#include "workbench/bench_document.h"
#include "workbench/bench_peer.h"
#include "workbench/cache_summary.h"
#include "workbench/machine_limits.h"
#include "workbench/shape_file.h"

namespace oree {
namespace {

using workbench::BenchCosts;
using workbench::Measured;

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

// The same tokens at each call.
std::vector<TokenId> random_tokens(int count, int vocabulary_size) {
  std::mt19937_64 random(3);
  std::vector<TokenId> tokens(static_cast<std::size_t>(count));
  std::generate(tokens.begin(), tokens.end(),
                [&] { return static_cast<TokenId>(random() % static_cast<std::uint64_t>(vocabulary_size)); });
  return tokens;
}

// Counts tokens that were run, ours and the peer's alike.
class TokenProgress {
 public:
  explicit TokenProgress(const BenchOptions& options) : options_(options) {}

  void expect(std::int64_t n_tokens) { total_ += n_tokens; }
  void add(int n_tokens) {
    done_ += n_tokens;
    show();
  }
  void show() const {
    if (options_.on_progress) {
      // Its listeners count in int.
      const std::int64_t unit = 1 + total_ / std::numeric_limits<int>::max();
      options_.on_progress("measuring", static_cast<int>(done_ / unit), static_cast<int>(total_ / unit));
    }
  }

 private:
  const BenchOptions& options_;
  std::int64_t done_ = 0;
  std::int64_t total_ = 0;
};

void check_options(const BenchOptions& options, int context) {
  if (options.prefill.empty() && options.decode.empty()) {
    throw Error(ErrorCode::kInvalid, "there is nothing to measure", "-p and -n", "give a number of tokens with either");
  }
  if (options.depths.empty() || options.repetitions < 1) {
    throw Error(ErrorCode::kInvalid, "there is nothing to measure", "-d and --repetitions",
                "give at least one depth and one repetition");
  }
  for (const std::vector<int>* counts : {&options.prefill, &options.decode}) {
    for (const int n_tokens : *counts) {
      for (const int depth : options.depths) {
        if (n_tokens < 1 || depth < 0 || n_tokens > context - depth) {
          throw Error(ErrorCode::kInvalid,
                      std::to_string(n_tokens) + " tokens at depth " + std::to_string(depth) +
                          " do not fit the context of " + std::to_string(context) + " tokens",
                      "-p, -n and -d", "measure fewer tokens, or choose a larger --context where the model allows it");
        }
      }
    }
  }
}

// Sessions that stand at each depth; a deeper one goes on from the one before.
std::map<int, Session> sessions_at(const Engine& engine, const BenchOptions& options, bool evict_at_end, int chunk,
                                   std::span<const TokenId> tokens, TokenProgress& progress) {
  std::vector<int> depths = options.depths;
  std::sort(depths.begin(), depths.end());
  std::map<int, Session> sessions;
  Session reading = engine.new_session();
  for (const int depth : depths) {
    while (reading.n_tokens() < depth) {
      const int count = std::min(chunk, depth - reading.n_tokens());
      reading.append(tokens.subspan(static_cast<std::size_t>(reading.n_tokens()), static_cast<std::size_t>(count)));
      progress.add(count);
    }
    Session session = reading.fork();
    if (evict_at_end && depth > 0) {
      session.generate({.max_tokens = 0, .sampling = {}, .on_text = {}});  // the prompt ends here
    }
    sessions.emplace(depth, std::move(session));
  }
  return sessions;
}

// One repetition; seconds.
double time_prefill(Session session, std::span<const TokenId> tokens) {
  const Clock::time_point start = Clock::now();
  session.append(tokens);
  return seconds_since(start);
}

double time_decode(Session session, std::span<const TokenId> tokens) {
  const Clock::time_point start = Clock::now();
  for (std::size_t index = 0; index < tokens.size(); ++index) {
    session.append(tokens.subspan(index, 1));
  }
  return seconds_since(start);
}

// What one token costs, from what a session holds before and after. cache_bytes: becomes what is held at most.
workbench::TokenCost cost_of(const Measured& measured, const BenchCosts& costs, const Session& before,
                             std::span<const TokenId> tokens, std::size_t& cache_bytes) {
  Session after = before.fork();
  after.append(tokens);
  cache_bytes = std::max(cache_bytes, after.cache_bytes());
  const std::vector<double> held_before = workbench::held_keys(before);
  const std::vector<double> held_after = workbench::held_keys(after);
  return measured.is_decode ? costs.decode(measured.n_tokens, held_before, held_after)
                            : costs.prefill(measured.n_tokens, held_before, held_after);
}

}  // namespace

Json measure_speed(const std::filesystem::path& model, const EngineOptions& engine_options,
                   const BenchOptions& options) {
  const EngineOptions settled = plan_memory(model, engine_options).options;
  const Engine engine(model, engine_options);
  check_options(options, engine.context());
  const kernels::Table& table = settled.cpu.empty() ? kernels::best_table() : kernels::find_table(settled.cpu);
  ThreadPool pool(engine::choose_threads(settled.n_threads, std::filesystem::file_size(model)));
  const std::uint64_t memory = options.read_memory > 0 ? options.read_memory : workbench::default_read_memory();
  workbench::check_read_memory(memory, pool.n_threads());
  const BenchCosts costs(model, settled);
  std::optional<AtomicFile> picture;  // made first: a folder that is not there is known before the work
  if (!options.picture.empty()) {
    picture.emplace(options.picture, AtomicFile::Readers::kByUmask);
  }

  TokenProgress progress(options);
  const auto on_wait = [&progress] { progress.show(); };
  std::optional<workbench::Peer> peer;
  if (!options.peer.empty()) {
    peer.emplace(options.peer, options.peer_arguments, model, pool.n_threads(), settled, on_wait);
  }

  std::vector<Measured> measurements;
  int longest = 1;
  for (const int depth : options.depths) {
    for (const bool is_decode : {false, true}) {
      for (const int n_tokens : is_decode ? options.decode : options.prefill) {
        measurements.push_back({.is_decode = is_decode, .n_tokens = n_tokens, .depth = depth});
        longest = std::max(longest, n_tokens);
        progress.expect(std::int64_t{options.repetitions} * (peer ? 2 : 1) * n_tokens);
      }
    }
  }
  const int deepest = *std::max_element(options.depths.begin(), options.depths.end());
  progress.expect(deepest);
  const std::vector<TokenId> tokens = random_tokens(std::max(longest, deepest), engine.vocabulary_size());
  const auto first = [&tokens](int count) { return std::span(tokens).first(static_cast<std::size_t>(count)); };

  workbench::MachineLimits limits = workbench::measure_limits(table, pool, memory, on_wait);
  const int chunk = std::min(settled.chunk, engine.context());
  const std::map<int, Session> sessions =
      sessions_at(engine, options, settled.cache.evict_at_end, chunk, tokens, progress);
  std::size_t cache_bytes = 0;
  for (Measured& measured : measurements) {  // which also warms up what each of them needs
    measured.cost = cost_of(measured, costs, sessions.at(measured.depth), first(measured.n_tokens), cache_bytes);
    progress.show();
  }
  for (int repetition = 0; repetition < options.repetitions; ++repetition) {
    for (Measured& measured : measurements) {
      Session session = sessions.at(measured.depth).fork();
      const double seconds = measured.is_decode ? time_decode(std::move(session), first(measured.n_tokens))
                                                : time_prefill(std::move(session), first(measured.n_tokens));
      measured.samples.push_back(measured.n_tokens / seconds);
      progress.add(measured.n_tokens);
      if (peer) {
        measured.peer_seconds.push_back(measured.is_decode ? peer->decode(measured.n_tokens, measured.depth)
                                                           : peer->prefill(measured.n_tokens, measured.depth));
        progress.add(measured.n_tokens);
      }
    }
  }
  limits = workbench::best_of(limits, workbench::measure_limits(table, pool, memory, on_wait));

  Json result = workbench::bench_document(measurements, limits);
  if (peer) {
    workbench::add_peer(result, measurements, *peer, options.peer, options.peer_arguments);
  }
  result["model"] = model.string();
  result["bytes"] = costs.weight_bytes();
  result["cpu"] = table.name;
  result["threads"] = pool.n_threads();
  result["repetitions"] = options.repetitions;
  result["cache"] = workbench::cache_summary(model, settled, cache_bytes);
  if (picture) {
    picture->write(workbench::bench_picture(measurements, limits, model.stem().string(), options.peer));
    picture->commit();
  }
  return result;
}

Json measure_shape_speed(const std::string& shape, const std::string& type, const EngineOptions& engine_options,
                         const BenchOptions& options) {
  const workbench::ModelShape& found = workbench::find_model_shape(shape);
  check_options(options, found.context_length);  // before the work of making it
  if (options.read_memory > 0) {
    workbench::check_read_memory(options.read_memory, std::max(engine_options.n_threads, 1));
  }
  const workbench::TemporaryFolder folder;
  const std::filesystem::path path = folder.path() / (shape + "-" + type + ".gguf");
  write_shape(shape, type, path, options.on_progress);
  Json result = measure_speed(path, engine_options, options);
  result["model"] = std::string(found.name) + ", " + type;
  return result;
}

std::vector<std::string> shape_names() {
  std::vector<std::string> names;
  for (const workbench::ModelShape& shape : workbench::model_shapes()) {
    names.emplace_back(shape.name);
  }
  return names;
}

Json write_shape(const std::string& shape, const std::string& type, const std::filesystem::path& path,
                 const std::function<void(std::string_view step, int done, int total)>& on_progress) {
  return workbench::write_shape_file(workbench::find_model_shape(shape), path, type, [&](int done, int total) {
    if (on_progress) {
      on_progress("making the model", done, total);
    }
  });
}

}  // namespace oree
