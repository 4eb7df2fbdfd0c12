"""Makes the filters of tests/golden/filters: what the authors' procedure gives for the tiny models of tests/golden/model.

    python tests/oracles/make_filters.py tests/golden/model tests/golden/filters

For each model NAME: NAME.filters.npy (float32 [layers, KV heads, head_dim]), NAME.variance.npy (float32 [layers, KV
heads], means over the group of the first direction's share of the sum of squares) and NAME.positive.npy (the share of
queries on the filter's side, likewise); all from NAME.texts.npy (int32 [sequences, tokens]). Hugging Face's transformers
runs each text on the weights that the file holds; its queries after RoPE, all rows, go through an uncentred SVD, the
majority of the rows gives the sign, and the mean over a group's heads is not normalised again (Godey et al. 2025,
arXiv 2503.02812). The filters are then put into the order that the file has its rows in.
Needs torch, transformers, gguf and numpy, and make_tiny_models.py beside it.
"""
import sys
from pathlib import Path

import gguf
import numpy as np
import torch
import transformers
from transformers import LlamaConfig, LlamaForCausalLM, MinistralConfig, MinistralForCausalLM, MistralConfig, \
    MistralForCausalLM, Qwen2Config, Qwen2ForCausalLM
from transformers.models.llama import modeling_llama
from transformers.models.ministral import modeling_ministral
from transformers.models.mistral import modeling_mistral
from transformers.models.qwen2 import modeling_qwen2

from make_tiny_models import SIZES, VOCABULARY, WINDOW, tensor_names, uninterleave

N_SEQUENCES = 3
N_TOKENS = 200


def models():
    """(name, model without weights, its module, architecture)"""
    yield ("llama_gqa", LlamaForCausalLM(LlamaConfig(num_hidden_layers=4, num_attention_heads=4, num_key_value_heads=2,
                                                     **SIZES)), modeling_llama, "llama")
    rope = {"rope_type": "llama3", "rope_theta": 10000.0, "factor": 8.0, "low_freq_factor": 1.0,
            "high_freq_factor": 4.0, "original_max_position_embeddings": 32}
    yield ("llama_tied", LlamaForCausalLM(LlamaConfig(num_hidden_layers=3, num_attention_heads=2, num_key_value_heads=2,
                                                      tie_word_embeddings=True, rope_parameters=rope, **SIZES)),
           modeling_llama, "llama")
    yield ("mistral_window", MistralForCausalLM(MistralConfig(num_hidden_layers=4, num_attention_heads=4,
                                                              num_key_value_heads=1, sliding_window=WINDOW, **SIZES)),
           modeling_mistral, "llama")
    kinds = ["sliding_attention" if layer % 4 != 0 else "full_attention" for layer in range(5)]
    yield ("ministral_interleaved",
           MinistralForCausalLM(MinistralConfig(num_hidden_layers=5, num_attention_heads=4, num_key_value_heads=2,
                                                sliding_window=WINDOW, layer_types=kinds, **SIZES)),
           modeling_ministral, "llama")
    yield ("qwen2", Qwen2ForCausalLM(Qwen2Config(num_hidden_layers=3, num_attention_heads=4, num_key_value_heads=2,
                                                 tie_word_embeddings=True, **SIZES)), modeling_qwen2, "qwen2")


def load(model, path, architecture):
    """The weights that the file holds, Q and K rows back in Hugging Face's order."""
    held = {tensor.name: tensor for tensor in gguf.GGUFReader(path).tensors}
    with torch.no_grad():
        for name, parameter, heads in tensor_names(model, architecture):
            values = gguf.quants.dequantize(held.pop(name).data, gguf.GGMLQuantizationType.F32)
            values = values.astype(np.float32).reshape(tuple(parameter.shape))
            parameter.copy_(torch.from_numpy(np.ascontiguousarray(uninterleave(values, heads) if heads else values)))
    assert set(held) <= {"rope_freqs.weight"}, held
    return model.eval()


