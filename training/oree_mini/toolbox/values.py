"""Values of arguments: how each kind is drawn, said and written in a call.

What is copied keeps the user's letters; a number or a list is read from them. KINDS names every kind, with its JSON type
and the question that asks for it when it is missing.
"""
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from ..arguments import is_reserved
from . import pools

COPIED = object()  # the argument is the text itself, in the letters the user gave it in the end
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

    def argument(self, text: str):
        """What the call holds; text: as the request spells it in the end."""
        if self.spans is not None:
            return [text[start:end] for start, end in self.spans]
        return text[self.skip:] if self.value is COPIED else self.value


@dataclass(frozen=True)
class Rate:
    """A percentage: the header decides whether 5% is 5 or 0.05."""
    percent: float


@dataclass(frozen=True)
class Kind:
    type: str                                     # of JSON; "string[]" for arrays
    draw: Callable                                # (a, language, limits) -> Said
    en: str                                       # questions
    fr: str


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


def many(kind: str) -> Callable:
    def draw(a, language, limits):
        items = []
        for _ in range(a.pick((1, 2, 2, 3, 3, 4))):
            item = KINDS[kind].draw(a, language, ()).text
            if item not in items and "," not in item:
                items.append(item)
        return joined(a, language, items or [a.made_up()])
    return draw


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


# Texts

def sentence(a, language):
    """What is translated, sent or posted: words of a book, of the vocabulary, or plain news."""
    draw = a.rng.random()
    if draw < 0.35:
        plain_text = ("I'll be late|see you tomorrow|the meeting is moved|happy birthday|dinner is ready|the parcel arrived|call me back|we are on our way|the build is broken|thank you for everything|where are you"
                      if language == "en" else
                      "je serai en retard|à demain|la réunion est déplacée|joyeux anniversaire|le dîner est prêt|le colis est arrivé|rappelle-moi|nous arrivons|merci pour tout|où es-tu|bon courage").split("|")
        return a.pick(plain_text) + (" " + a.made_up() if a.chance(0.15) else "")
    if draw < 0.85:
        return a.book_span(2, 12, plain=False).strip(" .,;:!?'()-") or "hello"
    return a.random_words(2, 5)


def work_title(a, language):
    """A song, a film, a book."""
    draw = a.rng.random()
    if draw < 0.5:
        text = a.book_span(1, 4, plain=True)
    elif draw < 0.8:
        text = a.random_words(1, 3)
    else:
        text = " ".join(a.made_up() for _ in range(a.pick((1, 2))))
    if a.chance(0.7):
        text = " ".join(word[:1].upper() + word[1:] for word in text.split())
    return ("The " + text) if language == "en" and a.chance(0.2) else text


def label(a, language):
    """A short name that someone chose: of a list, a project, a group."""
    return a.cased(a.pick((a.random_words(1, 2), a.random_words(1, 1), a.book_span(1, 2, plain=True), a.made_up())))


def topic(a, language):
    draw = a.rng.random()
    if draw < 0.3:
        return a.pick(pool(a.pick(("SUBJECTS", "HOBBIES", "ANIMALS", "PLANTS", "FOODS", "SPORTS")), language, a.side))
    return a.random_words(1, 3) if draw < 0.7 else a.book_span(1, 3, plain=True)


