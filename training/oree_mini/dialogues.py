"""Whole dialogues: requests, calls, results and answers.

A dialogue is a list of turns: {"role": "user", "content"}, {"role": "assistant", "content"} or {"role": "assistant",
"calls"}, {"role": "tool", "content": JSON}.
"""
import re

from . import calendar_asks, other_asks, when
from .ask import Ask
from .phrases import SLOT, choose_pattern, finish, fragment

MAKERS = {
    "calendar_create": (calendar_asks.create, 26), "calendar_move": (calendar_asks.move, 11), "calendar_cancel": (calendar_asks.cancel, 8),
    "calendar_list": (calendar_asks.list_events, 9), "calendar_free": (calendar_asks.free, 9), "contacts_find": (other_asks.contacts_find, 7),
    "contacts_add": (other_asks.contacts_add, 10), "notes_add": (other_asks.notes_add, 9), "notes_search": (other_asks.notes_search, 6),
    "clock_now": (other_asks.clock_now, 3), "calculator": (other_asks.calculator, 8),
}
JOINERS = [" and ", ", and ", " and then ", ", then ", ". Then ", ". Also, ", ". Also ", " and also ", ", also ", "; ", ". ", ". And ", " plus ", ", and please "]

# What no tool does.
NO_TOOL = [
    "![book|order|get] me [a flight|a taxi|a hotel|a train ticket|a table] [to|in|near] {place}", "![play|put on] [some music|a song|the radio|jazz|{topic}]", "![turn|switch] [on|off] the [lights|heating|oven|TV]", "what's the weather [like|] in {place}?",
    "![send|write] [an email|a message|a text|a letter] to {name}", "![call|phone|ring] {name} [now|]", "![translate|say] {topic} [into|in] [French|German|Italian|Spanish]", "who [won the match|wrote {topic}|is the president of {place}|invented {topic}]?",
    "![tell|read] me [a joke|a story|the news|a poem about {topic}]", "how [far|long] is it to {place}?", "![buy|order|sell] {topic}", "what is the capital of {place}?", "![open|close|lock|unlock] the [door|garage|window]", "![take|make] a [photo|picture|video]",
    "how do I [cook|repair|draw|build] {topic}?", "![search|browse|google|look on] the [web|internet] for {topic}", "what's the [stock price|exchange rate|population] of {place}?", "![set|start] a timer", "![pay|transfer] [the rent|{name}]", "![write|compose] [a poem|an essay|code] about {topic}",
    "is it going to [rain|snow] in {place}?", "![recommend|suggest] a [film|book|restaurant] [in {place}|about {topic}|]", "![drive|take|fly] me to {place}", "![post|tweet|share] {topic}", "why is {topic} so [big|expensive|old|nice]?", "![download|install|update] {topic}",
]
SMALL_TALK = [
    ("[hello|hi|hey|good morning|good evening|good afternoon|hi there|hello there]", "Hello! What can I do for you?"), ("[thanks|thank you|thanks a lot|many thanks|cheers|great, thanks|perfect|thank you very much]", "You're welcome."),
    ("how are you[ today|]?", "Fine, thank you. What can I do for you?"), ("[who|what] are you?", "I am Orée, an agent on this device."), ("what can you do?", "I can help with what my tools allow."), ("[bye|goodbye|good night|see you|bye bye]", "Goodbye!"),
    ("what's your name?", "I am Orée, an agent on this device."), ("[help|help me|can you help me?]", "I can help with what my tools allow."),
]
CANNOT = "I can't do that with my tools."

