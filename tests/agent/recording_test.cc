// Conversations recorded, and played again without a tool being called.
#include "oree/recording.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agent/fakes.h"
#include "oree/agent.h"

namespace oree {
namespace {

using test::append_line;
using test::content;
using test::error_of;
using test::FakeTool;
using test::ScriptedModel;
using test::TemporaryFolder;
using testing::HasSubstr;

class RecordingTest : public testing::Test {
 protected:
  RecordingTest() {
    tools.push_back(std::make_unique<FakeTool>("list_add", Effect::kWrite, Json{{"text", {{"type", "string"}}}},
                                               [this](const Json& arguments, const ToolContext& where) {
                                                 ++n_planned;
                                                 return append_line(where.data_directory / "list.txt",
                                                                    arguments.at("text").get<std::string>());
                                               }));
    file.name = "tester";
    file.tools = {"*"};
  }

  // Two requests: a call and its answer, then an answer alone.
  JournalRecording record() {
    ScriptedModel model = script();
    RecordingModel recorder(model);
    Agent agent(file, recorder, tools, journal, {folder.path(), std::chrono::sys_seconds{}, "UTC"},
                {.grant_writes = true});
    const std::int64_t session = journal.begin_session("tester", {{"format", 1}});
    agent.set_session(session);
    for (const char* request : {"add milk", "thanks"}) {
      agent.handle(request, {});
      journal.record_request(session, {{"request", request}, {"steps", recorder.take_steps()}});
    }
    return journal.recording(session);
  }
  static ScriptedModel script() {
    ScriptedModel model;
    model.calls({{"list_add", {{"text", "milk"}}}}).text("Added.").text("You are welcome.");
    return model;
  }

  TemporaryFolder folder;
  Journal journal{folder.path()};
  std::vector<std::unique_ptr<Tool>> tools;
  AgentFile file;
  int n_planned = 0;
};

TEST_F(RecordingTest, TheSameModelSaysTheSameAndNoToolIsCalled) {
  const JournalRecording recording = record();
  const int planned = n_planned;
  ScriptedModel model = script();
  const Replay replayed = replay(recording, model, true, nullptr);
  EXPECT_FALSE(replayed.difference);
  EXPECT_EQ(replayed.n_requests, 2);
  EXPECT_EQ(replayed.n_turns, 3);
  EXPECT_EQ(n_planned, planned);
  EXPECT_EQ(content(folder.path() / "list.txt"), "milk\n");
  EXPECT_THAT(model.said, testing::ElementsAre("user: add milk", R"(result: {"added":"milk"})", "user: thanks"));
}

TEST_F(RecordingTest, EffectsAreToldAsTheSessions) {
  const JournalRecording recording = record();
  EXPECT_EQ(journal.show(1).session, recording.session.id);
  EXPECT_EQ(journal.verify().n_sessions, 1);
}

TEST_F(RecordingTest, TheFirstDifferenceIsNamedAndEndsIt) {
  const JournalRecording recording = record();
  ScriptedModel other;
  other.calls({{"list_add", {{"text", "milk"}}}}).text("Added!").text("You are welcome.");
  const Replay text = replay(recording, other, true, nullptr);
  ASSERT_TRUE(text.difference);
  EXPECT_EQ(text.difference->request, 1);
  EXPECT_EQ(text.difference->turn, 2);
  EXPECT_EQ(text.difference->what, "text");
  EXPECT_EQ(text.difference->recorded.at("text"), "Added.");
  EXPECT_EQ(text.difference->replayed.at("text"), "Added!");
  EXPECT_EQ(text.n_turns, 2);

  ScriptedModel call;
  call.calls({{"list_add", {{"text", "bread"}}}});
  EXPECT_EQ(replay(recording, call, true, nullptr).difference->what, "call 1");

  ScriptedModel more;
  more.calls({{"list_add", {{"text", "milk"}}}, {"list_add", {{"text", "eggs"}}}});
  EXPECT_EQ(replay(recording, more, true, nullptr).difference->what, "calls");
}

// Its turns are cancelled before the first token whenever the flag is set, and otherwise fail.
class FailingModel final : public ScriptedModel {
 public:
  AssistantTurn next(const TurnOptions& turn_options) override {
    if (turn_options.cancel != nullptr && turn_options.cancel->cancelled()) {
      return ScriptedModel::next(turn_options);
    }
    throw Error(ErrorCode::kLimit, "too long");
  }
};

TEST_F(RecordingTest, ARequestThatFailedFailsAgain) {
  FailingModel model;
  RecordingModel recorder(model);
  recorder.add_user("much");
  EXPECT_EQ(error_of([&] { recorder.next({}); }).code(), ErrorCode::kLimit);
  JournalRecording recording;
  recording.requests = {{{"steps", recorder.take_steps()}}};
  FailingModel again;
  EXPECT_FALSE(replay(recording, again, true, nullptr).difference);
  ScriptedModel other = script();
  EXPECT_EQ(replay(recording, other, true, nullptr).difference->what, "error");
}

TEST_F(RecordingTest, ACancelledAnswerIsSkippedOrEndsTheReplay) {
  ScriptedModel model = script();
  RecordingModel recorder(model);
  CancelFlag cancel;
  cancel.cancel();
  TurnOptions options;
  options.cancel = &cancel;
  recorder.add_user("never mind");
  recorder.next(options);
  JournalRecording recording;
  recording.requests = {{{"steps", recorder.take_steps()}}};
  ScriptedModel skipped = script();
  EXPECT_EQ(replay(recording, skipped, true, nullptr).ended_early, "");
  recording.requests[0]["steps"][1]["turn"]["tokens"] = 3;
  EXPECT_THAT(replay(recording, skipped, false, nullptr).ended_early, HasSubstr("cancelled"));
}

TEST_F(RecordingTest, StepsThatAreNoneAreACorruptRecording) {
  JournalRecording recording;
  for (const Json& request : {Json{{"steps", {{{"turn", 1}, {"options", 2}}}}}, Json{{"none", 1}}, Json(7)}) {
    recording.requests = {request};
    ScriptedModel model = script();
    EXPECT_EQ(error_of([&] { replay(recording, model, true, nullptr); }).code(), ErrorCode::kCorrupt) << request.dump();
  }
}

}  // namespace
}  // namespace oree
