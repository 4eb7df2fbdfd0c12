"""Values of arguments: how numbers, lists and times are drawn, said and written in a call.

What is copied keeps the user's letters; a number or a list is read from them. kinds.py names the kinds of values.
"""
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from ..arguments import is_reserved
from . import pools

COPIED = object()  # the argument is the text itself, in the letters the user gave it in the end
ROUND_WORDS = {"en": {20: "twenty", 30: "thirty", 40: "forty", 50: "fifty", 60: "sixty", 100: "a hundred"}, "fr": {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 100: "cent"}}
NUMBER_WORDS = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve".split(),
    "fr": "zéro un deux trois quatre cinq six sept huit neuf dix onze douze".split(),
}
MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
}
WEEKDAYS = {"en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(), "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche".split()}


@dataclass
class Said:
    text: str                                     # in the request
    value: object = COPIED                        # of the argument
    spans: list[tuple[int, int]] | None = None    # of a copied list's items in the text
    skip: int = 0                                 # letters before the argument, as of "on" before a day
    article: bool = False                         # those letters are a French article, said after some prepositions only

    def argument(self, text: str):
        """What the call holds; text: as the request spells it in the end."""
        if self.spans is not None:
            return [text[start:end] for start, end in self.spans]
        return text[self.skip:] if self.value is COPIED else self.value


@dataclass(frozen=True)
class Rate:
    """A percentage: the header decides whether 5% is 5 or 0.05."""
    percent: float


@cache
def pool(name: str, language: str, side: str) -> list[str]:
    words = getattr(pools, name)
    if isinstance(words, dict):
        words = " ".join(words.get(key, "") for key in (language, "both"))
    if isinstance(words, str):
        words = words.split()
    words = [word.replace("_", " ") if name not in ("COLUMNS", "FILES", "SERVICES", "ZONES") else word for word in words]
    return [word for word in words if is_reserved(word) == (side == "reserved")] or words


def from_pool(name: str, strange: float = 0.1, lower: bool = False) -> Callable:
    """Mostly from a pool, sometimes a word that is in none, so that it has to be read."""
    def draw(a, language, limits):
        if not a.chance(strange):
            return Said(a.pick(pool(name, language, a.side)))
        word = a.made_up() if a.chance(0.5) else a.random_words(1, 2)
        return Said(word if lower else word.capitalize())
    return draw


def city(a, language, limits):
    """A city, sometimes with its state or country."""
    said = from_pool("CITIES", 0.12)(a, language, limits)
    if a.chance(0.1):
        region = a.pick(("CA", "NY", "TX", "WA", "UK", "Ontario", "Texas")) if language == "en" and a.chance(0.5) else a.pick(pool("COUNTRIES", language, a.side))
        return Said(f"{said.text}, {region}")
    return said


def room(a, language, limits):
    said = from_pool("ROOMS", 0.06, True)(a, language, limits)
    article = language == "fr" and re.match(r"l[ae] |l'", said.text)
    return Said(said.text, skip=article.end(), article=True) if article else said


def copied(make: Callable) -> Callable:
    return lambda a, language, limits: Said(make(a, language))


# Numbers

def plain(number: float):
    return int(number) if float(number).is_integer() else number


def spoken(number, language: str) -> str:
    text = str(number)
    return text.replace(".", ",") if language == "fr" else text


def grouped(number, language: str) -> str:
    return f"{number:,}" if language == "en" else f"{number:,}".replace(",", " ").replace(".", ",")


def integer(a, language, limits):
    least, most = (int(limit) for limit in (limits or (1, 100)))
    number = a.rng.randint(least, min(most, 20)) if a.chance(0.4) and least < 20 else a.rng.randint(least, most)
    if number > 90 and a.chance(0.4):
        number = number // 50 * 50 if number // 50 * 50 >= least else number
    if 2 <= number <= 12 and a.chance(0.18):
        return Said(NUMBER_WORDS[language][number], number)
    if number in ROUND_WORDS[language] and a.chance(0.15):
        return Said(ROUND_WORDS[language][number], number)
    return Said(grouped(number, language) if number >= 10000 or (number >= 1000 and a.chance(0.3)) else str(number), number)


def count(a, language, limits):
    return integer(a, language, limits or (2, 9))


def year(a, language, limits):
    number = a.rng.randint(*(int(limit) for limit in limits or (1880, 2027)))
    return Said(str(number), number)


def decimal(a, language, limits):
    least, most = limits or (0.5, 100)
    if least.is_integer() and a.chance(0.5) or most - least > 1000:
        return integer(a, language, limits)
    number = round(a.rng.uniform(least, most), a.pick((1, 1, 2)) if most < 10000 else 0)
    return Said(spoken(plain(number), language), plain(number))


def money(a, language, limits):
    least, most = limits or (5, 5000)
    number = round(a.rng.uniform(least, most) * (1 if a.chance(0.6) else 0.1), 2) if a.chance(0.3) and most <= 5000 else int(a.rng.uniform(least, most))
    if isinstance(number, int) and number > 200 and a.chance(0.7):
        number = number // 100 * 100
    number = max(number, 1)
    if most >= 50000 and a.chance(0.08):
        millions = a.pick((1, 1.5, 2, 2.5, 3, 5, 10))
        word = "million" if language == "en" or millions < 2 else "millions"
        text = f"{spoken(millions, language)} {word} " + ("dollars" if language == "en" else "d'euros")
        return Said(text, int(millions * 1000000))
    said = grouped(number, language) if number >= 10000 or number >= 1000 and a.chance(0.5) else spoken(number, language)
    if language == "en":
        text = a.pick((f"${said}", f"{said} dollars", f"{said} euros", f"€{said}", f"£{said}", f"{said} pounds", f"${said}"))
    else:
        text = a.pick((f"{said} euros", f"{said} €", f"{said} euros", f"{said}€", f"{said} francs suisses"))
    return Said(text, plain(number))


def percent(a, language, limits):
    least, most = limits or (1, 30)
    number = a.rng.randint(int(least), int(most)) if a.chance(0.6) else round(a.rng.uniform(least, most), 1)
    number = plain(number)
    said = spoken(number, language)
    return Said(a.pick((f"{said}%", f"{said} percent", f"{said} %", f"{said}%") if language == "en" else (f"{said} %", f"{said} pour cent", f"{said}%", f"{said} %")), number)


def rate(a, language, limits):
    said = percent(a, language, limits or (1, 12))
    return Said(said.text, Rate(said.value))


def coordinate(most: int) -> Callable:
    def draw(a, language, limits):
        number = round(a.rng.uniform(-most, most), a.pick((1, 2, 4)))
        return Said(str(number), number)
    return draw


def tiny(a, language, limits):
    """Numbers of physics, sometimes with an exponent."""
    if a.chance(0.4):
        text = f"{a.pick((1, 2, 3, 4.5, 6, 8, 9))}e-{a.rng.randint(10, 19)}"  # two digits, as JSON is written here
        return Said(text, float(text))
    return decimal(a, language, limits or (0.1, 50))


# Lists

def joined(a, language, items: list[str]) -> Said:
    """Items as one says them, with the place of each."""
    last = {"en": (" and ", ", and ", " and "), "fr": (" et ",)}[language]
    style = a.rng.random()
    text, spans = "", []
    for index, item in enumerate(items):
        if index:
            text += a.pick(last) if index == len(items) - 1 and style < 0.75 else ", "
        spans.append((len(text), len(text) + len(item)))
        text += item
    return Said(text, COPIED, spans)


def numbers(whole: bool) -> Callable:
    def draw(a, language, limits):
        most = a.pick((10, 30, 100, 1000))
        # A French decimal has a comma, which would be taken for the one between two numbers.
        items = [a.rng.randint(-9 if a.chance(0.1) else 0, most) if whole or a.chance(0.6) or language == "fr" else plain(round(a.rng.uniform(0, most), 1))
                 for _ in range(a.rng.randint(3, 8))]
        style = a.rng.random()
        if style < 0.35:
            return Said(str(items) if a.chance(0.75) else str(items).replace(" ", ""), items)
        if style < 0.5:
            return Said(" ".join(map(str, items)), items)
        text = ", ".join(map(str, items[:-1])) + a.pick((" and " if language == "en" else " et ", ", ")) + str(items[-1])
        return Said(text, items)
    return draw


def row(a, language, limits):
    """Numbers that stand beside others, and therefore in brackets."""
    items = [a.rng.randint(0, 60) if a.chance(0.8) else round(a.rng.uniform(0, 30), 1) for _ in range(5)]
    items = [plain(item) for item in items]
    return Said(str(items) if a.chance(0.8) else str(items).replace(",", "").replace("[", "(").replace("]", ")"), items)


def fields(a, language, limits):
    """Names and values of a record."""
    names = a.rng.sample(("name", "city", "email", "phone", "status", "colour", "size", "owner", "team", "level"), a.pick((1, 2, 2)))
    value, texts = {}, []
    for name in names:
        if name in ("size", "level"):
            value[name] = a.rng.randint(1, 90)
        else:
            value[name] = {"city": lambda: a.pick(pool("CITIES", language, a.side)), "email": lambda: a.email(a.first_name()), "phone": a.phone,
                           "name": a.full_name, "owner": a.first_name}.get(name, a.made_up)()
        texts.append(f"{name}{a.pick((' = ', ': ', ' '))}{value[name]}")
    return Said((" and " if language == "en" else " et ").join(texts), value)


# Times

def date(a, language, limits):
    draw = a.rng.random()
    if draw < 0.15:
        iso = f"{a.rng.randint(2025, 2028)}-{a.rng.randint(1, 12):02}-{a.rng.randint(1, 28):02}"
        return Said("on " + iso, skip=3) if language == "en" else Said("le " + iso, skip=3)
    day, month = a.rng.randint(1, 28), a.pick(MONTHS[language])
    weekday = a.pick(WEEKDAYS[language])
    if language == "en":
        if draw < 0.55:
            text = a.pick((f"{month} {day}", f"{day} {month}", f"{month} {day}, {a.rng.randint(2025, 2028)}", f"{day} {month} {a.rng.randint(2025, 2028)}"))
            return Said("on " + text, skip=3)
        elif draw < 0.75:
            return Said("on " + weekday, skip=3)
        else:
            text = a.pick(("today", "tomorrow", "tomorrow", f"next {weekday}", f"this {weekday}", "next week", "this weekend"))
    elif draw < 0.55:
        text = a.pick((f"{day} {month}", f"{day} {month} {a.rng.randint(2025, 2028)}"))
        text = text if day > 1 else text.replace("1 ", "1er ", 1)
        return Said("le " + text, skip=3)
    else:
        text = a.pick(("aujourd'hui", "demain", "demain", weekday, weekday, f"{weekday} prochain", f"ce {weekday}", "la semaine prochaine", "ce week-end"))
    return Said(text)


def clock(a, language):
    hour, minute = a.rng.randint(6, 22), a.pick((0, 15, 30, 45, 10, 5, 20))
    if language == "fr":
        return a.pick((f"{hour}h{minute:02}" if minute else f"{hour}h", f"{hour} h {minute:02}" if minute else f"{hour} h", f"{hour}:{minute:02}",
                       f"{hour} heures {minute}" if minute else f"{hour} heures"))
    half = hour % 12 or 12
    return a.pick((f"{hour}:{minute:02}", f"{half}:{minute:02} {'am' if hour < 12 else 'pm'}" if minute else f"{half} {'am' if hour < 12 else 'pm'}",
                   f"{half}{'am' if hour < 12 else 'pm'}" if not minute else f"{half}:{minute:02}{'am' if hour < 12 else 'pm'}"))


def duration(a, language):
    number = a.pick((2, 3, 5, 10, 15, 20, 30, 45, 90))
    unit = a.pick(("minutes", "minutes", "hours", "days", "weeks", "months") if language == "en" else ("minutes", "minutes", "heures", "jours", "semaines", "mois"))
    return f"{number if number > 3 or a.chance(0.5) else NUMBER_WORDS[language][number]} {unit}"
