#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tools/granted_home.h"

namespace oree::tools {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class FilesTest : public testing::Test {
 protected:
  GrantedHome home;
};

TEST_F(FilesTest, ListsTheGrantedFoldersAndWhatIsInThem) {
  home.put("notes/b.txt", "bb\n");
  home.put("notes/a.txt", "a\n");
  home.put("notes/.hidden", "x");
  fs::create_directory(home.folder.path() / "notes/trips");
  const Json roots = home.result("files_list", Json::object())["files"];
  EXPECT_EQ(roots,
            Json::parse(R"([{"path": "~/notes/", "writable": true}, {"path": "~/papers/", "writable": false}])"));
  EXPECT_EQ(home.result("files_list", {{"folder", "~/notes"}})["files"],
            Json::parse(R"([{"path": "~/notes/a.txt", "bytes": 2}, {"path": "~/notes/b.txt", "bytes": 3},
                            {"path": "~/notes/trips/"}])"));
}

TEST_F(FilesTest, ReadsTextFromALineOn) {
  home.put("papers/a.txt", "one\ntwo\nthree");
  EXPECT_EQ(home.result("files_read", {{"path", "~/papers/a.txt"}})["text"], "one\ntwo\nthree");
  EXPECT_EQ(home.result("files_read", {{"path", "~/papers/a.txt"}, {"from_line", 3}})["text"], "three");
  EXPECT_THAT(home.error("files_read", {{"path", "~/papers/a.txt"}, {"from_line", 4}}).what(), HasSubstr("3 lines"));
}

TEST_F(FilesTest, ALongFileIsReadInParts) {
  std::string text;
  for (int line = 1; line <= 1000; ++line) text += "line " + std::to_string(line) + "\n";
  home.put("papers/long.txt", text);
  std::string read;
  Json arguments = {{"path", "~/papers/long.txt"}};
  for (int parts = 0; parts < 10; ++parts) {
    const Json part = home.result("files_read", arguments);
    read += part["text"].get<std::string>();
    if (!part.contains("next_line")) break;
    arguments["from_line"] = part["next_line"];
  }
  EXPECT_EQ(read, text);
}

TEST_F(FilesTest, SearchesNamesAndText) {
  home.put("papers/lease.txt", "first\nThe notice is three months.\n");
  home.put("notes/été.md", "nothing\n");
  home.put("papers/data.bin", std::string("notice months three\0", 20));
  const Json found = home.result("files_search", {{"query", "Three MONTHS notice"}});
  EXPECT_EQ(found["found"], Json::parse(R"([{"path": "~/papers/lease.txt", "line": 2,
                                             "text": "The notice is three months."}])"));
  EXPECT_EQ(found["not_searched"], 1);
  EXPECT_EQ(home.result("files_search", {{"query", "ete"}})["found"][0]["path"], "~/notes/été.md");
  EXPECT_TRUE(home.result("files_search", {{"query", "ete"}, {"folder", "~/papers"}})["found"].empty());
}

TEST_F(FilesTest, WritesAppendsMovesAndDeletes) {
  home.result("files_write", {{"path", "~/notes/list.txt"}, {"text", "milk"}});
  EXPECT_EQ(home.content("notes/list.txt"), "milk\n");
  home.result("files_append", {{"path", "~/notes/list.txt"}, {"text", "bread"}});
  EXPECT_EQ(home.content("notes/list.txt"), "milk\nbread\n");
  home.result("files_move", {{"path", "~/notes/list.txt"}, {"to", "~/notes/shopping.txt"}});
  EXPECT_EQ(home.content("notes/list.txt"), std::nullopt);
  EXPECT_EQ(home.content("notes/shopping.txt"), "milk\nbread\n");
  home.result("files_delete", {{"path", "~/notes/shopping.txt"}});
  EXPECT_EQ(home.content("notes/shopping.txt"), std::nullopt);
  Journal journal(home.context.data_directory);
  for (int i = 0; i < 3; ++i) journal.undo(std::nullopt);
  EXPECT_EQ(home.content("notes/list.txt"), "milk\n");
}

