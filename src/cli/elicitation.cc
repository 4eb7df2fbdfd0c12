#include "cli/elicitation.h"

#include <cstdio>

#include "cli/input.h"
#include "cli/output.h"
#include "cli/signals.h"

namespace oree::cli {
namespace {

std::string shown(const Json& value) {
  return for_terminal_line(value.is_string() ? value.get<std::string>()
                                             : value.dump(-1, ' ', false, Json::error_handler_t::replace));
}

std::string text_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : "";
}

// The words of a reply as the property's type; nullopt when they are none.
std::optional<Json> value_of(const std::string& reply, const Json& property) {
  const std::string type = text_of(property, "type");
  if (type == "string") {
    const auto choices = property.find("enum");
    if (choices != property.end() && choices->is_array()) {
      for (const Json& choice : *choices) {
        if (choice == Json(reply)) {
          return choice;
        }
      }
      return std::nullopt;
    }
    return Json(reply);
  }
  if (type == "boolean") {
    if (reply == "y" || reply == "yes" || reply == "true") {
      return Json(true);
    }
    return reply == "n" || reply == "no" || reply == "false" ? std::optional(Json(false)) : std::nullopt;
  }
  const Json number = Json::parse(reply, nullptr, false);
  const bool fits = type == "integer" ? number.is_number_integer() : number.is_number();
  return fits ? std::optional(number) : std::nullopt;
}

bool is_askable(const Json& property) {
  const std::string type = property.is_object() ? text_of(property, "type") : "";
  return type == "string" || type == "boolean" || type == "integer" || type == "number";
}

std::optional<Json> ask(const std::string& server, bool leaves_machine, const std::string& message,
                        const Json& schema) {
  const auto properties = schema.find("properties");
  if (!stdin_is_terminal() || properties == schema.end() || !properties->is_object()) {
    return std::nullopt;
  }
  for (const Json& property : *properties) {
    if (!is_askable(property)) {
      return std::nullopt;
    }
  }
  flush_output();
  std::fprintf(stderr, "The server %s asks: %s\n  (a dash alone declines%s)\n", for_terminal_line(server).c_str(),
               for_terminal_line(message).c_str(), leaves_machine ? "; what you answer leaves this machine" : "");
  Json content = Json::object();
  for (const auto& [name, property] : properties->items()) {
    const auto preset = property.find("default");
    std::string question = "  " + for_terminal_line(name);
    if (const std::string said = text_of(property, "description"); !said.empty()) {
      question += " (" + for_terminal_line(said) + ")";
    }
    if (property.contains("enum")) {
      question += " " + shown(property["enum"]);
    }
    question += preset == property.end() ? ": " : " [" + shown(*preset) + "]: ";
    while (true) {
      std::fputs(question.c_str(), stderr);
      std::fflush(stderr);
      const std::optional<std::string> reply = read_line(&interrupt());
      if (!reply || *reply == "-") {
        return std::nullopt;
      }
      if (reply->empty()) {
        break;  // the default, or nothing
      }
      if (std::optional<Json> value = value_of(*reply, property)) {
        content[name] = std::move(*value);
        break;
      }
    }
  }
  return content;
}

}  // namespace

McpElicitation ask_on_terminal(const McpServerOptions& server) {
  // A program with the network may send on what it is told.
  return [name = server.name, leaves_machine = !server.url.empty() || server.network](
             const std::string& message, const Json& schema) { return ask(name, leaves_machine, message, schema); };
}

}  // namespace oree::cli
