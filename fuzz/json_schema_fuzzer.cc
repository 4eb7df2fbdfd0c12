// Any JSON [schema, value, ...]: the schema compiles, or is refused with an Error; the values are judged the same by
// what it compiles to and by the validator.
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>

#include "../tests/decode/compiled_schema_judge.h"
#include "decode/compiled_schema.h"
#include "decode/json_schema.h"
#include "oree/error.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using oree::Error;
  using oree::Json;
  namespace decode = oree::decode;

  const Json input = Json::parse(data, data + size, nullptr, false);
  if (!input.is_array() || input.empty()) return 0;
  decode::CompileOptions options;
  options.spelling = decode::Spelling::kAny;
  decode::LanguagePool pool;
  decode::CompiledSchema compiled;
  std::optional<decode::NodeId> root;
  try {
    root = decode::compile_schema(input[0], options, pool, compiled, "");
  } catch (const Error& error) {
    if (error.code() == oree::ErrorCode::kInternal) std::abort();
  }
  decode::test::CompiledSchemaJudge judge(pool, compiled);
  for (std::size_t i = 1; i < input.size(); ++i) {
    try {
      const bool fits = !decode::find_violation(input[0], input[i]);
      if (root && judge.fits(*root, input[i]) != fits) std::abort();
    } catch (const Error& error) {
      if (error.code() == oree::ErrorCode::kInternal) std::abort();
    }
  }
  return 0;
}
