"""Date phrases, only those that docs/dates.md promises to understand."""
import re
from dataclasses import dataclass

WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
BY_DAY = dict(zip(WEEKDAYS, ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]))
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
SMALL = ["two", "three", "four", "five", "six"]
HOURS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


@dataclass
class Phrase:
    text: str   # as written in the request, with "on" or "at" where one belongs
    value: str  # as the argument: without them


def bare(phrase: str) -> str:
    """A date phrase without its leading "on" or "at"."""
    return re.sub(r"^(on|at) ", "", phrase, flags=re.IGNORECASE)


def towards(phrase: str) -> str:
    """The same phrase as the place that something is moved to; the pattern has the "to"."""
    return bare(phrase)


def ordinal(n: int) -> str:
    ending = "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


def weekday(a) -> str:
    name = a.pick(WEEKDAYS)
    return name[:3] if a.chance(0.06) else name


def calendar_date(a) -> str:
    day, month = a.rng.randint(1, 28), a.pick(MONTHS)
    if a.chance(0.1):
        month = month[:3] if month != "May" else month
    text = a.pick((f"{day} {month}", f"{month} {day}", f"{month} {ordinal(day)}", f"the {ordinal(day)} of {month}"))
    if a.chance(0.15) and "of" not in text:
        text += f" {a.pick((2026, 2027, 2027, 2028))}"
    return text


def day(a) -> Phrase:
    """One day."""
    draw = a.rng.random()
    if draw < 0.22:
        plain = a.pick(("today", "tomorrow", "tomorrow", "tomorrow", "the day after tomorrow"))
        return Phrase(plain, plain)
    if draw < 0.52:
        value = weekday(a)
        return Phrase("on " + value if a.chance(0.75) else value, value)
    if draw < 0.62:
        value = f"{a.pick(('next', 'next', 'this'))} {weekday(a)}"
        return Phrase(value, value)
    if draw < 0.65:
        value = f"{weekday(a)} next week"
        return Phrase(a.pick(("on ", "")) + value, value)
    if draw < 0.68:
        value = f"a week from {weekday(a)}"
        return Phrase(value, value)
    if draw < 0.85:
        value = calendar_date(a)
        return Phrase("on " + value if a.chance(0.85) else value, value)
    if draw < 0.90:
        value = f"the {ordinal(a.rng.randint(1, 28))}"
        return Phrase("on " + value, value)
    if draw < 0.97:
        n = a.pick(SMALL + [2, 3, 4, 5, 6, 7, 10, 12])
        value = a.pick((f"in {n} days", f"in {n} weeks", "in a week", "in a month", f"{n} days from now", f"in {n} days"))
        return Phrase(value, value)
    value = f"202{a.pick('667')}-{a.rng.randint(1, 12):02}-{a.rng.randint(1, 28):02}"
    return Phrase("on " + value, value)


def clock(a, bare: bool = True) -> str:
    """A time of day that goes after "at"; bare: an hour alone is allowed ("3")."""
    hour, minute = a.rng.randint(1, 12), a.pick((0, 15, 30, 45, 10, 20, 40, 5, 50))
    draw = a.rng.random()
    if draw < 0.30:
        return f"{a.rng.randint(7, 22)}:{a.pick((0, 0, 30, 30, 15, 45, 10, 20, 40, 50, 5)):02}"
    if draw < 0.36:
        return f"{a.rng.randint(8, 9):02}:{a.pick((0, 30, 15)):02}"
    if draw < 0.62:
        return f"{hour}{a.pick(('pm', 'pm', 'am', ' pm', ' am', ' p.m.', 'pm'))}"
    if draw < 0.72:
        return f"{hour}:{minute:02}{a.pick(('pm', ' pm', 'am', ''))}"
    if draw < 0.78:
        return a.pick(("noon", "noon", "midday", "midnight"))
    if draw < 0.83:
        return f"{hour} o'clock"
    if draw < 0.90:
        return f"{a.pick(('half past', 'half past', 'quarter past', 'quarter to', 'ten to', 'twenty past', 'five past'))} {a.pick(HOURS + [hour])}"
    if draw < 0.92:
        return f"{a.rng.randint(8, 21)}.{a.pick((15, 30, 45))}"
    if draw < 0.94:
        return a.pick(HOURS)
    return str(hour) if bare else f"{hour}pm"


