"""Scenes with tools that are described only in the prompt, as an agent's custom tools and MCP servers are.

Tools come from toolbox/, renamed and trimmed anew for each scene, so that the header has to be read: the same request
occurs with its tool, with a sibling of it, and with neither.
"""
import re

from .phrases import SLOT, expand
from .render import TOOLS, signature
from .scene import Scene
from .toolbox import chatter, speech
from .toolbox.drawn import Ask, DrawnTool, ask_for, copied, draw_tool, draw_value
from .toolbox.kinds import KINDS
from .toolbox.made_up import make_tool
from .toolbox.naming import server_name
from .toolbox.replies import CANNOT, result_and_answer
from .toolbox.table import all_tools, by_domain
from .toolbox.values import WEEKDAYS, Said, joined

SIZES = ([1, 2, 3, 4, 5, 6, 8, 10, 12], [20, 14, 16, 14, 11, 9, 7, 5, 4])
STYLES = (["plain", "dashed", "camel", "prefixed", "kebab", "pascal", "server:"], [46, 12, 13, 9, 4, 2, 14])
CATEGORIES = {"single": 42, "same_tool": 12, "several": 9, "missing": 8, "no_tool": 19, "small_talk": 3, "follow_up": 7}
# The end of a request that names one argument: without it the argument is missing.
TRAILING = {
    "en": re.compile(r",? (?:(?:in|for|of|to|at|from|with|on|named|called|by|into|about|under|as|is|and|until|than|over|near|saying|number|titled|around|against|between|to be) )(?:the |a |an |my |height |width |radius |rate |name )*\{(\w+)\}(?: [a-z]{1,7})?(?=[?.!]?$)"),
    "fr": re.compile(r",? (?:(?:dans|pour|de|à|avec|sur|nommée?|appelée?|par|en|vers|intitulée?|jusqu'à|chez|contre|entre|numéro|au|du|près de) )(?:la |l'|le |un |une |ma |mon )*\{(\w+)\}(?: [a-zé]{1,7})?(?=\s?[?.!]?$)"),
}
ONE_MORE = {"en": [" and ", ", and ", ", and also ", ", then ", "; also ", " and another ", ". And ", " as well as "], "fr": [" et ", ", et ", ", et aussi ", ", puis ", " ainsi que ", ". Et "]}
# Kinds of which several can be said at once: "in Lyon and Nantes".
SEVERAL = set("city country person first name company product food dish animal plant room team star planet element substance drug illness language word ticker host service code artist figure device label title street table branch int num year compound gene subject".split())
TAIL_START = {"en": "in for of to at from with on by into about between near against".split(), "fr": "dans pour de à avec sur par en vers chez entre contre".split()}


# What else could be done with the thing that a tool is about: verbs and how a description says them.
TWINS = [("delete", "Delete"), ("list", "List"), ("update", "Update"), ("export", "Export"), ("rename", "Rename"), ("archive", "Archive"), ("share", "Share"), ("restore", "Restore"), ("validate", "Validate"), ("subscribe_to", "Subscribe to")]


def twin(a, drawn: DrawnTool) -> str:
    """The line of a tool that does something else with the same thing; nobody asks for it."""
    _, *noun = drawn.tool.name.split("_")
    taken = {tool.name.partition("_")[0] for tool in by_domain().get(drawn.tool.domain, ())}
    verb, said = a.pick([pair for pair in TWINS if pair[0] not in taken])
    words = "_".join(noun or [drawn.tool.name])
    parameters = ", ".join(p.name + ("" if index == 0 else "?") for index, p in enumerate(drawn.parameters[:2])) or "id"
    name = f"{verb}_{words}" if "_" in drawn.name or "-" in drawn.name else verb.split("_")[0] + "".join(word.capitalize() for word in words.split("_"))
    return f"{name}({parameters}): {said} {a.pick(('a', 'the', 'one'))} {words.replace('_', ' ')}."


