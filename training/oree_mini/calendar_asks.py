"""Requests for the five calendar tools."""
from . import when
from .ask import Ask, bare, decorate
from .phrases import choose_pattern

CALENDAR = "[on|in|into|to|onto] [my|the|our] [calendar|calendar|diary|agenda|schedule|planner]"

# {when}: the whole time; {day} and {time}: apart; {x}: length, place, people.
CREATE = [
    f"![put|add|enter|write|place|note|include|stick|get|record] {{title}} {CALENDAR} {{when}}{{x}}",
    f"![put|add|enter|write|place|stick] {{title}} {{when}}{{x}} {CALENDAR}",
    "![put|add|enter|slot in|pop in] {title} {when}{x}",
    "![schedule|book|plan|arrange|set up|organise|organize|create|make|pencil in|fix|line up] {title} {when}{x}",
    "![schedule|book|plan|arrange|set up|organise|pencil in] {title}{x} {when}",
    "![create|make|add|set up|start|enter|insert] [an event|an appointment|an entry|a calendar event|a new event|a calendar entry|something] [called|named|titled|:|with the title|labelled] {title} {when}{x}",
    "![create|make|add|set up|book] [an event|an appointment|an entry|a slot] {when}{x} [called|named|titled|for|:] {title}",
    "![schedule|book|plan|add|put] {when}{x}: {title}",
    "![put|write] me down for {title} {when}{x}",
    "![sign|count] me [up|in] for {title} {when}{x}",
    "![block|reserve|keep|save|hold|set aside|block off|block out] {when} for {title}{x}",
    "![block|reserve|set aside|find room for] {title} {when}{x}",
    f"![block|reserve|keep|save] {{when}}{{x}} {CALENDAR} for {{title}}",
    "![mark|note|jot] [down|in my diary|] {title} {when}{x}",
    "![make|note|add] [an appointment|a date|time] for {title} {when}{x}",
    "![book|schedule|set] [me|us] [in|up] for {title} {when}{x}",
    "![add|put|schedule|book] the following: {title}, {when}{x}",
    "![add|put] to my [calendar|agenda|diary]: {title} {when}{x}",
    "![add|create] {title} as [an event|an appointment|a new entry] {when}{x}",
    "![make sure|see to it that] {title} is [in|on] my [calendar|agenda] {when}{x}",
    "{when}, {title}{x}", "{when}: {title}{x}", "{when} - {title}{x}", "{when} {title}{x}",
    "{when} [I have|I've got|we have|there is|there's|I'm having] {title}{x}",
    "{when} is {title}{x}",
    "{title} {when}{x}", "{title}, {when}{x}", "{title}: {when}{x}", "{title} - {when}{x}", "{title}{x} {when}", "{title}{x}, {when}",
    "{title} {when}{x}, [add it|put it in my calendar|please note it|schedule it|book it|save the date|in my diary]",
    "{title} [is|will be|takes place|happens|starts|begins] {when}{x}",
    "{title} [is|will be] {when}{x}[. Put it in my calendar|, add it|, note that in my calendar|, please schedule it]",
    "[I have|I've got|I am having|there is|there's|we have|we've got|I'm going to|I'll have|we are having] {title} {when}{x}",
    "[I have|I've got|there's|we have] {title} {when}{x}[. Put it in my calendar|, add it to the calendar|, can you add that|. Add it please|, write it down in my diary]",
    "[I'd like|I want|I need|we need|we want] [to have |to plan |to schedule |to book |] {title} {when}{x}",
    "[don't let me forget|let me not forget|I must not miss|I mustn't forget] {title} {when}{x}",
    "[new|next|one more|another] [event|appointment|entry|date]: {title} {when}{x}",
    "[new|another] [event|appointment|entry] {when}{x}: {title}",
    "[event|appointment|calendar|agenda|diary]: {title}, {when}{x}",
    "[new|] [event|appointment] {title} {when}{x}",
    "[can|could|may] [I|we] have {title} {when}{x}?",
    "[is it possible to|can you|could you] [fit|squeeze] in {title} {when}{x}?",
    "[what about|how about] {title} {when}{x}? [Put it in|Add it|Schedule it]",
    "[they|she|he] invited me to {title} {when}{x}[, add it|, put it in the calendar|. Add it to my calendar]",
    "[just agreed on|we agreed on|we settled on|just booked|I signed up for|they moved me to] {title} {when}{x}[, add it to my calendar|, put it in|, please note it in the calendar|. Calendar please]",
    "{title} [got fixed for|is set for|is planned for|has been scheduled for] {to}{x}[, put it in my calendar|, add it please|. Note it in the calendar]",
    "save the date: {title} {when}{x}",
    "reminder to self, put {title} [on|in] the calendar {when}{x}",
    # the day and the time apart
    "{day}, {title} at {time}{x}", "{day} {title} at {time}{x}", "{day}: {title} at {time}{x}", "{day} at {time}: {title}{x}",
    "{day} [I have|I've got|we have|there is|there's|we're having] {title} at {time}{x}",
    "{day} [put|add|schedule|book] {title} at {time}{x}",
    "{day}, [please|can you|could you] [put|add|schedule|book|plan] {title} at {time}{x}",
    "at {time} [I have|there's|we have|put|add|schedule] {title} {day}{x}",
    "at {time} {title} {day}{x}",
    "![put|add|schedule|book|plan] {title} at {time}{x} {day}",
    "![put|add|schedule|book] {title} {day}{x}, at {time}",
    f"![put|add|enter] {{title}} {CALENDAR} {{day}}{{x}}, at {{time}}",
    f"![put|add|enter] {{title}} {{day}} {CALENDAR}, [at|starting at] {{time}}{{x}}",
    "![schedule|book|plan|arrange] {day} {title} at {time}{x}",
    "![plan|schedule|add] {title} {day}, [it starts at|starting at|beginning at|time:|say at] {time}{x}",
    "{title} {day}, [it starts at|starting at|beginning at|we start at] {time}{x}",
    "![clear|free up|reserve] some time {day} at {time} for {title}{x}",
]

