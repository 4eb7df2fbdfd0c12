"""Turns a phrasing pattern into a request.

A pattern is text with [one|of|these] alternatives and {slots}; one that starts with
"!" is an order, which takes openings ("could you please") and closings ("thanks").
Every fifth pattern is reserved, as a whole, for evaluation.
"""
import re
import zlib

ORDER_OPENINGS = """|||||||please |please |can you |could you |can you please |could you please |would you |would you please |will you |
I'd like you to |I want you to |I need you to |I would like to |I want to |I need to |I'd like to |let's |go ahead and |
you should |do me a favour and |be so kind and |be so kind as to |kindly |just |quickly |now |next, |I'd love to |help me |
it would be great if you could |would you mind if I asked you to |make sure to |don't forget to |remember to |we need to |we should |
I have to |is it possible to |can I |could I |may I ask you to |I was hoping you could |time to """.replace("\n", "").split("|")
GREETINGS = """||||||||||||||||||hi, |hey, |hello, |hi! |hello! |Orée, |hey Orée, |OK, |ok |so, |well, |alright, |right, |hey |oh, |
good morning, |good evening, |hmm, |one more thing: |quick one: |listen, |also, |actually, |sorry, |yes, |great, |um, |dear assistant, """.replace("\n", "").split("|")
CLOSINGS = """||||||||||||||| please|, please|, thanks| thanks| thank you|, thank you| for me|, would you| if you can|, if possible| now| right away|
, OK?| ASAP| when you can|, will you|. Thanks!|. Thank you|, that's all| :)|, cheers| please!""".replace("\n", "").split("|")
QUESTION_CLOSINGS = "||||||||||, please| please| then|, by the way| exactly".split("|")

ALTERNATIVES = re.compile(r"\[([^\[\]]*)\]")
SLOT = re.compile(r"\{(\w+)\}")


def is_reserved_pattern(pattern: str) -> bool:
    return zlib.crc32(pattern.encode()) % 5 == 0


def choose_pattern(a, patterns, phrasing: str) -> str:
    """phrasing: "seen" or "reserved"."""
    allowed = [p for p in patterns if is_reserved_pattern(p) == (phrasing == "reserved")]
    return a.pick(allowed or patterns)


def expand(a, pattern: str) -> str:
    while "[" in pattern:
        pattern = ALTERNATIVES.sub(lambda m: a.pick(m.group(1).split("|")), pattern, count=1)
    return pattern


def misspell(a, text: str) -> str:
    """One typo in the request's own words; slots are left alone."""
    places = [m.start() for m in re.finditer(r"[a-z]{4,}(?![^{]*\})", text)]
    if not places:
        return text
    i = a.pick(places) + 1
    return a.pick((text[:i] + text[i + 1:], text[:i] + text[i + 1] + text[i] + text[i + 2:], text[:i] + text[i] + text[i:]))


def fragment(a, pattern: str, opening: bool = True) -> str:
    """A pattern with its alternatives chosen; slots stay."""
    text = expand(a, pattern)
    order = text.startswith("!")
    text = text.lstrip("! ")
    question = text.rstrip().endswith("?")
    if opening:
        if order:
            text = a.pick(ORDER_OPENINGS) + text + a.pick(CLOSINGS)
        elif question:
            text = text.rstrip()[:-1] + a.pick(QUESTION_CLOSINGS) + "?"
        text = a.pick(GREETINGS) + text
    return re.sub(r"\s+([,.?!])", r"\1", re.sub(r"  +", " ", text)).strip()


def finish(a, text: str, slots: dict) -> str:
    """Case, typos and final punctuation of the request's own words, then the slots.

    A slot that opens the request may get a capital: slots is changed, so that the
    argument keeps what the user wrote.
    """
    lower = a.chance(0.22)
    if a.chance(0.08):
        text = misspell(a, text)
    if a.chance(0.10):
        text = text.replace("'", "")
    if lower and a.chance(0.6):
        slots.update({name: value.lower() for name, value in slots.items()})
    opener = SLOT.match(text)
    if opener and not lower and a.chance(0.8):
        name = opener.group(1)
        slots[name] = slots[name][:1].upper() + slots[name][1:]
    elif not lower:
        text = text[:1].upper() + text[1:]
    elif a.chance(0.7):
        text = text[:1].lower() + text[1:]
    if text[-1] not in "?!.:)":
        text += a.pick((".", ".", "", "", "", "!")) if a.chance(0.9) else " "
    elif text[-1] in "?." and a.chance(0.3):
        text = text[:-1]
    text = SLOT.sub(lambda m: slots[m.group(1)], text)
    return re.sub(r"  +", " ", text).strip()
