// Filters of texts.
#include <algorithm>

#include "text/jinja/filters.h"
#include "text/jinja/methods.h"
#include "text/jinja/operators.h"
#include "text/jinja/printing.h"
#include "text/jinja/unicode.h"

namespace oree::text::jinja {
namespace {

using Input = const Value&;
using Given = const Arguments&;

// The value as text; one marked safe stays so.
Value soft_text(Context& context, Input value) {
  return value.text() != nullptr ? value : make_text(to_text(value, context.budget));
}

template <std::string (*change)(std::string_view)>
Value change_filter(Context& context, Input input, Given arguments) {
  const Parameters parameters("a change of case", arguments, {});
  const Value text = soft_text(context, input);
  context.budget.charge_bytes(text.text()->size());
  return make_text(change(*text.text()), text.is_markup());
}

// Each word with a capital; words begin after white space and - ( { [ <.
std::string title_words(std::string_view text) {
  std::string result;
  std::string word;
  const auto finish = [&] {
    if (word.empty()) return;
    std::size_t length = 0;
    first_character(word, length);
    result += to_upper(std::string_view(word).substr(0, length)) + to_lower(std::string_view(word).substr(length));
    word.clear();
  };
  for (const char32_t c : decode(text)) {
    const bool divides = is_space(c) || c == '-' || c == '(' || c == '{' || c == '[' || c == '<';
    if (divides) finish();
    (divides ? result : word) += encode({&c, 1});
  }
  finish();
  return result;
}

Value trim_filter(Context& context, Input input, Given arguments) {
  const Parameters parameters("trim", arguments, {"chars"});
  const Value text = soft_text(context, input);
  context.budget.charge_bytes(text.text()->size());
  if (parameters.find(0) == nullptr || parameters.find(0)->is_none()) {
    return make_text(std::string(strip(*text.text())), text.is_markup());
  }
  const std::u32string set = decode(parameters.text(0, ""), context.budget);
  return make_text(strip(*text.text(), set, Side::kBoth, context.budget), text.is_markup());
}

Value replace_filter(Context& context, Input input, Given arguments) {
  const Parameters parameters("replace", arguments, {"old", "new", "count"});
  const std::string old = to_text(parameters.require(0), context.budget);
  const std::string replacement = to_text(parameters.require(1), context.budget);
  const bool all = parameters.find(2) == nullptr || parameters.find(2)->is_none();
  return make_text(
      replace_text(context, to_text(input, context.budget), old, replacement, all ? -1 : parameters.integer(2, -1)));
}

Value indent_filter(Context& context, Input input, Given arguments) {
  const Parameters parameters("indent", arguments, {"width", "first", "blank"});
  require_defined(input);
  if (input.text() == nullptr) fail("'indent' takes a text, not '" + type_name(input) + "'");
  TextBuilder indention(context.budget);
  if (parameters.find(0) != nullptr && parameters.find(0)->text() != nullptr) {
    indention.append(*parameters.find(0)->text());
  } else {
    indention.append(static_cast<std::size_t>(std::max<std::int64_t>(parameters.integer(0, 4), 0)), ' ');
  }
  const bool blank = parameters.flag(2, false);
  TextBuilder out(context.budget);
  if (parameters.flag(1, false)) out.append(indention.text());
  const std::vector<std::string> lines = split_lines(context, *input.text() + "\n", false);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) out.append("\n");
    if (i > 0 && (blank || !lines[i].empty())) out.append(indention.text());
    out.append(lines[i]);
  }
  return make_text(out.take(), input.is_markup());
}

Value join_filter(Context& context, Input input, Given arguments) {
  const Parameters parameters("join", arguments, {"d", "attribute"});
  const std::string separator = parameters.find(0) == nullptr ? "" : to_text(*parameters.find(0), context.budget);
  const Value* path = parameters.find(1);
  TextBuilder out(context.budget);
  bool first = true;
  for (const Value& item : items_of(input, context.budget)) {
    if (!first) out.append(separator);
    first = false;
    print(out, path == nullptr ? item : follow_path(context, item, *path));
  }
  return make_text(out.take());
}

Value escape_filter(Context& context, Input input, Given arguments) {
  const Parameters parameters("escape", arguments, {});
  if (input.is_markup()) return input;
  return make_text(escape_html(to_text(input, context.budget), context.budget), true);
}

Value force_escape_filter(Context& context, Input input, Given arguments) {
  const Parameters parameters("forceescape", arguments, {});
  return make_text(escape_html(to_text(input, context.budget), context.budget), true);
}

