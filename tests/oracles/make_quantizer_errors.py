"""Makes tests/golden/quantize: values of many kinds, and the error that ggml's own quantisers make on them.

    python tests/oracles/make_quantizer_errors.py libggml-base.so models/oree-mini.gguf tests/golden/quantize

values.f16 holds float16 [kinds, 2048]; errors.json {kind: {type: RMS error}}, the kinds in the order of the values,
errors in float64 over what ggml's dequantisers give back. The library is the one in llama-cpp-python's wheel. Needs
gguf and numpy.
"""
import ctypes
import json
import sys
from pathlib import Path

import gguf
import numpy as np

N = 2048
ROW = 256
TYPES = {"q8_0": gguf.GGMLQuantizationType.Q8_0, "q4_0": gguf.GGMLQuantizationType.Q4_0,
         "q4_k": gguf.GGMLQuantizationType.Q4_K, "q5_k": gguf.GGMLQuantizationType.Q5_K,
         "q6_k": gguf.GGMLQuantizationType.Q6_K}
READERS = {"q8_0": "dequantize_row_q8_0", "q4_0": "dequantize_row_q4_0", "q4_k": "dequantize_row_q4_K",
           "q5_k": "dequantize_row_q5_K", "q6_k": "dequantize_row_q6_K"}
MODEL_TENSORS = ("token_embd.weight", "blk.0.attn_q.weight", "blk.1.attn_v.weight", "blk.2.ffn_down.weight")


def seeded_kinds():
    random = np.random.default_rng(20261124)
    normal = random.standard_normal
    return {
        "gaussian": 0.02 * normal(N),
        "heavy_tailed": 0.02 * random.standard_t(3, N),
        "laplace": 0.02 * random.laplace(size=N),
        "outliers": 0.02 * normal(N) * np.where(random.random(N) < 0.005, 30, 1),
        "uniform_positive": random.uniform(0, 1, N),
        "far_from_zero": random.uniform(3, 5, N),
        "uniform_negative": -random.uniform(1, 2, N),
        "sparse": 0.02 * normal(N) * (random.random(N) < 0.1),
        "uneven_runs": 0.02 * normal(N) * np.exp(np.repeat(normal(N // 32), 32)),
    }


def model_kinds(path):
    tensors = {tensor.name: tensor for tensor in gguf.GGUFReader(path).tensors}
    kinds = {}
    for name in MODEL_TENSORS:
        values = gguf.quants.dequantize(tensors[name].data, tensors[name].tensor_type)
        kinds[name] = values.reshape(-1)[:N]
    return kinds


def rms_error(library, name, values):
    size, n_bytes = gguf.GGML_QUANT_SIZES[TYPES[name]]
    stored = np.zeros(N // size * n_bytes, dtype=np.uint8)
    back = np.zeros(N, dtype=np.float32)
    pointer = ctypes.c_void_p
    library.ggml_quantize_chunk(ctypes.c_int(TYPES[name]), pointer(values.ctypes.data), pointer(stored.ctypes.data),
                                ctypes.c_int64(0), ctypes.c_int64(N // ROW), ctypes.c_int64(ROW), None)
    getattr(library, READERS[name])(pointer(stored.ctypes.data), pointer(back.ctypes.data), ctypes.c_int64(N))
    return float(np.sqrt(np.mean((back.astype(np.float64) - values) ** 2)))


def main():
    library_path, model_path, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    library = ctypes.CDLL(library_path)
    kinds = {**seeded_kinds(), **model_kinds(model_path)}
    halves = np.stack([values.astype(np.float16) for values in kinds.values()])
    errors = {}
    for kind, values in zip(kinds, halves.astype(np.float32)):
        errors[kind] = {name: rms_error(library, name, np.ascontiguousarray(values)) for name in TYPES}
    (folder / "values.f16").write_bytes(halves.astype("<f2").tobytes())
    (folder / "errors.json").write_text(json.dumps(errors, indent=1) + "\n")


if __name__ == "__main__":
    main()
