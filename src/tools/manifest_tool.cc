// A call of a custom tool: arguments to the program's stdin, its result from stdout.
#include "base/bounded_json.h"
#include "base/sandboxed_run.h"
#include "oree/custom_tools.h"
#include "oree/error.h"
#include "text/utf8.h"

namespace oree {
namespace {

constexpr std::size_t kMaxResultBytes = std::size_t{1} << 20;
constexpr std::size_t kMaxShownBytes = 500;  // of what a program says went wrong
constexpr std::size_t kMaxSummaryBytes = 400;

std::string shortened(std::string text, std::size_t bytes) {
  text = text::replace_invalid_utf8(text);
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) {
    text.pop_back();
  }
  if (text.size() > bytes) {
    std::size_t end = bytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) {
      --end;
    }
    text = text.substr(0, end) + "…";
  }
  return text;
}

class ManifestTool final : public Tool {
 public:
  ManifestTool(ToolManifest manifest, std::shared_ptr<Launcher> launcher)
      : manifest_(std::move(manifest)), launcher_(std::move(launcher)) {}

  const ToolDescription& description() const noexcept override { return manifest_.description; }
  bool performs() const noexcept override { return true; }

  ToolPlan plan(const Json& arguments, const ToolContext&) const override {
    ToolPlan plan;
    plan.summary = "Run " + manifest_.description.name + " " +
                   shortened(arguments.dump(-1, ' ', false, Json::error_handler_t::replace), kMaxSummaryBytes);
    return plan;
  }

  ToolPlan perform(const Json& arguments, const ToolContext& context, const CancelFlag* cancel) const override {
    if (!launcher_) {
      throw Error(ErrorCode::kUnsupported, "programs of others cannot be started here", manifest_.description.name);
    }
    const std::string input = arguments.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
    const SandboxedResult said = run_sandboxed(*launcher_, manifest_.program, input, kMaxResultBytes, cancel);
    ToolPlan plan = this->plan(arguments, context);
    plan.result = result_of(said);
    return plan;
  }

 private:
  [[noreturn]] void fail(ErrorCode code, const std::string& what, const std::string& hint = {}) const {
    throw Error(code, manifest_.description.name + ": " + what, manifest_.path.string(), hint);
  }

  Json result_of(const SandboxedResult& said) const {
    const ProgramLimits& limits = manifest_.program.limits;
    if (said.ending.stopped_for == "time") {
      fail(ErrorCode::kLimit,
           "took longer than " + std::to_string(limits.wall_time.count() / 1000) + " s and was stopped",
           "raise timeout_seconds in its file");
    }
    if (said.ending.stopped_for == "memory") {
      fail(ErrorCode::kLimit, "took more than " + std::to_string(limits.memory_bytes) + " bytes of memory",
           "raise memory in its file");
    }
    if (said.ending.stopped_for == "processes") {
      fail(ErrorCode::kLimit, "started more than " + std::to_string(limits.processes) + " processes and threads");
    }
    Json result(Json::value_t::discarded);
    try {
      result = parse_bounded_json(said.output);
    } catch (const Error&) {
      result = Json(Json::value_t::discarded);  // said below, unless its status says more
    }
    if (result.is_object() && result.contains("error")) {
      const Json& error = result["error"];
      fail(ErrorCode::kInvalid,
           shortened(error.is_string() ? error.get<std::string>()
                                       : error.dump(-1, ' ', false, Json::error_handler_t::replace),
                     kMaxShownBytes));
    }
    if (said.ending.status != 0) {
      // The last line says mostly more than the first.
      std::string errors = shortened(said.errors, kMaxKeptErrorBytes);
      if (const std::size_t line = errors.find_last_of('\n'); line != std::string::npos) {
        errors = errors.substr(line + 1);
      }
      fail(ErrorCode::kIo, "ended with status " + std::to_string(said.ending.status) +
                               (errors.empty() ? "" : ": " + shortened(errors, kMaxShownBytes)));
    }
    if (result.is_discarded()) {
      fail(ErrorCode::kCorrupt, "wrote no JSON to stdout: " + shortened(said.output, 80),
           "let it write one JSON value and nothing else");
    }
    return result.is_object() ? result : Json{{"result", std::move(result)}};
  }

  ToolManifest manifest_;
  std::shared_ptr<Launcher> launcher_;
};

}  // namespace

std::unique_ptr<Tool> make_custom_tool(ToolManifest manifest, std::shared_ptr<Launcher> launcher) {
  return std::make_unique<ManifestTool>(std::move(manifest), std::move(launcher));
}

}  // namespace oree
