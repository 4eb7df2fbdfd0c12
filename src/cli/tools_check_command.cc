// `oree tools check`: what is wrong with the files of custom tools.
#include <algorithm>
#include <filesystem>
#include <memory>
#include <system_error>

#include "cli/external_tools.h"
#include "cli/output.h"
#include "cli/program.h"
#include "oree/custom_tools.h"
#include "oree/error.h"

namespace oree::cli {
namespace {

// A file, or the name of a tool in the folder of tools; without either, all of them.
std::vector<std::filesystem::path> manifest_paths(const std::string& what) {
  if (what.find('/') != std::string::npos || what.ends_with(".toml")) {
    return {what};
  }
  if (!what.empty()) {
    return {custom_tools_directory() / (what + ".toml")};
  }
  std::vector<std::filesystem::path> paths;
  std::error_code failure;
  for (std::filesystem::directory_iterator file(custom_tools_directory(), failure), end; !failure && file != end;
       file.increment(failure)) {
    if (file->path().extension() == ".toml") {
      paths.push_back(file->path());
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

int check(const std::string& what, bool json) {
  Json document = Json::array();
  bool all_well = true;
  for (const std::filesystem::path& path : manifest_paths(what)) {
    const ManifestReading reading = read_tool_manifest(path);
    Json mistakes = Json::array();
    for (const AgentFileMistake& mistake : reading.mistakes) {
      mistakes.push_back({{"code", error_code_name(mistake.code)},
                          {"line", mistake.position.line},
                          {"column", mistake.position.column},
                          {"what", mistake.what},
                          {"hint", mistake.hint}});
      if (!json) {
        std::string line = path.string();
        if (mistake.position.line > 0) {
          line +=
              ", line " + std::to_string(mistake.position.line) + ", column " + std::to_string(mistake.position.column);
        }
        print(for_terminal_line(line + ": " + mistake.what + "; " + mistake.hint) + "\n");
      }
    }
    if (!json && mistakes.empty()) {
      print(for_terminal_line(path.stem().string()) + ": nothing is wrong\n");
    }
    all_well = all_well && mistakes.empty();
    document.push_back({{"file", path.string()}, {"mistakes", std::move(mistakes)}});
  }
  if (json) {
    print_json(document);
  }
  return all_well ? kOk : kFailed;
}

}  // namespace

void add_tools_check_command(Program& program, CLI::App& tools) {
  auto what = std::make_shared<std::string>();
  add_command(program, tools, "check", "Every mistake in the files of custom tools", "oree tools check count_words",
              [&program, what] { return check(*what, program.json); })
      ->add_option("NAME", *what, "A tool, or a file (default: all)");
}

}  // namespace oree::cli
