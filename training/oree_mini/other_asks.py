"""Requests for contacts, notes, clock and calculator, and requests that no tool fits."""
from .ask import Ask, decorate
from .phrases import choose_pattern

CONTACTS_FIND = [
    "what's {name}'s [phone number|number|email|email address|address|contact|mobile|contact details]?", "what is {name}'s [phone number|number|email|mobile]?",
    "what is the [phone number|number|email|email address|contact|mobile number] of {name}?", "do I have {name}'s [number|phone number|email|contact details|address]?",
    "![find|look up|search|search for|show|get|give|tell|fetch|pull up|open] [me |][the contact |the details of |the number of |the email of |the phone number of |]{name}",
    "![find|look up|show|get|tell|give] me {name}'s [number|phone number|email|email address|contact details|details|contact]",
    "![search|check|look in|look through] my [contacts|address book] for {name}", "how [can|do|could] I [reach|contact|call|phone|email|get hold of|get in touch with] {name}?",
    "who is {name}?", "is {name} in my [contacts|address book]?", "do I know [someone|anyone|anybody] [called|named] {name}?", "{name}'s [number|phone|email|phone number|contact details][?|, please|]",
    "[I need|I want|I'm looking for|I can't find] [the number of|the phone number of|the email of|the contact of] {name}", "[I need|I want|I'm looking for] {name}'s [number|phone number|email|contact details]",
    "have I [saved|stored|got] {name}?", "contact [of|details of|details for|for] {name}", "[contact|contacts|address book]: {name}", "[number|phone number|email] of {name}[?|]",
    "what do [I|we] have on {name} in the [address book|contacts]?", "which [number|email] does {name} have?", "do we have contact details for {name}?",
]
CONTACTS_ADD = [
    "![add|save|store|put|enter|record] {name}{d} [to|in|into] [my|the] [contacts|address book|contact list]", "![add|save|store|put] {name} [to|in|into] [my|the] [contacts|address book|contact list]{d}",
    "![add|save|store|record|create|make] [a contact|a new contact|the contact|a person] {name}{d}", "![create|make|add] [a contact|a new contact|a card|an entry] [called|named|for] {name}{d}",
    "new contact[:| -|] {name}{d}", "[contact|add contact|save contact][:|] {name}{d}", "![save|store|remember|keep] {name}'s [number|details|contact]{d}",
    "{name}{d}, [add it to my contacts|save this contact|put that in my contacts|save it to the address book|add to contacts]", "{name} is a new contact{d}",
    "[I met|I've met|just met] {name}{d}[, save it in contacts|. Add to contacts|, add the contact|, put them in my contacts]", "![add|save] the [following contact|following person|new colleague|new client|new neighbour]: {name}{d}",
    "![put|get|write] {name}{d} [down in|into] [my|the] [contacts|address book]", "[my|the] [new neighbour|doctor|plumber|colleague|landlord|teacher|new client] is {name}{d}, [save the contact|add to contacts|save that]",
    "![register|enter] {name} as a [new |]contact{d}",
]
NUMBER_OF = ["{name}'s [number|phone number|phone|mobile] is {phone}", "{name}'s new [number|phone number] is {phone}", "![save|store|remember] {phone} [as|for] {name}'s [number|phone number|phone]",
             "![save|store|add] the [number|phone number] {phone} for {name}", "![save|add|store] {phone} as the number of {name}", "the [number|phone number] of {name} is {phone}", "{phone} is {name}'s [number|phone number|mobile]",
             "you can reach {name} at {phone}, save it", "{name} can be [called|reached] at {phone}[, save that|. Save it|]"]
EMAIL_OF = ["{name}'s [email|email address|mail|address] is {email}", "![save|store|remember] {email} [as|for] {name}'s [email|email address]", "![save|store|add] the [email|email address] {email} for {name}",
            "the [email|email address] of {name} is {email}", "{email} is {name}'s [email|email address|mail]", "{name} can be reached at {email}[, save that|. Save it|]", "![save|add] {email} as the email of {name}"]

