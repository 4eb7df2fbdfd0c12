// The part of the journal that keeps conversations, to be played again.
#include <algorithm>

#include "agent/journal_state.h"
#include "oree/error.h"

namespace oree {
namespace {

using agent::JournalRow;
using agent::make_row;
using agent::RowKind;

std::string written(const Json& part) { return part.dump(-1, ' ', false, Json::error_handler_t::replace); }

Error no_session(const std::optional<std::int64_t>& id) {
  return Error(ErrorCode::kNotFound,
               id ? "there is no session " + std::to_string(*id) : std::string("no conversation was recorded yet"),
               agent::kDatabaseName, "oree journal sessions shows those there are");
}

}  // namespace

std::int64_t Journal::begin_session(const std::string& agent, const Json& opening) {
  const std::unique_ptr<FileLock> lock = state_->begin();
  const std::string part = written(opening);
  if (part.size() > kMaxSessionBytes) {
    throw Error(ErrorCode::kLimit, "what a conversation begins with has " + std::to_string(part.size()) +
                                       " bytes; the limit is " + std::to_string(kMaxSessionBytes) +
                                       " (kMaxSessionBytes)");
  }
  // Room for all that this session may come to.
  agent::JournalStore& store = state_->store;
  std::uint64_t held = store.recorded_bytes(0);
  std::vector<JournalSession> sessions = store.newest_sessions(std::int64_t{1} << 40);
  JournalRow row = make_row(0, RowKind::kSession);
  while (held + kMaxSessionBytes > kMaxRecordedBytes && !sessions.empty()) {
    if (!sessions.back().forgotten) {
      held -= std::min(held, sessions.back().n_bytes);
      store.forget(sessions.back().id, row.time);
    }
    sessions.pop_back();
  }
  row.session = store.last_session() + 1;
  row.agent = agent;
  store.append(row, part);
  return row.session;
}

bool Journal::record_request(std::int64_t session, const Json& request) {
  const std::unique_ptr<FileLock> lock = state_->begin();
  const std::string part = written(request);
  // Forgotten meanwhile, it has nothing to go on from.
  const std::uint64_t held = state_->store.recorded_bytes(session);
  if (held == 0 || held + part.size() > kMaxSessionBytes) {
    return false;
  }
  JournalRow row = make_row(0, RowKind::kRequest);
  row.session = session;
  state_->store.append(row, part);
  return true;
}

std::vector<JournalSession> Journal::sessions(int limit) const {
  const std::unique_ptr<FileLock> lock = state_->lock();
  return state_->store.newest_sessions(std::max(limit, 0));
}

JournalRecording Journal::recording(std::optional<std::int64_t> session) const {
  const std::unique_ptr<FileLock> lock = state_->lock();
  state_->store.verify();
  const std::vector<JournalSession> sessions = state_->store.newest_sessions(std::int64_t{1} << 40);
  const auto found = session ? std::find_if(sessions.begin(), sessions.end(),
                                            [&](const JournalSession& one) { return one.id == *session; })
                             : sessions.begin();
  if (found == sessions.end()) {
    throw no_session(session);
  }
  if (found->forgotten) {
    throw Error(ErrorCode::kNotFound, "session " + std::to_string(found->id) + " was forgotten", agent::kDatabaseName,
                "oree journal sessions shows which are kept");
  }
  JournalRecording recording;
  recording.session = *found;
  for (const std::string& part : state_->store.parts_of(found->id)) {
    Json document = Json::parse(part, nullptr, false);
    if (document.is_discarded()) {
      throw Error(ErrorCode::kCorrupt, "a part of session " + std::to_string(found->id) + " is not JSON",
                  agent::kDatabaseName);
    }
    if (recording.opening.is_null()) {
      recording.opening = std::move(document);
    } else {
      recording.requests.push_back(std::move(document));
    }
  }
  return recording;
}

int Journal::forget_sessions(std::optional<std::int64_t> session) {
  const std::unique_ptr<FileLock> lock = state_->begin();
  int n_forgotten = 0;
  bool found = false;
  for (const JournalSession& one : state_->store.newest_sessions(std::int64_t{1} << 40)) {
    if (session && one.id != *session) {
      continue;
    }
    found = true;
    if (!one.forgotten) {
      state_->store.forget(one.id, make_row(0, RowKind::kForgotten).time);
      ++n_forgotten;
    }
  }
  if (session && !found) {
    throw no_session(session);
  }
  return n_forgotten;
}

JournalCheck verify_journal(const std::filesystem::path& data_directory, std::chrono::milliseconds wait) {
  std::error_code ignored;
  if (!std::filesystem::exists(data_directory / agent::kDatabaseName, ignored) &&
      !std::filesystem::exists(data_directory / agent::kHeadName, ignored)) {
    return {};
  }
  if (!std::filesystem::exists(data_directory / agent::kDatabaseName, ignored)) {
    throw Error(ErrorCode::kCorrupt, "journal.head is there and journal.db is not", data_directory.string(),
                "restore journal.db from a backup, or move journal.head elsewhere to begin a new journal");
  }
  const FileLock lock(data_directory / agent::kLockName, static_cast<int>(wait.count()));
  return agent::JournalStore(data_directory, wait, false).verify_bytes();
}

}  // namespace oree
