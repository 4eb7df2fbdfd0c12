"""Date phrases in French, only those that docs/dates.md promises to understand. The same functions as when.py.

A phrase stands in three ways: in the sentence ("le 3 mai à 14h"), behind a verb of motion ("au 3 mai à 14h") and, as the
argument, without what leads it in ("3 mai à 14h"). "le 3" alone keeps its article, which is what makes it a day.
"""
import re

from .when import Phrase

WEEKDAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
BY_DAY = dict(zip(WEEKDAYS, ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]))
MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"]
SMALL = ["deux", "trois", "quatre", "cinq", "six"]
HOURS = ["une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"]
DAY_ALONE = re.compile(r"le \d{1,2}(?![\w:-])(?! (jan|f[eé]v|mar|avr|mai|jui|ao|sep|oct|nov|d[eé]c|h\b|heure))", re.IGNORECASE)


def bare(phrase: str) -> str:
    """A date phrase without the words that lead it in."""
    while not DAY_ALONE.match(phrase):
        shorter = re.sub(r"^(?:(?:à|a|au|du|de|pour|vers|le|la) |d'(?!h))", "", phrase, flags=re.IGNORECASE)
        if shorter == phrase:
            break
        phrase = shorter
    return phrase


def towards(phrase: str) -> str:
    """The same phrase behind "déplace ...": à vendredi, au 3 mai, pour le 3, dans une heure."""
    if phrase.startswith(("à ", "dans ", "ce ", "cet ")):
        return ("pour " if phrase.startswith("ce") else "") + phrase
    if phrase.startswith("le "):
        return ("pour " if DAY_ALONE.match(phrase) else "") + (phrase if DAY_ALONE.match(phrase) else "au " + phrase[3:])
    return "à " + phrase


def of(phrase: str) -> str:
    """The same phrase as what an agenda is of: du 3 mai, de demain, d'aujourd'hui."""
    if phrase.startswith("le ") and not DAY_ALONE.match(phrase):
        return "du " + phrase[3:]
    if phrase.startswith(("dans", "le ")):
        return "pour " + phrase
    return ("d'" if phrase[0] in "aeiouéà" else "de ") + phrase


def calendar_date(a) -> str:
    number, month = a.rng.randint(1, 28), a.pick(MONTHS)
    text = f"{'1er' if number == 1 else number} {month}"
    return text + (f" {a.pick((2026, 2027, 2027, 2028))}" if a.chance(0.12) else "")


def day(a) -> Phrase:
    """One day."""
    draw = a.rng.random()
    if draw < 0.24:
        return plain(a.pick(("aujourd'hui", "demain", "demain", "demain", "après-demain")))
    if draw < 0.54:
        return plain(a.pick(WEEKDAYS))
    if draw < 0.64:
        return plain(a.pick((f"{a.pick(WEEKDAYS)} prochain", f"{a.pick(WEEKDAYS)} prochain", f"ce {a.pick(WEEKDAYS)}")))
    if draw < 0.68:
        return plain(f"{a.pick(WEEKDAYS)} en huit")
    if draw < 0.88:
        return plain("le " + calendar_date(a))
    if draw < 0.92:
        return plain(f"le {a.rng.randint(2, 28)}")
    if draw < 0.985:
        n = a.pick(SMALL + [2, 3, 4, 5, 6, 8, 10, 15])
        return plain(a.pick((f"dans {n} jours", f"dans {n} semaines", "dans une semaine", "dans un mois", f"dans {n} jours")))
    return plain(f"le 202{a.pick('667')}-{a.rng.randint(1, 12):02}-{a.rng.randint(1, 28):02}")


def plain(text: str) -> Phrase:
    return Phrase(text, bare(text))


def clock(a, bare: bool = True) -> str:
    """A time of day that goes after "à"."""
    hour, minute, draw = a.rng.randint(7, 22), a.pick((0, 15, 30, 45, 10, 20, 40, 5, 50)), a.rng.random()
    if draw < 0.30:
        return f"{hour}h"
    if draw < 0.58:
        return f"{hour}h{minute:02}"
    if draw < 0.64:
        return a.pick((f"{hour} h", f"{hour} h {minute:02}"))
    if draw < 0.74:
        return f"{hour}:{minute:02}"
    if draw < 0.82:
        return f"{a.pick(HOURS[6:11] + [hour])} heures"
    if draw < 0.86:
        return a.pick((f"{hour} heures {a.pick((15, 30, 45, 10, 20))}", f"{a.pick(HOURS[6:11])} heures et demie", f"{a.pick(HOURS[6:11])} heures et quart"))
    if draw < 0.89:
        return a.pick((f"{hour}h et demie", f"{hour}h et quart", f"{hour}h moins le quart", f"{hour}h moins dix"))
    if draw < 0.95:
        return a.pick(("midi", "midi", "midi et demi", "minuit", "midi et quart"))
    return f"{a.rng.randint(1, 11)}h du matin"


def part_of_day(a) -> str:
    return a.pick(("matin", "après-midi", "soir"))


def named_day(a) -> str:
    return a.pick(WEEKDAYS + ["demain"] * 4)