NOTES_ADD = [
    "![note|write down|jot down|remember|record|keep in mind|take a note|make a note|write|put down] [that |: |]{text}", "![note down|save a note|add a note|create a note|make a note|take a note|write a note|leave a note]: {text}",
    "![add|save|create|make|take|write|leave] [a note|a memo|a quick note|a new note|the note] [that|saying|that says|saying that|reading|with the text|to self:|:| -] {text}", "note: {text}", "note to self[:| -|,] {text}", "memo: {text}",
    "new note: {text}", "quick note[:|,| -] {text}", "![add|put|write|save] {text} [to|in|into] my notes", "![add|put|write|save|store] [this|the following] [to|in|into] my notes: {text}", "![note|save|write down|jot down|remember] [this|the following]: {text}",
    "[my notes should say|in my notes, write|put in my notes|for my notes]: {text}", "{text}, [note that|write that down|make a note of that|put it in my notes|note it down|save this as a note]", "{text} - [note that|write it down|please note|save as note]",
    "don't let me forget that {text}", "[I want|I need|I'd like] to [note|write down|remember] that {text}", "![write|get|put] {text} down in my notes", "![keep|make|take] a note of {text}", "[notes|note this down|idea|for later|to remember]: {text}",
]
NOTES_SEARCH = [
    "![search|search through|look through|check|go through|scan] my notes for {query}", "![find|show|look up|look for|search for|get|pull up|open] [my notes|notes|the note|the notes|my note|what I wrote|what I noted] [about|on|for|mentioning|regarding|with] {query}",
    "what did I [note|write|write down|jot down|save|put in my notes] about {query}?", "do I have [a note|any notes|notes|anything in my notes] [about|on|for|mentioning] {query}?", "is there [a note|anything in my notes] [about|on|mentioning] {query}?",
    "what do my notes say [about|on] {query}?", "[where is|where did I put] [the|my] note [about|on] {query}?", "which notes mention {query}?", "notes [about|on|for|mentioning] {query}[?|]", "[my|any] notes [about|on] {query}[?|, please|]",
    "[search notes|note search|notes]: {query}?", "did I [write|note|save] [anything|something] about {query}?", "have I [noted|written] anything [about|on] {query}?", "![find|see|check] if I [noted|wrote down] [something|anything] about {query}",
    "what was [it I noted|that note] about {query}?", "[in|among] my notes, [find|what is there on|look for] {query}", "![search|find] {query} in my notes", "[I noted something about|I wrote something on] {query}, [find it|what was it?|show me]",
]
CLOCK = [
    "what time is it[ now| right now| at the moment|]?", "what's the time[ now|, please|]?", "what is the [time|current time|exact time|date|current date|local time]?", "what's the [date|current time|exact time|local time|time and date]?",
    "what day is [it|today|this]?", "what's today's date?", "what is today's date?", "what [day of the week|weekday|date|year|month] is it[ today|]?", "what's today?", "![tell|give|show] me the [time|date|current time|time and date|exact time|date of today|day]",
    "[time|the time|date|the date|today's date|current time|time and date][, please|?|, quick|]", "do you [know|have] [the time|what time it is|what day it is|the date|today's date]?", "how late is it?", "is it [late|past noon|morning|Monday|Friday|the weekend] [already|yet|now]?",
    "![check|look at|read] the [clock|time|date]", "[I need|I want to know|I forgot|I lost track of] the [time|date]", "which [day|date|month|year] [is it|are we in|do we have]?", "what does the clock say?", "what [hour|time of day] is it?", "which day of the month is [it|today]?",
    "now is what time?", "where are we in the week, which day?", "![say|state] the [time|date]",
]
CALCULATE = [
    "what is {spoken}?", "what's {spoken}?", "how much is {spoken}?", "how much [are|do] {spoken} [make|]?", "![calculate|compute|work out|evaluate|figure out|solve|tell me|give me|do|find] {spoken}", "{spoken}", "{spoken} = ?", "{spoken}?", "what does {spoken} [make|give|equal|come to|add up to|amount to]?",
    "[can you do|could you work out|do you know|I need to know|I need|I want] {spoken}[?|]", "![tell|show|give] me [the result of|the value of|what you get for|the answer to|how much is] {spoken}", "[the result|the value|the answer] of {spoken}[?|, please|]",
    "[calculator|maths|sum|math|quick maths|quick sum]: {spoken}", "{spoken} makes [how much|what]?", "how many [is|are] {spoken}?", "[please work this out|work this out|solve this|help me with this sum]: {spoken}", "use the calculator [for|on|to get] {spoken}", "result of {spoken}[?|]",
]
OPERATORS = {"+": ("plus", "and", "added to"), "-": ("minus", "less", "take away"), "*": ("times", "multiplied by", "x"), "/": ("divided by", "over")}


def number(a) -> str:
    draw = a.rng.random()
    if draw < 0.45:
        return str(a.rng.randint(1, 99))
    if draw < 0.75:
        return str(a.rng.randint(100, 9999))
    if draw < 0.93:
        return f"{a.rng.randint(0, 999)}.{a.pick('123456789')}" + (a.pick("0123456789") if a.chance(0.5) else "")
    return str(a.rng.randint(10000, 9999999))


