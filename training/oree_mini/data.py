"""Training packs, drawn from the sources of sources.py.

Pack number `index` of a seed is always the same, whoever draws it: a run that was cut goes on with the losses it would
have had, and many processes can draw one stream.
"""
import random

import numpy as np

from . import copies
from .pack import Encoded, Pack, pack_slots, skipped
from .render import opening_pieces, turn_pieces
from .sources import Sources
from .tokenizer import Encoder

PACK_TOKENS = 3072        # of a pack's slots
SLOT_LENGTH = 256
LONGEST_SLOT = 1024       # of a group
ALONE_SHARE = 0.5         # of longer dialogues, each in place of its group; the others are left out
SKIPPING_SHARE = 0.25     # of groups whose positions skip ahead


class PackMaker:
    def __init__(self, encoder: Encoder, sources: Sources, seed: int, context: int):
        self.encoder, self.sources, self.seed, self.context = encoder, sources, seed, context
        self.rng = sources.rng

    def make(self, index: int) -> Pack:
        self.rng.seed(f"pack {self.seed} {index}")
        source = self.sources.draw(index)
        if source.kind == "book":
            return self.book(source)
        if source.kind == "copies":
            return self.copies(source)
        if source.kind == "long" and self.rng.random() < 0.5:
            return self.long(source)
        return self.group(source)

    def prefix(self, scene) -> list[int]:
        return self.encoder.pieces(opening_pieces(scene.system, scene.lines))[0]

    def encode(self, turns: list[dict]) -> Encoded:
        """A cut is before each request and between the parts of a text."""
        ids, weights, cuts = [], [], []

        def add(pieces) -> None:
            more = self.encoder.pieces(pieces)
            ids.extend(more[0])
            weights.extend(more[1])

        for turn in turns:
            if ids and turn["role"] in ("user", "text") and not turn.get("joined"):
                cuts.append(len(ids))
            parts = turn.get("parts")
            first, *rest = turn_pieces({**turn, "content": parts[0]} if parts else turn)
            add([first])
            for part in parts[1:] if parts else ():
                cuts.append(len(ids))
                add([(None, part, first[2])])
            add(rest)
        return Encoded(ids, weights, cuts)

    def group(self, source) -> Pack:
        """Many short dialogues that share a header."""
        scene = source.scene(self.sources)
        prefix = self.prefix(scene)
        dialogues, total = [], 0
        while total < PACK_TOKENS:
            one = self.encode(scene.draw())
            if len(one.ids) > LONGEST_SLOT:
                if len(prefix) + len(one.ids) <= self.context and self.rng.random() < ALONE_SHARE:
                    return self.sequence(source, prefix, one)
                continue
            dialogues.append(one)
            total += len(one.ids)
        longest = max((len(one.ids) for one in dialogues), default=1)
        length = SLOT_LENGTH if longest <= SLOT_LENGTH else -(-longest // 64) * 64
        skipping = source.kind == "long" or self.rng.random() < SKIPPING_SHARE
        room = lambda one: self.context - len(prefix) - len(one.ids) if skipping else 0
        positions = [skipped(one, len(prefix), room(one), self.rng) for one in dialogues]
        return pack_slots(source.name, prefix, dialogues, positions, max(2, PACK_TOKENS // length), length)

    def sequence(self, source, prefix: list[int], one: Encoded) -> Pack:
        ids, weights = one.ids[:self.context - len(prefix)], one.weights
        one = Encoded(ids, weights[:len(ids)], [])
        return pack_slots(source.name, prefix, [one], [np.arange(len(ids)) + len(prefix)], 1, len(ids))

    def long(self, source) -> Pack:
        """One dialogue of thousands of tokens, as it is."""
        wanted = int(512 * (self.context / 512) ** self.rng.random())
        while True:
            scene = source.long_scene(self.sources, wanted)
            prefix, one = self.prefix(scene), self.encode(scene.draw())
            if len(prefix) + len(one.ids) <= self.context:
                return self.sequence(source, prefix, one)
            wanted = int(wanted * 0.8)

    def book(self, source) -> Pack:
        """Running text: many passages, or one long one."""
        weight, begin = source.weight, [self.encoder.control["<s>"]]
        passage = lambda n: Encoded(ids := self.sources.passage(source.language, n), [weight] * len(ids), [])
        if self.rng.random() < 0.4:
            return self.sequence(source, begin, passage(int(1024 * (self.context / 1024) ** self.rng.random())))
        length = self.rng.choice((256, 512, 1024))
        slots = PACK_TOKENS // length
        return pack_slots(source.name, begin, parts := [passage(length) for _ in range(slots)], [np.arange(len(p.ids)) + 1 for p in parts], slots, length)

    def copies(self, source) -> Pack:
        """Many short sequences that repeat themselves."""
        book, vocab_size = self.sources.passage(source.language, PACK_TOKENS), self.encoder.tokenizer.get_vocab_size()
        n_slots, begin = PACK_TOKENS // copies.LENGTH, [self.encoder.control["<s>"]]
        parts = [copies.draw_copies(self.rng, book, vocab_size) for _ in range(n_slots)]
        positions = [skipped(one, 1, self.context - copies.LENGTH - 1 if self.rng.random() < SKIPPING_SHARE else 0, self.rng) for one in parts]
        return pack_slots(source.name, begin, parts, positions, n_slots, copies.LENGTH)
