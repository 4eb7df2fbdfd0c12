"""What is kept for evaluation stays out of training."""
import re
import sys

from conftest import ROOT, people_of, titles_of

from oree_mini import reserved, words
from oree_mini.arguments import is_reserved
from oree_mini.phrases import is_reserved_pattern

EVENT_UID = re.compile(r"[0-9a-f]{12}@oree")  # made of random digits on both sides


def reserved_calls(requests):
    for line in requests:
        for turn in line["messages"]:
            yield from turn.get("calls", [])
        yield from line["expected"]


def test_no_training_request_is_made_from_a_reserved_pattern(draws):
    assert len(draws.patterns) > 250
    assert [pattern for pattern in draws.patterns if is_reserved_pattern(pattern)] == []


def test_no_person_of_the_training_side_has_a_reserved_name(draws):
    names = {name.replace("_", " ").lower() for name in words.FIRST_NAMES + words.LAST_NAMES if is_reserved(name)}
    assert len(names) > 50
    people = {person.lower() for call, _, _ in draws.calls() for person in people_of(call)}
    assert len(people) > 3000
    assert [person for person in people if names & {person, *re.split(r"[ -]", person)}] == []


def test_no_title_of_the_training_side_is_reserved(draws):
    titles = {title for call, _, _ in draws.calls() for title in titles_of(call) if not EVENT_UID.fullmatch(title)}
    assert len(titles) > 5000
    assert [title for title in titles if is_reserved(title)] == []


def test_people_and_titles_of_the_evaluation_are_never_drawn_in_training(draws, reserved_requests):
    drawn = {text.lower() for call, _, _ in draws.calls() for text in people_of(call) + titles_of(call)}
    kept = {text.lower() for call in reserved_calls(reserved_requests) for text in people_of(call) + titles_of(call)}
    assert len(kept) > 250
    assert kept & drawn == set()


def test_a_request_of_the_evaluation_that_holds_an_argument_is_never_drawn_in_training(draws, reserved_requests):
    plain = lambda text: text.lower().strip(" .!?")
    drawn = {plain(turn["content"]) for _, turns in draws.dialogues for turn in turns if turn["role"] == "user"}
    with_arguments = [line for line in reserved_requests if any(call["arguments"] for call in line["expected"])]
    assert len(with_arguments) > 400
    assert [line["request"] for line in with_arguments if plain(line["request"]) in drawn] == []


def test_the_evaluation_file_is_what_its_script_writes(book_root, tmp_path, monkeypatch):
    written = tmp_path / "reserved_calls.jsonl"
    monkeypatch.setattr(sys, "argv", ["reserved", "--folder", str(book_root), "--output", str(written)])
    reserved.main()
    assert written.read_bytes() == (ROOT / "evaluation/reserved_calls.jsonl").read_bytes()


def test_the_training_books_hold_no_text_of_the_evaluation_books(corpus, book_root):
    assert {path.name for path in (book_root / "books").iterdir()} & {path.name for path in (corpus / "eval").iterdir()} == set()
    kept = set()
    for path in (corpus / "eval").glob("*.txt"):
        kept |= {line.strip() for line in path.read_text(encoding="utf-8").splitlines() if len(line) >= 80}
    assert len(kept) > 5000
    for path in (book_root / "books").glob("*.txt"):
        lines = {line.strip() for line in path.read_text(encoding="utf-8").splitlines()}
        assert lines & kept == set(), path.name