class Source:
    """One scene's tools, language and phrasing, and the dialogues that fit them."""

    def __init__(self, a, language: str, phrasing: str):
        self.a, self.language, self.phrasing = a, language, phrasing
        self.header_language = "fr" if language == "fr" and a.chance(0.2) else "en"
        self.server = server_name(a)
        self.style = self.draw_style()
        self.drawn: list[DrawnTool] = []
        self.built_in: list[str] = []
        self.draw_header()

    # Header

    def draw_style(self) -> str:
        style = self.a.rng.choices(*STYLES)[0]
        return style + self.server if style == "server:" else style

    def add(self, tool, style: str) -> None:
        if any(tool.name == drawn.tool.name or chatter.same(tool.name, drawn.tool.name) for drawn in self.drawn):
            return
        for _ in range(4):
            drawn = draw_tool(self.a, tool, style, self.header_language)
            if drawn.name not in {other.name for other in self.drawn} | set(TOOLS) and ask_for(self.a, drawn, self.language, self.phrasing):
                self.drawn.append(drawn)
                return

    def draw_header(self) -> None:
        a, size = self.a, self.a.rng.choices(*SIZES)[0]
        mixed = a.chance(0.3)
        while len(self.drawn) < size:
            style = self.draw_style() if mixed else self.style
            draw = a.rng.random()
            if draw < 0.09:
                self.add(make_tool(a), style)
            elif draw < 0.6 and self.drawn and self.drawn[0].tool.domain in by_domain():
                self.add(a.pick(by_domain()[self.drawn[0].tool.domain]), style)
            else:
                self.add(a.pick(all_tools()), style)
        self.lines = [drawn.line for drawn in self.drawn] + ([twin(a, a.pick(self.drawn))] if a.chance(0.15) and size < 12 else [])
        if len({line.split("(")[0] for line in self.lines}) < len(self.lines):
            self.lines.pop()
        if a.chance(0.12):
            able = {drawn.tool.built_in for drawn in self.drawn}
            names = [name for name in TOOLS if name not in able and not (name.startswith(("calendar", "reminders")) and able & {"calendar_create", "reminders_add"})]
            self.built_in = a.rng.sample(names, min(len(names), a.pick((1, 2, 3, 4))))
        self.lines += [signature(TOOLS[name]) for name in self.built_in]
        a.rng.shuffle(self.lines)
        # What the header can do, so that a request "no tool fits" is one.
        self.able = {drawn.tool.name for drawn in self.drawn} | set(self.built_in)

    # Requests

    def ask(self, drawn: DrawnTool | None = None) -> Ask:
        for _ in range(20):
            ask = ask_for(self.a, drawn or self.a.pick(self.drawn), self.language, self.phrasing)
            if ask:
                return ask
        return self.ask()

    def request(self, asks: list[Ask], joiners: list[str] | None = None) -> tuple[str, list[dict]]:
        """One message that holds all asks, and their calls."""
        a, text, slots = self.a, "", {}
        for index, ask in enumerate(asks):
            piece = speech.quoted(a, speech.fragment(a, ask.text, opening=index == 0), ask.said)
            piece = speech.agree(piece, ask.said, self.language)
            piece = SLOT.sub(lambda m: "{" + f"s{index}_{m.group(1)}" + "}", piece)
            slots |= {f"s{index}_{name}": said.text for name, said in ask.said.items()}
            if index:
                text = text.rstrip(" .?!") + a.pick(joiners or speech.JOINERS[self.language]) + piece
                text = re.sub(r"(\. )([a-zé])", lambda m: m.group(1) + m.group(2).upper(), text) if a.chance(0.8) else text
            else:
                text = piece
        text = speech.finish(a, text, slots)
        if a.chance(0.1):
            remark = chatter.remark(a, a.pick(WEEKDAYS[self.language]))
            text = f"{remark} {text}" if a.chance(0.8) else f"{text.rstrip()} {remark}" if text.rstrip()[-1:] in ".?!" else text
        calls = []
        for index, ask in enumerate(asks):
            texts = {name: slots[f"s{index}_{name}"] for name in ask.said}
            calls.append({"tool": ask.drawn.name, "arguments": ask.arguments(texts)})
        return text, calls

    def exchange(self, text: str, calls: list[dict], drawn: list[DrawnTool], answered: float) -> list[dict]:
        turns = [{"role": "user", "content": text}, {"role": "assistant", "calls": calls}]
        if self.a.chance(answered):
            answers = []
            for call, tool in zip(calls, drawn):
                result, said = result_and_answer(self.a, tool, call, self.language)
                turns.append({"role": "tool", "content": result})
                answers.append(said)
            turns.append({"role": "assistant", "content": " ".join(answers)})
        return turns

    # Dialogues

    def single(self, answered: float = 0.3) -> list[dict]:
        ask = self.ask()
        text, calls = self.request([ask])
        return self.exchange(text, calls, [ask.drawn], answered)

    def several(self) -> list[dict]:
        asks = [self.ask() for _ in range(2 if self.a.chance(0.85) else 3)]
        text, calls = self.request(asks)
        return self.exchange(text, calls, [ask.drawn for ask in asks], 0.2)

    def same_tool(self) -> list[dict]:
        """Several calls of one tool: whole requests, one value said several times, or the end of the request again."""
        ask, draw = self.ask(), self.a.rng.random()
        made = self.values_in_a_row(ask) if draw < 0.45 else self.tail_again(ask) if draw < 0.8 else None
        if made is None:
            asks = [ask]
            for _ in range(1 if self.a.chance(0.8) else 2):
                other = self.ask(ask.drawn)
                if other.drawn is ask.drawn and other.said and {name: said.text for name, said in other.said.items()} not in [{name: said.text for name, said in one.said.items()} for one in asks]:
                    asks.append(other)
            made = self.request(asks)
        return self.exchange(*made, [ask.drawn] * len(made[1]), 0.2)

    def values_in_a_row(self, ask: Ask):
        a = self.a
        able = [name for name, said in ask.said.items() if name in ask.drawn.by_name and ask.shown(name).parameter.kind in SEVERAL and (copied(said) or isinstance(said.value, (int, float)))]
        if not able:
            return None
        name = a.pick(able)
        values = [ask.said[name]]
        for _ in range(a.pick((1, 1, 2, 3))):
            said = draw_value(a, ask.shown(name), self.language)
            if said.text not in [value.text for value in values]:
                values.append(said)
        row = joined(a, self.language, [value.text[value.skip:] for value in values])
        said = dict(ask.said) | {name: Said(row.text, row.value, row.spans)}
        piece = speech.agree(speech.fragment(a, ask.text), said, self.language)
        slots = {key: value.text for key, value in said.items()}
        text = speech.finish(a, piece, slots)
        calls = []
        for value, (start, end) in zip(values, row.spans):
            one = Ask(ask.drawn, ask.text, said | {name: Said(value.text[value.skip:], value.value)})
            calls.append({"tool": ask.drawn.name, "arguments": one.arguments(slots | {name: slots[name][start:end]})})
        return text, calls

    def tail_again(self, ask: Ask):
        """"... with base 3 and height 5, and with base 6 and height 2"."""
        a = self.a
        first = ask.text.find("{")
        words = ask.text[:first].rstrip().split(" ")
        starts = [i for i, word in enumerate(words) if word in TAIL_START[self.language]]
        if first < 0 or not starts or len(words) - starts[-1] > 3:
            return None
        tail = (" ".join(words[starts[-1]:]) + " " + ask.text[first:]).rstrip(" ?.!")
        asks = [ask]
        for _ in range(1 if a.chance(0.75) else 2):
            asks.append(Ask(ask.drawn, tail, {name: draw_value(a, ask.shown(name), self.language) for name in ask.said}))
        text, calls = self.request(asks, ONE_MORE[self.language])
        return text + ("?" if ask.text.rstrip().endswith("?") and text[-1] not in "?!." else ""), calls

    def missing(self) -> list[dict]:
        """A required argument is not said: a question, and the call with the answer to it."""
        for _ in range(12):
            ask = self.ask()
            cut = TRAILING[self.language].search(ask.text)
            if cut and len(ask.text[:cut.start()].split()) > 1 and cut.group(1) in ask.drawn.needed and ask.drawn.by_name[cut.group(1)].required and ask.drawn.by_name[cut.group(1)].parameter.kind != "boolean":
                break
        else:
            return self.single()
        name = cut.group(1)
        text = ask.text[:cut.start()] + ask.text[cut.end():]
        shown = ask.shown(name)
        rest = {key: said for key, said in ask.said.items() if key != name}
        piece = speech.agree(speech.fragment(self.a, text), rest, self.language)
        slots = {key: said.text for key, said in rest.items()}
        turns = [{"role": "user", "content": speech.finish(self.a, piece, slots)}, {"role": "assistant", "content": self.question(shown)}]
        if self.a.chance(0.45):
            return turns
        value = Said(ask.said[name].text[ask.said[name].skip:], ask.said[name].value, ask.said[name].spans)
        reply = {name: value.text}
        form = self.a.pick(("{x}", "{x}", "{x}.", "{x}, please", "it's {x}", "let's say {x}") if self.language == "en" else ("{x}", "{x}", "{x}.", "{x}, s'il te plaît", "disons {x}", "c'est {x}")).replace("x", name)
        content = speech.finish(self.a, form, reply)
        whole = Ask(ask.drawn, ask.text, rest | {name: value})
        calls = [{"tool": ask.drawn.name, "arguments": whole.arguments(slots | reply)}]
        return turns + self.exchange(content, calls, [ask.drawn], 0.3)

    def question(self, shown) -> str:
        words = re.sub(r"([a-z])([A-Z])", r"\1 \2", shown.name.replace("_", " ")).lower()
        kind = KINDS.get(shown.parameter.kind)
        if kind is None:
            return f"Which {words}?" if self.language == "en" else f"Quelle valeur pour « {words} » ?"
        return (kind.en if self.language == "en" else kind.fr).format(words=words)

    def absent_tool(self):
        """A tool that is not in the header, nor any that does the same; often of a domain that is."""
        a = self.a
        for _ in range(20):
            drawn = a.pick(self.drawn)
            near = by_domain().get(drawn.tool.domain, ())
            tool = a.pick(near) if near and a.chance(0.55) else make_tool(a) if a.chance(0.05) else a.pick(all_tools())
            if tool.name not in self.able and tool.built_in not in self.able and not self.alike(tool):
                return tool
        return None

    def alike(self, tool) -> bool:
        return any(chatter.same(tool.name, name) for name in self.able)

    def no_tool(self) -> list[dict]:
        a = self.a
        tool = self.absent_tool() if a.chance(0.75) else None
        ask = ask_for(a, draw_tool(a, tool, "plain", "en"), self.language, self.phrasing) if tool else None
        if ask and ask.drawn.name not in {line.split("(")[0] for line in self.lines}:
            text, _ = self.request([ask])
        else:
            slots = {"topic": KINDS["topic"].draw(a, self.language, ()).text, "city": KINDS["city"].draw(a, self.language, ()).text, "person": KINDS["figure"].draw(a, self.language, ()).text,
                     "event": KINDS["event"].draw(a, self.language, ()).text, "animal": KINDS["animal"].draw(a, self.language, ()).text, "country": KINDS["country"].draw(a, self.language, ()).text}
            pattern = chatter.off_topic(a, self.language, self.phrasing, {drawn.tool.domain for drawn in self.drawn})
            said = {name: Said(value) for name, value in slots.items()}
            text = speech.finish(a, speech.agree(speech.fragment(a, pattern), said, self.language), slots)
        return [{"role": "user", "content": text}, {"role": "assistant", "content": a.pick(CANNOT[self.language])}]

    def small_talk(self) -> list[dict]:
        pattern, said = self.a.pick(chatter.SMALL_TALK[self.language])
        text = speech.finish(self.a, expand(self.a, pattern), {})
        return [{"role": "user", "content": text}, {"role": "assistant", "content": said}]

    def follow_up(self) -> list[dict]:
        """The same again with one other value: "and in Nantes?", "no, I meant Friday"."""
        a = self.a
        ask = self.ask()
        text, calls = self.request([ask])
        turns = self.exchange(text, calls, [ask.drawn], 1.0)
        able = [name for name, said in ask.said.items() if name in ask.drawn.by_name and (copied(said) or (isinstance(said.value, (int, float)) and not isinstance(said.value, bool)))]
        able = [name for name in able if ask.drawn.by_name[name].parameter.kind not in ("text", "message")]
        if not able:
            return turns + self.no_tool() if a.chance(0.5) else turns
        name = a.pick(able)
        shown = ask.drawn.by_name[name]
        value = draw_value(a, shown, self.language)
        value = Said(value.text[value.skip:], value.value, value.spans)
        before = re.search(r"(?:^| )(in|for|to|at|from|with|on|by|about|near|dans|pour|à|avec|sur|par|chez|vers) \{" + name + r"\}", ask.text)
        forms = chatter.FOLLOW_UPS[self.language]
        pattern = a.pick(forms["again"] + forms["correction"])
        pattern = pattern.replace("{in}", before.group(1) + " " if before else "").replace("{x}", "{" + name + "}")
        slots = {name: value.text}
        again = speech.finish(a, speech.agree(expand(a, pattern), {name: value}, self.language), slots)
        arguments = dict(calls[0]["arguments"])
        one = Ask(ask.drawn, "", {name: value}).arguments(slots)
        arguments |= one
        if a.chance(0.12):
            turns += self.no_tool()
        return turns + self.exchange(again, [{"tool": ask.drawn.name, "arguments": arguments}], [ask.drawn], 0.3)

    def dialogue(self) -> list[dict]:
        category = self.a.rng.choices(list(CATEGORIES), list(CATEGORIES.values()))[0]
        return getattr(self, category)()


def draw_scene(arguments, language: str, phrasing: str) -> Scene:
    source = Source(arguments, language, phrasing)
    return Scene(chatter.instructions(arguments, language), source.lines, source.dialogue)
