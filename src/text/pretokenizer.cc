#define PCRE2_CODE_UNIT_WIDTH 8
#include "text/pretokenizer.h"

#include <pcre2.h>

#include <algorithm>
#include <array>

#include "base/check.h"
#include "oree/error.h"

namespace oree::text {
namespace {

// Steps of PCRE2 in one match; a word of a natural text needs some tens.
constexpr std::uint32_t kMatchLimit = 10'000'000;
constexpr std::uint32_t kHeapLimitKibibytes = 64 * 1024;
constexpr std::size_t kMaxRegexBytes = 16 * 1024;
constexpr std::size_t kMaxRegexes = 8;

constexpr std::string_view kGpt2 = R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";
constexpr std::string_view kDigit = R"(\p{N})";
constexpr std::string_view kLlama3 =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
constexpr std::string_view kQwen2 =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
constexpr std::string_view kTekken = R"([^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+|)"
                                     R"([^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*|)"
                                     R"(\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+)";

// Each regex cuts the pieces that the one before it left.
struct Rule {
  std::string_view name;
  std::array<std::string_view, 2> regexes;
  bool whole_words_first;
  bool adds_bos;
};

constexpr Rule kRules[] = {
    {"gpt-2", {kGpt2}, false, false},          {"default", {kGpt2}, false, false},
    {"oree", {kDigit, kGpt2}, false, true},    {"starcoder", {kDigit, kGpt2}, false, false},
    {"refact", {kDigit, kGpt2}, false, false}, {"smollm", {kDigit, kGpt2}, false, false},
    {"llama-bpe", {kLlama3}, true, true},      {"qwen2", {kQwen2}, false, false},
    {"tekken", {kTekken}, true, true},
};

const Rule& find_rule(std::string_view name) {
  std::string names;
  for (const Rule& rule : kRules) {
    if (rule.name == name) return rule;
    names += (names.empty() ? "" : ", ") + std::string(rule.name);
  }
  throw Error(ErrorCode::kUnsupported, "the pre-tokeniser \"" + std::string(name) + "\" is not known",
              "key tokenizer.ggml.pre", "supported: " + names);
}

std::string message_of(int pcre2_error) {
  std::array<PCRE2_UCHAR, 256> buffer{};
  pcre2_get_error_message(pcre2_error, buffer.data(), buffer.size());
  return reinterpret_cast<const char*>(buffer.data());
}

struct FreeCode {
  void operator()(pcre2_code* code) const noexcept { pcre2_code_free(code); }
};
using Code = std::unique_ptr<pcre2_code, FreeCode>;
struct FreeContext {
  void operator()(pcre2_match_context* context) const noexcept { pcre2_match_context_free(context); }
};
struct FreeData {
  void operator()(pcre2_match_data* data) const noexcept { pcre2_match_data_free(data); }
};
using Data = std::unique_ptr<pcre2_match_data, FreeData>;

Code compile(std::string_view regex) {
  if (regex.size() > kMaxRegexBytes) {
    throw Error(
        ErrorCode::kLimit,
        "the regex has " + std::to_string(regex.size()) + " bytes; kMaxRegexBytes is " + std::to_string(kMaxRegexBytes),
        "pre-tokeniser");
  }
  const std::string spelled_out = spell_out_white_space(regex);
  int error = 0;
  PCRE2_SIZE offset = 0;
  // \C could cut a character in two, and callouts have nobody to call.
  Code code(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(spelled_out.data()), spelled_out.size(),
                          PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C, &error, &offset, nullptr));
  if (!code) {
    throw Error(ErrorCode::kCorrupt, "the pre-tokeniser's regex does not compile: " + message_of(error),
                "regex, byte " + std::to_string(offset), "convert the model again");
  }
  // Without JIT support in the library, matching is slower and otherwise the same.
  pcre2_jit_compile(code.get(), PCRE2_JIT_COMPLETE);
  return code;
}

}  // namespace

struct PreTokenizer::State {
  std::vector<Code> codes;
  std::unique_ptr<pcre2_match_context, FreeContext> context;
  bool whole_words_first;
  bool adds_bos;

