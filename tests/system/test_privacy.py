"""No internet socket is opened, and an attempt to open one fails and is reported."""

import re
import shutil
import subprocess

import pytest

from conftest import BINARY, MONDAY


def test_strace_sees_no_internet_socket(home, tmp_path):
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed; scripts/setup --test installs it")
    trace = tmp_path / "trace"
    command = [strace, "-f", "-e", "trace=network", "-o", str(trace), str(BINARY)]
    done = subprocess.run(
        command + ["run", "Lunch with Ana on Thursday at 12:30", "--yes", "--now", MONDAY],
        env=home.environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )
    if "Operation not permitted" in done.stderr and not trace.exists():
        pytest.skip("this machine does not let processes be traced")
    assert done.returncode == 0, done.stderr
    calls = trace.read_text()
    assert "exited with 0" in calls  # the trace is of a whole run
    assert not re.search(r"AF_INET|AF_PACKET|AF_NETLINK|connect\(|sendto\(|bind\(", calls), calls


def test_an_attempt_to_connect_fails_and_is_reported(home):
    done = home.oree("run", "--explain-privacy")
    assert done.returncode == 0, done.stderr
    assert re.search(r"internet sockets.*refused", done.stdout, re.IGNORECASE), done.stdout
    assert re.search(r"refused: socket\(AF_INET", done.stderr), done.stderr
