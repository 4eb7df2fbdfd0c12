"""Compares the program's logits with the trainer's.   python -m oree_mini.check_logits --oree ../build/release/bin/oree

The export is made anew with F32 matrices and read by the scalar kernels with F32 keys and values, so that nothing but
the order of sums may differ; the distance of the exported Q8_0 file is reported beside it. One prompt is longer than a
window.
"""
import argparse
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import torch

from .data import PackMaker
from .evaluate import load_checkpoint
from .export import export
from .generate import prompt_logits
from .sources import Sources
from .tokenizer import Encoder

TOLERANCE = 1e-3


def program_logits(oree: Path, model: Path, ids: list[int], folder: Path) -> np.ndarray:
    output = folder / "logits.npy"
    subprocess.run([oree, "complete", "-m", model, "--token-ids", ",".join(map(str, ids)), "--logits", output, "-n", "0", "--cpu", "scalar",
                    "-t", "1", "--kv-type-k", "f32", "--kv-type-v", "f32"], check=True, stdout=subprocess.DEVNULL)
    return np.load(output)


def prompts(folder: Path, context: int) -> list[list[int]]:
    """A dialogue, and running text of more than two windows."""
    maker = PackMaker(Encoder(folder / "tokenizer.json"), Sources(folder), 99, context)
    packs = (maker.make(index) for index in range(10000))
    short = next(pack for pack in packs if pack.source.startswith("built-in"))
    own = short.ids[(short.dialogue <= 1) & (short.dialogue >= 0) & (np.arange(len(short.ids)) < short.n_prefix + short.slot_length)]
    return [own.tolist()[:400], [1] + maker.sources.passage("en", 1300)]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, default=Path("../build/training"))
    parser.add_argument("--oree", type=Path, default=Path("../build/release/bin/oree"))
    options = parser.parse_args()
    model = load_checkpoint(options.folder / "checkpoint.pt")
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        for kind in ("f32", "q8_0"):
            export(options.folder / "checkpoint.pt", options.folder / "tokenizer.json", scratch / f"{kind}.gguf", kind)
        for ids in prompts(options.folder, model.config.context):
            own = prompt_logits(model, ids).numpy()
            distance = {kind: float(np.abs(program_logits(options.oree, scratch / f"{kind}.gguf", ids, scratch) - own).max()) for kind in ("f32", "q8_0")}
            print(f"{len(ids)} tokens: largest difference {distance['f32']:.2g} in F32, {distance['q8_0']:.2g} in Q8_0 (logits up to {np.abs(own).max():.1f})")
            if not distance["f32"] < TOLERANCE:
                raise SystemExit(f"oree_mini.check_logits: the program's logits are further than {TOLERANCE} from the trainer's")


if __name__ == "__main__":
    main()
