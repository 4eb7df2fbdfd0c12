#include <algorithm>

#include "oree/error.h"
#include "tools/contacts_file.h"
#include "tools/described_tool.h"
#include "tools/text_fold.h"
#include "tools/tool_factories.h"

namespace oree::tools {
namespace {

// Adds the value to the card when it does not hold it; whether it did.
bool add_value(Contact& contact, std::vector<std::string>& values, const char* property,
               const std::optional<std::string>& value) {
  if (!value || std::find(values.begin(), values.end(), *value) != values.end()) return false;
  contact.text = with_property(contact.text, property, *value);
  values.push_back(*value);
  return true;
}

ToolPlan plan(const Json& arguments, const ToolContext& context) {
  const std::string name = string_argument(arguments, "name", kMaxNameBytes);
  const std::optional<std::string> phone = optional_string(arguments, "phone", kMaxNameBytes);
  const std::optional<std::string> email = optional_string(arguments, "email", kMaxNameBytes);

  ContactsFile file = read_contacts(context.data_directory);
  const std::string folded = fold(name);
  const auto known = std::find_if(file.contacts.begin(), file.contacts.end(),
                                  [&](const Contact& contact) { return fold(trim(contact.name)) == folded; });
  if (known == file.contacts.end()) {
    Contact contact{name, {}, {}, {}};
    if (phone) contact.phones.push_back(*phone);
    if (email) contact.emails.push_back(*email);
    contact.text = make_card(contact, make_uid(file.bytes.value_or("") + arguments.dump()));
    file.contacts.push_back(std::move(contact));
  } else {
    const bool new_phone = add_value(*known, known->phones, "TEL", phone);
    const bool new_email = add_value(*known, known->emails, "EMAIL", email);
    if (!new_phone && !new_email) {
      throw Error(ErrorCode::kConflict, known->name + " is already in the contacts", "argument name",
                  "give a new phone number or address");
    }
  }

  ToolPlan result;
  result.result["name"] = name;
  result.summary = "Save " + name;
  if (phone) {
    result.result["phone"] = *phone;
    result.summary += ", " + *phone;
  }
  if (email) {
    result.result["email"] = *email;
    result.summary += ", " + *email;
  }
  result.changes.push_back({contacts_path(context.data_directory), file.bytes, write_contacts(file.contacts)});
  return result;
}

}  // namespace

std::unique_ptr<Tool> make_contacts_add() {
  return make_tool(
      describe("contacts_add", "Save a person.", Effect::kWrite,
               {{"name", quoted_schema()}, {"phone", quoted_schema()}, {"email", quoted_schema()}}, {"name"}),
      plan);
}

}  // namespace oree::tools
