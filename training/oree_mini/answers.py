"""What tools return, and what the assistant says of it, in the language of the conversation.

An answer states facts of the result and nothing else, in few forms, so that the model can learn to state them right.
"""
import re

from . import device_asks, other_asks, when, when_french

OFFSETS = ("+01:00", "+02:00", "-05:00", "-04:00", "+00:00", "+09:00")
ZONES = ("Europe/Paris", "America/New_York", "UTC", "Asia/Tokyo", "America/Montreal")


def random_date(a) -> tuple[str, str]:
    return f"{a.pick((2026, 2026, 2027))}-{a.rng.randint(1, 12):02}-{a.rng.randint(1, 28):02}", a.pick(OFFSETS)


def uid(a) -> str:
    return f"{a.rng.getrandbits(48):012x}@oree"


def instant(a) -> str:
    date, offset = random_date(a)
    return f"{date}T{a.rng.randint(7, 21):02}:{a.pick((0, 0, 30, 15, 45, 20)):02}:00{offset}"


def event_json(a, title: str, all_day: bool = False) -> dict:
    start = instant(a)
    event = {"uid": uid(a), "title": title}
    if all_day:
        midnight = f"{start[:10]}T00:00:00{start[19:]}"
        return event | {"start": midnight, "end": midnight, "all_day": True}
    return event | {"start": start, "end": f"{start[:11]}{int(start[11:13]) + 1:02}{start[13:]}"}


def events_json(a, n: int) -> list[dict]:
    """Events in the order of time, as the calendar gives them."""
    events = [event_json(a, a.title(), a.chance(0.08)) for _ in range(n)]
    for event in events:
        if a.chance(0.35):
            event["location"] = a.place()
    return sorted(events, key=lambda event: event["start"])


# How days and times are said

def said_day(a, iso: str) -> str:
    day, month = int(iso[8:10]), int(iso[5:7]) - 1
    if a.language == "fr":
        return f"{'1er' if day == 1 else day} {when_french.MONTHS[month]}"
    return f"{day} {when.MONTHS[month]}"


def said_time(a, iso: str) -> str:
    return f"{int(iso[11:13])}h{iso[14:16]}" if a.language == "fr" else iso[11:16]


def said_start(a, event: dict) -> str:
    start, all_day = event["start"], event.get("all_day")
    if a.language == "fr":
        return f"le {said_day(a, start)}" + ("" if all_day else f" à {said_time(a, start)}")
    return f"on {said_day(a, start)}" + ("" if all_day else f" at {said_time(a, start)}")


def choose(a, english: tuple, french: tuple) -> str:
    return a.pick(french if a.language == "fr" else english)


def ended(text: str) -> str:
    """With a full stop, unless a quoted text ends the sentence itself."""
    return text if text[-1] in ".!?" else text + "."


def listed(a, items: list[str]) -> str:
    return ", ".join(items)


# Results, by tool

def result_of(a, call: dict) -> dict:
    tool, arguments = call["tool"], call["arguments"]
    if tool in ("calendar_create", "calendar_move"):
        return event_json(a, arguments.get("title") or arguments["event"], all_day=a.chance(0.12))
    if tool == "calendar_cancel":
        event = event_json(a, arguments["event"])
        del event["end"]
        return event | {"cancelled": True}
    if tool == "calendar_list":
        return {"events": events_json(a, a.pick((0, 1, 1, 2, 2, 3, 4, 6)))}
    if tool == "calendar_free":
        slots = sorted((event_json(a, "") for _ in range(a.pick((0, 1, 2, 3)))), key=lambda slot: slot["start"])
        return {"free": [{"start": slot["start"], "end": slot["end"]} for slot in slots]}
    if tool == "contacts_find":
        return {"contacts": [contact(a, arguments["name"] if a.chance(0.7) else a.full_name()) for _ in range(a.pick((0, 1, 1, 1, 2)))]}
    if tool == "contacts_add":
        return dict(arguments)
    if tool == "notes_add":
        return {"saved": arguments["text"]}
    if tool == "notes_search":
        return {"notes": [{"text": a.note(), "created": instant(a)} for _ in range(a.pick((0, 1, 1, 2, 3)))]}
    if tool == "clock_now":
        return {"now": instant(a), "weekday": a.pick(when.WEEKDAYS), "timezone": a.pick(ZONES)}
    if tool == "calculator":
        return {"result": other_asks.number(a)}
    return device_result(a, tool, arguments)