# The noun alone takes no article when it opens the request.
MOVE = [
    "![move|shift|push|reschedule|change|postpone|delay|bring forward|transfer|put off|switch|rearrange|slide|bump] {event} to {to}",
    "![reschedule|rebook|replan] {event} [for|on|to] {to}",
    "![push|put|move|set] {event} [back|forward] to {to}",
    "![put|place|set] {event} [at|on] {to} instead",
    "![make|have] {event} {to} instead", "![make|set] {event} start {when}",
    "![change|set|update] the [time|date|start] of {event} to {to}",
    "![move|shift|reschedule|change] {event} from {day} to {to}",
    "![move|shift|change] [the event|the appointment|the entry] [called|named|] {event} to {to}",
    "![find|give] {event} a new [time|slot|date]: {to}",
    "![move|shift|push] to {to} {event}",
    "{event} [should|must|needs to|has to|ought to] [be|move|start|take place|happen] {when} [instead|]",
    "{event} [is now|is|will now be|now starts|now takes place] {when}",
    "{event} [has been moved|was moved|got moved|moves|is postponed|was pushed back|has been rescheduled] to {to}",
    "{event} to {to} instead[, please|]", "{event}: move to {to}", "{event} -> {to}",
    "[let's|let us|I'd rather|we'd rather] [do|have|hold] {event} {when} instead",
    "[can|could|may] {event} [be|start|take place|happen] {when} instead?",
    "[can|could] [we|I|you] [do|have|hold|make] {event} {when} instead?",
    "[is it possible to|can you|could you] [move|shift|push] {event} to {to}?",
    "[I can't make|I'm late for|we need another time for] {event}, [move|shift|push] it to {to}",
    "[something came up|change of plan], [move|shift|reschedule] {event} to {to}",
    "[they want|she wants|he wants|we want] {event} {when} instead",
    "{when} [is|would be|works] better for {event}[, move it|, please change it|]",
    "instead of {day}, [do|put|have] {event} {when}",
]

