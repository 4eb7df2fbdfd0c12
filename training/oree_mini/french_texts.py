"""French titles, places, notes and topics, for Arguments; and which articles may stand before a title."""
import re

from . import words, words_french

GENDER = {entry.split(":")[1].split("_")[0].lower(): entry.split(":")[0] for entry in words_french.ACTIVITIES}
ACTIVITIES = [entry.split(":")[1].replace("_", " ") for entry in words_french.ACTIVITIES]
PLACES = [entry.replace("_", " ").split("|") for entry in words_french.PLACES]
TOWNS = [name for preposition, name in PLACES if preposition == "à"]
VOWELS = "aeiouyàâäéèêëîïôöùûüœAEIOUYÀÂÉÈÊËÎÏÔÖÙÛÜŒ"
NO_ELISION = re.compile(r"onz|oui\b|y[aeiouéèïü]|ouistiti", re.IGNORECASE)
MUTE_H = ("hélène", "henri", "hervé", "hôpital", "hôtel", "heure", "honoré", "huguette", "hubert", "histoire", "homme", "herbe", "huile", "honneur")
ARTICLES = {"m": ("le", "le", "mon", "notre", "un", "ce"), "f": ("la", "la", "ma", "notre", "une", "cette"), "mp": ("les", "mes", "des"), "fp": ("les", "mes", "des")}


def elides(text: str) -> bool:
    """Whether "de" and "que" lose their vowel before the text."""
    return (text[:1] in VOWELS and not NO_ELISION.match(text)) or text.lower().startswith(MUTE_H)


def article(a, title: str) -> str:
    """An article with what follows it ("le ", "l'"), or nothing when the gender of the title is not known."""
    gender = GENDER.get(title.split(" ")[0].split("'")[0].lower())
    if gender is None:
        return ""
    word = a.pick(ARTICLES[gender])
    if elides(title):
        word = {"le": "l'", "la": "l'", "ma": "mon", "ce": "cet"}.get(word, word)
    return word if word.endswith("'") else word + " "


def of(name: str) -> str:
    return "d'" + name if elides(name) else "de " + name


def short_title(a) -> str:
    return a.cased(a.pick(ACTIVITIES))


def title(a) -> str:
    draw, activity = a.rng.random(), a.pick(ACTIVITIES)
    if draw < 0.16:
        return a.cased(f"{activity} avec {a.person()}")
    if draw < 0.25:
        return a.cased(activity)
    if draw < 0.30:
        return a.cased(f"{activity} {a.pick(words_french.TOPICS).replace('_', ' ')}")
    if draw < 0.33:
        return a.cased(f"{activity} {of(a.person())}")
    if draw < 0.35:
        return a.cased(f"{activity} chez {a.person()}")
    if draw < 0.39:
        return a.cased(f"{a.pick(('appeler', 'voir', 'rencontrer', 'récupérer', 'remercier', 'chercher'))} {a.person()}")
    if draw < 0.42:
        return a.cased(f"{activity} avec {a.person()} et {a.person()}")
    if draw < 0.62:
        return a.cased(a.book_span(1, 4, plain=True))
    if draw < 0.74:
        return a.cased(" ".join(a.made_up() for _ in range(a.pick((1, 1, 2, 3)))))
    if draw < 0.85:
        return a.cased(a.random_words(1, 3))
    if draw < 0.95:
        return a.cased(a.random_words(1, 1))
    if draw < 0.98:
        return a.cased(f"{activity} {a.rng.randrange(1, 100)}")
    return a.cased(f"{activity} + {a.pick(ACTIVITIES)}")


def place(a) -> tuple[str, str]:
    """The preposition that leads a place in, with its space, and the place as an argument."""
    draw = a.rng.random()
    if draw < 0.55:
        preposition, name = a.pick(PLACES)
        if preposition in ("place", "gare"):
            return a.pick(("", "à la ")) if preposition == "gare" else "", f"{preposition} {name}"
        return preposition.strip() + " ", name.strip()
    if draw < 0.67:
        street = f"{a.rng.randint(1, 250)} {a.pick(('rue', 'rue', 'avenue', 'boulevard', 'place', 'chemin'))} {a.pick(words_french.STREETS).replace('_', ' ')}"
        return "au ", street
    if draw < 0.77:
        return "en ", f"{a.pick(('salle', 'salle', 'Salle', 'amphi'))} {a.pick('ABCDEF') if a.chance(0.4) else a.rng.randint(1, 400)}"
    if draw < 0.87:
        return "chez ", a.person()
    if draw < 0.94:
        return "à ", " ".join(a.made_up().capitalize() for _ in range(a.pick((1, 1, 2))))
    return a.pick(("au café ", "au bar ", "au restaurant ")), a.cased(a.book_span(1, 3, plain=True))


def town(a) -> str:
    return a.pick(TOWNS) if a.chance(0.7) else a.made_up().capitalize()


def note(a) -> str:
    draw = a.rng.random()
    thing = lambda: a.pick(words_french.NOTE_THINGS).replace("_", " ")
    if draw < 0.5:
        return f"{a.pick(words_french.NOTE_STARTS)} {thing()}".replace("_", " ")
    if draw < 0.85:
        return a.pick(words_french.NOTE_FACTS.split("|")).strip().format(
            made=a.made_up() + str(a.rng.randrange(100)), number=a.rng.randrange(1, 10000), name=a.person(), thing=thing(),
            topic=a.pick(words_french.TOPICS).replace("_", " "), words=a.random_words(1, 3))
    return ", ".join(thing() for _ in range(a.rng.randint(2, 4)))


def topic(a) -> str:
    if a.chance(0.4):
        return a.pick(words_french.NOTE_THINGS).replace("_", " ")
    return a.pick(words_french.TOPICS).replace("_", " ")
