// `oree journal verify|sessions|replay|forget`: whether the journal is whole, and the conversations it holds.
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "cli/common_options.h"
#include "cli/journal_text.h"
#include "cli/output.h"
#include "cli/program.h"
#include "cli/recorder.h"
#include "cli/signals.h"
#include "oree/error.h"
#include "oree/journal.h"
#include "oree/paths.h"
#include "oree/recording.h"
#include "oree/sandbox.h"

namespace oree::cli {
namespace {

struct ReplayOptions {
  std::optional<std::int64_t> session;
  std::string model;
  int n_threads = 0;
};

struct ForgetOptions {
  std::optional<std::int64_t> session;
  bool all = false;
};

int verify(bool json) {
  const JournalCheck check = verify_journal(data_directory());
  if (json) {
    print_json({{"whole", true}, {"rows", check.n_rows}, {"effects", check.n_effects}, {"sessions", check.n_sessions}});
  } else {
    print("The journal is whole: " + std::to_string(check.n_rows) + " rows, " + std::to_string(check.n_effects) +
          " effects, " + std::to_string(check.n_sessions) + " conversations.\n");
  }
  return kOk;
}

Json session_json(const JournalSession& session) {
  return {{"id", session.id},         {"time", format_time(session.time, "%Y-%m-%dT%H:%M:%SZ", true)},
          {"agent", session.agent},   {"requests", session.n_requests},
          {"bytes", session.n_bytes}, {"forgotten", session.forgotten}};
}

int sessions(bool json) {
  use_local_time_zone();
  const std::vector<JournalSession> sessions = Journal(data_directory()).sessions();
  if (json) {
    Json document = Json::array();
    for (const JournalSession& session : sessions) {
      document.push_back(session_json(session));
    }
    print_json(document);
    return kOk;
  }
  for (const JournalSession& session : sessions) {
    print(for_terminal_line(std::to_string(session.id) + "  " + format_time(session.time, "%Y-%m-%d %H:%M", false) +
                            "  " + session.agent + "  " + std::to_string(session.n_requests) + " requests  " +
                            (session.forgotten ? "forgotten" : std::to_string(session.n_bytes) + " bytes")) +
          "\n");
  }
  if (sessions.empty()) {
    print("No conversation has been recorded yet.\n");
  }
  return kOk;
}

Json part_json(const ReplayDifference& difference, const Json& turn) {
  if (difference.what == "error") {
    return turn;
  }
  return difference.what.starts_with("call") ? turn.at("calls") : turn.at(difference.what);
}

// Which token of two texts is the first that is not the same, from 1.
std::size_t first_token(const Engine& engine, const std::string& left, const std::string& right) {
  const TokenizeOptions options{.add_bos = false, .special = false, .lossy = true};
  const std::vector<TokenId> one = engine.tokenize(left, options);
  const std::vector<TokenId> other = engine.tokenize(right, options);
  return static_cast<std::size_t>(std::mismatch(one.begin(), one.end(), other.begin(), other.end()).first -
                                  one.begin()) +
         1;
}

int report(const Engine& engine, const JournalRecording& recording, const Replay& replayed, bool json) {
  const std::optional<ReplayDifference>& difference = replayed.difference;
  Json document = {{"session", recording.session.id},
                   {"same", !difference},
                   {"requests", replayed.n_requests},
                   {"turns", replayed.n_turns}};
  std::string line = "Session " + std::to_string(recording.session.id) + ": ";
  if (difference) {
    const Json before = part_json(*difference, difference->recorded);
    const Json now = part_json(*difference, difference->replayed);
    document["difference"] = {{"request", difference->request},
                              {"turn", difference->turn},
                              {"what", difference->what},
                              {"recorded", before},
                              {"now", now}};
    line += "request " + std::to_string(difference->request) + ", turn " + std::to_string(difference->turn) +
            " is not the same: " + difference->what;
    if (difference->what == "text") {
      const std::size_t token = first_token(engine, before.get<std::string>(), now.get<std::string>());
      document["difference"]["token"] = token;
      line += ", from token " + std::to_string(token) + " on";
    }
    line +=
        "\n  recorded: " + for_terminal_line(before.dump()) + "\n  now:      " + for_terminal_line(now.dump()) + "\n";
  } else {
    line += std::to_string(replayed.n_requests) + " requests, " + std::to_string(replayed.n_turns) +
            " turns of the model: the same.\n";
  }
  if (!replayed.ended_early.empty()) {
    document["ended_early"] = replayed.ended_early;
    line += "Played up to request " + std::to_string(replayed.n_requests) + ": " + replayed.ended_early + ".\n";
  }
  if (json) {
    print_json(document);
  } else {
    print(line);
  }
  return difference ? kFailed : kOk;
}

int replay_session(const ReplayOptions& options, bool json) {
  catch_interrupts();
  refuse_internet_sockets(STDERR_FILENO);
  use_local_time_zone();
  const JournalRecording recording = Journal(data_directory()).recording(options.session);
  RecordedOpening opening = parse_opening(recording.opening);
  if (!options.model.empty()) {
    opening.model = options.model;
  }
  opening.engine.n_threads = options.n_threads;
  const Engine engine(opening.model, opening.engine);
  if (engine.fingerprint() != opening.fingerprint) {
    throw Error(ErrorCode::kConflict,
                "session " + std::to_string(recording.session.id) +
                    " was recorded with another model, or with filters that have changed",
                opening.model, "name the model it was recorded with by -m");
  }
  const std::unique_ptr<ChatModel> model =
      engine.new_conversation(opening.instructions, opening.tools, opening.sampling);
  const bool steps_exact = opening.sampling.temperature == 0 && opening.engine.cache.policy == "none";
  return report(engine, recording, replay(recording, *model, steps_exact, &interrupt()), json);
}

int forget(const ForgetOptions& options, bool json) {
  if (options.all == options.session.has_value()) {
    throw Error(ErrorCode::kUsage, "say which conversation is to be forgotten", "SESSION",
                "give its number, or --all; oree journal sessions lists them");
  }
  const int n_forgotten = Journal(data_directory()).forget_sessions(options.session);
  if (json) {
    print_json({{"forgotten", n_forgotten}});
  } else {
    print("Forgotten: " + std::to_string(n_forgotten) + " conversations.\n");
  }
  return kOk;
}

}  // namespace

void add_journal_session_commands(Program& program, CLI::App& journal) {
  add_command(program, journal, "verify", "Whether every byte of the journal is as it was written",
              "oree journal verify", [&program] { return verify(program.json); });
  add_command(program, journal, "sessions", "Recorded conversations, the newest first", "oree journal sessions",
              [&program] { return sessions(program.json); });
  auto replays = std::make_shared<ReplayOptions>();
  CLI::App* replay_command =
      add_command(program, journal, "replay", "Play a recorded conversation again, and compare",
                  "oree journal replay 3", [&program, replays] { return replay_session(*replays, program.json); });
  replay_command->add_option("SESSION", replays->session, "Its number (default: the last one)");
  replay_command->add_option("-m,--model", replays->model, "The model, where its file has moved")->type_name("MODEL");
  replay_command->add_option("-t,--threads", replays->n_threads, "Threads (default: one per physical core)")
      ->type_name("N")
      ->check(CLI::Range(0, 1024));
  auto forgets = std::make_shared<ForgetOptions>();
  CLI::App* forget_command =
      add_command(program, journal, "forget", "Remove what a recorded conversation said", "oree journal forget --all",
                  [&program, forgets] { return forget(*forgets, program.json); });
  forget_command->add_option("SESSION", forgets->session, "Its number");
  forget_command->add_flag("--all", forgets->all, "Every conversation");
}

}  // namespace oree::cli
