"""The guides of docs/guides, executed exactly as they are printed.

The ```sh blocks of a guide run in order in one shell script each, in an empty home folder, with `oree` on the path. A
```text block right behind is what they print, stdout and stderr together, with ~ for the home folder; a block without one
may print anything, but must succeed. A block whose output begins with "oree: " must fail, as an error does. A line of
`...` stands for any lines.
"""

import re
import subprocess

import pytest

from conftest import BINARY, MODEL, ROOT

GUIDES = sorted((ROOT / "docs/guides").glob("*.md"))
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TIMEOUT_SECONDS = 300


def steps_of(guide):
    """[(commands, expected or None)]"""
    steps = []
    for language, text in BLOCK.findall(guide.read_text()):
        if language == "sh":
            steps.append((text, None))
        elif language == "text" and steps and steps[-1][1] is None:
            steps[-1] = (steps[-1][0], text)
    return steps


def pattern_of(expected):
    lines = [".*" if line == "..." else re.escape(line) for line in expected.splitlines()]
    return re.compile("\n".join(lines).replace("\n.*\n", "\n(?:.*\n)*?") + "\n?", re.DOTALL)


def run(commands, folder):
    environment = {
        "HOME": str(folder),
        "PATH": f"{folder}/.guide-bin:/usr/local/bin:/usr/bin:/bin",
        "TZ": "Europe/Paris",
        "LANG": "C.UTF-8",
        "OREE_MODEL": str(MODEL),
    }
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=TIMEOUT_SECONDS,
    )
    return done.returncode, done.stdout.replace(str(folder), "~")


def test_there_are_guides():
    assert GUIDES
    assert all(steps_of(guide) for guide in GUIDES)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_a_guide_does_what_it_prints(guide, tmp_path):
    programs = tmp_path / ".guide-bin"
    programs.mkdir()
    (programs / "oree").symlink_to(BINARY)
    for commands, expected in steps_of(guide):
        status, output = run(commands, tmp_path)
        fails = expected is not None and expected.startswith("oree: ")
        assert (status != 0) == fails, commands + output
        if expected is not None:
            assert pattern_of(expected).fullmatch(output), f"{commands}\nprints\n{output}\nthe guide says\n{expected}"


def test_the_comparison_sees_a_difference():
    assert pattern_of("a\n...\nd\n").fullmatch("a\nb\nc\nd\n")
    assert pattern_of("a\n...\nd\n").fullmatch("a\nd\n")
    assert not pattern_of("a\n...\nd\n").fullmatch("a\nb\nc\n")
    assert not pattern_of("a.c\n").fullmatch("abc\n")