TEST_F(FilesTest, WhatIsOutsideIsRefused) {
  home.put("other/secret.txt", "x");
  for (const char* path : {"~/other/secret.txt", "/etc/passwd", "~/notes2/x", "~/data/oree/journal.db"}) {
    EXPECT_EQ(home.error("files_read", {{"path", path}}).code(), ErrorCode::kPermission) << path;
    EXPECT_EQ(home.error("files_write", {{"path", path}, {"text", "x"}}).code(), ErrorCode::kPermission) << path;
  }
  for (const char* path : {"notes/x", "~/notes/../other/secret.txt", "~/notes/./x", "~root/x", ""}) {
    EXPECT_EQ(home.error("files_read", {{"path", path}}).code(), ErrorCode::kInvalid) << path;
  }
  home.put("papers/a.txt", "x");
  const Error read_only = home.error("files_delete", {{"path", "~/papers/a.txt"}});
  EXPECT_EQ(read_only.code(), ErrorCode::kPermission);
  EXPECT_THAT(read_only.hint(), HasSubstr("~/notes"));
}

TEST_F(FilesTest, NoLinkLeadsOut) {
  home.put("other/secret.txt", "secret");
  fs::create_symlink(home.folder.path() / "other", home.folder.path() / "notes/door");
  fs::create_symlink(home.folder.path() / "other/secret.txt", home.folder.path() / "notes/window.txt");
  for (const char* path : {"~/notes/door/secret.txt", "~/notes/window.txt"}) {
    for (const char* tool : {"files_read", "files_delete"}) {
      EXPECT_EQ(home.error(tool, {{"path", path}}).code(), ErrorCode::kInvalid) << tool << path;
    }
    for (const char* tool : {"files_write", "files_append"}) {
      EXPECT_EQ(home.error(tool, {{"path", path}, {"text", "x"}}).code(), ErrorCode::kInvalid) << tool << path;
    }
    EXPECT_EQ(home.error("files_move", {{"path", path}, {"to", "~/notes/got.txt"}}).code(), ErrorCode::kInvalid);
  }
  EXPECT_TRUE(home.result("files_search", {{"query", "secret"}})["found"].empty());
  EXPECT_EQ(home.content("other/secret.txt"), "secret");
}

TEST_F(FilesTest, AFolderSwappedForALinkAfterPlanningIsNotFollowed) {
  fs::create_directory(home.folder.path() / "notes/sub");
  Journal journal(home.context.data_directory);
  const Tool* write = nullptr;
  for (const auto& tool : home.tools) {
    if (tool->description().name == "files_write") write = tool.get();
  }
  const ToolPlan plan = write->plan({{"path", "~/notes/sub/a.txt"}, {"text", "x"}}, home.context);
  fs::remove(home.folder.path() / "notes/sub");
  fs::create_symlink(home.folder.path() / "other", home.folder.path() / "notes/sub");
  JournalRequest request{"tester",         {"files_write", Json::object()}, "write", "granted",
                         home.context.now, write->description().granted};
  EXPECT_THROW(journal.apply(request, [&] { return plan; }), Error);
  EXPECT_EQ(home.content("other/a.txt"), std::nullopt);
}

TEST_F(FilesTest, AGrantedFolderMayBeALinkItself) {
  fs::create_directory_symlink(home.folder.path() / "other", home.folder.path() / "link");
  home.file.folders.write = {home.folder.path() / "link"};
  home.reload();
  home.result("files_write", {{"path", "~/link/a.txt"}, {"text", "x"}});
  EXPECT_EQ(home.content("other/a.txt"), "x\n");
  Journal(home.context.data_directory).undo(std::nullopt);
  EXPECT_EQ(home.content("other/a.txt"), std::nullopt);
}

TEST_F(FilesTest, TheProgramsOwnFilesAreNobodysWhateverIsGranted) {
  home.file.folders.write = {home.folder.path()};
  home.reload();
  home.result("notes_add", {{"text", "x"}});
  fs::create_directories(home.folder.path() / "config/oree/agents");
  for (const char* path : {"~/data/oree/journal.db", "~/data/oree/calendar.ics", "~/config/oree/agents/tester.toml"}) {
    EXPECT_EQ(home.error("files_write", {{"path", path}, {"text", "x"}}).code(), ErrorCode::kPermission) << path;
  }
}

