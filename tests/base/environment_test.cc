#include "oree/environment.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "oree/error.h"

namespace oree {
namespace {

class Environment : public testing::Test {
 protected:
  void SetUp() override {
    setenv("OREE_TEST_WORD", "open ${HOME}", 1);
    setenv("OREE_TEST_BYTES", "caf\xe9", 1);
    unsetenv("OREE_TEST_UNSET");
  }
  void TearDown() override {
    unsetenv("OREE_TEST_WORD");
    unsetenv("OREE_TEST_BYTES");
  }
};

TEST_F(Environment, VariablesAreReplacedOnce) {
  EXPECT_EQ(expand_variables("a ${OREE_TEST_WORD}, ${OREE_TEST_WORD}", "x"), "a open ${HOME}, open ${HOME}");
  for (const char* text : {"", "$HOME", "${", "a $ b", "{}"}) EXPECT_EQ(expand_variables(text, "x"), text);
}

TEST_F(Environment, WhatIsNotSetOrNoTextIsNamed) {
  const auto code_of = [](const char* text) {
    try {
      expand_variables(text, "place");
    } catch (const Error& error) {
      EXPECT_EQ(error.where(), "place");
      return error.code();
    }
    return ErrorCode::kInternal;
  };
  EXPECT_EQ(code_of("${OREE_TEST_UNSET}"), ErrorCode::kNotFound);
  EXPECT_EQ(code_of("${}"), ErrorCode::kNotFound);
  EXPECT_EQ(code_of("${OREE_TEST_BYTES}"), ErrorCode::kInvalid);
}

}  // namespace
}  // namespace oree
