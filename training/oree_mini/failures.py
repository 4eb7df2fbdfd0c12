"""What goes wrong with a call, as the program words it, and what the assistant says of it."""
from . import when
from .answers import event_json, said_start

WRITES = ("calendar_create", "calendar_move", "calendar_cancel", "contacts_add", "notes_add", "reminders_add", "reminders_done", "reminders_cancel",
          "files_write", "files_append", "files_move", "files_delete", "database_change")

# The tools that fail so, the error, and the two answers. {x}: what the call is about.
FAILURES = (
    (WRITES, "refused by the user", "All right, I left it as it was.", "Très bien, je n'ai rien changé."),
    (WRITES, "refused by the user", "All right, nothing was changed.", "D'accord, rien n'a été changé."),
    (WRITES, "refused by the agent's permissions", "I am not allowed to do that.", "Je n'ai pas le droit de faire cela."),
    (WRITES, "the disk is full", "That did not work: the disk is full.", "Cela n'a pas marché : le disque est plein."),
    (("calendar_create", "calendar_move"), "the date \"{d}\" is not understood; write a date such as 2026-11-26T12:30, \"Thursday at 12:30\", \"tomorrow noon\" or \"demain à 9h\"", "I did not understand the date \"{d}\". When should it be?", "Je n'ai pas compris la date « {d} ». Quand est-ce ?"),
    (("reminders_add",), "\"{d}\" has passed; name a time to come", "That time has passed. When should I remind you?", "Cette heure est passée. Quand dois-je te le rappeler ?"),
    (("calendar_create",), "the end is before the start; name a later time", "The end is before the start.", "La fin est avant le début."),
    (("calendar_create",), "\"{x}\" is already in the calendar at that time", "{x} is already in the calendar at that time.", "{x} est déjà dans l'agenda à ce moment-là."),
    (("contacts_add",), "{x} is already in the contacts; give a new phone number or address", "{x} is already in the contacts.", "{x} est déjà dans les contacts."),
    (("calculator",), "the expression \"{x}\" cannot be computed: division by zero; write it like (3 + 4) * 2 or sqrt(144)", "That cannot be computed: it divides by zero.", "Impossible à calculer : c'est une division par zéro."),
    (("calendar_move", "calendar_cancel"), "no event is called \"{x}\"; the calendar has no event to come", "No event is called {x}: the calendar has no event to come.", "Aucun événement ne s'appelle {x} : l'agenda est vide."),
    (("reminders_done", "reminders_cancel"), "no open reminder says \"{x}\"; there is no open reminder", "There is no open reminder.", "Il n'y a aucun rappel ouvert."),
    (("files_read", "files_delete", "files_move"), "there is no file {x}", "There is no file {x}.", "Il n'y a pas de fichier {x}."),
    (("files_read", "files_list", "files_write", "files_append", "files_delete"), "{x} is in no folder granted to this agent", "I have no access to {x}.", "Je n'ai pas accès à {x}."),
    (("files_write", "files_append", "files_delete"), "{x} may be read, not written", "I may read {x}, not write it.", "Je peux lire {x}, pas l'écrire."),
    (("units_convert",), "\"{x}\" is no unit known here", "I do not know the unit {x}.", "Je ne connais pas l'unité {x}."),
    (("database_query", "database_change"), "SQLite says: database is locked", "That did not work: the database is locked.", "Cela n'a pas marché : la base est verrouillée."),
    (("calendar_free",), "that time has passed; name a time to come", "That time has passed.", "Ce moment est passé."),
    (("calendar_list",), "the calendar cannot be read", "That did not work: the calendar cannot be read.", "Cela n'a pas marché : l'agenda est illisible."),
)


def failure(a, call: dict) -> tuple[dict, str] | None:
    """The result of a call that failed, and what is said of it; nothing for a tool that is not known to fail."""
    fitting = [entry for entry in FAILURES if call["tool"] in entry[0]]
    if not fitting:
        return None
    arguments = call["arguments"]
    about = next((arguments[name] for name in ("event", "title", "reminder", "name", "path", "folder", "expression", "from") if name in arguments), "")
    facts = {"x": about, "d": arguments.get("start") or arguments.get("at") or ""}
    _, error, english, french = a.pick(fitting)
    fill = lambda text: text.replace("{x}", facts["x"]).replace("{d}", facts["d"])
    return {"error": fill(error)}, fill(french if a.language == "fr" else english)


def candidate(a, event: dict) -> str:
    """An event as an error lists it."""
    start = event["start"]
    day, month = int(start[8:10]), when.MONTHS[int(start[5:7]) - 1][:3]
    return f"\"{event['title']}\" {a.pick(when.WEEKDAYS)[:3]} {day} {month} {start[:4]} {start[11:16]}-{event['end'][11:16]} (Europe/Paris), uid {event['uid']}"


def none_called(a, name: str, events: list[dict]) -> dict:
    return {"error": f"no event is called \"{name}\"; there are: " + "; ".join(candidate(a, event) for event in events)}


def several_called(a, name: str, events: list[dict]) -> dict:
    return {"error": f"several events are called \"{name}\"; name one by its uid: " + "; ".join(candidate(a, event) for event in events)}


def offered(a, events: list[dict]) -> str:
    return ", ".join(f"{event['title']} {said_start(a, event)}" for event in events)


def some_events(a, n: int) -> list[dict]:
    return [event_json(a, a.title()) for _ in range(n)]
