"""Requests for the five calendar tools, in the language of the arguments."""
from . import french_texts
from .ask import Ask, decorate
from .device_asks import span_slots
from .patterns import table
from .phrases import choose_pattern

FROM_TO = {"en": ("from {time} to {end} {day}", "{day} from {time} to {end}", "{day} {time} to {end}", "{day} between {time} and {end}", "{day} from {time} until {end}", "{day} {time} - {end}"),
           "fr": ("de {time} à {end} {day}", "{day} de {time} à {end}", "{day}, de {time} à {end}", "{day} entre {time} et {end}", "{day} de {time} jusqu'à {end}", "{day} {time} - {end}")}
UNTIL = {"en": ("until", "till", "to", "ending at"), "fr": ("jusqu'à", "jusqu'à", "fin à", "jusque vers")}
LASTING = {"en": ("for {long}", "for {long}", "lasting {long}", "({long})", "for about {long}", "taking {long}"),
           "fr": ("pendant {long}", "pour {long}", "qui dure {long}", "({long})", "durée {long}", "pendant environ {long}")}
INVITING = {"en": ("and invite ", ", invite ", "inviting ", ". Invite ", "and also invite ", ", guests: ", ", please invite ", ", attendees: "),
            "fr": ("et <inviter> ", ", <inviter> ", ", invités : ", ". Invités : ", "et <inviter> aussi ", ", participants : ", "en invitant ", ", avec comme invités ")}
NAMES = {"en": ("{guest1}", "{guest1} and {guest2}", "{guest1}, {guest2} and {guest3}"), "fr": ("{guest1}", "{guest1} et {guest2}", "{guest1}, {guest2} et {guest3}")}


def other_than(text: str, draw) -> str:
    """What the user takes back: anything but the text."""
    while (other := draw()) == text:
        pass
    return other


def other_start(a, text: str) -> str:
    return other_than(a.when.bare(text), lambda: a.when.bare(a.when.any_start(a).text))


def create(a, phrasing: str) -> Ask:
    when, language = a.when, a.language
    pattern, slots = choose_pattern(a, table(a, "CREATE"), phrasing), {"title": a.title()}
    fixed, start, end = {}, None, None
    if "{day}" in pattern:
        slots |= {"day": when.day(a).text, "time": when.clock(a)}
        if "{oops_" in pattern:
            slots |= {"oops_day": other_than(when.bare(slots["day"]), lambda: when.bare(when.day(a).text)), "oops_time": other_than(slots["time"], lambda: when.clock(a))}
        start = lambda s: f"{when.bare(s['day'])} at {when.bare(s['time'])}"
    elif "{oops}" in pattern or "{to}" in pattern:
        phrase = when.any_start(a).text
        slots |= {"when": phrase, "to": when.towards(phrase), "oops": other_start(a, phrase)}
        key = "to" if "{to}" in pattern else "when"
        start = lambda s: when.bare(s[key])
    else:
        draw = a.rng.random()
        if draw < 0.13:
            phrase, more, template, fixed["repeat"] = when.repetition(a)
            slots |= more
            pattern = pattern.replace("{when}", phrase)
            start = lambda s: template.format(**s)
        elif draw < 0.22:
            slots |= {"day": when.day(a).text, "time": when.clock(a, bare=False), "end": when.clock(a, bare=False)}
            pattern = pattern.replace("{when}", a.pick(FROM_TO[language]))
            start, end = lambda s: f"{when.bare(s['day'])} at {s['time']}", lambda s: s["end"]
        elif draw < 0.27:
            slots |= {"when": when.moment(a).text, "end": when.clock(a, bare=False)}
            pattern = pattern.replace("{when}", "{when} " + a.pick(UNTIL[language]) + " {end}")
            start, end = lambda s: when.bare(s["when"]), lambda s: s["end"]
        else:
            slots["when"] = when.any_start(a).text
            start = lambda s: when.bare(s["when"])
    pattern = pattern.replace("{x}", extras(a, slots, fixed, end))
    pattern = decorate(a, pattern, "title", slots["title"])

    def build(s: dict) -> dict:
        arguments = {"title": s["title"], "start": start(s)}
        if end:
            arguments["end"] = end(s)
        if "duration_minutes" in fixed:
            arguments["duration_minutes"] = fixed["duration_minutes"]
        if "place" in s:
            arguments["location"] = s["place"]
        people = [s[k] for k in ("guest1", "guest2", "guest3") if k in s]
        if people:
            arguments["attendees"] = people
        if "repeat" in fixed:
            arguments["repeat"] = fixed["repeat"]
        return arguments
    return Ask("calendar_create", pattern, slots, build)


