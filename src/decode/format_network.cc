#include "decode/format_patterns.h"

namespace oree::decode {
namespace {

const std::string kPercent = "%[0-9A-Fa-f]{2}";
const std::string kHex16 = "[0-9A-Fa-f]{1,4}";
// Inside a class.
const std::string kUnreserved = "A-Za-z0-9\\-._~";
const std::string kSubDelimiters = "!$&'()*+,;=";
const std::string kUcsCharacters =
    "\\u00A0-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFEF\\u{10000}-\\u{1FFFD}\\u{20000}-\\u{2FFFD}\\u{30000}-\\u{3FFFD}"
    "\\u{40000}-\\u{4FFFD}\\u{50000}-\\u{5FFFD}\\u{60000}-\\u{6FFFD}\\u{70000}-\\u{7FFFD}\\u{80000}-\\u{8FFFD}"
    "\\u{90000}-\\u{9FFFD}\\u{A0000}-\\u{AFFFD}\\u{B0000}-\\u{BFFFD}\\u{C0000}-\\u{CFFFD}\\u{D0000}-\\u{DFFFD}"
    "\\u{E1000}-\\u{EFFFD}";
const std::string kPrivateCharacters = "\\uE000-\\uF8FF\\u{F0000}-\\u{FFFFD}\\u{100000}-\\u{10FFFD}";

// What resource identifiers are made of; further characters are those an IRI allows beside ASCII.
struct Identifier {
  std::string scheme = "[A-Za-z][A-Za-z0-9+.\\-]*:";
  std::string authority, rooted_path, path_character, first_segment_character, path, tail;

  Identifier(const std::string& further, const std::string& further_in_query) {
    const std::string name = kUnreserved + kSubDelimiters + further;
    const auto one_of = [](const std::string& set) { return "([" + set + "]|" + kPercent + ")"; };
    path_character = one_of(name + ":@");
    first_segment_character = one_of(name + "@");
    path = one_of(name + ":@/") + "*";
    const std::string literal =
        "\\[(" + ipv6_pattern() + "|[vV][0-9A-Fa-f]+\\.[" + kUnreserved + kSubDelimiters + ":]+)\\]";
    authority = "(" + one_of(name + ":") + "*@)?(" + literal + "|" + one_of(name) + "*)(:\\d*)?";
    rooted_path = "//" + authority + "(/" + path + ")?|/(" + path_character + path + ")?";
    tail = "(\\?" + one_of(name + ":@/?" + further_in_query) + "*)?(#" + one_of(name + ":@/?") + "*)?";
  }
  std::string absolute() const { return scheme + "(" + rooted_path + "|(" + path_character + path + ")?)" + tail; }
  std::string relative() const {
    // The first segment has no colon, which would make it a scheme.
    return "(" + rooted_path + "|(" + first_segment_character + "+(/" + path + ")?)?)" + tail;
  }
  std::string reference() const { return "(" + absolute() + "|" + relative() + ")"; }
};

}  // namespace

std::string ipv4_pattern() {
  const std::string number = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  return number + "(\\." + number + "){3}";
}

std::string ipv6_pattern() {
  const std::string last = "(" + kHex16 + ":" + kHex16 + "|" + ipv4_pattern() + ")";  // 32 bits
  const auto up_to = [](int n) { return "(" + kHex16 + "(:" + kHex16 + "){0," + std::to_string(n - 1) + "})?"; };
  const auto groups = [](int n) { return "(" + kHex16 + ":){" + std::to_string(n) + "}"; };
  std::string pattern = "(" + groups(6) + last;
  pattern += "|::" + groups(5) + last;
  for (int n = 1; n <= 5; ++n) pattern += "|" + up_to(n) + "::" + groups(5 - n) + last;
  pattern += "|" + up_to(6) + "::" + kHex16;
  pattern += "|" + up_to(7) + "::)";
  return pattern;
}

std::string hostname_pattern() {
  const std::string letter = "[A-Za-z0-9]";
  const std::string inner = "[A-Za-z0-9-]";
  const std::string label = letter + "(" + letter + "|" + inner + "(" + letter + "(" + inner + "{0,59}" + letter +
                            ")?|-" + letter + "(" + inner + "{0,58}" + letter + ")?))?";
  return label + "(\\." + label + "){0,126}";
}

std::string email_local_pattern() {
  const std::string atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\-]+";
  return "(" + atom + "(\\." + atom + ")*|\"([ !#-\\[\\]-~]|\\\\[ -~])*\")";
}

std::string email_domain_pattern() {
  const std::string label = "[A-Za-z0-9]([A-Za-z0-9\\-]{0,61}[A-Za-z0-9])?";
  return "(" + label + "(\\." + label + "){0,126}|\\[(" + ipv4_pattern() + "|[iI][pP][vV]6:" + ipv6_pattern() + ")\\])";
}

std::string uri_pattern() { return Identifier("", "").absolute(); }
std::string uri_reference_pattern() { return Identifier("", "").reference(); }
std::string iri_pattern() { return Identifier(kUcsCharacters, kPrivateCharacters).absolute(); }
std::string iri_reference_pattern() { return Identifier(kUcsCharacters, kPrivateCharacters).reference(); }

std::string uri_template_pattern() {
  const std::string literal = "[!#$&-;=?-\\[\\]_a-z~" + kUcsCharacters + kPrivateCharacters + "]|" + kPercent;
  const std::string character = "([A-Za-z0-9_]|" + kPercent + ")";
  const std::string variable = character + "(\\.?" + character + ")*(:[1-9]\\d{0,3}|\\*)?";
  return "(" + literal + "|\\{[+#./;?&=,!@|]?" + variable + "(," + variable + ")*\\})*";
}

}  // namespace oree::decode
