#include "text/guarded_text.h"

#include "oree/error.h"

namespace oree::text {
namespace {

constexpr unsigned kFirstGuard = 0xFDD0;
constexpr unsigned kLastGuard = 0xFDEF;

// Of U+0800 to U+FFFF: three bytes.
std::string utf8_of(unsigned character) {
  return {static_cast<char>(0xE0 | (character >> 12)), static_cast<char>(0x80 | ((character >> 6) & 0x3F)),
          static_cast<char>(0x80 | (character & 0x3F))};
}

bool contains(const Json& value, std::string_view text) {
  if (value.is_string()) {
    return value.get_ref<const std::string&>().find(text) != std::string::npos;
  }
  if (!value.is_structured()) {
    return false;
  }
  for (const auto& [key, child] : value.items()) {
    if (contains(child, text) || (value.is_object() && key.find(text) != std::string::npos)) {
      return true;
    }
  }
  return false;
}

}  // namespace

GuardedText::GuardedText(const Tokenizer& tokenizer, const Json& values) : tokenizer_(&tokenizer) {
  for (unsigned character = kFirstGuard; character <= kLastGuard; ++character) {
    guard_ = utf8_of(character);
    if (!contains(values, guard_)) {
      return;
    }
  }
  throw Error(ErrorCode::kInvalid, "the conversation holds every character from U+FDD0 to U+FDEF", "conversation",
              "leave out characters that Unicode reserves for programs");
}

Json GuardedText::guard(const Json& value, bool own_words) const {
  if (value.is_string()) {
    return tokenizer_->guard_special(value.get_ref<const std::string&>(), guard_, own_words);
  }
  if (value.is_object()) {
    Json result = Json::object();
    for (const auto& [key, child] : value.items()) {
      result[tokenizer_->guard_special(key, guard_)] = guard(child, own_words);
    }
    return result;
  }
  if (value.is_array()) {
    Json result = Json::array();
    for (const Json& child : value) {
      result.push_back(guard(child, own_words));
    }
    return result;
  }
  return value;
}

}  // namespace oree::text