Value safe_filter(Context& context, Input input, Given arguments) {
  const Parameters parameters("safe", arguments, {});
  return make_text(to_text(input, context.budget), true);
}

Value string_filter(Context& context, Input input, Given arguments) {
  const Parameters parameters("string", arguments, {});
  return soft_text(context, input);
}

Value truncate_filter(Context& context, Input input, Given arguments) {
  const Parameters parameters("truncate", arguments, {"length", "killwords", "end", "leeway"});
  require_defined(input);
  if (input.text() == nullptr) fail("'truncate' takes a text, not '" + type_name(input) + "'");
  const std::u32string text = decode(*input.text(), context.budget);
  const std::string end = parameters.text(2, "...");
  const auto n_end = static_cast<std::int64_t>(count_characters(end));
  const std::int64_t length = parameters.integer(0, 255);
  const bool default_leeway = parameters.find(3) == nullptr || parameters.find(3)->is_none();
  const std::int64_t leeway = default_leeway ? 5 : parameters.integer(3, 5);
  if (length < n_end) fail("the length of 'truncate' is less than that of its end");
  if (leeway < 0) fail("the leeway of 'truncate' is negative");
  const auto n_text = static_cast<std::int64_t>(text.size());
  if (n_text <= length || n_text - length <= leeway) return input;
  std::u32string_view kept = std::u32string_view(text).substr(0, static_cast<std::size_t>(length - n_end));
  if (!parameters.flag(1, false)) kept = kept.substr(0, kept.rfind(U' '));
  return make_text(encode(kept) + end, input.is_markup());
}

Value wordcount_filter(Context& context, Input input, Given arguments) {
  const Parameters parameters("wordcount", arguments, {});
  const Value text = soft_text(context, input);
  std::int64_t count = 0;
  bool inside = false;
  for (const char32_t c : decode(*text.text(), context.budget)) {
    if (is_word_character(c) && !inside) ++count;
    inside = is_word_character(c);
  }
  return make_integer(count);
}

Value format_filter(Context& context, Input input, Given arguments) {
  if (!arguments.positional.empty() && !arguments.named.empty()) {
    fail("'format' takes arguments with names or without, not both");
  }
  return format_text(context, soft_text(context, input), arguments);
}

// As transformers writes it: json.dumps without escapes for HTML.
Value tojson_filter(Context& context, Input input, Given arguments) {
  const Parameters parameters("tojson", arguments, {"ensure_ascii", "indent", "separators", "sort_keys"});
  JsonStyle style;
  style.ascii_only = parameters.flag(0, false);
  style.sort_keys = parameters.flag(3, false);
  const Value* indent = parameters.find(1);
  if (indent != nullptr && !indent->is_none()) {
    if (indent->text() != nullptr) {
      style.indent = *indent->text();
    } else {
      const std::int64_t width = std::max<std::int64_t>(parameters.integer(1, 0), 0);
      context.budget.reserve_text(static_cast<std::size_t>(width));
      style.indent = std::string(static_cast<std::size_t>(width), ' ');
    }
    style.item_separator = ",";
  }
  const Value* separators = parameters.find(2);
  if (separators != nullptr && !separators->is_none()) {
    const std::vector<Value> pair = items_of(*separators, context.budget);
    if (pair.size() != 2 || pair[0].text() == nullptr || pair[1].text() == nullptr) {
      fail("the separators of 'tojson' are two texts", "write separators=(',', ':')");
    }
    style.item_separator = *pair[0].text();
    style.key_separator = *pair[1].text();
  }
  TextBuilder out(context.budget);
  write_json(out, input, style);
  return make_text(out.take());
}

constexpr std::array<NamedFilter, 17> kFilters = {{
    {"upper", change_filter<to_upper>},
    {"lower", change_filter<to_lower>},
    {"capitalize", change_filter<capitalize>},
    {"title", change_filter<title_words>},
    {"trim", trim_filter},
    {"replace", replace_filter},
    {"indent", indent_filter},
    {"join", join_filter},
    {"escape", escape_filter},
    {"e", escape_filter},
    {"forceescape", force_escape_filter},
    {"safe", safe_filter},
    {"string", string_filter},
    {"truncate", truncate_filter},
    {"wordcount", wordcount_filter},
    {"format", format_filter},
    {"tojson", tojson_filter},
}};

}  // namespace

FilterFunction find_text_filter(std::string_view name) { return find_among(kFilters, name); }

FilterFunction find_filter(std::string_view name) {
  for (const auto find : {find_text_filter, find_number_filter, find_sequence_filter, find_selecting_filter}) {
    if (const FilterFunction found = find(name)) return found;
  }
  return nullptr;
}

}  // namespace oree::text::jinja
