// Checks values against a schema, as the specification states it. Nothing of the compiler is used but how references
// are followed, so that each can be tested with the other.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "decode/json_schema.h"
#include "decode/language.h"
#include "decode/schema_documents.h"
#include "oree/json.h"

namespace oree::decode {

class SchemaValidator {
 public:
  SchemaValidator(const Json& schema, const SchemaOptions& options);

  // As find_violation of json_schema.h.
  std::optional<std::string> find_violation(const Json& value);

 private:
  using Violation = std::optional<std::string>;
  // A schema where it stands, the value and where that stands.
  struct At {
    const Json& schema;
    ResourceId resource;
    std::string place;
    const Json& value;
    std::string pointer;
    int depth;  // of values
  };
  // Members or items that some keyword looked at, by number.
  using Evaluated = std::vector<bool>;

  Violation check(const At& at, Evaluated& evaluated);
  // The same value under another schema.
  Violation check_inside(const At& at, const Json& schema, const std::string& step, Evaluated& evaluated);
  Violation check_member(const At& at, const Json& schema, const std::string& step, const Json& value,
                         const std::string& key);
  Violation check_references(const At& at, Evaluated& evaluated);
  Violation check_in_place(const At& at, Evaluated& evaluated);
  Violation check_condition(const At& at, Evaluated& evaluated);
  Violation check_any(const At& at);
  Violation check_number(const At& at);
  Violation check_string(const At& at);
  Violation check_object(const At& at, Evaluated& evaluated);
  Violation check_dependencies(const At& at, Evaluated& evaluated);
  Violation check_array(const At& at, Evaluated& evaluated);
  Violation check_contains(const At& at, Evaluated& evaluated);
  Violation check_unevaluated(const At& at, Evaluated& evaluated);

  // nullptr: absent, or unknown to the dialect.
  const Json* find(const At& at, Keyword keyword) const;
  bool matches(const At& at, const std::string& pattern, Keyword keyword, std::string_view text);
  LanguageId format(const At& at, const std::string& name);

  SchemaOptions options_;
  SchemaDocuments documents_;
  LanguagePool pool_;
  std::unordered_map<std::string, LanguageId> patterns_, formats_;
  std::vector<ResourceId> scope_;            // resources on the way here, for $dynamicRef
  std::unordered_set<const Json*> checked_;  // schemas whose keywords have their form
  std::size_t steps_ = 0;
  int nesting_ = 0;  // of schemas
};

}  // namespace oree::decode
