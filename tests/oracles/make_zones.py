"""Offsets of time zones, and local times with the instants they name, by Python's zoneinfo: golden/dates/zones.jsonl.

Each row is a zone with "offsets", pairs of an instant and the seconds east of UTC then, and "locals", triples of a wall
clock time (as seconds since 1970 on that clock), the instant it names and whether the clock skips it. The instants lie
on both sides of changes of the clock from 1970 to 2100. Of zones whose rules are announced year by year only the past is
taken, so that a newer tzdata gives the same rows.
"""

import datetime as dt
import json
import pathlib
import zoneinfo

PAST = 2024
ZONES = {
    "UTC": 2100,
    "Africa/Casablanca": PAST,  # back for Ramadan
    "Africa/Monrovia": 2100,  # -00:44:30 until 1972
    "America/Havana": 2100,  # midnight is skipped
    "America/New_York": 2100,
    "America/Nuuk": 2100,  # changes on the day before, in its rule at -1:00
    "America/Sao_Paulo": PAST,  # midnight was skipped
    "America/St_Johns": 2100,  # -03:30, once at 00:01
    "Antarctica/Troll": 2100,  # by two hours
    "Asia/Kathmandu": 2100,
    "Asia/Kolkata": 2100,
    "Australia/Lord_Howe": 2100,  # by half an hour, over the new year
    "Europe/Dublin": 2100,  # winter is the exception in its rule
    "Europe/Paris": 2100,
    "Pacific/Apia": PAST,  # skipped 30 December 2011
    "Pacific/Auckland": 2100,
    "Pacific/Chatham": 2100,
}
KEPT = 16  # changes of a zone
EPOCH = dt.datetime(1970, 1, 1)


def offset_at(zone, instant):
    return int(dt.datetime.fromtimestamp(instant, zone).utcoffset().total_seconds())


def changes(zone, last_year):
    """The first instant of every offset."""
    begin, end = 0, int(dt.datetime(last_year, 1, 1, tzinfo=dt.timezone.utc).timestamp())
    found, step = [], 2 * 86400
    for low in range(begin, end, step):
        before, high = offset_at(zone, low), low + step
        if offset_at(zone, high) == before:
            continue
        low_end = low
        while high - low_end > 1:
            middle = (low_end + high) // 2
            if offset_at(zone, middle) == before:
                low_end = middle
            else:
                high = middle
        found.append(high)
    return found


def spread(items):
    """The first, the last and some between."""
    if len(items) <= KEPT:
        return items
    return [items[i * (len(items) - 1) // (KEPT - 1)] for i in range(KEPT)]


def local_row(zone, local):
    naive = EPOCH + dt.timedelta(seconds=local)
    instant = int(naive.replace(tzinfo=zone, fold=0).timestamp())
    return [local, instant, local != instant + offset_at(zone, instant)]


def row(name, last_year):
    zone = zoneinfo.ZoneInfo(name)
    offsets, locals_ = [], []
    for change in spread(changes(zone, last_year)) or [0, 951782400, 4102444799]:
        before, after = offset_at(zone, change - 1), offset_at(zone, change)
        offsets += [[change - 1, before], [change, after]]
        low, high = sorted((change + before, change + after))
        locals_ += [local_row(zone, local) for local in (low - 1, low, (low + high) // 2, high - 1, high)]
    return {"zone": name, "offsets": offsets, "locals": locals_}


def main():
    folder = pathlib.Path(__file__).parents[1] / "golden" / "dates"
    rows = [row(name, last_year) for name, last_year in ZONES.items()]
    text = "".join(json.dumps(r, separators=(",", ":")) + "\n" for r in rows)
    (folder / "zones.jsonl").write_text(text, encoding="utf-8")
    print(len(rows), "zones,", sum(len(r["locals"]) for r in rows), "local times,", len(text), "bytes")


if __name__ == "__main__":
    main()
