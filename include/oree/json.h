// The JSON value of the public API. Objects keep the order in which members were written.
#pragma once

#include <nlohmann/json.hpp>

namespace oree {

using Json = nlohmann::ordered_json;

}  // namespace oree
