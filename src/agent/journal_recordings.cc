// The part of the journal's store that keeps recorded conversations.
#include "agent/journal_store.h"
#include "base/sha256.h"

namespace oree::agent {

std::int64_t JournalStore::last_session() const {
  Statement statement(database_, "SELECT max(session) FROM event");
  return statement.step() ? statement.integer(0) : 0;
}

std::vector<JournalSession> JournalStore::newest_sessions(std::int64_t limit) const {
  Statement statement(database_,
                      "SELECT session, time, agent, "
                      "(SELECT count(*) FROM event AS e WHERE e.session = event.session AND e.kind = 'request'), "
                      "(SELECT total(length(part)) FROM recording AS r WHERE r.session = event.session), "
                      "(SELECT count(*) FROM event AS e WHERE e.session = event.session AND e.kind = 'forgotten') "
                      "FROM event WHERE kind = 'session' ORDER BY sequence DESC LIMIT ?");
  statement.bind(limit);
  std::vector<JournalSession> sessions;
  while (statement.step()) {
    JournalSession session;
    session.id = statement.integer(0);
    session.time = std::chrono::sys_seconds(std::chrono::seconds(statement.integer(1)));
    session.agent = statement.bytes(2);
    session.n_requests = statement.integer(3);
    session.n_bytes = static_cast<std::uint64_t>(statement.integer(4));
    session.forgotten = statement.integer(5) > 0;
    sessions.push_back(std::move(session));
  }
  return sessions;
}

std::vector<std::string> JournalStore::parts_of(std::int64_t session) const {
  Statement statement(database_,
                      "SELECT event.sequence, event.text, part FROM recording JOIN event ON event.sequence = "
                      "recording.event WHERE recording.session = ? ORDER BY event.sequence");
  statement.bind(session);
  std::vector<std::string> parts;
  while (statement.step()) {
    parts.push_back(statement.bytes(2));
    if (sha256_hex(std::string_view(parts.back())) != statement.bytes(1)) {
      corrupt("the recording at row " + std::to_string(statement.integer(0)) + " does not fit its hash");
    }
  }
  return parts;
}

std::uint64_t JournalStore::recorded_bytes(std::int64_t session) const {
  Statement statement(database_, session == 0 ? "SELECT total(length(part)) FROM recording"
                                              : "SELECT total(length(part)) FROM recording WHERE session = ?");
  if (session != 0) {
    statement.bind(session);
  }
  return statement.step() ? static_cast<std::uint64_t>(statement.integer(0)) : 0;
}

void JournalStore::forget(std::int64_t session, std::int64_t time) {
  JournalRow row;
  row.kind = RowKind::kForgotten;
  row.session = session;
  row.time = time;
  append(row);
}

}  // namespace oree::agent
