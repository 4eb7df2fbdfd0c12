"""One thing asked of one tool: a phrasing pattern, its slots, and the arguments they mean."""
import re
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Ask:
    tool: str
    pattern: str                       # alternatives not chosen yet
    slots: dict = field(default_factory=dict)
    build: Callable[[dict], dict] = lambda slots: {}

    def call(self, slots: dict | None = None) -> dict:
        return {"tool": self.tool, "arguments": self.build(self.slots if slots is None else slots)}


def bare(phrase: str) -> str:
    """A date phrase without its leading "on" or "at"."""
    return re.sub(r"^(on|at) ", "", phrase, flags=re.IGNORECASE)


def decorate(a, pattern: str, slot: str, article: bool) -> str:
    """Sometimes quotes a slot or puts an article or "my" before it; neither is part of the argument."""
    mark = "{" + slot + "}"
    if a.chance(0.08):
        quotes = a.pick(('""', '""', "''", "“”", "«»"))
        return pattern.replace(mark, quotes[0] + mark + quotes[1])
    if article and not pattern.startswith(mark) and a.chance(0.35):
        return pattern.replace(mark, a.pick(("a ", "the ", "my ", "a ", "our ", "the ")) + mark)
    return pattern
