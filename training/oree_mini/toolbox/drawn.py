"""A tool as one header shows it: renamed, with some of its parameters, in some order; and requests to it."""
from dataclasses import dataclass, field

from ..phrases import expand, is_reserved_pattern
from ..render import signature
from . import naming, speech
from .kinds import KINDS
from .table import Parameter, Tool
from .values import COPIED, Rate, Said, plain

# Optional parameters that many tools have and hardly anyone mentions.
EXTRAS = [("limit", {"type": "integer"}), ("format", {"enum": ["json", "text"]}), ("verbose", {"type": "boolean"}), ("timeout_seconds", {"type": "integer"}), ("locale", {}), ("page", {"type": "integer"}),
          ("note", {}), ("dry_run", {"type": "boolean"}), ("account", {}), ("sort", {"enum": ["asc", "desc"]}), ("include_details", {"type": "boolean"}), ("profile", {}), ("tags", {"type": "array", "items": {"type": "string"}}),
          ("precision", {"type": "integer"}), ("callback_url", {}), ("options", {"type": "object"}), ("user_id", {}), ("notify", {"type": "boolean"}), ("offset", {"type": "integer"}), ("source", {})]


@dataclass
class DrawnParameter:
    parameter: Parameter | None
    name: str                          # in the header
    schema: dict
    required: bool
    spelled: dict = field(default_factory=dict)  # canonical value of an enum -> the header's


@dataclass
class DrawnTool:
    tool: Tool
    name: str
    parameters: list[DrawnParameter]
    hidden: dict                       # optional parameters that this header lacks, by name
    described: dict                    # as tools.json describes a tool
    line: str

    def __post_init__(self):
        self.by_name = {p.parameter.name: p for p in self.parameters if p.parameter}
        self.needed = {p.parameter.name for p in self.parameters if p.parameter and p.parameter.required}


@dataclass
class Ask:
    """One request before its words are finished: slots name parameters, said holds their values."""
    drawn: DrawnTool
    text: str
    said: dict[str, Said]

    def shown(self, name: str) -> DrawnParameter:
        return self.drawn.by_name.get(name) or self.drawn.hidden[name]

    def arguments(self, texts: dict[str, str]) -> dict:
        found = {}
        for shown in self.drawn.parameters:
            name = shown.parameter.name if shown.parameter else ""
            if name in self.said:
                found[shown.name] = written(shown, self.said[name], texts[name])
        return found


def written(shown: DrawnParameter, said: Said, text: str):
    """The argument as the schema wants it."""
    value = said.argument(text)
    if isinstance(value, Rate):
        whole = "percent" in shown.name or shown.schema.get("type") == "integer"
        return plain(value.percent) if whole else round(value.percent / 100, 8)
    if shown.parameter.kind == "enum":
        return text if "enum" not in shown.schema else shown.spelled[value]
    if not shown.schema.get("type") and not isinstance(value, str):
        return str(value)
    return value


def schema_of(a, parameter: Parameter) -> tuple[dict, dict]:
    if parameter.kind == "boolean":
        return {"type": "boolean"}, {}
    if parameter.kind == "enum":
        values = [choice.value for choice in parameter.choices]
        if a.chance(0.25):
            values = a.rng.sample(values, len(values))
        style = a.rng.random()
        if style < 0.2 and all(any(" " not in word for word in choice.en + choice.fr) for choice in parameter.choices):
            return {"type": "string"}, {}
        spell = str.upper if style < 0.25 else str.capitalize if style < 0.29 else str
        return {"enum": [spell(value) for value in values]}, {value: spell(value) for value in values}
    kind = KINDS[parameter.kind].type
    if kind.endswith("[]"):
        return {"type": "array", "items": {"type": kind[:-2]}}, {}
    if kind == "integer" and a.chance(0.12):
        kind = "number"
    if parameter.kind == "year" and a.chance(0.15) or kind == "string":
        return {}, {}
    return {"type": kind}, {}


def draw_parameters(a, tool: Tool, style: str, language: str) -> list[DrawnParameter]:
    drop = a.pick((0, 0, 0.3, 0.5))
    chosen = [p for p in tool.parameters if p.required or not a.chance(drop)]
    drawn, taken = [], set()
    for parameter in chosen:
        name = naming.parameter_name(a, parameter.name, style, language)
        if name in taken:
            name = parameter.name if parameter.name not in taken else parameter.name + "_2"
        taken.add(name)
        schema, spelled = schema_of(a, parameter)
        drawn.append(DrawnParameter(parameter, name, schema, parameter.required and not a.chance(0.05), spelled))
    if a.chance(0.14):
        name, schema = a.pick(EXTRAS)
        if name not in taken:
            drawn.append(DrawnParameter(None, name, schema, False))
    return a.rng.sample(drawn, len(drawn)) if a.chance(0.2) else drawn


