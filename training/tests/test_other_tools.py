"""Scenes with tools that only the prompt describes: sound tables, valid calls, arguments that the request holds."""
import json
import random
import re
import time
from collections import Counter

import pytest

from conftest import CORPUS
from oree_mini import other_tools
from oree_mini.arguments import Arguments
from oree_mini.phrases import SLOT, is_reserved_pattern
from oree_mini.render import TOOLS, render_text, signature
from oree_mini.toolbox import drawn
from oree_mini.toolbox.drawn import ask_for, draw_tool
from oree_mini.toolbox.replies import CANNOT
from oree_mini.toolbox.table import all_tools, by_domain, read_table
from oree_mini.toolbox.kinds import KINDS

BFCL = CORPUS.parent / "bfcl"
PARAMETER = re.compile(r"^([\w-]+)(\?)?(?:: (.+))?$")
JSON_KINDS = {"integer": int, "number": (int, float), "boolean": bool, "object": dict, "string": str}


def test_there_are_many_tools_of_many_domains():
    assert len(all_tools()) >= 350
    assert len(by_domain()) >= 40
    assert not [name for name, count in Counter(tool.name for tool in all_tools()).items() if count > 1]


@pytest.mark.parametrize("tool", all_tools(), ids=lambda tool: tool.name)
def test_a_tool_can_be_asked_for_in_both_languages(tool):
    known = {parameter.name for parameter in tool.parameters}
    needed = {parameter.name for parameter in tool.parameters if parameter.required}
    for parameter in tool.parameters + tool.result:
        assert parameter.kind in KINDS or parameter.choices
    for language, least in (("en", 5), ("fr", 3)):
        assert tool.description[language]
        assert len(tool.patterns[language]) >= least
        assert any(not is_reserved_pattern(pattern) for pattern in tool.patterns[language])
        for pattern in tool.patterns[language]:
            slots = set(SLOT.findall(pattern))
            assert slots <= known and needed <= slots and pattern.count("[") == pattern.count("]"), pattern
    assert known <= {slot for patterns in tool.patterns.values() for pattern in patterns for slot in SLOT.findall(pattern)}


@pytest.mark.parametrize("tool", all_tools(), ids=lambda tool: tool.name)
def test_patterns_are_in_their_language(tool):
    """By words that the other language does not have."""
    for language, foreign in (("en", r"//|\b(il|je|les|une|des|est|pour|avec|dans|sont|quel|quelle)\b"), ("fr", r"//|\b(the|is|what|with|for|my|of|how|and)\b")):
        for pattern in tool.patterns[language]:
            assert not re.search(foreign, SLOT.sub("", pattern).lower()), pattern


def test_no_tool_is_one_of_the_leaderboard():
    if not BFCL.exists():
        pytest.skip(f"the leaderboard's functions are not at {BFCL}")
    plain = lambda name: re.sub(r"[^a-z]", "", name.lower())
    theirs = {plain(function["name"]) for path in BFCL.glob("BFCL*.json") for line in path.read_text(encoding="utf-8").splitlines()
              for function in json.loads(line)["function"]}
    assert not [tool.name for tool in all_tools() if plain(tool.name) in theirs]


@pytest.mark.parametrize("table", ["# a\n\nno_signature\nText. // Texte.\nx\ny", "# a\n\nf(x:word)\nText. // Texte.\nonly english {x}"])
def test_a_broken_table_is_refused(table):
    with pytest.raises(ValueError):
        read_table(table)


@pytest.fixture(scope="module")
def books(book_root, french_root) -> dict:
    return {"en": str(book_root / "books"), "fr": str(french_root / "books")}


@pytest.fixture(scope="module", params=["en", "fr"])
def scenes(request, books) -> list:
    """(language, header lines, dialogues) of 3,000 scenes."""
    arguments = Arguments(random.Random(3), "train", books[request.param], request.param)
    found = []
    for _ in range(3000):
        scene = other_tools.draw_scene(arguments, request.param, "seen")
        found.append((request.param, scene.lines, [scene.draw() for _ in range(3)]))
    return found


def parameters_of(line: str) -> dict:
    """Name -> (required, kind or enum values) as the header line says."""
    inside = re.match(r"^[\w-]+\((.*?)\)(?:: |$)", line).group(1)
    found = {}
    for part in re.findall(r'(?:[^,"]|"(?:[^"\\]|\\.)*")+', inside):
        name, optional, kind = PARAMETER.match(part.strip()).groups()
        found[name] = (not optional, [json.loads(value) for value in re.findall(r'"(?:[^"\\]|\\.)*"', kind)] if kind and kind.startswith('"') else kind or "string")
    return found


