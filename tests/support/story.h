// Text without much sense for tests: as many sentences as wanted, no two alike.
#pragma once

#include <random>
#include <string>

namespace oree::test {

inline std::string story(int n_sentences) {
  const char* subjects[] = {"The river", "A lamp", "Seven boats", "My uncle", "Green paper"};
  const char* verbs[] = {"walks", "sings", "turns", "waits", "falls"};
  const char* places[] = {"under the hill", "by the door", "behind a cloud", "over the town", "near the sea"};
  std::mt19937_64 random(11);
  std::string text;
  for (int number = 1; number <= n_sentences; ++number) {
    text += std::string(text.empty() ? "" : " ") + subjects[random() % 5] + " " + verbs[random() % 5] + " " +
            places[random() % 5] + " on day " + std::to_string(number) + ".";
  }
  return text;
}

}  // namespace oree::test
