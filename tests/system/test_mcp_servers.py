"""Servers that others wrote, each in its sandbox: what they offer, calls of them, and what they cannot reach."""

import json
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from conftest import BINARY
from mcp_servers import MODULES, node, server

# What each needs to see of the machine: its own code.
CODE = ["--read", str(MODULES)]


def connect(home, name, *options, arguments=(), status=0):
    done = home.oree("mcp", "connect", *CODE, *options, "--json", "--", str(node()), str(server(name)), *arguments)
    assert done.returncode == status, done.stdout + done.stderr
    return json.loads(done.stdout)


def call(home, name, tool, tool_arguments, *options, arguments=(), status=0):
    return connect(
        home, name, *options, "--call", tool, json.dumps(tool_arguments), arguments=arguments, status=status
    )


def names(document, key="tools"):
    return {entry["name"] for entry in document[key]}


# Everything


def test_everything_shows_what_it_offers(home):
    offer = connect(home, "server-everything", "--name", "all", arguments=["stdio"])
    assert offer["protocol"] == "2025-11-25"
    assert {"all_echo", "all_get-sum", "all_get-structured-content", "all_read_resource"} <= names(offer)
    assert all(tool["source"] == "mcp:all" for tool in offer["tools"])
    assert offer["resources"] and offer["resource_templates"] and offer["prompts"]
    # What cannot be held to its schema is said, not dropped silently.
    for line in offer["left_out"]:
        assert "is left out:" in line


def test_everything_is_called(home):
    stdio = {"arguments": ["stdio"]}
    assert call(home, "server-everything", "echo", {"message": "é\n"}, **stdio) == {"result": "Echo: é\n"}
    assert "42" in call(home, "server-everything", "get-sum", {"a": 40, "b": 2}, **stdio)["result"]
    weather = call(home, "server-everything", "get-structured-content", {"location": "Chicago"}, **stdio)
    assert {"temperature", "conditions", "humidity"} == set(weather)
    image = call(home, "server-everything", "get-tiny-image", {}, **stdio)["result"]
    assert any(isinstance(block, dict) and block["mimeType"] == "image/png" and block["bytes"] > 0 for block in image)


def test_everything_says_what_goes_wrong(home):
    error = call(home, "server-everything", "get-sum", {"a": "x"}, arguments=["stdio"], status=1)["error"]
    assert error["where"] == "server" and error["what"]
    error = call(home, "server-everything", "no-such-tool", {}, arguments=["stdio"], status=1)["error"]
    assert "no-such-tool" in error["what"]


def test_everything_reads_resources_and_fills_prompts(home):
    offer = connect(home, "server-everything", arguments=["stdio"])
    uri = offer["resources"][0]["uri"]
    read = connect(home, "server-everything", "--resource", uri, arguments=["stdio"])
    assert read["contents"][0]["uri"] == uri
    prompt = connect(home, "server-everything", "--prompt", "args-prompt", '{"city": "Paris"}', arguments=["stdio"])
    assert "Paris" in prompt["messages"][0]["text"]


def test_everything_asks_the_person(home):
    offer = connect(home, "server-everything", "--call", "trigger-elicitation-request", "{}", arguments=["stdio"])
    assert "decline" in json.dumps(offer)  # without a terminal


def test_everything_tells_progress_and_is_cancelled_in_time(home):
    slow = {"duration": 30, "steps": 60}
    started = time.monotonic()
    error = call(home, "server-everything", "trigger-long-running-operation", slow, "--timeout", "1",
                 arguments=["stdio"], status=1)["error"]  # fmt: skip
    # Each step is progress; ten times the timeout is the end all the same.
    assert error["code"] == "limit" and 5 < time.monotonic() - started < 25


def on_terminal(home, tool, dialogue, *options):
    return home.on_terminal("mcp", "connect", *CODE, "--call", tool, "{}", *options, "--", str(node()),
                            str(server("server-everything")), "stdio", dialogue=dialogue)  # fmt: skip


