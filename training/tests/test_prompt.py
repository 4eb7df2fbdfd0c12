"""One prompt format: the renderer, the template in the model file, and the tokens."""
import json

import gguf
import pytest
from conftest import MODEL, ROOT, read_lines
from jinja2.sandbox import ImmutableSandboxedEnvironment

from oree_mini.export import CHAT_TEMPLATE
from oree_mini.render import TOOLS, dump, opening_pieces, render_text, signature, turn_pieces

PROMPTS = read_lines(ROOT / "tests/golden/prompt/prompts.jsonl")
TEXTS = read_lines(ROOT / "tests/golden/prompt/tokenizer.jsonl")

EVERY_TYPE = {"name": "every_type", "description": "Hölds \"all\" <types> & more.", "schema": {"type": "object", "required": ["a", "enum"], "properties": {
    "a": {"type": "string"}, "i": {"type": "integer"}, "n": {"type": "number"}, "b": {"type": "boolean"}, "o": {"type": "object"},
    "enum": {"enum": ["a", "é", 3]}, "as": {"type": "array", "items": {"type": "string"}}, "ai": {"type": "array", "items": {"type": "integer"}},
    "ae": {"type": "array", "items": {"enum": ["x", "y"]}}, "aa": {"type": "array", "items": {"type": "array", "items": {"type": "number"}}}}}}


def rendered(template: str, system: str, tools: list[dict], turns: list[dict]) -> str:
    """By Jinja, set up as the programs that read chat templates do: messages and tools in the usual shape."""
    environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
    environment.filters["tojson"] = lambda value: json.dumps(value, ensure_ascii=False)
    messages = [{"role": "system", "content": system}]
    for turn in turns:
        if "calls" in turn:
            calls = [{"type": "function", "function": {"name": c["tool"], "arguments": c["arguments"]}} for c in turn["calls"]]
            messages.append({"role": "assistant", "content": "", "tool_calls": calls})
        else:
            messages.append({"role": turn["role"], "content": turn["content"] if turn["role"] != "tool" else dump(turn["content"])})
    functions = [{"type": "function", "function": {"name": t["name"], "description": t["description"], "parameters": t["schema"]}} for t in tools]
    messages = messages if system else messages[1:]
    return environment.from_string(template).render(messages=messages, tools=functions, bos_token="<s>", eos_token="</s>")


def shipped_template() -> str:
    return gguf.GGUFReader(MODEL).fields["tokenizer.chat_template"].contents()


@pytest.mark.parametrize("index", range(len(PROMPTS)))
def test_the_renderer_and_both_templates_write_the_golden_prompts(index):
    golden = PROMPTS[index]
    tools = [TOOLS[name] for name in golden["tools"]]
    assert render_text(golden["system"], [signature(tool) for tool in tools], golden["messages"]) == golden["text"]
    for template in (CHAT_TEMPLATE, shipped_template()):
        assert rendered(template, golden["system"], tools, golden["messages"]) == golden["text"]


def test_the_golden_prompts_have_turns_of_every_kind():
    turns = [turn for golden in PROMPTS for turn in golden["messages"]]
    assert {turn["role"] for turn in turns} == {"user", "assistant", "tool"}
    assert any(len(turn.get("calls", [])) > 1 for turn in turns)
    assert {bool(golden["system"]) for golden in PROMPTS} == {bool(golden["tools"]) for golden in PROMPTS} == {True, False}


def test_the_template_writes_every_parameter_type_and_any_text_as_the_renderer_does():
    turns = [{"role": "user", "content": " <b>it's\n\t{{ 7 * 7 }} {% if %} “naïve” & \"quoted\" \\ 日本語 "},
             {"role": "assistant", "calls": [{"tool": "every_type", "arguments": {"a": "<b>it's\n“é” & \"\\ 日本語", "i": 3, "n": 0.5, "b": True, "o": {"z": None, "a": []}, "as": []}},
                                             {"tool": "clock_now", "arguments": {}}]},
             {"role": "tool", "content": {"error": "no \"<é>\" & 'so'"}}, {"role": "tool", "content": {"now": None}},
             {"role": "assistant", "content": " done\n"}]
    for system in ("", "  Be <brief> & \"calm\".\n"):
        for tools in ([], [EVERY_TYPE], [EVERY_TYPE, TOOLS["clock_now"]]):
            lines = [signature(tool) for tool in tools]
            assert rendered(CHAT_TEMPLATE, system, tools, turns) == render_text(system, lines, turns)


def test_an_empty_system_message_is_left_out_as_the_renderer_does():
    template = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True).from_string(CHAT_TEMPLATE)
    messages = [{"role": "system", "content": ""}, {"role": "user", "content": "hello"}]
    assert template.render(messages=messages, tools=None, bos_token="<s>", eos_token="</s>") == "<s>[INST]hello[/INST]"


def test_the_vocabulary_of_the_model_file_gives_the_golden_tokens(encoder):
    for golden in TEXTS:
        assert encoder.text(golden["text"]) == golden["ids"], golden["text"]
    for golden in PROMPTS:
        lines = [signature(TOOLS[name]) for name in golden["tools"]]
        pieces = list(opening_pieces(golden["system"], lines)) + [p for turn in golden["messages"] for p in turn_pieces(turn)]
        assert encoder.pieces(pieces)[0] == golden["ids"]


def test_text_never_becomes_a_control_token(encoder):
    for name, token in encoder.control.items():
        ids = encoder.text(f"a {name} b")
        assert token not in ids
        assert encoder.tokenizer.decode(ids) == f"a {name} b"
