"""What is kept for evaluation stays out of training."""
import hashlib
import re
import sys

import pytest
from conftest import RESERVED_FILES, people_of, read_lines, titles_of

from oree_mini import patterns, patterns_first, reserved, words, words_french
from oree_mini.arguments import is_reserved
from oree_mini.phrases import is_reserved_pattern, parsed

EVENT_UID = re.compile(r"[0-9a-f]{12}@oree")  # made of random digits on both sides
NAMES = {"en": words.FIRST_NAMES + words.LAST_NAMES, "fr": words_french.FIRST_NAMES + words_french.LAST_NAMES}


@pytest.fixture(scope="session")
def reserved_requests(draws) -> list[dict]:
    return read_lines(RESERVED_FILES[draws.language])


def reserved_calls(requests):
    for line in requests:
        for turn in line["messages"]:
            yield from turn.get("calls", [])
        yield from line["expected"]


def phrasings(lists: dict):
    """Each list's patterns by its name; where arguments are missing, the patterns stand one level deeper."""
    for name, entries in lists.items():
        for entry in entries:
            for pattern in [entry] if isinstance(entry, str) else entry[1] if isinstance(entry[1], list) else []:
                yield name, pattern


def sayings(parts) -> list[str]:
    """All that a parsed pattern can say."""
    found = [""]
    for part in parts:
        endings = [part] if isinstance(part, str) else [text for option in part for text in sayings(option)]
        found = [text + ending for text in found for ending in endings]
    return found


def normal_sayings(pattern: str) -> set[str]:
    return {re.sub(r"[^\w{} ]", "", re.sub(r"\s+", " ", text.lstrip("! "))).strip().lower() for text in sayings(parsed(pattern))}


def test_no_training_request_is_made_from_a_reserved_pattern(draws):
    assert len(draws.patterns) > 400
    assert [pattern for pattern in draws.patterns if is_reserved_pattern(pattern)] == []


def test_the_first_editions_patterns_are_all_there_and_on_the_same_side():
    first = sorted(pattern for name, pattern in phrasings(patterns.merged(patterns_first)) if name != "SMALL_TALK")
    assert len(first) == 422 and sum(map(is_reserved_pattern, first)) == 90
    assert hashlib.sha256("\n".join(first).encode()).hexdigest() == "ecfe8c83521ae5454658a609e811d084975176e082bb5a39509289d050caef61"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_newer_training_pattern_says_what_a_reserved_pattern_says(language):
    first = {pattern for _, pattern in phrasings(patterns.merged(patterns_first))}
    lists = list(phrasings(patterns.TABLES[language]))
    assert len(lists) > 400
    kept: dict[str, set[str]] = {}
    for name, pattern in lists:
        if is_reserved_pattern(pattern):
            kept.setdefault(name, set()).update(normal_sayings(pattern))
    assert [(name, both) for name, pattern in lists if not is_reserved_pattern(pattern) and pattern not in first
            and (both := normal_sayings(pattern) & kept.get(name, set()))] == []


def test_no_person_of_the_training_side_has_a_reserved_name(draws):
    names = {name.replace("_", " ").lower() for name in NAMES[draws.language] if is_reserved(name)}
    assert len(names) > 40
    people = {person.lower() for call, _, _ in draws.calls() for person in people_of(call)}
    assert len(people) > 2000
    assert [person for person in people if names & {person, *re.split(r"[ -]", person)}] == []


def test_no_title_of_the_training_side_is_reserved(draws):
    titles = {title for call, _, _ in draws.calls() if call["tool"] == "calendar_create" for title in titles_of(call)}
    assert len(titles) > 3000
    assert [title for title in titles if is_reserved(title)] == []


def test_people_and_titles_of_the_evaluation_are_never_drawn_in_training(draws, reserved_requests):
    drawn = {text.lower() for call, _, _ in draws.calls() for text in people_of(call) + titles_of(call)}
    kept = {text.lower() for call in reserved_calls(reserved_requests) for text in people_of(call) + titles_of(call)}
    assert len(kept) > 250
    assert kept & drawn == set()


def test_a_request_of_the_evaluation_that_names_something_is_never_drawn_in_training(draws, reserved_requests):
    plain = lambda text: text.lower().strip(" .!?")
    drawn = {plain(turn["content"]) for _, turns in draws.dialogues for turn in turns if turn["role"] == "user"}
    texts = lambda line: [call["arguments"][name] for call in line["expected"] for name in ("title", "event", "name", "text", "query") if name in call["arguments"]]
    with_arguments = [line for line in reserved_requests if any(text in line["request"] for text in texts(line))]
    assert len(with_arguments) > 300
    assert [line["request"] for line in with_arguments if plain(line["request"]) in drawn] == []


def test_the_english_requests_are_those_of_the_first_edition():
    assert hashlib.sha256(RESERVED_FILES["en"].read_bytes()).hexdigest() == "0c781850499e09ff3f8001fbd1ac645f5f9210953b342c60725b21175379922e"


def test_the_french_requests_are_what_the_script_writes(french_root, tmp_path, monkeypatch):
    written = tmp_path / "reserved_calls.jsonl"
    monkeypatch.setattr(sys, "argv", ["reserved", "--folder", str(french_root), "--output", str(written)])
    reserved.main()
    assert written.read_bytes() == RESERVED_FILES["fr"].read_bytes()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_training_books_hold_no_text_of_the_evaluation_books(corpus, request, language):
    books = request.getfixturevalue({"en": "book_root", "fr": "french_root"}[language]) / "books"
    assert {path.name for path in books.iterdir()} & {path.name for path in (corpus / "eval").iterdir()} == set()
    kept = set()
    for path in (corpus / "eval").glob("*.txt"):
        kept |= {line.strip() for line in path.read_text(encoding="utf-8").splitlines() if len(line) >= 80}
    assert len(kept) > 5000
    for path in books.glob("*.txt"):
        lines = {line.strip() for line in path.read_text(encoding="utf-8").splitlines()}
        assert lines & kept == set(), path.name


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_list_of_phrasings_has_some_to_train_on(language):
    for name, entries in patterns.TABLES[language].items():
        lists = [entry[1] for entry in entries if not isinstance(entry, str) and isinstance(entry[1], list)] or [entries] * isinstance(entries[0], str)
        for each in lists:
            assert not all(map(is_reserved_pattern, each)), (name, each)
