// `oree mcp`: what a server of tools offers, and a call of it by hand.
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <optional>

#include "cli/common_options.h"
#include "cli/elicitation.h"
#include "cli/external_tools.h"
#include "cli/output.h"
#include "cli/program.h"
#include "cli/signals.h"
#include "oree/environment.h"
#include "oree/error.h"
#include "oree/sandbox.h"

namespace oree::cli {
namespace {

struct ConnectOptions {
  std::vector<std::string> server;  // a URL, or a command
  std::vector<std::string> read;
  std::vector<std::string> write;
  std::vector<std::string> environment;  // NAME=VALUE
  std::vector<std::string> headers;      // NAME: VALUE
  bool network = false;
  std::string name = "server";
  int timeout_seconds = 60;
  bool accept_defaults = false;
  std::vector<std::string> call;  // TOOL JSON
  std::string resource;
  std::vector<std::string> prompt;  // NAME JSON
};

bool is_url(const std::string& word) { return word.starts_with("http://") || word.starts_with("https://"); }

Json object_argument(const std::string& text, const char* option) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) {
    throw Error(ErrorCode::kUsage, "the arguments are not a JSON object", option,
                "write an object in single quotes: '{\"message\": \"hello\"}'");
  }
  return json;
}

McpServerOptions server_options(const ConnectOptions& options) {
  McpServerOptions server;
  server.name = options.name;
  if (options.server.size() == 1 && is_url(options.server.front())) {
    server.url = options.server.front();
    server.bridge = own_program();
    if (options.network || !options.read.empty() || !options.write.empty() || !options.environment.empty()) {
      throw Error(ErrorCode::kUsage, "--read, --write, --network and --env are for a server that is a program",
                  "oree mcp connect", "leave them out: a server at a URL runs elsewhere");
    }
    for (const std::string& header : options.headers) {
      const std::size_t colon = header.find(':');
      if (colon == std::string::npos || colon == 0) {
        // Not repeated: it may hold a secret.
        throw Error(ErrorCode::kUsage, "a header is not NAME: VALUE", "--header",
                    "write --header 'Authorization: Bearer ${TOKEN}'; in single quotes Orée itself reads the variable, "
                    "and the secret is no argument that others see");
      }
      const std::size_t value = header.find_first_not_of(' ', colon + 1);
      const std::string text = value == std::string::npos ? "" : header.substr(value);
      server.headers.emplace_back(header.substr(0, colon), expand_variables(text, "--header"));
    }
  } else {
    if (options.server.front().find("://") != std::string::npos) {
      throw Error(ErrorCode::kUsage, "\"" + options.server.front() + "\" is no address of a server", "oree mcp connect",
                  "write one that starts with https:// or http://");
    }
    if (!options.headers.empty()) {
      throw Error(ErrorCode::kUsage, "--header is for a server at a URL", "oree mcp connect",
                  "leave it out, or use --env");
    }
    server.command = options.server;
  }
  server.network = options.network;
  for (const std::string& folder : options.read) {
    server.read.push_back(std::filesystem::absolute(folder).lexically_normal());
  }
  for (const std::string& folder : options.write) {
    server.write.push_back(std::filesystem::absolute(folder).lexically_normal());
  }
  for (const std::string& pair : options.environment) {
    const std::size_t equals = pair.find('=');
    if (equals == std::string::npos || equals == 0) {
      throw Error(ErrorCode::kUsage, "\"" + pair + "\" is not NAME=VALUE", "--env", "write --env LANGUAGE=fr");
    }
    server.environment.emplace_back(pair.substr(0, equals), expand_variables(pair.substr(equals + 1), "--env"));
  }
  server.start_timeout = std::chrono::seconds(options.timeout_seconds);
  server.call_timeout = server.start_timeout;
  if (options.accept_defaults) {
    server.elicit = [](const std::string&, const Json&) { return std::optional(Json::object()); };
  } else {
    server.elicit = ask_on_terminal(server);
  }
  return server;
}

