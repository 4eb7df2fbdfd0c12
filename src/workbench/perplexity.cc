#include "oree/workbench/perplexity.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "base/atomic_file.h"
#include "oree/error.h"
#include "oree/plan.h"
#include "workbench/cache_summary.h"
#include "workbench/chart.h"
#include "workbench/statistics.h"
#include "workbench/token_losses.h"

namespace oree {
namespace {

using workbench::mean;

// Long enough that the losses of two blocks hardly depend on each other.
constexpr std::size_t kBlock = 256;

std::vector<std::vector<TokenId>> cut_text(const Engine& engine, const PerplexityOptions& options) {
  const std::vector<TokenId> opening = engine.tokenize("", {});  // BOS, where the model has one
  const std::vector<TokenId> text = engine.tokenize(options.text, TokenizeOptions{.add_bos = false});
  const auto context = static_cast<std::size_t>(engine.context());
  const std::size_t length =
      options.n_tokens == 0 ? context : std::min(context, static_cast<std::size_t>(options.n_tokens));
  const auto n_sequences = static_cast<std::size_t>(options.n_sequences);
  const std::size_t of_text = length - std::min(length, opening.size());
  if (length < 2 || text.size() + opening.size() < 2 || (n_sequences > 1 && text.size() < n_sequences * of_text)) {
    throw Error(ErrorCode::kInvalid,
                "the text has " + std::to_string(text.size()) + " tokens, too few for " + std::to_string(n_sequences) +
                    " sequence" + (n_sequences == 1 ? "" : "s") + " of " + std::to_string(length),
                "the text", "give a longer text, or lower --sequences or --tokens; a prediction takes two tokens");
  }
  std::vector<std::vector<TokenId>> sequences;
  for (std::size_t begin = 0; sequences.size() < n_sequences; begin += of_text) {
    const auto first = text.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto count = static_cast<std::ptrdiff_t>(std::min(of_text, text.size() - begin));
    sequences.push_back(opening);
    sequences.back().insert(sequences.back().end(), first, first + count);
  }
  return sequences;
}

struct Block {
  std::size_t position;  // tokens of its sequence up to its end
  double loss;           // mean
};

// What is left after whole blocks is a block of its own when it is at least half a one.
std::vector<Block> blocks_of(std::span<const double> losses) {
  const std::size_t n_tokens = losses.size() + 1;
  std::vector<Block> blocks;
  for (std::size_t begin = 1; begin < n_tokens;) {
    std::size_t end = (begin / kBlock + 1) * kBlock;
    if (end + kBlock / 2 > n_tokens) {
      end = n_tokens;
    }
    blocks.push_back({.position = end, .loss = mean(losses.subspan(begin - 1, end - begin))});
    begin = end;
  }
  return blocks;
}

}  // namespace

Json measure_perplexity(const std::filesystem::path& model, const EngineOptions& engine_options,
                        const PerplexityOptions& options) {
  if (engine_options.cache.evict_at_end && engine_options.cache.policy != "none") {
    throw Error(ErrorCode::kInvalid, "an eviction at the end comes after the last prediction", "--evict-at",
                "choose --evict-at steps; `oree needle` compresses at the end");
  }
  const EngineOptions settled = plan_memory(model, engine_options).options;
  const Engine engine(model, engine_options);
  const std::vector<std::vector<TokenId>> sequences = cut_text(engine, options);
  const std::size_t n_tokens =
      std::accumulate(sequences.begin(), sequences.end(), std::size_t{0},
                      [](std::size_t total, const std::vector<TokenId>& sequence) { return total + sequence.size(); });

  std::optional<AtomicFile> picture;  // made first: a folder that is not there is known before the work
  if (!options.picture.empty()) {
    picture.emplace(options.picture, AtomicFile::Readers::kByUmask);
  }

  std::vector<double> losses;
  std::vector<double> block_losses;
  std::vector<std::vector<Block>> blocks;
  std::size_t bytes = 0;
  std::size_t n_read = 0;
  for (const std::vector<TokenId>& sequence : sequences) {
    Session session = engine.new_session();
    const std::vector<double> part = workbench::token_losses(session, sequence, [&](int done) {
      if (options.on_progress) {
        options.on_progress(static_cast<int>(n_read) + done, static_cast<int>(n_tokens));
      }
    });
    n_read += sequence.size();
    losses.insert(losses.end(), part.begin(), part.end());
    blocks.push_back(blocks_of(part));
    for (const Block& block : blocks.back()) {
      block_losses.push_back(block.loss);
    }
    bytes = std::max(bytes, session.cache_bytes());
  }

  // Sequences are equally long, so that their blocks end at the same positions.
  Json by_position = Json::array();
  workbench::ChartSeries series;
  for (std::size_t index = 0; index < blocks.front().size(); ++index) {
    std::vector<double> here;
    for (const std::vector<Block>& of_sequence : blocks) {
      here.push_back(of_sequence[index].loss);
    }
    const std::size_t position = blocks.front()[index].position;
    by_position.push_back({position, mean(here)});
    series.points.push_back(
        {.x = static_cast<double>(position), .y = mean(here), .interval = workbench::mean_interval(here)});
  }
  const double loss = mean(losses);
  const std::optional<workbench::Interval> interval = workbench::mean_interval(block_losses, loss);
  Json cache = workbench::cache_summary(model, settled, bytes);
  if (picture) {
    series.name = workbench::cache_title(cache);
    picture->write(workbench::line_chart({.title = "Loss by position, " + model.stem().string(),
                                          .x_label = "position (tokens)",
                                          .y_label = "loss (nats a token)",
                                          .log2_x = false,
                                          .series = {std::move(series)}}));
    picture->commit();
  }
  return {{"tokens", n_tokens},
          {"sequences", sequences.size()},
          {"loss", loss},
          {"perplexity", std::exp(loss)},
          {"low", interval ? Json(interval->low) : Json()},
          {"high", interval ? Json(interval->high) : Json()},
          {"by_position", std::move(by_position)},
          {"cache", std::move(cache)}};
}

}  // namespace oree
