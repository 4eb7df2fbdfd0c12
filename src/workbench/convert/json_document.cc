#include "workbench/convert/json_document.h"

#include <set>
#include <string>
#include <vector>

#include "base/atomic_file.h"
#include "oree/error.h"

namespace oree::workbench {

Json read_json_object(const std::filesystem::path& path, std::uint64_t limit_bytes) {
  const std::string text = read_file(path, limit_bytes);
  std::vector<std::set<std::string>> keys;  // of the objects that are open
  const auto watch = [&](int depth, Json::parse_event_t event, Json& parsed) {
    if (depth > kMaxModelJsonDepth) {
      throw Error(ErrorCode::kLimit,
                  "the JSON is nested deeper than kMaxModelJsonDepth, " + std::to_string(kMaxModelJsonDepth),
                  path.string());
    }
    if (event == Json::parse_event_t::object_start) {
      keys.emplace_back();
    } else if (event == Json::parse_event_t::object_end) {
      keys.pop_back();
    } else if (event == Json::parse_event_t::key && !keys.back().insert(parsed.get<std::string>()).second) {
      throw Error(ErrorCode::kCorrupt, "the key \"" + parsed.get<std::string>() + "\" stands twice in one object",
                  path.string(), "download the file again");
    }
    return true;
  };
  Json document;
  try {
    document = Json::parse(text, watch);
  } catch (const Json::parse_error& error) {
    throw Error(ErrorCode::kCorrupt, "the file is no valid JSON",
                path.string() + ", byte " + std::to_string(error.byte == 0 ? 0 : error.byte - 1),
                "download the file again");
  } catch (const Json::out_of_range&) {
    throw Error(ErrorCode::kCorrupt, "a number in the JSON is too large", path.string(), "download the file again");
  }
  if (!document.is_object()) {
    throw Error(ErrorCode::kCorrupt, "the file is no JSON object", path.string(), "download the file again");
  }
  return document;
}

}  // namespace oree::workbench
