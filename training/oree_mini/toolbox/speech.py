"""How a request is said: openings, greetings, closings and small repairs of grammar, in English and French.

A French order ("!") begins with an infinitive, or with "me" and an infinitive: "!me donner ..." is said "peux-tu me donner"
and "donne-moi".
"""
import re

from .. import phrases
from ..phrases import SLOT, expand

ORDERS_FR = """|||||peux-tu |tu peux |pourrais-tu |peux-tu s'il te plaît |pouvez-vous |vous pouvez |pourriez-vous |pourriez-vous s'il vous plaît |je voudrais |j'aimerais |je veux |il faudrait |il faut |
merci de |est-ce que tu peux |est-ce que vous pouvez |est-ce que tu pourrais |je dois |on doit |j'ai besoin de |veux-tu bien |tu pourrais |ce serait bien de |aide-moi à |aidez-moi à |prière de |serait-il possible de """.replace("\n", "").split("|")
GREETINGS_FR = "|||||||||||||||||||bonjour, |salut, |bonsoir, |coucou, |Orée, |dis, |alors, |bon, |euh, |ok, |OK, |dis-moi, |bonjour ! |s'il te plaît, |s'il vous plaît, |hé, |oui, |super, |au fait, |désolé, ".split("|")
CLOSINGS_FR = "||||||||||| s'il te plaît| s'il vous plaît|, s'il te plaît| stp| svp|, merci| merci|, merci d'avance| pour moi| si possible| maintenant| tout de suite| dès que possible".split("|")
QUESTION_CLOSINGS_FR = "||||||||||||, s'il te plaît|, s'il vous plaît| stp| svp| exactement".split("|")
JOINERS = {
    "en": [" and ", ", and ", " and then ", ", then ", ". Then ", ". Also, ", ". Also ", " and also ", "; ", ". ", ". And ", ", plus ", ". After that, ", ". I also want this: "],
    "fr": [" et ", ", et ", " puis ", ", puis ", ". Puis ", ". Ensuite, ", " et aussi ", ". Et aussi : ", " ; ", ". ", ". Et ", ". Après, ", " et ensuite "],
}
IMPERATIVES = {
    "mettre": ("mets", "mettez"), "remettre": ("remets", "remettez"), "faire": ("fais", "faites"), "envoyer": ("envoie", "envoyez"), "renvoyer": ("renvoie", "renvoyez"), "ouvrir": ("ouvre", "ouvrez"), "éteindre": ("éteins", "éteignez"),
    "lire": ("lis", "lisez"), "dire": ("dis", "dites"), "écrire": ("écris", "écrivez"), "inscrire": ("inscris", "inscrivez"), "prendre": ("prends", "prenez"), "rendre": ("rends", "rendez"), "traduire": ("traduis", "traduisez"),
    "réduire": ("réduis", "réduisez"), "appeler": ("appelle", "appelez"), "rappeler": ("rappelle", "rappelez"), "acheter": ("achète", "achetez"), "peser": ("pèse", "pesez"), "modifier": ("modifie", "modifiez"), "vendre": ("vends", "vendez"),
    "suivre": ("suis", "suivez"), "résoudre": ("résous", "résolvez"), "payer": ("paie", "payez"), "essayer": ("essaie", "essayez"), "descendre": ("descends", "descendez"), "attendre": ("attends", "attendez"), "décrire": ("décris", "décrivez"),
    "produire": ("produis", "produisez"), "construire": ("construis", "construisez"), "répéter": ("répète", "répétez"), "compléter": ("complète", "complétez"), "régler": ("règle", "réglez"), "lever": ("lève", "levez"), "enlever": ("enlève", "enlevez"),
    "épeler": ("épelle", "épelez"), "nettoyer": ("nettoie", "nettoyez"), "tondre": ("tonds", "tondez"), "étendre": ("étends", "étendez"), "joindre": ("joins", "joignez"), "battre": ("bats", "battez"), "répondre": ("réponds", "répondez"),
    "redémarrer": ("redémarre", "redémarrez"), "sécher": ("sèche", "séchez"), "extraire": ("extrais", "extrayez"), "convertir": ("convertis", "convertissez"), "mélanger": ("mélange", "mélangez"), "reprendre": ("reprends", "reprenez"), "accélérer": ("accélère", "accélérez"),
    "transférer": ("transfère", "transférez"), "générer": ("génère", "générez"), "vérifier": ("vérifie", "vérifiez"), "geler": ("gèle", "gelez"), "dégeler": ("dégèle", "dégelez"), "céder": ("cède", "cédez"), "résumer": ("résume", "résumez"), "jeter": ("jette", "jetez"),
    "promener": ("promène", "promenez"), "mesurer": ("mesure", "mesurez"), "interdire": ("interdis", "interdisez"), "permettre": ("permets", "permettez"), "soumettre": ("soumets", "soumettez"), "connaître": ("connais", "connaissez"), "compter": ("compte", "comptez"),
}
VOWEL = re.compile(r"[aeiouyàâéèêëîïôöûüœh]", re.IGNORECASE)
BARE_AFTER = re.compile(r"\b(for|from|until|till|by|of|before|after|since|to|than|is|du|au|d'ici)[ ]?$", re.IGNORECASE)


