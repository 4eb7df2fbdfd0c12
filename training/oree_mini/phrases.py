"""Turns a phrasing pattern into a request.

A pattern is text with [one|of|these] alternatives and {slots}; one that starts with
"!" is an order, which takes openings ("could you please") and closings ("thanks").
Every fifth pattern is reserved, as a whole, for evaluation.
"""
import re
import zlib
from functools import cache

from . import phrases_french

ORDER_OPENINGS = """|||||||please |please |can you |could you |can you please |could you please |would you |would you please |will you |
I'd like you to |I want you to |I need you to |I would like to |I want to |I need to |I'd like to |let's |go ahead and |
you should |do me a favour and |be so kind and |be so kind as to |kindly |just |quickly |now |next, |I'd love to |help me |
it would be great if you could |would you mind if I asked you to |make sure to |don't forget to |remember to |we need to |we should |
I have to |is it possible to |can I |could I |may I ask you to |I was hoping you could |time to |might you |I must |can we |could we |
I've got to |gotta |you need to |try to |feel free to |would it be OK to |I wish to |ok now |first, |then """.replace("\n", "").split("|")
GREETINGS = """||||||||||||||||||hi, |hey, |hello, |hi! |hello! |Orée, |hey Orée, |OK, |ok |so, |well, |alright, |right, |hey |oh, |
good morning, |good evening, |hmm, |one more thing: |quick one: |listen, |also, |actually, |sorry, |yes, |great, |um, |dear assistant, |
hiya, |morning, |oh and |before I forget, |good afternoon, |cool, """.replace("\n", "").split("|")
CLOSINGS = """||||||||||||||| please|, please|, thanks| thanks| thank you|, thank you| for me|, would you| if you can|, if possible| now| right away|
, OK?| ASAP| when you can|, will you|. Thanks!|. Thank you|, that's all| :)|, cheers| please!| pls| plz| thx|, ta| if you don't mind""".replace("\n", "").split("|")
QUESTION_CLOSINGS = "||||||||||, please| please| then|, by the way| exactly| again| pls".split("|")
FILLERS = ("um ", "uh ", "like ", "you know ", "er ", "so ", "well ", "I mean ")
RAMBLES = """so I was thinking, um, |right, so, |OK so my day is mad, anyway, |hang on, yes, |I nearly forgot, |it's not urgent but |I don't know if you can but |
hi it's me again, so |while I think of it, |I just got off the phone, so |give me a second, right, |long day, anyway, |let me see, yes, """.replace("\n", "").split("|")
RAMBLE_ENDS = (" or something", " I think that's it", " yeah that's all", " if that makes sense", " I guess", " and yeah thanks", ", I think", " you know what I mean", " ok thanks bye")

# "show me" is not said of oneself ("I want to show me").
OF_ONESELF = re.compile(r"(?!.*you)(I |I'd (love|like) to|I've|let's|we |can [Iw]|could [Iw]|may I|time to|gotta|help me)")
FOR_ME = re.compile(r"\S+ (me|us)\b")

SLOT = re.compile(r"\{(\w+)\}")
DATE_SLOT = re.compile(r"(^|_)(when|to|day|time|end|span|a|b|oops|date)[23]?$")  # of which the program reads any spelling


def is_reserved_pattern(pattern: str) -> bool:
    return zlib.crc32(pattern.encode()) % 5 == 0


@cache
def divided(patterns: tuple[str, ...], reserved: bool) -> tuple[str, ...]:
    """The patterns of one side, or all where it has none."""
    return tuple(p for p in patterns if is_reserved_pattern(p) == reserved) or patterns


def choose_pattern(a, patterns, phrasing: str) -> str:
    """phrasing: "seen" or "reserved"."""
    return a.pick(divided(tuple(patterns), phrasing == "reserved"))


@cache
def parsed(pattern: str) -> tuple:
    """Text and, where one of several may stand, tuples of what may; alternatives nest."""
    def sequence(at: int, inside: bool):
        options, parts, text = [], [], ""
        while at < len(pattern):
            mark = pattern[at]
            if mark == "[":
                nested, at = sequence(at + 1, True)
                parts += [text, nested]
                text = ""
            elif inside and mark == "|":
                options.append(tuple(parts + [text]))
                parts, text = [], ""
            elif inside and mark == "]":
                options.append(tuple(parts + [text]))
                return tuple(options), at
            else:
                text += mark
            at += 1
        return tuple(parts + [text]), at
    return sequence(0, False)[0]


