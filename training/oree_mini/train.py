"""Trains oree-mini.   python -m oree_mini.train --preset cpu --minutes 100

The learning rate follows the share of the time that has passed, so that a slower machine still ends in time, on fewer
tokens; with --steps it follows the steps, and the same seed gives the same model. Checkpoints are written every few
minutes; a run that was cut goes on from the last one.
"""
import argparse
import json
import shutil
import time
from collections import defaultdict
from pathlib import Path

import torch

from . import allocator
from .circuits import plant
from .model import PRESETS, ModelConfig, OreeMini
from .optimiser import Optimiser, schedule
from .sources import TABLE
from .steps import CpuSteps, CudaSteps
from .weights import join_parts, write_parts

CHECKPOINT_SECONDS = 150
WARM_UP_STEPS = 25
LONGEST_STEP_SECONDS = 30  # of one step, as counted: a laptop that slept in the middle has not trained meanwhile
MEMORY = 0.95              # of the running means in the log


class Log:
    """Running means of the loss of each source, a line every so many steps."""

    def __init__(self, path: Path, every: int):
        self.file, self.every, self.means = path.open("a"), every, {}
        self.sums, self.counts = defaultdict(float), defaultdict(float)

    def add(self, losses: dict[str, tuple[float, float]]) -> None:
        """Summed loss and weight of each source in a step."""
        for source, (loss, weight) in losses.items():
            self.sums[source] = MEMORY * self.sums[source] + loss
            self.counts[source] = MEMORY * self.counts[source] + weight

    def write(self, **entry) -> None:
        means = {source: self.sums[source] / self.counts[source] for source in sorted(self.sums) if self.counts[source]}
        beside = {source.name for source in TABLE if source.kind in ("book", "copies")}
        sums = [(self.sums[s], self.counts[s]) for s in means if s not in beside]
        loss = sum(s for s, _ in sums) / max(1e-9, sum(n for _, n in sums))
        self.file.write(json.dumps(entry | {"loss": round(loss, 5), "by_source": {s: round(v, 5) for s, v in means.items()}}) + "\n")
        self.file.flush()


def start_weights(model: OreeMini, path: Path) -> None:
    """From a GGUF file, or a folder of parts: an accelerator's machine need not have the gguf package."""
    if path.is_dir():
        state = join_parts(path)["model"]
    else:
        from .evaluate import load_gguf
        state = load_gguf(path).state_dict()
    model.load_state_dict(state)


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, default=Path("../build/training"), help="as prepare.py leaves it")
    parser.add_argument("--preset", choices=PRESETS, default="cpu")
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument("--minutes", type=float, default=100, help="of training, all calls together")
    parser.add_argument("--steps", type=int, help="instead of minutes")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2, help="on a processor")
    parser.add_argument("--producers", type=int, help="processes that draw data (default: 1, or 14 on an accelerator)")
    parser.add_argument("--packs", type=int, default=3, help="of a step, on a processor")
    parser.add_argument("--rows", type=int, default=16, help="of a step, on an accelerator")
    parser.add_argument("--no-compile", action="store_true", help="for rehearsals: compiling takes a minute")
    parser.add_argument("--muon-rate", type=float, default=0.02)
    parser.add_argument("--adam-rate", type=float, default=0.004)
    parser.add_argument("--from", dest="start", type=Path, metavar="MODEL", help="go on from exported weights, a GGUF file or a folder of parts")
    parser.add_argument("--weights", type=Path, metavar="FOLDER", help="also write the averaged weights there, in parts (weights.py)")
    parser.add_argument("--log-every", type=int, default=20, help="steps")
    return parser


def train(options) -> dict:
    allocator.keep()
    torch.set_num_threads(options.threads if options.device == "cpu" else 2)
    torch.manual_seed(options.seed)
    config: ModelConfig = PRESETS[options.preset]
    model = OreeMini(config)
    plant(model)
    if options.start:
        start_weights(model, options.start)
    model.to(options.device)
    optimiser = Optimiser(model, options.muon_rate, options.adam_rate)
    step, tokens, spent = 0, 0, 0.0

    checkpoint = options.folder / "checkpoint.pt"
    if checkpoint.exists():
        saved = torch.load(checkpoint, map_location=options.device)
        model.load_state_dict(saved["last"])
        optimiser.load(saved["optimiser"])
        step, tokens, spent = saved["step"], saved["tokens"], saved["spent"]

    def save() -> None:
        allocator.give_back()
        part = checkpoint.with_suffix(".part")
        torch.save({"model": optimiser.average.state(model), "last": model.state_dict(), "optimiser": optimiser.state(), "step": step,
                    "tokens": tokens, "spent": spent, "config": config.to_dict()}, part)
        part.rename(checkpoint)
        if options.weights:
            write_parts(optimiser.average.state(model), config.to_dict(), options.weights)
            for name in ("tokenizer.json", "log.jsonl"):
                shutil.copy(options.folder / name, options.weights / name)

    kind = CpuSteps if options.device == "cpu" else CudaSteps
    steps = kind(model, options, step)
    log, last_save = Log(options.folder / "log.jsonl", options.log_every), time.monotonic()
    share = lambda: step / options.steps if options.steps else spent / (options.minutes * 60)
    while share() < 1:
        began = time.monotonic()
        factor = schedule(share() + (0.5 / options.steps if options.steps else 0.0))
        n_tokens, losses = steps.backward()
        factor *= min(1.0, (step + 1) / WARM_UP_STEPS)  # by time alone there is none where the first step compiles for a minute
        optimiser.step(factor, step + 1)
        step += 1
        tokens += n_tokens
        spent += min(time.monotonic() - began, LONGEST_STEP_SECONDS if options.device == "cpu" else float("inf"))
        log.add(losses)
        if step % options.log_every == 0:
            log.write(step=step, tokens=tokens, seconds=round(spent, 1), rate=round(factor, 4), **steps.figures())
        if time.monotonic() - last_save > CHECKPOINT_SECONDS:
            save()
            last_save = time.monotonic()
    save()
    steps.close()
    return {"step": step, "tokens": tokens, "seconds": spent}


def main() -> None:
    print(json.dumps(train(arguments().parse_args())))


if __name__ == "__main__":
    main()
