"""Several things under one verb: as many calls of one tool, each with its own words."""
import random

import pytest

from oree_mini import pairs
from oree_mini.arguments import Arguments
from oree_mini.phrases import is_reserved_pattern
from oree_mini.render import TOOLS


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_pair_is_two_or_three_calls_of_one_tool(request, language):
    root = request.getfixturevalue({"en": "book_root", "fr": "french_root"}[language])
    a = Arguments(random.Random(4), "train", str(root / "books"), language)
    seen = set()
    for _ in range(1500):
        text, calls = pairs.pair_request(a, list(TOOLS), "seen")
        seen.add((calls[0]["tool"], len(calls)))
        assert len({call["tool"] for call in calls}) == 1
        for call in calls:
            for name, value in call["arguments"].items():
                assert name in TOOLS[call["tool"]]["schema"]["properties"]
                assert not isinstance(value, str) or value in text, (text, call)
    assert {tool for tool, _ in seen} == set(pairs.WEIGHTS) and {n for _, n in seen} == {2, 3}


def test_a_title_that_would_look_like_two_is_not_drawn():
    titles = iter(("lunch and tea", "a, b", "Ana et Bob", "bread"))
    assert pairs.plain_text(None, lambda: next(titles)) == "bread"


def test_each_list_has_patterns_to_train_on():
    for lists in pairs.PATTERNS.values():
        for patterns in lists.values():
            assert not all(map(is_reserved_pattern, patterns))
