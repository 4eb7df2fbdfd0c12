#include "tools/described_tool.h"

#include "base/sha256.h"
#include "oree/error.h"
#include "tools/provenance.h"
#include "tools/text_fold.h"

namespace oree::tools {
namespace {

class DescribedTool final : public Tool {
 public:
  DescribedTool(ToolDescription described, PlanFunction function)
      : description_(std::move(described)), plan_(std::move(function)) {}

  const ToolDescription& description() const noexcept override { return description_; }
  ToolPlan plan(const Json& arguments, const ToolContext& context) const override { return plan_(arguments, context); }

 private:
  ToolDescription description_;
  PlanFunction plan_;
};

}  // namespace

ToolDescription describe(std::string name, std::string description, Effect effect, Json properties,
                         std::vector<std::string> required) {
  ToolDescription result;
  result.name = std::move(name);
  result.description = std::move(description);
  result.effect = effect;
  result.undo = effect == Effect::kWrite;
  result.schema = {{"type", "object"}, {"properties", std::move(properties)}};
  result.schema["required"] = required.empty() ? Json::array() : Json(std::move(required));
  result.schema["additionalProperties"] = false;
  mark_provenance(result);
  return result;
}

Json string_schema() { return {{"type", "string"}}; }
Json quoted_schema() { return {{"type", "string"}, {"x-oree-quoted", true}}; }
Json date_schema() { return {{"type", "string"}, {"x-oree-quoted", " at "}}; }
Json positive_integer_schema() { return {{"type", "integer"}, {"minimum", 1}}; }
Json quoted_list_schema() { return {{"type", "array"}, {"items", quoted_schema()}}; }

std::unique_ptr<Tool> make_tool(ToolDescription description, PlanFunction plan) {
  return std::make_unique<DescribedTool>(std::move(description), std::move(plan));
}

std::string string_argument(const Json& arguments, const char* name, std::size_t max_bytes, bool allow_lines) {
  const std::string where = std::string("argument ") + name;
  const std::string value = trim(arguments.at(name).get_ref<const std::string&>());
  if (value.empty()) {
    throw Error(ErrorCode::kInvalid, std::string(name) + " is empty", where, "give it a text");
  }
  if (value.size() > max_bytes) {
    throw Error(ErrorCode::kLimit,
                std::string(name) + " has " + std::to_string(value.size()) + " bytes; the limit is " +
                    std::to_string(max_bytes),
                where, "shorten it");
  }
  for (const char c : value) {
    const bool line = c == '\n' || c == '\t';
    if ((static_cast<unsigned char>(c) < 0x20 && !(allow_lines && line)) || c == 0x7f) {
      throw Error(ErrorCode::kInvalid, std::string(name) + " holds a control character", where, "remove it");
    }
  }
  return value;
}

std::optional<std::string> optional_string(const Json& arguments, const char* name, std::size_t max_bytes) {
  if (!arguments.contains(name)) return std::nullopt;
  return string_argument(arguments, name, max_bytes);
}

std::string file_text_argument(const Json& arguments) {
  std::string text = arguments.at("text").get<std::string>();
  if (text.size() > kMaxFileTextBytes) {
    throw Error(ErrorCode::kLimit,
                "text has " + std::to_string(text.size()) + " bytes; the limit is " +
                    std::to_string(kMaxFileTextBytes) + " (kMaxFileTextBytes)",
                "argument text", "write it in parts with files_append");
  }
  if (text.find('\0') != std::string::npos) {
    throw Error(ErrorCode::kInvalid, "text holds a zero byte", "argument text", "remove it");
  }
  if (!text.empty() && !text.ends_with('\n')) text += '\n';
  return text;
}

std::optional<std::int64_t> optional_minutes(const Json& arguments, const char* name, std::int64_t max) {
  if (!arguments.contains(name)) return std::nullopt;
  const Json& value = arguments.at(name);
  const bool fits = value.is_number_unsigned() ? value.get<std::uint64_t>() <= static_cast<std::uint64_t>(max)
                                               : value.is_number_integer() && value.get<std::int64_t>() <= max;
  if (!fits || value.get<std::int64_t>() < 1) {
    throw Error(ErrorCode::kInvalid, std::string(name) + " must be between 1 and " + std::to_string(max),
                std::string("argument ") + name, "give a length in minutes");
  }
  return value.get<std::int64_t>();
}

std::string make_uid(std::string_view seed) { return sha256_hex(seed).substr(0, 12) + "@oree"; }

}  // namespace oree::tools
