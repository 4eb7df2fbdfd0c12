"""What kvpress keeps of the tiny models' keys, and what transformers answers once keys are gone: tests/golden/eviction.

    python tests/oracles/make_evictions.py tests/golden/model tests/golden/eviction

kept.json: for each policy that kvpress has, the positions it keeps of a prompt, by layer and KV head. runs.json and
NAME.logits.npy: evictions while a text is read, chosen by the scores of evicting_attention.py, and the logits of the
whole text with the evicted pairs masked for all later tokens. NAME.filters.npy: random filters in the layout of the
model's file. A budget or a text is taken only if no choice hangs on rounding: everything is computed in float32 and in
float64, and the gap between the worst pair kept and the best one evicted has to be MARGIN times their difference.
Needs torch, transformers, kvpress, gguf and numpy.
"""
import json
import logging
import sys
from importlib.metadata import version
from pathlib import Path

import gguf
import kvpress
import numpy as np
import torch
from transformers import (DynamicCache, LlamaConfig, LlamaForCausalLM, MinistralConfig, MinistralForCausalLM,
                          Qwen3Config, Qwen3ForCausalLM)

import evicting_attention
from make_tiny_models import SIZES, VOCABULARY, WINDOW, interleave, tensor_names, uninterleave

MARGIN = 20
PROMPT = 156
LONG_PROMPT = 4 + 4 * 128 + 40  # three partitions of LagKV that have a next one, and a rest
TEXT = 72
YARN = {"rope_type": "yarn", "rope_theta": 10000.0, "factor": 8.0, "original_max_position_embeddings": 12,
        "beta_fast": 1.0, "beta_slow": 0.1}
LLAMA3 = {"rope_type": "llama3", "rope_theta": 10000.0, "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
          "original_max_position_embeddings": 32}


def configuration(name, window=WINDOW):
    sizes = {**SIZES, "attn_implementation": "sdpa"}  # kvpress's adaptive heads refuse the eager one
    if name == "llama_gqa":
        return LlamaConfig(num_hidden_layers=4, num_attention_heads=4, num_key_value_heads=2, **sizes)
    if name == "llama_tied":
        return LlamaConfig(num_hidden_layers=3, num_attention_heads=2, num_key_value_heads=2, tie_word_embeddings=True,
                           rope_parameters=LLAMA3, **sizes)
    if name == "llama_yarn":
        return LlamaConfig(num_hidden_layers=3, num_attention_heads=2, num_key_value_heads=1, rope_parameters=YARN, **sizes)
    if name == "qwen3":
        return Qwen3Config(num_hidden_layers=3, num_attention_heads=4, num_key_value_heads=2, **sizes)
    assert name == "ministral_interleaved"
    types = ["sliding_attention" if layer % 4 else "full_attention" for layer in range(5)]
    return MinistralConfig(num_hidden_layers=5, num_attention_heads=4, num_key_value_heads=2, sliding_window=window,
                           layer_types=types, **sizes)


def load(folder, name, dtype, window=WINDOW):
    """The model of a file of make_tiny_models.py."""
    config = configuration(name, window)
    model = {"LlamaConfig": LlamaForCausalLM, "Qwen3Config": Qwen3ForCausalLM,
             "MinistralConfig": MinistralForCausalLM}[type(config).__name__](config).eval()
    reader = gguf.GGUFReader(folder / f"{name}.gguf")
    tensors = {tensor.name: tensor.data for tensor in reader.tensors}
    architecture = "qwen3" if name == "qwen3" else "llama"
    with torch.no_grad():
        for tensor, parameter, heads in tensor_names(model, architecture):
            values = np.array(tensors[tensor]).reshape(parameter.shape)
            parameter.copy_(torch.from_numpy(np.ascontiguousarray(uninterleave(values, heads) if heads else values)))
    # transformers computes angles in float32 whatever the model's type.
    rope = model.model.rotary_emb
    if dtype == torch.float64:
        frequencies = rope.inv_freq.double()

        def forward(x, position_ids, layer_type=None):
            angles = position_ids[..., None].double() * frequencies
            angles = torch.cat((angles, angles), dim=-1)
            return angles.cos() * rope.attention_scaling, angles.sin() * rope.attention_scaling

        rope.forward = forward
    return model.to(dtype)


