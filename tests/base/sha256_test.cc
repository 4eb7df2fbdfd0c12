#include "base/sha256.h"

#include <gtest/gtest.h>

#include <utility>

namespace oree {
namespace {

// The examples of NIST's Secure Hashing page (FIPS 180-4).
constexpr const char* kOfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
constexpr const char* kOfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr const char* kOf56Letters = "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1";
constexpr const char* kOfAMillionAs = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

TEST(Sha256, AgreesWithTheStandardsExamples) {
  EXPECT_EQ(sha256_hex(std::string_view()), kOfNothing);
  EXPECT_EQ(sha256_hex("abc"), kOfAbc);
  EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"), kOf56Letters);
}

TEST(Sha256, PartsMakeTheSameSum) {
  Sha256 sum;
  const std::string part(1000, 'a');
  for (int i = 0; i < 1000; ++i) {
    sum.add(part);
  }
  Sha256 moved = std::move(sum);
  EXPECT_EQ(moved.finish_hex(), kOfAMillionAs);
}

}  // namespace
}  // namespace oree
