"""The first request of the README, from words to an event that another program reads."""

import datetime
import time

import icalendar
import pytest

from conftest import MONDAY

REQUEST = "Lunch with Ana on Thursday at 12:30"


def events(home):
    calendar = icalendar.Calendar.from_ical(home.calendar.read_bytes())
    return [part for part in calendar.walk("VEVENT")]


@pytest.mark.parametrize(
    "time_zone, instant",
    [
        ("Europe/Paris", datetime.datetime(2026, 11, 26, 11, 30, tzinfo=datetime.timezone.utc)),
        ("America/New_York", datetime.datetime(2026, 11, 26, 17, 30, tzinfo=datetime.timezone.utc)),
    ],
)
def test_icalendar_reads_the_event_at_the_right_instant(make_home, time_zone, instant):
    home = make_home(time_zone)
    answer = home.json("run", REQUEST, "--yes", "--now", MONDAY)
    assert [call["tool"] for call in answer["calls"]] == ["calendar_create"]
    assert answer["calls"][0]["consent"] == "granted"
    assert answer["calls"][0]["arguments"] == {"title": "Lunch with Ana", "start": "Thursday at 12:30"}

    [event] = events(home)
    assert str(event["SUMMARY"]) == "Lunch with Ana"
    assert event["DTSTART"].dt.astimezone(datetime.timezone.utc) == instant
    assert event["DTEND"].dt - event["DTSTART"].dt == datetime.timedelta(minutes=60)
    assert str(event["DTSTART"].params["TZID"]) == time_zone


def test_undo_takes_the_event_back(home):
    home.json("run", REQUEST, "--yes", "--now", MONDAY)
    assert len(events(home)) == 1
    home.json("journal", "undo")
    assert not home.calendar.exists() or events(home) == []
    [entry] = home.json("journal", "list")
    assert entry["state"] == "undone"


def test_without_consent_nothing_is_written(home):
    done = home.oree("run", REQUEST, "--now", MONDAY, "--json")
    assert done.returncode == 1
    assert '"refused"' in done.stdout
    assert not home.calendar.exists()
    assert home.json("journal", "list") == []


def test_a_write_that_fails_is_a_failed_request(home):
    home.calendar.parent.mkdir(parents=True)
    home.calendar.write_text("BEGIN:VCALENDAR\r\nnot a calendar at all\r\n")
    done = home.oree("run", REQUEST, "--yes", "--now", MONDAY, "--json")
    assert done.returncode == 1
    assert '"error"' in done.stdout


def test_a_plan_writes_nothing(home):
    home.json("run", REQUEST, "--yes", "--plan", "--now", MONDAY)
    assert not home.calendar.exists()


def test_a_request_is_answered_within_two_seconds(home):
    home.json("run", REQUEST, "--yes", "--now", MONDAY)
    best = min(timed(home, index) for index in range(3))
    assert best < 2.0


def timed(home, index):
    start = time.monotonic()
    home.json("run", f"Dinner with Ana on Friday at {18 + index}:15", "--yes", "--now", MONDAY)
    return time.monotonic() - start
