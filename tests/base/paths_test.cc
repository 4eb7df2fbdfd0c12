#include "oree/paths.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <optional>
#include <string>

#include "oree/error.h"
#include "support/temporary_directory.h"

namespace oree {
namespace {

// Puts the variables back at the end of each test.
class Paths : public testing::Test {
 protected:
  Paths() {
    for (const char* name : {"XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "HOME", "OREE_MODEL"}) {
      const char* value = std::getenv(name);
      before_[name] = value == nullptr ? std::nullopt : std::optional<std::string>(value);
      ::unsetenv(name);
    }
  }
  ~Paths() override {
    for (const auto& [name, value] : before_) {
      value ? ::setenv(name.c_str(), value->c_str(), 1) : ::unsetenv(name.c_str());
    }
  }

 private:
  std::map<std::string, std::optional<std::string>> before_;
};

TEST_F(Paths, FollowTheXdgVariables) {
  ::setenv("XDG_DATA_HOME", "/data", 1);
  ::setenv("XDG_CONFIG_HOME", "/config", 1);
  EXPECT_EQ(data_directory(), "/data/oree");
  EXPECT_EQ(config_directory(), "/config/oree");
  ::setenv("XDG_CACHE_HOME", "/cache", 1);
  EXPECT_EQ(cache_directory(), "/cache/oree");
  EXPECT_EQ(prefix_snapshot_directory(), "/cache/oree/prefixes");
}

TEST_F(Paths, FallBackToTheHomeFolder) {
  ::setenv("HOME", "/home/ana", 1);
  ::setenv("XDG_DATA_HOME", "", 1);  // empty counts as unset, says the XDG specification
  EXPECT_EQ(data_directory(), "/home/ana/.local/share/oree");
  EXPECT_EQ(config_directory(), "/home/ana/.config/oree");
  EXPECT_EQ(cache_directory(), "/home/ana/.cache/oree");
}

TEST_F(Paths, ARelativeOrMissingVariableIsAnErrorThatNamesIt) {
  EXPECT_THROW(data_directory(), Error);
  ::setenv("XDG_DATA_HOME", "relative/path", 1);
  try {
    data_directory();
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalid);
    EXPECT_EQ(error.where(), "XDG_DATA_HOME");
    EXPECT_THAT(error.what(), testing::HasSubstr("relative/path"));
  }
}

TEST_F(Paths, TheModelOfTheEnvironmentComesFirst) {
  const test::TemporaryDirectory folder;
  const std::string model = folder.path() / "mine.gguf";
  std::ofstream(model) << "x";
  ::setenv("OREE_MODEL", model.c_str(), 1);
  EXPECT_EQ(default_model(), model);
}

TEST_F(Paths, AModelOfTheEnvironmentThatIsNotThereIsNamed) {
  ::setenv("OREE_MODEL", "/nowhere/model.gguf", 1);
  try {
    default_model();
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kNotFound);
    EXPECT_EQ(error.where(), "/nowhere/model.gguf");
  }
}

TEST_F(Paths, OtherwiseTheCheckoutsModelOrAnErrorWithWhatWasTried) {
  try {
    EXPECT_EQ(default_model(), OREE_SOURCE_DIR "/models/oree-mini.gguf");
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kNotFound);
    EXPECT_THAT(error.where(), testing::HasSubstr(OREE_SOURCE_DIR "/models/oree-mini.gguf, "));
    EXPECT_THAT(error.where(), testing::HasSubstr("share/oree/oree-mini.gguf"));
  }
}

}  // namespace
}  // namespace oree
