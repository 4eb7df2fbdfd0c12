#include "oree/paths.h"

#include <cstdlib>
#include <string>
#include <system_error>
#include <vector>

#include "oree/error.h"

namespace oree {
namespace {

namespace fs = std::filesystem;

const char* environment(const char* name) noexcept {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0' ? value : nullptr;
}

fs::path absolute_variable(const char* name, const char* value) {
  fs::path path = value;
  if (path.is_relative()) {
    throw Error(ErrorCode::kInvalid, std::string("$") + name + " is not an absolute path: " + value, name,
                std::string("set ") + name + " to a path that starts with /");
  }
  return path;
}

fs::path user_directory(const char* variable, const char* below_home) {
  if (const char* value = environment(variable)) {
    return absolute_variable(variable, value) / "oree";
  }
  if (const char* home = environment("HOME")) {
    return absolute_variable("HOME", home) / below_home / "oree";
  }
  throw Error(ErrorCode::kInvalid, std::string("neither $") + variable + " nor $HOME is set", variable,
              "set HOME to your home folder");
}

}  // namespace

fs::path data_directory() { return user_directory("XDG_DATA_HOME", ".local/share"); }

fs::path config_directory() { return user_directory("XDG_CONFIG_HOME", ".config"); }

fs::path cache_directory() { return user_directory("XDG_CACHE_HOME", ".cache"); }

fs::path prefix_snapshot_directory() { return cache_directory() / "prefixes"; }

fs::path default_model() {
  std::error_code failure;
  if (const char* value = environment("OREE_MODEL")) {
    if (!fs::exists(value, failure)) {
      throw Error(ErrorCode::kNotFound, "the model that $OREE_MODEL names does not exist", value,
                  "correct OREE_MODEL, or unset it for the shipped model");
    }
    return value;
  }
  std::vector<fs::path> candidates;
#ifdef OREE_SOURCE_DIR
  candidates.emplace_back(fs::path(OREE_SOURCE_DIR) / "models" / "oree-mini.gguf");
#endif
  if (const fs::path program = fs::read_symlink("/proc/self/exe", failure); !failure) {
    candidates.push_back(program.parent_path().parent_path() / "share" / "oree" / "oree-mini.gguf");
  }
  std::string tried;
  for (const fs::path& candidate : candidates) {
    if (fs::exists(candidate, failure)) {
      return candidate;
    }
    tried += (tried.empty() ? "" : ", ") + candidate.string();
  }
  throw Error(ErrorCode::kNotFound, "no model was found", tried, "name one with -m, or set OREE_MODEL");
}

}  // namespace oree
