#include "workbench/json_lines.h"

#include <sstream>
#include <string>

#include "base/atomic_file.h"
#include "base/bounded_json.h"
#include "oree/error.h"

namespace oree::workbench {

void for_each_json_line(const std::filesystem::path& path, std::size_t max_bytes,
                        const std::function<bool(const Json& line)>& read) {
  std::istringstream lines(read_file(path, max_bytes));
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) {
      continue;
    }
    const std::string where = path.string() + ", line " + std::to_string(number);
    try {
      if (!read(parse_bounded_json(line))) {
        return;
      }
    } catch (const Json::exception& failure) {
      throw Error(ErrorCode::kCorrupt, std::string("the line cannot be read: ") + failure.what(), where,
                  "evaluation/README.md describes the fields");
    } catch (const Error& failure) {
      throw Error(ErrorCode::kCorrupt, std::string("the line cannot be read: ") + failure.what(),
                  where + (failure.where().empty() ? "" : ", " + failure.where()),
                  "evaluation/README.md describes the fields");
    }
  }
}

}  // namespace oree::workbench
