#include "workbench/convert/tokenizer_import.h"

#include <gmock/gmock.h>

#include <fstream>

#include "support/temporary_directory.h"
#include "text/golden.h"
#include "text/tokenizer.h"
#include "workbench/convert/base64.h"
#include "workbench/convert/tokenizer_metadata.h"

namespace oree::workbench {
namespace {

constexpr TokenizeOptions kPlain{.add_bos = false, .special = false, .lossy = false};
constexpr TokenizeOptions kSpecial{.add_bos = false, .special = true, .lossy = false};

// A folder with files, and the model file its tokenizer is imported to.
struct Folder {
  void add(const std::string& name, std::string_view bytes) const {
    std::ofstream(directory.path() / name, std::ios::binary) << bytes;
  }
  void add_golden(const std::string& name) const {
    const Json golden = test::read_json(test::golden("tokenizer/imports.json"));
    for (const auto& [file, content] : golden[name]["files"].items()) {
      add(file, decode_base64(content.get<std::string>()).value());
    }
  }
  gguf::File import(std::uint64_t vocabulary_size = 0) const {
    const auto path = directory.path() / "out.gguf";
    gguf::Writer writer(path);
    import_tokenizer(directory.path(), vocabulary_size, writer);
    writer.begin_data();
    writer.finish();
    return gguf::File::open(path);
  }
  TokenizerMetadata read(std::uint64_t vocabulary_size = 0) const {
    return read_tokenizer(directory.path(), vocabulary_size);
  }
  Error error() const {
    return test::error_of([&] { read(); });
  }

  test::TemporaryDirectory directory;
};

class ImportedTokenizer : public testing::TestWithParam<const char*> {};

TEST_P(ImportedTokenizer, EncodesAsTheLibraryOfItsMakersDoes) {
  const Folder folder;
  folder.add_golden(GetParam());
  const gguf::File file = folder.import();
  const text::Tokenizer tokenizer = text::Tokenizer::from_gguf(file);
  const Json golden = test::read_json(test::golden("tokenizer/imports.json"));
  int count = 0;
  for (const Json& row : golden[GetParam()]["cases"]) {
    const std::string text = row["text"];
    EXPECT_EQ(tokenizer.encode(text, kPlain), row["ids"].get<std::vector<TokenId>>()) << row["text"];
    if (row.contains("special_ids")) {
      EXPECT_EQ(tokenizer.encode(text, kSpecial), row["special_ids"].get<std::vector<TokenId>>()) << row["text"];
    }
    ++count;
  }
  EXPECT_GT(count, 50);
}

TEST_P(ImportedTokenizer, NeverTurnsTextIntoAControlToken) {
  const Folder folder;
  folder.add_golden(GetParam());
  const gguf::File file = folder.import();
  const text::Tokenizer tokenizer = text::Tokenizer::from_gguf(file);
  std::string all = "x";
  for (TokenId id = 0; id < tokenizer.vocabulary_size(); ++id) {
    if (tokenizer.is_control(id)) all += std::string(tokenizer.token_spelling(id)) + "x";
  }
  for (const TokenId id : tokenizer.encode(all, kPlain)) EXPECT_FALSE(tokenizer.is_control(id)) << id;
  int controls = 0;
  for (const TokenId id : tokenizer.encode(all, kSpecial)) controls += tokenizer.is_control(id) ? 1 : 0;
  EXPECT_GE(controls, 2);
}

INSTANTIATE_TEST_SUITE_P(All, ImportedTokenizer,
                         testing::Values("llama-bpe", "qwen2", "llama-2", "tekken", "unigram", "bpe"),
                         [](const auto& parameter) {
                           std::string name = parameter.param;
                           std::erase(name, '-');
                           return name;
                         });

TEST(TokenizerImport, NamesThePreTokenizer) {
  for (const char* name : {"llama-bpe", "qwen2", "tekken"}) {
    const Folder folder;
    folder.add_golden(name);
    EXPECT_EQ(folder.read().pre, name);
  }
}

TEST(TokenizerImport, KeepsARegexThatNobodyKnows) {
  const Folder folder;
  folder.add("tokenizer.json", R"({"model": {"type": "BPE", "vocab": {"a": 0, "b": 1, "ab": 2}, "merges": ["a b"]},
    "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
      {"type": "Split", "pattern": {"Regex": "[a-z]+"}, "behavior": "Isolated", "invert": false},
      {"type": "Split", "pattern": {"Regex": "b"}, "behavior": "Isolated", "invert": false},
      {"type": "ByteLevel", "add_prefix_space": false, "use_regex": false}]}})");
  const gguf::File file = folder.import();
  EXPECT_EQ(file.get_string("tokenizer.ggml.pre"), "oree");
  EXPECT_THAT(file.find_strings("oree.tokenizer.pre_regex").value(), testing::ElementsAre("[a-z]+", "b"));
}

