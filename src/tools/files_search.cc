#include <algorithm>

#include "oree/error.h"
#include "text/utf8.h"
#include "tools/described_tool.h"
#include "tools/granted_folders.h"
#include "tools/text_fold.h"
#include "tools/tool_factories.h"

namespace oree::tools {
namespace {

constexpr std::size_t kMaxFound = 20;
constexpr std::size_t kMaxShownBytes = 200;
constexpr int kMaxDepth = 16;
constexpr std::size_t kMaxFiles = 20'000;
constexpr std::uint64_t kMaxSearchedBytes = 256u << 20;

// One walk through the granted folders, file after file, until something ends it.
class Search {
 public:
  explicit Search(std::vector<std::string> words) : words_(std::move(words)) {}

  void look_into(const GrantedPath& folder, int depth) {
    std::vector<FolderEntry> entries;
    try {
      entries = list_granted(folder);
    } catch (const Error&) {
      ++skipped_;  // not to be read, or gone meanwhile
      return;
    }
    for (const FolderEntry& entry : entries) {
      const GrantedPath path{folder.root, folder.relative / entry.name, folder.writable};
      if (!entry.is_folder) {
        look_at(path, entry);
      } else if (depth < kMaxDepth) {
        look_into(path, depth + 1);
      } else {
        ++skipped_;
      }
    }
  }

  Json result() && {
    Json result = {{"found", std::move(found_)}};
    if (more_ > 0) result["more"] = more_;
    if (skipped_ > 0) result["not_searched"] = skipped_;
    return result;
  }

 private:
  bool fits(const std::string& folded) const {
    return std::all_of(words_.begin(), words_.end(),
                       [&](const std::string& word) { return folded.find(word) != std::string::npos; });
  }

  void add(Json entry) {
    if (found_.size() < kMaxFound) {
      found_.push_back(std::move(entry));
    } else {
      ++more_;
    }
  }

  // A file is found by its name, by a line with every word, or by the first line with the first word when the words
  // stand apart.
  void look_at(const GrantedPath& path, const FolderEntry& entry) {
    if (fits(fold(entry.name))) {
      add({{"path", path.shown()}});
      return;
    }
    if (files_ == kMaxFiles || bytes_ + entry.size_bytes > kMaxSearchedBytes || entry.size_bytes > kMaxTextFileBytes) {
      ++skipped_;
      return;
    }
    ++files_;
    bytes_ += entry.size_bytes;
    std::string text;
    try {
      text = read_granted_text(path, Access::kRead);
    } catch (const Error&) {
      ++skipped_;  // no text
      return;
    }
    if (!fits(fold(text))) return;
    std::size_t number = 1;
    std::size_t best_number = 0;
    std::string best;
    for (std::size_t start = 0; start < text.size(); ++number) {
      const std::size_t end = std::min(text.find('\n', start), text.size());
      const std::string line = text.substr(start, end - start);
      const std::string folded = fold(line);
      const bool whole = fits(folded);
      if (whole || (best_number == 0 && folded.find(words_.front()) != std::string::npos)) {
        best_number = number;
        best = line;
      }
      if (whole) break;
      start = end + 1;
    }
    add({{"path", path.shown()}, {"line", std::max<std::size_t>(best_number, 1)}, {"text", shortened(trim(best))}});
  }

  static std::string shortened(std::string text) {
    if (text.size() <= kMaxShownBytes) return text;
    text.resize(kMaxShownBytes);
    while (text::find_invalid_utf8(text)) text.pop_back();
    return text + "...";
  }

  std::vector<std::string> words_;
  Json found_ = Json::array();
  std::size_t more_ = 0;
  std::size_t skipped_ = 0;
  std::size_t files_ = 0;
  std::uint64_t bytes_ = 0;
};

ToolPlan plan(const GrantedFolders& folders, const Json& arguments) {
  const std::string query = string_argument(arguments, "query", kMaxNameBytes);
  std::vector<std::string> words = folded_words(query);
  if (words.empty()) {
    throw Error(ErrorCode::kInvalid, "\"" + query + "\" has no words", "argument query", "search for a word");
  }
  std::vector<GrantedPath> roots = folders.roots();
  if (const auto folder = optional_string(arguments, "folder", kMaxPathBytes)) {
    roots = {folders.locate(*folder, Access::kRead)};
    list_granted(roots.front());  // an Error when it does not exist
  } else if (roots.empty()) {
    folders.locate("/", Access::kRead);
  }
  Search search(std::move(words));
  for (const GrantedPath& root : roots) search.look_into(root, 0);
  ToolPlan result;
  result.summary = "Search the files for " + query;
  result.result = std::move(search).result();
  return result;
}

}  // namespace

std::unique_ptr<Tool> make_files_search(const AgentFolders& granted) {
  return make_tool(describe("files_search", "Search the names and the text of files.", Effect::kRead,
                            {{"query", quoted_schema()}, {"folder", string_schema()}}, {"query"}),
                   [folders = GrantedFolders(granted)](const Json& arguments, const ToolContext&) {
                     return plan(folders, arguments);
                   });
}

}  // namespace oree::tools
