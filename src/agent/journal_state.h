// A journal that is open: its files, its rows, and what brings them together after a crash.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "agent/data_files.h"
#include "agent/journal_entry.h"
#include "agent/journal_store.h"
#include "base/file_lock.h"
#include "oree/journal.h"

namespace oree {

struct Journal::State {
  State(const std::filesystem::path& data_directory, std::chrono::milliseconds wait_time);

  std::unique_ptr<FileLock> lock() const;
  // What every change begins with: alone, on a journal that fits its head, with nothing left open.
  std::unique_ptr<FileLock> begin();

  // Resolves what a crash left open: at most the last row. An effect takes place when its first file is replaced: if
  // none was, it is taken back, otherwise it is finished. A file in neither state belongs to somebody else by now.
  void recover();
  // Moves the files and records that it is done; when that fails, moves them back and records that instead.
  void carry_out(std::int64_t entry, const std::vector<agent::RecordedChange>& changes, agent::Direction direction,
                 agent::RowKind done_kind);

  JournalEntry entry(std::int64_t id) const;  // throws Error kNotFound
  std::int64_t last_in_force() const;         // throws Error kNotFound
  // Throws Error kInvalid, kConflict.
  void check_can_undo(const JournalEntry& target, const std::vector<agent::RecordedChange>& changes) const;

  agent::DataFiles files;
  std::chrono::milliseconds wait;
  std::unique_ptr<FileLock> initial_lock;  // held while the store is opened
  agent::JournalStore store;
};

}  // namespace oree
