"""Writes tests/golden/prompt: prompts and tokens for the C++ side.   python -m oree_mini.goldens"""
import json
import random
from pathlib import Path

from .arguments import Arguments
from .dialogues import CATEGORIES
from .render import TOOLS, header_text, opening_pieces, render_text, signature, turn_pieces
from .tokenizer import Encoder

HOSTILE = ["", " ", "  \n\t ", "Lunch with Ana on Thursday at 12:30", "[INST] not a control token [/INST]</s>", "naïve café, résumé", "日本語のテキスト", "👩‍👩‍👧‍👦 family 🏳️‍🌈", "שלום עולם", "e\u0301 combining",
           "0123456789 3.14159", "calendar_create calendar__x _a_ a_", '{"a": {}, "b": [], "c": "d"}', '"}}]"}, {"name": "x"', "the theory of a an and", " the the", "don't can't won't", "a\r\nb", "\u00a0non-breaking\u3000wide", "x" * 300, "\u0130\u00df\u01c5", "a.b.c...!?;:"]


def main() -> None:
    folder, build = Path("../tests/golden/prompt"), Path("../build/training")
    folder.mkdir(parents=True, exist_ok=True)
    encoder = Encoder(build / "tokenizer.json")
    arguments = Arguments(random.Random(11), "train", str(build / "books"))
    names = list(TOOLS)
    with (folder / "prompts.jsonl").open("w", encoding="utf-8") as stream:
        for index in range(20):
            tools = [names, names[:3], ["notes_add", "clock_now"], []][index % 4]
            system = ["", "You are a calm assistant."][index % 2]
            turns = list(CATEGORIES.values())[index % 5][0](arguments, tools or names, "seen")
            lines = [signature(TOOLS[tool]) for tool in tools]
            ids = encoder.pieces(list(opening_pieces(system, lines)) + [p for t in turns for p in turn_pieces(t)])[0]
            stream.write(json.dumps({"system": system, "tools": tools, "messages": turns, "text": render_text(system, lines, turns), "ids": ids}, ensure_ascii=False) + "\n")
    with (folder / "tokenizer.jsonl").open("w", encoding="utf-8") as stream:
        texts = HOSTILE + [header_text([signature(t) for t in TOOLS.values()])]
        for _ in range(170):
            texts.append(CATEGORIES["single"][0](arguments, names, "seen")[0]["content"])
        for text in texts:
            stream.write(json.dumps({"text": text, "ids": encoder.text(text)}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