def part_of_day(a) -> str:
    return a.pick(("morning", "afternoon", "evening"))


def hour_of(a, part: str) -> str:
    """A time that the part of the day holds: the program reads no other ("tonight at noon")."""
    first, last = {"morning": (5, 11), "afternoon": (1, 5)}.get(part, (6, 11))
    hour, minute = a.rng.randint(first, last), a.pick((0, 15, 30, 30, 45))
    half = "am" if part == "morning" else "pm"
    return a.pick((f"{hour}", f"{hour}", f"{hour}{half}", f"{hour}:{minute:02}", f"{hour} o'clock", f"half past {HOURS[hour - 1]}", f"{hour if half == 'am' else hour + 12}:{minute:02}"))


def named_day(a) -> str:
    return a.pick(WEEKDAYS + ["tomorrow"] * 4)


def moment(a) -> Phrase:
    """A day with a time, in one piece."""
    draw, the_day, time = a.rng.random(), day(a), clock(a)
    longer = time if not time.isdigit() else clock(a, bare=False)
    if draw < 0.50:
        return Phrase(f"{the_day.text} at {time}", f"{the_day.value} at {time}")
    if draw < 0.60:
        return Phrase(f"at {longer} {the_day.text}", f"{longer} {the_day.text}")
    if draw < 0.66:
        return Phrase(f"{the_day.text} {longer}", f"{the_day.value} {longer}")
    if draw < 0.70:
        return Phrase(f"{longer} {the_day.text}", f"{longer} {the_day.text}")
    if draw < 0.74:
        return Phrase(f"{the_day.text}, {longer}", f"{the_day.value}, {longer}")
    if draw < 0.82:
        name = named_day(a)
        value = f"{name} {part_of_day(a)}"
        return Phrase("on " + value if name != "tomorrow" and a.chance(0.7) else value, value)
    if draw < 0.88:
        part = part_of_day(a)
        value = f"{named_day(a)} {part} at {hour_of(a, part)}"
        return Phrase(value, value)
    if draw < 0.92:
        value = a.pick(("tonight", "this morning", "this afternoon", "this evening"))
        return Phrase(value, value)
    if draw < 0.96:
        part = a.pick(("tonight", "this evening", "this afternoon"))
        value = f"{part} at {hour_of(a, part.split(' ')[-1])}"
        return Phrase(value, value)
    n = a.pick(SMALL + [2, 3, 10, 20, 45])
    value = a.pick((f"in {n} hours", f"in {n} minutes", "in an hour", "in half an hour"))
    return Phrase(value, value)


def time_alone(a) -> Phrase:
    value = clock(a, bare=a.chance(0.3))
    return Phrase("at " + value, value)


def any_start(a) -> Phrase:
    """Where an event may start: mostly a moment, also a day or a time alone."""
    draw = a.rng.random()
    if draw < 0.72:
        return moment(a)
    return day(a) if draw < 0.88 else time_alone(a)


def span(a) -> Phrase:
    """A day or a longer period, for lists and searches of free time."""
    draw = a.rng.random()
    if draw < 0.45:
        return day(a)
    if draw < 0.80:
        value = a.pick(("this week", "next week", "this weekend", "next weekend", "this month", "next month"))
        return Phrase(value, value)
    value = a.pick((f"{named_day(a)} {part_of_day(a)}", "this morning", "this afternoon", "this evening", "tonight"))
    return Phrase("on " + value if value[:3] in [d[:3] for d in WEEKDAYS] and a.chance(0.6) else value, value)


