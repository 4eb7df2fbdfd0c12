"""Recorded conversations, played again; and a journal that tells when a byte of it changed."""

import json

import pytest

from conftest import MONDAY

REQUEST = "Lunch with Ana on Thursday at 12:30"


def talk(home, *options):
    home.json("run", REQUEST, "--yes", "--now", MONDAY, *options)
    home.json("run", "what's on Thursday?", "--yes", "--now", MONDAY, *options)


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--temperature", "0.9", "--seed", "7"),
        ("--cache", "random", "--budget", "60%", "--temperature", "0.5", "--seed", "11"),
        ("--cpu", "scalar", "--draft", "off", "--kv-type-k", "q8_0", "--memory", "1GiB"),
    ],
)
def test_a_replay_says_the_same_and_changes_nothing(home, options):
    home.oree("run", REQUEST, "--yes", "--now", MONDAY, *options)
    home.oree("run", "what's on Thursday?", "--yes", "--now", MONDAY, *options)
    before = home.calendar.read_bytes() if home.calendar.exists() else None
    for session in home.json("journal", "sessions"):
        replayed = home.json("journal", "replay", str(session["id"]), "-t", "2")
        assert replayed["same"] is True
        assert replayed["requests"] == 1
        assert replayed["turns"] >= 1
    after = home.calendar.read_bytes() if home.calendar.exists() else None
    assert after == before


def test_the_seed_reaches_the_policy_that_draws(home):
    options = ("--cache", "random", "--budget", "40%", "--now", MONDAY, "--plan", "--json")
    one = home.oree("run", REQUEST, *options, "--seed", "1")
    [session] = home.json("journal", "sessions")
    assert home.json("journal", "replay")["same"] is True
    again = home.oree("run", REQUEST, *options, "--seed", "1")
    assert json.loads(one.stdout)["calls"] == json.loads(again.stdout)["calls"]


def test_another_model_is_refused(home, tmp_path):
    talk(home)
    other = tmp_path / "other.gguf"
    from conftest import MODEL

    bytes_of_model = bytearray(MODEL.read_bytes())
    bytes_of_model[len(bytes_of_model) // 2] ^= 0xFF
    bytes_of_model[-100] ^= 0xFF
    other.write_bytes(bytes_of_model)
    done = home.oree("journal", "replay", "-m", str(other), "--json")
    # A change between the samples of the fingerprint is a difference instead.
    assert done.returncode in (0, 1)
    if done.returncode == 1:
        document = json.loads(done.stdout)
        assert document.get("same") is False or document["error"]["code"] in ("conflict", "corrupt")


def test_no_record_keeps_nothing_and_forget_removes_it(home):
    talk(home, "--no-record")
    assert home.json("journal", "sessions") == []
    assert home.oree("journal", "replay").returncode == 1
    home.json("journal", "undo")  # else the same event would be there already
    talk(home)
    assert len(home.json("journal", "sessions")) == 2
    assert b"what's on Thursday?" in (home.folder / "data/oree/journal.db").read_bytes()
    assert home.json("journal", "forget", "--all") == {"forgotten": 2}
    assert b"what's on Thursday?" not in (home.folder / "data/oree/journal.db").read_bytes()
    assert home.json("journal", "verify")["whole"] is True
    assert home.oree("journal", "replay", "1").returncode == 1
    assert home.oree("journal", "forget").returncode == 2


def test_verify_names_the_row_and_exits_with_1(home):
    assert home.json("journal", "verify") == {"whole": True, "rows": 0, "effects": 0, "sessions": 0}
    talk(home)
    whole = home.json("journal", "verify")
    assert whole["effects"] == 1 and whole["sessions"] == 2
    database = home.folder / "data/oree/journal.db"
    content = bytearray(database.read_bytes())
    at = content.index(b"calendar_create")
    content[at] ^= 1
    database.write_bytes(content)
    done = home.oree("journal", "verify")
    assert done.returncode == 1
    assert "row " in done.stderr


def test_a_chat_is_one_session(home):
    import subprocess

    from conftest import BINARY

    subprocess.run(
        [str(BINARY), "chat", "--now", MONDAY, "--yes"],
        env=home.environment,
        input=REQUEST + "\nwhat's on Thursday?\n",
        text=True,
        capture_output=True,
        timeout=120,
    )
    [session] = home.json("journal", "sessions")
    assert session["requests"] == 2
    assert home.json("journal", "replay")["same"] is True
    assert home.json("journal", "list")[-1]["session"] == session["id"]