def contact(a, name: str) -> dict:
    found = {"name": name}
    if a.chance(0.7):
        found["phone"] = a.phone()
    if a.chance(0.5):
        found["email"] = a.email(name)
    return found


def device_result(a, tool: str, arguments: dict) -> dict:
    if tool == "units_convert":
        return {"result": other_asks.number(a), "unit": arguments["to"]}
    if tool == "reminders_add":
        return {"uid": uid(a), "text": arguments["text"], "at": instant(a)}
    if tool == "reminders_list":
        found = [{"uid": uid(a), "text": device_asks.errand(a), "at": instant(a)} | ({"late": True} if a.chance(0.15) else {}) for _ in range(a.pick((0, 1, 1, 2, 3)))]
        return {"reminders": sorted(found, key=lambda reminder: reminder["at"])}
    if tool in ("reminders_done", "reminders_cancel"):
        return {"uid": uid(a), "text": arguments["reminder"], "done" if tool == "reminders_done" else "cancelled": True}
    if tool == "files_list":
        if "folder" not in arguments:
            return {"files": [{"path": device_asks.folder(a) + "/"} | ({"writable": True} if a.chance(0.4) else {}) for _ in range(a.pick((1, 2, 2)))]}
        return {"files": [{"path": f"{arguments['folder']}/{device_asks.file_name(a)}", "bytes": a.rng.randint(1, 90000)} for _ in range(a.pick((0, 1, 2, 3, 4)))]}
    if tool == "files_read":
        return {"path": arguments["path"], "text": "\n".join(a.note() for _ in range(a.pick((1, 1, 2, 3)))) + "\n"}
    if tool == "files_search":
        return {"found": [found_line(a, arguments["query"], arguments.get("folder")) for _ in range(a.pick((0, 1, 1, 2, 3)))]}
    if tool in ("files_write", "files_append"):
        return {"path": arguments["path"], "bytes": len(arguments["text"].encode()) + 1}
    if tool == "files_move":
        return {"path": arguments["to"], "was": arguments["path"]}
    if tool == "files_delete":
        return {"path": arguments["path"], "deleted": True}
    return database_result(a, tool, arguments)


def found_line(a, query: str, folder: str | None = None) -> dict:
    text = a.pick((f"{a.random_words(1, 3)} {query} {a.random_words(1, 3)}", query, f"{query}: {a.note()}"))
    return {"path": f"{folder or device_asks.folder(a)}/{device_asks.file_name(a)}", "line": a.rng.randint(1, 400), "text": text}


def database_result(a, tool: str, arguments: dict) -> dict:
    database = a.database
    if tool == "database_schema":
        return {"database": database.name, "tables": [{"table": t.name, "columns": ["id INTEGER KEY"] + [f"{c} {'REAL' if k == 'n' else 'TEXT'}" for c, k in t.columns.items()]} for t in database.tables]}
    if tool == "database_change":
        return {"database": database.name, "rows_changed": a.pick((0, 1, 1, 1, 2, a.rng.randint(1, 40)))}
    sql = arguments["sql"]
    one = re.match(r"SELECT (\w+\([\w*]+\)) FROM", sql)
    if one:
        return {"columns": [one.group(1)], "rows": [{one.group(1): number_value(a)}]}
    table = next(t for t in database.tables if t.name == re.search(r"FROM (\w+)", sql).group(1))
    grouped = re.match(r"SELECT (\w+), count", sql)
    columns = [grouped.group(1), "count(*)"] if grouped else ["id", *table.columns]
    n = min(a.pick((0, 1, 2, 2, 3)), int(re.search(r"LIMIT (\d+)", sql).group(1)) if "LIMIT" in sql else 9)
    rows = [{column: number_value(a) if column in ("id", "count(*)") or table.columns.get(column) == "n" else
             instant(a)[:10] if table.columns.get(column) == "d" else device_asks.a_value(a, column) for column in columns} for _ in range(n)]
    return {"columns": columns, "rows": rows}


