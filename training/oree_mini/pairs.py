"""Several things of one kind under one verb: "cancel lunch and the dentist", "add A on Monday and B on Tuesday".

The second thing's slots end in 2, the third's in 3.
"""
import re

from . import device_asks
from .ask import decorate
from .phrases import choose_pattern, finish, fragment

ENGLISH = {
    "calendar_create": ["![add|schedule|book|put in|plan] {title} {when} and {title2} {when2}", "![add|schedule|put down|enter] {title} {when}, {title2} {when2} and {title3} {when3}", "[I have|there's|we have] {title} {when} and {title2} {when2}[, add both|, put them in my calendar|]", "{title} {when}, {title2} {when2}", "![add|book] two [things|events|appointments]: {title} {when} and {title2} {when2}",
                        "{when} {title} and {when2} {title2}", "![put|add] both {title} {when} and {title2} {when2} in my calendar", "first {title} {when}, then {title2} {when2}, [add them|schedule both]"],
    "calendar_move": ["![move|shift|push|reschedule] {event} to {to} and {event2} to {to2}", "{event} [moves|goes] to {to} and {event2} to {to2}", "![move|push] {event} to {to}, {event2} to {to2} and {event3} to {to3}", "![postpone|move] both: {event} to {to}, {event2} to {to2}", "{event} to {to}, {event2} to {to2}"],
    "calendar_cancel": ["![cancel|delete|remove|drop|scrap|call off] {event} and {event2}", "![cancel|delete|remove|drop] {event}, {event2} and {event3}", "![cancel|drop|delete] both {event} and {event2}", "{event} and {event2} are [off|cancelled]", "neither {event} nor {event2} [will happen|takes place], cancel them", "![take|get] {event} and {event2} off my calendar", "![cancel|remove] these: {event}, {event2}, {event3}", "not only {event}, [cancel|delete] {event2} too"],
    "contacts_find": ["what are the [numbers|phone numbers|emails] of {name} and {name2}?", "![find|look up|get|show me] {name} and {name2}", "[I need|I want] the [numbers|emails|details] of {name}, {name2} and {name3}", "how do I reach {name} and {name2}?", "do I have {name} and {name2} in my contacts?", "![give|get] me {name}'s and {name2}'s [number|email|details]"],
    "contacts_add": ["![add|save] {name}, {phone}, and {name2}, {phone2}", "two new contacts: {name} {phone} and {name2} {phone2}", "![save|store] {name} ({phone}) and {name2} ({phone2})", "{name} has {phone} and {name2} has {phone2}, save both"],
    "reminders_add": ["![remind me] to {do} {when} and to {do2} {when2}", "![set|add] [two reminders|reminders]: {do} {when} and {do2} {when2}", "remind me {when} to {do} and {when2} to {do2}", "reminders: {do} {when}, {do2} {when2}", "two reminders, {do} {when} and {do2} {when2}"],
    "reminders_done": ["![tick|check] off {reminder} and {reminder2}", "I've done {reminder} and {reminder2}", "{reminder} and {reminder2} are done", "![mark] {reminder}, {reminder2} and {reminder3} as done"],
    "files_delete": ["![delete|remove|erase] {path} and {path2}", "![delete|remove] {path}, {path2} and {path3}", "{path} and {path2} can go", "I need neither {path} nor {path2}, delete them"],
    "files_read": ["![read|open|show] {path} and {path2}", "what's in {path} and in {path2}?", "![read|show me] both {path} and {path2}", "what do {path} and {path2} say?"],
    "calendar_free": ["when do I have {long} {span}, and when {long2} {span2}?", "![find] {long} {span} and {long2} {span2}", "is there {long} {span} and {long2} {span2}?"],
}
FRENCH = {
    "calendar_create": ["![<ajouter>|<mettre>|<noter>|<planifier>|<caler>] {title} {when} et {title2} {when2}", "![<ajouter>|<mettre>|<noter>] {title} {when}, {title2} {when2} et {title3} {when3}", "[j'ai|on a|il y a] {title} {when} et {title2} {when2}[, <les ajouter>|, <les mettre> dans mon agenda|]", "{title} {when}, {title2} {when2}", "![<ajouter>|<noter>] deux [choses|rendez-vous|événements] : {title} {when} et {title2} {when2}",
                        "{when} {title} et {when2} {title2}", "![<mettre>|<ajouter>] à la fois {title} {when} et {title2} {when2} dans mon agenda", "d'abord {title} {when}, puis {title2} {when2}, [<les ajouter>|<les noter>]"],
    "calendar_move": ["![<déplacer>|<décaler>|<reporter>|<repousser>] {event} {to} et {event2} {to2}", "{event} passe {to} et {event2} {to2}", "![<déplacer>|<reporter>] {event} {to}, {event2} {to2} et {event3} {to3}", "![<décaler>|<déplacer>] les deux : {event} {to}, {event2} {to2}", "{event} {to}, {event2} {to2}, [<les déplacer>|merci]"],
    "calendar_cancel": ["![<annuler>|<supprimer>|<enlever>|<effacer>|<retirer>] {event} et {event2}", "![<annuler>|<supprimer>|<enlever>] {event}, {event2} et {event3}", "![<annuler>|<supprimer>] à la fois {event} et {event2}", "{event} et {event2} sont annulés", "ni {event} ni {event2} n'auront lieu, <les annuler>", "![<enlever>|<retirer>] {event} et {event2} de mon agenda", "![<annuler>|<supprimer>] ceci : {event}, {event2}, {event3}", "pas seulement {event}, [<annuler>|<supprimer>] aussi {event2}"],
    "contacts_find": ["quels sont les [numéros|mails|téléphones] de {name} et de {name2} ?", "![<trouver>|<chercher>|<me montrer>|<me donner>] les coordonnées de {name} et de {name2}", "[il me faut|je cherche|je voudrais] les [numéros|mails|coordonnées] de {name}, de {name2} et de {name3}", "comment joindre {name} et {name2} ?", "est-ce que j'ai {name} et {name2} dans mes contacts ?", "le numéro de {name} et celui de {name2}"],
    "contacts_add": ["![<ajouter>|<enregistrer>] {name}, {phone}, et {name2}, {phone2}", "deux nouveaux contacts : {name} {phone} et {name2} {phone2}", "![<noter>|<enregistrer>] {name} ({phone}) et {name2} ({phone2})", "{name} a le {phone} et {name2} le {phone2}, <les enregistrer>"],
    "reminders_add": ["![<me rappeler>] de {do} {when} et de {do2} {when2}", "![<mettre>|<ajouter>] deux rappels : {do} {when} et {do2} {when2}", "![<me rappeler>] {when} de {do} et {when2} de {do2}", "rappels : {do} {when}, {do2} {when2}", "deux rappels, {do} {when} et {do2} {when2}"],
    "reminders_done": ["![<cocher>|<valider>] {reminder} et {reminder2}", "j'ai fait {reminder} et {reminder2}", "{reminder} et {reminder2}, c'est fait", "![<cocher>] {reminder}, {reminder2} et {reminder3}"],
    "files_delete": ["![<supprimer>|<effacer>|<enlever>] {path} et {path2}", "![<supprimer>|<effacer>] {path}, {path2} et {path3}", "{path} et {path2} peuvent partir", "je n'ai besoin ni de {path} ni de {path2}, <les supprimer>"],
    "files_read": ["![<lire>|<ouvrir>|<montrer>] {path} et {path2}", "qu'y a-t-il dans {path} et dans {path2} ?", "![<me lire>|<me montrer>] {path} et {path2}", "que disent {path} et {path2} ?"],
    "calendar_free": ["quand ai-je {long} {span}, et quand {long2} {span2} ?", "![<trouver>|<chercher>] {long} {span} et {long2} {span2}", "y a-t-il {long} {span} et {long2} {span2} ?"],
}
PATTERNS = {"en": ENGLISH, "fr": FRENCH}
DIVIDES = re.compile(r",|\b(and|et|nor|ni|or|ou)\b", re.IGNORECASE)
WEIGHTS = {"calendar_create": 6, "calendar_move": 4, "calendar_cancel": 5, "contacts_find": 3, "contacts_add": 2, "reminders_add": 3, "reminders_done": 2, "files_delete": 1, "files_read": 1, "calendar_free": 2}


