// `oree complete`: the model continues a text, without template or tools.
#include <algorithm>
#include <fstream>
#include <memory>
#include <optional>
#include <vector>

#include "cli/common_options.h"
#include "cli/input.h"
#include "cli/npy_file.h"
#include "cli/output.h"
#include "cli/output_path.h"
#include "cli/program.h"
#include "cli/signals.h"
#include "oree/error.h"

namespace oree::cli {
namespace {

// Tokens whose logits are held at once.
constexpr std::size_t kLogitRows = 64;
constexpr int kMaxTokens = 1 << 30;

struct CompleteOptions {
  ModelOptions model;
  SamplingOptions sampling;
  std::optional<std::string> prompt;
  std::string file;
  std::vector<TokenId> token_ids;
  std::string logits;
  std::string kept;
  std::string save;
  std::string resume;
  std::string schema;
  std::string regex;
  std::string gbnf;
  std::vector<std::string> choices;
  int max_tokens = 256;
};

std::optional<Constraint> constraint_of(const CompleteOptions& options) {
  if (!options.schema.empty()) {
    return Constraint{Constraint::Kind::kJsonSchema, read_text_file(options.schema), {}};
  }
  if (!options.regex.empty()) {
    return Constraint{Constraint::Kind::kRegularExpression, options.regex, {}};
  }
  if (!options.gbnf.empty()) {
    return Constraint{Constraint::Kind::kGbnf, read_text_file(options.gbnf), {}};
  }
  if (!options.choices.empty()) {
    return Constraint{Constraint::Kind::kChoices, "", options.choices};
  }
  return std::nullopt;
}

void write_kept(const std::string& path, const Session& session) {
  std::ofstream file(path, std::ios::trunc);
  file << Json(session.kept()).dump() << "\n";
  file.close();
  if (!file) {
    throw Error(ErrorCode::kIo, "cannot write the positions held", path,
                "choose a file in a folder that exists and has space");
  }
}

void append_with_logits(Session& session, std::span<const TokenId> prompt, const CompleteOptions& options,
                        int vocabulary_size) {
  NpyFile file(options.logits, prompt.size(), static_cast<std::size_t>(vocabulary_size));
  std::vector<float> logits;
  while (!prompt.empty()) {
    const std::size_t n_tokens = std::min(prompt.size(), kLogitRows);
    session.append(prompt.first(n_tokens), &logits);
    file.write(logits);
    prompt = prompt.subspan(n_tokens);
  }
  file.finish();
}

int complete(const CompleteOptions& options, bool json) {
  if (!options.token_ids.empty() && (options.prompt || !options.file.empty())) {
    throw Error(ErrorCode::kUsage, "the prompt is given twice: as text and with --token-ids", "--token-ids",
                "give one of them");
  }
  if (!options.kept.empty()) {
    check_writable(options.kept);
  }
  if (!options.save.empty()) {
    check_replaceable(options.save);
  }
  const bool resumes = !options.resume.empty();
  const bool has_text = options.prompt || !options.file.empty();
  std::string text;
  if (options.token_ids.empty() && (has_text || !resumes)) {
    text = read_text(options.prompt, options.file);
  }
  catch_interrupts();
  EngineOptions engine_options = options.model.engine;
  if (engine_options.cache.policy == "random") {  // other policies draw nothing, and a saved session knows the seed
    engine_options.cache.seed = options.sampling.seed;
  }
  const Engine engine(choose_model(options.model.model), engine_options);
  const std::vector<TokenId> prompt =
      options.token_ids.empty() ? engine.tokenize(text, TokenizeOptions{.add_bos = !resumes}) : options.token_ids;
  Session session = resumes ? engine.load_session(options.resume) : engine.new_session();
  if (prompt.empty() && session.n_tokens() == 0) {
    throw Error(ErrorCode::kInvalid, "the prompt is empty", "prompt", "give a text of at least one token");
  }
  if (!options.logits.empty()) {
    append_with_logits(session, prompt, options, engine.vocabulary_size());
  } else if (!prompt.empty()) {
    session.append(prompt);
  }
  GenerateOptions generate;
  generate.max_tokens = options.max_tokens;
  generate.sampling = options.sampling;
  generate.cancel = &interrupt();
  generate.constraint = constraint_of(options);
  if (!json) {
    generate.on_text = [](std::string_view utf8) {
      print(for_terminal(utf8));
      flush_output();
    };
  }
  const Generation generation = session.generate(generate);
  if (!json && !generation.text.empty()) {
    print("\n");
  }
  if (!options.kept.empty()) {
    write_kept(options.kept, session);
  }
  if (!options.save.empty()) {
    session.save(options.save);
  }
  // Last: a file that cannot be written is the one document there is.
  if (json) {
    print_json({{"text", generation.text},
                {"tokens", generation.tokens},
                {"stop", stop_reason_name(generation.stop)},
                {"usage", usage_json(generation.usage)}});
  }
  flush_output();
  return generation.stop == StopReason::kCancelled ? kFailed : kOk;
}

}  // namespace

void add_complete_command(Program& program) {
  auto options = std::make_shared<CompleteOptions>();
  CLI::App* command = add_command(program, program.app, "complete", "Continue a text; no template is applied",
                                  "oree complete \"Lunch with\" -n 20 --temperature 0.8 --seed 7",
                                  [&program, options] { return complete(*options, program.json); });
  command->add_option("PROMPT", options->prompt, "The text to continue; without it --file or stdin");
  command->add_option("-f,--file", options->file, "Read the prompt from a file")->type_name("FILE");
  command->add_option("--token-ids", options->token_ids, "The prompt as token ids 1,2,3; no BOS is added")
      ->type_name("IDS")
      ->delimiter(',')
      ->expected(1, CLI::detail::expected_max_vector_size);
  command->add_option("--logits", options->logits, "Write the logits of every prompt token, NumPy float32")
      ->type_name("FILE.npy");
  command->add_option("--kept", options->kept, "Write the positions each head still holds: [layer][kv_head][position]")
      ->type_name("FILE.json");
  command->add_option("--save", options->save, "Write the session, when it is done, for --resume")->type_name("FILE");
  command->add_option("--resume", options->resume, "Go on from a saved session; the prompt, if any, comes after it")
      ->type_name("FILE");
  command->add_option("-n,--tokens", options->max_tokens, "Tokens to write; 0 runs the prompt only (default: 256)")
      ->type_name("N")
      ->check(CLI::Range(0, kMaxTokens));
  CLI::Option_group* constraint = command->add_option_group("What the text must be");
  constraint->add_option("--schema", options->schema, "A JSON value of a JSON Schema")->type_name("FILE.json");
  constraint->add_option("--regex", options->regex, "What an ECMA-262 expression matches as a whole")
      ->type_name("PATTERN");
  constraint->add_option("--gbnf", options->gbnf, "A sentence of a grammar in llama.cpp's notation")
      ->type_name("FILE.gbnf");
  constraint->add_option("--choice", options->choices, "One of the texts; once for each")->type_name("TEXT");
  constraint->require_option(0, 1);
  add_model_options(*command, options->model);
  add_sampling_options(*command, options->sampling);
}

}  // namespace oree::cli
