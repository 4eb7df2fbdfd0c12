// The values of a template: Python's, as far as templates see them. All but namespaces are immutable.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "oree/json.h"
#include "text/jinja/budget.h"

namespace oree::text::jinja {

struct Value;
struct Context;
struct Arguments;

struct None {};

// why: the message of the error when the value is used, e.g. "'tools' is undefined".
// forbidden: it stands for an attribute that the sandbox does not give, and the error says kPermission.
struct Undefined {
  std::shared_ptr<const std::string> why;
  bool forbidden = false;
};

// is_markup: the result of `safe` or `escape`; joined with +, the other operand is escaped.
struct Text {
  std::shared_ptr<const std::string> bytes;  // valid UTF-8
  bool is_markup = false;
};

// kIterator: what generators give: no length, no index, each item comes once.
enum class SequenceKind { kList, kTuple, kRange, kKeys, kValues, kItems, kIterator };

struct Sequence {
  SequenceKind kind;
  std::vector<Value> items;
  std::size_t depth;                       // levels of values, 1 for a list of texts
  mutable std::size_t position = 0;        // kIterator: the next item
  std::array<std::int64_t, 3> range = {};  // kRange: start, stop, step
  bool is_group = false;                   // kTuple: of groupby, whose parts are also called grouper and list
};

struct Dictionary {
  std::vector<std::pair<Value, Value>> members;  // in the order of insertion
  std::size_t depth;
};

struct Namespace {
  std::vector<std::pair<std::string, Value>> members;
};

// `loop` inside a for.
struct Loop {
  std::vector<Value> items;
  bool has_length = true;  // false: over an iterator
  std::size_t index = 0;   // from 0
  bool has_changed_before = false;
  std::vector<Value> changed_before;  // what loop.changed got last
  bool finished = false;
};

struct Cycler {
  std::vector<Value> items;
  std::size_t position = 0;
  std::size_t depth = 1;
};

// Macros, functions, and methods bound to their value.
struct Callable {
  std::string name;
  std::function<Value(Context&, const Arguments&)> call;
  std::size_t depth = 1;
  bool is_macro = false;
};

struct Value {
  std::variant<Undefined, None, bool, std::int64_t, double, Text, std::shared_ptr<const Sequence>,
               std::shared_ptr<const Dictionary>, std::shared_ptr<Namespace>, std::shared_ptr<const Callable>,
               std::shared_ptr<Loop>, std::shared_ptr<Cycler>>
      storage;

  template <class Kind>
  const Kind* get() const noexcept {
    return std::get_if<Kind>(&storage);
  }
  const Sequence* sequence() const noexcept {
    const auto* pointer = get<std::shared_ptr<const Sequence>>();
    return pointer == nullptr ? nullptr : pointer->get();
  }
  const Dictionary* dictionary() const noexcept {
    const auto* pointer = get<std::shared_ptr<const Dictionary>>();
    return pointer == nullptr ? nullptr : pointer->get();
  }
  const std::string* text() const noexcept {
    const auto* held = get<Text>();
    return held == nullptr ? nullptr : held->bytes.get();
  }
  bool is_undefined() const noexcept { return get<Undefined>() != nullptr; }
  bool is_none() const noexcept { return get<None>() != nullptr; }
  bool is_markup() const noexcept { return get<Text>() != nullptr && get<Text>()->is_markup; }
};

struct Arguments {
  std::vector<Value> positional;
  std::vector<std::pair<std::string, Value>> named;
};

Value make_undefined(const std::string& why);
Value make_forbidden(const std::string& why);
Value make_none();
Value make_boolean(bool value);
Value make_integer(std::int64_t value);
Value make_float(double value);
// The caller has charged the bytes.
Value make_text(std::string bytes, bool is_markup = false);
// Charge the items; throw Failure kLimit for too many or too deep.
Value make_sequence(SequenceKind kind, std::vector<Value> items, Budget& budget);
Value make_list(std::vector<Value> items, Budget& budget);
Value make_tuple(std::vector<Value> items, Budget& budget);
// Later members replace earlier ones of an equal key. Throws Failure for keys that cannot be hashed.
Value make_dictionary(std::vector<std::pair<Value, Value>> members, Budget& budget);
Value make_callable(std::string name, std::size_t depth, std::function<Value(Context&, const Arguments&)> call);

// Throws Failure kInvalid for texts that are not UTF-8, kLimit for integers above 64 bits and for nesting.
Value from_json(const Json& json);

std::size_t depth_of(const Value& value) noexcept;
// Python's name of the type, as error messages show it ("str", "dict").
std::string type_name(const Value& value);
// Throws Failure when the undefined value must not be used; what it is not, passes.
void require_defined(const Value& value);

// An int or a bool, which counts as one.
bool is_integral(const Value& value) noexcept;
std::int64_t integral(const Value& value) noexcept;  // is_integral
bool is_number(const Value& value) noexcept;
double as_double(const Value& value) noexcept;  // is_number

bool is_true(const Value& value);
bool equals(const Value& left, const Value& right, Budget& budget);
// -1, 0, 1; Failure for types without an order between them. NaN is treated as unordered by the caller.
int compare(const Value& left, const Value& right, Budget& budget, std::string_view operation);
// `item in container`.
bool contains(const Value& container, const Value& item, Budget& budget);
// nullptr when there is none; Failure for a key that cannot be hashed.
const Value* find_member(const Dictionary& dictionary, const Value& key, Budget& budget);
const Value* find_member(const Dictionary& dictionary, std::string_view key, Budget& budget);

// What a for loop runs over; an iterator is used up by it. Failure for what cannot be iterated.
std::vector<Value> items_of(const Value& value, Budget& budget);

}  // namespace oree::text::jinja
