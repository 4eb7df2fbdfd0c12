"""Requests for contacts, notes, clock and calculator, in the language of the arguments."""
import re

from .ask import Ask, decorate
from .patterns import table
from .phrases import choose_pattern

OPERATORS = {"en": {"+": ("plus", "and", "added to"), "-": ("minus", "less", "take away"), "*": ("times", "multiplied by", "x"), "/": ("divided by", "over")},
             "fr": {"+": ("plus", "et", "ajouté à"), "-": ("moins", "moins"), "*": ("fois", "multiplié par", "x", "fois"), "/": ("divisé par", "sur")}}
PERCENT = {"en": ("{p}% of {x}", "{p} percent of {x}", "{p} per cent of {x}"), "fr": ("{p}% de {x}", "{p} % de {x}", "{p} pour cent de {x}")}
ROOT = {"en": ("the square root of", "square root of", "sqrt of", "the root of"), "fr": ("la racine carrée de", "racine carrée de", "racine de", "la racine de")}
POWER = {"en": ("{x} to the power of {p}", "{x} to the power {p}", "{x}^{p}", "{x} raised to {p}"), "fr": ("{x} puissance {p}", "{x} à la puissance {p}", "{x}^{p}", "{x} exposant {p}")}
SQUARED = {"en": "{x} squared", "fr": "{x} au carré"}
HALF = {"en": ("half of {x}", "a half of {x}"), "fr": ("la moitié de {x}", "moitié de {x}")}
DETAILS = {"en": {"phone": (", phone {phone}", ", {phone}", ", number {phone}", " with the number {phone}", " ({phone})", ": {phone}", ", tel {phone}", " on {phone}", " {phone}"),
                  "email": (", email {email}", ", {email}", ", mail {email}", " with the email {email}", " ({email})", ": {email}", ", e-mail {email}", " {email}"), "and": " and"},
           "fr": {"phone": (", téléphone {phone}", ", {phone}", ", numéro {phone}", " avec le numéro {phone}", " ({phone})", " : {phone}", ", tél {phone}", " au {phone}", " {phone}"),
                  "email": (", mail {email}", ", {email}", ", e-mail {email}", " avec l'adresse {email}", " ({email})", " : {email}", ", adresse mail {email}", " {email}"), "and": " et"}}


def number(a) -> str:
    draw = a.rng.random()
    if draw < 0.45:
        return str(a.rng.randint(1, 99))
    if draw < 0.75:
        return str(a.rng.randint(100, 9999))
    if draw < 0.93:
        return f"{a.rng.randint(0, 999)}.{a.pick('123456789')}" + (a.pick("0123456789") if a.chance(0.5) else "")
    return str(a.rng.randint(10000, 9999999))


def spoken_expression(a) -> tuple[str, str]:
    """What is said, and the expression it means; French decimals may be said with a comma."""
    said, expression = english_or_french(a)
    if a.language == "fr" and "." in said and a.chance(0.6):
        said = re.sub(r"(?<=\d)\.(?=\d)", ",", said)
    return said, expression


def english_or_french(a) -> tuple[str, str]:
    draw, x, y, z = a.rng.random(), number(a), number(a), number(a)
    op, second, operators = a.pick("+-*/"), a.pick("+-*/"), OPERATORS[a.language]
    fill = lambda text, p="": text.replace("{x}", x).replace("{p}", p)
    if draw < 0.34:
        word = a.pick(operators[op])
        return f"{x} {word} {y}", f"{x} {op} {y}"
    if draw < 0.48:
        text = a.pick((f"{x} {op} {y}", f"{x}{op}{y}"))
        return text, text
    if draw < 0.60:
        text = a.pick((f"({x} {op} {y}) {second} {z}", f"({x}{op}{y}){second}{z}", f"{x} {op} {y} {second} {z}", f"{x}{op}{y}{second}{z}", f"{x} {op} ({y} {second} {z})", f"{x}{op}({y}{second}{z})"))
        return text, text
    if draw < 0.68:
        return f"{x} {operators[op][0]} {y} {operators[second][0]} {z}", f"{x} {op} {y} {second} {z}"
    if draw < 0.80:
        percent = str(a.pick((5, 10, 15, 20, 25, 30, 50, 75, a.rng.randint(1, 99))))
        return fill(a.pick(PERCENT[a.language]), percent), f"{x} * {percent} / 100"
    if draw < 0.88:
        return f"{a.pick(ROOT[a.language])} {x}", f"sqrt({x})"
    if draw < 0.93:
        power = str(a.rng.randint(2, 12))
        return fill(a.pick(POWER[a.language]), power), f"{x}^{power}"
    if draw < 0.96:
        return fill(SQUARED[a.language]), f"{x}^2"
    return fill(a.pick(HALF[a.language])), f"{x} / 2"


def contacts_find(a, phrasing: str) -> Ask:
    return Ask("contacts_find", choose_pattern(a, table(a, "CONTACTS_FIND"), phrasing), {"name": a.person()}, lambda s: {"name": s["name"]})


def contacts_add(a, phrasing: str) -> Ask:
    name = a.full_name() if a.chance(0.6) else a.person()
    slots, draw = {"name": name}, a.rng.random()
    if draw < 0.16:
        pattern, keys = choose_pattern(a, table(a, "NUMBER_OF"), phrasing), ("phone",)
    elif draw < 0.30:
        pattern, keys = choose_pattern(a, table(a, "EMAIL_OF"), phrasing), ("email",)
    else:
        keys = a.pick(((), ("phone",), ("phone",), ("email",), ("email",), ("phone", "email"), ("phone", "email")))
        details = DETAILS[a.language]
        order = list(keys)
        a.rng.shuffle(order)
        parts = [a.pick(details[key]) for key in order]
        text = parts[0] if len(parts) == 1 else (parts[0] + a.pick(("", details["and"], ",")) + " " + parts[1].lstrip(" ,:") if parts else "")
        pattern = choose_pattern(a, table(a, "CONTACTS_ADD"), phrasing).replace("{d}", text)
    if "phone" in keys:
        slots["phone"] = a.phone()
    if "email" in keys:
        slots["email"] = a.email(name)
    return Ask("contacts_add", pattern, slots, lambda s: {"name": s["name"]} | {key: s[key] for key in ("phone", "email") if key in keys})


def notes_add(a, phrasing: str) -> Ask:
    pattern = choose_pattern(a, table(a, "NOTES_ADD"), phrasing)
    if a.chance(0.06):
        pattern = pattern.replace("{text}", '"{text}"')
    return Ask("notes_add", pattern, {"text": a.note()}, lambda s: {"text": s["text"]})


def notes_search(a, phrasing: str) -> Ask:
    query = a.topic()
    pattern = decorate(a, choose_pattern(a, table(a, "NOTES_SEARCH"), phrasing), "query", query, article=False)
    return Ask("notes_search", pattern, {"query": query}, lambda s: {"query": s["query"]})


def clock_now(a, phrasing: str) -> Ask:
    return Ask("clock_now", choose_pattern(a, table(a, "CLOCK"), phrasing))


def calculator(a, phrasing: str) -> Ask:
    spoken, expression = spoken_expression(a)
    return Ask("calculator", choose_pattern(a, table(a, "CALCULATE"), phrasing), {"spoken": spoken}, lambda s: {"expression": expression})
