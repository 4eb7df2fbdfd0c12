"""Whole dialogues: requests, calls, results and answers, in the language of the arguments.

A dialogue is a list of turns: {"role": "user", "content"}, {"role": "assistant", "content"} or {"role": "assistant",
"calls"}, {"role": "tool", "content": JSON}. A category is a function of (arguments, tools of the header, phrasing,
answered); one that does not fit the header becomes a single request.
"""
from . import failures, other_asks, reading
from .answers import answer_to, choose, event_json, result_of, said_start
from .calendar_asks import create, other_start
from .device_asks import errand, path, units_slots
from .makers import MAKERS, draw_tool, make_ask, plain_request, several_requests, single_request
from .pairs import pair_request
from .patterns import table
from .phrases import choose_pattern

QUESTIONS = {
    "start": (("When should it start?", "When is it?"), ("Quand cela doit-il commencer ?", "C'est pour quand ?")), "title": (("What is it called?",), ("Comment s'appelle l'événement ?", "Quel titre dois-je donner ?")),
    "event": (("Which event?",), ("Quel événement ?",)), "length": (("How long should it be?",), ("Combien de temps faut-il ?", "De quelle durée ?")), "name": (("What is the name?",), ("Quel est le nom ?",)),
    "person": (("Who are you looking for?",), ("Qui cherches-tu ?", "De qui s'agit-il ?")), "text": (("What should I write down?",), ("Que dois-je noter ?",)), "query": (("What should I look for?",), ("Que dois-je chercher ?",)),
    "reminder": (("Which reminder?",), ("Quel rappel ?",)), "path": (("Which file?",), ("Quel fichier ?",)), "unit": (("Into which unit?",), ("En quelle unité ?",)),
    "expression": (("What should I compute?",), ("Que dois-je calculer ?",)), "at": (("When should I remind you?",), ("Quand dois-je te le rappeler ?", "Pour quand ?")), "reminder_text": (("What should I remind you of?",), ("Que dois-je te rappeler ?",)),
}
CANNOT = (("I can't do that with my tools.", "I can't do that with my tools.", "None of my tools can do that.", "I have no tool for that."),
          ("Je ne peux pas faire cela avec mes outils.", "Je ne peux pas faire cela avec mes outils.", "Aucun de mes outils ne sait faire cela.", "Je n'ai pas d'outil pour cela."))
LEFT = (("All right.", "All right, I leave it."), ("Très bien.", "D'accord, je ne fais rien."))


def user(text: str) -> dict:
    return {"role": "user", "content": text}


def says(text: str) -> dict:
    return {"role": "assistant", "content": text}


def exchange(a, text: str, calls: list[dict], answered: bool) -> list[dict]:
    turns = [user(text), {"role": "assistant", "calls": calls}]
    if answered:
        answers = []
        for call in calls:
            failed = failures.failure(a, call) if a.chance(0.10) else None
            result, answer = failed or ((outcome := result_of(a, call)), answer_to(a, call, outcome))
            turns.append({"role": "tool", "content": result})
            answers.append(answer)
        turns.append(says(" ".join(answers)))
    return turns


def single(a, tools, phrasing, answered=None):
    text, calls = single_request(a, make_ask(a, draw_tool(a, tools), phrasing))
    return exchange(a, text, calls, a.chance(0.85) if answered is None else answered)


def several(a, tools, phrasing, answered=None):
    n = a.rng.choices((2, 3, 4), (72, 20, 8))[0]
    pair = pair_request(a, tools, phrasing) if a.chance(0.3) else None
    text, calls = pair or several_requests(a, [make_ask(a, draw_tool(a, tools), phrasing) for _ in range(n)])
    return exchange(a, text, calls, a.chance(0.5) if answered is None else answered)


def ask_back(a, tools, phrasing, answered=None):
    fitting = [entry for entry in table(a, "MISSING") if entry[0] in tools]
    if not fitting:
        return single(a, tools, phrasing, answered)
    tool, patterns, missing = a.pick(fitting)
    pattern, when = choose_pattern(a, patterns, phrasing), a.when
    slots = {"title": a.title(), "event": a.title(), "phone": a.phone(), "when": when.any_start(a).text, "span": when.span(a).text, "do": errand(a)} | units_slots(a)
    text = plain_request(a, pattern, slots)
    turns = [user(text), says(choose(a, *QUESTIONS[missing]))]
    if answered is False or a.chance(0.35):
        return turns
    if a.chance(0.12):
        return turns + [user(plain_request(a, choose_pattern(a, table(a, "LEAVE_IT"), phrasing), {})), says(choose(a, *LEFT))]
    reply, arguments = reply_to(a, tool, missing, pattern, slots)
    if a.chance(0.3):
        reply += "."
    return turns + exchange(a, reply, [{"tool": tool, "arguments": arguments}], a.chance(0.3))


