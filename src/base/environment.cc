#include "oree/environment.h"

#include <cstdlib>

#include "oree/error.h"
#include "oree/json.h"

namespace oree {
namespace {

bool is_utf8(const std::string& text) {
  try {
    static_cast<void>(Json(text).dump());
    return true;
  } catch (const Json::type_error&) {
    return false;
  }
}

}  // namespace

std::string expand_variables(const std::string& text, const std::string& where) {
  std::string result;
  std::size_t at = 0;
  while (true) {
    const std::size_t start = text.find("${", at);
    const std::size_t end = start == std::string::npos ? start : text.find('}', start);
    result += text.substr(at, end == std::string::npos ? end : start - at);
    if (end == std::string::npos) {
      return result;
    }
    const std::string name = text.substr(start + 2, end - start - 2);
    const char* value = std::getenv(name.c_str());
    if (value == nullptr) {
      throw Error(ErrorCode::kNotFound, "the variable " + name + " is not set", where,
                  "set it in the environment: export " + name + "=...");
    }
    if (!is_utf8(value)) {
      throw Error(ErrorCode::kInvalid, "the variable " + name + " is not UTF-8", where, "set it to text in UTF-8");
    }
    result += value;
    at = end + 1;
  }
}

}  // namespace oree