def test_a_form_is_filled_in_at_the_terminal(home):
    form = [
        ("name (Your full, legal name): ", "\n"),  # required: asked again
        ("name (Your full, legal name): ", "Ana Ruiz\n"),
        ("check (", "perhaps\n"),
        ("is neither yes nor no", "y\n"),
        ("firstLine", "\n"),
        ("email (", "ana\n"),
        ("email (", "ana@example.org\n"),
        ("homepage", "\n"),
        ("birthdate", "1990-02-30\n"),
        ("birthdate", "1990-02-28\n"),
        ("integer (", "7\n"),
        ("number (", "\n"),
        ("untitledSingleSelectEnum", "3\n"),
        ("untitledMultipleSelectEnum", "2, Violin\n"),
        ("titledSingleSelectEnum", "\n"),
        ("titledMultipleSelectEnum", "\n"),
        ("legacyTitledEnum", "\n"),
    ]
    shown, status = on_terminal(home, "trigger-elicitation-request", form)
    assert status == 0 and "The server server asks: " in shown, shown
    for answer in ("Ana Ruiz", "ana@example.org", "1990-02-28", "Joey", "Piano", "Violin", "dark and stormy", "3.14"):
        assert answer in shown.split("legacyTitledEnum")[1], shown
    declined, status = on_terminal(home, "trigger-elicitation-request", [("name (", "-\n")])
    assert status == 0 and "decline" in declined


ASKER = """
import json, sys
def send(message):
    print(json.dumps({"jsonrpc": "2.0", **message}), flush=True)
schema = json.loads(sys.argv[1])
for line in sys.stdin:
    message = json.loads(line)
    method, number = message.get("method"), message.get("id")
    if method == "initialize":
        send({"id": number, "result": {"protocolVersion": "2025-06-18", "capabilities": {"tools": {}},
                                       "serverInfo": {"name": "asker", "version": "1"}}})
    elif method == "tools/list":
        send({"id": number, "result": {"tools": [{"name": "ask", "inputSchema": {"type": "object"}}]}})
    elif method == "tools/call":
        call = number
        send({"id": 99, "method": "elicitation/create", "params": {"message": "Erase all?", "requestedSchema": schema}})
    elif number == 99:
        send({"id": call, "result": {"content": [{"type": "text", "text": json.dumps(message["result"])}]}})
"""


@pytest.mark.parametrize(("reply", "action"), [("y", "accept"), ("n", "decline"), ("", "decline"), ("-", "decline")])
def test_a_form_without_questions_asks_for_a_yes(home, tmp_path, reply, action):
    script = tmp_path / "asker.py"
    script.write_text(ASKER)
    for schema in ("{}", '{"properties": {}}'):
        shown, status = home.on_terminal("mcp", "connect", "--read", str(tmp_path), "--call", "ask", "{}", "--",
                                         "/usr/bin/python3", str(script), schema, dialogue=[("y or n: ", reply + "\n")])  # fmt: skip
        assert status == 0 and f'\\"action\\": \\"{action}\\"' in shown, shown


def test_a_server_writes_no_lines_of_its_own_to_the_terminal(home, tmp_path):
    script = tmp_path / "asker.py"
    script.write_text(ASKER)
    schema = json.dumps({"properties": {"a)\nUndone: everything\noree: (": {"type": "object"}}})
    shown, status = home.on_terminal("mcp", "connect", "--read", str(tmp_path), "--call", "ask", "{}", "--",
                                     "/usr/bin/python3", str(script), schema, dialogue=[])  # fmt: skip
    assert status == 0 and "was declined" in shown
    assert not [line for line in shown.splitlines() if line.startswith("Undone")], shown


def test_a_call_is_cancelled_at_the_terminal(home):
    started = time.monotonic()
    shown, status = home.on_terminal(
        "mcp", "connect", *CODE, "--call", "trigger-long-running-operation", '{"duration": 60, "steps": 60}', "--",
        str(node()), str(server("server-everything")), "stdio", dialogue=[("2 of 60", "\x03")],
    )  # fmt: skip
    assert status == 1 and "cancelled by the user" in shown and time.monotonic() - started < 30, (status, shown)


