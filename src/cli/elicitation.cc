#include "cli/elicitation.h"

#include <cstdio>

#include "cli/input.h"
#include "cli/output.h"
#include "cli/signals.h"
#include "oree/error.h"
#include "oree/mcp_form.h"

namespace oree::cli {
namespace {

std::string shown(const Json& value) {
  return for_terminal_line(value.is_string() ? value.get<std::string>()
                                             : value.dump(-1, ' ', false, Json::error_handler_t::replace));
}

std::string question_of(const FormField& field) {
  std::string question = "  " + for_terminal_line(field.name);
  if (!field.description.empty()) {
    question += " (" + for_terminal_line(field.description) + ")";
  }
  for (std::size_t i = 0; i < field.choices.size(); ++i) {
    const auto& [value, title] = field.choices[i];
    question += (i == 0 ? (field.several ? " any of " : " one of ") : ", ") + std::to_string(i + 1) + " " +
                for_terminal_line(title.empty() ? value : title);
  }
  return question + (field.preset ? " [" + shown(*field.preset) + "]: " : field.required ? ": " : " (or nothing): ");
}

std::optional<std::string> read_reply(const std::string& question) {
  std::fputs(question.c_str(), stderr);
  std::fflush(stderr);
  return read_line(&interrupt());
}

// nullopt: the person declines.
std::optional<Json> fill_in(const std::vector<FormField>& fields) {
  Json content = Json::object();
  for (const FormField& field : fields) {
    while (true) {
      const std::optional<std::string> reply = read_reply(question_of(field));
      if (!reply || *reply == "-") {
        return std::nullopt;
      }
      if (reply->empty() && (field.preset || !field.required)) {
        break;  // the default, or nothing
      }
      if (reply->empty()) {
        continue;
      }
      try {
        content[field.name] = form_value(field, *reply);
        break;
      } catch (const Error& error) {
        std::fprintf(stderr, "  %s\n", for_terminal_line(error.what()).c_str());
      }
    }
  }
  return content;
}

std::optional<Json> ask(const std::string& server, bool leaves_machine, const std::string& message,
                        const Json& schema) {
  if (!stdin_is_terminal()) {
    return std::nullopt;
  }
  std::vector<FormField> fields;
  try {
    fields = form_fields(schema);
  } catch (const Error& error) {
    warn("the server " + for_terminal_line(server) + " asked for something and was declined: " + error.what() + " (" +
         for_terminal_line(error.where()) + ")");
    return std::nullopt;
  }
  flush_output();
  std::fprintf(stderr, "The server %s asks: %s\n  (a dash alone declines%s)\n", for_terminal_line(server).c_str(),
               for_terminal_line(message).c_str(), leaves_machine ? "; what you answer leaves this machine" : "");
  if (fields.empty()) {  // a yes or no is asked for
    const std::optional<std::string> reply = read_reply("  y or n: ");
    return reply == "y" || reply == "yes" ? std::optional(Json::object()) : std::nullopt;
  }
  return fill_in(fields);
}

}  // namespace

McpElicitation ask_on_terminal(const McpServerOptions& server) {
  // A program with the network may send on what it is told.
  return [name = server.name, leaves_machine = !server.url.empty() || server.network](
             const std::string& message, const Json& schema) { return ask(name, leaves_machine, message, schema); };
}

}  // namespace oree::cli
