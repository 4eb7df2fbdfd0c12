"""Draws the loss curve of the model card and prints its figures.   python -m oree_mini.card"""
import argparse
import json
import math
from pathlib import Path

import gguf
import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt

# Text stays text and ids stay the same, so that the picture is small and two drawings of one log are equal.
STYLE = {"svg.fonttype": "none", "svg.hashsalt": "oree-mini", "font.family": "sans-serif", "font.size": 10,
         "axes.spines.top": False, "axes.spines.right": False}
SMOOTH = 7  # entries
MOST_POINTS = 300
DASHES = {False: "-", True: "--"}  # French ones are dashed


def read_log(path: Path) -> list[dict]:
    """The entries of one run. A run that was cut goes on from its last checkpoint: what it then did again counts."""
    entries = []
    for line in path.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        while entries and entries[-1]["step"] >= entry["step"]:
            entries.pop()
        entries.append(entry)
    return entries


def smoothed(values: list[float]) -> list[float]:
    """Geometric mean over a window around each value, narrower at the ends, where it stays centred."""
    result = []
    for i in range(len(values)):
        reach = min(SMOOTH // 2, i, len(values) - 1 - i)
        around = values[i - reach:i + reach + 1]
        result.append(math.exp(sum(map(math.log, around)) / len(around)))
    return result


def thinned(entries: list[dict]) -> list[dict]:
    step = -(-len(entries) // MOST_POINTS)
    return entries[::-1][::step][::-1]


def draw(entries: list[dict], output: Path) -> None:
    """The curve of all and of each source; a long log is thinned, so that the picture stays small."""
    entries = thinned(entries)
    tokens, loss = [e["tokens"] / 1e6 for e in entries], [e["loss"] for e in entries]
    with plt.rc_context(STYLE):
        figure, axes = plt.subplots(figsize=(7, 4.2), layout="constrained")
        axes.plot(tokens, loss, color="#9db8a5", linewidth=1, label="all but books, as logged")
        axes.plot(tokens, smoothed(loss), color="#2f6b46", linewidth=1.8, label="smoothed")
        sources = sorted({source for entry in entries for source in entry.get("by_source", {})})
        for source, colour in zip(sources, plt.get_cmap("tab10").colors):
            points = [(t, e["by_source"][source]) for t, e in zip(tokens, entries) if e.get("by_source", {}).get(source, 0) > 0]
            axes.plot([t for t, _ in points], smoothed([v for _, v in points]), color=colour, linewidth=0.9, linestyle=DASHES[source.split()[-1] == "fr"], label=source)
            loss = loss + [v for _, v in points]
        decay = next((t for t, e in zip(tokens, entries) if e["rate"] < 1 and e["tokens"] > 0.1 * entries[-1]["tokens"]), None)
        if decay is not None:
            axes.axvline(decay, color="#888888", linewidth=0.8, linestyle=":", label="the rate starts to fall")
        axes.set_yscale("log")
        ticks = [t for t in (0.01, 0.015, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 8) if min(loss) * 0.8 <= t <= max(loss) * 1.2]
        axes.set_yticks(ticks, [f"{t:g}" for t in ticks])
        axes.minorticks_off()
        axes.set_xlabel("training tokens (millions)")
        axes.set_ylabel("loss (nats per scored token)")
        axes.grid(axis="y", color="#e4e4e4", linewidth=0.6)
        axes.legend(frameon=False, fontsize=8, ncols=2)
        figure.savefig(output, metadata={"Date": None, "Creator": None})
        plt.close(figure)


def figures(entries: list[dict], model: Path) -> dict[str, str]:
    """What the card's {{placeholders}} of the same names stand for."""
    parameters = sum(int(tensor.n_elements) for tensor in gguf.GGUFReader(model).tensors)
    size, last = model.stat().st_size, entries[-1]
    return {"parameters": f"{parameters:,}", "size": f"{size:,} bytes ({size / 1e6:.1f} MB)", "steps": f"{last['step']:,}",
            "tokens": f"{last['tokens'] / 1e6:.1f} million", "minutes": f"{last['seconds'] / 60:.0f}",
            "tokens_per_second": f"{last['tokens'] / last['seconds']:,.0f}", "loss": f"{smoothed([e['loss'] for e in entries])[-1]:.3f}"}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--log", type=Path, default=Path("../build/training/log.jsonl"))
    parser.add_argument("--model", type=Path, default=Path("../models/oree-mini.gguf"))
    parser.add_argument("--picture", type=Path, default=Path("../models/oree-mini-loss.svg"))
    options = parser.parse_args()
    entries = read_log(options.log)
    if not entries:
        raise SystemExit(f"oree_mini.card: {options.log} has no entry yet")
    draw(entries, options.picture)
    for name, value in figures(entries, options.model).items():
        print(f"{name:18} {value}")


if __name__ == "__main__":
    main()
