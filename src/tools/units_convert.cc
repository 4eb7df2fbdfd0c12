#include <cmath>

#include "oree/error.h"
#include "tools/described_tool.h"
#include "tools/expression.h"
#include "tools/tool_factories.h"
#include "tools/unit_table.h"

namespace oree::tools {
namespace {

std::string listed(const std::vector<std::string>& symbols) {
  std::string text;
  for (const std::string& symbol : symbols) text += (text.empty() ? "" : ", ") + symbol;
  return text;
}

const Unit& unit_of(const Json& arguments, const char* name, std::string_view quantity) {
  const std::string said = string_argument(arguments, name, kMaxNameBytes);
  const Unit* unit = find_unit(said);
  if (unit == nullptr) {
    throw Error(ErrorCode::kInvalid, "\"" + said + "\" is no unit known here", std::string("argument ") + name,
                "the units are " + listed(unit_symbols(quantity)));
  }
  return *unit;
}

ToolPlan plan(const Json& arguments, const ToolContext&) {
  const std::string amount = string_argument(arguments, "amount", kMaxExpressionBytes);
  const double value = evaluate(amount);
  const Unit& from = unit_of(arguments, "from", "");
  const Unit& to = unit_of(arguments, "to", from.quantity);
  if (from.quantity != to.quantity) {
    throw Error(ErrorCode::kInvalid,
                std::string(from.symbol) + " is a unit of " + std::string(from.quantity) + ", " +
                    std::string(to.symbol) + " one of " + std::string(to.quantity),
                "argument to", "choose one of " + listed(unit_symbols(from.quantity)));
  }
  // The same unit is the same number, whatever rounding would make of it.
  const double converted = &from == &to ? value : (value * from.factor + from.offset - to.offset) / to.factor;
  if (!std::isfinite(converted)) {
    throw Error(ErrorCode::kInvalid, "the result is too large", "argument amount", "convert a smaller amount");
  }
  ToolPlan result;
  result.result = {{"result", format_number(converted)}, {"unit", to.symbol}};
  result.summary = "Convert " + amount + " " + std::string(from.symbol) + " to " + std::string(to.symbol);
  return result;
}

}  // namespace

std::unique_ptr<Tool> make_units_convert() {
  return make_tool(describe("units_convert", "Convert between units.", Effect::kRead,
                            {{"amount", string_schema()}, {"from", quoted_schema()}, {"to", quoted_schema()}},
                            {"amount", "from", "to"}),
                   plan);
}

}  // namespace oree::tools