Json tool_json(const Tool& tool) {
  const ToolDescription& description = tool.description();
  return {{"name", description.name},     {"description", description.description},
          {"schema", description.schema}, {"effect", effect_name(description.effect)},
          {"undo", description.undo},     {"source", description.source}};
}

std::string text_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : "";
}

void print_list(const char* title, const Json& list, const char* key) {
  if (list.empty()) {
    return;
  }
  print(std::string(title) + "\n");
  for (const Json& entry : list) {
    const std::string said = text_of(entry, "description");
    print("  " + for_terminal_line(text_of(entry, key)) + (said.empty() ? "" : "  " + for_terminal_line(said)) + "\n");
  }
}

void print_offer(const Json& about, const McpTools& tools, const Json& resources, const Json& templates,
                 const Json& prompts) {
  print(for_terminal_line(text_of(about["server"], "name") + " " + text_of(about["server"], "version")) +
        ", revision " + for_terminal_line(text_of(about, "protocol")) + "\n");
  if (!tools.tools.empty()) {
    print("tools\n");
  }
  for (const std::unique_ptr<Tool>& tool : tools.tools) {
    const ToolDescription& description = tool->description();
    print("  " + description.name + "  " + std::string(effect_name(description.effect)) + "  " +
          for_terminal_line(description.description) + "\n");
  }
  for (const std::string& line : tools.left_out) {
    print("  " + for_terminal_line(line) + "\n");
  }
  print_list("resources", resources, "uri");
  print_list("resource templates", templates, "uriTemplate");
  print_list("prompts", prompts, "name");
}

int show(McpServer& server, const std::shared_ptr<McpServer>& shared, bool json) {
  const Json about = server.describe(&interrupt());
  const McpTools tools = mcp_tools(shared, &interrupt());
  const Json resources = server.resources(&interrupt());
  const Json templates = server.resource_templates(&interrupt());
  const Json prompts = server.prompts(&interrupt());
  if (!json) {
    print_offer(about, tools, resources, templates, prompts);
    return kOk;
  }
  Json document = about;
  document["tools"] = Json::array();
  for (const std::unique_ptr<Tool>& tool : tools.tools) {
    document["tools"].push_back(tool_json(*tool));
  }
  document["left_out"] = tools.left_out;
  document["resources"] = resources;
  document["resource_templates"] = templates;
  document["prompts"] = prompts;
  print_json(document);
  return kOk;
}

int connect(const ConnectOptions& options, bool json) {
  catch_interrupts();
  McpServerOptions server_choice = server_options(options);
  if (!json) {
    server_choice.on_progress = [](double progress, std::optional<double> total, const std::string& message) {
      std::fprintf(stderr, "%g%s%s %s\n", progress, total ? " of " : "",
                   total ? std::to_string(static_cast<long long>(*total)).c_str() : "",
                   for_terminal_line(message).c_str());
    };
  }
  const std::shared_ptr<Launcher> launcher = Launcher::start();
  refuse_internet_sockets(STDERR_FILENO);
  const auto server = std::make_shared<McpServer>(std::move(server_choice), launcher);
  Json result;
  if (!options.call.empty()) {
    const Json arguments = object_argument(options.call.at(1), "--call");
    result = server->call(options.call.at(0), arguments, &interrupt());
  } else if (!options.resource.empty()) {
    result = server->read_resource(options.resource, &interrupt());
  } else if (!options.prompt.empty()) {
    result = server->prompt(options.prompt.at(0), object_argument(options.prompt.at(1), "--prompt"), &interrupt());
  } else {
    return show(*server, server, json);
  }
  if (json) {
    print_json(result);
  } else {
    print(for_terminal(result.dump(2, ' ', false, Json::error_handler_t::replace)) + "\n");
  }
  return kOk;
}

