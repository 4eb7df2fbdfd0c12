#!/usr/bin/env python3
"""Writes the goldens of src/gguf beside itself; see README.md."""

import hashlib
import json
import pathlib

import gguf
import numpy as np

FOLDER = pathlib.Path(__file__).parent


def write_model(path: pathlib.Path) -> None:
    random = np.random.default_rng(7)
    writer = gguf.GGUFWriter(str(path), "llama")
    writer.add_uint8("test.uint8", 200)
    writer.add_int8("test.int8", -100)
    writer.add_uint16("test.uint16", 60000)
    writer.add_int16("test.int16", -30000)
    writer.add_uint32("test.uint32", 4000000000)
    writer.add_int32("test.int32", -2000000000)
    writer.add_uint64("test.uint64", 2**63 + 1)
    writer.add_int64("test.int64", -(2**62))
    writer.add_float32("test.float32", 0.1)
    writer.add_float64("test.float64", 0.1)
    writer.add_bool("test.true", True)
    writer.add_bool("test.false", False)
    writer.add_string("test.string", "Orée, 樹, \n")
    writer.add_string("test.empty", "")
    writer.add_array("test.strings", ["a", "", "Ġlunch"])
    writer.add_array("test.integers", [1, -2, 3])
    writer.add_array("test.floats", [0.5, -1.25])
    writer.add_array("test.bools", [True, False, True])
    writer.add_tensor("norm.weight", random.standard_normal(5, dtype=np.float32))
    writer.add_tensor("matrix.f16", random.standard_normal((3, 4), dtype=np.float32).astype(np.float16))
    for kind in ("Q8_0", "Q4_0", "BF16"):
        number = gguf.GGMLQuantizationType[kind]
        values = random.standard_normal((2, 64), dtype=np.float32)
        writer.add_tensor("matrix." + kind.lower(), gguf.quants.quantize(values, number), raw_dtype=number)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def describe(path: pathlib.Path) -> dict:
    reader = gguf.GGUFReader(path)
    metadata = {k: f.contents() for k, f in reader.fields.items() if not k.startswith("GGUF.")}
    tensors = [
        {
            "name": tensor.name,
            "shape": [int(size) for size in tensor.shape],
            "type": int(tensor.tensor_type),
            "offset": int(tensor.data_offset),
            "sha256": hashlib.sha256(tensor.data.tobytes()).hexdigest(),
        }
        for tensor in reader.tensors
    ]
    return {"keys": list(metadata), "metadata": metadata, "tensors": tensors}


def main() -> None:
    write_model(FOLDER / "small.gguf")
    (FOLDER / "small.json").write_text(json.dumps(describe(FOLDER / "small.gguf"), indent=1, ensure_ascii=False) + "\n")
    types = [
        {"id": int(kind), "name": kind.name, "block_size": size, "block_bytes": n_bytes}
        for kind, (size, n_bytes) in gguf.GGML_QUANT_SIZES.items()
    ]
    (FOLDER / "types.json").write_text(json.dumps(types, indent=1) + "\n")


if __name__ == "__main__":
    main()