def expand(a, pattern: str) -> str:
    def written(parts) -> str:
        return "".join(part if isinstance(part, str) else written(a.pick(part)) for part in parts)
    return written(parsed(pattern))


def misspell(a, text: str) -> str:
    """One typo in the request's own words; slots are left alone."""
    places = [m.start() for m in re.finditer(r"[a-z]{4,}(?![^{]*\})", text)]
    if not places:
        return text
    i = a.pick(places) + 1
    return a.pick((text[:i] + text[i + 1:], text[:i] + text[i + 1] + text[i] + text[i + 2:], text[:i] + text[i] + text[i:]))


def ramble(a, text: str) -> str:
    """As somebody talks: a lead-in, fillers between the words, an end that trails off. Slots stay whole."""
    talk = phrases_french if a.language == "fr" else None
    rambles, ends, fillers = (talk.RAMBLES, talk.RAMBLE_ENDS, talk.FILLERS) if talk else (RAMBLES, RAMBLE_ENDS, FILLERS)
    gaps = [m.end() for m in re.finditer(r" (?=\{)", text)]
    if gaps and a.chance(0.4):
        gap = a.pick(gaps)
        text = text[:gap] + a.pick(fillers) + text[gap:]
    lead = a.pick(rambles) if a.chance(0.8) else ""
    return lead + text + (a.pick(ends) if a.chance(0.4) and text[-1] not in "?!.:" and not text.endswith("{text}") else "")


def fragment(a, pattern: str, opening: bool = True) -> str:
    """A pattern with its alternatives chosen; slots stay."""
    text = expand(a, pattern)
    order = text.startswith("!")
    text = text.lstrip("! ")
    question = text.rstrip().endswith("?")
    if a.language == "fr":
        text = french_fragment(a, text, order, question, opening)
    elif opening:
        if a.chance(0.03):
            text = ramble(a, text)
        elif order:
            lead = a.pick(ORDER_OPENINGS)
            text = ("" if OF_ONESELF.match(lead) and FOR_ME.match(text) else lead) + text + a.pick(CLOSINGS)
        elif question:
            text = text.rstrip()[:-1].rstrip() + a.pick(QUESTION_CLOSINGS) + "?"
        text = a.pick(GREETINGS) + text
    text = re.sub(r"  +", " ", text)
    if a.language == "fr":
        return re.sub(r"\s+([,.])", r"\1", text).strip()
    return re.sub(r"\s+([,.?!])", r"\1", text).strip()


def french_fragment(a, text: str, order: bool, question: bool, opening: bool) -> str:
    french = phrases_french
    if not opening:
        return french.contract(french.conjugate(a, text))
    a.mood = a.pick(("tu", "tu", "tu", "vous"))
    if order and not a.chance(0.03):
        lead = french.order_opening(a, text)
        text = french.join(lead, text)
        closing = a.pick(french.CLOSINGS[a.mood])
        asks = lead.startswith(("peux", "pourrais", "pouvez", "pourriez", "est-ce", "tu peux", "serait", "c'est possible", "peut", "pourrait", "ça t'"))
        text += closing + (" ?" if asks and closing[-1:] not in ("!", "?", ")", ".") and a.chance(0.7) else "")
    elif question:
        text = text.rstrip()[:-1].rstrip() + a.pick(french.QUESTION_CLOSINGS) + " ?"
    elif a.chance(0.05):
        text = ramble(a, text)
    return french.contract(french.conjugate(a, a.pick(french.GREETINGS) + text))


def finish(a, text: str, slots: dict) -> str:
    """Case, typos and final punctuation of the request's own words, then the slots.

    A slot that opens the request may get a capital: slots is changed, so that the
    argument keeps what the user wrote.
    """
    french = a.language == "fr"
    lower = a.chance(0.22)
    if a.chance(0.08):
        text = misspell(a, text)
    if a.chance(0.02 if french else 0.10):
        text = re.sub(r"(?<!\})'(?!\{)", "", text)  # not beside a slot, which has to stay a word of its own
    if lower and a.chance(0.6):
        slots.update({name: value.lower() for name, value in slots.items()})
    if french:
        text = phrases_french.elide(text, slots) if not a.chance(0.03) else text
        if a.chance(0.14):
            text = phrases_french.without_accents(text)
            slots.update({name: phrases_french.without_accents(value) for name, value in slots.items() if DATE_SLOT.search(name)})
        if a.chance(0.35):
            text = re.sub(r" ([?!])", r"\1", text)
        if a.chance(0.06):
            text = text.replace("'", "’")
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