def fits(value, kind) -> bool:
    if isinstance(kind, list):
        return value in kind
    if kind.endswith("[]"):
        return isinstance(value, list) and all(fits(item, kind[:-2]) for item in value)
    return isinstance(value, JSON_KINDS[kind]) and (kind == "boolean" or not isinstance(value, bool))


def test_names_of_a_header_are_unique_and_plain(scenes):
    for _, lines, _ in scenes:
        names = [line.split("(")[0] for line in lines]
        assert len(set(names)) == len(names) and 1 <= len(names) <= 16
        assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,64}", name) for name in names), names


def test_calls_fit_the_header(scenes):
    for _, lines, dialogues in scenes:
        header = {line.split("(")[0]: parameters_of(line) for line in lines}
        for call in (call for turns in dialogues for turn in turns for call in turn.get("calls", [])):
            wanted = header[call["tool"]]
            assert set(call["arguments"]) <= set(wanted) and all(name in call["arguments"] for name, (required, _) in wanted.items() if required), (call, wanted)
            assert list(call["arguments"]) == [name for name in wanted if name in call["arguments"]]
            for name, value in call["arguments"].items():
                assert fits(value, wanted[name][1]), (call, wanted)


def test_copied_arguments_are_pieces_of_what_the_user_wrote(scenes):
    for _, lines, dialogues in scenes:
        header = {line.split("(")[0]: parameters_of(line) for line in lines}
        for turns in dialogues:
            said = ""
            for turn in turns:
                said += "\n" + turn["content"] if turn["role"] == "user" else ""
                for call in turn.get("calls", []):
                    for name, value in call["arguments"].items():
                        if isinstance(header[call["tool"]][name][1], list):
                            continue
                        for text in value if isinstance(value, list) else [value]:
                            assert not isinstance(text, str) or (text and text in said and text == text.strip()), (call, said)


def test_no_dialogue_leaves_a_slot_or_a_bracket_of_a_pattern(scenes):
    for _, lines, dialogues in scenes:
        for turns in dialogues:
            text = " ".join(turn["content"] for turn in turns if isinstance(turn.get("content"), str))
            assert not re.search(r"\{\w+\}|<\w+>|\|", text), text
            assert render_text("", lines, turns)


def test_no_tool_fits_often_enough(scenes):
    first = [(language, turns[1]) for language, _, dialogues in scenes for turns in dialogues]
    refused = sum(turn.get("content") in CANNOT[language] for language, turn in first)
    assert 0.15 <= refused / len(first) <= 0.3
    assert sum("calls" in turn for _, turn in first) / len(first) >= 0.6


def test_the_same_requests_have_their_tool_in_some_headers_and_not_in_others(scenes):
    """Words that open requests are the same in those that are refused and those that are not."""
    opening = lambda turns: turns[0]["content"].lower().split()[-1:]
    refused, called = Counter(), Counter()
    for language, _, dialogues in scenes:
        for turns in dialogues:
            (refused if turns[1].get("content") in CANNOT[language] else called).update(opening(turns))
    common = [word for word, count in refused.most_common(30)]
    assert sum(word in called for word in common) >= 25


def test_reserved_phrasings_are_not_seen(books, monkeypatch):
    arguments = Arguments(random.Random(4), "train", books["en"], "en")
    tool = draw_tool(arguments, all_tools()[0], "plain", "en")
    monkeypatch.setattr(drawn, "is_reserved_pattern", lambda pattern: True)
    assert ask_for(arguments, tool, "en", "seen") is None
    assert ask_for(arguments, tool, "en", "reserved")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_seed_gives_the_same_scenes(books, language):
    def draws(seed: int) -> list:
        arguments = Arguments(random.Random(seed), "train", books[language], language)
        scenes = [other_tools.draw_scene(arguments, language, "seen") for _ in range(40)]
        return [(scene.system, scene.lines, scene.draw()) for scene in scenes]
    assert draws(7) == draws(7)
    assert draws(7) != draws(8)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_thousand_dialogues_a_second(books, language):
    arguments = Arguments(random.Random(9), "train", books[language], language)
    begun, count = time.process_time(), 0
    while count < 2000:
        scene = other_tools.draw_scene(arguments, language, "seen")
        count += len([scene.draw() for _ in range(4)])
    assert count / (time.process_time() - begun) >= 1000


def test_built_in_tools_stand_among_the_others(scenes):
    built_in = {signature(tool) for tool in TOOLS.values()}
    share = sum(any(line in built_in for line in lines) for _, lines, _ in scenes) / len(scenes)
    assert 0.05 <= share <= 0.25