def queries_after_rope(model, module, texts):
    """[layers, heads, rows, head_dim]: what apply_rotary_pos_emb returns, layer after layer."""
    seen = []
    original = module.apply_rotary_pos_emb

    def watch(*arguments, **keywords):
        queries, keys = original(*arguments, **keywords)
        seen.append(queries[0].double().numpy())
        return queries, keys

    module.apply_rotary_pos_emb = watch
    n_layers = model.config.num_hidden_layers
    rows = [[] for _ in range(n_layers)]
    with torch.no_grad():
        for text in texts:
            seen.clear()
            model(input_ids=torch.from_numpy(text.astype(np.int64))[None])
            assert len(seen) == n_layers
            for layer, queries in enumerate(seen):
                rows[layer].append(queries)
    module.apply_rotary_pos_emb = original
    return np.stack([np.concatenate(layer, axis=1) for layer in rows])


class Ambiguous(Exception):
    """What another order of sums, or rounding, could decide otherwise."""


def filter_of(rows):
    """The oriented first right singular vector, its share of the squares, the share of rows on its side."""
    _, values, vectors = np.linalg.svd(rows, full_matrices=False)
    direction = vectors[0]
    positive = np.mean(rows @ direction > 0)
    if positive < 0.5:
        direction, positive = -direction, 1 - positive
    # Rows that are sampled are rounded to 8 bits, which may take one that is nearly at a right angle to the other side.
    unsure = np.mean(np.abs(rows @ direction) < 0.01 * np.linalg.norm(rows, axis=1))
    if positive - unsure <= 0.5 or values[0] / values[1] < 1.05:
        raise Ambiguous
    return direction, values[0] ** 2 / np.sum(values ** 2), positive


def filters_of(model, module, texts):
    """[layers][heads] of filter_of's"""
    return [[filter_of(rows) for rows in layer] for layer in queries_after_rope(model, module, texts)]


def unambiguous(model, module):
    """The first random texts of which every head has one answer, and those answers."""
    # Few tokens occur often, as in text: the queries of random ones have hardly a mean, and signs are a coin toss.
    chances = 1 / np.arange(1, VOCABULARY + 1) ** 3
    for seed in range(1000):
        random = np.random.default_rng(seed)
        ranks = random.choice(VOCABULARY, (N_SEQUENCES, N_TOKENS), p=chances / chances.sum())
        texts = random.permutation(VOCABULARY).astype(np.int32)[ranks]
        try:
            return texts, filters_of(model, module, texts)
        except Ambiguous:
            pass
    raise RuntimeError("no texts are unambiguous")


def to_file_order(filters):
    """Rows of RoPE's halves to neighbours."""
    return filters.reshape(*filters.shape[:-1], 2, -1).swapaxes(-1, -2).reshape(filters.shape)


def main():
    source, folder = Path(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    print(f"transformers {transformers.__version__}, torch {torch.__version__}, numpy {np.__version__}")
    torch.set_num_threads(1)
    for name, model, module, architecture in models():
        texts, found = unambiguous(load(model, source / f"{name}.gguf", architecture), module)
        np.save(folder / f"{name}.texts.npy", texts)
        n_layers, n_heads = len(found), len(found[0])
        n_kv_heads = model.config.num_key_value_heads

        def mean(part):
            values = np.array([[each[part] for each in heads] for heads in found])
            return values.reshape(n_layers, n_kv_heads, n_heads // n_kv_heads, *values.shape[2:]).mean(axis=2)

        filters = mean(0)
        np.save(folder / f"{name}.filters.npy",
                (to_file_order(filters) if architecture == "llama" else filters).astype(np.float32))
        np.save(folder / f"{name}.variance.npy", mean(1).astype(np.float32))
        np.save(folder / f"{name}.positive.npy", mean(2).astype(np.float32))
        print(f"{name}: variance {mean(1).mean():.2f}, positive {mean(2).mean():.2f}")


if __name__ == "__main__":
    main()
