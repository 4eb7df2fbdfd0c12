// Numbers, strings, objects and arrays against the keywords that look at them.
#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "decode/decimal.h"
#include "decode/formats.h"
#include "decode/json_value.h"
#include "decode/regular_expression.h"
#include "decode/schema_validator.h"
#include "oree/error.h"

namespace oree::decode {
namespace {

std::string violation(const std::string& pointer, const std::string& what) {
  return (pointer.empty() ? std::string("the value") : pointer) + " " + what;
}

std::uint64_t count_code_points(const std::string& text) {
  return static_cast<std::uint64_t>(std::count_if(
      text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

// left, right: digits without leading zeros.
bool is_less(const std::string& left, const std::string& right) {
  return left.size() != right.size() ? left.size() < right.size() : left < right;
}

// left -= right, which is not greater.
void subtract(std::string& left, const std::string& right) {
  int borrow = 0;
  for (std::size_t i = 0; i < left.size(); ++i) {
    char& digit = left[left.size() - 1 - i];
    const int other = i < right.size() ? right[right.size() - 1 - i] - '0' : 0;
    int difference = digit - '0' - other - borrow;
    borrow = difference < 0 ? 1 : 0;
    if (difference < 0) difference += 10;
    digit = static_cast<char>('0' + difference);
  }
  left.erase(0, std::min(left.find_first_not_of('0'), left.size()));
}

// Exact, by long division.
bool is_multiple(const Json& value, const Json& of) {
  const Decimal number = parse_decimal(value.dump()), divisor = parse_decimal(of.dump());
  if (number.is_zero()) return true;
  const std::int64_t exponent = std::min(number.exponent, divisor.exponent);
  const auto scaled = [exponent](const Decimal& decimal) {
    return decimal.digits + std::string(static_cast<std::size_t>(decimal.exponent - exponent), '0');
  };
  const std::string by = scaled(divisor);
  std::string remainder;
  for (const char digit : scaled(number)) {
    if (!remainder.empty() || digit != '0') remainder += digit;
    while (!is_less(remainder, by)) subtract(remainder, by);
  }
  return remainder.empty();
}

// The same text for equal values.
void write_canonical(const Json& value, int depth, std::string& into) {
  if (depth > kMaxCheckedJsonDepth) {
    throw Error(ErrorCode::kLimit,
                "JSON is nested deeper than kMaxCheckedJsonDepth, " + std::to_string(kMaxCheckedJsonDepth));
  }
  if (value.is_object()) {
    std::vector<std::pair<std::string, const Json*>> members;
    for (const auto& [name, member] : value.items()) members.emplace_back(name, &member);
    std::sort(members.begin(), members.end());
    into += '{';
    for (const auto& [name, member] : members) {
      into += Json(name).dump();
      into += ':';
      write_canonical(*member, depth + 1, into);
    }
    into += '}';
  } else if (value.is_array()) {
    into += '[';
    for (const Json& item : value) {
      write_canonical(item, depth + 1, into);
      into += ',';
    }
    into += ']';
  } else if (value.is_number()) {
    const Decimal number = parse_decimal(value.dump());
    into += (number.negative ? "-" : "") + number.digits + "e" + std::to_string(number.exponent);
  } else {
    into += value.dump();
  }
}

// Numbers as people write them.
std::string show(const Json& number) { return number.dump(); }

}  // namespace

bool SchemaValidator::matches(const At& at, const std::string& pattern, Keyword keyword, std::string_view text) {
  auto found = patterns_.find(pattern);
  if (found == patterns_.end()) {
    try {
      found = patterns_.emplace(pattern, parse_regular_expression(pool_, pattern, false)).first;
    } catch (const Error& error) {
      throw Error(error.code(), "the pattern cannot be checked: " + std::string(error.what()),
                  at.place + "/" + std::string(keyword_name(keyword)), error.hint());
    }
  }
  return pool_.accepts(found->second, text);
}

LanguageId SchemaValidator::format(const At& at, const std::string& name) {
  const auto known = formats_.find(name);
  if (known != formats_.end()) return known->second;
  const std::optional<LanguageId> texts = format_language(pool_, name);
  if (!texts) {
    throw Error(ErrorCode::kUnsupported, "the format \"" + name + "\" is not known", at.place + "/format",
                "describe it with a pattern");
  }
  return formats_[name] = *texts;
}

SchemaValidator::Violation SchemaValidator::check_number(const At& at) {
  const long double number = to_long_double(at.value);
  const auto bound = [&](Keyword inclusive, Keyword exclusive, int sign, const char* beyond) -> Violation {
    const Json* edge = find(at, inclusive);
    const Json* other = find(at, exclusive);
    const auto distance = [&](const Json& limit) {
      const long double value = to_long_double(limit);
      return sign * (number > value ? 1 : number < value ? -1 : 0);  // below 0: beyond
    };
    const bool edge_excluded = other != nullptr && other->is_boolean() && other->get<bool>();  // draft 4
    if (edge != nullptr && (distance(*edge) < 0 || (edge_excluded && distance(*edge) == 0))) {
      return violation(at.pointer, std::string("is ") + (edge_excluded ? "not " : "") +
                                       (edge_excluded ? (sign > 0 ? "above " : "below ") : beyond) + show(*edge));
    }
    if (other != nullptr && other->is_number() && distance(*other) <= 0) {
      return violation(at.pointer, std::string("is not ") + (sign > 0 ? "above " : "below ") + show(*other));
    }
    return std::nullopt;
  };
  if (auto found = bound(Keyword::kMinimum, Keyword::kExclusiveMinimum, 1, "below ")) return found;
  if (auto found = bound(Keyword::kMaximum, Keyword::kExclusiveMaximum, -1, "above ")) return found;
  if (const Json* multiple = find(at, Keyword::kMultipleOf); multiple != nullptr && !is_multiple(at.value, *multiple)) {
    return violation(at.pointer, "is no multiple of " + show(*multiple));
  }
  return std::nullopt;
}

SchemaValidator::Violation SchemaValidator::check_string(const At& at) {
  const std::string& text = at.value.get_ref<const std::string&>();
  const Json* shortest = find(at, Keyword::kMinLength);
  const Json* longest = find(at, Keyword::kMaxLength);
  if (shortest != nullptr && static_cast<long double>(count_code_points(text)) < to_long_double(*shortest)) {
    return violation(at.pointer, "has fewer than " + show(*shortest) + " characters");
  }
  if (longest != nullptr && static_cast<long double>(count_code_points(text)) > to_long_double(*longest)) {
    return violation(at.pointer, "has more than " + show(*longest) + " characters");
  }
  if (const Json* pattern = find(at, Keyword::kPattern)) {
    const std::string& expression = pattern->get_ref<const std::string&>();
    if (!matches(at, expression, Keyword::kPattern, text)) {
      return violation(at.pointer, "does not match the pattern " + expression);
    }
  }
  if (const Json* name = find(at, Keyword::kFormat); name != nullptr && options_.assert_formats) {
    if (!pool_.accepts(format(at, name->get_ref<const std::string&>()), text)) {
      return violation(at.pointer, "has not the format " + name->get<std::string>());
    }
  }
  return std::nullopt;
}

SchemaValidator::Violation SchemaValidator::check_object(const At& at, Evaluated& evaluated) {
  const Json* properties = find(at, Keyword::kProperties);
  const Json* patterns = find(at, Keyword::kPatternProperties);
  const Json* additional = find(at, Keyword::kAdditionalProperties);
  const Json* names = find(at, Keyword::kPropertyNames);
  if (const Json* required = find(at, Keyword::kRequired)) {
    for (const Json& name : *required) {
      if (!at.value.contains(name.get_ref<const std::string&>())) {
        return violation(at.pointer, "lacks \"" + name.get<std::string>() + "\"");
      }
    }
  }
  const auto n_members = static_cast<long double>(at.value.size());
  if (const Json* least = find(at, Keyword::kMinProperties); least && n_members < to_long_double(*least)) {
    return violation(at.pointer, "has fewer than " + show(*least) + " members");
  }
  if (const Json* most = find(at, Keyword::kMaxProperties); most && n_members > to_long_double(*most)) {
    return violation(at.pointer, "has more than " + show(*most) + " members");
  }
  std::size_t number = 0;
  for (const auto& [name, value] : at.value.items()) {
    const std::size_t member = number++;
    bool named = false;
    if (properties != nullptr) {
      if (const auto own = properties->find(name); own != properties->end()) {
        named = true;
        if (auto found = check_member(at, *own, "/properties/" + pointer_part(name), value, name)) return found;
      }
    }
    if (patterns != nullptr) {
      for (const auto& [pattern, schema] : patterns->items()) {
        if (!matches(at, pattern, Keyword::kPatternProperties, name)) continue;
        named = true;
        const std::string step = "/patternProperties/" + pointer_part(pattern);
        if (auto found = check_member(at, schema, step, value, name)) return found;
      }
    }
    if (!named && additional != nullptr) {
      if (*additional == false) return violation(at.pointer, "has no place for \"" + name + "\"");
      if (auto found = check_member(at, *additional, "/additionalProperties", value, name)) return found;
      named = true;
    }
    if (named) evaluated[member] = true;
    if (names != nullptr) {
      Evaluated inside;
      const Json key = name;
      auto found = check({*names, at.resource, at.place + "/propertyNames", key, "", at.depth + 1}, inside);
      if (found) return violation(at.pointer, "has no place for \"" + name + "\": " + *found);
    }
  }
  return std::nullopt;
}

SchemaValidator::Violation SchemaValidator::check_dependencies(const At& at, Evaluated& evaluated) {
  for (const Keyword keyword : {Keyword::kDependencies, Keyword::kDependentRequired, Keyword::kDependentSchemas}) {
    const Json* dependencies = find(at, keyword);
    if (dependencies == nullptr) continue;
    for (const auto& [name, dependency] : dependencies->items()) {
      if (!at.value.contains(name)) continue;
      if (dependency.is_array()) {
        for (const Json& other : dependency) {
          if (!at.value.contains(other.get_ref<const std::string&>())) {
            return violation(at.pointer, "lacks \"" + other.get<std::string>() + "\", which \"" + name + "\" needs");
          }
        }
        continue;
      }
      Evaluated inside;
      const std::string step = "/" + std::string(keyword_name(keyword)) + "/" + pointer_part(name);
      if (auto found = check_inside(at, dependency, step, inside)) return found;
      for (std::size_t i = 0; i < inside.size(); ++i) evaluated[i] = evaluated[i] || inside[i];
    }
  }
  return std::nullopt;
}

SchemaValidator::Violation SchemaValidator::check_array(const At& at, Evaluated& evaluated) {
  const auto n_items = static_cast<long double>(at.value.size());
  if (const Json* least = find(at, Keyword::kMinItems); least && n_items < to_long_double(*least)) {
    return violation(at.pointer, "has fewer than " + show(*least) + " items");
  }
  if (const Json* most = find(at, Keyword::kMaxItems); most && n_items > to_long_double(*most)) {
    return violation(at.pointer, "has more than " + show(*most) + " items");
  }
  const Json* prefix = find(at, Keyword::kPrefixItems);
  const Json* rest = find(at, Keyword::kItems);
  std::string prefix_step = "/prefixItems/", rest_step = "/items";
  if (rest != nullptr && rest->is_array()) {  // until 2019-09
    if (prefix == nullptr) {
      prefix = rest;
      prefix_step = "/items/";
      rest = find(at, Keyword::kAdditionalItems);
      rest_step = "/additionalItems";
    } else {
      rest = nullptr;
    }
  }
  for (std::size_t i = 0; i < at.value.size(); ++i) {
    const bool in_prefix = prefix != nullptr && i < prefix->size();
    if (!in_prefix && rest == nullptr) break;
    const Json& schema = in_prefix ? (*prefix)[i] : *rest;
    const std::string step = in_prefix ? prefix_step + std::to_string(i) : rest_step;
    if (auto found = check_member(at, schema, step, at.value[i], std::to_string(i))) return found;
    evaluated[i] = true;
  }
  if (const Json* unique = find(at, Keyword::kUniqueItems); unique != nullptr && *unique == true) {
    std::unordered_set<std::string> seen;
    for (std::size_t i = 0; i < at.value.size(); ++i) {
      std::string text;
      write_canonical(at.value[i], at.depth + 1, text);
      if (!seen.insert(std::move(text)).second) {
        return violation(at.pointer + "/" + std::to_string(i), "repeats an item before it");
      }
    }
  }
  return std::nullopt;
}

SchemaValidator::Violation SchemaValidator::check_contains(const At& at, Evaluated& evaluated) {
  const Json* contains = find(at, Keyword::kContains);
  if (contains == nullptr) return std::nullopt;
  // Until 2019-09 what contains looks at counted as unevaluated.
  const bool evaluates = documents_.resource(at.resource).dialect == Dialect::kDraft2020;
  std::uint64_t n_fitting = 0;
  for (std::size_t i = 0; i < at.value.size(); ++i) {
    if (check_member(at, *contains, "/contains", at.value[i], std::to_string(i))) continue;
    ++n_fitting;
    if (evaluates) evaluated[i] = true;
  }
  const Json* least = find(at, Keyword::kMinContains);
  const Json* most = find(at, Keyword::kMaxContains);
  const auto count = static_cast<long double>(n_fitting);
  if (count < (least == nullptr ? 1.0L : to_long_double(*least))) {
    return violation(at.pointer, "has too few items that fit contains");
  }
  if (most != nullptr && count > to_long_double(*most)) {
    return violation(at.pointer, "has too many items that fit contains");
  }
  return std::nullopt;
}

}  // namespace oree::decode