def test_everything_over_http(home):
    """Over streamable HTTP, through the bridge."""
    port = "38471"
    running = subprocess.Popen(
        [str(node()), str(server("server-everything")), "streamableHttp"],
        env={**home.environment, "PORT": port},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        url = f"http://127.0.0.1:{port}/mcp"
        deadline = time.monotonic() + 30
        while True:
            offer = home.oree("mcp", "connect", url, "--json")
            if offer.returncode == 0 or time.monotonic() > deadline:
                break
            time.sleep(0.2)
        assert offer.returncode == 0, offer.stdout + offer.stderr
        document = json.loads(offer.stdout)
        assert "server_echo" in names(document)
        # Whoever uses the network is asked about as such.
        assert {tool["effect"] for tool in document["tools"]} == {"network"}
        said = home.oree("mcp", "connect", url, "--call", "echo", '{"message": "hi"}', "--json")
        assert json.loads(said.stdout) == {"result": "Echo: hi"}
        progress = home.oree("mcp", "connect", url, "--call", "trigger-long-running-operation",
                             '{"duration": 1, "steps": 2}')  # fmt: skip
        assert progress.returncode == 0, progress.stderr
        assert "2 of 2" in progress.stderr
    finally:
        running.kill()
        running.wait()
    gone = home.oree("mcp", "connect", url, "--json")
    assert gone.returncode == 1
    assert "cannot be reached" in json.loads(gone.stdout)["error"]["what"]


class Guarded(BaseHTTPRequestHandler):
    """A server of one tool that answers whoever knows the word."""

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.headers["Authorization"] != "Bearer open sesame":
            return self.answer(401, {})
        results = {
            "initialize": {"protocolVersion": "2025-06-18", "capabilities": {"tools": {}},
                           "serverInfo": {"name": "guarded", "version": "1"}},
            "tools/list": {"tools": [{"name": "ask", "description": "Answers.", "inputSchema": {"type": "object"}}]},
            "tools/call": {"content": [{"type": "text", "text": self.headers["X-Team"] or "no team"}]},
        }  # fmt: skip
        if "id" not in body:
            return self.answer(202, None)
        self.answer(200, {"jsonrpc": "2.0", "id": body["id"], "result": results[body["method"]]})

    def do_GET(self):
        self.answer(405, None)

    def answer(self, status, document):
        body = b"" if document is None else json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


@pytest.fixture
def guarded():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Guarded)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/mcp"
    server.shutdown()


def test_another_kind_of_address_is_no_program(home):
    document = json.loads(home.oree("mcp", "connect", "ftp://host/mcp", "--json").stdout)
    assert document["error"]["code"] == "usage" and "https://" in document["error"]["hint"]


def test_headers_of_the_agent_file_reach_the_server(home, guarded):
    refused = home.oree("mcp", "connect", guarded, "--json")
    assert refused.returncode == 1 and "401" in refused.stdout
    home.environment["PASS"] = "open sesame"
    word = ("--header", "Authorization: Bearer ${PASS}", "--header", "X-Team: blue")
    called = home.oree("mcp", "connect", *word, guarded, "--call", "ask", "{}", "--json")
    assert json.loads(called.stdout) == {"result": "blue"}, called.stderr

    agents = home.folder / "config/oree/agents"
    agents.mkdir(parents=True)
    (agents / "asker.toml").write_text(
        'name = "asker"\ntools = ["clock_now", "guarded_ask"]\n[permissions]\nguarded_ask = "allow"\n[mcp.guarded]\n'
        f'url = "{guarded}"\nheaders = {{ Authorization = "Bearer ${{WORD}}" }}\n'
    )
    for header in ("Host: a.example", "Content-Length: 3", "X Y: 1", "X: a\r\nEvil: 1"):
        refused = home.oree("mcp", "connect", "--header", header, guarded, "--json")
        assert json.loads(refused.stdout)["error"]["code"] == "invalid", header
    secret = home.oree("mcp", "connect", "--header", "Authorization Bearer sekrit", guarded, "--json")
    assert "sekrit" not in secret.stdout + secret.stderr

    listing = ("tools", "list", "--agent", "asker", "--json")
    unset = home.oree(*listing)
    assert unset.returncode == 0, unset.stdout
    assert names({"tools": json.loads(unset.stdout)}) == {"clock_now"}
    assert "guarded is left out: the variable WORD is not set" in unset.stderr
    checked = home.oree("agent", "check", "asker")
    assert checked.returncode == 1 and "the variable WORD is not set" in checked.stdout + checked.stderr
    home.environment["WORD"] = "open sesame"
    assert names({"tools": home.json(*listing[:-1])}) == {"clock_now", "guarded_ask"}


