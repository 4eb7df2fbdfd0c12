"""Scenes of the built-in tools: headers as agents really have them, and dialogues that fit."""
import re

from . import words, words_french
from .databases import draw_database
from .dialogues import dialogue
from .render import TOOLS, signature
from .scene import Scene

REQUESTS_SHARE = 0.6  # of scenes whose dialogues end with the first call or question

DEFAULT = ("calendar_list", "calendar_create", "calendar_move", "calendar_cancel", "calendar_free", "contacts_find", "contacts_add", "notes_add", "notes_search", "clock_now", "calculator")
REMINDERS = ("reminders_add", "reminders_list", "reminders_done", "reminders_cancel")

# The tools and instructions of the agents in agents/ and of some that people make, then the share of scenes that have them.
AGENTS = {
    "default": (DEFAULT, "", 30),
    "secretary": (DEFAULT[:-1] + REMINDERS, "", 14),
    "librarian": (("notes_search", "clock_now", "files_list", "files_read", "files_search"),
                  "Search before you answer. Say in which file or note an answer stands. Say so when nothing is found.", 6),
    "analyst": (("calculator", "database_schema", "database_query"), "Answer from the database alone. Look at the tables first, then ask one SELECT at a time.", 5),
    "handyman": (("notes_add", "notes_search", "clock_now", "calculator", "units_convert") + REMINDERS, "", 7),
    "files": (tuple(name for name in TOOLS if name.startswith(("files_", "notes_", "clock_"))), "", 5),
    "database": (tuple(name for name in TOOLS if name.startswith(("database_", "calculator"))), "", 3),
    "every tool": (tuple(TOOLS), "", 6),
    "some tools": ((), "", 24),
}


def draw_tools(a) -> tuple[list[str], str]:
    tools, instructions, _ = AGENTS[a.rng.choices(tuple(AGENTS), [share for _, _, share in AGENTS.values()])[0]]
    if tools:
        return list(tools), instructions
    chosen = set(a.rng.sample(list(TOOLS), a.rng.randint(2, 14)))
    chosen = [name for name in TOOLS if name in chosen]
    if a.chance(0.5):
        a.rng.shuffle(chosen)
    return chosen, ""


def header_line(name: str, database) -> str:
    tool = TOOLS[name]
    if not name.startswith("database_"):
        return signature(tool)
    schema = tool["schema"] | {"properties": {key: ({"type": "string", "enum": [database.name]} if key == "database" else value) for key, value in tool["schema"]["properties"].items()}}
    return signature(tool | {"schema": schema}) + ("" if name == "database_schema" else database.suffix())


def instructions_of(a) -> str:
    lists = words_french if a.language == "fr" and a.chance(0.7) else words
    return a.pick(re.split(r"[|\n]", lists.SYSTEM_PROMPTS))


def draw_header(a) -> tuple[list[str], list[str], str]:
    """Tool names, header lines and instructions; a.database becomes the one that the header describes."""
    tools, system = draw_tools(a)
    a.database = draw_database(a)
    lines = [header_line(name, a.database) for name in tools]
    if a.chance(0.15):
        for line in a.rng.sample(words.OTHER_TOOLS, a.rng.randint(1, 3)):
            if line.split("(")[0] not in tools:
                lines.insert(a.rng.randrange(len(lines) + 1), line)
    if not system and a.chance(0.12):
        system = instructions_of(a)
    return tools, lines, system


def draw_scene(arguments, language: str, phrasing: str) -> Scene:
    """arguments: of the language. Its database is the scene's as long as the scene's dialogues are drawn."""
    assert arguments.language == language
    tools, lines, system = draw_header(arguments)
    database, whole = arguments.database, not arguments.chance(REQUESTS_SHARE)

    def draw() -> list[dict]:
        arguments.database = database
        return dialogue(arguments, tools, phrasing, whole)
    return Scene(system, lines, draw)
