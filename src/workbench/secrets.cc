#include "workbench/secrets.h"

#include <algorithm>
#include <iterator>

#include "base/check.h"

namespace oree::workbench {
namespace {

constexpr const char* kKinds[] = {"amber",  "quiet",  "northern", "silver", "crooked", "hidden",  "painted",
                                  "frozen", "sunken", "golden",   "marble", "windy",   "crimson", "hollow",
                                  "mossy",  "copper", "distant",  "broken", "velvet",  "eastern"};
constexpr const char* kPlaces[] = {"harbour", "orchard", "library", "lighthouse", "market",  "garden", "station",
                                   "valley",  "bridge",  "tower",   "mill",       "chapel",  "canal",  "workshop",
                                   "stable",  "museum",  "island",  "bakery",     "theatre", "quarry"};
constexpr std::size_t kMaxSecrets = std::size(kKinds) * std::size(kPlaces);

}  // namespace

std::string draw_place(Choices& choices) {
  const std::string kind = kKinds[choices.below(std::size(kKinds))];
  return kind + " " + kPlaces[choices.below(std::size(kPlaces))];
}

std::vector<Secret> draw_secrets(Choices& choices, std::size_t count) {
  check(count <= kMaxSecrets, "there are not so many places");
  std::vector<Secret> secrets;
  while (secrets.size() < count) {
    Secret secret;
    secret.place = draw_place(choices);
    secret.number = std::to_string(10'000 + choices.below(90'000));
    const bool is_taken = std::any_of(secrets.begin(), secrets.end(), [&](const Secret& other) {
      return other.place == secret.place || other.number == secret.number;
    });
    if (!is_taken) {
      secrets.push_back(std::move(secret));
    }
  }
  return secrets;
}

std::string secret_question(const Secret& secret) { return "The secret number of the " + secret.place + " is"; }

}  // namespace oree::workbench