def reply_to(a, tool: str, missing: str, pattern: str, slots: dict) -> tuple[str, dict]:
    """What the user says when asked, and the arguments of the call that follows."""
    when = a.when
    cased = lambda text: text[:1].upper() + text[1:] if a.chance(0.4) else text
    if missing in ("start", "at"):
        reply = cased(when.any_start(a).text)
        if missing == "at":
            return reply, {"text": slots["do"], "at": when.bare(reply)}
        return reply, ({"title": slots["title"]} if tool == "calendar_create" else {"event": slots["event"]}) | {"start": when.bare(reply)}
    if missing == "title":
        reply = cased(a.title())
        return reply, {"title": reply, "start": when.bare(slots["when"])}
    if missing == "reminder_text":
        reply = errand(a)
        said = a.pick(("{}", "{}", "de {}" if a.language == "fr" else "to {}"))
        return said.format(reply), {"text": reply, "at": when.bare(slots["when"])}
    if missing == "length":
        said, minutes = when.duration(a)
        return said, {"duration_minutes": minutes, "from": when.bare(slots["span"])}
    if missing == "expression":
        said, expression = other_asks.spoken_expression(a)
        return said, {"expression": expression}
    if missing == "unit":
        said = slots["to"]
        return a.pick(("en {}", "{}") if a.language == "fr" else ("to {}", "in {}", "{}")).format(said), {"amount": slots["exact"], "from": slots["from"], "to": said}
    if missing == "name":
        reply = a.full_name()
        return reply, {"name": reply} | ({"phone": slots["phone"]} if "{phone}" in pattern else {})
    key, reply = {"event": ("event", a.title), "person": ("name", a.person), "text": ("text", a.note), "query": ("query", a.topic),
                  "reminder": ("reminder", lambda: errand(a)), "path": ("path", lambda: path(a))}[missing]
    said = reply()
    return said, {key: said}


def no_tool(a, tools, phrasing, answered=None):
    if a.chance(0.22):
        pattern, answers = a.pick(table(a, "SMALL_TALK"))
        return [user(plain_request(a, pattern, {})), says(a.pick(answers))]
    absent = [tool for tool in MAKERS if tool not in tools and may_be_refused(tool, tools)]
    if absent and a.chance(0.6):
        text, _ = single_request(a, make_ask(a, draw_tool(a, absent), phrasing))
    else:
        slots = {"place": a.town(), "name": a.person(), "topic": a.topic()}
        pattern = choose_pattern(a, table(a, "NO_TOOL"), phrasing)
        while "timer" in pattern and "reminders_add" in tools:
            pattern = choose_pattern(a, table(a, "NO_TOOL"), phrasing)
        text = plain_request(a, pattern, slots)
    return [user(text), says(choose(a, *CANNOT))]


def may_be_refused(tool: str, tools) -> bool:
    """Whether a request for the tool is beyond the header: no tool of it does nearly the same."""
    near = {"notes_add": ("files_write", "files_append"), "notes_search": ("files_search",), "files_search": ("notes_search",), "reminders_add": ("calendar_create",),
            "reminders_list": ("calendar_list",), "calendar_list": ("reminders_list",), "calendar_create": ("reminders_add",), "calculator": ("units_convert",),
            "calendar_cancel": ("reminders_cancel",), "reminders_cancel": ("calendar_cancel",), "units_convert": ("calculator",), "database_schema": ("database_query",)}
    return not set(near.get(tool, ())) & set(tools)


def follow_up(a, tools, phrasing, answered=None):
    if "reminders_add" in tools and "reminders_cancel" in tools and answered is None and a.chance(0.3):
        return reminder_follow_up(a, phrasing)
    if not {"calendar_create", "calendar_move", "calendar_cancel"} <= set(tools):
        return single(a, tools, phrasing, answered)
    text, calls = single_request(a, create(a, phrasing))
    title = calls[0]["arguments"]["title"]
    event = event_json(a, title)
    turns = [user(text), {"role": "assistant", "calls": calls}, {"role": "tool", "content": event}, says(answer_to(a, calls[0], event))]
    if a.chance(0.15):
        turns += no_tool(a, tools, phrasing)
    when = a.when
    start = when.any_start(a).text
    slots = {"when": start, "to": when.towards(start), "oops": other_start(a, start)}
    if a.chance(0.65):
        pattern = choose_pattern(a, table(a, "FOLLOW_MOVE"), phrasing)
        text = plain_request(a, pattern, slots)
        call = {"tool": "calendar_move", "arguments": {"event": title, "start": when.bare(slots["to" if "{to}" in pattern else "when"])}}
    else:
        text = plain_request(a, choose_pattern(a, table(a, "FOLLOW_CANCEL"), phrasing), slots)
        call = {"tool": "calendar_cancel", "arguments": {"event": title}}
    return turns + exchange(a, text, [call], a.chance(0.3) if answered is None else answered)


