"""One thing asked of one tool: a phrasing pattern, its slots, and the arguments they mean."""
from collections.abc import Callable
from dataclasses import dataclass, field

from . import french_texts


@dataclass
class Ask:
    tool: str
    pattern: str                       # alternatives not chosen yet
    slots: dict = field(default_factory=dict)
    build: Callable[[dict], dict] = lambda slots: {}

    def call(self, slots: dict | None = None) -> dict:
        return {"tool": self.tool, "arguments": self.build(self.slots if slots is None else slots)}


def decorate(a, pattern: str, slot: str, value: str, article: bool = True) -> str:
    """Sometimes quotes a slot or puts an article or "my" before it; neither is part of the argument."""
    mark = "{" + slot + "}"
    if a.chance(0.08):
        quotes = a.pick(("""“”""", '""', '""', "''", "«»") if a.language == "en" else (("« ", " »"), ("« ", " »"), '""', '""', "“”"))
        return pattern.replace(mark, quotes[0] + mark + quotes[1])
    if not article or pattern.startswith(mark):
        return pattern
    if a.language == "fr":
        return pattern.replace(mark, french_texts.article(a, value) + mark) if a.chance(0.6) else pattern
    if not value.lower().startswith(("the ", "a ", "my ")) and a.chance(0.35):
        return pattern.replace(mark, a.pick(("a ", "the ", "my ", "a ", "our ", "the ", "that ")) + mark)
    return pattern
