#include "workbench/haystack.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "base/check.h"
#include "oree/error.h"

namespace oree::workbench {
namespace {

bool is_space(char byte) noexcept { return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t'; }

// Quotation marks and brackets that close a sentence after its mark: ASCII's, and those of U+2019 and U+201D.
std::size_t closing_bytes(std::string_view rest) noexcept {
  if (rest.starts_with("\xe2\x80\x99") || rest.starts_with("\xe2\x80\x9d")) {
    return 3;
  }
  return !rest.empty() && (rest.front() == '"' || rest.front() == '\'' || rest.front() == ')') ? 1 : 0;
}

// Whether a sentence ends with the mark at that byte of a line; `end` is then after its last byte.
bool ends_at(std::string_view line, std::size_t mark, std::size_t& end) noexcept {
  if (line[mark] != '.' && line[mark] != '!' && line[mark] != '?') {
    return false;
  }
  end = mark + 1;
  while (const std::size_t more = closing_bytes(line.substr(end))) {
    end += more;
  }
  const bool goes_on = end + 1 < line.size() && line[end + 1] >= 'a' && line[end + 1] <= 'z';
  return end < line.size() && line[end] == ' ' && !goes_on;
}

// line: with single spaces.
void split_line(std::string_view line, std::vector<std::string>& sentences) {
  while (!line.empty()) {
    std::size_t end = line.size();
    for (std::size_t at = 0; at < line.size(); ++at) {
      std::size_t candidate = 0;
      if (ends_at(line, at, candidate)) {
        end = candidate;
        break;
      }
    }
    sentences.emplace_back(line.substr(0, end));
    line = line.substr(std::min(end + 1, line.size()));
  }
}

int token_count(const Engine& engine, std::string_view text) {
  return static_cast<int>(engine.tokenize(text, TokenizeOptions{.add_bos = false}).size());
}

std::size_t common_prefix(const std::vector<TokenId>& one, const std::vector<TokenId>& other) {
  const auto end = std::mismatch(one.begin(), one.end(), other.begin(), other.end()).first;
  return static_cast<std::size_t>(end - one.begin());
}

struct Hay {
  std::vector<std::string> sentences;
  std::vector<int> ends;  // tokens up to the end of each
};

Hay gather(const Engine& engine, const Haystack& haystack, int n_tokens) {
  Hay hay;
  int total = 0;
  while (total < n_tokens) {
    if (hay.sentences.size() == haystack.hay.size()) {
      throw Error(ErrorCode::kInvalid,
                  "the text has " + std::to_string(total) + " tokens, and a context of " +
                      std::to_string(haystack.length) + " takes " + std::to_string(n_tokens),
                  "the text", "give more text, or a smaller length");
    }
    hay.sentences.push_back(haystack.hay[(haystack.first + hay.sentences.size()) % haystack.hay.size()]);
    total += token_count(engine, " " + hay.sentences.back());
    hay.ends.push_back(total);
  }
  return hay;
}

// The number of sentences before that depth, when the first one gives away what there is too much.
std::size_t sentences_before(const Hay& hay, int n_tokens, double depth) {
  const double wanted = depth / 100 * n_tokens;
  const int excess = hay.ends.empty() ? 0 : hay.ends.back() - n_tokens;
  std::size_t best = 0;
  double distance = wanted;
  for (std::size_t index = 0; index < hay.ends.size(); ++index) {
    const double here = std::abs(hay.ends[index] - excess - wanted);
    if (here < distance) {
      distance = here;
      best = index + 1;
    }
  }
  return best;
}

std::string without_words(const std::string& sentence, int n_words) {
  std::size_t at = 0;
  for (int word = 0; word < n_words && at != std::string::npos; ++word) {
    at = sentence.find(' ', at == 0 ? 0 : at + 1);
  }
  return at == std::string::npos ? "" : sentence.substr(at + 1);
}

std::string context_text(const Hay& hay, const std::vector<HiddenSentence>& hidden,
                         const std::vector<std::size_t>& places) {
  std::string text;
  const auto add = [&text](const std::string& sentence) {
    if (!sentence.empty()) {
      text += (text.empty() ? "" : " ") + sentence;
    }
  };
  for (std::size_t index = 0; index <= hay.sentences.size(); ++index) {
    for (std::size_t each = 0; each < hidden.size(); ++each) {
      if (places[each] == index) {
        add(hidden[each].text);
      }
    }
    if (index < hay.sentences.size()) {
      add(hay.sentences[index]);
    }
  }
  return text + "\n";
}

}  // namespace

std::vector<std::string> sentences_of(std::string_view text) {
  std::vector<std::string> sentences;
  std::string line;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_space(text[at])) {
      line += text[at++];
      continue;
    }
    int n_ends = 0;
    for (; at < text.size() && is_space(text[at]); ++at) {
      n_ends += text[at] == '\n' ? 1 : 0;
    }
    if (n_ends > 1) {
      split_line(line, sentences);
      line.clear();
    } else if (!line.empty() && at < text.size()) {
      line += ' ';
    }
  }
  split_line(line, sentences);
  return sentences;
}

RetrievalTask task_of_text(const Engine& engine, const std::string& context, const std::string& question,
                           const std::string& target) {
  const std::vector<TokenId> whole = engine.tokenize(context + question + target, {});
  const std::size_t question_end = common_prefix(engine.tokenize(context + question, {}), whole);
  const std::size_t context_end = std::min(question_end, common_prefix(engine.tokenize(context, {}), whole));
  const auto at = [&whole](std::size_t index) { return whole.begin() + static_cast<std::ptrdiff_t>(index); };
  RetrievalTask task;
  task.context.assign(at(0), at(context_end));
  task.question.assign(at(context_end), at(question_end));
  task.target.assign(at(question_end), whole.end());
  return task;
}

std::string haystack_context(const Engine& engine, const Haystack& haystack) {
  std::string others = "\n" + haystack.question + haystack.target;
  for (const HiddenSentence& hidden : haystack.hidden) {
    others = hidden.text + " " + others;
  }
  const int n_others = static_cast<int>(engine.tokenize(others, {}).size());
  const int n_hay = haystack.length - n_others;
  if (n_hay <= 0) {
    throw Error(ErrorCode::kInvalid,
                "what is hidden, the question and the answer take " + std::to_string(n_others) +
                    " tokens, and the length is " + std::to_string(haystack.length),
                "--lengths", "choose a larger one");
  }
  Hay hay = gather(engine, haystack, n_hay);
  std::vector<std::size_t> places;
  for (const HiddenSentence& hidden : haystack.hidden) {
    places.push_back(sentences_before(hay, n_hay, hidden.depth));
  }

  std::string context = context_text(hay, haystack.hidden, places);
  std::vector<TokenId> whole = engine.tokenize(context + haystack.question + haystack.target, {});
  for (std::size_t first = 0; static_cast<int>(whole.size()) > haystack.length;) {
    check(first < hay.sentences.size(), "what is not hay takes more tokens than it was counted with");
    const int excess = static_cast<int>(whole.size()) - haystack.length;
    hay.sentences[first] = without_words(hay.sentences[first], std::max(1, excess / 2));
    first += hay.sentences[first].empty() ? 1 : 0;
    context = context_text(hay, haystack.hidden, places);
    whole = engine.tokenize(context + haystack.question + haystack.target, {});
  }
  return context;
}

RetrievalTask haystack_task(const Engine& engine, const Haystack& haystack) {
  return task_of_text(engine, haystack_context(engine, haystack), haystack.question, haystack.target);
}

}  // namespace oree::workbench
