#include "cli/score_lines.h"

#include <cstdio>

#include "cli/output.h"

namespace oree::cli {

std::string score_line(const Json& score) {
  char text[64];
  std::snprintf(text, sizeof text, "%.3f (%.3f to %.3f, %d of %d)", score["score"].get<double>(),
                score["low"].get<double>(), score["high"].get<double>(), score["exact"].get<int>(),
                score["total"].get<int>());
  return text;
}

void print_score_lines(const Json& scores) {
  print("all  " + score_line(scores) + "\n");
  for (const auto& [kind, parts] : scores["by"].items()) {
    for (const auto& [name, part] : parts.items()) {
      print(for_terminal(kind + " " + name + "  " + score_line(part)) + "\n");
    }
  }
}

}  // namespace oree::cli
