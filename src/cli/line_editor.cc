#include "cli/line_editor.h"

#include <fcntl.h>
#include <histedit.h>
#include <langinfo.h>
#include <unistd.h>

#include <clocale>
#include <cstdio>
#include <cstring>

namespace oree::cli {
namespace {

constexpr int kMaxHistory = 1000;

char* prompt(EditLine*) {
  static char text[] = "> ";
  return text;
}

// Without a UTF-8 locale libedit would take every accent apart.
void use_utf8() {
  std::setlocale(LC_CTYPE, "");
  if (std::strcmp(nl_langinfo(CODESET), "UTF-8") != 0) {
    std::setlocale(LC_CTYPE, "C.UTF-8");
  }
}

void create_for_user_alone(const std::filesystem::path& path) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
  if (file >= 0) {
    close(file);
  }
}

}  // namespace

struct LineEditor::State {
  explicit State(const std::filesystem::path& path) : file(path.string()) {
    use_utf8();
    editor = el_init("oree", stdin, stdout, stderr);
    history = history_init();
    HistEvent event{};
    ::history(history, &event, H_SETSIZE, kMaxHistory);
    ::history(history, &event, H_SETUNIQUE, 1);
    create_for_user_alone(path);
    ::history(history, &event, H_LOAD, file.c_str());
    el_set(editor, EL_CLIENTDATA, this);
    el_set(editor, EL_PROMPT, prompt);
    el_set(editor, EL_EDITOR, "emacs");
    el_set(editor, EL_HIST, ::history, history);
    // Ctrl-C comes as a character while a line is edited, so that the terminal is left in order.
    el_set(editor, EL_ADDFN, "oree-interrupt", "give up the line", State::on_interrupt);
    el_set(editor, EL_BIND, "^C", "oree-interrupt", nullptr);
    el_set(editor, EL_SETTY, "-d", "-isig", nullptr);
  }
  ~State() {
    history_end(history);
    el_end(editor);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  static unsigned char on_interrupt(EditLine* editor, int) {
    State* state = nullptr;
    el_get(editor, EL_CLIENTDATA, &state);
    state->interrupted = true;
    return CC_NEWLINE;
  }

  std::string file;
  EditLine* editor = nullptr;
  History* history = nullptr;
  bool interrupted = false;
};

LineEditor::LineEditor(const std::filesystem::path& history_file) : state_(std::make_unique<State>(history_file)) {}
LineEditor::~LineEditor() = default;

LineEditor::Event LineEditor::read(std::string& line) {
  state_->interrupted = false;
  // Before the prompt shows: el_gets itself would do it after, and a key typed between the two is not a key yet.
  el_set(state_->editor, EL_PREP_TERM, 1);
  int length = 0;
  const char* text = el_gets(state_->editor, &length);
  if (state_->interrupted) {
    return Event::kInterrupt;
  }
  if (text == nullptr || length <= 0) {
    return Event::kEnd;
  }
  line.assign(text, static_cast<std::size_t>(length));
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) {
    line.pop_back();
  }
  if (line.find_first_not_of(" \t") != std::string::npos) {
    HistEvent event{};
    ::history(state_->history, &event, H_ENTER, line.c_str());
    ::history(state_->history, &event, H_SAVE, state_->file.c_str());
  }
  return Event::kLine;
}

}  // namespace oree::cli
