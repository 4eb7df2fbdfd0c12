#include <map>

#include "base/atomic_file.h"
#include "decode/grammar.h"
#include "oree/error.h"
#include "oree/workbench/grammar.h"

namespace oree {
namespace {

constexpr std::string_view kInstance = "instance";
constexpr std::uint64_t kMaxDocumentBytes = 16 * 1024 * 1024;

std::map<std::string, Json> read_documents(const std::filesystem::path& folder, const std::string& base_uri) {
  std::map<std::string, Json> documents;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file() || entry.path().extension() != ".json") {
      continue;
    }
    const std::string name = std::filesystem::relative(entry.path(), folder).generic_string();
    try {
      documents.emplace(base_uri + name, Json::parse(read_file(entry.path(), kMaxDocumentBytes)));
    } catch (const Json::parse_error& error) {
      throw Error(ErrorCode::kCorrupt, "this document is not JSON",
                  entry.path().string() + ", byte " + std::to_string(error.byte),
                  "mend it, or take it out of the folder");
    }
  }
  return documents;
}

}  // namespace

GrammarVerdict check_grammar(const Json& schema, std::string_view instance, const GrammarCheckOptions& options) {
  std::map<std::string, Json> documents;
  if (!options.documents.empty()) {
    documents = read_documents(options.documents, options.base_uri);
  }
  decode::CompileOptions compile;
  compile.spelling = decode::Spelling::kAny;
  compile.assert_formats = options.assert_formats;
  compile.default_draft = options.default_draft;
  compile.documents = &documents;
  const decode::Grammar grammar = decode::Grammar::from_json_schema(schema, compile);
  try {
    const std::optional<std::size_t> misfit = grammar.find_misfit(instance);
    return {!misfit, misfit.value_or(0)};
  } catch (const Error& error) {
    throw Error(error.code(), error.what(), std::string(kInstance) + ", " + error.where(), error.hint());
  }
}

}  // namespace oree