# A required argument is missing: pattern, question, the tool, and how the missing one is said.
MISSING = [
    ("calendar_create", ["![schedule|book|plan|add|arrange|set up|organise|pencil in|put] {title}", "![add|put|enter] {title} [to|in|on] my [calendar|diary|agenda]", "![create|make] an [event|appointment] [called|named|for] {title}", "[I need|I'd like|I want] to [schedule|plan|book] {title}",
                         "[can you|could you] [schedule|book|add] {title}?", "new [event|appointment]: {title}", "I have {title}, put it in my calendar", "![find a date for|make an appointment for] {title}"], "When should it start?"),
    ("calendar_create", ["![schedule|book|plan|add|create|make|set up] [something|an event|an appointment|a new event] {when}", "![block|reserve] {when}", "put something in my calendar {when}", "new [event|appointment] {when}", "I need an [event|appointment] {when}"], "What is it called?"),
    ("calendar_move", ["![move|reschedule|postpone|shift|push back|delay|put off] {event}", "[I need|I'd like] to [move|reschedule] {event}", "{event} has to be [moved|rescheduled|postponed]", "![change|find] [the time of|another time for|a new date for] {event}", "can you [move|reschedule] {event}?"], "When should it start?"),
    ("calendar_cancel", ["![cancel|delete|remove] [an event|a meeting|an appointment|something from my calendar|an entry]", "[I need|I'd like|I want] to cancel [an event|a meeting|an appointment|something]"], "Which event?"),
    ("calendar_free", ["when am I free {span}?", "![find|look for|give me|suggest] [a free slot|free time|some free time|a gap|an open slot] {span}", "![find|see] when I'm free {span}"], "How long should it be?"),
    ("contacts_add", ["![add|save|create|make|store] a [new contact|contact|person]", "new contact", "I want to [add|save] [someone|a contact|a new contact]", "![save|store] this number[: | ]{phone}", "![add|save] someone to my [contacts|address book]"], "What is the name?"),
    ("contacts_find", ["![look up|find|search for] [a contact|someone|somebody|a person]", "I [need|want] [a|someone's] phone number", "I need to look someone up", "![look|search] in my contacts"], "Who are you looking for?"),
    ("notes_add", ["![take|make|write|add|create|save] a [note|new note|memo]", "[I want|I'd like|I need] to [write|note] something down", "new note", "![note|write|jot] something down"], "What should I write down?"),
    ("notes_search", ["![search|look through|check] my notes", "![find|look for|search for] a note", "I'm looking for a note", "![open|show] a note"], "What should I look for?"),
    ("calculator", ["![calculate|compute|work out] something", "[I need|can you do] a [calculation|sum][?|]", "do some maths for me"], "What should I compute?"),
]
FOLLOW_MOVE = ["![move|shift|push|put|change|reschedule] it to {to}", "{to} instead[, please|]", "make it {to}[ instead|]", "no, {to}", "[actually|wait|sorry], {to}", "![move|shift|change] [that|this|the event|the appointment] to {to}", "can [it|that] [be|start] {when} instead?", "I meant {to}", "can we do {to} [instead|]?", "better {to}", "it should be {when}",
               "it [is|starts] {when} now", "let's say {to}", "rather {to}, please", "![reschedule|postpone] [it|that] to {to}"]
FOLLOW_CANCEL = ["![cancel|delete|remove|drop|scrap] [it|that|this][ again|]", "never mind, [cancel|delete|remove] it", "[actually|wait|sorry|no], [cancel|delete|remove] [it|that]", "![call it off|take it off my calendar|take it out again]", "it's [cancelled|off]", "![remove|delete|cancel] [the event|that event|the appointment]", "I changed my mind, [cancel|delete] it", "forget it, delete it"]
ERRORS = ["no event is called \"{x}\"", "several events are called \"{x}\"", "the date \"{x}\" is not understood", "refused by the user", "the end is before the start", "the calendar cannot be read", "there is no such file", "the disk is full", "{x} is already in the calendar", "division by zero"]


def make_ask(a, tool: str, phrasing: str) -> Ask:
    return MAKERS[tool][0](a, phrasing)


def single_request(a, ask: Ask) -> tuple[str, list[dict]]:
    slots = dict(ask.slots)
    text = finish(a, fragment(a, ask.pattern), slots)
    return text, [ask.call(slots)]


def several_requests(a, asks: list[Ask]) -> tuple[str, list[dict]]:
    text, slots = "", {}
    for index, ask in enumerate(asks):
        piece = fragment(a, ask.pattern, opening=index == 0)
        piece = SLOT.sub(lambda m: "{" + f"s{index}_{m.group(1)}" + "}", piece).rstrip(" .?!")
        slots |= {f"s{index}_{name}": value for name, value in ask.slots.items()}
        text = piece if index == 0 else text + a.pick(JOINERS) + piece
    text = finish(a, text, slots)
    calls = []
    for index, ask in enumerate(asks):
        prefix = f"s{index}_"
        calls.append(ask.call({name[len(prefix):]: value for name, value in slots.items() if name.startswith(prefix)}))
    return text, calls


# Results and answers

def random_date(a) -> tuple[str, str]:
    return f"{a.pick((2026, 2026, 2027))}-{a.rng.randint(1, 12):02}-{a.rng.randint(1, 28):02}", a.pick(("+01:00", "+02:00", "-05:00", "-04:00", "+00:00", "+09:00"))


def event_json(a, title: str, all_day: bool = False) -> dict:
    date, offset = random_date(a)
    hour, minute = a.rng.randint(7, 21), a.pick((0, 0, 30, 15, 45, 20))
    event = {"uid": "".join(a.pick("0123456789abcdef") for _ in range(12)) + "@oree", "title": title}
    if all_day:
        return event | {"start": f"{date}T00:00:00{offset}", "end": f"{date}T00:00:00{offset}", "all_day": True}
    return event | {"start": f"{date}T{hour:02}:{minute:02}:00{offset}", "end": f"{date}T{hour + 1:02}:{minute:02}:00{offset}"}