def spoken_expression(a) -> tuple[str, str]:
    """What is said, and the expression it means."""
    draw, x, y, z = a.rng.random(), number(a), number(a), number(a)
    op, second = a.pick("+-*/"), a.pick("+-*/")
    if draw < 0.34:
        word = a.pick(OPERATORS[op])
        return f"{x} {word} {y}", f"{x} {op} {y}"
    if draw < 0.48:
        text = a.pick((f"{x} {op} {y}", f"{x}{op}{y}"))
        return text, text
    if draw < 0.60:
        text = a.pick((f"({x} {op} {y}) {second} {z}", f"({x}{op}{y}){second}{z}", f"{x} {op} {y} {second} {z}", f"{x}{op}{y}{second}{z}", f"{x} {op} ({y} {second} {z})", f"{x}{op}({y}{second}{z})"))
        return text, text
    if draw < 0.68:
        return f"{x} {OPERATORS[op][0]} {y} {OPERATORS[second][0]} {z}", f"{x} {op} {y} {second} {z}"
    if draw < 0.80:
        percent = str(a.pick((5, 10, 15, 20, 25, 30, 50, 75, a.rng.randint(1, 99))))
        return a.pick((f"{percent}% of {x}", f"{percent} percent of {x}", f"{percent} per cent of {x}")), f"{x} * {percent} / 100"
    if draw < 0.88:
        return f"{a.pick(('the square root of', 'square root of', 'sqrt of', 'the root of'))} {x}", f"sqrt({x})"
    if draw < 0.93:
        power = str(a.rng.randint(2, 12))
        return a.pick((f"{x} to the power of {power}", f"{x} to the power {power}", f"{x}^{power}", f"{x} raised to {power}")), f"{x}^{power}"
    if draw < 0.96:
        return f"{x} squared", f"{x}^2"
    return a.pick((f"half of {x}", f"a half of {x}")), f"{x} / 2"


def contacts_find(a, phrasing: str) -> Ask:
    return Ask("contacts_find", choose_pattern(a, CONTACTS_FIND, phrasing), {"name": a.person()}, lambda s: {"name": s["name"]})


def contacts_add(a, phrasing: str) -> Ask:
    name = a.full_name() if a.chance(0.6) else a.person()
    slots, draw = {"name": name}, a.rng.random()
    if draw < 0.16:
        pattern, keys = choose_pattern(a, NUMBER_OF, phrasing), ("phone",)
    elif draw < 0.30:
        pattern, keys = choose_pattern(a, EMAIL_OF, phrasing), ("email",)
    else:
        keys = a.pick(((), ("phone",), ("phone",), ("email",), ("email",), ("phone", "email"), ("phone", "email")))
        details = {"phone": a.pick((", phone {phone}", ", {phone}", ", number {phone}", " with the number {phone}", " ({phone})", ": {phone}", ", tel {phone}", " on {phone}", " {phone}")),
                   "email": a.pick((", email {email}", ", {email}", ", mail {email}", " with the email {email}", " ({email})", ": {email}", ", e-mail {email}", " {email}"))}
        order = list(keys)
        a.rng.shuffle(order)
        parts = [details[key] for key in order]
        text = parts[0] if len(parts) == 1 else (parts[0] + a.pick(("", " and", ",")) + " " + parts[1].lstrip(" ,:") if parts else "")
        pattern = choose_pattern(a, CONTACTS_ADD, phrasing).replace("{d}", text)
    if "phone" in keys:
        slots["phone"] = a.phone()
    if "email" in keys:
        slots["email"] = a.email(name)
    return Ask("contacts_add", pattern, slots, lambda s: {"name": s["name"]} | {key: s[key] for key in ("phone", "email") if key in keys})


def notes_add(a, phrasing: str) -> Ask:
    pattern = choose_pattern(a, NOTES_ADD, phrasing)
    if a.chance(0.06):
        pattern = pattern.replace("{text}", '"{text}"')
    return Ask("notes_add", pattern, {"text": a.note()}, lambda s: {"text": s["text"]})


def notes_search(a, phrasing: str) -> Ask:
    return Ask("notes_search", decorate(a, choose_pattern(a, NOTES_SEARCH, phrasing), "query", article=False), {"query": a.topic()}, lambda s: {"query": s["query"]})


def clock_now(a, phrasing: str) -> Ask:
    return Ask("clock_now", choose_pattern(a, CLOCK, phrasing))


def calculator(a, phrasing: str) -> Ask:
    spoken, expression = spoken_expression(a)
    return Ask("calculator", choose_pattern(a, CALCULATE, phrasing), {"spoken": spoken}, lambda s: {"expression": expression})
