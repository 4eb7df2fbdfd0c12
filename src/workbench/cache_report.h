// The document of `oree evaluate cache` as files.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "oree/json.h"

namespace oree::workbench {

// Reports and pictures, whose places are looked at before the work is done.
class CacheReports {
 public:
  // reports: .json or .md. pictures: a folder, or "" for none. Throws Error kInvalid (another ending), kNotFound
  // (folder), kPermission, kIo.
  CacheReports(const std::vector<std::filesystem::path>& reports, const std::filesystem::path& pictures,
               bool streaming);
  ~CacheReports();

  // Throws Error as AtomicFile.
  void write(const Json& document);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace oree::workbench
