// The document of `oree evaluate cache` in Markdown.
#include <algorithm>
#include <cstdio>

#include "oree/workbench/evaluate_cache.h"
#include "workbench/cache_scores.h"

namespace oree {
namespace {

std::string number(const Json& value, bool with_sign) {
  char text[32];
  std::snprintf(text, sizeof text, with_sign ? "%+.3f" : "%.3f", value.get<double>());
  return text;
}

std::string mebibytes(const Json& bytes) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f", bytes.get<double>() / (1 << 20));
  return text;
}

std::string interval(const Json& part, bool with_sign) {
  return part["low"].is_null() ? ""
                               : " (" + number(part["low"], with_sign) + " to " + number(part["high"], with_sign) + ")";
}

// Bold: the best; italic: tied with it.
std::string cell_text(const Json& part) {
  const std::string value = number(part["value"], false);
  const std::string marks = part["mark"].is_null() ? "" : part["mark"] == "best" ? "**" : "*";
  return marks + value + marks + ", " + number(part["difference"], true) + interval(part, true);
}

std::string row_of(const std::vector<std::string>& cells) {
  std::string row = "|";
  for (const std::string& cell : cells) {
    row += " " + cell + " |";
  }
  return row + "\n";
}

std::string head_of(const std::vector<std::string>& cells) {
  std::string head = row_of(cells) + "|";
  for (std::size_t index = 0; index < cells.size(); ++index) {
    head += "---|";
  }
  return head + "\n";
}

std::string budget_table(const Json& document, const std::string& budget) {
  std::vector<std::string> head = {"policy"};
  std::vector<std::string> full = {"full cache"};
  for (const workbench::CacheMeasure& measure : workbench::cache_measures()) {
    head.emplace_back(measure.title);
    const Json& part = document["full"][std::string(measure.name)];
    full.push_back(number(part["value"], false) + interval(part, false));
  }
  head.emplace_back("MiB");
  full.push_back(mebibytes(document["full"]["bytes"]));
  std::string table = "\n## Budget " + budget + "\n\n" + head_of(head) + row_of(full);
  for (const Json& cell : document["cells"]) {
    if (cell["budget"] != budget) {
      continue;
    }
    std::vector<std::string> row = {cell["policy"].get<std::string>()};
    for (const workbench::CacheMeasure& measure : workbench::cache_measures()) {
      row.push_back(cell_text(cell[std::string(measure.name)]));
    }
    row.push_back(mebibytes(cell["bytes"]));
    table += row_of(row);
  }
  return table;
}

std::string stream_table(const Json& stream) {
  std::string table = "\n## A stream of " + stream["tokens"].dump() + " tokens, budget " +
                      stream["budget"].get<std::string>() + "\n\n" + head_of({"policy", "loss", "last block", "MiB"});
  for (const Json& row : stream["policies"]) {
    const bool is_full = row["policy"] == "none";
    table += row_of({is_full ? "full cache" : row["policy"].get<std::string>(),
                     is_full ? number(row["loss"]["value"], false) : cell_text(row["loss"]),
                     number(row["by_position"].back()[1], false), mebibytes(row["bytes"])});
  }
  return table;
}

}  // namespace

std::string evaluate_cache_table(const Json& document) {
  std::string table = "# " + document["model"].get<std::string>() + ": what a bounded cache costs\n\n";
  table += "Contexts of " + document["length"].dump() + " tokens, read in full, compressed once, then asked; " +
           document["samples"].dump() + " for the loss of the next " + document["next_tokens"].dump() +
           " tokens, as many needles, and as many of each of " + std::to_string(document["tasks"].size()) +
           " tasks. Losses in nats. After the comma: the difference to the full cache, with the 95% interval of paired "
           "samples. **Bold**: the best of a budget; *italic*: not told apart from it.\n";
  for (const Json& skipped : document["skipped"]) {
    table += "\nLeft out: " + skipped["policy"].get<std::string>() + ", " + skipped["why"].get<std::string>() + ".\n";
  }
  for (const Json& budget : document["budgets"]) {
    table += budget_table(document, budget.get<std::string>());
  }
  if (!document["streaming"].is_null()) {
    table += stream_table(document["streaming"]);
  }
  return table;
}

}  // namespace oree