def reminder_follow_up(a, phrasing):
    turns = exchange(a, *single_request(a, make_ask(a, "reminders_add", phrasing)), False)
    call = turns[1]["calls"][0]
    result = result_of(a, call)
    turns += [{"role": "tool", "content": result}, says(answer_to(a, call, result))]
    text = plain_request(a, choose_pattern(a, [p for p in table(a, "FOLLOW_CANCEL") if not any(word in p for word in ("event", "calendar", "événement", "agenda", "appointment", "rendez"))], phrasing), {})
    return turns + exchange(a, text, [{"tool": "reminders_cancel", "arguments": {"reminder": call["arguments"]["text"]}}], a.chance(0.3))


def candidates(a, tools, phrasing, answered=None):
    """The event is called otherwise: one call again with its real name where that is plain, a question where it is not."""
    if not {"calendar_move", "calendar_cancel"} <= set(tools):
        return single(a, tools, phrasing, answered)
    tool = a.pick(("calendar_move", "calendar_cancel"))
    text, calls = single_request(a, make_ask(a, tool, phrasing))
    name, events = calls[0]["arguments"]["event"], failures.some_events(a, a.pick((1, 2, 3, 4, 6)))
    turns = [user(text), {"role": "assistant", "calls": calls}]
    draw = a.rng.random()
    if draw < 0.4:
        target = a.pick(events)
        target["title"] = reading.nearly(a, name)
        turns.append({"role": "tool", "content": failures.none_called(a, name, events)})
        call = {"tool": tool, "arguments": calls[0]["arguments"] | {"event": target["title"]}}
        result = result_of(a, call)
        return turns + [{"role": "assistant", "calls": [call]}, {"role": "tool", "content": result}, says(answer_to(a, call, result))]
    if draw < 0.65:
        english, french = f"No event is called {name}. There are: ", f"Aucun événement ne s'appelle {name}. Il y a : "
        return turns + [{"role": "tool", "content": failures.none_called(a, name, events)}, says((french if a.language == "fr" else english) + failures.offered(a, events) + ".")]
    events = failures.some_events(a, a.pick((2, 2, 3)))
    for event in events:
        event["title"] = f"{name} {a.pick(('with', 'for', '-')) if a.language == 'en' else a.pick(('avec', 'pour', '-'))} {a.person()}"
    question = (f"Plusieurs événements s'appellent {name} : " if a.language == "fr" else f"Several events are called {name}: ") + failures.offered(a, events) + (". Lequel ?" if a.language == "fr" else ". Which one?")
    turns += [{"role": "tool", "content": failures.several_called(a, name, events)}, says(question)]
    index = a.rng.randrange(len(events))
    chosen = events[index]
    order = (("the first one", "the second one", "the third one"), ("le premier", "le deuxième", "le troisième"))[a.language == "fr"][index]
    day = ("celui du " if a.language == "fr" else "the one on ") + said_start(a, chosen)[3:].split(" at ")[0].split(" à ")[0]
    reply = a.pick((order, chosen["title"], day, order + "."))
    # Two may have one title, so the uid says which.
    return turns + exchange(a, reply, [{"tool": tool, "arguments": calls[0]["arguments"] | {"event": chosen["uid"]}}], False)


CATEGORIES = {"single": (single, 41), "several": (several, 18), "ask_back": (ask_back, 7), "no_tool": (no_tool, 9), "follow_up": (follow_up, 7),
              "candidates": (candidates, 3), "look_up": (reading.look_up, 5), "strangers": (reading.strangers, 4), "steps": (reading.steps, 2), "chat": (reading.chat, 4)}


# A request and what the assistant does at once: half the tokens of a whole dialogue or fewer, so that more wordings are met.
REQUESTS = {name: CATEGORIES[name] for name in ("single", "several", "ask_back", "no_tool")}


def dialogue(a, tools: list[str], phrasing: str, whole: bool) -> list[dict]:
    """whole: with results, answers and what is asked next; otherwise a request and the calls or the question that follow."""
    categories = CATEGORIES if whole else REQUESTS
    category = a.rng.choices(list(categories), [share for _, share in categories.values()])[0]
    return categories[category][0](a, tools, phrasing, None if whole else False)