def draw_tool(a, tool: Tool, style: str, language: str) -> DrawnTool:
    """language: of the description."""
    parameters = draw_parameters(a, tool, style, language)
    shown = {p.parameter.name for p in parameters if p.parameter}
    if not any(set(speech.slots_of(expand(a, pattern))) <= shown for patterns in tool.patterns.values() for pattern in patterns):
        names = {p.name for p in parameters}
        for parameter in tool.parameters:
            if parameter.name not in shown and parameter.name not in names:
                schema, spelled = schema_of(a, parameter)
                parameters.append(DrawnParameter(parameter, parameter.name, schema, False, spelled))
    described = {
        "name": draw_name(a, tool, style, language), "description": naming.description(a, tool.description[language], language, [p.name for p in parameters if p.required]),
        "schema": {"type": "object", "properties": {p.name: p.schema for p in parameters}, "required": [p.name for p in parameters if p.required]}}
    there = {p.parameter.name for p in parameters if p.parameter}
    hidden = {p.name: DrawnParameter(p, p.name, *schema_of(a, p)[:1], False, {}) for p in tool.parameters if p.name not in there}
    return DrawnTool(tool, described["name"], parameters, hidden, described, signature(described))


def draw_name(a, tool: Tool, style: str, language: str) -> str:
    if a.chance(0.5 if language == "fr" else 0.08) and tool.description[language]:
        name = naming.name_of_description(a, naming.ALTERNATIVES.sub(lambda m: m.group(1).split("|")[0], tool.description[language]))
        return naming.tool_name(a, name, tool.domain, style) if "_" in name else name
    return naming.tool_name(a, tool.name, tool.domain, style)


def draw_value(a, shown: DrawnParameter, language: str) -> Said:
    parameter = shown.parameter
    if parameter.choices:
        choice = a.pick(parameter.choices)
        words = choice.en if language == "en" else choice.fr
        if parameter.kind == "enum" and "enum" not in shown.schema:
            words = [word for word in words if " " not in word] or words
        return Said(a.pick(words), choice.value)
    for _ in range(20):
        said = KINDS[parameter.kind].draw(a, language, parameter.limits)
        if said.text and said.text == said.text.strip():
            break
    if shown.schema.get("type") == "integer" and isinstance(said.value, Rate) and not float(said.value.percent).is_integer():
        return Said(said.text.replace(f"{said.value.percent}".replace(".", "," if language == "fr" else "."), str(int(said.value.percent))), Rate(int(said.value.percent)))
    return said


def draw_other(a, ask: Ask, name: str, language: str) -> Said:
    """A value; of two parameters with the same choices ("from pounds to grams") each gets its own."""
    choices = ask.shown(name).parameter.choices
    taken = [said.value for other, said in ask.said.items() if choices and {c.value for c in ask.shown(other).parameter.choices} & {c.value for c in choices}]
    for _ in range(10):
        said = draw_value(a, ask.shown(name), language)
        if said.value not in taken or ask.shown(name).parameter.kind == "boolean":
            break
    return said


BY_NAME = {
    "en": ["!call {tool} with {x}", "!use the tool {tool}: {x}", "!run {tool} with {x}", "{tool}: {x}", "!use {tool}, {x}", "!invoke {tool} for me, {x}", "with {tool}: {x}"],
    "fr": ["!appeler {tool} avec {x}", "!utiliser l'outil {tool} : {x}", "!lancer {tool} avec {x}", "{tool} : {x}", "!exécuter {tool}, {x}", "avec {tool} : {x}"],
}


def ask_by_name(a, drawn: DrawnTool, language: str) -> Ask:
    """As somebody asks who has read the header: by the names of the tool and its parameters."""
    names = [name for name, shown in drawn.by_name.items() if name in drawn.needed or a.chance(0.4)]
    between = a.pick((" = ", ": ", " ", "="))
    listed = ", ".join(f"{drawn.by_name[name].name}{between}{{{name}}}" for name in names[:5])
    text = a.pick(BY_NAME[language]).replace("{tool}", drawn.name).replace("{x}", listed)
    ask = Ask(drawn, text if names else text.rstrip(" ,:").removesuffix(" with").removesuffix(" avec"), {})
    for name in names[:5]:
        ask.said[name] = draw_other(a, ask, name, language)
        if drawn.by_name[name].parameter.kind == "boolean":
            words = {"en": ("no", "yes"), "fr": ("non", "oui")}[language]
            ask.said[name] = Said(a.pick((words[ask.said[name].value], str(ask.said[name].value).lower())), ask.said[name].value)
        elif ask.said[name].skip:
            ask.said[name] = Said(ask.said[name].text[ask.said[name].skip:])
    return ask


def ask_for(a, drawn: DrawnTool, language: str, phrasing: str) -> Ask | None:
    """A request that the header's parameters can take; None when no pattern of this phrasing can be."""
    if a.chance(0.04) and len(drawn.needed) <= 5:
        return ask_by_name(a, drawn, language)
    patterns = [p for p in drawn.tool.patterns[language] if is_reserved_pattern(p) == (phrasing == "reserved")]
    if not patterns and phrasing == "reserved":
        patterns = drawn.tool.patterns[language]
    for _ in range(12 if patterns else 0):
        text = expand(a, a.pick(patterns))
        slots = speech.slots_of(text)
        # Now and then a request says more than the header has parameters for; the call leaves it out.
        able = drawn.by_name.keys() | (drawn.hidden.keys() if a.chance(0.08) else ())
        if able >= set(slots) and drawn.needed <= set(slots):
            ask = Ask(drawn, text, {})
            for name in slots:
                ask.said[name] = draw_other(a, ask, name, language)
            return ask
    return None


def copied(said: Said) -> bool:
    return said.value is COPIED and said.spans is None
