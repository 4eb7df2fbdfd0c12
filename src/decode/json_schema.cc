#include "decode/json_schema.h"

#include "decode/compiled_schema.h"
#include "decode/schema_validator.h"

namespace oree::decode {

void check_schema(const Json& schema, const SchemaOptions& options) {
  LanguagePool pool;
  CompiledSchema compiled;
  CompileOptions how;
  how.assert_formats = options.assert_formats;
  how.default_draft = options.default_draft;
  how.documents = options.documents;
  compile_schema(schema, how, pool, compiled, "");
}

std::optional<std::string> find_violation(const Json& schema, const Json& value, const SchemaOptions& options) {
  return SchemaValidator(schema, options).find_violation(value);
}

}  // namespace oree::decode