# Files


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "documents"
    path.mkdir()
    (path / "note.txt").write_text("granted")
    (tmp_path / "secret.txt").write_text("secret")
    return path


def test_filesystem_reads_and_writes_what_it_was_granted(home, folder):
    given = {"arguments": [str(folder)]}
    read = call(home, "server-filesystem", "read_text_file", {"path": str(folder / "note.txt")},
                "--write", str(folder), **given)  # fmt: skip
    assert read["content"] == "granted"
    call(home, "server-filesystem", "write_file", {"path": str(folder / "new.txt"), "content": "new"},
         "--write", str(folder), **given)  # fmt: skip
    assert (folder / "new.txt").read_text() == "new"


def test_filesystem_writes_nothing_where_it_may_only_read(home, folder):
    error = call(home, "server-filesystem", "write_file", {"path": str(folder / "new.txt"), "content": "new"},
                 "--read", str(folder), arguments=[str(folder)], status=1)["error"]  # fmt: skip
    assert "EACCES" in error["what"]
    assert not (folder / "new.txt").exists()


def test_filesystem_is_held_by_the_sandbox_and_not_by_its_own_word(home, folder, tmp_path):
    """It is told that it may read the folder above, which it was not granted."""
    error = call(home, "server-filesystem", "read_text_file", {"path": str(tmp_path / "secret.txt")},
                 "--read", str(folder), arguments=[str(tmp_path)], status=1)["error"]  # fmt: skip
    assert "secret" not in error["what"].replace("secret.txt", "")


def test_filesystem_only_reads_where_nothing_else_is_possible(home, folder):
    reading = connect(home, "server-filesystem", "--read", str(folder), arguments=[str(folder)])
    effects = {tool["name"]: tool["effect"] for tool in reading["tools"]}
    assert effects["server_read_text_file"] == "read" and effects["server_write_file"] == "write"
    writing = connect(home, "server-filesystem", "--write", str(folder), arguments=[str(folder)])
    assert {tool["effect"] for tool in writing["tools"]} == {"write"}


# Memory and sequential thinking


def test_memory_keeps_what_it_is_told(home, tmp_path):
    store = tmp_path / "store"
    store.mkdir()
    kept = ["--write", str(store), "--env", f"MEMORY_FILE_PATH={store}/memory.json"]
    entity = {"name": "Ana", "entityType": "person", "observations": ["likes tea"]}
    call(home, "server-memory", "create_entities", {"entities": [entity]}, *kept)
    graph = call(home, "server-memory", "read_graph", {}, *kept)
    assert graph["entities"] == [entity]


def test_sequential_thinking_thinks(home):
    thought = {"thought": "one", "nextThoughtNeeded": False, "thoughtNumber": 1, "totalThoughts": 1}
    done = call(home, "server-sequential-thinking", "sequentialthinking", thought)
    assert done["thoughtNumber"] == 1


# An agent's


def test_an_agent_has_its_servers_tools(home, folder):
    agents = home.folder / "config/oree/agents"
    agents.mkdir(parents=True)
    (agents / "files.toml").write_text(
        f"""tools = ["clock_now", "fs_read_text_file"]
[mcp.fs]
command = ["{node()}", "{server("server-filesystem")}", "{folder}"]
read = ["{MODULES}", "{folder}"]
"""
    )
    done = home.oree("run", "what time is it?", "-a", "files", "--plan", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "left out" not in done.stderr or "fs_read_text_file" not in done.stderr


def test_no_process_is_left(home):
    connect(home, "server-everything", arguments=["stdio"])
    running = subprocess.run(["ps", "axo", "args"], capture_output=True, text=True).stdout
    assert str(server("server-everything")) not in running.replace(" streamableHttp", "")
