"""Training groups: one prefix and slots filled with independent dialogues."""
import random
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from . import words
from .arguments import Arguments
from .dialogues import MAKERS, dialogue
from .render import TOOLS, opening_pieces, signature, turn_pieces
from .tokenizer import Encoder

BOOK_WEIGHT = 0.02  # running text is a hundred times harder to foresee than a call, and its gradient drowned that of the calls
PAD = 12


@dataclass
class Group:
    prefix: np.ndarray     # [P] token ids
    slots: np.ndarray      # [S, T] token ids
    weights: np.ndarray    # [S, T] of the loss of predicting slots[:, i]; 0 at a dialogue's first token
    dialogue: np.ndarray   # [S, T] number of the dialogue in its slot, -1 for padding
    positions: np.ndarray  # [S, T] positions, going on where the prefix ends


def draw_header(rng: random.Random) -> tuple[list[str], list[str]]:
    """Tool names and header lines."""
    names = list(MAKERS)
    order = [name for name in TOOLS]
    draw = rng.random()
    if draw < 0.5:
        chosen = order
    else:
        chosen = [name for name in order if name in set(rng.sample(names, rng.randint(3, 11)))]
        if draw > 0.75:
            rng.shuffle(chosen)
    lines = [signature(TOOLS[name]) for name in chosen]
    if draw > 0.85:
        for line in rng.sample(words.OTHER_TOOLS, rng.randint(1, 3)):
            lines.insert(rng.randrange(len(lines) + 1), line)
    return chosen, lines


@cache
def paragraphs(folder: str) -> list[str]:
    found = []
    for path in sorted(Path(folder).glob("*.txt")):
        found += [line for line in path.read_text(encoding="utf-8").split("\n") if 200 <= len(line) <= 900]
    return found


class GroupMaker:
    def __init__(self, encoder: Encoder, book_folder: str, seed: int, n_slots: int, slot_length: int):
        self.encoder, self.books = encoder, book_folder
        self.rng = random.Random(seed)
        self.arguments = Arguments(self.rng, "train", book_folder)
        self.n_slots, self.slot_length = n_slots, slot_length

    def dialogue_tokens(self, tools):
        turns = dialogue(self.arguments, tools, "seen")
        return self.encoder.pieces(piece for turn in turns for piece in turn_pieces(turn))

    def book_tokens(self):
        ids = self.encoder.text(self.rng.choice(paragraphs(self.books)))
        return ids, [0.0] + [BOOK_WEIGHT] * (len(ids) - 1)

    def make(self) -> Group:
        books = self.rng.random() < 0.05
        if books:
            tools, prefix = [], [1]
        else:
            tools, lines = draw_header(self.rng)
            system = self.rng.choice(re.split(r"[|\n]", words.SYSTEM_PROMPTS)) if self.rng.random() < 0.1 else ""
            prefix, _ = self.encoder.pieces(opening_pieces(system, lines))
        S, T = self.n_slots, self.slot_length
        slots, weights = np.full((S, T), PAD), np.zeros((S, T), np.float32)
        number, positions = np.full((S, T), -1), np.full((S, T), len(prefix))
        waiting = []
        for s in range(S):
            filled, count, misses = 0, 0, 0
            while misses < 5:
                fresh = count > 0 or not waiting
                ids, w = (self.book_tokens() if books else self.dialogue_tokens(tools)) if fresh else waiting.pop(0)
                if len(ids) > T:
                    if not books:
                        continue
                    ids, w = ids[:T], w[:T]
                if filled + len(ids) > T:
                    waiting.append((ids, w))
                    misses += 1
                    continue
                end = filled + len(ids)
                slots[s, filled:end], weights[s, filled:end] = ids, w
                number[s, filled:end], positions[s, filled:end] = count, np.arange(len(ids)) + len(prefix)
                filled, count = end, count + 1
        return Group(np.array(prefix), slots, weights, number, positions)