def bounds(a) -> tuple[str, str]:
    """Two days for "between X and Y"."""
    if a.chance(0.5):
        first = a.rng.randrange(5)
        return WEEKDAYS[first], WEEKDAYS[a.rng.randint(first + 1, 6)]
    if a.chance(0.4):
        return a.pick(("today", "tomorrow")), a.pick((a.pick(WEEKDAYS), f"next {a.pick(WEEKDAYS)}", "the day after tomorrow", f"in {a.rng.randint(3, 20)} days", "in a month"))
    month, start = a.pick(MONTHS), a.rng.randint(1, 20)
    end = a.rng.randint(start + 1, 28)
    return a.pick(((f"{start} {month}", f"{end} {month}"), (f"the {ordinal(start)}", f"the {ordinal(end)}"),
                   (f"{month} {start}", f"{month} {end}"), (f"{start} {month}", f"{end} {a.pick(MONTHS)}")))


def duration(a) -> tuple[str, int]:
    """A length of time that goes after "for", and its minutes."""
    n = a.pick((10, 15, 20, 25, 30, 40, 45, 50, 60, 75, 90, 100, 120, 5 * a.rng.randint(1, 50), a.rng.randint(5, 240)))
    h = a.rng.randrange(2, 6)
    return a.pick((
        ("an hour", 60), ("one hour", 60), ("1 hour", 60), ("half an hour", 30), ("an hour and a half", 90), ("two and a half hours", 150),
        ("three quarters of an hour", 45), ("a quarter of an hour", 15), ("1h", 60), ("2h", 120), ("1h30", 90),
        (f"{HOURS[h - 1]} hours", 60 * h), (f"{h} hours", 60 * h), (f"{n} minutes", n), (f"{n} minutes", n), (f"{n} min", n),
        (f"{n} mins", n), (f"{n} minutes", n), (f"{n} minutes", n),
        a.pick((("ten minutes", 10), ("twenty minutes", 20), ("fifteen minutes", 15), ("thirty minutes", 30), ("forty minutes", 40),
                ("forty-five minutes", 45), ("ninety minutes", 90)))))


def length(a) -> tuple[str, int]:
    """A length in front of a noun ("45-minute"), and its minutes."""
    n, h = a.pick((10, 15, 20, 30, 40, 45, 50, 60, 90, 5 * a.rng.randint(1, 40))), a.rng.randrange(1, 6)
    return a.pick(((f"{n}-minute", n), (f"{n} minute", n), (f"{n} min", n), (f"{h}-hour", 60 * h), (f"{HOURS[h - 1]}-hour", 60 * h),
                   ("half-hour", 30), ("one-hour", 60), (f"{h} hour", 60 * h)))


def repetition(a) -> tuple[str, dict, str, str]:
    """A repeated start: phrase with slots, slots, start with the same slots, RRULE."""
    slots = {"time": clock(a, bare=a.chance(0.4))}
    at = " at {time}" if a.chance(0.8) else ""
    draw = a.rng.random()
    if draw < 0.5:
        slots["weekday"] = name = a.pick(WEEKDAYS)
        phrase = a.pick(("every {weekday}", "every {weekday}", "each {weekday}", "weekly on {weekday}", "every week on {weekday}"))
        return phrase + at, slots, "{weekday}" + at, f"FREQ=WEEKLY;BYDAY={BY_DAY[name]}"
    if draw < 0.60:
        first, second = sorted(a.rng.sample(range(7), 2))
        slots |= {"weekday": WEEKDAYS[first], "second": WEEKDAYS[second]}
        rule = f"FREQ=WEEKLY;BYDAY={BY_DAY[WEEKDAYS[first]]},{BY_DAY[WEEKDAYS[second]]}"
        return "every {weekday} and {second}" + at, slots, "{weekday}" + at, rule
    if draw < 0.75:
        return a.pick(("every day at {time}", "daily at {time}", "each day at {time}")), slots, "{time}", "FREQ=DAILY"
    if draw < 0.86:
        return a.pick(("every weekday at {time}", "each weekday at {time}")), slots, "{time}", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    if draw < 0.94:
        slots["date"] = f"the {ordinal(a.rng.randint(1, 28))}"
        return a.pick(("every month on {date}", "monthly on {date}")) + at, slots, "{date}" + at, "FREQ=MONTHLY"
    slots["date"] = f"{a.rng.randint(1, 28)} {a.pick(MONTHS)}"
    return a.pick(("every year on {date}", "yearly on {date}")), slots, "{date}", "FREQ=YEARLY"
