#include "decode/json_automaton.h"

#include <algorithm>

#include "decode/integer_automaton.h"
#include "decode/quotation.h"
#include "text/prompt_format.h"

namespace oree::decode {
namespace {

// One character of a string leads from `from` to next. Source of the byte ranges: Unicode, table 3-7.
void add_character(AutomatonBuilder& builder, StateId from, StateId next) {
  builder.add_edge(from, 0x20, '"' - 1, next);
  builder.add_edge(from, '"' + 1, '\\' - 1, next);
  builder.add_edge(from, '\\' + 1, 0x7F, next);

  const StateId last = builder.add_range(0x80, 0xBF, next);
  const StateId last_two = builder.add_range(0x80, 0xBF, last);
  builder.add_edge(from, 0xC2, 0xDF, last);
  builder.add_edge(from, 0xE0, 0xE0, builder.add_range(0xA0, 0xBF, last));
  builder.add_edge(from, 0xE1, 0xEC, last_two);
  builder.add_edge(from, 0xED, 0xED, builder.add_range(0x80, 0x9F, last));
  builder.add_edge(from, 0xEE, 0xEF, last_two);
  builder.add_edge(from, 0xF0, 0xF0, builder.add_range(0x90, 0xBF, last_two));
  builder.add_edge(from, 0xF1, 0xF3, builder.add_range(0x80, 0xBF, last_two));
  builder.add_edge(from, 0xF4, 0xF4, builder.add_range(0x80, 0x8F, last_two));

  // Only the escapes a writer needs: the others would be second spellings of the same character.
  const StateId escape = builder.add_range('\\', '\\', next);  // behind a backslash: another one
  builder.add_edge(from, '\\', '\\', escape);
  for (const char character : {'"', 'b', 'f', 'n', 'r', 't'}) {
    builder.add_edge(escape, static_cast<unsigned char>(character), static_cast<unsigned char>(character), next);
  }
  const StateId below_10 = builder.add_range('1', '7', next);
  builder.add_edge(below_10, 'b', 'b', next);
  builder.add_edge(below_10, 'e', 'f', next);
  const StateId above_10 = builder.add_range('0', '9', next);
  builder.add_edge(above_10, 'a', 'f', next);
  const StateId third = builder.add_range('0', '0', below_10);
  builder.add_edge(third, '1', '1', above_10);
  builder.add_edge(escape, 'u', 'u', builder.add_literal("00", third));
}

StateId add_string(AutomatonBuilder& builder, const Schema& schema, StateId next) {
  // state: so many characters are written, and the most that is counted can follow itself.
  StateId state = builder.add_state();
  std::uint64_t count = schema.min_length;
  if (schema.max_length) {
    count = std::min(*schema.max_length, std::max(schema.min_length, kMaxWrittenLength));
  } else {
    add_character(builder, state, state);
  }
  for (;; --count) {
    if (count >= schema.min_length) builder.add_edge(state, '"', '"', next);
    if (count == 0) break;
    const StateId before = builder.add_state();
    add_character(builder, before, state);
    state = before;
  }
  return builder.add_range('"', '"', state);
}

StateId add_digits(AutomatonBuilder& builder, int min_digits, int max_digits, StateId next) {
  StateId state = next;
  for (int count = max_digits; count > 0; --count) {
    const StateId before = builder.add_range('0', '9', state);
    if (count > min_digits) builder.add_epsilon(before, next);
    state = before;
  }
  return state;
}

StateId add_number(AutomatonBuilder& builder, StateId next) {
  constexpr int kDigits = 15;  // every such decimal survives a double

  const StateId exponent = builder.add_state();
  const StateId exponent_digits = add_digits(builder, 1, 2, next);
  builder.add_epsilon(exponent, exponent_digits);
  builder.add_edge(exponent, '+', '+', exponent_digits);
  builder.add_edge(exponent, '-', '-', exponent_digits);
  const StateId before_exponent = builder.add_range('e', 'e', exponent);
  builder.add_edge(before_exponent, 'E', 'E', exponent);
  builder.add_epsilon(before_exponent, next);

  const StateId before_point = builder.add_range('.', '.', add_digits(builder, 1, kDigits, before_exponent));
  builder.add_epsilon(before_point, before_exponent);

  const StateId whole = builder.add_range('0', '0', before_point);
  builder.add_edge(whole, '1', '9', add_digits(builder, 0, kDigits - 1, before_point));
  const StateId start = builder.add_range('-', '-', whole);
  builder.add_epsilon(start, whole);
  return start;
}

StateId add_array(AutomatonBuilder& builder, const Schema& schema, std::optional<std::string_view> quotable,
                  StateId next, const std::string& where) {
  const std::string items_where = where + "/items";
  const StateId start = builder.add_state();
  if (schema.min_items == 0) builder.add_edge(start, ']', ']', next);
  if (schema.max_items == 0u) return builder.add_range('[', '[', start);

  // after: so many items are written.
  StateId after = builder.add_state();
  StateId item = kNoState;
  std::uint64_t count = std::max<std::uint64_t>(schema.min_items, 1);
  if (schema.max_items) {
    count = std::min(*schema.max_items, std::max(schema.min_items, kMaxWrittenItems));
    item = add_value(builder, *schema.items, quotable, after, items_where);
  } else {
    item = add_value(builder, *schema.items, quotable, after, items_where);
    builder.add_edge(after, ',', ',', builder.add_range(' ', ' ', item));
  }
  for (;; --count) {
    if (count >= schema.min_items) builder.add_edge(after, ']', ']', next);
    if (count == 1) break;
    const StateId before = builder.add_literal(", ", item);
    after = before;
    item = add_value(builder, *schema.items, quotable, after, items_where);
  }
  builder.add_epsilon(start, item);
  return builder.add_range('[', '[', start);
}

StateId add_object(AutomatonBuilder& builder, const Schema& schema, std::optional<std::string_view> quotable,
                   StateId next, const std::string& where) {
  // From the last property to the first: what may follow when no member is written yet, and when one is.
  StateId when_empty = builder.add_range('}', '}', next);
  StateId when_not_empty = when_empty;
  for (std::size_t i = schema.properties.size(); i > 0; --i) {
    const Schema::Property& property = schema.properties[i - 1];
    const std::string place = where + "/properties/" + pointer_part(property.name);
    const StateId value = add_value(builder, property.schema, quotable, when_not_empty, place);
    const StateId member = builder.add_literal(text::dump_spaced(property.name) + ": ", value);
    const StateId first_member = builder.add_state();
    const StateId later_member = builder.add_range(',', ',', builder.add_range(' ', ' ', member));
    builder.add_epsilon(first_member, member);
    if (!property.required) {
      builder.add_epsilon(first_member, when_empty);
      builder.add_epsilon(later_member, when_not_empty);
    }
    when_empty = first_member;
    when_not_empty = later_member;
  }
  return builder.add_range('{', '{', when_empty);
}

StateId add_literals(AutomatonBuilder& builder, const std::vector<std::string>& texts, StateId next) {
  const StateId start = builder.add_state();
  for (const std::string& text : texts) builder.add_epsilon(start, builder.add_literal(text, next));
  return start;
}

}  // namespace

StateId add_value(AutomatonBuilder& builder, const Schema& schema, std::optional<std::string_view> quotable,
                  StateId next, const std::string& where) {
  if (schema.values) {
    std::vector<std::string> texts;
    for (const Json& value : *schema.values) texts.push_back(text::dump_spaced(value));
    return add_literals(builder, texts, next);
  }
  switch (schema.type) {
    case JsonType::kObject:
      return add_object(builder, schema, quotable, next, where);
    case JsonType::kArray:
      return add_array(builder, schema, quotable, next, where);
    case JsonType::kString:
      if (schema.quoted && quotable) return add_quotation(builder, *quotable, schema.quotation_joiner, next);
      return add_string(builder, schema, next);
    case JsonType::kInteger:
      return add_integer(builder, schema.minimum, schema.maximum, next, where);
    case JsonType::kNumber:
      return add_number(builder, next);
    case JsonType::kBoolean:
      return add_literals(builder, {"true", "false"}, next);
    case JsonType::kNull:
    case JsonType::kAny:
      break;
  }
  return builder.add_literal("null", next);
}

}  // namespace oree::decode