def number_value(a):
    return a.rng.randint(0, 999) if a.chance(0.7) else round(a.rng.random() * 1000, 1)


# Answers

def answer_to(a, call: dict, result: dict) -> str:
    tool = call["tool"]
    fill = lambda english, french, **facts: re.sub(r"\{(\w+)\}", lambda m: str(facts[m.group(1)]), choose(a, english, french))
    if tool in ("calendar_create", "calendar_move"):
        moved = tool == "calendar_move"
        return fill(("{t} is now {s}.", "I moved {t}: it is now {s}.") if moved else ("{t} is {s}.", "Done: {t} is {s}.", "{t} is in the calendar {s}."),
                    ("{t} est maintenant {s}.", "C'est déplacé : {t} est {s}.") if moved else ("{t} est {s}.", "C'est noté : {t} est {s}.", "{t} est dans l'agenda {s}."), t=result["title"], s=said_start(a, result))
    if tool == "calendar_cancel":
        return fill(("{t} is cancelled.", "I cancelled {t}."), ("{t} est annulé.", "C'est annulé : {t}."), t=result["title"])
    if tool == "calendar_list":
        return said_events(a, result["events"])
    if tool == "calendar_free":
        if not result["free"]:
            return choose(a, ("There is no free time.",), ("Il n'y a pas de temps libre.",))
        if a.language == "fr":
            return "Tu es libre " + listed(a, [f"le {said_day(a, f['start'])} de {said_time(a, f['start'])} à {said_time(a, f['end'])}" for f in result["free"]]) + "."
        return "You are free " + listed(a, [f"on {said_day(a, f['start'])} from {f['start'][11:16]} to {f['end'][11:16]}" for f in result["free"]]) + "."
    if tool == "contacts_find":
        said = "; ".join(", ".join(contact.values()) for contact in result["contacts"])
        return ended(said) if said else choose(a, ("I found no such person.",), ("Je n'ai trouvé personne de ce nom.",))
    if tool == "contacts_add":
        return fill(("{n} is saved.", "I saved {n}."), ("{n} est enregistré.", "Contact enregistré : {n}."), n=result["name"])
    if tool == "notes_add":
        return choose(a, ("Noted.", "It is in your notes."), ("C'est noté.", "Noté."))
    if tool == "notes_search":
        said = "; ".join(note["text"] for note in result["notes"])
        return (choose(a, ("You noted: ",), ("Tu as noté : ",)) + ended(said)) if said else choose(a, ("I found no such note.",), ("Je n'ai trouvé aucune note là-dessus.",))
    if tool == "clock_now":
        now = result["now"]
        if a.language == "fr":
            return f"Nous sommes {when_french.WEEKDAYS[when.WEEKDAYS.index(result['weekday'])]} {said_day(a, now)}, il est {said_time(a, now)}."
        return f"It is {result['weekday']} {said_day(a, now)}, {now[11:16]}."
    if tool == "calculator":
        return fill(("The result is {r}.", "That makes {r}."), ("Le résultat est {r}.", "Cela fait {r}."), r=result["result"])
    return device_answer(a, tool, call["arguments"], result, fill)


