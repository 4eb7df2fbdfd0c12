#include "decode/uri.h"

#include <gtest/gtest.h>

namespace oree::decode {
namespace {

// RFC 3986, sections 5.4.1 and 5.4.2.
TEST(ResolveUri, AgreesWithTheExamplesOfRfc3986) {
  const char* base = "http://a/b/c/d;p?q";
  const std::pair<const char*, const char*> examples[] = {
      {"g:h", "g:h"},
      {"g", "http://a/b/c/g"},
      {"./g", "http://a/b/c/g"},
      {"g/", "http://a/b/c/g/"},
      {"/g", "http://a/g"},
      {"//g", "http://g"},
      {"?y", "http://a/b/c/d;p?y"},
      {"g?y", "http://a/b/c/g?y"},
      {"#s", "http://a/b/c/d;p?q#s"},
      {"g#s", "http://a/b/c/g#s"},
      {";x", "http://a/b/c/;x"},
      {"", "http://a/b/c/d;p?q"},
      {".", "http://a/b/c/"},
      {"..", "http://a/b/"},
      {"../g", "http://a/b/g"},
      {"../..", "http://a/"},
      {"../../g", "http://a/g"},
      {"../../../g", "http://a/g"},
      {"/./g", "http://a/g"},
      {"/../g", "http://a/g"},
      {"g.", "http://a/b/c/g."},
      {"..g", "http://a/b/c/..g"},
      {"./../g", "http://a/b/g"},
      {"g/./h", "http://a/b/c/g/h"},
      {"g/../h", "http://a/b/c/h"},
      {"g?y/../x", "http://a/b/c/g?y/../x"},
  };
  for (const auto& [reference, resolved] : examples) EXPECT_EQ(resolve_uri(base, reference), resolved) << reference;
}

TEST(ResolveUri, LeavesAReferenceWithoutABaseAsItIs) {
  EXPECT_EQ(resolve_uri("", "definitions.json#/a"), "definitions.json#/a");
  EXPECT_EQ(resolve_uri("urn:example:root", "#/a"), "urn:example:root#/a");
}

TEST(PercentDecode, DecodesTriplesOnly) { EXPECT_EQ(percent_decode("a%25b%2Fc%zz%4"), "a%b/c%zz%4"); }

}  // namespace
}  // namespace oree::decode