def code(a, language):
    digits = lambda n: "".join(a.pick("0123456789") for _ in range(n))
    letters = lambda n: "".join(a.pick("ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(n))
    return a.pick((lambda: letters(2) + digits(4), lambda: digits(6), lambda: f"{letters(3)}-{digits(4)}", lambda: digits(8), lambda: f"{letters(1)}{digits(3)}-{letters(2)}",
                   lambda: f"#{digits(5)}", lambda: letters(3) + digits(3), lambda: f"{digits(3)}-{digits(4)}", lambda: f"{letters(2)}-{digits(2)}-{digits(3)}"))()


def from_letters(pattern: str) -> Callable:
    """9: a digit, A: a letter; other characters stand for themselves."""
    def make(a, language):
        shape = a.pick(pattern.split("|"))
        return "".join(a.pick("0123456789") if c == "9" else a.pick("ABCDEFGHJKLMNPRSTUVWXYZ") if c == "A" else c for c in shape)
    return make


def domain_name(a, language):
    return f"{a.pick((a.made_up().lower(), a.random_words(1, 1).replace(' ', '-').lower()))}.{a.pick(('com', 'org', 'net', 'fr', 'io', 'dev', 'co.uk'))}".replace("é", "e").replace("ü", "u").replace("ö", "o").replace("'", "")


def url(a, language):
    path = a.pick(("", "", "/" + a.random_words(1, 1).replace(" ", "-").lower(), "/blog/" + str(a.rng.randint(1, 99)), "/index.html"))
    return f"{a.pick(('https://', 'https://www.', 'http://', 'www.', ''))}{domain_name(a, language)}{path}"


def path(a, language):
    name = a.pick(pools.FILES) if a.chance(0.5) else f"{a.made_up()}.{a.pick(('txt', 'pdf', 'md', 'csv', 'png', 'py', 'json'))}"
    return a.pick(("", "", "", "~/Documents/", "/tmp/", "photos/", "/home/shared/", "src/")) + name


def folder(a, language):
    return a.pick((f"~/{a.pick(('Documents', 'Pictures', 'Music', 'Downloads'))}", f"/srv/{a.made_up()}", a.random_words(1, 1), f"{a.made_up()}/src", "/var/log", f"projects/{a.made_up()}"))


def address(a, language):
    street = a.pick(pool("STREETS", language, a.side))
    return f"{a.rng.randint(1, 250)} {street}" + (", " + a.pick(pool("CITIES", language, a.side)) if a.chance(0.3) else "")


def place(a, language):
    draw = a.rng.random()
    if draw < 0.4:
        return a.pick(pool("LANDMARKS", language, a.side))
    return a.pick(pool("CITIES", language, a.side)) if draw < 0.75 else address(a, language)


def point(a, language):
    """A place whose article must not meet another: after "from" and "to", "de" and "à"."""
    return a.pick(pool("CITIES", language, a.side)) if a.chance(0.65) else a.made_up().capitalize() if a.chance(0.3) else address(a, language)


def expression(a, language):
    n = lambda: a.rng.randint(2, 99)
    return a.pick((lambda: f"{n()} {a.pick('+-*/')} {n()}", lambda: f"({n()} + {n()}) * {n()}", lambda: f"sqrt({n()})", lambda: f"{n()}^2 - {n()}"))()


def person(a, language):
    return a.person()


def handle(a, language):
    return a.pick(("@", "", "")) + a.pick((a.made_up().lower(), a.first_name().lower() + str(a.rng.randint(1, 99)), "_".join(a.random_words(2, 2).lower().split())))


def ip(a, language):
    return ".".join(str(a.rng.randint(1, 254)) for _ in range(4)) if a.chance(0.6) else f"192.168.{a.rng.randint(0, 9)}.{a.rng.randint(2, 254)}"


def artist(a, language):
    draw = a.rng.random()
    return a.full_name() if draw < 0.5 else "The " + a.random_words(1, 1).capitalize() + "s" if draw < 0.7 else " ".join(w.capitalize() for w in a.random_words(1, 2).split())


def text_kind(make: Callable, en: str, fr: str) -> Kind:
    return Kind("string", copied(make), en, fr)


def pool_kind(name: str, en: str, fr: str, strange: float = 0.12, lower: bool = True) -> Kind:
    return Kind("string", from_pool(name, strange, lower), en, fr)


WHICH, WHICH_FR = "Which {words}?", "Quelle valeur pour « {words} » ?"
KINDS = {
    "int": Kind("integer", integer, "What is the {words}?", WHICH_FR), "count": Kind("integer", count, "How many?", "Combien ?"),
    "year": Kind("integer", year, "Which year?", "Quelle année ?"), "num": Kind("number", decimal, "What is the {words}?", WHICH_FR),
    "money": Kind("number", money, "How much?", "Quel montant ?"), "percent": Kind("number", percent, "What percentage?", "Quel pourcentage ?"),
    "rate": Kind("number", rate, "What rate?", "Quel taux ?"), "lat": Kind("number", coordinate(89), "Which latitude?", "Quelle latitude ?"),
    "lon": Kind("number", coordinate(179), "Which longitude?", "Quelle longitude ?"), "tiny": Kind("number", tiny, "What is the {words}?", WHICH_FR),
    "ints": Kind("integer[]", numbers(True), "Which numbers?", "Quels nombres ?"), "nums": Kind("number[]", numbers(False), "Which numbers?", "Quels nombres ?"),
    "row": Kind("number[]", row, "Which numbers?", "Quels nombres ?"), "fields": Kind("object", fields, "Which fields?", "Quels champs ?"),
    "date": Kind("string", date, "Which day?", "Quel jour ?"),
    "time": text_kind(clock, "What time?", "À quelle heure ?"), "duration": text_kind(duration, "How long?", "Combien de temps ?"),
    "month": text_kind(lambda a, language: a.pick(MONTHS[language]), "Which month?", "Quel mois ?"),
    "weekday": text_kind(lambda a, language: a.pick(WEEKDAYS[language]), "Which day?", "Quel jour ?"),
    "zone": pool_kind("ZONES", "Which time zone?", "Quel fuseau horaire ?", 0),
    "person": text_kind(person, "Who?", "Qui ?"), "name": text_kind(lambda a, language: a.full_name(), "What is the name?", "Quel nom ?"),
    "first": text_kind(lambda a, language: a.first_name(), "What is the name?", "Quel prénom ?"), "handle": text_kind(handle, "Which account?", "Quel compte ?"),
    "figure": pool_kind("FIGURES", "Who?", "Qui ?", 0.15, False), "artist": text_kind(artist, "Which artist?", "Quel artiste ?"),
    "city": Kind("string", city, "Which city?", "Quelle ville ?"), "country": pool_kind("COUNTRIES", "Which country?", "Quel pays ?", 0.06, False),
    "place": text_kind(place, "Where?", "Où ?"), "point": text_kind(point, "Which place?", "Quel endroit ?"), "address": text_kind(address, "Which address?", "Quelle adresse ?"),
    "street": pool_kind("STREETS", "Which street?", "Quelle rue ?", 0.1, False), "landmark": pool_kind("LANDMARKS", "Which place?", "Quel lieu ?", 0, False),
    "zip": text_kind(from_letters("99999|99999|AA9 9AA|A99 9AA"), "Which postcode?", "Quel code postal ?"),
    "language": pool_kind("LANGUAGES", "Which language?", "Quelle langue ?", 0.04, False), "company": pool_kind("COMPANIES", "Which company?", "Quelle entreprise ?", 0.2, False),
    "food": pool_kind("FOODS", "Which ingredient?", "Quel ingrédient ?"), "dish": pool_kind("DISHES", "Which dish?", "Quel plat ?"),
    "animal": pool_kind("ANIMALS", "Which animal?", "Quel animal ?"), "plant": pool_kind("PLANTS", "Which plant?", "Quelle plante ?"),
    "room": pool_kind("ROOMS", "Which room?", "Quelle pièce ?", 0.06), "product": pool_kind("PRODUCTS", "Which product?", "Quel article ?", 0.15),
    "genre": pool_kind("GENRES", "Which genre?", "Quel genre ?", 0.06), "story": pool_kind("STORIES", "Which genre?", "Quel genre ?", 0.04),
    "sport": pool_kind("SPORTS", "Which sport?", "Quel sport ?", 0.06), "team": pool_kind("TEAMS", "Which team?", "Quelle équipe ?", 0.2, False),
    "instrument": pool_kind("INSTRUMENTS", "Which instrument?", "Quel instrument ?", 0.05), "drug": pool_kind("DRUGS", "Which medicine?", "Quel médicament ?", 0.2),
    "illness": pool_kind("ILLNESSES", "Which illness?", "Quelle maladie ?"), "symptom": pool_kind("SYMPTOMS", "Which symptom?", "Quel symptôme ?", 0.05),
    "element": pool_kind("ELEMENTS", "Which element?", "Quel élément ?", 0.05), "substance": pool_kind("SUBSTANCES", "Which substance?", "Quelle substance ?"),
    "planet": pool_kind("PLANETS", "Which planet?", "Quelle planète ?", 0.08, False), "star": pool_kind("STARS", "Which star?", "Quelle étoile ?", 0.2, False),
    "subject": pool_kind("SUBJECTS", "Which subject?", "Quelle matière ?"), "skill": pool_kind("SKILLS", "Which skill?", "Quelle compétence ?"),
    "job": pool_kind("JOBS", "Which job?", "Quel métier ?"), "event": pool_kind("EVENTS", "Which event?", "Quel événement ?", 0, False),
    "hobby": pool_kind("HOBBIES", "Which activity?", "Quelle activité ?"), "tag": pool_kind("TAGS", "Which tag?", "Quelle étiquette ?", 0.2),
    "device": pool_kind("DEVICES", "Which device?", "Quel appareil ?"), "colour": pool_kind("COLOURS", "Which colour?", "Quelle couleur ?", 0.04),
    "crime": pool_kind("CRIMES", "Which offence?", "Quelle infraction ?"), "breed": pool_kind("BREEDS", "Which breed?", "Quelle race ?"),
    "car": pool_kind("CARS", "Which model?", "Quel modèle ?", 0.15, False), "table": pool_kind("TABLE_NAMES", "Which table?", "Quelle table ?", 0.15),
    "column": pool_kind("COLUMNS", "Which column?", "Quelle colonne ?", 0.1), "host": pool_kind("HOSTS", "Which host?", "Quelle machine ?", 0.1),
    "service": pool_kind("SERVICES", "Which service?", "Quel service ?", 0.15), "branch": pool_kind("BRANCHES", "Which branch?", "Quelle branche ?", 0.1),
    "repository": pool_kind("REPOSITORIES", "Which repository?", "Quel dépôt ?", 0.2), "ticker": pool_kind("TICKERS", "Which symbol?", "Quel symbole ?", 0),
    "formula": pool_kind("FORMULAS", "Which function?", "Quelle fonction ?", 0), "compound": pool_kind("COMPOUNDS", "Which compound?", "Quel composé ?", 0),
    "gene": pool_kind("GENES", "Which gene?", "Quel gène ?", 0), "expression": text_kind(expression, "Which expression?", "Quelle expression ?"),
    "title": text_kind(work_title, "Which title?", "Quel titre ?"), "label": text_kind(label, "What is it called?", "Quel nom ?"), "topic": text_kind(topic, "About what?", "Sur quoi ?"),
    "text": text_kind(sentence, "Which text?", "Quel texte ?"), "message": text_kind(sentence, "What should it say?", "Quel message ?"), "word": text_kind(lambda a, language: a.random_words(1, 1), "Which word?", "Quel mot ?"),
    "made": text_kind(lambda a, language: a.made_up(), WHICH, WHICH_FR), "code": text_kind(code, "Which number?", "Quel numéro ?"),
    "flight": text_kind(from_letters("AA999|AA9999|AA 999"), "Which flight?", "Quel vol ?"), "plate": text_kind(from_letters("AA-999-AA|AA99 AAA|999 AAA"), "Which number plate?", "Quelle plaque ?"),
    "barcode": text_kind(from_letters("9999999999999|99999999"), "Which code?", "Quel code ?"), "isbn": text_kind(from_letters("978-9-9999-9999-9|9789999999999"), "Which ISBN?", "Quel ISBN ?"),
    "hex": text_kind(lambda a, language: "#" + "".join(a.pick("0123456789abcdef") for _ in range(6)), "Which colour?", "Quelle couleur ?"),
    "sequence": text_kind(lambda a, language: "".join(a.pick("ACGT") for _ in range(a.rng.randint(6, 16))), "Which sequence?", "Quelle séquence ?"),
    "email": text_kind(lambda a, language: a.email(a.first_name()), "Which address?", "Quelle adresse ?"), "phone": text_kind(lambda a, language: a.phone(), "Which number?", "Quel numéro ?"),
    "url": text_kind(url, "Which address?", "Quelle adresse ?"), "domain": text_kind(domain_name, "Which domain?", "Quel domaine ?"), "ip": text_kind(ip, "Which address?", "Quelle adresse ?"),
    "path": text_kind(path, "Which file?", "Quel fichier ?"), "folder": text_kind(folder, "Which folder?", "Quel dossier ?"),
}
for item in "food tag person symptom team skill city colour symptom word team skill product subject email path table column topic company ticker country room drug dish plant".split():
    KINDS[item + "s"] = Kind("string[]", many(item), "Which ones?", "Lesquels ?")

KINDS["people"] = KINDS["persons"]

