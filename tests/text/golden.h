// Goldens and the shared test data.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "oree/error.h"
#include "oree/json.h"

namespace oree::test {

inline std::string read_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

inline std::filesystem::path golden(const std::string& name) {
  return std::filesystem::path(OREE_SOURCE_DIR) / "tests/golden" / name;
}

inline std::filesystem::path shared_data(const std::string& name) {
  return std::filesystem::path(OREE_SOURCE_DIR) / "../shared/data" / name;
}

inline Json read_json(const std::filesystem::path& path) { return Json::parse(read_text(path)); }

// The error that the callable throws; the test fails when it throws none.
template <class Callable>
Error error_of(const Callable& callable) {
  try {
    callable();
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << "no oree::Error was thrown";
  return Error(ErrorCode::kInternal, "nothing was thrown");
}

}  // namespace oree::test
