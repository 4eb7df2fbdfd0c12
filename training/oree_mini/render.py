"""Dialogues as the bytes of docs/prompt_format.md.

A rendered piece is (control token or None, text, weight): weight is the share that its tokens have in the loss.
"""
import json
from pathlib import Path

TOOLS = {tool["name"]: tool for tool in json.loads((Path(__file__).parents[1] / "tools.json").read_text(encoding="utf-8"))}
TYPE_NAMES = ("integer", "number", "boolean", "object")
REQUEST_WEIGHT = 0.0  # of a request's tokens, which nobody can foresee; calls and answers have 1


def dump(value) -> str:
    return json.dumps(value, ensure_ascii=False)


def type_mark(schema: dict) -> str:
    if "enum" in schema:
        return "|".join(dump(value) for value in schema["enum"])
    if schema.get("type") == "array":
        return (type_mark(schema["items"]) or "string") + "[]"
    return schema["type"] if schema.get("type") in TYPE_NAMES else ""


def signature(tool: dict) -> str:
    required, parts = tool["schema"].get("required", []), []
    for name, schema in tool["schema"]["properties"].items():
        mark = type_mark(schema)
        parts.append(name + ("" if name in required else "?") + (f": {mark}" if mark else ""))
    return f"{tool['name']}({', '.join(parts)}): {tool['description']}"


def header_text(lines: list[str]) -> str:
    return "\n".join(lines)


def calls_text(calls: list[dict]) -> str:
    return dump([{"name": call["tool"], "arguments": call["arguments"]} for call in calls])


def opening_pieces(system: str, lines: list[str]):
    yield "<s>", "", 0.0
    if system:
        yield "[SYSTEM_PROMPT]", system, 0.0
        yield "[/SYSTEM_PROMPT]", "", 0.0
    if lines:
        yield "[AVAILABLE_TOOLS]", header_text(lines), 0.0
        yield "[/AVAILABLE_TOOLS]", "", 0.0


def turn_pieces(turn: dict):
    weight = turn.get("weight", 0.0 if turn["role"] == "tool" else REQUEST_WEIGHT if turn["role"] == "user" else 1.0)
    if turn["role"] == "user":
        yield "[INST]", turn["content"], weight
        yield "[/INST]", "", 0.0
    elif turn["role"] == "tool":
        yield "[TOOL_RESULTS]", dump(turn["content"]), weight
        yield "[/TOOL_RESULTS]", "", 0.0
    elif "calls" in turn:
        yield "[TOOL_CALLS]", calls_text(turn["calls"]), weight
        yield "</s>", "", weight
    elif turn["role"] == "text":  # plain text between dialogues' tokens, as a document is read
        yield None, turn["content"], weight
    else:
        yield None, turn["content"], weight
        yield "</s>", "", weight


def render_text(system: str, lines: list[str], turns: list[dict]) -> str:
    pieces = list(opening_pieces(system, lines)) + [piece for turn in turns for piece in turn_pieces(turn)]
    return "".join((control or "") + text for control, text, _ in pieces)
