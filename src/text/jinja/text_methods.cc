// The methods of texts.
#include <unicode/uchar.h>

#include <algorithm>
#include <array>

#include "text/jinja/methods.h"
#include "text/jinja/operators.h"
#include "text/jinja/printing.h"
#include "text/jinja/unicode.h"

namespace oree::text::jinja {
namespace {

using Method = Value (*)(Context&, const Value&, const Arguments&);

Value like(const Value& self, std::string text) { return make_text(std::move(text), self.is_markup()); }

Value list_like(Context& context, const Value& self, std::vector<std::string> parts) {
  std::vector<Value> items;
  for (std::string& part : parts) items.push_back(like(self, std::move(part)));
  return make_list(std::move(items), context.budget);
}

void refuse_markup(const Value& self, std::string_view method) {
  if (self.is_markup()) fail_unsupported("'" + std::string(method) + "' of a text marked safe is not supported");
}

template <Side side>
Value strip_method(Context& context, const Value& self, const Arguments& arguments) {
  const Parameters parameters("strip", arguments, {"chars"});
  context.budget.charge_bytes(self.text()->size());
  if (parameters.find(0) == nullptr || parameters.find(0)->is_none()) {
    return like(self, std::string(strip(*self.text(), side)));
  }
  return like(self, strip(*self.text(), decode(parameters.text(0, ""), context.budget), side, context.budget));
}

template <std::string (*change)(std::string_view)>
Value change_method(Context& context, const Value& self, const Arguments& arguments) {
  const Parameters parameters("a change of case", arguments, {});
  context.budget.charge_bytes(self.text()->size());
  return like(self, change(*self.text()));
}

template <bool from_right>
Value split_method(Context& context, const Value& self, const Arguments& arguments) {
  const Parameters parameters("split", arguments, {"sep", "maxsplit"});
  const Value separator = parameters.find(0) == nullptr ? make_none() : *parameters.find(0);
  return list_like(context, self, split_text(context, *self.text(), separator, parameters.integer(1, -1), from_right));
}

Value splitlines_method(Context& context, const Value& self, const Arguments& arguments) {
  const Parameters parameters("splitlines", arguments, {"keepends"});
  return list_like(context, self, split_lines(context, *self.text(), parameters.flag(0, false)));
}

template <bool at_start>
Value affix_method(Context& context, const Value& self, const Arguments& arguments) {
  const Parameters parameters(at_start ? "startswith" : "endswith", arguments, {"affix"});
  const Value& affix = parameters.require(0);
  const auto matches = [&](const Value& candidate) {
    require_defined(candidate);
    if (candidate.text() == nullptr) fail("a beginning or end is a text, not '" + type_name(candidate) + "'");
    context.budget.charge_bytes(candidate.text()->size());
    return at_start ? self.text()->starts_with(*candidate.text()) : self.text()->ends_with(*candidate.text());
  };
  const Sequence* several = affix.sequence();
  if (several == nullptr || several->kind != SequenceKind::kTuple) return make_boolean(matches(affix));
  return make_boolean(std::any_of(several->items.begin(), several->items.end(), matches));
}

Value replace_method(Context& context, const Value& self, const Arguments& arguments) {
  refuse_markup(self, "replace");
  const Parameters parameters("replace", arguments, {"old", "new", "count"});
  parameters.require(0);
  parameters.require(1);
  return make_text(
      replace_text(context, *self.text(), parameters.text(0, ""), parameters.text(1, ""), parameters.integer(2, -1)));
}

// find, rfind, index: where a text stands, in characters.
template <bool last, bool must_exist>
Value find_method(Context& context, const Value& self, const Arguments& arguments) {
  const Parameters parameters("find", arguments, {"sub"});
  parameters.require(0);
  context.budget.charge_bytes(self.text()->size());
  const std::string sub = parameters.text(0, "");
  const std::size_t at = last ? self.text()->rfind(sub) : self.text()->find(sub);
  if (at == std::string::npos) {
    if (must_exist) fail("the text to find is not there");
    return make_integer(-1);
  }
  return make_integer(static_cast<std::int64_t>(count_characters(std::string_view(*self.text()).substr(0, at))));
}

Value count_method(Context& context, const Value& self, const Arguments& arguments) {
  const Parameters parameters("count", arguments, {"sub"});
  parameters.require(0);
  const std::string sub = parameters.text(0, "");
  context.budget.charge_bytes(self.text()->size());
  if (sub.empty()) return make_integer(static_cast<std::int64_t>(count_characters(*self.text()) + 1));
  std::int64_t count = 0;
  for (std::size_t at = self.text()->find(sub); at != std::string::npos; at = self.text()->find(sub, at + sub.size())) {
    ++count;
  }
  return make_integer(count);
}

Value join_method(Context& context, const Value& self, const Arguments& arguments) {
  refuse_markup(self, "join");
  const Parameters parameters("join", arguments, {"iterable"});
  TextBuilder out(context.budget);
  bool first = true;
  for (const Value& item : items_of(parameters.require(0), context.budget)) {
    if (item.text() == nullptr) fail("join takes texts, not '" + type_name(item) + "'");
    if (!first) out.append(*self.text());
    first = false;
    out.append(*item.text());
  }
  return make_text(out.take());
}

template <bool from_right>
Value partition_method(Context& context, const Value& self, const Arguments& arguments) {
  const Parameters parameters("partition", arguments, {"sep"});
  const std::string separator = parameters.text(0, "");
  if (separator.empty()) fail("an empty separator divides nothing");
  const std::string& text = *self.text();
  context.budget.charge_bytes(text.size());
  const std::size_t at = from_right ? text.rfind(separator) : text.find(separator);
  std::array<std::string, 3> parts;
  if (at == std::string::npos) {
    parts[from_right ? 2 : 0] = text;
  } else {
    parts = {text.substr(0, at), separator, text.substr(at + separator.size())};
  }
  return make_tuple({like(self, parts[0]), like(self, parts[1]), like(self, parts[2])}, context.budget);
}

template <bool at_start>
Value remove_affix_method(Context& context, const Value& self, const Arguments& arguments) {
  const Parameters parameters(at_start ? "removeprefix" : "removesuffix", arguments, {"affix"});
  parameters.require(0);
  const std::string affix = parameters.text(0, "");
  std::string text = *self.text();
  context.budget.charge_bytes(text.size());
  if (at_start && text.starts_with(affix)) text.erase(0, affix.size());
  if (!at_start && text.ends_with(affix)) text.resize(text.size() - affix.size());
  return like(self, std::move(text));
}

template <bool (*holds)(char32_t)>
Value every_character_method(Context& context, const Value& self, const Arguments& arguments) {
  const Parameters parameters("a test of characters", arguments, {});
  const std::u32string characters = decode(*self.text(), context.budget);
  return make_boolean(!characters.empty() && std::all_of(characters.begin(), characters.end(), holds));
}

bool is_digit_character(char32_t c) { return u_isdigit(static_cast<UChar32>(c)) != 0; }
bool is_letter(char32_t c) { return u_isalpha(static_cast<UChar32>(c)) != 0; }
bool is_letter_or_digit(char32_t c) { return is_letter(c) || is_digit_character(c); }
bool is_space_character(char32_t c) { return is_space(c); }

template <bool (*holds)(std::string_view)>
Value case_method(Context& context, const Value& self, const Arguments& arguments) {
  const Parameters parameters("a test of case", arguments, {});
  context.budget.charge_bytes(self.text()->size());
  return make_boolean(holds(*self.text()));
}

// "{} {0} {name}": fields without conversion, attribute or format.
Value format_method(Context& context, const Value& self, const Arguments& arguments) {
  refuse_markup(self, "format");
  TextBuilder out(context.budget);
  const std::string& pattern = *self.text();
  std::size_t next = 0;
  bool numbered = false;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    const char c = pattern[at];
    if (c != '{' && c != '}') {
      out.append(1, c);
      continue;
    }
    if (at + 1 < pattern.size() && pattern[at + 1] == c) {
      out.append(1, c);
      ++at;
      continue;
    }
    const std::size_t close = c == '{' ? pattern.find('}', at) : std::string::npos;
    if (close == std::string::npos) fail("a single '" + std::string(1, c) + "' in the pattern of 'format'");
    const std::string field = pattern.substr(at + 1, close - at - 1);
    if (field.find_first_of("{:!.[") != std::string::npos) {
      fail_unsupported("the field '{" + field + "}' of 'format' is not supported");
    }
    const bool is_index = field.size() < 10 && field.find_first_not_of("0123456789") == std::string::npos;
    if (is_index) {
      numbered = numbered || !field.empty();
      if (numbered && (next > 0 || field.empty())) fail("'format' takes fields with numbers or without, not both");
      const std::size_t index = field.empty() ? next++ : static_cast<std::size_t>(std::stoul(field));
      if (index >= arguments.positional.size()) fail("'format' has no argument " + std::to_string(index));
      print(out, arguments.positional[index]);
    } else {
      const auto named = std::find_if(arguments.named.begin(), arguments.named.end(),
                                      [&](const auto& argument) { return argument.first == field; });
      if (named == arguments.named.end()) fail("'format' has no argument '" + field + "'");
      print(out, named->second);
    }
    at = close;
  }
  return make_text(out.take());
}

struct NamedMethod {
  std::string_view name;
  Method call;
};
constexpr std::array<NamedMethod, 31> kMethods = {{
    {"strip", strip_method<Side::kBoth>},
    {"lstrip", strip_method<Side::kLeft>},
    {"rstrip", strip_method<Side::kRight>},
    {"upper", change_method<to_upper>},
    {"lower", change_method<to_lower>},
    {"title", change_method<to_title>},
    {"capitalize", change_method<capitalize>},
    {"split", split_method<false>},
    {"rsplit", split_method<true>},
    {"splitlines", splitlines_method},
    {"startswith", affix_method<true>},
    {"endswith", affix_method<false>},
    {"replace", replace_method},
    {"find", find_method<false, false>},
    {"rfind", find_method<true, false>},
    {"index", find_method<false, true>},
    {"rindex", find_method<true, true>},
    {"count", count_method},
    {"join", join_method},
    {"partition", partition_method<false>},
    {"rpartition", partition_method<true>},
    {"removeprefix", remove_affix_method<true>},
    {"removesuffix", remove_affix_method<false>},
    {"isdigit", every_character_method<is_digit_character>},
    {"isdecimal", every_character_method<is_digit_character>},
    {"isalpha", every_character_method<is_letter>},
    {"isalnum", every_character_method<is_letter_or_digit>},
    {"isspace", every_character_method<is_space_character>},
    {"islower", case_method<is_lower>},
    {"isupper", case_method<is_upper>},
    {"format", format_method},
}};

constexpr std::array<std::string_view, 16> kUnsupported = {
    "casefold", "center",      "encode",    "expandtabs", "format_map", "isascii",  "isidentifier", "isnumeric",
    "istitle",  "isprintable", "maketrans", "ljust",      "rjust",      "swapcase", "translate",    "zfill"};

}  // namespace

std::optional<Value> find_text_method(const Value& object, const std::string& name) {
  for (const NamedMethod& method : kMethods) {
    if (method.name != name) continue;
    return make_callable(name, 1, [object, call = method.call](Context& context, const Arguments& arguments) {
      return call(context, object, arguments);
    });
  }
  if (std::find(kUnsupported.begin(), kUnsupported.end(), name) != kUnsupported.end()) {
    fail_unsupported("the method '" + name + "' of texts is not supported");
  }
  return std::nullopt;
}

}  // namespace oree::text::jinja
