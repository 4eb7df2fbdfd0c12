#include "workbench/model_output.h"

#include <algorithm>
#include <string_view>
#include <system_error>

#include "base/mapped_file.h"
#include "oree/error.h"

namespace oree::workbench {

void check_replaceable(const std::filesystem::path& path) {
  std::error_code failure;
  if (!std::filesystem::is_regular_file(path, failure) || std::filesystem::file_size(path, failure) == 0) {
    return;
  }
  const MappedFile existing(path);
  constexpr std::string_view kMagic = "GGUF";
  const std::string_view start(reinterpret_cast<const char*>(existing.bytes().data()),
                               std::min(kMagic.size(), existing.bytes().size()));
  if (start != kMagic) {
    throw Error(ErrorCode::kInvalid, "a file that is no GGUF file would be replaced", path.string(),
                "choose another name for the output, or remove the file");
  }
}

}  // namespace oree::workbench
