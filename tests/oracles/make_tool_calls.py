"""Writes how the vendors' own libraries write calls of tools: tests/golden/tool_calls/calls.json.

    python3 -m venv VENV && VENV/bin/pip install "mistral-common[sentencepiece]" transformers jinja2
    VENV/bin/python tests/oracles/make_tool_calls.py ../shared/data/templates > tests/golden/tool_calls/calls.json

Mistral's formats are what mistral-common's tokenizers of each version write for an assistant's turn, control tokens
spelled out; the others what the transformers library makes of the models' chat templates (not part of the repository:
they are other people's). A section goes from the first call to the end of the turn.
"""

import importlib.metadata
import json
import pathlib
import sys
import tempfile

import mistral_common
from mistral_common.protocol.instruct.messages import AssistantMessage
from mistral_common.protocol.instruct.tool_calls import FunctionCall, ToolCall
from mistral_common.tokens.tokenizers.instruct import (
    InstructTokenizerV3,
    InstructTokenizerV7,
    InstructTokenizerV11,
    InstructTokenizerV13,
)
from mistral_common.tokens.tokenizers.sentencepiece import SentencePieceTokenizer
from mistral_common.tokens.tokenizers.tekken import Tekkenizer
from transformers.utils.chat_template_utils import render_jinja_template

CALLS = {
    "one": [{"name": "contacts_find", "arguments": {"name": "Zoë \"Z\" </s>\n", "limit": 2}}],
    "none": [{"name": "clock_now", "arguments": {}}],
    "two": [
        {"name": "contacts_find", "arguments": {"name": "Ana"}},
        {"name": "calendar_create", "arguments": {"title": "{[\"]}", "days": [1, 2.5, None, True]}},
    ],
}
TOOLS = [
    {
        "type": "function",
        "function": {
            "name": name,
            "description": "A tool.",
            "parameters": {"type": "object", "properties": {"name": {"type": "string", "description": "Who"}}},
        },
    }
    for name in ("contacts_find", "calendar_create", "clock_now")
]
TURN_ENDS = ("<|im_end|>", "<|eot_id|>", "<end>")


def identifier(index):
    return f"call{index:05d}"


def spelled(tokenizer, tokens):
    """The bytes of the tokens, control tokens as their names; the space that SentencePiece puts in front stays."""
    text, ordinary = "", []

    def flush():
        nonlocal text, ordinary
        if ordinary:
            text += " " if tokenizer.id_to_piece(ordinary[0]).startswith("\u2581") else ""
            text += tokenizer.decode(ordinary)
            ordinary = []

    for token in tokens:
        name = tokenizer.id_to_piece(token)
        if name.startswith("[") and name.endswith("]") and len(name) > 3:
            flush()
            text += name
        else:
            ordinary.append(token)
    flush()
    return text


def tekken(version, folder):
    source = pathlib.Path(mistral_common.__file__).parent / "data" / "tekken_240911.json"
    document = json.loads(source.read_text())
    if version in ("v11", "v13"):
        document["config"]["version"] = version
        names = [token["token_str"] for token in Tekkenizer.DEPRECATED_SPECIAL_TOKENS] + ["[ARGS]", "[CALL_ID]"]
        document["special_tokens"] = [
            {"rank": rank, "token_str": str(getattr(name, "value", name)), "is_control": True}
            for rank, name in enumerate(names)
        ]
    path = pathlib.Path(folder) / f"tekken_{version}.json"
    path.write_text(json.dumps(document))
    return Tekkenizer.from_file(path)


def of_mistral():
    data = pathlib.Path(mistral_common.__file__).parent / "data"
    with tempfile.TemporaryDirectory() as folder:
        made = {
            "v3": InstructTokenizerV3(SentencePieceTokenizer(data / "mistral_instruct_tokenizer_240323.model.v3")),
            "v3 tekken": InstructTokenizerV3(tekken("v3", folder)),
            "v7": InstructTokenizerV7(SentencePieceTokenizer(data / "mistral_instruct_tokenizer_241114.model.v7")),
            "v11 tekken": InstructTokenizerV11(tekken("v11", folder)),
            "v13 tekken": InstructTokenizerV13(tekken("v13", folder)),
        }
        for version, tokenizer in made.items():
            for name, calls in CALLS.items():
                message = AssistantMessage(
                    tool_calls=[
                        ToolCall(
                            id=identifier(index),
                            function=FunctionCall(
                                name=call["name"], arguments=json.dumps(call["arguments"], ensure_ascii=False)
                            ),
                        )
                        for index, call in enumerate(calls)
                    ]
                )
                tokens = tokenizer.encode_assistant_message(message, True)
                text = spelled(tokenizer.tokenizer, tokens[:-1])
                yield {
                    "by": f"mistral-common {version}",
                    "format": "tekken" if "[ARGS]" in text else "mistral",
                    "calls": name,
                    "has_ids": identifier(0) in text,
                    "text": text,
                }


def of_templates(folder):
    formats = {
        "NousResearch-Hermes-3-Llama-3.1-8B-tool_use": ("hermes", "<tool_call>"),
        "Qwen-Qwen2.5-7B-Instruct": ("hermes", "<tool_call>"),
        "Qwen-Qwen3-0.6B": ("hermes", "<tool_call>"),
        "meta-llama-Llama-3.2-3B-Instruct": ("llama", '{"name": "'),
        "mistralai-Mistral-Nemo-Instruct-2407": ("mistral", "[TOOL_CALLS]"),
        "Mistral-Small-3.2-24B-Instruct-2506": ("tekken", "[TOOL_CALLS]"),
        "mistralai-Ministral-3-14B-Reasoning-2512": ("tekken", "[TOOL_CALLS]"),
    }
    for stem, (form, trigger) in formats.items():
        source = (folder / f"{stem}.jinja").read_text()
        for name, calls in CALLS.items():
            if form == "llama" and len(calls) > 1:
                continue
            described = [
                {"id": identifier(index), "type": "function", "function": call} for index, call in enumerate(calls)
            ]
            messages = [
                {"role": "user", "content": "Who is it?"},
                {"role": "assistant", "content": "", "tool_calls": described},
            ]
            texts, _ = render_jinja_template(
                [messages], tools=TOOLS, chat_template=source, bos_token="<begin>", eos_token="<end>"
            )
            text = texts[0][texts[0].rindex("Who is it?") :]
            section = text[text.index(trigger) :]
            end = min(section.index(mark) for mark in TURN_ENDS if mark in section)
            section = section[:end]
            yield {
                "by": stem,
                "format": form,
                "calls": name,
                "has_ids": identifier(0) in section,
                "text": section,
            }


def main():
    sections = [*of_mistral(), *of_templates(pathlib.Path(sys.argv[1]))]
    versions = {name: importlib.metadata.version(name) for name in ("mistral-common", "transformers", "jinja2")}
    document = {"made_by": "tests/oracles/make_tool_calls.py", "versions": versions, "calls": CALLS}
    lines = json.dumps(document, ensure_ascii=False, indent=1)[:-2]
    rows = ",\n".join("  " + json.dumps(section, ensure_ascii=False) for section in sections)
    print(f'{lines},\n "sections": [\n{rows}\n ]\n}}')


if __name__ == "__main__":
    main()