def moment(a) -> Phrase:
    """A day with a time, in one piece."""
    draw, the_day, time = a.rng.random(), day(a).text, clock(a)
    if draw < 0.56:
        return plain(f"{the_day} à {time}")
    if draw < 0.64 and not the_day.startswith("dans"):
        return plain(f"à {time} {the_day}")
    if draw < 0.70:
        return plain(f"{the_day} {time}")
    if draw < 0.73:
        return plain(f"{the_day}, {time}")
    if draw < 0.75:
        return plain(f"{the_day} vers {time}")
    if draw < 0.84:
        return plain(f"{named_day(a)} {part_of_day(a)}")
    if draw < 0.90:
        return plain(a.pick((f"{named_day(a)} matin à {a.rng.randint(7, 11)}h", f"{named_day(a)} soir à {a.rng.randint(18, 22)}h", f"{named_day(a)} midi",
                             f"{named_day(a)} après-midi à {a.rng.randint(14, 17)}h")))
    if draw < 0.94:
        return plain(a.pick(("ce soir", "ce soir", "ce matin", "cet après-midi")))
    if draw < 0.97:
        return plain(a.pick((f"ce soir à {a.rng.randint(18, 22)}h", f"cet après-midi à {a.rng.randint(13, 17)}h", f"ce soir à {a.rng.randint(18, 22)}h{a.pick((15, 30))}")))
    n = a.pick(SMALL + [2, 3, 10, 20, 45])
    return plain(a.pick((f"dans {n} heures", f"dans {n} minutes", "dans une heure", "dans une demi-heure", "dans 1h30")))


def time_alone(a) -> Phrase:
    return plain("à " + clock(a))


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
        return plain(a.pick(("cette semaine", "la semaine prochaine", "ce week-end", "ce weekend", "le week-end prochain", "ce mois-ci", "le mois prochain")))
    return plain(a.pick((f"{named_day(a)} {part_of_day(a)}", "ce matin", "cet après-midi", "ce soir")))


def bounds(a) -> tuple[str, str]:
    """Two days for "entre X et Y"."""
    if a.chance(0.5):
        first = a.rng.randrange(5)
        return WEEKDAYS[first], WEEKDAYS[a.rng.randint(first + 1, 6)]
    if a.chance(0.4):
        return a.pick(("aujourd'hui", "demain")), a.pick(WEEKDAYS)
    month, start = a.rng.randrange(12), a.rng.randint(2, 20)
    end = a.rng.randint(start + 1, 28)
    later = min(11, month + a.pick((0, 0, 0, 1)))
    return f"le {start} {MONTHS[month]}", f"le {end} {MONTHS[later]}"


def duration(a) -> tuple[str, int]:
    """A length of time that goes after "pendant", and its minutes."""
    n = a.pick((10, 15, 20, 25, 30, 40, 45, 50, 60, 75, 90, 100, 120, 5 * a.rng.randint(1, 50), a.rng.randint(5, 240)))
    h = a.rng.randrange(2, 6)
    return a.pick((
        ("une heure", 60), ("une heure", 60), ("1 heure", 60), ("une demi-heure", 30), ("une heure et demie", 90), ("deux heures et demie", 150),
        ("trois quarts d'heure", 45), ("un quart d'heure", 15), ("1h", 60), ("2h", 120), ("1h30", 90), ("une petite heure", 60), ("2h30", 150),
        (f"{HOURS[h - 1]} heures", 60 * h), (f"{h} heures", 60 * h), (f"{n} minutes", n), (f"{n} minutes", n), (f"{n} min", n), (f"{n} mn", n),
        (f"{n} minutes", n), (f"{n} minutes", n), (f"{h}h", 60 * h),
        a.pick((("dix minutes", 10), ("vingt minutes", 20), ("quinze minutes", 15), ("trente minutes", 30), ("quarante minutes", 40),
                ("quarante-cinq minutes", 45), ("quatre-vingt-dix minutes", 90)))))


def length(a) -> tuple[str, int]:
    return duration(a)


def repetition(a) -> tuple[str, dict, str, str]:
    """A repeated start: phrase with slots, slots, start with the same slots, RRULE."""
    slots = {"time": clock(a)}
    at = " à {time}" if a.chance(0.85) else ""
    draw = a.rng.random()
    joined = " at {time}" if at else ""
    if draw < 0.5:
        slots["weekday"] = name = a.pick(WEEKDAYS)
        phrase = a.pick(("chaque {weekday}", "chaque {weekday}", "toutes les semaines le {weekday}", "chaque semaine le {weekday}", "le {weekday} chaque semaine"))
        return phrase + at, slots, "{weekday}" + joined, f"FREQ=WEEKLY;BYDAY={BY_DAY[name]}"
    if draw < 0.60:
        first, second = sorted(a.rng.sample(range(7), 2))
        slots |= {"weekday": WEEKDAYS[first], "second": WEEKDAYS[second]}
        rule = f"FREQ=WEEKLY;BYDAY={BY_DAY[WEEKDAYS[first]]},{BY_DAY[WEEKDAYS[second]]}"
        return "chaque {weekday} et chaque {second}" + at, slots, "{weekday}" + joined, rule
    if draw < 0.76:
        return a.pick(("tous les jours à {time}", "chaque jour à {time}", "quotidiennement à {time}", "tous les jours, à {time}")), slots, "{time}", "FREQ=DAILY"
    if draw < 0.86:
        return a.pick(("en semaine à {time}", "tous les jours de la semaine à {time}", "chaque jour ouvré à {time}")), slots, "{time}", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    if draw < 0.94:
        slots["date"] = f"le {a.rng.randint(2, 28)}"
        return a.pick(("chaque mois {date}", "tous les mois {date}")) + at, slots, "{date}" + joined, "FREQ=MONTHLY"
    slots["date"] = f"{a.rng.randint(2, 28)} {a.pick(MONTHS)}"
    return a.pick(("chaque année le {date}", "tous les ans le {date}")), slots, "{date}", "FREQ=YEARLY"
