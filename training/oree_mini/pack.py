"""Token rows for the trainer: a prefix that dialogues share, and the dialogues, with what each token may see."""
from dataclasses import dataclass

import numpy as np

PAD = 12
PREFIX, PADDING = 0, -1  # numbers of no dialogue


@dataclass
class Pack:
    """A prefix and slots of equal length, flat: [prefix | slot | slot | ...], N tokens in all."""
    source: str
    ids: np.ndarray        # [N]
    weights: np.ndarray    # [N] of the loss of predicting ids[i] from the token before; 0 at a dialogue's first token
    dialogue: np.ndarray   # [N] PREFIX, PADDING, or the number of the dialogue in its slot, from 1 on
    positions: np.ndarray  # [N]
    n_prefix: int
    n_slots: int
    slot_length: int


@dataclass
class Encoded:
    """One dialogue as tokens."""
    ids: list[int]
    weights: list[float]
    cuts: list[int]        # places before which the positions may skip ahead


def skipped(encoded: Encoded, first: int, room: int, rng) -> np.ndarray:
    """Positions from `first` on that skip ahead at the start and at cuts, by `room` in all at most.

    What is between is as if it had been read and said nothing: distances that only a long sequence has, at the price of
    a short one.
    """
    steps = np.ones(len(encoded.ids), np.int64)
    places = [0] + [cut for cut in encoded.cuts if rng.random() < 0.6]
    total = int(room * rng.random() ** 2)
    for place, share in zip(places, np.diff([0.0] + sorted(rng.random() for _ in places[1:]) + [1.0])):
        steps[place] += int(total * share)
    return first - 1 + np.cumsum(steps)


def pack_slots(source: str, prefix: list[int], dialogues: list[Encoded], positions: list[np.ndarray], n_slots: int, slot_length: int) -> Pack:
    """Puts dialogues, in their order, into the first slot that has room; those that find none are left out. The longest first would
    fill slots better, but what is left out would then be the short ones: refusals, questions and small talk."""
    N = len(prefix) + n_slots * slot_length
    ids, weights, number = np.full(N, PAD), np.zeros(N, np.float32), np.full(N, PADDING)
    place = np.full(N, len(prefix))
    ids[:len(prefix)], number[:len(prefix)], place[:len(prefix)] = prefix, PREFIX, np.arange(len(prefix))
    filled, count = [0] * n_slots, [0] * n_slots
    for index, one in enumerate(dialogues):
        slot = next((s for s in range(n_slots) if filled[s] + len(one.ids) <= slot_length), None)
        if slot is None:
            continue
        count[slot] += 1
        start = len(prefix) + slot * slot_length + filled[slot]
        end = start + len(one.ids)
        ids[start:end], weights[start:end] = one.ids, one.weights
        weights[start] = 0.0
        number[start:end], place[start:end] = count[slot], positions[index]
        filled[slot] += len(one.ids)
    return Pack(source, ids, weights, number, place, len(prefix), n_slots, slot_length)
