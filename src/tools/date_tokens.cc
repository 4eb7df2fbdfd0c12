#include "tools/date_tokens.h"

#include "tools/text_fold.h"

namespace oree::tools {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

class Lexer {
 public:
  explicit Lexer(std::string text) : text_(std::move(text)) {}

  std::optional<std::vector<DateToken>> read() {
    while (fine_ && skip_space()) {
      if (is_digit(text_[at_])) {
        number();
      } else if (text_[at_] == ',') {
        ++at_;
        add(DateToken::Kind::kComma);
      } else {
        word();
      }
    }
    if (!fine_) return std::nullopt;
    return std::move(tokens_);
  }

 private:
  bool skip_space() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n')) ++at_;
    return at_ < text_.size();
  }

  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; }

  DateToken& add(DateToken::Kind kind) {
    tokens_.emplace_back();
    tokens_.back().kind = kind;
    return tokens_.back();
  }

  // Reads at most `most` digits; how many there were goes to `count`.
  int digits(int most, int& count) {
    int value = 0;
    count = 0;
    while (is_digit(peek()) && count < most) {
      value = value * 10 + (text_[at_++] - '0');
      ++count;
    }
    return value;
  }

  bool take(std::string_view wanted) {
    if (std::string_view(text_).substr(at_).starts_with(wanted)) {
      at_ += wanted.size();
      return true;
    }
    return false;
  }

  bool take_word(std::string_view wanted) {
    const std::size_t before = at_;
    if (take(wanted) && !is_letter(peek()) && !is_digit(peek())) return true;
    at_ = before;
    return false;
  }

  void word() {
    std::string letters;
    while (is_letter(peek())) letters += text_[at_++];
    if (letters.empty()) {
      // Apostrophes and hyphens join words, a full stop ends an abbreviation; anything else is no date.
      const char c = text_[at_];
      const bool after_letter = at_ > 0 && is_letter(text_[at_ - 1]);
      const bool after_digit = at_ > 0 && is_digit(text_[at_ - 1]);
      ++at_;
      fine_ = c == '.' ? (after_letter || after_digit) && !is_digit(peek())
                       : (c == '\'' || c == '-') && after_letter && is_letter(peek());
      return;
    }
    add(DateToken::Kind::kWord).word = std::move(letters);
  }

  // "pm", "p.m." and the like behind a number: 0 none, 1 am, 2 pm.
  int half_of_day() {
    const std::size_t before = at_;
    skip_space();
    for (const char* spelling : {"a.m.", "a.m", "am", "a. m."}) {
      if (take_word(spelling)) return 1;
    }
    for (const char* spelling : {"p.m.", "p.m", "pm", "p. m."}) {
      if (take_word(spelling)) return 2;
    }
    at_ = before;
    return 0;
  }

  void clock(int hour, int hour_digits, int minute, int second, bool with_h) {
    const int half = with_h ? 0 : half_of_day();
    if (minute > 59 || second > 59 || (half != 0 && (hour < 1 || hour > 12)) || hour > 24 ||
        (hour == 24 && minute + second > 0)) {
      fine_ = false;
      return;
    }
    if (half != 0) hour = hour % 12 + (half == 2 ? 12 : 0);
    DateToken& token = add(DateToken::Kind::kTime);
    token.minutes = hour * 60 + minute;
    token.seconds = second;
    token.with_h = with_h;
    if (half == 0) token.half = half_of_hour(hour, hour_digits, with_h ? HalfOfDay::kFrench : HalfOfDay::kEnglish);
  }

  std::optional<std::chrono::local_days> date(int year, int month, int day) {
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (year < kMinDateYear || year > kMaxDateYear || !date.ok()) {
      fine_ = false;
      return std::nullopt;
    }
    return std::chrono::local_days(date);
  }

  // Behind "2026": "-11-26" and perhaps a time.
  void iso(int year) {
    int count = 0;
    ++at_;
    const int month = digits(2, count);
    if (count != 2 || peek() != '-') {
      fine_ = false;
      return;
    }
    ++at_;
    const int day = digits(2, count);
    const auto found = date(year, month, day);
    if (count != 2 || !found) {
      fine_ = false;
      return;
    }
    const bool timed =
        peek() == 't' ? is_digit(peek(1)) : peek() == ' ' && is_digit(peek(1)) && is_digit(peek(2)) && peek(3) == ':';
    if (!timed) {
      add(DateToken::Kind::kIsoDay).day = *found;
      return;
    }
    ++at_;
    const int hour = digits(2, count);
    const bool hour_fine = count == 2 && peek() == ':';
    ++at_;
    const int minute = digits(2, count);
    int second = 0, second_count = 2;
    if (peek() == ':') {
      ++at_;
      second = digits(2, second_count);
      if (peek() == '.') {
        ++at_;
        int fraction = 0;
        digits(9, fraction);
      }
    }
    if (!hour_fine || count != 2 || second_count != 2 || hour > 23 || minute > 59 || second > 59) {
      fine_ = false;
      return;
    }
    DateToken& token = add(DateToken::Kind::kIsoTime);
    token.day = *found;
    token.minutes = hour * 60 + minute;
    token.seconds = second;
    if (take_word("z")) {
      token.offset = std::chrono::seconds(0);
    } else if ((peek() == '+' || peek() == '-') && is_digit(peek(1))) {
      const bool west = text_[at_++] == '-';
      const int hours = digits(2, count);
      const bool hours_fine = count == 2;
      take(":");
      const int minutes = digits(2, count);
      fine_ = fine_ && hours_fine && (count == 2 || count == 0) && hours <= 15 && minutes <= 59;
      const std::chrono::seconds offset(hours * 3600 + minutes * 60);
      token.offset = west ? -offset : offset;
    }
  }

  // "h", "h30", " h 30" behind a number.
  bool hours(int hour, int hour_digits) {
    const std::size_t before = at_;
    const bool spaced = peek() == ' ';
    if (spaced) skip_space();
    if (peek() != 'h' || is_letter(peek(1))) {
      at_ = before;
      return false;
    }
    ++at_;
    if (spaced && peek() == ' ' && is_digit(peek(1))) ++at_;
    int width = 0;
    const int minute = digits(2, width);
    if (is_digit(peek()) || width == 1) fine_ = false;
    clock(hour, hour_digits, minute, 0, true);
    return true;
  }

  void number() {
    int count = 0;
    const int value = digits(6, count);
    if (is_digit(peek())) {
      fine_ = false;
      return;
    }
    if (count == 4 && peek() == '-' && is_digit(peek(1))) return iso(value);
    const bool hour = count <= 2 && value <= 24;
    if (hour && (peek() == ':' || peek() == '.') && is_digit(peek(1)) && is_digit(peek(2)) && !is_digit(peek(3))) {
      ++at_;
      int width = 0, second = 0;
      const int minute = digits(2, width);
      if (peek() == ':' && is_digit(peek(1))) {
        ++at_;
        second = digits(2, width);
      }
      if (width != 2 || is_digit(peek())) fine_ = false;
      return clock(value, count, minute, second, false);
    }
    if (hour && hours(value, count)) return;
    const std::size_t before = at_;
    if (hour && half_of_day() != 0) {
      at_ = before;
      return clock(value, count, 0, 0, false);
    }
    for (const char* ending : {"st", "nd", "rd", "th", "er"}) {
      if (take_word(ending)) {
        add(DateToken::Kind::kOrdinal).value = value;
        return;
      }
    }
    DateToken& token = add(DateToken::Kind::kNumber);
    token.value = value;
    token.digits = count;
  }

  std::string text_;
  std::size_t at_ = 0;
  bool fine_ = true;
  std::vector<DateToken> tokens_;
};

}  // namespace

HalfOfDay half_of_hour(int hour, int digits, HalfOfDay when_open) {
  const bool leading_zero = digits == 2 && hour < 10;
  return leading_zero || hour == 0 || hour > 12 ? HalfOfDay::kKnown : when_open;
}

std::optional<std::vector<DateToken>> date_tokens(std::string_view phrase) {
  std::string text = fold(phrase);
  // Typographic apostrophes and no-break spaces are what phones write.
  for (const auto& [from, to] :
       {std::pair<std::string_view, std::string_view>{"\u2019", "'"}, {"\u00a0", " "}, {"\u202f", " "}}) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + 1)) {
      text.replace(at, from.size(), to);
    }
  }
  return Lexer(std::move(text)).read();
}

}  // namespace oree::tools
