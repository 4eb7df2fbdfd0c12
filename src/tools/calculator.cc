#include "tools/described_tool.h"
#include "tools/expression.h"
#include "tools/tool_factories.h"

namespace oree::tools {
namespace {

ToolPlan plan(const Json& arguments, const ToolContext&) {
  const std::string expression = string_argument(arguments, "expression", kMaxExpressionBytes);
  ToolPlan result;
  result.result = {{"result", format_number(evaluate(expression))}};
  result.summary = "Compute " + expression;
  return result;
}

}  // namespace

std::unique_ptr<Tool> make_calculator() {
  return make_tool(describe("calculator", "Compute an expression.", Effect::kRead, {{"expression", string_schema()}},
                            {"expression"}),
                   plan);
}

}  // namespace oree::tools
