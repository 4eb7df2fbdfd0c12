"""Packs laid end to end in rows of one length, for fused attention on an accelerator."""
import random
from dataclasses import dataclass, fields

import numpy as np

from .pack import PAD, Pack
from .sources import TABLE

NAMES = [source.name for source in TABLE]
MOST_USES = 3             # of one row, where the producers are slower than the accelerator
REMEMBERED_ROWS = 2048


@dataclass
class Row:
    """What each token of a row is; a batch of rows is the same with one dimension more in front."""
    ids: np.ndarray
    weights: np.ndarray
    group: np.ndarray      # tokens of different groups do not see each other; padding is group 0
    dialogue: np.ndarray   # 0: the group's prefix
    positions: np.ndarray
    source: np.ndarray     # index into NAMES

    @staticmethod
    def empty(length: int) -> "Row":
        whole = lambda kind, value=0: np.full(length, value, kind)
        return Row(whole(np.int32, PAD), whole(np.float32), whole(np.int32), whole(np.int32), whole(np.int32), whole(np.int32))


def blocks_of(pack: Pack) -> list[np.ndarray]:
    """The tokens of each dialogue, as places in the pack."""
    slot = np.concatenate((np.zeros(pack.n_prefix, int), np.repeat(np.arange(pack.n_slots), pack.slot_length)))
    key = np.where(pack.dialogue > 0, slot * 10000 + pack.dialogue, 0)
    order = np.flatnonzero(key)
    return np.split(order, np.flatnonzero(np.diff(key[order])) + 1) if len(order) else []


def put(row: Row, start: int, group: int, pack: Pack, blocks: list[np.ndarray]) -> int:
    """Writes a prefix and dialogues from `start` on; the place after them."""
    places = np.concatenate([np.arange(pack.n_prefix)] + blocks)
    end = start + len(places)
    row.ids[start:end], row.weights[start:end], row.positions[start:end] = pack.ids[places], pack.weights[places], pack.positions[places]
    row.group[start:end], row.source[start:end] = group, NAMES.index(pack.source)
    row.dialogue[start:end] = np.repeat(np.arange(len(blocks) + 1), [pack.n_prefix] + [len(block) for block in blocks])
    return end


def rows_of(packs, length: int):
    """Fills rows; what no longer fits of a group of dialogues is left out, and a long one waits for the next row."""
    waiting, packs = [], iter(packs)
    while True:
        row, place, group = Row.empty(length), 0, 1
        while place < length - 256:
            pack = waiting.pop(0) if waiting and place == 0 else next(packs)
            blocks, room = blocks_of(pack), length - place - pack.n_prefix
            if len(blocks) == 1 and len(blocks[0]) > room:
                if place == 0:
                    raise ValueError(f"a dialogue of {pack.n_prefix + len(blocks[0])} tokens in rows of {length}")
                waiting.append(pack)
                if len(waiting) > 8:
                    break
                continue
            fitting = []
            for block in blocks:
                if len(block) <= room:
                    fitting.append(block)
                    room -= len(block)
            if fitting:
                place, group = put(row, place, group, pack, fitting), group + 1
        yield row


def batch(rows: list[Row]) -> Row:
    return Row(*(np.stack([getattr(row, field.name) for row in rows]) for field in fields(Row)))


class RowFeed:
    """Rows for an accelerator: new ones where there are any, else again some that were used before."""

    def __init__(self, feed, seed: int, fresh_only: bool = False):
        self.feed, self.rng, self.fresh_only = feed, random.Random(seed), fresh_only
        self.old, self.used_again = [], 0

    def get(self) -> Row:
        row = self.feed.at_hand()
        if row is None and self.old and not self.fresh_only:
            place = self.rng.randrange(len(self.old))
            entry = self.old[place]
            entry[1] += 1
            self.used_again += 1
            if entry[1] >= MOST_USES:
                self.old[place] = self.old[-1]
                self.old.pop()
            return entry[0]
        row = self.feed.get() if row is None else row
        self.old.append([row, 1])
        if len(self.old) > REMEMBERED_ROWS:
            self.old.pop(0)
        return row
