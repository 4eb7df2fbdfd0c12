#include <algorithm>
#include <chrono>

#include "base/atomic_file.h"
#include "decode/grammar.h"
#include "gguf/file.h"
#include "oree/error.h"
#include "oree/workbench/grammar.h"
#include "text/prompt_format.h"
#include "text/tokenizer.h"

namespace oree {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kMaxTestFileBytes = 64 * 1024 * 1024;
constexpr int kNoLimit = 1 << 30;

double microseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::micro>(Clock::now() - start).count();
}

Json summary(std::vector<double>& values) {
  if (values.empty()) {
    return nullptr;
  }
  std::sort(values.begin(), values.end());
  double total = 0;
  for (const double value : values) {
    total += value;
  }
  const auto at = [&](double part) {
    return values[std::min(values.size() - 1, static_cast<std::size_t>(part * static_cast<double>(values.size())))];
  };
  return {{"avg", total / static_cast<double>(values.size())},
          {"p50", at(0.5)},
          {"p90", at(0.9)},
          {"p99", at(0.99)},
          {"max", values.back()},
          {"n", values.size()}};
}

std::vector<fs::path> test_files(const fs::path& folder, int every) {
  std::error_code error;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".json") {
      files.push_back(entry.path());
    }
  }
  if (error || files.empty()) {
    throw Error(ErrorCode::kNotFound,
                error ? "the folder cannot be read: " + error.message() : "no .json file is there", folder.string(),
                "name the folder that MaskBench's test files were unpacked to");
  }
  std::sort(files.begin(), files.end());
  std::vector<fs::path> chosen;
  for (std::size_t i = 0; i < files.size(); i += static_cast<std::size_t>(std::max(every, 1))) {
    chosen.push_back(files[i]);
  }
  return chosen;
}

class Bench {
 public:
  explicit Bench(const text::Tokenizer& tokenizer) : tokenizer_(&tokenizer), trie_(tokenizer) {}

  // "pass", "refused: WHY at WHERE", "wrong_accept #N" or "wrong_reject #N, byte B".
  std::string run(const Json& document) {
    const std::string schema = document.at("schema").dump();
    decode::CompileOptions options;
    options.spelling = decode::Spelling::kAny;
    const Clock::time_point start = Clock::now();
    std::optional<decode::Grammar> grammar;
    try {
      grammar.emplace(decode::Grammar::from_json_schema(Json::parse(schema), options));
      decode::GrammarMatcher(*grammar, trie_).mask(kNoLimit);
    } catch (const Error& error) {
      return "refused: " + std::string(error.what()) + " at " + error.where();
    }
    first_masks_.push_back(microseconds_since(start));
    std::size_t index = 0;
    for (const Json& test : document.at("tests")) {
      std::size_t n_bytes = 0;
      const bool accepted = follow(*grammar, text::dump_spaced(test.at("data")), n_bytes);
      if (accepted != test.at("valid").get<bool>()) {
        return (accepted ? "wrong_accept #" : "wrong_reject #") + std::to_string(index) + ", byte " +
               std::to_string(n_bytes);
      }
      ++index;
    }
    return "pass";
  }

  Json masks() { return summary(masks_); }
  Json first_masks() { return summary(first_masks_); }

 private:
  // n_bytes: what the masks let through.
  bool follow(const decode::Grammar& grammar, const std::string& text, std::size_t& n_bytes) {
    decode::GrammarMatcher matcher(grammar, trie_);
    for (const TokenId token : tokenizer_->encode(text, {.add_bos = false, .special = false, .lossy = false})) {
      const Clock::time_point start = Clock::now();
      const decode::TokenMask& mask = matcher.mask(kNoLimit);
      masks_.push_back(microseconds_since(start));
      if (((mask[static_cast<std::size_t>(token) / 64] >> (static_cast<std::size_t>(token) % 64)) & 1U) == 0) {
        return false;
      }
      matcher.accept(token);
      n_bytes += tokenizer_->token_bytes(token).size();
    }
    return matcher.is_complete();
  }

  const text::Tokenizer* tokenizer_;
  decode::TokenTrie trie_;
  std::vector<double> masks_;
  std::vector<double> first_masks_;
};

}  // namespace

Json bench_grammars(const fs::path& tests, const fs::path& vocabulary, const GrammarBenchOptions& options) {
  const std::vector<fs::path> files = test_files(tests, options.every);
  const gguf::File file = gguf::File::open(vocabulary);
  const text::Tokenizer tokenizer = text::Tokenizer::from_gguf(file);
  Bench bench(tokenizer);
  Json counts = {{"pass", 0}, {"refused", 0}, {"wrong_accept", 0}, {"wrong_reject", 0}};
  Json outcomes = Json::object();
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (options.on_progress) {
      options.on_progress(static_cast<int>(i), static_cast<int>(files.size()));
    }
    std::string outcome;
    try {
      outcome = bench.run(Json::parse(read_file(files[i], kMaxTestFileBytes)));
    } catch (const Json::exception&) {
      throw Error(ErrorCode::kCorrupt, "this is no test file of MaskBench", files[i].string(),
                  "a test file is a JSON object with \"schema\" and \"tests\"");
    }
    Json& count = counts[outcome.substr(0, outcome.find_first_of(": #"))];
    count = count.get<int>() + 1;
    outcomes[files[i].filename().string()] = outcome;
  }
  if (!options.outcomes.empty()) {
    write_file_atomically(options.outcomes, outcomes.dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
  }
  return {{"schemas", files.size()},
          {"passing", counts["pass"]},
          {"refused", counts["refused"]},
          {"wrong_accept", counts["wrong_accept"]},
          {"wrong_reject", counts["wrong_reject"]},
          {"mask_us", bench.masks()},
          {"first_mask_us", bench.first_masks()}};
}

}  // namespace oree
