#include "workbench/bfcl_answers.h"

#include <algorithm>
#include <map>
#include <string_view>

#include "text/jinja/unicode.h"

namespace oree::workbench {
namespace {

// Python's types, which tell whole numbers from others: 5.0 is no int.
enum class Kind { kString, kInteger, kFloat, kBoolean, kList, kDict, kNone };

Kind kind_of(const Json& value) {
  switch (value.type()) {
    case Json::value_t::string:
      return Kind::kString;
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned:
      return Kind::kInteger;
    case Json::value_t::number_float:
      return Kind::kFloat;
    case Json::value_t::boolean:
      return Kind::kBoolean;
    case Json::value_t::array:
      return Kind::kList;
    case Json::value_t::object:
      return Kind::kDict;
    default:
      return Kind::kNone;
  }
}

// Of a schema's type; "any" and unknown ones are texts.
Kind kind_of_type(const Json& schema) {
  static const std::map<std::string, Kind, std::less<>> kKinds = {{"integer", Kind::kInteger}, {"float", Kind::kFloat},
                                                                  {"boolean", Kind::kBoolean}, {"array", Kind::kList},
                                                                  {"tuple", Kind::kList},      {"dict", Kind::kDict}};
  const auto type = schema.find("type");
  if (type == schema.end() || !type->is_string()) {
    return Kind::kString;
  }
  const auto found = kKinds.find(type->get_ref<const std::string&>());
  return found == kKinds.end() ? Kind::kString : found->second;
}

bool is_absence(const Json& accepted) { return accepted.is_string() && accepted.get_ref<const std::string&>().empty(); }

bool may_be_absent(const Json& accepted) { return std::any_of(accepted.begin(), accepted.end(), is_absence); }

// Of the first value that is one. nullopt: the parameter may only be left out.
std::optional<Kind> kind_of_accepted(const Json& accepted) {
  for (const Json& value : accepted) {
    if (!is_absence(value)) {
      return kind_of(value);
    }
  }
  return std::nullopt;
}

// What writers of dates, names and units differ in is left out.
std::string plain_text(std::string_view text) {
  std::string kept;
  for (const char c : text) {
    if (std::string_view(" ,./-_*^").find(c) == std::string_view::npos) {
      kept += c == '\'' ? '"' : c;
    }
  }
  return text::jinja::to_lower(kept);
}

Json plain(const Json& value) {
  return value.is_string() ? Json(plain_text(value.get_ref<const std::string&>())) : value;
}

// A list whose texts are plain; "" is the empty list.
Json plain_items(const Json& list) {
  Json result = Json::array();
  for (const Json& item : is_absence(list) ? Json::array() : list) {
    result.push_back(plain(item));
  }
  return result;
}

// By value: 1 is 1.0, and members of objects stand in any order.
bool equal(const Json& left, const Json& right) {
  if (left.is_array() && right.is_array()) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), equal);
  }
  if (!left.is_object() || !right.is_object()) {
    return left == right;
  }
  return left.size() == right.size() && std::all_of(left.items().begin(), left.items().end(), [&](const auto& member) {
           const auto other = right.find(member.key());
           return other != right.end() && equal(member.value(), *other);
         });
}

template <typename Fits>
bool any_of(const Json& accepted, Fits fits) {
  return std::any_of(accepted.begin(), accepted.end(), fits);
}

bool is_listed(const Json& value, const Json& accepted) {
  return any_of(accepted, [&](const Json& each) { return equal(value, each); });
}

bool is_listed_plain(const Json& value, const Json& accepted) {
  return any_of(accepted, [&](const Json& each) { return equal(plain(value), plain(each)); });
}

// accepted: {KEY: [value, ...]}
bool is_dict(const Json& value, const Json& accepted) {
  if (!value.is_object() || !accepted.is_object()) {
    return false;
  }
  for (const auto& [key, item] : value.items()) {
    const auto values = accepted.find(key);
    if (values == accepted.end() || !is_listed_plain(item, *values)) {
      return false;
    }
  }
  return std::all_of(accepted.items().begin(), accepted.items().end(),
                     [&](const auto& member) { return value.contains(member.key()) || may_be_absent(member.value()); });
}

bool is_list_of_dicts(const Json& value, const Json& accepted) {
  if (is_absence(accepted)) {
    return value.empty();
  }
  return accepted.is_array() && std::equal(value.begin(), value.end(), accepted.begin(), accepted.end(), is_dict);
}

