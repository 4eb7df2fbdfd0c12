#include "workbench/filters_output.h"

#include <system_error>

#include "base/atomic_file.h"
#include "oree/error.h"
#include "workbench/model_output.h"

namespace oree::workbench {

namespace fs = std::filesystem;

void check_filters_output(const fs::path& model, const fs::path& output) {
  std::error_code failure;
  if (fs::equivalent(model, output, failure)) {
    throw Error(ErrorCode::kInvalid, "the filters would replace the model", output.string(),
                "give the output another name");
  }
  check_replaceable(output);
  const AtomicFile trial(output);  // never committed: leaves nothing
}

Json filters_document(const cache::FilterFile& file, const fs::path& output) {
  return {{"model", file.model.name},
          {"fingerprint", file.model.fingerprint},
          {"filters", output.string()},
          {"tokens", file.n_tokens},
          {"seed", file.seed},
          {"bytes", fs::file_size(output)},
          {"statistics", file.statistics.has_value()},
          {"report", nullptr}};
}

}  // namespace oree::workbench
