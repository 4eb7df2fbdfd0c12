"""The program is killed at random instants of its writes; afterwards calendar and journal agree."""

import collections
import json
import os
import random
import signal
import time

import icalendar
import pytest

from conftest import MONDAY


def titles(home):
    if not home.calendar.exists():
        return collections.Counter()
    calendar = icalendar.Calendar.from_ical(home.calendar.read_bytes())
    return collections.Counter(str(event["SUMMARY"]) for event in calendar.walk("VEVENT"))


def create(index):
    arguments = {"title": f"Event {index}", "start": f"2026-12-{1 + index % 28:02d}T{index // 28 % 24:02d}:00"}
    return ["tools", "call", "calendar_create", json.dumps(arguments), "--yes", "--now", MONDAY]


def seconds_of_a_write(home):
    start = time.monotonic()
    assert home.oree(*create(0)).returncode == 0
    return time.monotonic() - start


@pytest.mark.parametrize("kills", [int(os.environ.get("OREE_KILLS", "40"))])
def test_kill_9_during_writes_loses_and_doubles_nothing(home, kills):
    longest = max(seconds_of_a_write(home), 0.004) * 1.2
    seed = random.randrange(1 << 30)
    print("seed", seed)
    source = random.Random(seed)
    acknowledged = {"Event 0"}
    killed = 0
    for index in range(1, kills + 1):
        process = home.start(*create(index))
        time.sleep(source.uniform(0, longest))
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            killed += 1
        output, _ = process.communicate()
        if process.returncode == 0:
            acknowledged.add(f"Event {index}")

    entries = home.json("journal", "list")
    in_force = collections.Counter(
        entry["arguments"]["title"] for entry in entries if entry["state"] in ("done", "recovered")
    )
    held = titles(home)
    print(f"{killed} of {kills} killed while running, {len(held)} events held")
    assert killed > 0
    assert held == in_force
    assert set(held.values()) <= {1}
    assert acknowledged <= set(held)
    assert not any(entry["state"] == "intent" for entry in entries)