CANCEL = [
    "![withdraw|retract] {event}", "[please|] no {event}, [cancel|delete] it", "{event}? [cancel|delete] it",
    "![cancel|delete|remove|drop|scrap|erase|call off|abort|kill|scratch|undo|get rid of|clear|ditch|skip|axe] {event}",
    f"![take|strike|cross|remove|delete|drop|wipe|scratch] {{event}} [off|from|out of] [my|the|our] [calendar|diary|agenda|schedule]",
    "![call|cross|take|strike] {event} off", "![cancel|delete|remove] {event} {when}",
    "![cancel|delete|remove|drop] [the event|the appointment|the entry|the calendar entry] [called|named|titled|] {event}",
    "{event} [is|was|has been|got|is now] [cancelled|canceled|called off|scrapped]",
    "{event} [is off|isn't happening|won't happen|is not taking place|fell through|won't take place]",
    "{event} [can go|has to go|can be deleted|must go], [delete it|remove it|cancel it]",
    "{event}: [cancel|delete|remove] [it|this|that|]", "{event}, cancel [it|that] [please|]",
    "[I can't make|I won't make|I can't go to|I'm not going to|I won't be at|I'll skip|I will miss] {event}[, cancel it|. Cancel it|, please remove it|, take it off my calendar]",
    "[I don't need|we don't need|forget|forget about|never mind|no need for|no more|no] {event} [any more|anymore|after all|]",
    "[forget about|we won't do|we are not doing|there will be no|there won't be any] {event}[, delete it|, remove it|, cancel that|]",
    "[can|could] [you|we|I] [cancel|delete|drop|remove] {event}?",
    "[is it OK|would it be possible] to [cancel|drop|remove] {event}?",
    "[they|she|he|we] [cancelled|called off|dropped] {event}[, remove it|, take it out|, delete it]",
    "{event} no longer [takes place|happens|fits]", "there's no {event} [any more|after all]",
]

LIST = [
    "what's on [my calendar|the calendar|my agenda|my schedule|] {span}?", "what is [on|planned|scheduled|happening|up] {span}?",
    "what do I have [on|planned|scheduled|to do|going on|in my calendar|] {span}?", "what have I got [on|planned|] {span}?",
    "what [am I|are we] doing {span}?", "what does {span} look like?", "what does my [calendar|day|diary|schedule] look like {span}?",
    "how does {span} look?", "how [busy|full|free] am I {span}?", "do I have [anything|something|any events|any meetings|any appointments|plans] {span}?",
    "have I got anything [on|planned|] {span}?", "is there anything [on|in my calendar|planned|scheduled|] {span}?", "am I [free|busy|booked|available] {span}?",
    "any [events|meetings|appointments|plans|dates] {span}?", "anything [on|planned|scheduled|] {span}?", "which [events|meetings|appointments] [do I have|are there|are planned|are on] {span}?",
    "![show|list|give|read|tell] me [my|the|all] [events|appointments|calendar|meetings|agenda|schedule] {for}", "![show|list|display|read out|check|look up|see|open|pull up|print] [my|the|all] [events|appointments|calendar|meetings|agenda|diary|schedule] {for}",
    "![check|see|look|tell me] what [I have|is on|I've got|is planned|there is] {span}", "![check|look at|see] {the_span}", "![tell|show] me about {the_span}",
    "![look in|check] my [calendar|diary|agenda] {for}", "[my|the] [calendar|agenda|schedule|events|appointments|meetings] {for}", "{the_span}: what's [on|planned]?",
    "[calendar|agenda|schedule|events|meetings] {for}", "[I want|I'd like|I need] to [know|see] what's on {span}", "what's my [day|schedule|plan|agenda|calendar] [like|] {span}?",
    "when am I busy {span}?", "where do I have to be {span}?", "what's [coming up|up|ahead] {span}?", "remind me what's on {span}", "what's in [store|the diary] {span}?",
    "give me [an overview|a summary] of {the_span}",
]
LIST_BETWEEN = [
    "what's on between {a} and {b}?", "what do I have [planned|on|] between {a} and {b}?", "what's on from {a} to {b}?", "![show|list|give me|read] [my|the] [events|calendar|appointments|agenda|meetings] [between|from] {a} [and|to] {b}",
    "do I have anything [between|from] {a} [and|to|until] {b}?", "any [events|meetings|appointments] from {a} to {b}?", "[events|calendar|agenda] from {a} to {b}", "between {a} and {b}, what do I have?",
    "from {a} to {b}, what's [planned|on]?", "what happens between {a} and {b}?", "am I [busy|free] between {a} and {b}?", "[which|what] [meetings|events] are there from {a} until {b}?",
]
LIST_ALL = [
    "what's on my [calendar|agenda|schedule|diary]?", "![show|list|open|read|display] [my|the] [calendar|events|agenda|appointments|diary|schedule]", "what do I have [coming up|planned|scheduled]?", "what are my [events|appointments|next meetings|plans]?",
    "[my|the] [calendar|agenda|events], please", "![show|give] me my [calendar|agenda|events|schedule]", "which events do I have?", "what's [next|coming up]?", "do I have any [events|appointments|meetings]?", "what is planned?",
]