def is_clear(single, double, inside, outside):
    """Whether every score of `inside` is above those of `outside` by more than rounding can do."""
    difference = (single.double() - double).abs()
    used = inside | outside
    relative = (difference / double.abs())[used].max()
    noise = MARGIN * torch.minimum(difference[used].max(), relative * double.abs())
    return not inside.any() or not outside.any() or bool((double - noise)[inside].min() > (double + noise)[outside].max())


class Recorded:
    """A press whose scores are kept, by layer."""

    def __init__(self, press):
        self.press, self.scores, self.base_scores = press, {}, {}
        innermost = press
        while hasattr(innermost, "press"):
            innermost = innermost.press
        self.record(innermost, self.base_scores)
        scorer = press if isinstance(press, kvpress.ScorerPress) else press.press
        if scorer is innermost:
            self.scores = self.base_scores
        else:
            self.record(scorer, self.scores)

    @staticmethod
    def record(press, into):
        score = press.score

        def recording(module, *arguments):
            result = score(module, *arguments)
            into[module.layer_idx] = result[0].clone()
            return result

        press.score = recording

    def kept(self, model, ids, keys, budget):
        """[layer] of booleans [kv_heads, tokens]."""
        self.press.compression_ratio = 1 - (budget + 0.5) / ids.shape[1]
        cache = DynamicCache()
        with torch.no_grad(), self.press(model):
            model(ids, past_key_values=cache)
        result = []
        for layer, module in enumerate(model.model.layers):
            if getattr(module.self_attn, "masked_key_indices", None) is not None:
                mask = torch.ones(keys[layer].shape[:2], dtype=torch.bool)
                mask[module.self_attn.masked_key_indices[1:]] = False
                module.self_attn.masked_key_indices = None
            else:
                same = (cache.layers[layer].keys[0][:, :, None] == keys[layer][:, None]).all(-1)
                assert (same.sum(-1) == 1).all(), "keys that are alike"
                mask = same.any(1)
            result.append(mask)
        return result


def q_filter_press(filters):
    press = kvpress.QFilterPress()
    press.post_init_from_model = lambda model: setattr(press, "q_filters", filters.to(model.dtype))
    return press


def adaptive(press):
    return kvpress.AdaKVPress(press)


# policy: (sinks, window, budgets to start from, press(filters), flags of ours)
POLICIES = {
    "streaming": (4, 0, (24, 61, 120), lambda _: kvpress.StreamingLLMPress()),
    "knorm": (0, 0, (24, 61, 120), lambda _: kvpress.KnormPress()),
    "keydiff": (0, 0, (24, 61, 120), lambda _: kvpress.KeyDiffPress()),
    "q_filters": (0, 0, (24, 61, 120), q_filter_press),
    "expected_attention": (4, 0, (12, 24, 50), lambda _: kvpress.ExpectedAttentionPress()),
    "snap_kv": (0, 64, (72, 90, 120), lambda _: kvpress.SnapKVPress()),
    "lag_kv": (4, 168, (172 + 30, 172 + 120, 172 + 300), lambda _: kvpress.LagKVPress()),
    "knorm value_aware": (0, 0, (24, 90), lambda _: kvpress.CriticalKVPress(kvpress.KnormPress())),
    "snap_kv value_aware": (0, 64, (100, 140), lambda _: kvpress.CriticalKVPress(kvpress.SnapKVPress())),
    "snap_kv adaptive_heads": (0, 64, (80, 110), lambda _: adaptive(kvpress.SnapKVPress())),
    "expected_attention adaptive_heads": (4, 0, (12, 40), lambda _: adaptive(kvpress.ExpectedAttentionPress())),
    "keydiff value_aware adaptive_heads": (
        0, 0, (24, 90), lambda _: adaptive(kvpress.CriticalKVPress(kvpress.KeyDiffPress()))),
}


