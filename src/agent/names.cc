// The names that enumerations carry in JSON and in the journal.
#include "oree/agent.h"
#include "oree/journal.h"
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
  return "send";
}

std::string_view permission_name(Permission permission) noexcept {
  switch (permission) {
    case Permission::kAsk:
      return "ask";
    case Permission::kAllow:
      return "allow";
    case Permission::kRefuse:
      return "refuse";
  }
  return "ask";
}

std::string_view consent_name(Consent consent) noexcept {
  switch (consent) {
    case Consent::kNotNeeded:
      return "not_needed";
    case Consent::kAllowed:
      return "allowed";
    case Consent::kGranted:
      return "granted";
    case Consent::kRefused:
      return "refused";
  }
  return "refused";
}

std::string_view journal_state_name(JournalState state) noexcept {
  switch (state) {
    case JournalState::kIntent:
      return "intent";
    case JournalState::kDone:
      return "done";
    case JournalState::kUndone:
      return "undone";
    case JournalState::kRecovered:
      return "recovered";
    case JournalState::kFailed:
      return "failed";
    case JournalState::kRefused:
      return "refused";
  }
  return "intent";
}

}  // namespace oree
