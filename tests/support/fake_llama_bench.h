// Shell scripts that take the flags of a llama-bench and answer as one would.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

namespace oree::test {

enum class FakeBench {
  kLlamaCpp,    // has -d; 10 tokens a second
  kIkLlamaCpp,  // has -gp, writes a line before the array and one after it; 10 tokens a second
  kWithoutDepths,
  kFailing,  // says why on stderr and ends with 3
  kGarbage,  // prints a table
  kOther,    // another program
};

// The path of the script, in the folder. Each run adds its arguments as a line to NAME.log beside it.
inline std::filesystem::path fake_llama_bench(const std::filesystem::path& folder, FakeBench kind) {
  const std::filesystem::path path = folder / "llama-bench";
  std::ofstream script(path);
  std::string help = "-p, --n-prompt <n>\n-n, --n-gen <n>";
  if (kind == FakeBench::kLlamaCpp || kind == FakeBench::kFailing || kind == FakeBench::kGarbage) {
    help += "\n-d, --n-depth <n>";
  } else if (kind == FakeBench::kIkLlamaCpp) {
    help += "\n-gp <pp,tg>";
  } else if (kind == FakeBench::kOther) {
    help = "a program that compresses files";
  }
  script << "#!/bin/sh\necho \"$*\" >> \"$0.log\"\nif [ \"$1\" = --help ]; then\n  printf '%s\\n' '" << help
         << "'\n  exit 0\nfi\n";
  switch (kind) {
    case FakeBench::kFailing:
      script << "echo 'error: failed to load model' >&2\nexit 3\n";
      break;
    case FakeBench::kGarbage:
      script << "echo '| model | size | t/s |'\n";
      break;
    default:
      script << R"(p=512 n=128 d=0 gp=
while [ $# -gt 0 ]; do
  case "$1" in
    -p) p=$2; shift ;;
    -n) n=$2; shift ;;
    -d) d=$2; shift ;;
    -gp) gp=$2; shift ;;
  esac
  shift
done
separator=
entry() {  # prompt, generated, tokens per second
  printf '%s  {\n    "build_commit": "abc1234",\n    "n_prompt": %s,\n    "n_gen": %s,\n' "$separator" "$1" "$2"
)" << (kind == FakeBench::kLlamaCpp ? R"(  printf '    "n_depth": %s,\n' "$d")" : "  :")
             << R"(
  printf '    "avg_ns": 100, "avg_ts": %s, "stddev_ts": 0.000000,\n    "samples_ts": [ %s ]\n  }' "$3" "$3"
  separator=',
'
}
)" << (kind == FakeBench::kIkLlamaCpp ? "echo 'warning: something'\n" : "")
             << R"(printf '[\n'
for each in $(echo "$p" | tr , ' '); do
  [ "$each" = 0 ] || entry "$each" 0 10.000000
done
[ "$n" = 0 ] || entry 0 "$n" 10.000000
[ -z "$gp" ] || entry "${gp%,*}" "${gp#*,}" 10.000000
printf '\n]\n'
)" << (kind == FakeBench::kIkLlamaCpp ? "echo '~ggml: done'\n" : "");
  }
  script.close();
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  return path;
}

}  // namespace oree::test