def imperative(verb: str, polite: bool) -> str:
    if verb in IMPERATIVES:
        return IMPERATIVES[verb][polite]
    if verb.endswith("er"):
        stem = verb[:-2]
        soft = stem + "e" if stem.endswith("g") and polite else stem
        return soft.removesuffix("e") + "ez" if polite else stem + "e"
    if verb.endswith("ir"):
        return verb[:-2] + ("issez" if polite else "is")
    return verb


def french_order(a, text: str) -> str:
    """An order as an infinitive behind an opening, or in the imperative."""
    opening = a.pick(ORDERS_FR)
    if opening:
        if opening.endswith("de ") and VOWEL.match(text):
            opening = opening[:-2] + "'"
        return opening + text
    first, _, rest = text.partition(" ")
    if first == "me":
        verb, _, rest = rest.partition(" ")
        return imperative(verb, a.chance(0.4)) + "-moi " + rest
    if first.startswith("m'"):
        return imperative(first[2:], a.chance(0.4)) + "-moi " + rest
    return (first if a.chance(0.08) else imperative(first, a.chance(0.4))) + " " + rest


def fragment(a, pattern: str, language: str, opening: bool = True) -> str:
    """A pattern with its alternatives chosen and its opening; slots stay."""
    if language == "en":
        return phrases.fragment(a, pattern, opening)
    text = expand(a, pattern)
    order, text = text.startswith("!"), text.lstrip("! ")
    if order:
        text = french_order(a, text) if opening or a.chance(0.7) else text
        text += a.pick(CLOSINGS_FR) if opening else ""
    elif text.endswith("?") and opening:
        text = text[:-1].rstrip() + a.pick(QUESTION_CLOSINGS_FR) + " ?"
    if opening:
        text = a.pick(GREETINGS_FR) + text
    text = re.sub(r"\s+([,.])", r"\1", re.sub(r"  +", " ", text)).strip()
    return re.sub(r"\s+([?!])", r"\1", text) if a.chance(0.35) else text


def agree(text: str, said: dict, language: str) -> str:
    """Repairs what a slot's value asks of the word before it; said: slot -> values.Said, whose leading word may go."""
    for name, value in said.items():
        mark = "{" + name + "}"
        at = text.find(mark)
        if at < 0:
            continue
        before = text[:at]
        if value.skip and BARE_AFTER.search(before):
            value.text, value.skip = value.text[value.skip:], 0
        first = value.text[:1]
        if language == "fr" and VOWEL.match(first) and first.isalpha() and not value.text[:2].isupper():
            if re.search(r"\bde $", before):
                before = before[:-2] + "'"
        elif language == "fr" and value.skip and re.search(r"\bde $", before):
            before, value.text, value.skip = before[:-3] + "du ", value.text[value.skip:], 0
        elif language == "en":
            if re.search(r"\b[aA]n? $", before):
                article = "an " if first.lower() in "aeio" or value.text[:2] in ("8 ",) else "a "
                before = re.sub(r"an? $", article, before)
        text = before + text[at:]
    return text


def finish(a, text: str, slots: dict, language: str) -> str:
    """As phrases.finish; French keeps most of its apostrophes."""
    if language == "fr" and a.chance(0.95):
        return phrases.finish(a, text.replace("'", "\x01"), slots).replace("\x01", "'")
    return phrases.finish(a, text, slots)


def slots_of(text: str) -> list[str]:
    return [match.group(1) for match in SLOT.finditer(text)]
