// What compare_bfcl.py runs: judges calls, a JSON line {"functions", "accepted", "calls": [{FUNCTION: ARGUMENTS}]}
// each. A line of output is "right", or what is wrong. Not a part of the program.
#include <iostream>
#include <string>

#include "workbench/bfcl_answers.h"

int main() {
  std::string line;
  while (std::getline(std::cin, line)) {
    const oree::Json entry = oree::Json::parse(line);
    std::vector<oree::workbench::FunctionCall> calls;
    for (const oree::Json& call : entry["calls"]) {
      calls.push_back({call.begin().key(), call.begin().value()});
    }
    std::cout << oree::workbench::find_mistake(entry["functions"], entry["accepted"], calls).value_or("right") << "\n";
  }
}
