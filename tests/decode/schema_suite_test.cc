// The JSON-Schema-Test-Suite (shared/data/json-schema): the validator and the compiler, each against the suite.
#include <ctime>
#include <filesystem>
#include <iostream>
#include <map>

#include "decode/compiled_schema.h"
#include "decode/compiled_schema_judge.h"
#include "decode/grammar.h"
#include "decode/json_schema.h"
#include "text/golden.h"

namespace oree::decode {
namespace {

using Documents = std::map<std::string, Json>;

Documents read_remotes() {
  const auto folder = oree::test::shared_data("json-schema/remotes");
  Documents documents;
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
    if (file.path().extension() != ".json") continue;
    const std::string name = std::filesystem::relative(file.path(), folder).generic_string();
    documents["http://localhost:1234/" + name] = oree::test::read_json(file.path());
  }
  return documents;
}

struct Suite {
  const char* folder;
  int draft;
};

// Calls each(file and description, schema, tests) for the required tests.
template <class Each>
void for_each_group(const char* folder, const Each& each) {
  const auto root = oree::test::shared_data("json-schema/tests") / folder;
  std::map<std::string, Json> files;
  for (const auto& file : std::filesystem::directory_iterator(root)) {
    if (file.path().extension() == ".json") files[file.path().stem()] = oree::test::read_json(file.path());
  }
  for (const auto& [name, groups] : files) {
    for (const Json& group : groups) {
      each(std::string(folder) + "/" + name + ": " + group["description"].get<std::string>(), group["schema"],
           group["tests"]);
    }
  }
}

std::string last_part(const std::string& pointer) { return pointer.substr(pointer.rfind('/') + 1); }

class SchemaSuite : public ::testing::TestWithParam<Suite> {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(oree::test::shared_data("json-schema/tests"))) {
      GTEST_SKIP() << "needs " << oree::test::shared_data("json-schema");
    }
    documents_ = read_remotes();
  }
  Documents documents_;
};

TEST_P(SchemaSuite, TheValidatorJudgesAsTheSuiteDoes) {
  const SchemaOptions options{false, GetParam().draft, &documents_};
  int n_values = 0;
  std::map<std::string, int> refused;
  for_each_group(GetParam().folder, [&](const std::string& name, const Json& schema, const Json& tests) {
    for (const Json& one : tests) {
      try {
        const auto found = find_violation(schema, one["data"], options);
        ++n_values;
        EXPECT_EQ(!found, one["valid"].get<bool>())
            << name << ": " << one["description"] << ": " << found.value_or("no violation");
      } catch (const Error& error) {
        ++refused[name + ": " + error.where() + ": " + error.what()];
      }
    }
  });
  for (const auto& [what, count] : refused) std::cout << "refused: " << what << "\n";
  EXPECT_GT(n_values, 900);
  EXPECT_LE(refused.size(), 8U);
}

TEST_P(SchemaSuite, CompiledSchemasFitTheSameValues) {
  CompileOptions options;
  options.spelling = Spelling::kAny;
  options.assert_formats = false;
  options.default_draft = GetParam().draft;
  options.documents = &documents_;
  int n_schemas = 0, n_empty = 0;
  std::map<std::string, int> refused;
  for_each_group(GetParam().folder, [&](const std::string& name, const Json& schema, const Json& tests) {
    LanguagePool pool;
    CompiledSchema compiled;
    NodeId root = kNever;
    ++n_schemas;
    try {
      root = compile_schema(schema, options, pool, compiled, "");
    } catch (const Error& error) {
      if (std::string(error.what()) == "no value fits the schema") {
        ++n_empty;
        for (const Json& one : tests) EXPECT_FALSE(one["valid"].get<bool>()) << name << ": " << one["description"];
        return;
      }
      ++refused[last_part(error.where())];
      std::cout << "refused: " << name << ": " << error.where() << ": " << error.what() << "\n";
      return;
    }
    test::CompiledSchemaJudge judge(pool, compiled);
    for (const Json& one : tests) {
      EXPECT_EQ(judge.fits(root, one["data"]), one["valid"].get<bool>()) << name << ": " << one["description"];
    }
  });
  int n_refused = 0;
  for (const auto& [keyword, count] : refused) {
    std::cout << "refused at " << keyword << ": " << count << "\n";
    n_refused += count;
  }
  std::cout << n_schemas << " schemas, " << n_empty << " that no value fits, " << n_refused << " refused\n";
  EXPECT_LE(n_refused, 40);
}