def said_events(a, events: list[dict]) -> str:
    """All of a short list; of a long one how many, the first and the last."""
    if not events:
        return choose(a, ("Nothing is planned.",), ("Rien n'est prévu.",))
    said = [f"{event['title']} {said_start(a, event)}" for event in events]
    if len(said) > 6:
        return (f"Tu as {len(said)} événements, de {said[0]} à {said[-1]}." if a.language == "fr" else f"You have {len(said)} events, from {said[0]} to {said[-1]}.")
    return choose(a, ("You have ",), ("Tu as ",)) + ended(listed(a, said))


def device_answer(a, tool: str, arguments: dict, result: dict, fill) -> str:
    if tool == "units_convert":
        return fill(("{n} {f} is {r} {u}.", "That is {r} {u}."), ("{n} {f} font {r} {u}.", "Cela fait {r} {u}."), n=arguments["amount"], f=arguments["from"], r=result["result"], u=result["unit"])
    if tool == "reminders_add":
        at = said_start(a, {"start": result["at"]})
        return fill(("I will remind you {s}: {t}.", "Reminder {s}: {t}."), ("Je te le rappelle {s} : {t}.", "Rappel {s} : {t}."), s=at, t=result["text"])
    if tool == "reminders_list":
        said = listed(a, [f"{reminder['text']} {said_start(a, {'start': reminder['at']})}" for reminder in result["reminders"]])
        return (choose(a, ("Your reminders: ",), ("Tes rappels : ",)) + ended(said)) if said else choose(a, ("There are no reminders.",), ("Il n'y a aucun rappel.",))
    if tool == "reminders_done":
        return fill(("{t} is done.", "Ticked off: {t}."), ("{t}, c'est fait.", "C'est coché : {t}."), t=result["text"])
    if tool == "reminders_cancel":
        return fill(("The reminder {t} is gone.", "I removed the reminder {t}."), ("Le rappel {t} est supprimé.", "J'ai supprimé le rappel {t}."), t=result["text"])
    if tool == "files_list":
        said = listed(a, [file["path"] for file in result["files"]])
        return (choose(a, ("There are: ",), ("Il y a : ",)) + said + ".") if said else choose(a, ("The folder is empty.",), ("Le dossier est vide.",))
    if tool == "files_read":
        return fill(("{p} says: {t}",), ("{p} dit : {t}",), p=result["path"], t=" ".join(result["text"].split("\n")).strip())
    if tool == "files_search":
        said = "; ".join(choose(a, ("{} line {}: {}",), ("{} ligne {} : {}",)).format(f["path"], f["line"], f["text"]) for f in result["found"])
        return ended(said) if said else choose(a, ("No file says that.", "I found nothing in the files."), ("Aucun fichier n'en parle.", "Je n'ai rien trouvé dans les fichiers."))
    if tool in ("files_write", "files_append"):
        return fill(("{p} is written.", "I wrote {p}."), ("{p} est écrit.", "J'ai écrit {p}."), p=result["path"])
    if tool == "files_move":
        return fill(("{w} is now {p}.",), ("{w} est maintenant {p}.",), w=result["was"], p=result["path"])
    if tool == "files_delete":
        return fill(("{p} is deleted.", "I deleted {p}."), ("{p} est supprimé.", "J'ai supprimé {p}."), p=result["path"])
    if tool == "database_schema":
        said = "; ".join(f"{t['table']} ({', '.join(c.split(' ')[0] for c in t['columns'])})" for t in result["tables"])
        return choose(a, ("The tables are: ",), ("Les tables sont : ",)) + said + "."
    if tool == "database_change":
        return fill(("{n} rows changed.",), ("{n} lignes modifiées.",), n=result["rows_changed"])
    rows = result["rows"]
    if len(result["columns"]) == 1:
        return fill(("The answer is {r}.", "It is {r}."), ("La réponse est {r}.", "C'est {r}."), r=list(rows[0].values())[0])
    said = "; ".join(", ".join(f"{value}" for column, value in row.items() if column != "id") for row in rows)
    return ended(said) if said else choose(a, ("There are none.",), ("Il n'y en a pas.",))