TEST_F(FilesTest, TheProgramsOwnFoldersAreNeitherListedNorSearched) {
  home.file.folders = {.read = {home.folder.path(), home.folder.path() / "data/oree"}, .write = {}};
  home.reload();
  home.result("notes_add", {{"text", "pineapple"}});
  home.put("papers/a.txt", "pineapple\n");
  fs::create_directories(home.folder.path() / "config/oree");
  EXPECT_EQ(home.result("files_search", {{"query", "pineapple"}})["found"].size(), 1u);
  EXPECT_EQ(home.result("files_list", {{"folder", "~/data"}})["files"].size(), 0u);
  EXPECT_EQ(home.result("files_list", {{"folder", "~/config"}})["files"].size(), 0u);
  EXPECT_EQ(home.result("files_list", Json::object())["files"].size(), 1u);
}

TEST_F(FilesTest, AFileWithSeveralNamesIsNotChanged) {
  home.put("notes/a.txt", "a\n");
  fs::create_hard_link(home.folder.path() / "notes/a.txt", home.folder.path() / "other/b.txt");
  const Json arguments = {{"path", "~/notes/a.txt"}, {"text", "x"}};
  EXPECT_THAT(home.error("files_write", arguments).what(), HasSubstr("hard link"));
  EXPECT_THAT(home.error("files_append", arguments).what(), HasSubstr("hard link"));
  EXPECT_THAT(home.error("files_delete", {{"path", "~/notes/a.txt"}}).what(), HasSubstr("hard link"));
  EXPECT_THAT(home.error("files_move", {{"path", "~/notes/a.txt"}, {"to", "~/notes/c.txt"}}).what(),
              HasSubstr("hard link"));
  EXPECT_EQ(home.content("other/b.txt"), "a\n");
}

TEST_F(FilesTest, OnlyTextOfABoundedSizeIsReadAndWritten) {
  home.put("notes/picture.png", std::string("\x89PNG\0\xff", 6));
  EXPECT_THAT(home.error("files_read", {{"path", "~/notes/picture.png"}}).what(), HasSubstr("no UTF-8 text"));
  EXPECT_EQ(home.error("files_write", {{"path", "~/notes/picture.png"}, {"text", "x"}}).code(), ErrorCode::kInvalid);
  home.result("files_move", {{"path", "~/notes/picture.png"}, {"to", "~/notes/p.png"}});  // bytes of any kind
  home.put("notes/large.txt", std::string((1u << 20) + 1, 'x'));
  EXPECT_EQ(home.error("files_read", {{"path", "~/notes/large.txt"}}).code(), ErrorCode::kLimit);
  EXPECT_EQ(home.error("files_write", {{"path", "~/notes/a"}, {"text", std::string(300'000, 'x')}}).code(),
            ErrorCode::kLimit);
  ASSERT_EQ(::mkfifo((home.folder.path() / "notes/pipe").c_str(), 0600), 0);
  EXPECT_EQ(home.error("files_read", {{"path", "~/notes/pipe"}}).code(), ErrorCode::kIo);
  EXPECT_EQ(home.error("files_read", {{"path", "~/notes"}}).code(), ErrorCode::kIo);
  EXPECT_EQ(home.error("files_read", {{"path", "~/notes/none.txt"}}).code(), ErrorCode::kNotFound);
  EXPECT_EQ(home.error("files_write", {{"path", "~/notes/none/a.txt"}, {"text", "x"}}).code(), ErrorCode::kNotFound);
  home.put("notes/a.txt", "x");
  EXPECT_EQ(home.error("files_move", {{"path", "~/notes/a.txt"}, {"to", "~/notes/large.txt"}}).code(),
            ErrorCode::kConflict);
}

TEST_F(FilesTest, WithoutAGrantTheErrorSaysHowToGiveOne) {
  home.file.folders = {};
  home.reload();
  EXPECT_THAT(home.error("files_read", {{"path", "~/notes/a"}}).hint(), HasSubstr("[folders]"));
  EXPECT_THAT(home.error("files_search", {{"query", "x"}}).hint(), HasSubstr("[folders]"));
}

}  // namespace
}  // namespace oree::tools
