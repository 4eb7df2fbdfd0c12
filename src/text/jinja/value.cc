#include "text/jinja/value.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "text/jinja/printing.h"
#include "text/jinja/unicode.h"
#include "text/utf8.h"

namespace oree::text::jinja {
namespace {

std::size_t deeper(std::size_t depth) {
  if (depth >= kMaximumValueDepth) {
    fail_limit("values are nested more than " + std::to_string(kMaximumValueDepth) + " levels deep");
  }
  return depth + 1;
}

Value json_value(const Json& json, std::size_t level);

Value json_text(const std::string& bytes) {
  if (const auto offset = find_invalid_utf8(bytes)) {
    fail("a variable of the template is not UTF-8 at byte " + std::to_string(*offset), "pass texts as UTF-8");
  }
  return make_text(bytes);
}

Value json_array(const Json& json, std::size_t level) {
  auto sequence = std::make_shared<Sequence>();
  sequence->kind = SequenceKind::kList;
  sequence->depth = 1;
  sequence->items.reserve(json.size());
  for (const Json& item : json) {
    sequence->items.push_back(json_value(item, level + 1));
    sequence->depth = std::max(sequence->depth, depth_of(sequence->items.back()) + 1);
  }
  return {std::shared_ptr<const Sequence>(std::move(sequence))};
}

Value json_object(const Json& json, std::size_t level) {
  auto dictionary = std::make_shared<Dictionary>();
  dictionary->depth = 1;
  for (const auto& member : json.items()) {
    dictionary->members.emplace_back(json_text(member.key()), json_value(member.value(), level + 1));
    dictionary->depth = std::max(dictionary->depth, depth_of(dictionary->members.back().second) + 1);
  }
  return {std::shared_ptr<const Dictionary>(std::move(dictionary))};
}

Value json_value(const Json& json, std::size_t level) {
  if (level >= kMaximumValueDepth) deeper(level);
  switch (json.type()) {
    case Json::value_t::null:
      return make_none();
    case Json::value_t::boolean:
      return make_boolean(json.get<bool>());
    case Json::value_t::number_integer:
      return make_integer(json.get<std::int64_t>());
    case Json::value_t::number_unsigned: {
      const auto number = json.get<std::uint64_t>();
      if (number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
        fail_limit("the integer " + std::to_string(number) + " in the variables does not fit 64 bits with sign");
      }
      return make_integer(static_cast<std::int64_t>(number));
    }
    case Json::value_t::number_float:
      return make_float(json.get<double>());
    case Json::value_t::string:
      return json_text(json.get_ref<const std::string&>());
    case Json::value_t::array:
      return json_array(json, level);
    case Json::value_t::object:
      return json_object(json, level);
    case Json::value_t::binary:
    case Json::value_t::discarded:
      break;
  }
  fail("a variable of the template is no JSON value", "pass null, booleans, numbers, texts, arrays and objects");
}

void require_hashable(const Value& key) {
  const Sequence* sequence = key.sequence();
  const bool mutable_list = sequence != nullptr && sequence->kind == SequenceKind::kList;
  if (mutable_list || key.dictionary() != nullptr) fail("unhashable type: '" + type_name(key) + "'");
  if (sequence != nullptr && sequence->kind == SequenceKind::kTuple) {
    for (const Value& item : sequence->items) require_hashable(item);
  }
}

bool equal_items(const std::vector<Value>& left, const std::vector<Value>& right, Budget& budget) {
  if (left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (!equals(left[i], right[i], budget)) return false;
  }
  return true;
}

bool equal_dictionaries(const Dictionary& left, const Dictionary& right, Budget& budget) {
  if (left.members.size() != right.members.size()) return false;
  for (const auto& [key, value] : left.members) {
    const Value* other = find_member(right, key, budget);
    if (other == nullptr || !equals(value, *other, budget)) return false;
  }
  return true;
}

bool equal_sequences(const Sequence& left, const Sequence& right, Budget& budget) {
  if (&left == &right) return true;
  const bool comparable =
      left.kind == right.kind && left.kind != SequenceKind::kIterator && left.kind != SequenceKind::kValues;
  return comparable && equal_items(left.items, right.items, budget);
}

}  // namespace

Value make_undefined(const std::string& why) { return {Undefined{std::make_shared<const std::string>(why), false}}; }
Value make_forbidden(const std::string& why) { return {Undefined{std::make_shared<const std::string>(why), true}}; }
Value make_none() { return {None{}}; }
Value make_boolean(bool value) { return {value}; }
Value make_integer(std::int64_t value) { return {value}; }
Value make_float(double value) { return {value}; }
Value make_text(std::string bytes, bool is_markup) {
  return {Text{std::make_shared<const std::string>(std::move(bytes)), is_markup}};
}

Value make_sequence(SequenceKind kind, std::vector<Value> items, Budget& budget) {
  budget.reserve_items(items.size());
  std::size_t depth = 0;
  for (const Value& item : items) depth = std::max(depth, depth_of(item));
  auto sequence = std::make_shared<Sequence>();
  sequence->kind = kind;
  sequence->items = std::move(items);
  sequence->depth = deeper(depth);
  return {std::shared_ptr<const Sequence>(std::move(sequence))};
}

Value make_list(std::vector<Value> items, Budget& budget) {
  return make_sequence(SequenceKind::kList, std::move(items), budget);
}

Value make_tuple(std::vector<Value> items, Budget& budget) {
  return make_sequence(SequenceKind::kTuple, std::move(items), budget);
}

Value make_dictionary(std::vector<std::pair<Value, Value>> members, Budget& budget) {
  budget.reserve_items(members.size());
  auto dictionary = std::make_shared<Dictionary>();
  std::size_t depth = 0;
  for (auto& [key, value] : members) {
    depth = std::max({depth, depth_of(key), depth_of(value)});
    if (const Value* known = find_member(*dictionary, key, budget)) {
      const_cast<Value&>(*known) = std::move(value);
    } else {
      dictionary->members.emplace_back(std::move(key), std::move(value));
    }
  }
  dictionary->depth = deeper(depth);
  return {std::shared_ptr<const Dictionary>(std::move(dictionary))};
}

Value make_callable(std::string name, std::size_t depth, std::function<Value(Context&, const Arguments&)> call) {
  return {std::make_shared<const Callable>(Callable{std::move(name), std::move(call), deeper(depth), false})};
}

Value from_json(const Json& json) { return json_value(json, 0); }

std::size_t depth_of(const Value& value) noexcept {
  if (const Sequence* sequence = value.sequence()) return sequence->depth;
  if (const Dictionary* dictionary = value.dictionary()) return dictionary->depth;
  if (const auto* callable = value.get<std::shared_ptr<const Callable>>()) return (*callable)->depth;
  if (const auto* cycler = value.get<std::shared_ptr<Cycler>>()) return (*cycler)->depth;
  return 0;
}

std::string type_name(const Value& value) {
  struct Visitor {
    std::string operator()(const Undefined&) const { return "Undefined"; }
    std::string operator()(const None&) const { return "NoneType"; }
    std::string operator()(bool) const { return "bool"; }
    std::string operator()(std::int64_t) const { return "int"; }
    std::string operator()(double) const { return "float"; }
    std::string operator()(const Text&) const { return "str"; }
    std::string operator()(const std::shared_ptr<const Sequence>& sequence) const {
      static constexpr std::array<const char*, 7> kNames = {"list",        "tuple",      "range",    "dict_keys",
                                                            "dict_values", "dict_items", "generator"};
      return kNames[static_cast<std::size_t>(sequence->kind)];
    }
    std::string operator()(const std::shared_ptr<const Dictionary>&) const { return "dict"; }
    std::string operator()(const std::shared_ptr<Namespace>&) const { return "Namespace"; }
    std::string operator()(const std::shared_ptr<const Callable>& callable) const {
      return callable->is_macro ? "Macro" : "function";
    }
    std::string operator()(const std::shared_ptr<Loop>&) const { return "LoopContext"; }
    std::string operator()(const std::shared_ptr<Cycler>&) const { return "Cycler"; }
  };
  return std::visit(Visitor{}, value.storage);
}

void require_defined(const Value& value) {
  if (const auto* undefined = value.get<Undefined>()) {
    throw Failure{undefined->forbidden ? ErrorCode::kPermission : ErrorCode::kInvalid, *undefined->why,
                  "give the variable, or fix the template"};
  }
}

bool is_integral(const Value& value) noexcept {
  return value.get<bool>() != nullptr || value.get<std::int64_t>() != nullptr;
}

std::int64_t integral(const Value& value) noexcept {
  const bool* boolean = value.get<bool>();
  return boolean != nullptr ? static_cast<std::int64_t>(*boolean) : *value.get<std::int64_t>();
}

bool is_number(const Value& value) noexcept { return is_integral(value) || value.get<double>() != nullptr; }

double as_double(const Value& value) noexcept {
  const double* number = value.get<double>();
  return number != nullptr ? *number : static_cast<double>(integral(value));
}

bool is_true(const Value& value) {
  if (value.is_undefined() || value.is_none()) return false;
  if (is_number(value)) return as_double(value) != 0;
  if (const std::string* text = value.text()) return !text->empty();
  if (const Sequence* sequence = value.sequence()) {
    return sequence->kind == SequenceKind::kIterator || !sequence->items.empty();
  }
  if (const Dictionary* dictionary = value.dictionary()) return !dictionary->members.empty();
  return true;
}

bool equals(const Value& left, const Value& right, Budget& budget) {
  budget.charge();
  if (is_integral(left) && is_integral(right)) return integral(left) == integral(right);
  if (is_number(left) && is_number(right)) return as_double(left) == as_double(right);
  if (left.storage.index() != right.storage.index()) return false;
  if (left.is_undefined() || left.is_none()) return true;
  if (const std::string* text = left.text()) {
    budget.charge_bytes(std::min(text->size(), right.text()->size()));
    return *text == *right.text();
  }
  if (const Sequence* sequence = left.sequence()) return equal_sequences(*sequence, *right.sequence(), budget);
  if (const Dictionary* dictionary = left.dictionary()) {
    return dictionary == right.dictionary() || equal_dictionaries(*dictionary, *right.dictionary(), budget);
  }
  if (const auto* held = left.get<std::shared_ptr<Namespace>>()) {
    return *held == *right.get<std::shared_ptr<Namespace>>();
  }
  if (const auto* held = left.get<std::shared_ptr<const Callable>>()) {
    return *held == *right.get<std::shared_ptr<const Callable>>();
  }
  if (const auto* held = left.get<std::shared_ptr<Loop>>()) return *held == *right.get<std::shared_ptr<Loop>>();
  return *left.get<std::shared_ptr<Cycler>>() == *right.get<std::shared_ptr<Cycler>>();
}

int compare(const Value& left, const Value& right, Budget& budget, std::string_view operation) {
  budget.charge();
  require_defined(left);
  require_defined(right);
  if (is_integral(left) && is_integral(right)) {
    return integral(left) < integral(right) ? -1 : integral(left) > integral(right) ? 1 : 0;
  }
  if (is_number(left) && is_number(right)) {
    return as_double(left) < as_double(right) ? -1 : as_double(left) > as_double(right) ? 1 : 0;
  }
  if (left.text() != nullptr && right.text() != nullptr) {
    budget.charge_bytes(std::min(left.text()->size(), right.text()->size()));
    // The order of UTF-8 bytes is the order of code points.
    const int order = left.text()->compare(*right.text());
    return order < 0 ? -1 : order > 0 ? 1 : 0;
  }
  const Sequence* left_items = left.sequence();
  const Sequence* right_items = right.sequence();
  if (left_items != nullptr && right_items != nullptr && left_items->kind == right_items->kind &&
      (left_items->kind == SequenceKind::kList || left_items->kind == SequenceKind::kTuple)) {
    const std::size_t shared = std::min(left_items->items.size(), right_items->items.size());
    for (std::size_t i = 0; i < shared; ++i) {
      if (equals(left_items->items[i], right_items->items[i], budget)) continue;
      return compare(left_items->items[i], right_items->items[i], budget, operation);
    }
    if (left_items->items.size() == right_items->items.size()) return 0;
    return left_items->items.size() < right_items->items.size() ? -1 : 1;
  }
  fail("'" + std::string(operation) + "' is not supported between '" + type_name(left) + "' and '" + type_name(right) +
       "'");
}

bool contains(const Value& container, const Value& item, Budget& budget) {
  if (const std::string* text = container.text()) {
    if (item.is_undefined()) require_defined(item);
    if (item.text() == nullptr) fail("'in <text>' needs a text on its left, not '" + type_name(item) + "'");
    budget.charge_bytes(text->size());
    return text->find(*item.text()) != std::string::npos;
  }
  if (const Dictionary* dictionary = container.dictionary()) {
    return find_member(*dictionary, item, budget) != nullptr;
  }
  for (const Value& candidate : items_of(container, budget)) {
    if (equals(candidate, item, budget)) return true;
  }
  return false;
}

const Value* find_member(const Dictionary& dictionary, const Value& key, Budget& budget) {
  require_hashable(key);
  if (const std::string* text = key.text()) return find_member(dictionary, *text, budget);
  for (const auto& [known, value] : dictionary.members) {
    if (equals(known, key, budget)) return &value;
  }
  return nullptr;
}

const Value* find_member(const Dictionary& dictionary, std::string_view key, Budget& budget) {
  budget.charge(1 + dictionary.members.size() / kBytesPerStep);
  for (const auto& [known, value] : dictionary.members) {
    const std::string* text = known.text();
    if (text != nullptr && *text == key) return &value;
  }
  return nullptr;
}

std::vector<Value> items_of(const Value& value, Budget& budget) {
  if (value.is_undefined()) return {};
  if (const std::string* text = value.text()) {
    std::vector<Value> items;
    const std::u32string characters = decode(*text, budget);
    budget.reserve_items(characters.size());
    for (const char32_t character : characters) items.push_back(make_text(encode({&character, 1}), value.is_markup()));
    return items;
  }
  if (const Sequence* sequence = value.sequence()) {
    budget.charge(1 + sequence->items.size());
    if (sequence->kind != SequenceKind::kIterator) return sequence->items;
    std::vector<Value> items(sequence->items.begin() + static_cast<std::ptrdiff_t>(sequence->position),
                             sequence->items.end());
    sequence->position = sequence->items.size();
    return items;
  }
  if (const Dictionary* dictionary = value.dictionary()) {
    budget.charge(1 + dictionary->members.size());
    std::vector<Value> items;
    items.reserve(dictionary->members.size());
    for (const auto& member : dictionary->members) items.push_back(member.first);
    return items;
  }
  fail("'" + type_name(value) + "' cannot be iterated over");
}

}  // namespace oree::text::jinja