def said_day(iso: str) -> str:
    return f"{int(iso[8:10])} {when.MONTHS[int(iso[5:7]) - 1]}"


def said_start(event: dict) -> str:
    return f"on {said_day(event['start'])}" + ("" if event.get("all_day") else f" at {event['start'][11:16]}")


def result_and_answer(a, call: dict) -> tuple[dict, str]:
    tool, arguments = call["tool"], call["arguments"]
    if a.chance(0.10):
        error = a.pick(ERRORS).format(x=arguments.get("event") or arguments.get("title") or arguments.get("start") or a.made_up())
        return {"error": error}, f"That did not work: {error}."
    if tool in ("calendar_create", "calendar_move"):
        event = event_json(a, arguments.get("title") or arguments["event"], all_day=a.chance(0.12))
        return event, f"{event['title']} is {'now ' if tool == 'calendar_move' else ''}{said_start(event)}."
    if tool == "calendar_cancel":
        event = event_json(a, arguments["event"])
        del event["end"]
        return event | {"cancelled": True}, f"{event['title']} is cancelled."
    if tool == "calendar_list":
        events = [event_json(a, a.title(), a.chance(0.1)) for _ in range(a.pick((0, 1, 1, 2, 2, 3)))]
        for event in events:
            if a.chance(0.2):
                event["location"] = a.place()
        return {"events": events}, "You have " + ", ".join(f"{e['title']} {said_start(e)}" for e in events) + "." if events else "Nothing is planned."
    if tool == "calendar_free":
        slots = [event_json(a, "") for _ in range(a.pick((0, 1, 2, 3)))]
        free = [{"start": s["start"], "end": s["end"]} for s in slots]
        said = ", ".join(f"on {said_day(f['start'])} from {f['start'][11:16]} to {f['end'][11:16]}" for f in free)
        return {"free": free}, f"You are free {said}." if free else "There is no free time."
    if tool == "contacts_find":
        contacts = []
        for _ in range(a.pick((0, 1, 1, 1, 2))):
            name = arguments["name"] if a.chance(0.7) else a.full_name()
            contact = {"name": name}
            if a.chance(0.7):
                contact["phone"] = a.phone()
            if a.chance(0.5):
                contact["email"] = a.email(name)
            contacts.append(contact)
        said = "; ".join(", ".join(contact.values()) for contact in contacts)
        return {"contacts": contacts}, f"{said}." if contacts else "I found no such person."
    if tool == "contacts_add":
        return dict(arguments), f"{arguments['name']} is saved."
    if tool == "notes_add":
        return {"saved": arguments["text"]}, "Noted."
    if tool == "notes_search":
        notes = [{"text": a.note(), "created": event_json(a, "")["start"]} for _ in range(a.pick((0, 1, 1, 2)))]
        return {"notes": notes}, "You noted: " + "; ".join(n["text"] for n in notes) + "." if notes else "I found no such note."
    if tool == "clock_now":
        now, weekday = event_json(a, "")["start"], a.pick(when.WEEKDAYS)
        return {"now": now, "weekday": weekday, "timezone": a.pick(("Europe/Paris", "America/New_York", "UTC", "Asia/Tokyo"))}, f"It is {weekday} {said_day(now)}, {now[11:16]}."
    result = other_asks.number(a)
    return {"result": result}, f"The result is {result}."


def exchange(a, text: str, calls: list[dict], answered: bool) -> list[dict]:
    turns = [{"role": "user", "content": text}, {"role": "assistant", "calls": calls}]
    if answered:
        answers = []
        for call in calls:
            result, answer = result_and_answer(a, call)
            turns.append({"role": "tool", "content": result})
            answers.append(answer)
        turns.append({"role": "assistant", "content": " ".join(answers)})
    return turns


# Dialogues by category

def draw_tool(a, tools: list[str]) -> str:
    weights = [MAKERS[tool][1] for tool in tools]
    return a.rng.choices(tools, weights)[0]


def single(a, tools, phrasing, answered=None):
    text, calls = single_request(a, make_ask(a, draw_tool(a, tools), phrasing))
    return exchange(a, text, calls, a.chance(0.3) if answered is None else answered)


def several(a, tools, phrasing, answered=None):
    asks = [make_ask(a, draw_tool(a, tools), phrasing) for _ in range(2 if a.chance(0.88) else 3)]
    text, calls = several_requests(a, asks)
    return exchange(a, text, calls, a.chance(0.2) if answered is None else answered)


