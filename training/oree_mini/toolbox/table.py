"""Reads the tables of tools.

A table is text. "# domain" opens a domain; a tool is a block of four lines, blocks are separated by empty lines:

    verb_noun(parameter:KIND, optional?:KIND) > key:KIND, key:KIND
    English description. // Description française.
    English pattern ~ English pattern
    motif français ~ motif français

KIND is one of kinds.KINDS with its limits ("city", "int 1 20"), or the values of an enum with the words that say them,
English before ";" and French after it: <celsius=Celsius,degrees;Celsius,degrés/fahrenheit=Fahrenheit;Fahrenheit>; or a
boolean: yes<words for true;mots/words for false;mots>. What follows ">" are the keys of the tool's result. Patterns are
those of phrases.py; a slot names a parameter, and an optional parameter that has no slot is not in the call. "= calculator"
behind the name says that this built-in tool could do the same.
"""
import re
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module

MODULES = ("home", "days", "media", "travel", "shops", "money", "body", "shapes", "science", "writing", "computers", "work", "society", "leisure", "nature")
SLOT = re.compile(r"\{(\w+)\}")
HEAD = re.compile(r"^(\w+)\((.*?)\)(?: = (\w+))?(?: > (.*))?$")


@dataclass(frozen=True)
class Choice:
    """A value of an enum or a boolean, and the words that say it."""
    value: object
    en: tuple[str, ...]
    fr: tuple[str, ...]


@dataclass(frozen=True)
class Parameter:
    name: str
    kind: str                            # of kinds.KINDS, "enum" or "boolean"
    limits: tuple[float, ...] = ()
    choices: tuple[Choice, ...] = ()
    required: bool = True


@dataclass(frozen=True)
class Tool:
    name: str
    domain: str
    parameters: tuple[Parameter, ...]
    result: tuple[Parameter, ...]
    description: dict = field(hash=False)        # language -> text with alternatives
    patterns: dict = field(hash=False)           # language -> patterns
    built_in: str = ""                           # the built-in tool that could do the same

    def __hash__(self):
        return hash(self.name)


def split_outside(text: str, separator: str) -> list[str]:
    """Parts of text between separators that stand in no angle brackets."""
    parts, depth, start = [], 0, 0
    for index, letter in enumerate(text):
        depth += (letter == "<") - (letter == ">")
        if depth == 0 and text.startswith(separator, index):
            parts.append(text[start:index])
            start = index + len(separator)
    return [part.strip() for part in parts + [text[start:]] if part.strip()]


def read_choice(text: str, value: object = None) -> Choice:
    english, _, french = text.partition(";")
    name, _, words = english.partition("=")
    if value is not None:
        words = english
    else:
        value, words = name, words or name.replace("_", " ")
    return Choice(value, tuple(words.split(",")), tuple((french or words).split(",")))


def read_parameter(text: str) -> Parameter:
    name, _, kind = text.partition(":")
    required = not name.endswith("?")
    name, kind = name.rstrip("?"), kind.strip()
    if kind.startswith("yes<"):
        parts = kind[4:-1].split("/")
        return Parameter(name, "boolean", (), tuple(read_choice(part, index == 0) for index, part in enumerate(parts)), required)
    if kind.startswith("<"):
        return Parameter(name, "enum", (), tuple(read_choice(part) for part in kind[1:-1].split("/")), required)
    kind, *limits = kind.split()
    return Parameter(name, kind, tuple(float(limit) for limit in limits), (), required)


def read_tool(block: str, domain: str) -> Tool:
    lines = block.split("\n")
    if len(lines) != 4:
        raise ValueError(f"a tool has four lines: {block}")
    match = HEAD.match(lines[0])
    if not match:
        raise ValueError(f"not a signature: {lines[0]}")
    name, parameters, built_in, result = match.groups()
    english, _, french = lines[1].partition(" // ")
    return Tool(name, domain, tuple(read_parameter(part) for part in split_outside(parameters, ", ")),
                tuple(read_parameter(part) for part in split_outside(result or "", ", ")),
                {"en": english.strip(), "fr": french.strip()},
                {"en": [p.strip() for p in lines[2].split(" ~ ")], "fr": [p.strip() for p in lines[3].split(" ~ ")]}, built_in or "")


def read_table(text: str) -> list[Tool]:
    tools, domain = [], ""
    for block in re.split(r"\n\s*\n", text.strip()):
        if block.startswith("# "):
            heading, _, block = block.partition("\n")
            domain = heading[2:].strip()
        if block.strip():
            tools.append(read_tool(block.strip(), domain))
    return tools


@cache
def all_tools() -> tuple[Tool, ...]:
    return tuple(tool for module in MODULES for tool in read_table(import_module(f"{__package__}.{module}").TABLE))


@cache
def by_domain() -> dict[str, list[Tool]]:
    domains = {}
    for tool in all_tools():
        domains.setdefault(tool.domain, []).append(tool)
    return domains
