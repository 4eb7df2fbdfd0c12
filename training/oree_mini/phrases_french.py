"""French requests: openings and closings, and the moods in which an order is given.

An order's verbs are written <ajouter> or, with a pronoun, <me rappeler>; the opening decides whether they become
"ajoute", "ajoutez" or "ajouter", "rappelle-moi", "rappelez-moi" or "me rappeler".
"""
import re

from .french_texts import elides

# What opens an order, by the mood that it asks for.
OPENINGS = {
    "tu": "||||||||s'il te plaît, |stp |s'il te plaît |vas-y, |allez, |d'abord |maintenant |juste, |hop, |",
    "vous": "||||s'il vous plaît, |svp |s'il vous plaît |à présent, ",
    "infinitive": """||peux-tu |peux-tu |tu peux |tu peux |pourrais-tu |tu pourrais |pouvez-vous |vous pouvez |pourriez-vous |est-ce que tu peux |
est-ce que tu pourrais |est-ce que vous pouvez |est-ce qu'on peut |il faut |il faudrait |je voudrais |j'aimerais |je veux |je dois |
merci de |merci de bien vouloir |veuillez |tu veux bien |n'oublie pas de |pense à |j'ai besoin de |aide-moi à |on doit |on devrait |
ce serait bien de |ça t'ennuie de |tu saurais |tu voudrais bien |je souhaite |je souhaiterais |j'ai envie de |il est temps de |
peut-on |on peut |serait-il possible de |c'est possible de |est-ce possible de |tu peux me faire le plaisir de |je te demande de |
pourrait-on |peux tu |faut |faudra |va falloir """}
OPENINGS = {mood: re.sub("\n", "", text).split("|") for mood, text in OPENINGS.items()}
MOODS = ("tu",) * 9 + ("vous",) * 3 + ("infinitive",) * 8
GREETINGS = """||||||||||||||||||bonjour, |salut, |coucou, |bonjour ! |salut ! |Orée, |dis Orée, |hé Orée, |OK, |ok |bon, |alors, |euh, |bonsoir, |
au fait, |dis-moi, |dis, |tiens, |sinon, |encore une chose : |petite question : |écoute, |en fait, |aussi, |pardon, |oui, |super, |bon alors |
rebonjour, |hello, |cher assistant, |voilà, |une dernière chose : |ah, |ah oui, """.replace("\n", "").split("|")
CLOSINGS = {
    "tu": "|||||||||||| s'il te plaît|, s'il te plaît| stp|, stp| merci|, merci|, merci d'avance| quand tu peux| si tu peux| pour moi| maintenant| tout de suite|. Merci !|. Merci| :)|, d'accord ?|, OK ?| rapidement| vite|, c'est tout",
    "vous": "|||||||||| s'il vous plaît|, s'il vous plaît| svp|, svp| merci|, merci|, merci d'avance| quand vous pouvez| si possible|. Merci !|. Merci beaucoup| dès que possible",
    "infinitive": "|||||||||||| merci|, merci|, merci d'avance| si possible| maintenant| dès que possible|. Merci !|. Merci|, c'est possible ?| svp| stp"}
CLOSINGS = {mood: text.split("|") for mood, text in CLOSINGS.items()}
QUESTION_CLOSINGS = "||||||||||||, s'il te plaît|, s'il vous plaît| stp| exactement| au juste".split("|")
FILLERS = ("euh ", "euh, ", "ben ", "voilà ", "enfin ", "genre ", "du coup ", "bah ")
RAMBLES = """bon alors voilà je me disais que ce serait bien, |euh attends, oui voilà, |alors je réfléchissais et en fait |oui bonjour c'est encore moi, alors |
j'ai failli oublier, |tant que j'y pense, |je sais pas si tu peux mais |avant que j'oublie, |bon, on vient de me téléphoner, donc |c'est pas urgent mais |
attends je regarde, oui, |j'ai une journée de fou, alors """.replace("\n", "").split("|")
RAMBLE_ENDS = (" voilà", " voilà merci", " c'est tout je crois", " enfin si c'est possible", " ou un truc du genre", ", je crois que c'est tout", " merci hein", ", voilà voilà")