FREE = [
    "![find|look for|search for|get|give|show|suggest] me [{lengthy}|{a_lengthy}] [slot|gap|window|free slot|hole] {span}",
    "![find|look for|search for|suggest] {long} [free|of free time|] {span}", "![find|give] me {long} [free|of free time|off|for myself|] {span}", "when [am I|are we] free for {long} {span}?",
    "when [do I have|have I got|is there] {long} [free|] {span}?", "when [can I|could I|can we|could we] [fit|squeeze|find|have] [in|] {long} {span}?", "do I have {long} [free|to spare|] {span}?",
    "is there [a free|a|any] {lengthy} [slot|gap|window] {span}?", "where [is there|do I have] room for {long} {span}?", "I need {long} [free|for myself|of quiet|for a task|] {span}[, when can I?|, when?|. When is it possible?|, find me a time|, when am I free]",
    "![find|check] [a free|an open|an empty] {lengthy} [slot|gap|window] {span}", "{span}, when am I free for {long}?", "{span}, [find me|find|look for] {long} [free|of free time]", "free [time|slot] of {long} {span}?",
    "{long} free {span}, when?", "![find|search] free time {span} for {long}", "[when|at what time] would {long} [fit|work|be possible] {span}?", "![find|see] when I [have|am free for] {long} {span}", "which slots of {long} are free {span}?",
    "can I [squeeze|fit] {long} in [somewhere|] {span}?", "any free {lengthy} [slot|gap] {span}?", "how about {long} of free time {span}, when?", "free slots {span} of [at least|] {long}", "got {long} free {span}?",
]
FREE_BETWEEN = [
    "![find|look for|give me] {long} [free|] between {a} and {b}", "when am I free for {long} between {a} and {b}?", "is there a free {lengthy} [slot|gap] between {a} and {b}?", "![find|suggest] a {lengthy} [slot|gap|window] [from|between] {a} [to|and] {b}",
    "when do I have {long} [free|] from {a} to {b}?", "between {a} and {b}, when can I fit {long}?", "free time of {long} from {a} to {b}?",
]


def create(a, phrasing: str) -> Ask:
    pattern, slots = choose_pattern(a, CREATE, phrasing), {"title": a.title()}
    fixed, start, end = {}, None, None
    if "{day}" in pattern:
        slots |= {"day": when.day(a).text, "time": when.clock(a)}
        start = lambda s: f"{bare(s['day'])} at {bare(s['time'])}"
    elif "{to}" in pattern:
        slots["to"] = bare(when.any_start(a).text)
        start = lambda s: s["to"]
    else:
        draw = a.rng.random()
        if draw < 0.13:
            phrase, more, template, fixed["repeat"] = when.repetition(a)
            slots |= more
            pattern = pattern.replace("{when}", phrase)
            start = lambda s: template.format(**s)
        elif draw < 0.22:
            slots |= {"day": when.day(a).text, "time": when.clock(a, bare=False), "end": when.clock(a, bare=False)}
            pattern = pattern.replace("{when}", a.pick(("from {time} to {end} {day}", "{day} from {time} to {end}", "{day} {time} to {end}",
                                                        "{day} between {time} and {end}", "{day} from {time} until {end}", "{day} {time} - {end}")))
            start, end = lambda s: f"{bare(s['day'])} at {s['time']}", lambda s: s["end"]
        elif draw < 0.27:
            slots |= {"when": when.moment(a).text, "end": when.clock(a, bare=False)}
            pattern = pattern.replace("{when}", "{when} " + a.pick(("until", "till", "to", "ending at")) + " {end}")
            start, end = lambda s: bare(s["when"]), lambda s: s["end"]
        else:
            slots["when"] = when.any_start(a).text
            start = lambda s: bare(s["when"])
    pattern = pattern.replace("{x}", extras(a, slots, fixed, end))
    pattern = decorate(a, pattern, "title", article=not slots["title"].lower().startswith(("the ", "a ", "my ")))

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