TEST_P(SchemaSuite, GrammarsTakeTheTextsOfTheSameValues) {
  CompileOptions options;
  options.spelling = Spelling::kAny;
  options.assert_formats = false;
  options.default_draft = GetParam().draft;
  options.documents = &documents_;
  int n_texts = 0;
  for_each_group(GetParam().folder, [&](const std::string& name, const Json& schema, const Json& tests) {
    std::optional<Grammar> grammar;
    try {
      grammar.emplace(Grammar::from_json_schema(schema, options));
    } catch (const Error&) {
      return;  // counted by the test of compiled schemas
    }
    for (const Json& one : tests) {
      for (const int indent : {-1, 2}) {
        const std::string text = one["data"].dump(indent, ' ', indent < 0);
        EXPECT_EQ(!grammar->find_misfit(text), one["valid"].get<bool>())
            << name << ": " << one["description"] << ": " << text;
        ++n_texts;
      }
    }
  });
  EXPECT_GT(n_texts, 1600);
}

INSTANTIATE_TEST_SUITE_P(Drafts, SchemaSuite, ::testing::Values(Suite{"draft7", 7}, Suite{"draft2020-12", 2020}),
                         [](const auto& one) { return "Draft" + std::to_string(one.param.draft); });

// MaskBench's files, in the folder that OREE_MASKBENCH names.
TEST(MaskBench, CompiledSchemasFitTheSameValues) {
  const char* folder = std::getenv("OREE_MASKBENCH");
  if (folder == nullptr) GTEST_SKIP() << "set OREE_MASKBENCH to a folder of MaskBench's files";
  int n_schemas = 0, n_passing = 0, n_wrong_accepts = 0, n_wrong_rejects = 0, n_refused = 0, n_disagreeing = 0;
  double seconds = 0, longest = 0;
  std::map<std::string, int> refused;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    const Json one = oree::test::read_json(file.path());
    const std::string name = file.path().stem();
    ++n_schemas;
    CompileOptions options;
    options.spelling = Spelling::kAny;
    LanguagePool pool;
    CompiledSchema compiled;
    NodeId root = kNever;
    const std::clock_t start = std::clock();  // of this process: the machine may do other things
    const auto stop = [&] {
      const double took = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
      seconds += took;
      if (took > 0.01) std::cout << "slow " << name << ": " << took * 1e3 << " ms, " << compiled.nodes.size() << "\n";
      longest = std::max(longest, took);
    };
    try {
      root = compile_schema(one["schema"], options, pool, compiled, "");
      stop();
    } catch (const Error& error) {
      stop();
      ++n_refused;
      ++refused[last_part(error.where())];
      std::cout << "refused " << name << ": " << error.where() << ": " << error.what() << "\n";
      continue;
    }
    test::CompiledSchemaJudge judge(pool, compiled);
    bool passes = true;
    for (const Json& instance : one["tests"]) {
      const bool valid = instance["valid"].get<bool>();
      const bool fits = judge.fits(root, instance["data"]);
      std::string found;
      try {
        found = find_violation(one["schema"], instance["data"]).value_or("");
      } catch (const Error& error) {
        found = error.what();
      }
      if (found.empty() != fits) {
        ++n_disagreeing;
        std::cout << "disagree " << name << ": fits " << fits << ": " << found << "\n";
      }
      if (fits == valid) continue;
      passes = false;
      ++(fits ? n_wrong_accepts : n_wrong_rejects);
      std::cout << (fits ? "wrong accept " : "wrong reject ") << name << ": " << found << "\n";
    }
    n_passing += passes ? 1 : 0;
  }
  for (const auto& [keyword, count] : refused) std::cout << "refused at " << keyword << ": " << count << "\n";
  std::cout << n_schemas << " schemas, " << n_passing << " pass, " << n_refused << " refused, " << n_wrong_accepts
            << " wrong accepts, " << n_wrong_rejects << " wrong rejects, " << n_disagreeing
            << " judged otherwise by the validator; " << seconds / n_schemas * 1e6 << " us a schema, longest "
            << longest * 1e3 << " ms\n";
  EXPECT_EQ(n_disagreeing, 0);
  EXPECT_EQ(n_wrong_accepts, 0);
  EXPECT_EQ(n_wrong_rejects, 0);
  EXPECT_LT(n_refused, n_schemas / 20);
}

}  // namespace
}  // namespace oree::decode
