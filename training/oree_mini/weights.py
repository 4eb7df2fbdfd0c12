"""Weights in files small enough to carry: bf16, in parts.   python -m oree_mini.weights --folder F

Where a model is trained need not be where it is exported. The trainer writes weights.json and weights.00.bin and so on;
this joins them into checkpoint.pt, from which export.py works.
"""
import argparse
import json
from pathlib import Path

import torch

PART_BYTES = 15 * 1024 * 1024


def write_parts(state: dict, config: dict, folder: Path, part_bytes: int = PART_BYTES) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("weights.*.bin"):
        old.unlink()
    data = b"".join(tensor.detach().cpu().bfloat16().contiguous().view(torch.int16).numpy().tobytes() for tensor in state.values())
    names = [f"weights.{i:02}.bin" for i in range(-(-len(data) // part_bytes))]
    for i, name in enumerate(names):
        (folder / name).write_bytes(data[i * part_bytes:(i + 1) * part_bytes])
    described = {"config": config, "bytes": len(data), "parts": names, "tensors": {name: list(tensor.shape) for name, tensor in state.items()}}
    (folder / "weights.json").write_text(json.dumps(described, indent=1), encoding="utf-8")
    return [folder / name for name in names]


def join_parts(folder: Path) -> dict:
    """What write_parts was given: {"model": tensors in f32, "config"}."""
    described = json.loads((folder / "weights.json").read_text(encoding="utf-8"))
    data = b"".join((folder / name).read_bytes() for name in described["parts"])
    if len(data) != described["bytes"]:
        raise SystemExit(f"oree_mini.weights: the parts hold {len(data)} bytes, weights.json says {described['bytes']}")
    whole, state, place = torch.frombuffer(bytearray(data), dtype=torch.bfloat16), {}, 0
    for name, shape in described["tensors"].items():
        size = torch.Size(shape).numel()
        state[name] = whole[place:place + size].view(shape).float()
        place += size
    return {"model": state, "config": described["config"]}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, default=Path("../build/training"))
    options = parser.parse_args()
    torch.save(join_parts(options.folder), options.folder / "checkpoint.pt")


if __name__ == "__main__":
    main()
