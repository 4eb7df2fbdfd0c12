#include "cli/assistant.h"

#include <unistd.h>

#include <algorithm>

#include "cli/calls.h"
#include "cli/output.h"
#include "cli/signals.h"
#include "oree/error.h"
#include "oree/paths.h"
#include "oree/plan.h"
#include "oree/reminders.h"
#include "oree/sandbox.h"

namespace oree::cli {
namespace {

constexpr int kMaxTurnTokens = 1 << 20;

void add_prefix_option(CLI::App& command, AssistantOptions& options) {
  command
      .add_option_function<std::string>(
          "--prefix-cache",
          [&options](const std::string& value) {
            options.keeps_prefixes = value != "off";
            if (!options.keeps_prefixes) {
              return;
            }
            try {
              options.model.engine.prefixes.max_bytes = parse_memory_size(value);
            } catch (const Error& error) {
              throw CLI::ValidationError("--prefix-cache", std::string(error.what()) + "; give one as 2GiB, or off");
            }
          },
          "The most that snapshots of what agents begin with may take on disk, or off (default: 2GiB)")
      ->type_name("SIZE|off");
}

// What the person would otherwise not see: what the context no longer holds, and a call that was not made.
void report_losses(const AgentAnswer& answer) {
  const Forgotten& forgotten = answer.forgotten;
  if (forgotten.exchanges > 0) {
    const std::string which = forgotten.exchanges == 1 ? "the oldest request no longer fits the context and is "
                                                       : "the oldest " + std::to_string(forgotten.exchanges) +
                                                             " requests no longer fit the context and are ";
    warn(which + (forgotten.summary.empty() ? "forgotten" : "summarised") + "; `oree journal list` has what went");
  }
  if (!answer.cut_call.empty()) {
    warn("a call was cut off by the limit of tokens and not made: " + for_terminal_line(answer.cut_call) +
         "; allow more with -n or the agent's max_tokens");
  }
}

// A user without a home folder does without: nothing but time is lost.
std::filesystem::path prefix_directory() {
  try {
    return prefix_snapshot_directory();
  } catch (const Error& error) {
    warn("no prefix snapshots are kept: " + std::string(error.what()));
    return {};
  }
}

bool is_given(const AssistantOptions& options, const char* flag) {
  return options.command != nullptr && !options.command->get_option(flag)->empty();
}

KvType kv_type_of(const std::string& name) {
  return name == "f32"    ? KvType::kF32
         : name == "bf16" ? KvType::kBf16
         : name == "q8_0" ? KvType::kQ8_0
         : name == "q4_0" ? KvType::kQ4_0
                          : KvType::kF16;
}

// What the agent file says of cache, context and memory, where no flag says something else. A flag --cache sets aside
// all that the file says of evictions: it belongs to another policy.
void take_settings(const AgentFile& file, AssistantOptions& options) {
  EngineOptions& engine = options.model.engine;
  MemoryRequest& memory = engine.memory;
  if (file.context > 0 && !is_given(options, "--context")) {
    engine.context = file.context;
  }
  if (file.memory_bytes > 0 && !is_given(options, "--memory")) {
    memory.bytes = file.memory_bytes;
  }
  const AgentCache& cache = file.cache;
  if (!cache.kv_type_k.empty() && !is_given(options, "--kv-type-k")) {
    engine.kv_type_k = kv_type_of(cache.kv_type_k);
    memory.choose_kv_type_k = false;
  }
  if (!cache.kv_type_v.empty() && !is_given(options, "--kv-type-v")) {
    engine.kv_type_v = kv_type_of(cache.kv_type_v);
    memory.choose_kv_type_v = false;
  }
  if (is_given(options, "--cache")) {
    return;
  }
  if (!cache.policy.empty()) {
    engine.cache.policy = cache.policy;
    memory.choose_policy = false;
  }
  if (!cache.budget.empty() && !is_given(options, "--budget")) {
    engine.cache.budget = parse_cache_budget(cache.budget);
    memory.choose_budget = false;
  }
  if (cache.window && !is_given(options, "--window")) {
    engine.cache.window = *cache.window;
  }
  if (cache.sinks && !is_given(options, "--sinks")) {
    engine.cache.sinks = *cache.sinks;
  }
  if (!cache.filters.empty() && !is_given(options, "--filters")) {
    engine.cache.filters = expand_home(cache.filters);
  }
}

}  // namespace

void add_assistant_options(CLI::App& command, AssistantOptions& options) {
  options.command = &command;
  add_model_options(command, options.model);
  options.model.engine.memory.conversation = true;
  add_chat_template_option(command, options.model.engine);
  add_sampling_options(command, options.sampling);
  command.add_option("-a,--agent", options.agent, "The agent (default: default)")->type_name("AGENT");
  command.add_option("-n,--tokens", options.max_tokens, "Tokens of one turn (default: the agent's)")
      ->type_name("N")
      ->check(CLI::Range(1, kMaxTurnTokens));
  add_prefix_option(command, options);
  command.add_option("--now", options.now, "The agent's clock, ISO 8601 (default: the present)")->type_name("ISO");
  command.add_flag("--yes", options.yes, "Consent to every write of this run");
  command.add_flag("--plan", options.plan, "Show what would be done; change nothing");
  command.add_flag("!--no-record", options.records, "Keep no record of this conversation for `oree journal replay`");
}

Assistant::Assistant(const AssistantOptions& options) : options_(options) {
  file_ = find_agent(options_.agent, config_directory() / "agents");
  external_ = std::make_unique<ExternalTools>(file_);
  refuse_internet_sockets(STDERR_FILENO);
  context_.time_zone = use_local_time_zone();
  context_.now = moment_of(options_.now);
  context_.data_directory = data_directory();
  if (options_.max_tokens > 0) {
    file_.max_tokens = options_.max_tokens;
  }
  take_settings(file_, options_);
  tools_ = tools_for(file_);
  external_->add_to(tools_, file_);
  journal_ = std::make_unique<Journal>(context_.data_directory);
  if (options_.keeps_prefixes) {
    options_.model.engine.prefixes.directory = prefix_directory();
  }
  const std::filesystem::path model = choose_model(options_.model.model, expand_home(file_.model));
  EngineOptions& engine = options_.model.engine;
  if (engine.cache.policy == "random") {  // other policies draw nothing
    engine.cache.seed = options_.sampling.seed;
  }
  engine_ = std::make_unique<Engine>(model, engine);
  const std::vector<ToolDescription> tools = tools_of(file_, tools_);
  conversation_ = engine_->new_conversation(file_.instructions, tools, options_.sampling, file_.when_full);
  if (options_.records) {
    RecordedOpening opening{file_.name,
                            file_.instructions,
                            tools,
                            std::filesystem::absolute(model).string(),
                            engine_->fingerprint(),
                            {},
                            options_.sampling,
                            file_.when_full};
    opening.engine = engine.memory.bytes > 0 ? plan_memory(model, engine).options : engine;
    opening.engine.cpu = engine_->cpu();
    recorder_ =
        std::make_unique<Recorder>(*conversation_, *journal_, file_.name, opening_json(opening, file_, context_));
  }
  agent_ = std::make_unique<Agent>(file_, recorder_ ? recorder_->model() : *conversation_, tools_, *journal_, context_,
                                   AgentOptions{.grant_writes = options_.yes, .plan_only = options_.plan});
}

std::string Assistant::prompt(std::string_view words) {
  std::string text = external_->prompt(words);
  agent_->add_untrusted_source("/prompt " + std::string(words.substr(0, words.find(' '))));
  return text;
}

std::vector<std::string> Assistant::due_lines() {
  if (options_.now.empty()) {
    context_.now = moment_of({});
  }
  std::vector<std::string> lines;
  try {
    for (const DueReminder& reminder : due_reminders(context_)) {
      if (told_.insert(reminder.uid).second) {
        lines.push_back(for_terminal_line("Reminder: " + reminder.text + " (" + reminder.when + ")"));
      }
    }
  } catch (const std::exception& failure) {
    if (told_.insert(failure.what()).second) {
      warn("no reminders can be told: " + std::string(failure.what()));
    }
  }
  return lines;
}

AgentAnswer Assistant::answer(std::string_view request, bool text) {
  const std::chrono::sys_seconds now = moment_of(options_.now);
  agent_->set_now(now);
  if (recorder_) {
    agent_->set_session(recorder_->begin_request());
  }
  AgentEvents events;
  if (stdin_is_terminal()) {
    events.ask_consent = ask_consent;
  }
  bool line_open = false;
  if (text) {
    events.on_call = [this](const CallRecord& call) { print(call_line(call, options_.plan) + "\n"); };
    events.on_text = [&line_open](std::string_view utf8) {
      print(for_terminal(utf8));
      flush_output();
      line_open = true;
    };
  }
  AgentAnswer answer;
  try {
    answer = agent_->handle(request, events, &interrupt());
  } catch (...) {
    if (recorder_) {
      recorder_->end_request(request, now);
    }
    throw;
  }
  if (recorder_) {
    recorder_->end_request(request, now);
  }
  if (line_open) {
    print("\n");
  }
  flush_output();
  report_losses(answer);
  if (answer.stop == StopReason::kCancelled) {
    throw Error(ErrorCode::kCancelled, "the answer was cancelled", "request",
                "`oree journal list` shows what had been done by then");
  }
  return answer;
}

Json answer_json(const AgentAnswer& answer) {
  Json calls = Json::array();
  for (const CallRecord& call : answer.calls) {
    calls.push_back(call_json(call));
  }
  const Forgotten& forgotten = answer.forgotten;
  return {
      {"answer", answer.text},
      {"calls", std::move(calls)},
      {"stop", stop_reason_name(answer.stop)},
      {"cut_call", answer.cut_call.empty() ? Json() : Json(answer.cut_call)},
      {"forgotten",
       {{"requests", forgotten.exchanges}, {"summary", forgotten.summary.empty() ? Json() : Json(forgotten.summary)}}},
      {"usage", usage_json(answer.usage)}};
}

bool has_failed_write(const AgentAnswer& answer) noexcept {
  for (auto call = answer.calls.begin(); call != answer.calls.end(); ++call) {
    // A repetition of what was done already is no failure of the request.
    if (!call->failed || call->repeated || call->effect == Effect::kRead) {
      continue;
    }
    const bool made_good = std::any_of(call, answer.calls.end(), [&](const CallRecord& later) {
      return !later.failed && later.call.tool == call->call.tool;
    });
    if (!made_good) {
      return true;
    }
  }
  return false;
}

bool has_kept_in(const AgentAnswer& answer) noexcept {
  return std::any_of(answer.calls.begin(), answer.calls.end(), [](const CallRecord& call) {
    return call.consent == Consent::kRefused && (call.effect == Effect::kNetwork || call.effect == Effect::kSend);
  });
}

bool has_refusal(const AgentAnswer& answer) noexcept {
  for (const CallRecord& call : answer.calls) {
    if (call.consent == Consent::kRefused) {
      return true;
    }
  }
  return false;
}

}  // namespace oree::cli
