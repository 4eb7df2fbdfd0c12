#include "oree/workbench/calibrate.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/atomic_file.h"
#include "base/cpu.h"
#include "base/thread_pool.h"
#include "cache/filter_file.h"
#include "engine/calibrated_model.h"
#include "gguf/file.h"
#include "kernels/dispatch.h"
#include "model/model.h"
#include "oree/error.h"
#include "text/tokenizer.h"
#include "workbench/calibration.h"
#include "workbench/calibration_report.h"
#include "workbench/calibration_text.h"
#include "workbench/filters_output.h"
#include "workbench/head_map.h"
#include "workbench/key_correlations.h"

namespace oree {
namespace {

namespace fs = std::filesystem;

// Two sequences of the default length tell heads apart; more cost a large model minutes.
constexpr int kHeldOutSequences = 2;

bool wants_report(const CalibrateOptions& options) { return options.report || !options.picture.empty(); }

workbench::CalibrationSequences cut(const gguf::File& file, const model::HyperParameters& hyper,
                                    const CalibrateOptions& options) {
  const text::Tokenizer tokenizer = text::Tokenizer::from_gguf(file);
  if (tokenizer.vocabulary_size() != hyper.vocabulary_size) {
    throw Error(ErrorCode::kCorrupt,
                "the tokenizer has " + std::to_string(tokenizer.vocabulary_size()) + " tokens and the model " +
                    std::to_string(hyper.vocabulary_size),
                file.path().string(), "the file mixes two models; fetch or convert it again");
  }
  const int sequence_tokens = std::min(options.sequence_tokens, hyper.context_length);
  if (sequence_tokens < hyper.head_dim || options.n_tokens < hyper.head_dim) {
    throw Error(ErrorCode::kInvalid,
                "fewer tokens than the " + std::to_string(hyper.head_dim) +
                    " dimensions of a head say nothing about its queries",
                "tokens", "take at least some thousand");
  }
  workbench::CalibrationSequences result =
      workbench::cut_texts(tokenizer, options.texts, options.held_out_text,
                           {.n_tokens = options.n_tokens,
                            .sequence_tokens = sequence_tokens,
                            .held_out_tokens = wants_report(options) ? kHeldOutSequences * sequence_tokens : 0});
  std::size_t n_tokens = 0;
  for (const std::vector<TokenId>& sequence : result.sequences) {
    n_tokens += sequence.size();
  }
  if (n_tokens < static_cast<std::size_t>(hyper.head_dim)) {
    throw Error(ErrorCode::kInvalid,
                "the texts have " + std::to_string(n_tokens) + " tokens, fewer than the " +
                    std::to_string(hyper.head_dim) + " dimensions of a head",
                "texts", "give more text: some tens of thousands of words");
  }
  std::erase_if(result.held_out,
                [](const std::vector<TokenId>& sequence) { return sequence.size() < workbench::kLeastMeasuredTokens; });
  if (wants_report(options) && result.held_out.empty()) {
    throw Error(ErrorCode::kInvalid,
                "the text that is held out has fewer than the " + std::to_string(workbench::kLeastMeasuredTokens) +
                    " tokens that the report measures on",
                options.held_out_text.empty() ? "the last tenth of each text" : "held-out text",
                "give more text, or a longer one to hold out");
  }
  return result;
}

Json make_report(const model::Model& model, const workbench::Calibration& calibration,
                 const workbench::CalibrationSequences& texts, const CalibrateOptions& options, ThreadPool& threads) {
  std::size_t n_tokens = 0;
  for (const std::vector<TokenId>& sequence : texts.held_out) {
    n_tokens += sequence.size();
  }
  const std::vector<workbench::KeyCorrelations> correlations = workbench::correlate_keys(
      model, calibration.file.filters, texts.held_out,
      [&](int done, int total) {
        if (options.on_progress) {
          options.on_progress("measuring", done, total);
        }
      },
      threads);
  return workbench::calibration_report({.n_kv_heads = model.hyper_parameters().n_kv_heads,
                                        .query_key_norms = model.has_query_key_norms(),
                                        .query_key_biases = model.has_query_key_biases(),
                                        .qualities = calibration.qualities,
                                        .correlations = correlations,
                                        .held_out_tokens = n_tokens});
}

// What stands at the picture's path must be a picture too: a mistyped one costs nothing else.
void check_picture(const fs::path& picture, const fs::path& output) {
  std::error_code failure;
  if (picture.lexically_normal() == output.lexically_normal() || fs::equivalent(picture, output, failure)) {
    throw Error(ErrorCode::kInvalid, "the picture would replace the filters", picture.string(),
                "give the picture another name");
  }
  if (picture.extension() != ".svg" && fs::exists(picture, failure)) {
    throw Error(ErrorCode::kInvalid, "the picture would replace a file that is no SVG", picture.string(),
                "give the picture a name that ends in .svg");
  }
}

std::string picture_of(const std::string& model_name, const Json& report, int n_kv_heads) {
  workbench::HeadMap map{.title = model_name + ": rank correlation of filter scores and attention",
                         .row = "layer",
                         .column = "KV head",
                         .n_columns = n_kv_heads,
                         .values = {}};
  for (const Json& head : report["heads"]) {
    map.values.push_back(head["correlation"].get<double>());
  }
  return workbench::head_map_svg(map);
}

}  // namespace

fs::path default_filters(const fs::path& model) { return cache::filter_file_beside(model); }

Json calibrate_model(const fs::path& model_path, const fs::path& output, const CalibrateOptions& options) {
  workbench::check_filters_output(model_path, output);
  std::optional<AtomicFile> picture;  // made first: a folder that is not there is known before the work
  if (!options.picture.empty()) {
    check_picture(options.picture, output);
    picture.emplace(options.picture, AtomicFile::Readers::kByUmask);
  }
  const gguf::File file = gguf::File::open(model_path);
  const model::Model model(file, model::read_hyper_parameters(file), kernels::best_table());
  const workbench::CalibrationSequences texts = cut(file, model.hyper_parameters(), options);
  ThreadPool threads(options.n_threads == 0 ? physical_core_count() : options.n_threads);

  workbench::CalibrationRun run{.seed = options.seed, .statistics = options.statistics, .on_tokens = {}};
  run.on_tokens = [&](int done, int total) {
    if (options.on_progress) {
      options.on_progress("calibrating", done, total);
    }
  };
  const workbench::Calibration calibration =
      workbench::calibrate(model, engine::calibrated_model(file, model), texts.sequences, run, threads);
  cache::write_filter_file(output, calibration.file);
  Json result = workbench::filters_document(calibration.file, output);
  result["sequences"] = texts.sequences.size();
  result["seconds"] = calibration.seconds;
  result["accumulation_share"] = calibration.accumulation_seconds / calibration.seconds;
  if (wants_report(options)) {
    result["report"] = make_report(model, calibration, texts, options, threads);
    if (picture) {
      picture->write(picture_of(calibration.file.model.name, result["report"], model.hyper_parameters().n_kv_heads));
      picture->commit();
    }
  }
  return result;
}

}  // namespace oree
