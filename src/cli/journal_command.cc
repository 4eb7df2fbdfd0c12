// `oree journal`: what the agents did, and how to take it back.
#include <memory>
#include <optional>

#include "cli/common_options.h"
#include "cli/journal_text.h"
#include "cli/output.h"
#include "cli/program.h"
#include "oree/journal.h"
#include "oree/paths.h"

namespace oree::cli {
namespace {

Json entry_json(const JournalEntry& entry) {
  return {{"id", entry.id},
          {"time", format_time(entry.time, "%Y-%m-%dT%H:%M:%SZ", true)},
          {"agent", entry.agent},
          {"tool", entry.tool},
          {"arguments", entry.arguments},
          {"effect", entry.effect},
          {"consent", entry.consent},
          {"state", journal_state_name(entry.state)},
          {"summary", entry.summary},
          {"note", entry.note},
          {"session", entry.session}};
}

std::string entry_line(const JournalEntry& entry) {
  const std::string said = entry.summary.empty() ? entry.tool + " " + entry.arguments.dump() : entry.summary;
  const std::string note = entry.note.empty() ? "" : "  (" + entry.note + ")";
  return for_terminal_line(std::to_string(entry.id) + "  " + format_time(entry.time, "%Y-%m-%d %H:%M", false) + "  " +
                           std::string(journal_state_name(entry.state)) + "  " + said + note) +
         "\n";
}

Journal open_journal() {
  use_local_time_zone();
  return Journal(data_directory());
}

int list(bool json) {
  const std::vector<JournalEntry> entries = open_journal().list();
  if (json) {
    Json document = Json::array();
    for (const JournalEntry& entry : entries) {
      document.push_back(entry_json(entry));
    }
    print_json(document);
    return kOk;
  }
  for (const JournalEntry& entry : entries) {
    print(entry_line(entry));
  }
  if (entries.empty()) {
    print("Nothing has been changed yet.\n");
  }
  return kOk;
}

int show(std::int64_t id, bool json) {
  const JournalEntry entry = open_journal().show(id);
  if (json) {
    print_json(entry_json(entry));
  } else {
    print(for_terminal(entry_json(entry).dump(2, ' ', false, Json::error_handler_t::replace)) + "\n");
  }
  return kOk;
}

int undo(std::optional<std::int64_t> id, bool json) {
  const JournalEntry entry = open_journal().undo(id);
  if (json) {
    print_json(entry_json(entry));
  } else {
    print("Taken back: " + entry_line(entry));
  }
  return kOk;
}

}  // namespace

void add_journal_command(Program& program) {
  CLI::App* journal = program.app.add_subcommand("journal", "Every side effect an agent had; undo it");
  journal->require_subcommand(1);
  add_command(program, *journal, "list", "What was done, the newest first", "oree journal list --json",
              [&program] { return list(program.json); });
  auto shown = std::make_shared<std::int64_t>();
  CLI::App* show_command = add_command(program, *journal, "show", "One entry", "oree journal show 3",
                                       [&program, shown] { return show(*shown, program.json); });
  show_command->add_option("ID", *shown, "The entry's number")->required();
  auto undone = std::make_shared<std::optional<std::int64_t>>();
  CLI::App* undo_command = add_command(program, *journal, "undo", "Take back the last effect, or that one",
                                       "oree journal undo", [&program, undone] { return undo(*undone, program.json); });
  undo_command->add_option("ID", *undone, "The entry's number (default: the last effect)");
  add_journal_session_commands(program, *journal);
}

}  // namespace oree::cli
