#include "base/bounded_json.h"

#include <string>

#include "oree/error.h"

namespace oree {

Json parse_bounded_json(std::string_view text) {
  const auto watch = [](int depth, Json::parse_event_t, Json&) {
    if (depth > kMaxJsonDepth) {
      throw Error(ErrorCode::kLimit,
                  "the JSON is nested deeper than " + std::to_string(kMaxJsonDepth) + " (kMaxJsonDepth)", "JSON");
    }
    return true;
  };
  try {
    return Json::parse(text, watch);
  } catch (const Json::parse_error& failure) {
    throw Error(ErrorCode::kCorrupt, "this is not JSON", "byte " + std::to_string(failure.byte));
  } catch (const Json::exception& failure) {
    throw Error(ErrorCode::kCorrupt, std::string("this is not JSON: ") + failure.what());
  }
}

}  // namespace oree
