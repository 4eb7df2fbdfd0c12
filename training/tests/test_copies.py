"""Sequences that repeat themselves, and the packs of them."""
import random

from test_training import folder, maker  # noqa: F401  (fixtures)

from oree_mini.copies import LENGTH, SHORTEST, draw_copies
from oree_mini.sources import FIRST_PACKS


def test_what_is_taught_stood_before_after_the_same_token():
    rng, book = random.Random(1), [random.Random(2).randrange(100, 4000) for _ in range(3000)]
    taught = 0
    for _ in range(200):
        one = draw_copies(rng, book, 4096)
        assert SHORTEST < len(one.ids) <= LENGTH and len(one.ids) == len(one.weights)
        pairs = set()
        for place in range(1, len(one.ids)):
            pair = (one.ids[place - 1], one.ids[place])
            if one.weights[place]:
                assert pair in pairs
                taught += 1
            pairs.add(pair)
    assert 0.2 < taught / (200 * LENGTH) < 0.7


def test_new_stretches_are_not_taught():
    one = draw_copies(random.Random(3), list(range(100, 3000)), 4096)
    seen = set()
    for place, (token, weight) in enumerate(zip(one.ids, one.weights)):
        assert not weight or token in seen
        seen.add(token)
    assert one.cuts and one.weights[one.cuts[0] - 1] == 0


def test_a_run_starts_with_many_copies_and_goes_on_with_few(maker):  # noqa: F811
    share = lambda first: sum(maker.make(first + i).source.startswith("copies") for i in range(150)) / 150
    assert 0.2 < share(0) < 0.45
    assert share(FIRST_PACKS) < 0.1