def ask_back(a, tools, phrasing, answered=None):
    tool, patterns, question = a.pick([m for m in MISSING if m[0] in tools] or MISSING[:1])
    if tool not in tools:
        return single(a, tools, phrasing, answered)
    allowed = choose_pattern(a, patterns, phrasing)
    slots = {"title": a.title(), "event": a.title(), "phone": a.phone(), "when": when.any_start(a).text, "span": when.span(a).text}
    text = finish(a, fragment(a, allowed), slots)
    turns = [{"role": "user", "content": text}, {"role": "assistant", "content": question}]
    if answered is False or a.chance(0.45):
        return turns
    minutes = when.duration(a)
    start = when.any_start(a).text
    bare = calendar_asks.bare
    reply, arguments = {
        "When should it start?": (start, {"title": slots["title"], "start": bare(start)} if tool == "calendar_create" else {"event": slots["event"], "start": bare(start)}),
        "What is it called?": (slots["title"], {"title": slots["title"], "start": bare(slots["when"])}),
        "Which event?": (slots["event"], {"event": slots["event"]}),
        "How long should it be?": (minutes[0], {"duration_minutes": minutes[1], "from": bare(slots["span"])}),
        "What is the name?": ((name := a.full_name()), {"name": name} | ({"phone": slots["phone"]} if "{phone}" in allowed else {})),
        "Who are you looking for?": ((who := a.person()), {"name": who}), "What should I write down?": ((note := a.note()), {"text": note}),
        "What should I look for?": ((topic := a.topic()), {"query": topic}), "What should I compute?": other_asks.spoken_expression(a),
    }[question]
    if isinstance(arguments, str):
        arguments = {"expression": arguments}
    if a.chance(0.3) and tool in ("calendar_create", "calendar_move"):
        reply = reply[:1].upper() + reply[1:]
        if not arguments.get("title") == slots["title"] or question == "When should it start?":
            arguments["start"] = bare(reply) if question == "When should it start?" else arguments["start"]
        if question == "What is it called?":
            arguments["title"] = reply
    if a.chance(0.3):
        reply += "."
    return turns + exchange(a, reply, [{"tool": tool, "arguments": arguments}], a.chance(0.3))


def no_tool(a, tools, phrasing, answered=None):
    if a.chance(0.25):
        pattern, answer = a.pick(SMALL_TALK)
        return [{"role": "user", "content": finish(a, fragment(a, pattern), {})}, {"role": "assistant", "content": answer}]
    absent = [tool for tool in MAKERS if tool not in tools]
    if absent and a.chance(0.6):
        text, _ = single_request(a, make_ask(a, draw_tool(a, absent), phrasing))
    else:
        slots = {"place": a.place(), "name": a.person(), "topic": a.topic()}
        text = finish(a, fragment(a, choose_pattern(a, NO_TOOL, phrasing)), slots)
    return [{"role": "user", "content": text}, {"role": "assistant", "content": CANNOT}]


def follow_up(a, tools, phrasing, answered=None):
    if not {"calendar_create", "calendar_move", "calendar_cancel"} <= set(tools):
        return single(a, tools, phrasing, answered)
    text, calls = single_request(a, calendar_asks.create(a, phrasing))
    title = calls[0]["arguments"]["title"]
    event = event_json(a, title)
    turns = [{"role": "user", "content": text}, {"role": "assistant", "calls": calls}, {"role": "tool", "content": event}, {"role": "assistant", "content": f"{title} is {said_start(event)}."}]
    if a.chance(0.15):
        turns += no_tool(a, tools, phrasing)
    start = when.any_start(a).text
    slots = {"when": start, "to": calendar_asks.bare(start)}
    if a.chance(0.6):
        pattern = choose_pattern(a, FOLLOW_MOVE, phrasing)
        text = finish(a, fragment(a, pattern), slots)
        call = {"tool": "calendar_move", "arguments": {"event": title, "start": calendar_asks.bare(slots["to" if "{to}" in pattern else "when"])}}
    else:
        text = finish(a, fragment(a, choose_pattern(a, FOLLOW_CANCEL, phrasing)), slots)
        call = {"tool": "calendar_cancel", "arguments": {"event": title}}
    return turns + exchange(a, text, [call], a.chance(0.3) if answered is None else answered)


CATEGORIES = {"single": (single, 56), "several": (several, 23), "ask_back": (ask_back, 8), "no_tool": (no_tool, 7), "follow_up": (follow_up, 6)}


def dialogue(a, tools: list[str], phrasing: str) -> list[dict]:
    category = a.rng.choices(list(CATEGORIES), [share for _, share in CATEGORIES.values()])[0]
    return CATEGORIES[category][0](a, tools, phrasing)
