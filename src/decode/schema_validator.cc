#include "decode/schema_validator.h"

#include <algorithm>

#include "decode/json_value.h"
#include "decode/keyword_form.h"
#include "decode/schema_reader.h"
#include "oree/error.h"

namespace oree::decode {
namespace {

constexpr int kMaxNesting = 1024;  // of schemas within schemas on the way to a value

std::string violation(const std::string& pointer, const std::string& what) {
  return (pointer.empty() ? std::string("the value") : pointer) + " " + what;
}

std::string_view type_phrase(const std::string& name) {
  if (name == "object") return "an object";
  if (name == "array") return "an array";
  if (name == "string") return "a string";
  if (name == "integer") return "an integer";
  if (name == "number") return "a number";
  if (name == "boolean") return "true or false";
  return "null";
}

bool has_type(const std::string& name, const Json& value, Dialect dialect) {
  if (name == "object") return value.is_object();
  if (name == "array") return value.is_array();
  if (name == "string") return value.is_string();
  // 5.0 is an integer since draft 6.
  if (name == "integer" && dialect == Dialect::kDraft4) return value.is_number_integer();
  if (name == "integer") return type_of(value) == kIntegerType;
  if (name == "number") return value.is_number();
  if (name == "boolean") return value.is_boolean();
  return name == "null" && value.is_null();
}

void add(std::vector<bool>& into, const std::vector<bool>& more) {
  if (into.size() < more.size()) into.resize(more.size());
  for (std::size_t i = 0; i < more.size(); ++i) {
    if (more[i]) into[i] = true;
  }
}

}  // namespace

SchemaValidator::SchemaValidator(const Json& schema, const SchemaOptions& options)
    : options_(options), documents_(schema, options.default_draft, options.documents) {}

std::optional<std::string> SchemaValidator::find_violation(const Json& value) {
  steps_ = 0;
  Evaluated evaluated;
  return check({*documents_.resource(0).root, 0, "", value, "", 0}, evaluated);
}

const Json* SchemaValidator::find(const At& at, Keyword keyword) const {
  const auto found = at.schema.find(keyword_name(keyword));
  if (found == at.schema.end()) return nullptr;
  return find_keyword(keyword_name(keyword), documents_.resource(at.resource).dialect) ? &*found : nullptr;
}

SchemaValidator::Violation SchemaValidator::check_inside(const At& at, const Json& schema, const std::string& step,
                                                         Evaluated& evaluated) {
  return check({schema, at.resource, at.place + step, at.value, at.pointer, at.depth}, evaluated);
}

SchemaValidator::Violation SchemaValidator::check_member(const At& at, const Json& schema, const std::string& step,
                                                         const Json& value, const std::string& key) {
  Evaluated evaluated;
  return check({schema, at.resource, at.place + step, value, at.pointer + "/" + pointer_part(key), at.depth + 1},
               evaluated);
}

SchemaValidator::Violation SchemaValidator::check(const At& at, Evaluated& evaluated) {
  if (at.depth > kMaxCheckedJsonDepth) {
    throw Error(ErrorCode::kLimit,
                "JSON is nested deeper than kMaxCheckedJsonDepth, " + std::to_string(kMaxCheckedJsonDepth), at.pointer);
  }
  if (nesting_ >= kMaxNesting || ++steps_ > kMaxValidationSteps) {
    throw Error(ErrorCode::kLimit, "the schema leads on without end, or nearly so", at.place, "use a simpler schema");
  }
  if (at.schema.is_boolean()) {
    if (at.schema.get<bool>()) return std::nullopt;
    return violation(at.pointer, "has no place here");
  }
  if (!at.schema.is_object()) {
    throw Error(ErrorCode::kInvalid, "a schema is an object, true or false", at.place, "correct the schema");
  }
  const ResourceId resource = documents_.resource_of(at.schema, at.resource, at.place);
  if (checked_.insert(&at.schema).second) {
    for (const auto& [name, keyword_value] : at.schema.items()) {
      const auto keyword = find_keyword(name, documents_.resource(resource).dialect);
      if (keyword) check_keyword(*keyword, keyword_value, at.schema, [&at] { return at.place; });
    }
  }
  const At here{at.schema, resource, at.place, at.value, at.pointer, at.depth};
  struct Nested {
    SchemaValidator& validator;
    ~Nested() {
      --validator.nesting_;
      validator.scope_.pop_back();
    }
  };
  ++nesting_;
  scope_.push_back(resource);
  const Nested nested{*this};

  // What is beside a reference is ignored until draft 7.
  const bool only_reference =
      documents_.resource(resource).dialect <= Dialect::kDraft7 && find(here, Keyword::kRef) != nullptr;
  if (auto found = check_references(here, evaluated)) return found;
  if (only_reference) return std::nullopt;
  if (auto found = check_any(here)) return found;
  if (here.value.is_number()) {
    if (auto found = check_number(here)) return found;
  }
  if (here.value.is_string()) {
    if (auto found = check_string(here)) return found;
  }
  if (here.value.is_object()) {
    evaluated.resize(here.value.size());
    if (auto found = check_object(here, evaluated)) return found;
    if (auto found = check_dependencies(here, evaluated)) return found;
  }
  if (here.value.is_array()) {
    evaluated.resize(here.value.size());
    if (auto found = check_array(here, evaluated)) return found;
    if (auto found = check_contains(here, evaluated)) return found;
  }
  if (auto found = check_in_place(here, evaluated)) return found;
  return check_unevaluated(here, evaluated);
}

SchemaValidator::Violation SchemaValidator::check_references(const At& at, Evaluated& evaluated) {
  for (const Keyword keyword : {Keyword::kRef, Keyword::kDynamicRef, Keyword::kRecursiveRef}) {
    const Json* reference = find(at, keyword);
    if (reference == nullptr) continue;
    const std::string where = at.place + "/" + std::string(keyword_name(keyword));
    const std::string* text = reference->get_ptr<const std::string*>();
    if (text == nullptr) throw Error(ErrorCode::kInvalid, "a reference is a string", where, "correct the schema");
    SchemaLocation target = documents_.resolve(at.resource, *text, where);
    if (keyword == Keyword::kDynamicRef && !target.dynamic_anchor.empty()) {
      for (const ResourceId resource : scope_) {
        if (const SchemaLocation* outer = documents_.dynamic_anchor(resource, target.dynamic_anchor)) {
          target = *outer;
          break;
        }
      }
    }
    const auto is_recursive = [](const Json& root) {
      if (!root.is_object()) return false;
      const auto anchor = root.find("$recursiveAnchor");
      return anchor != root.end() && *anchor == true;
    };
    if (keyword == Keyword::kRecursiveRef && is_recursive(*target.schema)) {
      for (const ResourceId resource : scope_) {
        const SchemaResource& outer = documents_.resource(resource);
        if (!is_recursive(*outer.root)) continue;
        target = {outer.root, resource, outer.place};
        break;
      }
    }
    Evaluated inside;
    auto found = check({*target.schema, target.resource, target.place, at.value, at.pointer, at.depth}, inside);
    if (found) return found;
    add(evaluated, inside);
  }
  return std::nullopt;
}

SchemaValidator::Violation SchemaValidator::check_in_place(const At& at, Evaluated& evaluated) {
  if (const Json* all = find(at, Keyword::kAllOf)) {
    for (std::size_t i = 0; i < all->size(); ++i) {
      Evaluated inside;
      if (auto found = check_inside(at, (*all)[i], "/allOf/" + std::to_string(i), inside)) return found;
      add(evaluated, inside);
    }
  }
  if (const Json* any = find(at, Keyword::kAnyOf)) {
    Violation first;
    bool fits = false;
    for (std::size_t i = 0; i < any->size(); ++i) {
      Evaluated inside;
      if (auto found = check_inside(at, (*any)[i], "/anyOf/" + std::to_string(i), inside)) {
        if (!first) first = found;
        continue;
      }
      fits = true;
      add(evaluated, inside);
    }
    if (!fits) return violation(at.pointer, "fits no schema of anyOf; of the first: " + first.value_or("none"));
  }
  if (const Json* one = find(at, Keyword::kOneOf)) {
    Violation first;
    int n_fitting = 0;
    Evaluated of_fitting;
    for (std::size_t i = 0; i < one->size(); ++i) {
      Evaluated inside;
      if (auto found = check_inside(at, (*one)[i], "/oneOf/" + std::to_string(i), inside)) {
        if (!first) first = found;
        continue;
      }
      ++n_fitting;
      of_fitting = inside;
    }
    if (n_fitting > 1) return violation(at.pointer, "fits " + std::to_string(n_fitting) + " schemas of oneOf");
    if (n_fitting == 0) {
      return violation(at.pointer, "fits no schema of oneOf; of the first: " + first.value_or("none"));
    }
    add(evaluated, of_fitting);
  }
  if (const Json* excluded = find(at, Keyword::kNot)) {
    Evaluated inside;
    if (!check_inside(at, *excluded, "/not", inside)) return violation(at.pointer, "fits what not excludes");
  }
  return check_condition(at, evaluated);
}

SchemaValidator::Violation SchemaValidator::check_condition(const At& at, Evaluated& evaluated) {
  const Json* condition = find(at, Keyword::kIf);
  if (condition == nullptr) return std::nullopt;
  Evaluated inside;
  const bool fits = !check_inside(at, *condition, "/if", inside);
  if (fits) add(evaluated, inside);
  const Keyword keyword = fits ? Keyword::kThen : Keyword::kElse;
  const Json* branch = find(at, keyword);
  if (branch == nullptr) return std::nullopt;
  Evaluated of_branch;
  if (auto found = check_inside(at, *branch, "/" + std::string(keyword_name(keyword)), of_branch)) return found;
  add(evaluated, of_branch);
  return std::nullopt;
}

SchemaValidator::Violation SchemaValidator::check_unevaluated(const At& at, Evaluated& evaluated) {
  const bool is_object = at.value.is_object();
  if (!is_object && !at.value.is_array()) return std::nullopt;
  const Keyword keyword = is_object ? Keyword::kUnevaluatedProperties : Keyword::kUnevaluatedItems;
  const Json* schema = find(at, keyword);
  if (schema == nullptr) return std::nullopt;
  std::size_t number = 0;
  for (const auto& [name, value] : at.value.items()) {
    const std::size_t member = number++;
    if (evaluated[member]) continue;
    auto found = check_member(at, *schema, "/" + std::string(keyword_name(keyword)), value, name);
    if (found) return schema->is_boolean() ? violation(at.pointer, "has no place for \"" + name + "\"") : found;
    evaluated[member] = true;
  }
  return std::nullopt;
}

SchemaValidator::Violation SchemaValidator::check_any(const At& at) {
  if (const Json* type = find(at, Keyword::kType)) {
    const Dialect dialect = documents_.resource(at.resource).dialect;
    if (type->is_string()) {
      const std::string& name = type->get_ref<const std::string&>();
      if (!has_type(name, at.value, dialect)) return violation(at.pointer, "is not " + std::string(type_phrase(name)));
    } else {
      const bool fits = std::any_of(type->begin(), type->end(), [&](const Json& name) {
        return name.is_string() && has_type(name.get_ref<const std::string&>(), at.value, dialect);
      });
      if (!fits) return violation(at.pointer, "has none of the types " + type->dump());
    }
  }
  const Json* list = find(at, Keyword::kEnum);
  const Json* constant = find(at, Keyword::kConst);
  const bool listed = list == nullptr || std::any_of(list->begin(), list->end(), [&](const Json& allowed) {
                        return equal_json(at.value, allowed);
                      });
  if (!listed || (constant != nullptr && !equal_json(at.value, *constant))) {
    return violation(at.pointer, "is none of the values allowed");
  }
  return std::nullopt;
}

}  // namespace oree::decode