def place_words(a, slots: dict) -> str:
    if a.language == "fr":
        preposition, slots["place"] = french_texts.place(a)
        return a.pick((preposition, preposition, preposition, ", ", "lieu : ", "@ ", "endroit : ") if preposition.strip() not in ("chez", "") else (preposition,)) + "{place}"
    slots["place"] = a.place()
    return a.pick(("at {place}", "in {place}", "at {place}", "in {place}", "@ {place}", "(at {place})", "location: {place}"))


def extras(a, slots: dict, fixed: dict, end) -> str:
    """Length, place and guests, in any order; changes slots and fixed."""
    parts = []
    if a.chance(0.22) and not end:
        slots["long"], fixed["duration_minutes"] = a.when.duration(a)
        parts.append(a.pick(LASTING[a.language]))
    if a.chance(0.24):
        parts.append(place_words(a, slots))
    if a.chance(0.12):
        n = a.pick((1, 1, 2, 2, 3))
        for i in range(n):
            slots[f"guest{i + 1}"] = a.person()
        parts.append(a.pick(INVITING[a.language]) + NAMES[a.language][n - 1])
    # An invitation reads best at the end.
    invitation = [p for p in parts if "guest1" in p]
    others = [p for p in parts if "guest1" not in p]
    a.rng.shuffle(others)
    joint = a.pick((" ", " ", " ", ", "))
    return "".join((joint if p[0] != "," else "") + p for p in others) + "".join((" " if p[0] not in ",." else "") + p for p in invitation)


def event_title(a) -> str:
    if a.chance(0.02):
        return "".join(a.pick("0123456789abcdef") for _ in range(12)) + "@oree"
    return a.title()


def day_behind_of(a) -> str:
    """A day as it stands behind French "de": never one that would need another preposition."""
    while (text := a.when.of(a.when.day(a).text)).startswith("pour"):
        pass
    return text


def move(a, phrasing: str) -> Ask:
    when = a.when
    pattern, slots = choose_pattern(a, table(a, "MOVE"), phrasing), {"event": event_title(a)}
    if a.language == "fr":
        pattern = pattern.replace("de {day}", "{day}")
        slots["day"] = day_behind_of(a) if "{day}" in pattern else ""
    else:
        slots["day"] = when.bare(when.day(a).text)
    start = when.any_start(a).text
    slots |= {"when": start, "to": when.towards(start), "oops": other_start(a, start)}
    key = "to" if "{to}" in pattern else "when"
    return Ask("calendar_move", decorate(a, pattern, "event", slots["event"]), slots, lambda s: {"event": s["event"], "start": when.bare(s[key])})


def cancel(a, phrasing: str) -> Ask:
    slots = {"event": event_title(a), "when": (a.when.day(a) if a.chance(0.7) else a.when.moment(a)).text}
    pattern = decorate(a, choose_pattern(a, table(a, "CANCEL"), phrasing), "event", slots["event"])
    return Ask("calendar_cancel", pattern, slots, lambda s: {"event": s["event"]})


def list_events(a, phrasing: str) -> Ask:
    draw = a.rng.random()
    if draw < 0.12:
        return Ask("calendar_list", choose_pattern(a, table(a, "LIST_ALL"), phrasing))
    if draw < 0.27:
        first, last = a.when.bounds(a)
        return Ask("calendar_list", choose_pattern(a, table(a, "LIST_BETWEEN"), phrasing), {"a": first, "b": last},
                   lambda s: {"from": a.when.bare(s["a"]), "to": a.when.bare(s["b"])})
    pattern, slots = span_slots(a, choose_pattern(a, table(a, "LIST"), phrasing))
    return Ask("calendar_list", pattern, slots, lambda s: {"from": a.when.bare(s["span"])})


def free(a, phrasing: str) -> Ask:
    (long, minutes), slots, when = a.when.duration(a), {}, a.when
    draw = a.rng.random()
    if draw < 0.18:
        pattern = choose_pattern(a, table(a, "FREE_BETWEEN"), phrasing)
        slots["a"], slots["b"] = when.bounds(a)
        build = lambda s: {"duration_minutes": minutes, "from": when.bare(s["a"]), "to": when.bare(s["b"])}
    elif draw < 0.85:
        pattern, slots["span"] = choose_pattern(a, table(a, "FREE"), phrasing), when.span(a).text
        build = lambda s: {"duration_minutes": minutes, "from": when.bare(s["span"])}
    else:
        pattern = choose_pattern(a, table(a, "FREE"), phrasing)
        pattern = pattern.replace("{span}, ", "").replace(" {span}", "").replace("{span}", "")
        build = lambda s: {"duration_minutes": minutes}
    if "lengthy" in pattern:
        (long, minutes) = when.length(a)
        pattern = pattern.replace("{a_lengthy}", "a {long}").replace("{lengthy}", "{long}")
    return Ask("calendar_free", pattern, slots | {"long": long}, build)
