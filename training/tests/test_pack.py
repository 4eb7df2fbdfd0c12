"""What a pack keeps of what was drawn."""
import numpy as np
import pytest
from oree_mini.data import PackMaker
from oree_mini.pack import Encoded, pack_slots
from oree_mini.sources import TABLE, Sources


def lengths_kept(pack) -> list[int]:
    placed = pack.dialogue[pack.n_prefix:].reshape(pack.n_slots, -1)
    return sorted(int((row == number).sum()) for row in placed for number in set(row.tolist()) if number > 0)


def test_dialogues_are_placed_in_their_order_into_the_first_slot_with_room():
    dialogues = [Encoded([1] * n, [1.0] * n, []) for n in (60, 80, 30, 50, 90)]
    pack = pack_slots("x", [7], dialogues, [np.arange(len(one.ids)) + 1 for one in dialogues], 2, 100)
    assert lengths_kept(pack) == [30, 60, 80]


@pytest.mark.parametrize("name", ["built-in en", "built-in fr", "other tools en"])
def test_groups_keep_short_dialogues_as_often_as_long_ones(encoder, book_root, monkeypatch, name):
    maker, source = PackMaker(encoder, Sources(book_root), 4, 8192), next(one for one in TABLE if one.name == name)
    drawn, encode = [], maker.encode
    monkeypatch.setattr(maker, "encode", lambda turns: drawn.append(encode(turns)) or drawn[-1])
    lengths, kept = [], []
    for index in range(60):
        maker.rng.seed(index)
        drawn.clear()
        pack = maker.group(source)
        if pack.n_slots > 1:
            lengths += [len(one.ids) for one in drawn if len(one.ids) <= 1024]
            kept += lengths_kept(pack)
    short = np.quantile(lengths, 0.25)
    share = np.mean([n <= short for n in kept]) / np.mean([n <= short for n in lengths])
    assert 0.9 < share < 1.2
    assert len(kept) > 0.85 * len(lengths)