// Whether each item has the type of the items that the schema asks for, or that of the accepted ones.
bool items_have_type(const Json& list, Kind kind, const Json& accepted) {
  return any_of(accepted, [&](const Json& each) {
    if (!each.is_array()) {
      return true;
    }
    return std::all_of(list.begin(), list.end(), [&](const Json& item) {
      return kind_of(item) == kind || kind_of(item) == kind_of_accepted(each);
    });
  });
}

bool has_type(const Json& value, const Json& schema, const Json& accepted) {
  const Kind kind = kind_of_type(schema);
  if (kind_of(value) != kind) {
    return kind_of(value) == kind_of_accepted(accepted);
  }
  const auto items = schema.find("items");
  return kind != Kind::kList || items == schema.end() || items_have_type(value, kind_of_type(*items), accepted);
}

bool is_accepted(const Json& value, const Json& schema, const Json& accepted) {
  const Kind kind = kind_of_type(schema);
  if (kind_of(value) != kind || kind_of_accepted(accepted).value_or(kind) != kind) {
    return is_listed(value, accepted);  // of another type than the schema says: exactly as it is written there
  }
  switch (kind) {
    case Kind::kString:
      return is_listed_plain(value, accepted);
    case Kind::kDict:
      return any_of(accepted, [&](const Json& each) { return is_dict(value, each); });
    case Kind::kList:
      if (const auto items = schema.find("items"); items != schema.end() && kind_of_type(*items) == Kind::kDict) {
        return any_of(accepted, [&](const Json& each) { return is_list_of_dicts(value, each); });
      }
      return any_of(accepted, [&](const Json& each) {
        return (each.is_array() || is_absence(each)) && equal(plain_items(value), plain_items(each));
      });
    default:
      return is_listed(value, accepted);
  }
}

const Json& function_named(const Json& functions, const std::string& name) {
  return *std::find_if(functions.begin(), functions.end(), [&](const Json& each) { return each["name"] == name; });
}

std::optional<std::string> find_mistake(const Json& function, const Json& accepted, const FunctionCall& call) {
  const std::string name = function["name"].get<std::string>();
  if (call.function != name) {
    return call.function + " is called, and not " + name;
  }
  const Json& parameters = function["parameters"];
  for (const Json& required : parameters.value("required", Json::array())) {
    if (!call.arguments.contains(required.get_ref<const std::string&>())) {
      return name + " lacks " + required.get<std::string>() + ", which it requires";
    }
  }
  for (const auto& [parameter, written] : call.arguments.items()) {
    const auto schema = parameters["properties"].find(parameter);
    const auto values = accepted.find(parameter);
    if (schema == parameters["properties"].end() || values == accepted.end()) {
      return name + " has " + parameter + ", which is not expected";
    }
    const bool is_whole_float = kind_of_type(*schema) == Kind::kFloat && kind_of(written) == Kind::kInteger;
    const Json value = is_whole_float ? Json(written.get<double>()) : written;
    if (!has_type(value, *schema, *values)) {
      return parameter + " of " + name + " has the wrong type";
    }
    if (!is_accepted(value, *schema, *values)) {
      return parameter + " of " + name + " is none of the accepted values";
    }
  }
  for (const auto& [parameter, values] : accepted.items()) {
    if (!call.arguments.contains(parameter) && !may_be_absent(values)) {
      return name + " lacks " + parameter;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> find_mistake(const Json& functions, const Json& accepted,
                                        const std::vector<FunctionCall>& calls) {
  if (calls.size() != accepted.size()) {
    return std::to_string(calls.size()) + " calls, and not " + std::to_string(accepted.size());
  }
  std::vector<const FunctionCall*> left;
  for (const FunctionCall& call : calls) {
    left.push_back(&call);
  }
  for (const Json& expected : accepted) {
    const Json& function = function_named(functions, expected.begin().key());
    std::optional<std::string> first;
    const auto fitting = std::find_if(left.begin(), left.end(), [&](const FunctionCall* call) {
      std::optional<std::string> mistake = find_mistake(function, expected.begin().value(), *call);
      const bool fits = !mistake;
      first = first ? first : std::move(mistake);
      return fits;
    });
    if (fitting == left.end()) {
      return first;
    }
    left.erase(fitting);
  }
  return std::nullopt;
}

}  // namespace oree::workbench