def cuts_are_clear(flags, policy, single, double, base_single, base_double, kept, budget, layer):
    """Whether no choice of a layer hangs on rounding. The scores: [kv_heads, tokens]."""
    single, double = single.clone(), double.clone()
    n_heads, n_tokens = kept.shape
    open_rows = torch.ones_like(kept)
    if policy == "streaming":
        return True  # no score is computed
    if policy == "snap_kv":
        open_rows[:, -64:] = False
    if policy == "expected_attention":
        open_rows[:, :4] = False
    if "value_aware" in flags:
        first = torch.zeros_like(kept)
        first.scatter_(-1, base_double.topk(budget // 2, dim=-1).indices, True)
        for head in range(n_heads):
            if not is_clear(base_single[head], base_double[head], first[head] & open_rows[head],
                            ~first[head] & open_rows[head]):
                return False
        open_rows &= ~first
    for head in range(n_heads):
        if not is_clear(single[head], double[head], kept[head] & open_rows[head], ~kept[head] & open_rows[head]):
            return False
    if "adaptive_heads" in flags:
        rivals = open_rows.clone()
        safe = max(1, int(budget * 0.2))
        ranked = torch.where(open_rows, double, torch.inf)
        rivals.scatter_(-1, ranked.topk(safe, dim=-1).indices, False)
        return is_clear(single, double, kept & rivals, ~kept & open_rows)
    return True


def lag_is_clear(single, double, kept):
    """LagKV's scores are ranks in a partition; what rounding may change is the order behind them."""
    rows = slice(4, 4 + 3 * 128)
    for head in range(kept.shape[0]):
        parts = [x[head, rows].reshape(3, 128) for x in (single, double, kept)]
        if not all(is_clear(s, d, k, ~k) for s, d, k in zip(*parts)):
            return False
    return True


def bits(kept):
    return ["".join("1" if bit else "0" for bit in row) for row in kept.tolist()]


def kept_cases(folder, name, tokens, filters):
    singles, doubles = load(folder, name, torch.float32), load(folder, name, torch.float64)
    windows = getattr(singles.config, "layer_types", None)
    layers = [i for i in range(singles.config.num_hidden_layers) if not windows or windows[i] == "full_attention"]
    for case, (sinks, window, budgets, make) in POLICIES.items():
        policy, *flags = case.split()
        n_tokens = LONG_PROMPT if policy == "lag_kv" else PROMPT
        ids = torch.from_numpy(tokens[:n_tokens].astype(np.int64))[None]
        runs = []
        for model in (singles, doubles):
            cache = DynamicCache()
            with torch.no_grad():
                model(ids, past_key_values=cache)
            runs.append((model, Recorded(make(filters)), [layer.keys[0] for layer in cache.layers]))
        raw = []
        if policy == "lag_kv":
            for model, _, keys in runs:
                press = Recorded(kvpress.LagKVPress(cross_scoring=True))
                press.kept(model, ids, keys, budgets[0])
                raw.append(press.scores)
        for wanted in budgets:
            for budget in range(wanted, wanted + 60, 3 if policy == "lag_kv" else 1):
                single, double = (press.kept(model, ids, keys, budget) for model, press, keys in runs)
                ours, theirs = (press for _, press, _ in runs)
                if all(torch.equal(single[i], double[i])
                       and (lag_is_clear(raw[0][i], raw[1][i], double[i]) if raw else
                            cuts_are_clear(flags, policy, ours.scores[i], theirs.scores[i], ours.base_scores[i],
                                           theirs.base_scores[i], double[i], budget, i)) for i in layers):
                    break
            else:
                raise SystemExit(f"{name} {case}: no clear budget from {wanted} on")
            print(f"{name} {case}: budget {budget}")
            yield {"model": name, "policy": policy, "n_tokens": n_tokens, "sinks": sinks, "window": window,
                   "budget": budget, "value_aware": "value_aware" in flags, "adaptive_heads": "adaptive_heads" in flags,
                   "kept": [bits(kept) if i in layers else None for i, kept in enumerate(double)]}


# Evictions while the text is read. every: 0 is one at token `at`.
RUNS = [
    dict(model="llama_gqa", policy="knorm", budget=20, sinks=2, window=5, every=8),
    dict(model="llama_gqa", policy="keydiff", budget=24, sinks=4, window=6, every=16, whole_layers=1),
    dict(model="llama_gqa", policy="keydiff", budget=18, sinks=0, window=0, every=0, at=48),
    dict(model="llama_tied", policy="q_filters", budget=16, sinks=1, window=4, every=12),
    dict(model="qwen3", policy="keydiff", budget=20, sinks=3, window=7, every=10, whole_layers=2),
    dict(model="ministral_interleaved", policy="streaming", budget=12, sinks=4, window=2, every=9),
    dict(model="ministral_interleaved", policy="knorm", budget=20, sinks=2, window=4, every=8, sliding_window=32,
         inside_windows=True, whole_layers=1),
    dict(model="ministral_interleaved", policy="q_filters", budget=14, sinks=2, window=4, every=0, at=40),
]


def evicting_run(folder, case, filters):
    """The text, what each eviction leaves, and the logits."""
    window = case.get("sliding_window", WINDOW)
    singles, doubles = (load(folder, case["model"], dtype, window) for dtype in (torch.float32, torch.float64))
    for seed in range(200):
        tokens = np.random.default_rng(1000 + seed).integers(0, VOCABULARY, TEXT, dtype=np.int32)
        ids = torch.from_numpy(tokens.astype(np.int64))[None]
        single = evicting_attention.run(singles, ids, case, -filters)
        double = evicting_attention.run(doubles, ids, case, -filters)
        clear = all(torch.equal(ours.kept, theirs.kept)
                    and is_clear(ours.scores, theirs.scores, ours.kept & ours.open_rows, ours.evicted & ours.open_rows)
                    for one, other in zip(single.evictions, double.evictions)
                    for ours, theirs in zip(one.heads, other.heads))
        if clear:
            return tokens, single
    raise SystemExit(f"no clear text for {case}")


def main():
    models, folder = Path(sys.argv[1]), Path(sys.argv[2])
    torch.set_num_threads(1)
    logging.getLogger("kvpress").setLevel(logging.ERROR)  # it has not been tested with Ministral
    tokens = np.random.default_rng(7).integers(0, VOCABULARY, LONG_PROMPT, dtype=np.int32)
    np.save(folder / "tokens.npy", tokens)
    filters, cases = {}, []
    for name in ("llama_gqa", "llama_tied", "llama_yarn", "qwen3", "ministral_interleaved"):
        config = configuration(name)
        shape = (config.num_hidden_layers, config.num_key_value_heads, config.head_dim)
        filters[name] = torch.randn(shape, generator=torch.Generator().manual_seed(5))
        ours = -filters[name].numpy().reshape(-1, config.head_dim)  # large is kept; kvpress's have the other sign
        if name != "qwen3":
            ours = interleave(ours.reshape(-1, 1), len(ours))
        np.save(folder / f"{name}.filters.npy", np.ascontiguousarray(ours.reshape(shape)))
        cases += kept_cases(models, name, tokens, filters[name])
    lines = ",\n".join(json.dumps(case) for case in cases)
    (folder / "kept.json").write_text(f"[\n{lines}\n]\n")

    runs = []
    for number, case in enumerate(RUNS):
        name = f"{number}_{case['model']}_{case['policy']}"
        text, run = evicting_run(models, case, filters[case["model"]])
        np.save(folder / f"{name}.logits.npy", run.logits.numpy())
        kept = [{"at": eviction.at,
                 "heads": [{"layer": head.layer, "kv_head": head.kv_head,
                            "positions": torch.nonzero(head.kept).flatten().tolist()} for head in eviction.heads]}
                for eviction in run.evictions]
        runs.append({"name": name, **case, "tokens": text.tolist(), "evictions": kept})
        print(f"{name}: {len(kept)} evictions")
    lines = ",\n".join(json.dumps(run) for run in runs)
    (folder / "runs.json").write_text(f"[\n{lines}\n]\n")
    print(", ".join(f"{package} {version(package)}"
                    for package in ("kvpress", "transformers", "torch", "gguf", "numpy")))


if __name__ == "__main__":
    main()