def slots_of(a, tool: str) -> dict:
    when = a.when
    if tool in ("calendar_create", "reminders_add"):
        start = when.any_start(a).text
        while "," in start:
            start = when.any_start(a).text
        return {"title" if tool == "calendar_create" else "do": plain_text(a, a.title if tool == "calendar_create" else lambda: device_asks.errand(a)), "when": start}
    if tool == "calendar_move":
        return {"event": plain_text(a, a.title), "to": when.towards(when.any_start(a).text)}
    if tool == "calendar_cancel":
        return {"event": plain_text(a, a.title)}
    if tool == "contacts_add":
        return {"name": plain_text(a, a.full_name), "phone": a.phone()}
    if tool == "contacts_find":
        return {"name": plain_text(a, a.person)}
    if tool == "reminders_done":
        return {"reminder": plain_text(a, lambda: device_asks.errand(a))}
    if tool == "calendar_free":
        long, minutes = when.duration(a)
        return {"long": long, "minutes": str(minutes), "span": when.span(a).text}
    return {"path": device_asks.path(a)}


def plain_text(a, draw) -> str:
    """A text without what tells things apart here, so that it ends where it seems to end."""
    text = draw()
    while DIVIDES.search(text):
        text = draw()
    return text


def call_of(a, tool: str, s: dict) -> dict:
    bare = a.when.bare
    return {"tool": tool, "arguments": {
        "calendar_create": lambda: {"title": s["title"], "start": bare(s["when"])}, "calendar_move": lambda: {"event": s["event"], "start": bare(s["to"])},
        "reminders_add": lambda: {"text": s["do"], "at": bare(s["when"])}, "calendar_free": lambda: {"duration_minutes": int(s["minutes"]), "from": bare(s["span"])},
    }.get(tool, lambda: dict(s))()}


def pair_request(a, tools, phrasing: str) -> tuple[str, list[dict]] | None:
    """One request for two or three calls of one tool; nothing where no tool of the header is asked for so."""
    fitting = [tool for tool in WEIGHTS if tool in tools]
    if not fitting:
        return None
    tool = a.rng.choices(fitting, [WEIGHTS[name] for name in fitting])[0]
    pattern = choose_pattern(a, PATTERNS[a.language][tool], phrasing)
    numbers = ["", "2", "3"][:3 if "3}" in pattern else 2]
    slots = {}
    for number in numbers:
        slots |= {name + number: value for name, value in slots_of(a, tool).items()}
        if tool.startswith("calendar_c") or tool == "calendar_move":
            name = ("title" if tool == "calendar_create" else "event") + number
            pattern = decorate(a, pattern, name, slots[name])
    text = finish(a, fragment(a, pattern), slots)
    names = [name for name in slots if name[-1] not in "23"]
    return text, [call_of(a, tool, {name: slots[name + number] for name in names}) for number in numbers]