// The least that fits a schema of the conformance suite.
Json sample_of(const Json& property) {
  const std::string type = text_of(property, "type");
  if (property.contains("default")) {
    return property["default"];
  }
  if (property.contains("enum") && !property["enum"].empty()) {
    return property["enum"][0];
  }
  return type == "number" || type == "integer" ? Json(1)
         : type == "boolean"                   ? Json(true)
         : type == "array"                     ? Json::array()
         : type == "object"                    ? Json::object()
                                               : Json("text");
}

// What the conformance suite wants of a client: connect, list, call each tool once.
int conform(const std::string& url) {
  McpServerOptions options;
  options.name = "conformance";
  options.url = url;
  options.bridge = own_program();
  options.elicit = [](const std::string&, const Json&) { return std::optional(Json::object()); };
  const std::shared_ptr<Launcher> launcher = Launcher::start();
  refuse_internet_sockets(STDERR_FILENO);
  McpServer server(std::move(options), launcher);
  server.describe();
  for (const McpTool& tool : server.tools()) {
    Json arguments = Json::object();
    const auto properties = tool.schema.find("properties");
    if (properties != tool.schema.end() && properties->is_object()) {
      for (const auto& [name, property] : properties->items()) {
        arguments[name] = sample_of(property);
      }
    }
    print(tool.name + " " + server.call(tool.name, arguments).dump(-1, ' ', false, Json::error_handler_t::replace) +
          "\n");
  }
  return kOk;
}

void add_conformance_command(Program& program, CLI::App& mcp) {
  auto url = std::make_shared<std::string>();
  CLI::App* command = add_command(program, mcp, "conformance", "The client that the protocol's conformance suite runs",
                                  "oree mcp conformance http://localhost:3000/mcp", [url] { return conform(*url); });
  command->add_option("URL", *url, "The suite's server")->required();
  command->group("");  // not listed: it is for the suite
}

}  // namespace

void add_mcp_command(Program& program) {
  CLI::App* mcp = program.app.add_subcommand("mcp", "Servers of tools that speak the Model Context Protocol");
  mcp->require_subcommand(1);
  auto options = std::make_shared<ConnectOptions>();
  CLI::App* command = add_command(program, *mcp, "connect", "What a server offers, or one call of it",
                                  "oree mcp connect --read ~/Documents -- my-server --stdio",
                                  [&program, options] { return connect(*options, program.json); });
  command->add_option("SERVER", options->server, "A URL, or behind -- a command")->required();
  command->add_option("--read", options->read, "A folder or file that the program may read")
      ->type_name("PATH")
      ->allow_extra_args(false);
  command->add_option("--write", options->write, "A folder that it may also change")
      ->type_name("PATH")
      ->allow_extra_args(false);
  command->add_option("--env", options->environment, "A variable of its environment")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
  command->add_option("--header", options->headers, "An HTTP header of each request to a URL")
      ->type_name("\"NAME: VALUE\"")
      ->allow_extra_args(false);
  command->add_flag("--network", options->network, "It may use the network");
  command->add_option("--name", options->name, "What its tools' names begin with (default: server)")->type_name("NAME");
  command->add_option("--timeout", options->timeout_seconds, "Seconds without a sign of life (default: 60)")
      ->type_name("SECONDS")
      ->check(CLI::Range(1, 3600));
  command->add_flag("--accept-defaults", options->accept_defaults,
                    "What the server asks for is answered by its defaults");
  command->add_option("--call", options->call, "Call a tool with these arguments")->type_name("TOOL JSON")->expected(2);
  command->add_option("--resource", options->resource, "Read a resource")->type_name("URI");
  command->add_option("--prompt", options->prompt, "Fill in a prompt")->type_name("NAME JSON")->expected(2);
  add_conformance_command(program, *mcp);
  add_mcp_bridge_command(program, *mcp);
}

}  // namespace oree::cli
