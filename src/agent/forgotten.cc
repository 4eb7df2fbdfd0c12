#include "agent/forgotten.h"

namespace oree::agent {

void record_forgotten(Journal& journal, const std::string& agent, const Forgotten& forgotten, std::int64_t session,
                      std::chrono::sys_seconds now) {
  Json messages = Json::array();
  std::size_t n_bytes = 0;
  for (const Json& message : forgotten.messages) {
    n_bytes += message.dump(-1, ' ', false, Json::error_handler_t::replace).size();
    if (n_bytes > kMaxForgottenBytes) {
      break;
    }
    messages.push_back(message);
  }
  Json arguments = {{"requests", forgotten.exchanges}};
  if (messages.size() < forgotten.messages.size()) {
    arguments["messages_left_out"] = forgotten.messages.size() - messages.size();
  }
  arguments["messages"] = std::move(messages);
  if (!forgotten.summary.empty()) {
    arguments["summary"] = forgotten.summary;
  }
  const std::string what = forgotten.exchanges == 1 ? "The oldest request no longer fits the context"
                                                    : "The oldest " + std::to_string(forgotten.exchanges) +
                                                          " requests no longer fit the context";
  JournalRequest request;
  request.agent = agent;
  request.call = {"context", std::move(arguments)};
  request.effect = "note";
  request.consent = "not_needed";
  request.time = now;
  request.session = session;
  journal.end_outside(
      journal.begin_outside(request, what + (forgotten.summary.empty() ? "" : "; a summary stands for them")), "");
}

}  // namespace oree::agent
