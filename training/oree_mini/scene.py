"""What a source of dialogues hands the trainer: one header, and dialogues that fit it."""
from collections.abc import Callable
from dataclasses import dataclass


@dataclass
class Scene:
    """Dialogues drawn from one scene share its header, which the trainer therefore needs to read only once a group.

    Turns are dicts of a "role" ("user", "assistant", "tool"; the system prompt stands apart), with "content" or "calls" as
    dialogues.py makes them, and sometimes "weight": the share that the turn's tokens have in the loss.
    """
    system: str                       # instructions, or ""
    lines: list[str]                  # tool header lines as docs/prompt_format.md renders them; [] for none
    draw: Callable[[], list[dict]]    # one new dialogue that fits this header
