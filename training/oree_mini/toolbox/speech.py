"""How a request to a tool of the tables is said: phrases.py does it, with small repairs of grammar around slots.

A French order of the tables is written "!ajouter ..." or "!me donner ...": its verb is the first word, in the infinitive.
"""
import re

from .. import phrases, phrases_french
from ..phrases import SLOT
from .values import COPIED

JOINERS = {
    "en": [" and ", ", and ", " and then ", ", then ", ". Then ", ". Also, ", ". Also ", " and also ", "; ", ". ", ". And ", ", plus ", ". After that, ", ". I also want this: "],
    "fr": [" et ", ", et ", " puis ", ", puis ", ". Puis ", ". Ensuite, ", " et aussi ", ". Et aussi : ", " ; ", ". ", ". Et ", ". Après, ", " et ensuite "],
}
# Verbs of the tables whose imperative cannot be told from the infinitive.
IRREGULAR = {
    "appeler": ("appelle", "appelez"), "renouveler": ("renouvelle", "renouvelez"), "épeler": ("épelle", "épelez"), "régler": ("règle", "réglez"), "réduire": ("réduis", "réduisez"), "rendre": ("rends", "rendez"),
    "suivre": ("suis", "suivez"), "résoudre": ("résous", "résolvez"), "vendre": ("vends", "vendez"), "nettoyer": ("nettoie", "nettoyez"), "renvoyer": ("renvoie", "renvoyez"), "récupérer": ("récupère", "récupérez"),
    "transférer": ("transfère", "transférez"), "insérer": ("insère", "insérez"), "compléter": ("complète", "complétez"), "répéter": ("répète", "répétez"), "peser": ("pèse", "pesez"), "lever": ("lève", "levez"), "tondre": ("tonds", "tondez"),
    "étendre": ("étends", "étendez"), "rejoindre": ("rejoins", "rejoignez"), "joindre": ("joins", "joignez"), "extraire": ("extrais", "extrayez"), "décrire": ("décris", "décrivez"), "construire": ("construis", "construisez"),
    "reconnaître": ("reconnais", "reconnaissez"), "produire": ("produis", "produisez"), "fournir": ("fournis", "fournissez"), "choisir": ("choisis", "choisissez"), "remplir": ("remplis", "remplissez"), "réunir": ("réunis", "réunissez"),
    "définir": ("définis", "définissez"), "raccourcir": ("raccourcis", "raccourcissez"), "bannir": ("bannis", "bannissez"), "intégrer": ("intègre", "intégrez"), "libérer": ("libère", "libérez"), "prévenir": ("préviens", "prévenez"),
    "avertir": ("avertis", "avertissez"), "apprendre": ("apprends", "apprenez"), "battre": ("bats", "battez"), "réinitialiser": ("réinitialise", "réinitialisez"), "apercevoir": ("aperçois", "apercevez"), "céder": ("cède", "cédez"),
    "déposer": ("dépose", "déposez"), "équilibrer": ("équilibre", "équilibrez"), "virer": ("vire", "virez"), "corréler": ("corrèle", "corrélez"), "différer": ("diffère", "différez"), "générer": ("génère", "générez"), "agrandir": ("agrandis", "agrandissez"),
    "ralentir": ("ralentis", "ralentissez"), "ranger": ("range", "rangez"), "couper": ("coupe", "coupez"), "courir": ("cours", "courez"), "dériver": ("dérive", "dérivez"), "soutenir": ("soutiens", "soutenez"), "servir": ("sers", "servez"),
}
phrases_french.IRREGULAR.update({verb: forms for verb, forms in IRREGULAR.items() if verb not in phrases_french.IRREGULAR})

ORDER = re.compile(r"!(?:(me) |(m)')?(\w+(?:er|ir|re))\b")
BARE_AFTER = re.compile(r"\b(for|from|until|till|by|of|before|after|since|to|than|is|due|du|au|depuis)[ ]?$", re.IGNORECASE)
AFTER_DE = re.compile(r"\bde $")


def with_moods(text: str) -> str:
    """A French pattern with its orders as phrases_french.py writes them."""
    def one(match) -> str:
        verb = ("me " if match.group(1) or match.group(2) else "") + match.group(3)
        return ("!" if match.start() == 0 else "") + f"<{verb}>"
    return ORDER.sub(one, text)


def fragment(a, text: str, opening: bool = True) -> str:
    """A request whose alternatives are chosen, with its opening and closing; slots stay."""
    return phrases.fragment(a, with_moods(text) if a.language == "fr" else text, opening)


def take_article(before: str, value) -> str:
    """Keeps a French article after a preposition ("dans la cuisine", "du salon"), drops it elsewhere ("cuisine : 20 degrés")."""
    preposition = re.search(r"\b(dans|pour|sur|de|à|vers) $", before)
    if preposition and value.text.startswith("le ") and preposition.group(1) in ("de", "à"):
        before = before[:preposition.start()] + ("du " if preposition.group(1) == "de" else "au ")
        preposition = None
    if not preposition:
        value.text, value.skip = value.text[value.skip:], 0
    return before


def agree(text: str, said: dict, language: str) -> str:
    """Repairs what a slot's value asks of the words before it; said: slot -> values.Said, whose leading word may go."""
    for name, value in said.items():
        at = text.find("{" + name + "}")
        if at < 0:
            continue
        before, after = text[:at], text[at:]
        touching = (before[-1:] not in (" ", "", "'", "\"") or after[len(name) + 2:len(name) + 3].isalpha() or after[len(name) + 2:len(name) + 3] in ("-", "°"))
        if touching and isinstance(value.value, int) and value.text.isalpha():
            value.text = str(value.value)  # "3d6", not "threed6"
        elif value.skip and not value.article and BARE_AFTER.search(before):
            value.text, value.skip = value.text[value.skip:], 0
        elif value.article:
            before = take_article(before, value)
        elif value.skip and language == "fr" and AFTER_DE.search(before):
            before, value.text, value.skip = before[:-3] + "du ", value.text[value.skip:], 0
        elif language == "en" and re.search(r"\ban? $", before, re.IGNORECASE):
            vowel = value.text[:1].lower() in "aeio" or value.text[:1] == "8"
            before = re.sub(r"\b(a)n? $", r"\1n " if vowel else r"\1 ", before, flags=re.IGNORECASE)
        text = before + after
    return text


def quoted(a, text: str, said: dict) -> str:
    """Sometimes puts a copied value in quotes, which are no part of it."""
    if not a.chance(0.08):
        return text
    names = [name for name, value in said.items() if value.value is COPIED and value.spans is None and not value.skip and "'" not in value.text and re.search(r"[^«“:] \{" + name + r"\}", text)]
    if not names:
        return text
    mark = "{" + a.pick(names) + "}"
    left, right = a.pick((('"', '"'), ('"', '"'), ("'", "'"), ("“", "”")) if a.language == "en" else (("« ", " »"), ('"', '"'), ("“", "”")))
    return text.replace(" " + mark, f" {left}{mark}{right}")


def finish(a, text: str, slots: dict) -> str:
    return phrases.finish(a, text, slots)


def slots_of(text: str) -> list[str]:
    return [match.group(1) for match in SLOT.finditer(text)]