TEST(TokenizerImport, TakesIdsAndTemplatesFromTheFilesBeside) {
  const Folder folder;
  folder.add_golden("llama-bpe");
  folder.add("generation_config.json", R"({"eos_token_id": [401, 402, 3, 99999]})");
  folder.add("chat_template.jinja", "unread, for tokenizer_config.json has one");
  const gguf::File file = folder.import();
  const text::Tokenizer tokenizer = text::Tokenizer::from_gguf(file);
  EXPECT_EQ(file.get_unsigned("tokenizer.ggml.bos_token_id"), *tokenizer.find_control("<|sys|>"));
  EXPECT_EQ(file.get_unsigned("tokenizer.ggml.eos_token_id"), *tokenizer.find_control("<|end|>"));
  EXPECT_TRUE(tokenizer.is_end(3));
  EXPECT_EQ(file.find_bool("tokenizer.ggml.add_bos_token"), true);
  EXPECT_EQ(file.get_string("tokenizer.chat_template"), "{{ bos_token }}");
  EXPECT_EQ(file.get_string("tokenizer.chat_template.tool_use"), "{{ tools }}");
  EXPECT_THAT(file.find_strings("tokenizer.chat_templates").value(), testing::ElementsAre("tool_use"));
}

TEST(TokenizerImport, FillsTheVocabularyUp) {
  const Folder folder;
  folder.add_golden("tekken");
  const std::size_t size = folder.read().tokens.size();
  const TokenizerMetadata metadata = folder.read(size + 2);
  EXPECT_EQ(metadata.tokens.back(), "[PAD" + std::to_string(size + 1) + "]");
  EXPECT_EQ(metadata.types.back(), text::TokenType::kUnused);
  EXPECT_EQ(test::error_of([&] { folder.read(size - 1); }).code(), ErrorCode::kCorrupt);
  EXPECT_EQ(test::error_of([&] { folder.read(1u << 30); }).code(), ErrorCode::kLimit);
}

TEST(TokenizerImport, PrefersSentencePieceOverJsonOverTekken) {
  const Folder folder;
  folder.add_golden("tekken");
  EXPECT_EQ(folder.read().pre, "tekken");
  folder.add_golden("qwen2");
  EXPECT_EQ(folder.read().pre, "qwen2");
  folder.add("tokenizer.model", "IQ== 0\nIg== 1\n");
  EXPECT_EQ(folder.read().pre, "qwen2") << "Llama 3's tokenizer.model is no SentencePiece";
  folder.add_golden("unigram");
  EXPECT_EQ(folder.read().model, "t5");
}

TEST(TokenizerImport, NamesWhatItLookedFor) {
  const Error error = Folder().error();
  EXPECT_EQ(error.code(), ErrorCode::kNotFound);
  EXPECT_THAT(error.hint(), testing::AllOf(testing::HasSubstr("tokenizer.model"), testing::HasSubstr("tokenizer.json"),
                                           testing::HasSubstr("tekken.json")));
}

TEST(TokenizerImport, RefusesWhatItDoesNotKnow) {
  const auto code_of = [](std::string_view json) {
    const Folder folder;
    folder.add("tokenizer.json", json);
    return folder.error().code();
  };
  EXPECT_EQ(code_of("{"), ErrorCode::kCorrupt);
  EXPECT_EQ(code_of("[]"), ErrorCode::kUnsupported);
  EXPECT_EQ(code_of(std::string(100, '[') + std::string(100, ']')), ErrorCode::kLimit);
  EXPECT_EQ(code_of(R"({"model": {"type": "WordPiece"}})"), ErrorCode::kUnsupported);
  EXPECT_EQ(code_of(R"({"model": {"type": "BPE"}, "normalizer": {"type": "Lowercase"}})"), ErrorCode::kUnsupported);
  EXPECT_EQ(code_of(R"({"model": {"type": "BPE"}, "pre_tokenizer": {"type": "BertPreTokenizer"}})"),
            ErrorCode::kUnsupported);
  const std::string head = R"({"pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false}, "model": )";
  EXPECT_EQ(code_of(head + R"({"type": "BPE", "vocab": {"a": -1}, "merges": []}})"), ErrorCode::kCorrupt);
  EXPECT_EQ(code_of(head + R"({"type": "BPE", "vocab": {"a": 1e9}, "merges": []}})"), ErrorCode::kCorrupt);
  EXPECT_EQ(code_of(head + R"({"type": "BPE", "vocab": {"a": 99999999}, "merges": []}})"), ErrorCode::kLimit);
  EXPECT_EQ(code_of(head + R"({"type": "BPE", "vocab": {"a": 0}, "merges": ["a"]}})"), ErrorCode::kCorrupt);
  EXPECT_EQ(code_of(head + R"({"type": "BPE", "vocab": {"a": 0}, "merges": [["a"]]}})"), ErrorCode::kCorrupt);
}

