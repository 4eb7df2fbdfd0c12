#!/usr/bin/env python3
"""Writes the goldens of src/tensor beside itself; see README.md."""

import pathlib

import gguf
import numpy as np

FOLDER = pathlib.Path(__file__).parent
BLOCK = 32


def edge_blocks() -> list[np.ndarray]:
    ramp = np.arange(BLOCK, dtype=np.float32)
    blocks = [
        np.zeros(BLOCK),
        -np.zeros(BLOCK),
        np.ones(BLOCK),
        -np.ones(BLOCK),
        ramp,
        -ramp,
        np.where(ramp % 2 == 0, 1, -1),  # two extremes of the same magnitude: the first decides the sign
        np.where(ramp % 2 == 0, -1, 1),
        (ramp - 16) / 127,
        np.where(ramp == 0, 127, ramp - 15.5),  # halves: ties when rounded to int8
        np.where(ramp == 0, -8, (ramp - 16) / 2),  # halves: ties when rounded to four bits
        np.where(ramp == 31, 1000, 1e-3),
        np.where(ramp == 31, -65504, 65504),
        ramp * np.float32(2**-24),  # subnormal in f16
        ramp * np.float32(2**-20),
        (2048 + ramp) / 2,  # ties in f16
        1 + ramp * np.float32(2**-9),  # ties in bf16
        1 + ramp * np.float32(2**-11),
    ]
    return [np.asarray(block, dtype=np.float32) for block in blocks]


def main() -> None:
    random = np.random.default_rng(20251124)
    scales = np.float32(10.0) ** random.uniform(-4, 3, size=(64, 1)).astype(np.float32)
    normal = random.standard_normal((64, BLOCK), dtype=np.float32) * scales
    values = np.concatenate([normal, np.stack(edge_blocks())]).astype("<f4")
    (FOLDER / "values.f32").write_bytes(values.tobytes())
    for kind in ("Q8_0", "Q4_0", "BF16", "F16"):
        number = gguf.GGMLQuantizationType[kind]
        stored = gguf.quants.quantize(values, number)
        name = "values." + kind.lower()
        (FOLDER / name).write_bytes(stored.tobytes())
        (FOLDER / (name + ".f32")).write_bytes(gguf.quants.dequantize(stored, number).astype("<f4").tobytes())


if __name__ == "__main__":
    main()
