// A folder held open, so that what is done in it happens there even when its name comes to mean another one.
#pragma once

#include <filesystem>
#include <string>

#include "base/file_descriptor.h"

namespace oree {

class PinnedFolder {
 public:
  // root may be a link, as the person wrote it; below it none is followed. relative: "" or names joined by '/'.
  // Throws Error kNotFound, kPermission, kIo; kInvalid for a link or "..", naming it.
  static PinnedFolder open(const std::filesystem::path& root, const std::filesystem::path& relative = {});

  int descriptor() const noexcept { return folder_.get(); }
  // A path to that name in this very folder, for as long as the object lives. The name itself may be a link.
  std::filesystem::path entry(const std::string& name) const;
  // The name in the folder as it was opened, for messages.
  const std::filesystem::path& path() const noexcept { return path_; }

 private:
  PinnedFolder(FileDescriptor folder, std::filesystem::path path)
      : folder_(std::move(folder)), path_(std::move(path)) {}

  FileDescriptor folder_;
  std::filesystem::path path_;
};

}  // namespace oree
