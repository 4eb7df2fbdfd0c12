"""Writes the French requests kept for evaluation.   python -m oree_mini.reserved

People and titles are of the reserved side and books are those never trained on; half of the phrasings are reserved
patterns, half are seen in training. The English requests, evaluation/reserved_calls.jsonl, were written in the same way
from the first edition's phrasings, all of which are still here and on the same side (tests/test_reserved.py). They are kept
as they are, so that later editions are measured on the same requests.
"""
import argparse
import json
import random
from pathlib import Path

from .arguments import Arguments
from .built_in import DEFAULT
from .dialogues import CATEGORIES

SHARES = {"single": 350, "several": 60, "ask_back": 30, "no_tool": 30, "follow_up": 30}


def reserved_lines(eval_books: str, language: str, seed: int) -> list[dict]:
    arguments = Arguments(random.Random(seed), "reserved", eval_books, language)
    tools, lines = list(DEFAULT), []
    for category, count in SHARES.items():
        for index in range(count):
            phrasing = "reserved" if index % 2 == 0 else "seen"
            turns = CATEGORIES[category][0](arguments, tools, phrasing, False)
            # The request is the last thing the user says; what the assistant then does is expected.
            last = max(i for i, turn in enumerate(turns) if turn["role"] == "user")
            expected = turns[last + 1].get("calls", [])
            lines.append({"id": f"{language}-{category}-{index + 1}", "category": category, "phrasing": phrasing, "now": "2026-11-23T09:00:00",
                          "messages": turns[:last], "request": turns[last]["content"], "tools": tools, "expected": expected})
    return lines


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, default=Path("../build/training"))
    parser.add_argument("--output", type=Path, default=Path("../evaluation/reserved_calls_fr.jsonl"))
    options = parser.parse_args()
    lines = reserved_lines(str(options.folder / "eval_books"), "fr", 20261127)
    options.output.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
