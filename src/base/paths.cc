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

// What comes with the program: of the checkout it was built in, or of the installation beside it.
std::vector<fs::path> shipped_places(const char* in_checkout, const char* in_installation) {
  std::vector<fs::path> places;
#ifdef OREE_SOURCE_DIR
  places.emplace_back(fs::path(OREE_SOURCE_DIR) / in_checkout);
#endif
  std::error_code failure;
  if (const fs::path program = fs::read_symlink("/proc/self/exe", failure); !failure) {
    places.push_back(program.parent_path().parent_path() / "share" / "oree" / in_installation);
  }
  return places;
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
  std::string tried;
  for (const fs::path& candidate : shipped_places("models/oree-mini.gguf", "oree-mini.gguf")) {
    if (fs::exists(candidate, failure)) {
      return candidate;
    }
    tried += (tried.empty() ? "" : ", ") + candidate.string();
  }
  throw Error(ErrorCode::kNotFound, "no model was found", tried, "name one with -m, or set OREE_MODEL");
}

fs::path ready_made_agents_directory() {
  std::error_code failure;
  for (const fs::path& place : shipped_places("agents", "agents")) {
    if (fs::is_directory(place, failure)) {
      return place;
    }
  }
  return {};
}

fs::path home_directory() {
  if (const char* home = environment("HOME")) {
    return absolute_variable("HOME", home);
  }
  throw Error(ErrorCode::kInvalid, "$HOME is not set", "HOME", "set HOME to your home folder");
}

std::string expand_home(std::string_view text) {
  if (text != "~" && !text.starts_with("~/")) {
    return std::string(text);
  }
  std::string home = home_directory().string();
  while (home.size() > 1 && home.ends_with('/')) {
    home.pop_back();
  }
  return home + std::string(text.substr(1));
}

}  // namespace oree
