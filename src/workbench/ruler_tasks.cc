#include "workbench/ruler_tasks.h"

#include <string>

#include "oree/error.h"

namespace oree::workbench {
namespace {

constexpr RulerTask kTasks[] = {{"single", make_single},
                                {"multi_key", make_multi_key},
                                {"multi_value", make_multi_value},
                                {"multi_query", make_multi_query},
                                {"variable_tracking", make_variable_tracking},
                                {"common_words", make_common_words},
                                {"frequent_words", make_frequent_words},
                                {"cloze", make_cloze}};

}  // namespace

std::span<const RulerTask> ruler_tasks() { return kTasks; }

const RulerTask& ruler_task(std::string_view name) {
  std::string names;
  for (const RulerTask& task : kTasks) {
    if (task.name == name) {
      return task;
    }
    names += (names.empty() ? "" : ", ") + std::string(task.name);
  }
  throw Error(ErrorCode::kInvalid, "there is no task \"" + std::string(name) + "\"", "--tasks", "choose of " + names);
}

}  // namespace oree::workbench
