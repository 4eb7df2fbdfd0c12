"""The kinds of values that parameters have.

KINDS names every kind, with its JSON type, how it is drawn and the question that asks for it when it is missing.
"""
from collections.abc import Callable
from dataclasses import dataclass

from . import pools
from .values import (MONTHS, WEEKDAYS, Said, city, clock, coordinate, copied, count, date, decimal, duration, fields, from_pool, integer,
                     joined, money, numbers, percent, pool, rate, room, row, tiny, year)


@dataclass(frozen=True)
class Kind:
    type: str                                     # of JSON; "string[]" for arrays
    draw: Callable                                # (a, language, limits) -> Said
    en: str                                       # questions
    fr: str


def sentence(a, language):
    """What is translated, sent or posted: words of a book, of the vocabulary, or plain news."""
    draw = a.rng.random()
    if draw < 0.35:
        plain_text = ("I'll be late|see you tomorrow|the meeting is moved|happy birthday|dinner is ready|the parcel arrived|call me back|we are on our way|the build is broken|thank you for everything|where are you"
                      if language == "en" else
                      "je serai en retard|à demain|la réunion est déplacée|joyeux anniversaire|le dîner est prêt|le colis est arrivé|rappelle-moi|nous arrivons|merci pour tout|où es-tu|bon courage").split("|")
        return a.pick(plain_text) + (" " + a.made_up() if a.chance(0.15) else "")
    if draw < 0.85:
        span = a.book_span(2, 12, plain=False).strip(" .,;:!?'()-")
        return span if span and not set(span) & set("«»“”()[]{}") else a.random_words(2, 6)
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


def bracketed(items: list[str], quote: str) -> Said:
    """A list as programmers write it."""
    text, spans = "[", []
    for item in items:
        text += (", " if spans else "") + quote
        spans.append((len(text), len(text) + len(item)))
        text += item + quote
    return Said(text + "]", spans=spans)


def many(kind: str) -> Callable:
    def draw(a, language, limits):
        items = []
        for _ in range(a.pick((1, 2, 2, 3, 3, 4))):
            said = KINDS[kind].draw(a, language, ())
            item = said.text[said.skip:]
            if item not in items and "," not in item:
                items.append(item)
        items = items or [a.made_up()]
        if a.chance(0.07) and not any("'" in item or '"' in item for item in items):
            return bracketed(items, a.pick("'\""))
        return joined(a, language, items)
    return draw


def text_kind(make: Callable, en: str, fr: str) -> Kind:
    return Kind("string", copied(make), en, fr)


def pool_kind(name: str, en: str, fr: str, strange: float = 0.12, lower: bool = True) -> Kind:
    return Kind("string", from_pool(name, strange, lower), en, fr)


WHICH, WHICH_FR = "Which {words}?", "Quelle valeur pour « {words} » ?"
KINDS = {
    "whole": Kind("integer", year, "What is the {words}?", WHICH_FR), "digits": text_kind(from_letters("9999"), "Which last digits?", "Quels derniers chiffres ?"), "int": Kind("integer", integer, "What is the {words}?", WHICH_FR), "count": Kind("integer", count, "How many?", "Combien ?"),
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
    "room": Kind("string", room, "Which room?", "Quelle pièce ?"), "product": pool_kind("PRODUCTS", "Which product?", "Quel article ?", 0.15),
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

