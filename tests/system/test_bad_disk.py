"""A full disk and a read-only folder give a clear error, and what was there stays whole."""

import json
import shutil
import subprocess

import pytest

from conftest import BINARY, MONDAY


def create(title):
    arguments = json.dumps({"title": title, "start": "2026-12-01T10:00"})
    return [str(BINARY), "tools", "call", "calendar_create", arguments, "--yes", "--now", MONDAY, "--json"]


def in_mount(home, script):
    """Runs a shell script as root of a mount namespace, so that it may mount what it likes."""
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("unshare is not installed")
    probe = subprocess.run([unshare, "-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, text=True)
    if probe.returncode != 0:
        pytest.skip("this machine does not allow mount namespaces: " + probe.stderr.strip())
    data = home.folder / "data"
    data.mkdir()
    return subprocess.run(
        [unshare, "-rm", "sh", "-c", script, "sh", str(data)],
        env=home.environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


def quoted(command):
    return " ".join("'" + word.replace("'", "'\\''") + "'" for word in command)


def test_a_full_disk_keeps_the_old_calendar_and_journal(home):
    listing = quoted([str(BINARY), "journal", "list", "--json"])
    done = in_mount(
        home,
        f"""
        mount -t tmpfs -o size=512k tmpfs "$1" || exit 90
        {quoted(create("Before"))} > /dev/null || exit 91
        cp "$1/oree/calendar.ics" /dev/shm/oree-before.$$
        dd if=/dev/zero of="$1/filler" bs=4k 2> /dev/null
        {quoted(create("During"))}
        status=$?
        cmp "$1/oree/calendar.ics" /dev/shm/oree-before.$$ || exit 92
        rm -f "$1/filler" /dev/shm/oree-before.$$
        {quoted(create("After"))} > /dev/null || exit 93
        echo ---
        {listing}
        echo ---
        grep SUMMARY "$1/oree/calendar.ics"
        exit $status
        """,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    error, journal, summaries = done.stdout.split("---\n")
    assert json.loads(error)["error"]["code"] == "io"
    assert "space" in error.lower()
    states = {entry["arguments"]["title"]: entry["state"] for entry in json.loads(journal)}
    assert states.get("Before") == "done" and states.get("After") == "done"
    assert states.get("During", "undone") == "undone"
    assert summaries.split() == ["SUMMARY:Before", "SUMMARY:After"]


def test_a_read_only_folder_is_named(home):
    done = in_mount(
        home,
        f"""
        mkdir "$1/oree" && mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" || exit 90
        {quoted(create("Lunch"))}
        """,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    error = json.loads(done.stdout)["error"]
    assert error["code"] in ("permission", "io")
    assert "oree" in error["where"]
