#include "tools/contacts_file.h"
#include "tools/described_tool.h"
#include "tools/tool_factories.h"

namespace oree::tools {
namespace {

constexpr std::size_t kMaxFound = 10;

ToolPlan plan(const Json& arguments, const ToolContext& context) {
  const std::string name = string_argument(arguments, "name", kMaxNameBytes);
  ToolPlan result;
  result.summary = "Look up " + name;
  Json found = Json::array();
  std::size_t more = 0;
  for (const Contact& contact : read_contacts(context.data_directory).contacts) {
    if (!name_matches(contact.name, name)) continue;
    if (found.size() == kMaxFound) {
      ++more;
      continue;
    }
    Json entry = {{"name", contact.name}};
    if (!contact.phones.empty()) entry["phone"] = contact.phones.front();
    if (!contact.emails.empty()) entry["email"] = contact.emails.front();
    found.push_back(std::move(entry));
  }
  result.result["contacts"] = std::move(found);
  if (more > 0) result.result["more"] = more;
  return result;
}

}  // namespace

std::unique_ptr<Tool> make_contacts_find() {
  return make_tool(describe("contacts_find", "Look up a person.", Effect::kRead, {{"name", quoted_schema()}}, {"name"}),
                   plan);
}

}  // namespace oree::tools