IRREGULAR = {"décrire": ("décris", "décrivez"), "parcourir": ("parcours", "parcourez"), "prévenir": ("préviens", "prévenez"), "reprendre": ("reprends", "reprenez"),
             "résoudre": ("résous", "résolvez"), "sortir": ("sors", "sortez"), "suivre": ("suis", "suivez"), "vendre": ("vends", "vendez"),
             "appeler": ("appelle", "appelez"), "compléter": ("complète", "complétez"), "différer": ("diffère", "différez"), "insérer": ("insère", "insérez"),
             "libérer": ("libère", "libérez"), "payer": ("paie", "payez"), "transférer": ("transfère", "transférez"),
             "régler": ("règle", "réglez"), "avertir": ("avertis", "avertissez"), "mettre": ("mets", "mettez"), "inscrire": ("inscris", "inscrivez"), "prévoir": ("prévois", "prévoyez"), "retenir": ("retiens", "retenez"),
             "prendre": ("prends", "prenez"), "dire": ("dis", "dites"), "faire": ("fais", "faites"), "lire": ("lis", "lisez"), "écrire": ("écris", "écrivez"),
             "convertir": ("convertis", "convertissez"), "ouvrir": ("ouvre", "ouvrez"), "enlever": ("enlève", "enlevez"), "rappeler": ("rappelle", "rappelez"),
             "envoyer": ("envoie", "envoyez"), "mettre fin": ("mets fin", "mettez fin"), "voir": ("vois", "voyez"), "répondre": ("réponds", "répondez"),
             "vider": ("vide", "videz"), "repousser": ("repousse", "repoussez"), "remettre": ("remets", "remettez"), "traduire": ("traduis", "traduisez"),
             "éteindre": ("éteins", "éteignez"), "raconter": ("raconte", "racontez"), "jeter": ("jette", "jetez"), "acheter": ("achète", "achetez"),
             "savoir": ("sache", "sachez"), "tenir": ("tiens", "tenez"), "interrompre": ("interromps", "interrompez"), "suspendre": ("suspends", "suspendez")}
BEHIND = {"me": "moi", "le": "le", "la": "la", "les": "les", "nous": "nous", "lui": "lui"}
VERB = re.compile(r"<(?:(me|le|la|les|nous) )?(\w+)([^>]*)>")


def conjugate(a, text: str) -> str:
    """Each <verb> in the mood of the request."""
    def one(match) -> str:
        pronoun, verb, rest = match.groups()
        if a.mood == "infinitive":
            if pronoun is None:
                return verb + rest
            return (pronoun[0] + "'" if pronoun in ("me", "le", "la") and elides(verb) else pronoun + " ") + verb + rest
        familiar, polite = IRREGULAR.get(verb) or (verb[:-1], verb[:-1] + "z")
        form = familiar if a.mood != "vous" else polite
        return form + ((" " if a.chance(0.12) else "-") + BEHIND[pronoun] if pronoun else "") + rest
    return VERB.sub(one, text)


OF_ONESELF = re.compile(r"je |j'|on |aide|il est temps|peut-on|pourrait-on")


def order_opening(a, text: str) -> str:
    """An opening; the request's mood is the one that it asks for. Nobody wants to remind himself ("je voudrais me rappeler")."""
    a.mood = a.pick(MOODS)
    opening = a.pick(OPENINGS[a.mood])
    if text.startswith(("<me ", "<nous ")) and OF_ONESELF.match(opening):
        a.mood, opening = "tu", ""
    return opening


def join(opening: str, text: str) -> str:
    """"merci de" + "ajouter": "merci d'ajouter"."""
    for long, short in (("de ", "d'"), ("que ", "qu'")):
        if opening.endswith((" " + long, "'" + long)) and elides(text.lstrip("<")) and not text.startswith(("<me ", "<le ", "<la ", "{")):
            return opening[:-len(long)] + short + text
    return opening + text


BEFORE_SLOT = re.compile(r"\b(de|que|jusque|puisque|lorsque|à) \{(\w+)\}", re.IGNORECASE)
ARTICLE = re.compile(r"(le|les) ", re.IGNORECASE)
CONTRACTIONS = (("de le ", "du "), ("de les ", "des "), ("à le ", "au "), ("à les ", "aux "), ("de un ", "d'un "), ("de une ", "d'une "),
                ("que un ", "qu'un "), ("que une ", "qu'une "), ("de l'", "de l'"))
ACCENTS = str.maketrans("àâäéèêëîïôöùûüçÀÉÈÊ", "aaaeeeeiioouuucAEEE")


def contract(text: str) -> str:
    for long, short in CONTRACTIONS:
        if long in text:
            text = re.sub(r"\b" + long, short, text)
    return text


def elide(text: str, slots: dict) -> str:
    """"de {name}" becomes "d'{name}" before a vowel, and "de" with "le vélo" becomes "du vélo": the slot loses its article."""
    def joined(match) -> str:
        word, name = match.groups()
        article = ARTICLE.match(slots[name]) if word in ("de", "à") else None
        if article:
            slots[name] = slots[name][article.end():]
            word = {"dele": "du", "deles": "des", "àle": "au", "àles": "aux"}[word + article.group(1).lower()]
        elif word != "à" and elides(slots[name]):
            return word[:-1] + "'{" + name + "}"
        return word + " {" + name + "}"
    return BEFORE_SLOT.sub(joined, text)


def without_accents(text: str) -> str:
    """The request's own words as somebody in a hurry writes them; slots are left alone."""
    parts = re.split(r"(\{\w+\})", text)
    return "".join(part if part.startswith("{") else part.translate(ACCENTS) for part in parts)
