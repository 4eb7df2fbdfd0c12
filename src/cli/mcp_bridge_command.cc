// `oree mcp bridge`: HTTP for one server of tools, in a process of its own (docs/mcp.md). Not for people.
#include <httplib.h>
#include <pthread.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>

#include "cli/program.h"
#include "oree/mcp.h"

namespace oree::cli {
namespace {

constexpr int kConnectSeconds = 20;
constexpr int kWriteSeconds = 30;
constexpr std::size_t kStackBytes = std::size_t{1} << 20;

struct Address {
  std::string origin;
  std::string path;
};

// The address was checked by whoever started the bridge.
Address split(const std::string& url) {
  const std::size_t end = url.find_first_of("/?", url.find("://") + 3);
  const std::string path = end == std::string::npos ? "" : url.substr(end);
  return {url.substr(0, end), path.starts_with('/') ? path : "/" + path};
}

// What the launcher was told to send along, tokens for instance.
httplib::Headers own_headers() {
  httplib::Headers headers;
  if (const char* given = std::getenv(kMcpHeadersVariable)) {
    const Json object = Json::parse(given);
    for (const auto& [name, value] : object.items()) {
      headers.emplace(name, value.get<std::string>());
    }
  }
  return headers;
}

std::string exchange(const Address& address, const httplib::Headers& headers, const HttpRequest& request,
                     const HttpHandler& handler) {
  // A connection an exchange: several run at once, and a broken one says nothing of the next.
  httplib::Client client(address.origin);
  client.set_follow_location(false);
  client.set_connection_timeout(kConnectSeconds);
  client.set_write_timeout(kWriteSeconds);
  client.set_read_timeout(static_cast<time_t>(request.read_timeout.count()));
  httplib::Request sent;
  sent.method = request.method;
  sent.path = address.path;
  sent.headers = headers;
  for (const auto& [name, value] : request.headers) {
    sent.set_header(name, value);
  }
  if (!sent.has_header("User-Agent")) {
    sent.set_header("User-Agent", "oree/" OREE_VERSION);
  }
  sent.body = request.body;
  sent.response_handler = [&](const httplib::Response& response) {
    return handler.on_head(response.status, [&](const std::string& name) { return response.get_header_value(name); });
  };
  sent.content_receiver = [&](const char* bytes, std::size_t size, std::uint64_t, std::uint64_t) {
    return handler.on_body({bytes, size});
  };
  httplib::Response response;
  httplib::Error error = httplib::Error::Success;
  return client.send(sent, response, error) ? "" : httplib::to_string(error);
}

// Each exchange has a thread; the usual stacks of all would fill what memory the bridge is given.
void use_small_stacks() {
  pthread_attr_t attributes;
  ::pthread_attr_init(&attributes);
  ::pthread_attr_setstacksize(&attributes, kStackBytes);
  ::pthread_setattr_default_np(&attributes);
  ::pthread_attr_destroy(&attributes);
}

int bridge(const std::string& url) {
  use_small_stacks();
  const Address address = split(url);
  bridge_mcp_over_http(
      [address, headers = own_headers()](const HttpRequest& request, const HttpHandler& handler) {
        return exchange(address, headers, request, handler);
      },
      STDIN_FILENO, STDOUT_FILENO);
  // Its threads may still wait for the server; nothing of theirs is wanted any more.
  ::_exit(kOk);
}

}  // namespace

void add_mcp_bridge_command(Program& program, CLI::App& mcp) {
  auto url = std::make_shared<std::string>();
  CLI::App* command = add_command(program, mcp, "bridge", "Lines on stdin and stdout to a server over HTTP",
                                  "oree mcp bridge https://host/mcp", [url] { return bridge(*url); });
  command->add_option("URL", *url, "The server")->required();
  command->group("");  // not listed: the launcher starts it
}

}  // namespace oree::cli
