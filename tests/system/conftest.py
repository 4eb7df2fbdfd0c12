"""Runs the built program in a home of its own, as a user would."""

import json
import os
import pathlib
import pty
import select
import signal
import subprocess
import time

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = pathlib.Path(os.environ.get("OREE_BINARY", ROOT / "build/release/bin/oree"))
MODEL = ROOT / "models/oree-mini.gguf"
MONDAY = "2026-11-23T09:00:00"


class Home:
    def __init__(self, folder, time_zone="Europe/Paris"):
        self.folder = folder
        self.environment = {
            "HOME": str(folder),
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "TZ": time_zone,
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
        }

    @property
    def calendar(self):
        return self.folder / "data/oree/calendar.ics"

    def start(self, *arguments, **options):
        return subprocess.Popen(
            [str(BINARY), *arguments],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            **options,
        )

    def oree(self, *arguments, timeout=120):
        return subprocess.run(
            [str(BINARY), *arguments],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
        )

    def on_terminal(self, *arguments, dialogue, seconds=60):
        """Replies to each question once it is shown; what was shown, and the exit status."""
        process, terminal = pty.fork()
        if process == 0:
            os.execve(BINARY, [str(BINARY), *arguments], self.environment)
        shown, unread, deadline = "", 0, time.monotonic() + seconds
        waiting = list(dialogue)
        while time.monotonic() < deadline:
            if waiting and waiting[0][0] in shown[unread:]:
                unread = shown.index(waiting[0][0], unread) + len(waiting[0][0])
                os.write(terminal, waiting.pop(0)[1].encode())
            if not select.select([terminal], [], [], 0.1)[0]:
                continue
            try:
                shown += os.read(terminal, 65536).decode(errors="replace")
            except OSError:  # the program has ended
                break
        else:
            os.kill(process, signal.SIGKILL)
        os.close(terminal)
        return shown, os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])

    def json(self, *arguments):
        done = self.oree(*arguments, "--json")
        assert done.returncode == 0, done.stderr + done.stdout
        return json.loads(done.stdout)


@pytest.fixture
def make_home(tmp_path):
    def make(time_zone="Europe/Paris"):
        folder = tmp_path / time_zone.replace("/", "_")
        folder.mkdir(exist_ok=True)
        return Home(folder, time_zone)

    return make


@pytest.fixture
def home(make_home):
    return make_home()
