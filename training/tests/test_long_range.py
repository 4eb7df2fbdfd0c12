"""Long-range dialogues: what is asked was said, as far back as wanted."""
import json
import random

import pytest
from oree_mini import facts, long_range, long_results
from oree_mini.arguments import Arguments
from oree_mini.render import turn_pieces

LANGUAGES = ("en", "fr")


@pytest.fixture(scope="module")
def drawn(book_root):
    """Turns of 300 scenes a language, by the size that was asked for."""
    found = []
    for language in LANGUAGES:
        a = Arguments(random.Random(3), "train", str(book_root / "books"), language)
        for index in range(300):
            tokens = (300, 1500, 6000)[index % 3]
            scene = long_range.draw_scene(a, language, "seen", tokens)
            found.append((language, tokens, scene, scene.draw()))
    return found


def said(turns) -> str:
    return "".join(text for turn in turns for _, text, _ in turn_pieces(turn))


def test_sizes_follow_what_was_asked(drawn):
    for tokens in (300, 1500, 6000):
        sizes = sorted(len(said(turns)) for _, t, _, turns in drawn if t == tokens)
        assert 0.5 * tokens < sizes[len(sizes) // 2] / long_range.CHARACTERS < 2 * tokens


def test_what_an_answer_holds_was_said_before(drawn):
    checked = 0
    for language, _, _, turns in drawn:
        for i, turn in enumerate(turns):
            before = said(turns[:i])
            if turn["role"] == "text" and turn.get("joined"):
                assert turn["content"].strip().rstrip(".").split(" ")[0] in before
                checked += 1
        last = turns[-1]
        if "calls" in last:
            for call in last["calls"]:
                for value in call["arguments"].values():
                    if call["tool"] in ("calendar_create", "calendar_cancel") and isinstance(value, str):
                        assert value in said(turns[:-1]) or json.dumps(value, ensure_ascii=False)[1:-1] in said(turns[:-1]), value
                        checked += 1
    assert checked > 200


def test_facts_are_asked_by_their_own_words(book_root):
    for language in LANGUAGES:
        a = Arguments(random.Random(4), "train", str(book_root / "books"), language)
        for _ in range(200):
            known = facts.facts(a, language, 3)
            assert len({fact.question for fact in known}) == 3
            for fact in known:
                assert fact.stem() + fact.rest() == fact.statement and fact.rest().startswith(" ")
                assert fact.value in fact.rest() and fact.value not in fact.stem()
                assert " de le " not in fact.statement and " à le " not in fact.question
                assert "{" not in fact.statement + fact.question


def test_parts_of_a_request_make_the_request(drawn):
    cut = [turn for _, _, _, turns in drawn for turn in turns if "parts" in turn]
    assert len(cut) > 20
    assert all("".join(turn["parts"]) == turn["content"] for turn in cut)


def test_plain_texts_hold_the_form_of_the_needle_task(book_root):
    a = Arguments(random.Random(5), "train", str(book_root / "books"), "en")
    ends = [long_range.needle_text(a, "en", 400)[-2]["content"] for _ in range(100)]
    assert sum(end.startswith("\nThe secret number of ") and end.endswith(" is") for end in ends) > 10


def test_a_long_result_has_every_event_that_is_asked(book_root):
    for language in LANGUAGES:
        a = Arguments(random.Random(6), "train", str(book_root / "books"), language)
        turns = long_results.calendar(a, language, 20000)
        events = turns[2]["content"]["events"]
        assert len(events) > 100
        titles = [event["title"] for event in events]
        assert len(set(titles)) == len(titles)
        for turn in turns[5::2]:
            if "content" in turn:
                assert any(turn["content"].startswith(title) for title in titles)


def test_what_is_only_told_says_that_nothing_is_to_be_saved():
    """The same words without that are a call of calendar_create or notes_add."""
    declines = ("save", "write", "note it", "nothing to do", "add it", "calendar alone", "conversation", "enregistr", "noter", "note pas", "ajoute", "rien à faire", "agenda tel quel")
    for patterns in (*long_range.TELL.values(), *long_range.MENTION.values()):
        assert [pattern for pattern in patterns if not any(word in pattern for word in declines)] == []