def extras(a, slots: dict, fixed: dict, end) -> str:
    """Length, place and guests, in any order; changes slots and fixed."""
    parts = []
    if a.chance(0.22) and not end:
        slots["long"], fixed["duration_minutes"] = when.duration(a)
        parts.append(a.pick(("for {long}", "for {long}", "lasting {long}", "({long})", "for about {long}")))
    if a.chance(0.24):
        slots["place"] = a.place()
        parts.append(a.pick(("at {place}", "in {place}", "at {place}", "in {place}", "@ {place}", "(at {place})", "location: {place}")))
    if a.chance(0.12):
        n = a.pick((1, 1, 2, 2, 3))
        for i in range(n):
            slots[f"guest{i + 1}"] = a.person()
        names = ("{guest1}", "{guest1} and {guest2}", "{guest1}, {guest2} and {guest3}")[n - 1]
        parts.append(a.pick(("and invite ", ", invite ", "inviting ", ". Invite ", "and also invite ", ", guests: ", ", please invite ")) + names)
    # An invitation reads best at the end.
    invitation = [p for p in parts if "guest1" in p]
    others = [p for p in parts if "guest1" not in p]
    a.rng.shuffle(others)
    joint = a.pick((" ", " ", " ", ", "))
    return "".join(joint + p for p in others) + "".join((" " if p[0] not in ",." else "") + p for p in invitation)


def event_title(a) -> str:
    if a.chance(0.03):
        return "".join(a.pick("0123456789abcdef") for _ in range(12)) + "@oree"
    return a.title()


def move(a, phrasing: str) -> Ask:
    pattern, slots = choose_pattern(a, MOVE, phrasing), {"event": event_title(a), "day": bare(when.day(a).text)}
    start = when.any_start(a).text
    slots |= {"when": start, "to": bare(start)}
    key = "to" if "{to}" in pattern else "when"
    pattern = decorate(a, pattern, "event", article=True)
    return Ask("calendar_move", pattern, slots, lambda s: {"event": s["event"], "start": bare(s[key])})


def cancel(a, phrasing: str) -> Ask:
    pattern = decorate(a, choose_pattern(a, CANCEL, phrasing), "event", article=True)
    slots = {"event": event_title(a), "when": (when.day(a) if a.chance(0.7) else when.moment(a)).text}
    return Ask("calendar_cancel", pattern, slots, lambda s: {"event": s["event"]})


def list_events(a, phrasing: str) -> Ask:
    draw = a.rng.random()
    if draw < 0.12:
        return Ask("calendar_list", choose_pattern(a, LIST_ALL, phrasing))
    if draw < 0.27:
        first, last = when.bounds(a)
        return Ask("calendar_list", choose_pattern(a, LIST_BETWEEN, phrasing), {"a": first, "b": last},
                   lambda s: {"from": s["a"], "to": s["b"]})
    span = when.span(a).text
    preposition = a.pick(("for ", "for ", "of ")) if not span.startswith(("in ", "on ")) else a.pick(("", "for "))
    pattern = choose_pattern(a, LIST, phrasing).replace("{for}", preposition + ("{the_span}" if preposition else "{span}"))
    key = "the_span" if "{the_span}" in pattern else "span"
    return Ask("calendar_list", pattern, {"span": span, "the_span": bare(span)}, lambda s: {"from": bare(s[key])})


def free(a, phrasing: str) -> Ask:
    (long, minutes), slots = when.duration(a), {}
    draw = a.rng.random()
    if draw < 0.18:
        pattern = choose_pattern(a, FREE_BETWEEN, phrasing)
        slots["a"], slots["b"] = when.bounds(a)
        build = lambda s: {"duration_minutes": minutes, "from": s["a"], "to": s["b"]}
    elif draw < 0.85:
        pattern, slots["span"] = choose_pattern(a, FREE, phrasing), when.span(a).text
        build = lambda s: {"duration_minutes": minutes, "from": bare(s["span"])}
    else:
        pattern = choose_pattern(a, FREE, phrasing)
        pattern = pattern.replace("{span}, ", "").replace(" {span}", "").replace("{span}", "")
        build = lambda s: {"duration_minutes": minutes}
    if "lengthy" in pattern:
        (long, minutes) = when.length(a)
        pattern = pattern.replace("{a_lengthy}", "a {long}").replace("{lengthy}", "{long}")
    return Ask("calendar_free", pattern, slots | {"long": long}, build)
