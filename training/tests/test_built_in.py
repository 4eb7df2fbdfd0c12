"""Scenes of the built-in tools: real headers, dialogues in the language asked for, the same again with the same seed."""
import random
import re
import time
from collections import Counter

import pytest

from oree_mini import built_in, patterns, phrases, phrases_french, when_french
from oree_mini.arguments import Arguments
from oree_mini.dialogues import CATEGORIES, dialogue
from oree_mini.render import TOOLS, signature


@pytest.fixture(scope="module", params=["en", "fr"])
def arguments(request, corpus):
    root = request.getfixturevalue({"en": "book_root", "fr": "french_root"}[request.param])
    return lambda seed: Arguments(random.Random(seed), "train", str(root / "books"), request.param)


def test_the_shares_of_the_categories_are_a_hundred():
    assert sum(share for _, share in CATEGORIES.values()) == 100
    assert sum(share for _, _, share in built_in.AGENTS.values()) == 100


def test_every_category_draws_dialogues_of_the_given_tools(arguments):
    a, tools = arguments(3), list(TOOLS)
    for name, (draw, _) in CATEGORIES.items():
        for _ in range(200):
            turns = draw(a, tools, "seen")
            assert turns[0]["role"] == "user" and turns[-1]["role"] == "assistant", name
            for before, after in zip(turns, turns[1:]):
                assert (before["role"], after["role"]) in {("user", "assistant"), ("assistant", "user"), ("assistant", "tool"), ("tool", "tool"), ("tool", "assistant")}, name


def test_requests_end_with_the_first_call_or_question(arguments):
    a, tools = arguments(4), list(TOOLS)
    for _ in range(300):
        assert [turn["role"] for turn in dialogue(a, tools, "seen", whole=False)] == ["user", "assistant"]
    assert any(turn["role"] == "tool" for _ in range(50) for turn in dialogue(a, tools, "seen", whole=True))


def test_a_seed_gives_the_same_dialogues_again(arguments):
    def drawn(seed):
        a = arguments(seed)
        scenes = [built_in.draw_scene(a, a.language, "seen") for _ in range(20)]
        return [(scene.system, scene.lines, scene.draw(), scene.draw()) for scene in scenes]
    assert drawn(5) == drawn(5)
    assert drawn(5) != drawn(6)


def test_drawing_is_not_what_the_trainer_waits_for(arguments):
    a = arguments(7)
    began, n = time.process_time(), 0
    while time.process_time() - began < 1:
        scene = built_in.draw_scene(a, a.language, "seen")
        for _ in range(8):
            scene.draw()
            n += 1
    assert n > 1500


def test_headers_are_those_of_agents(arguments):
    a = arguments(2)
    scenes = [built_in.draw_scene(a, a.language, "seen") for _ in range(600)]
    default = [signature(TOOLS[name]) for name in built_in.DEFAULT]
    assert sum(scene.lines == default for scene in scenes) > 100
    assert any("database alone" in scene.system and "Tables of" in scene.lines[-1] for scene in scenes)
    for scene in scenes:
        names = [line.split("(")[0] for line in scene.lines]
        assert len(set(names)) == len(names)


def test_a_request_without_a_fitting_tool_gets_words_and_no_call(arguments):
    a = arguments(9)
    for _ in range(300):
        turns = CATEGORIES["no_tool"][0](a, list(built_in.DEFAULT), "seen")
        assert len(turns) == 2 and "calls" not in turns[1]


def test_french_is_elided_and_contracted(french_draws):
    said = [turn["content"] for _, turns in french_draws.dialogues for turn in turns if turn["role"] == "user"]
    wrong = Counter(found.group(0).lower() for text in said for found in re.finditer(r"\b(à le|de le|de les|à les|le le|la le) \w", text, re.IGNORECASE))
    assert sum(wrong.values()) < len(said) * 0.003, wrong.most_common(5)
    assert [text for text in said if "<" in text or "{" in text or re.search(r"\[\w|\w\|\w", text)] == []


@pytest.mark.parametrize("phrase, value", [("le 3 mai à 14h", "3 mai à 14h"), ("le 3", "le 3"), ("le 3 à 9h", "le 3 à 9h"), ("au 1er mars", "1er mars"), ("d'aujourd'hui", "aujourd'hui"), ("à 9h demain", "9h demain"),
                                           ("le 2026-06-16", "2026-06-16"), ("la semaine prochaine", "semaine prochaine"), ("pour le 3", "le 3"), ("à midi", "midi"), ("dans 3 jours", "dans 3 jours")])
def test_a_french_date_stands_bare(phrase, value):
    assert when_french.bare(phrase) == value


@pytest.mark.parametrize("mood, said", [("tu", "rappelle-moi de"), ("vous", "rappelez-moi de"), ("infinitive", "me rappeler de")])
def test_an_order_has_the_mood_of_its_opening(mood, said):
    class Mood:
        def chance(self, probability):
            return False
    a = Mood()
    a.mood = mood
    assert phrases_french.conjugate(a, "<me rappeler> de") == said
    assert phrases_french.conjugate(a, "<le annuler>") == {"tu": "annule-le", "vous": "annulez-le", "infinitive": "l'annuler"}[mood]


def test_alternatives_nest():
    class First:
        def pick(self, items):
            return items[-1]
    assert phrases.expand(First(), "a [b|c[d|e] f]") == "a ce f"


def test_every_verb_of_the_french_patterns_can_be_conjugated():
    verbs = {verb for lists in patterns.TABLES["fr"].values() for verb in re.findall(r"<(?:(?:me|le|la|les|nous) )?(\w+)", str(lists))}
    assert len(verbs) > 100
    assert [verb for verb in verbs if verb not in phrases_french.IRREGULAR and (not verb.endswith("er") or re.search(r"[éè]\w{1,2}er$|oyer$|ayer$", verb) and verb != "rayer")] == []
