"""Bars of evaluation results with their intervals, of the JSON that the program's evaluations print.

    python -m oree_mini.charts --output scores.svg "English=out/reserved_calls.json" "unseen tools=out/unseen_tools.json:category"

A bar a file; with ":GROUP", a bar for each entry of that group of its "by" instead.
"""
import argparse
import json
from pathlib import Path

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt

from .card import STYLE

COLOURS = ("#2f6b46", "#7a9e87")


def bars_of(argument: str) -> list[tuple[str, float, float, float]]:
    """(label, score, low, high) of "LABEL=FILE" or "LABEL=FILE:GROUP"."""
    label, separator, rest = argument.partition("=")
    file, _, group = rest.partition(":")
    if not separator or not label:
        raise SystemExit(f'oree_mini.charts: "{argument}" is not LABEL=FILE or LABEL=FILE:GROUP')
    result = json.loads(Path(file).read_text(encoding="utf-8"))
    entries = [(label, result)]
    if group:
        by = result.get("by", {})
        chosen = by.get(group) if isinstance(by.get(group), dict) and "score" not in by[group] else by if group == "by" else None
        if chosen is None:
            raise SystemExit(f'oree_mini.charts: {file} has no group "{group}"; it has {", ".join(by) or "none"}')
        entries = [(f"{label}: {name}", entry) for name, entry in chosen.items()]
    return [(name, entry["score"], entry["low"], entry["high"]) for name, entry in entries]


def draw(bars: list[tuple[str, float, float, float]], output: Path) -> None:
    with plt.rc_context(STYLE):
        figure, axes = plt.subplots(figsize=(7, 0.6 + 0.32 * len(bars)), layout="constrained")
        for place, (label, score, low, high) in enumerate(bars):
            axes.barh(place, 100 * score, height=0.62, color=COLOURS[":" in label])
            axes.plot([100 * low, 100 * high], [place, place], color="#222222", linewidth=1.2, solid_capstyle="butt")
            axes.text(min(100 * high + 1.5, 101), place, f"{100 * score:.1f}", va="center", fontsize=9)
        axes.set_yticks(range(len(bars)), [label for label, *_ in bars])
        axes.invert_yaxis()
        axes.set_xlim(0, 108)
        axes.set_xticks(range(0, 101, 20))
        axes.set_xlabel("right (%), with 95% intervals")
        axes.grid(axis="x", color="#e4e4e4", linewidth=0.6)
        axes.set_axisbelow(True)
        figure.savefig(output, metadata={"Date": None, "Creator": None})
        plt.close(figure)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("results", nargs="+", metavar="LABEL=FILE[:GROUP]")
    options = parser.parse_args()
    draw([bar for argument in options.results for bar in bars_of(argument)], options.output)


if __name__ == "__main__":
    main()