  // Cuts the text into the matches of a regex and the stretches between them, and each with the regexes that follow.
  // data: one for each regex.
  void split(std::size_t index, std::span<const Data> data, std::string_view text,
             FunctionRef<void(std::string_view)> visit) const {
    if (index == codes.size()) {
      visit(text);
      return;
    }
    const auto word = [&](std::string_view part) { split(index + 1, data, part, visit); };
    const PCRE2_SIZE* const bounds = pcre2_get_ovector_pointer(data[index].get());
    std::size_t offset = 0;
    while (offset < text.size()) {
      const auto match = [&](std::uint32_t options) {
        return pcre2_match(codes[index].get(), reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), offset,
                           PCRE2_NOTEMPTY | PCRE2_NO_UTF_CHECK | options, data[index].get(), context.get());
      };
      int result = match(0);
      // The interpreter keeps its stack on the heap, where there is room.
      if (result == PCRE2_ERROR_JIT_STACKLIMIT) result = match(PCRE2_NO_JIT);
      if (result == PCRE2_ERROR_NOMATCH) break;
      if (result < 0) {
        throw Error(ErrorCode::kLimit, "the pre-tokeniser's regex gives up: " + message_of(result),
                    "text, byte " + std::to_string(offset),
                    "kMatchLimit is " + std::to_string(kMatchLimit) + " steps; shorten the text or mend the regex");
      }
      // \K can move the start of a match behind its end, or before the place where the search began.
      const std::size_t begin = bounds[0];
      const std::size_t end = bounds[1];
      if (begin < offset || end <= begin) break;
      if (begin > offset) word(text.substr(offset, begin - offset));
      word(text.substr(begin, end - begin));
      offset = end;
    }
    if (offset < text.size()) word(text.substr(offset));
  }
};

PreTokenizer::PreTokenizer(std::string_view name, std::span<const std::string_view> regexes) {
  const Rule& rule = find_rule(name);
  auto state = std::make_unique<State>();
  state->whole_words_first = rule.whole_words_first;
  state->adds_bos = rule.adds_bos;
  if (name == "oree" && !regexes.empty()) {
    if (regexes.size() > kMaxRegexes) {
      throw Error(ErrorCode::kLimit,
                  std::to_string(regexes.size()) + " regexes; kMaxRegexes is " + std::to_string(kMaxRegexes),
                  "pre-tokeniser");
    }
    for (const std::string_view regex : regexes) state->codes.push_back(compile(regex));
  } else {
    for (const std::string_view part : rule.regexes) {
      if (!part.empty()) state->codes.push_back(compile(part));
    }
  }
  state->context.reset(pcre2_match_context_create(nullptr));
  check(state->context != nullptr, "PCRE2 has no memory for its limits");
  pcre2_set_match_limit(state->context.get(), kMatchLimit);
  pcre2_set_heap_limit(state->context.get(), kHeapLimitKibibytes);
  state_ = std::move(state);
}

PreTokenizer::~PreTokenizer() = default;
PreTokenizer::PreTokenizer(PreTokenizer&&) noexcept = default;

void PreTokenizer::for_each_word(std::string_view text, FunctionRef<void(std::string_view)> visit) const {
  std::vector<Data> data;
  for (std::size_t i = 0; i < state_->codes.size(); ++i) {
    data.emplace_back(pcre2_match_data_create(1, nullptr));
    check(data.back() != nullptr, "PCRE2 has no memory for a match");
  }
  if (!text.empty()) state_->split(0, data, text, visit);
}

std::vector<std::string_view> PreTokenizer::split(std::string_view text) const {
  std::vector<std::string_view> words;
  for_each_word(text, [&](std::string_view word) { words.push_back(word); });
  return words;
}

bool PreTokenizer::whole_words_first() const noexcept { return state_->whole_words_first; }
bool PreTokenizer::adds_bos() const noexcept { return state_->adds_bos; }

std::optional<std::string_view> find_pre_tokenizer(std::span<const std::string> regexes) {
  for (const Rule& rule : kRules) {
    const auto end = std::find(rule.regexes.begin(), rule.regexes.end(), std::string_view());
    // "oree" may have regexes of its own, so its name does not say which.
    if (rule.name != "oree" && std::equal(regexes.begin(), regexes.end(), rule.regexes.begin(), end)) return rule.name;
  }
  return std::nullopt;
}

std::string spell_out_white_space(std::string_view regex) {
  constexpr std::string_view kMembers =
      R"(\x09-\x0D\x20\x{85}\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000})";
  std::string result;
  bool in_class = false;
  std::size_t class_begin = 0;
  for (std::size_t i = 0; i < regex.size(); ++i) {
    const char character = regex[i];
    if (character == '\\' && i + 1 < regex.size()) {
      const char escaped = regex[++i];
      if (escaped == 's') {
        result += in_class ? std::string(kMembers) : "[" + std::string(kMembers) + "]";
      } else if (escaped == 'S' && !in_class) {
        result += "[^" + std::string(kMembers) + "]";
      } else {
        result += {'\\', escaped};
      }
      continue;
    }
    if (!in_class && character == '[') {
      in_class = true;
      class_begin = i + 1;
      if (class_begin < regex.size() && regex[class_begin] == '^') ++class_begin;
    } else if (in_class && character == ']' && i != class_begin) {
      in_class = false;
    } else if (in_class && character == '[' && i + 1 < regex.size() && regex[i + 1] == ':') {
      // A POSIX class, [:alpha:], ends with a bracket of its own.
      const std::size_t end = regex.find(":]", i);
      if (end != std::string_view::npos) {
        result += regex.substr(i, end + 2 - i);
        i = end + 1;
        continue;
      }
    }
    result += character;
  }
  return result;
}

}  // namespace oree::text
