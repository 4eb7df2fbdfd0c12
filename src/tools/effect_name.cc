#include "oree/tool.h"

namespace oree {

std::string_view effect_name(Effect effect) noexcept {
  switch (effect) {
    case Effect::kRead:
      return "read";
    case Effect::kWrite:
      return "write";
    case Effect::kNetwork:
      return "network";
    case Effect::kSend:
      return "send";
  }
  return "read";
}

}  // namespace oree
