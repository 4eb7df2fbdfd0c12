#include "agent/tool_result.h"

#include <algorithm>
#include <string>

#include "text/utf8.h"

namespace oree::agent {
namespace {

std::string written(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

// The longest list directly in the result, nullptr when there is none.
Json* longest_list(Json& result) {
  Json* longest = nullptr;
  for (Json& member : result) {
    if (member.is_array() && (longest == nullptr || member.size() > longest->size())) {
      longest = &member;
    }
  }
  return longest;
}

// Leaves out elements at the end until the whole fits; false when not even the first can stay.
bool shorten_list(Json& result, Json& list) {
  const std::size_t total = list.size();
  Json elements = std::move(list);
  list = Json::array();
  result["more"] = total;
  std::size_t used = written(result).size();
  if (used > kMaxResultBytes) {
    return false;
  }
  constexpr std::size_t kSeparatorBytes = 1;
  for (Json& element : elements) {
    used += written(element).size() + kSeparatorBytes;
    if (used > kMaxResultBytes) {
      break;
    }
    list.push_back(std::move(element));
  }
  result["more"] = total - list.size();
  return !list.empty();
}

}  // namespace

Json result_for_model(const Json& result) {
  const std::string whole = written(result);
  Json bounded = Json::parse(whole, nullptr, false);
  if (whole.size() <= kMaxResultBytes && !bounded.is_discarded()) {
    return bounded;
  }
  if (bounded.is_array()) {
    Json list = std::move(bounded);
    bounded = Json::object();
    bounded["results"] = std::move(list);
  }
  // Reserved first, because adding a member may move the others.
  if (bounded.is_object()) {
    bounded["more"] = 0;
    Json* list = longest_list(bounded);
    if (list != nullptr && shorten_list(bounded, *list)) {
      return bounded;
    }
  }
  std::size_t kept = kMaxResultBytes / 2;
  std::string start;
  do {
    // Cut at a whole character; quotes and backslashes take twice their room once they stand in a JSON string.
    std::string_view part = std::string_view(whole).substr(0, kept);
    while (!part.empty() && text::find_invalid_utf8(part)) {
      part.remove_suffix(1);
    }
    start = part;
    kept /= 2;
  } while (written(Json(start)).size() > kMaxResultBytes - 64);
  return {{"text", start}, {"cut", true}};
}

}  // namespace oree::agent
