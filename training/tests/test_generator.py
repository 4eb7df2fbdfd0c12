"""Training dialogues of both languages: valid calls, with arguments that the user's own words hold."""
import re
import unicodedata

import pytest

from oree_mini.render import TOOLS, dump

KINDS = {"string": str, "integer": int, "array": list, "object": dict}
KEYWORDS = {"type", "properties", "required", "additionalProperties", "items", "minimum", "x-oree-quoted"}

# Arguments that are a piece of what was said, letter for letter. Where a start may be a day and a time said apart, see below.
COPIED = {
    "calendar_list": ("from", "to"), "calendar_create": ("title", "end", "location"), "calendar_move": ("event",),
    "calendar_cancel": ("event",), "calendar_free": ("from", "to"), "contacts_find": ("name",),
    "contacts_add": ("name", "phone", "email"), "notes_add": ("text",), "notes_search": ("query",),
    "reminders_add": ("text", "at"), "reminders_list": ("from", "to"), "reminders_done": ("reminder",), "reminders_cancel": ("reminder",),
    "units_convert": ("from", "to"), "files_list": ("folder",), "files_read": ("path",), "files_search": ("query", "folder"),
    "files_write": ("path", "text"), "files_append": ("path", "text"), "files_move": ("path", "to"), "files_delete": ("path",),
}


def faults(schema: dict, value) -> list[str]:
    """What the schemas of tools.json forbid about a value; they use no other keyword."""
    assert set(schema) <= KEYWORDS
    kind = KINDS[schema["type"]]
    if not isinstance(value, kind) or isinstance(value, bool):
        return [f"{value!r} is not of type {schema['type']}"]
    if kind is int:
        return [f"{value} is too small"] if value < schema.get("minimum", value) else []
    if kind is list:
        return [fault for item in value for fault in faults(schema["items"], item)]
    if kind is dict:
        found = [f"{name} is missing" for name in schema["required"] if name not in value]
        found += [f"{name} is not known" for name in value if name not in schema["properties"]]
        return found + [fault for name, item in value.items() if name in schema["properties"]
                        for fault in faults(schema["properties"][name], item)]
    return []


@pytest.mark.parametrize("arguments", [{}, {"title": "a"}, {"title": 1, "start": "b"}, {"title": "a", "start": "b", "colour": "c"},
                                       {"title": "a", "start": "b", "duration_minutes": 0}, {"title": "a", "start": "b", "attendees": [1]}])
def test_the_schema_check_finds_faults(arguments):
    assert faults(TOOLS["calendar_create"]["schema"], arguments)


def test_every_tool_is_called_and_only_tools_of_the_header_are(draws):
    assert {call["tool"] for call, _, _ in draws.calls()} == set(TOOLS)
    assert [call for call, _, tools in draws.calls() if call["tool"] not in tools] == []


def test_every_call_validates_against_its_tool(draws):
    assert [(call, found) for call, _, _ in draws.calls() if (found := faults(TOOLS[call["tool"]]["schema"], call["arguments"]))] == []


def test_arguments_stand_in_the_order_of_the_schema(draws):
    for call, _, _ in draws.calls():
        order = [name for name in TOOLS[call["tool"]]["schema"]["properties"] if name in call["arguments"]]
        assert list(call["arguments"]) == order


def test_no_string_argument_is_empty_or_padded(draws):
    for call, _, _ in draws.calls():
        for value in call["arguments"].values():
            for text in value if isinstance(value, list) else [value]:
                assert not isinstance(text, str) or (text and text == text.strip()), call


def test_copied_arguments_are_pieces_of_what_was_said(draws):
    for call, said, _ in draws.calls():
        texts = [call["arguments"][name] for name in COPIED.get(call["tool"], ()) if name in call["arguments"]]
        for text in texts + call["arguments"].get("attendees", []):
            assert text in said, (call, said)


def test_a_start_is_one_piece_of_the_request_or_a_day_and_a_time_of_it(draws):
    for call, said, _ in draws.calls():
        if call["tool"] in ("calendar_create", "calendar_move"):
            start = call["arguments"]["start"]
            assert start in said or all(piece in said for piece in start.split(" at ")), (call, said)


def test_no_date_keeps_the_word_that_leads_it_in(draws):
    led = r"(on|at) " if draws.language == "en" else r"(à|au|du|pour|vers|la) |le (\d+ (janvier|mai|mars|juin)|lundi|1er)"
    for call, _, _ in draws.calls():
        for name in ("start", "from", "to", "at") if call["tool"].startswith(("calendar", "reminders")) else ():
            assert not re.match(led, call["arguments"].get(name, ""), re.IGNORECASE), call


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:\.\d+)?", re.sub(r"(?<=\d),(?=\d)", ".", text)))


def test_numbers_of_an_expression_are_those_of_the_request(draws):
    for call, said, _ in draws.calls():
        if call["tool"] == "calculator":
            expression = call["arguments"]["expression"]
            for suffix, words in ((" / 100", "cent|%"), ("^2", "squared|carr"), (" / 2", "half|moiti")):
                if expression.endswith(suffix) and re.search(words, said, re.IGNORECASE):
                    expression = expression.removesuffix(suffix)
            assert numbers(expression) <= numbers(said), (call, said)
        if call["tool"] == "units_convert":
            assert numbers(call["arguments"]["amount"]) <= numbers(said), (call, said)


def test_values_of_a_statement_are_those_of_the_request(draws):
    for call, said, _ in draws.calls():
        for value in re.findall(r"'((?:[^']|'')*)'", call["arguments"].get("sql", "")):
            assert value.replace("''", "'") in said, (call, said)


def test_a_result_that_gives_orders_is_not_obeyed(draws):
    """After a result comes an answer, or a second step that the request itself asked for."""
    steps = {("calendar_move", "calendar_move"), ("calendar_cancel", "calendar_cancel"), ("database_schema", "database_query"), ("files_search", "files_read")}
    for _, turns in draws.dialogues:
        for before, result, after in zip(turns, turns[1:], turns[2:]):
            if result["role"] == "tool" and "calls" in after:
                assert (before["calls"][0]["tool"], after["calls"][0]["tool"]) in steps, turns


def test_up_to_four_things_are_asked_in_one_request(draws):
    counts = {len(turn["calls"]) for _, turns in draws.dialogues for turn in turns if "calls" in turn}
    assert counts == {1, 2, 3, 4}


def test_text_is_composed(draws):
    """Unicode NFC, as the scores compare strings."""
    for _, turns in draws.dialogues:
        for turn in turns:
            text = dump(turn.get("content", turn.get("calls")))
            assert unicodedata.is_normalized("NFC", text), text
