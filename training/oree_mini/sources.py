"""What training packs are drawn from, and how often."""
import random
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from . import built_in, long_range, other_tools
from .arguments import Arguments
from .scene import Scene

LANGUAGES = ("en", "fr")
BOOK_WEIGHT = 0.05  # of running text, a hundred times harder to foresee than a call: with more, its gradient drowns that of the calls


@dataclass(frozen=True)
class Source:
    name: str
    kind: str       # "tools", "long", "book" or "copies"
    language: str
    share: float    # of packs, which have about as many tokens each
    module: object = None
    weight: float = BOOK_WEIGHT

    def scene(self, sources: "Sources") -> Scene:
        if self.kind == "long":
            return self.long_scene(sources, sources.rng.randint(200, 600))
        return self.module.draw_scene(sources.arguments[self.language], self.language, sources.phrasing)

    def long_scene(self, sources: "Sources", tokens: int) -> Scene:
        return self.module.draw_scene(sources.arguments[self.language], self.language, sources.phrasing, tokens)


TABLE = (
    Source("built-in en", "tools", "en", 25, built_in),
    Source("built-in fr", "tools", "fr", 22, built_in),
    Source("other tools en", "tools", "en", 20, other_tools),
    Source("other tools fr", "tools", "fr", 12, other_tools),
    Source("long range en", "long", "en", 8, long_range),
    Source("long range fr", "long", "fr", 5, long_range),
    Source("books en", "book", "en", 3),
    Source("books fr", "book", "fr", 2),
    Source("copies en", "copies", "en", 2),
    Source("copies fr", "copies", "fr", 1),
)
FIRST_PACKS = 2400        # of a run, among which copies are many
FIRST_COPIES = 15         # times as many


class Sources:
    """The sources over a prepared folder: its books as text for arguments, and as tokens to read."""

    def __init__(self, folder: Path, seed: int = 0, phrasing: str = "seen"):
        self.rng, self.folder, self.phrasing = random.Random(seed), Path(folder), phrasing
        self.arguments = {language: Arguments(self.rng, "train", str(self.folder / "books"), language) for language in LANGUAGES}

    def draw(self, index: int) -> Source:
        """The source of pack number `index` of a run."""
        share = lambda source: source.share * (FIRST_COPIES if source.kind == "copies" and index < FIRST_PACKS else 1)
        return self.rng.choices(TABLE, [share(source) for source in TABLE])[0]

    @cached_property
    def books(self) -> dict[str, np.ndarray]:
        return {language: np.load(self.folder / f"books.{language}.npy", mmap_mode="r") for language in LANGUAGES}

    def passage(self, language: str, n_tokens: int) -> list[int]:
        """Running text of so many tokens, from the start of a paragraph where one is near."""
        text = self.books[language]
        start = self.rng.randrange(max(1, len(text) - n_tokens - 256))
        line_ends = np.flatnonzero(text[start:start + 256] == text[-1])
        start += int(line_ends[0]) + 1 if len(line_ends) else 0
        return text[start:start + n_tokens].tolist()