TEST(TokenizerImport, RefusesStepsThatItsKindHasNoPlaceFor) {
  const std::string marks = R"({"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": "always"})";
  const std::string bytes = R"({"type": "ByteLevel", "add_prefix_space": false})";
  const auto code_of = [](const std::string& normalizer, const std::string& pre_tokenizer, const std::string& more) {
    const Folder folder;
    folder.add("tokenizer.json", R"({"normalizer": )" + normalizer + R"(, "pre_tokenizer": )" + pre_tokenizer +
                                     R"(, "model": {"type": "BPE", "vocab": {"a": 0, "b": 1}, "merges": [])" + more +
                                     "}}");
    try {
      folder.read();
    } catch (const Error& error) {
      return error.code();
    }
    return ErrorCode::kInternal;  // nothing was wrong
  };
  const std::string fallback = R"(, "byte_fallback": true)";
  EXPECT_EQ(code_of("null", bytes, ""), ErrorCode::kInternal);
  EXPECT_EQ(code_of("null", marks, fallback), ErrorCode::kInternal);
  EXPECT_EQ(code_of(R"({"type": "Strip"})", bytes, ""), ErrorCode::kUnsupported);
  EXPECT_EQ(code_of(R"({"type": "Replace", "pattern": {"String": " "}, "content": "\u2581"})", bytes, ""),
            ErrorCode::kUnsupported);
  EXPECT_EQ(code_of(R"({"type": "NFC"})", marks, fallback), ErrorCode::kUnsupported);
  EXPECT_EQ(code_of(R"({"type": "Strip"})", marks, fallback), ErrorCode::kUnsupported);
  EXPECT_EQ(code_of("null", R"({"type": "Sequence", "pretokenizers": [{"type": "WhitespaceSplit"}, )" + marks + "]}",
                    fallback),
            ErrorCode::kUnsupported);
  EXPECT_EQ(code_of("null", marks, ""), ErrorCode::kUnsupported) << "unknown characters one by one";
}

// Metaspace puts a space in front of a text unless it begins with one.
TEST(TokenizerImport, MetaspaceAddsNoSecondSpace) {
  const Folder folder;
  folder.add("tokenizer.json",
             R"({"pre_tokenizer": {"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": "always"},
    "model": {"type": "BPE", "unk_token": "<unk>", "fuse_unk": true,
              "vocab": {"<unk>": 0, "\u2581": 1, "a": 2, "\u2581a": 3}, "merges": ["\u2581 a"]}})");
  const gguf::File file = folder.import();
  const text::Tokenizer tokenizer = text::Tokenizer::from_gguf(file);
  EXPECT_THAT(tokenizer.encode("a", kPlain), testing::ElementsAre(3));
  EXPECT_THAT(tokenizer.encode(" a", kPlain), testing::ElementsAre(3));
  EXPECT_THAT(tokenizer.encode("  a", kPlain), testing::ElementsAre(1, 3));
}

TEST(TokenizerImport, WhatIsSilentAboutBosAddsNone) {
  const Folder folder;
  folder.add("tokenizer.json", R"({"model": {"type": "BPE", "vocab": {"a": 0, "b": 1, "ab": 2}, "merges": ["a b"]},
    "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false}})");
  EXPECT_EQ(folder.read().add_bos, false);
}

TEST(TokenizerImport, TokensAddedInJsonReachASentencePieceModel) {
  const Folder folder;
  folder.add_golden("unigram");
  const TokenizerMetadata before = folder.read();
  const std::string id = std::to_string(before.tokens.size());
  folder.add("tokenizer.json", R"({"added_tokens": [{"id": 0, "content": ")" + before.tokens[0] +
                                   R"(", "special": true},
                 {"id": )" + id + R"(, "content": "<|im_end|>", "special": true}]})");
  folder.add("tokenizer_config.json", R"({"eos_token": "<|im_end|>"})");
  const TokenizerMetadata metadata = folder.read();
  EXPECT_EQ(metadata.tokens.back(), "<|im_end|>");
  EXPECT_EQ(metadata.types.back(), text::TokenType::kControl);
  EXPECT_EQ(metadata.eos, before.tokens.size());
  EXPECT_EQ(metadata.types[0], before.types[0]) << "what stands for unknown characters";
  folder.add("tokenizer_config.json", R"({"eos_token": "<|nobody|>"})");
  EXPECT_EQ(folder.error().code(), ErrorCode::kCorrupt);
  EXPECT_THAT(folder.error().what(), testing::HasSubstr("<|nobody|>"));
}

TEST(TokenizerImport, RefusesDamagedSentencePieceModels) {
  const Folder whole;
  whole.add_golden("unigram");
  const std::string bytes = test::read_text(whole.directory.path() / "tokenizer.model");
  for (std::size_t size : {std::size_t{1}, std::size_t{3}, bytes.size() / 2, bytes.size() - 1}) {
    const Folder folder;
    folder.add("tokenizer.model", bytes.substr(0, size));
    EXPECT_EQ(folder.error().code(), ErrorCode::kCorrupt) << size;
  }
}

}  // namespace
}  // namespace oree::workbench
