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


# Types that are only read: bytes of a block, and where its f16 scales stand.
READ_ONLY = {
    "Q4_1": (20, (0, 2)),
    "Q5_0": (22, (0,)),
    "Q5_1": (24, (0, 2)),
    "Q2_K": (84, (80, 82)),
    "Q3_K": (110, (108,)),
    "Q4_K": (144, (0, 2)),
    "Q5_K": (176, (0, 2)),
    "Q6_K": (210, (208,)),
    "IQ4_NL": (18, (0,)),
    "IQ4_XS": (136, (0,)),
    "MXFP4": (17, ()),
}
EDGE_SCALES = (0x0000, 0x8000, 0x0001, 0x83FF, 0x7BFF, 0xFBFF, 0x7C00, 0xFC00)  # zeros, subnormals, largest, infinities


def random_blocks(random: np.random.Generator, size: int, scales: tuple[int, ...]) -> np.ndarray:
    """Random bytes with usual scales, then one block for each edge scale, then all bytes 0 and all bytes 255."""
    usual = 12 if size > 64 else 24
    blocks = random.integers(0, 256, (usual + len(EDGE_SCALES) + 2, size), dtype=np.uint8)
    for offset in scales:
        numbers = random.uniform(-2, 2, usual).astype(np.float16).view(np.uint16)
        for block, bits in enumerate([*numbers, *EDGE_SCALES]):
            blocks[block, offset : offset + 2] = np.array([bits], "<u2").view(np.uint8)
    if not scales:  # MXFP4: an exponent
        blocks[:, 0] = [*random.integers(110, 134, usual), 0, 1, 2, 3, 126, 127, 254, 255, 0, 0]
    blocks[-2], blocks[-1] = 0, 255
    return blocks


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
    for kind, (size, scales) in READ_ONLY.items():
        number = gguf.GGMLQuantizationType[kind]
        stored = random_blocks(random, size, scales)
        with np.errstate(all="ignore"):
            values = gguf.quants.dequantize(stored.reshape(-1), number)
        name = "blocks." + kind.lower()
        (FOLDER / name).write_bytes(stored.tobytes())
        (FOLDER / (name + ".f32")).write_bytes(values.astype("<f4").tobytes())


if __name__ == "__main__":
    main()
