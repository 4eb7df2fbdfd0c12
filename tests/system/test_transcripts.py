"""scripts/transcripts: a page of requests and what came of them, never one of errors."""

import os
import subprocess

from conftest import BINARY, MODEL, ROOT


def transcripts(*arguments, binary=BINARY):
    environment = {**os.environ, "OREE_BINARY": str(binary)}
    command = [str(ROOT / "scripts/transcripts"), *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)


def test_a_page_has_each_request_and_counts_those_that_came_out():
    done = transcripts(MODEL)
    assert done.returncode == 0, done.stderr
    for title in ("English", "Français"):
        section = done.stdout.split(f"\n## {title}: ")[1].split("\n## ")[0]
        right, asked = map(int, section.split("\n")[0].split(" of "))
        assert asked == section.count("$ scripts/run ") == 10
        assert asked - right == section.count("\nIt lacks ")
    assert '✓ Create "Lunch with Ana", Thu 26 Nov 2026 12:30' in done.stdout


def test_without_a_program_or_model_there_is_no_page(tmp_path):
    for done in (transcripts(tmp_path / "absent.gguf"), transcripts(binary=tmp_path / "absent")):
        assert done.returncode == 1 and done.stdout == ""
        assert str(tmp_path / "absent") in done.stderr
    assert transcripts("--help").returncode == 2
