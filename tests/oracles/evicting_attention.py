"""transformers' models with pairs of keys and values that go away: no cache, the whole text in one pass, and a mask.

The scores are written here once more, from the papers, so that neither our code nor kvpress's is asked. For
make_evictions.py.
"""
from dataclasses import dataclass, field

import torch
from transformers import AttentionInterface, AttentionMaskInterface
from transformers.masking_utils import eager_mask


@dataclass
class Head:
    layer: int
    kv_head: int
    scores: torch.Tensor     # [tokens]
    kept: torch.Tensor       # [tokens], booleans
    evicted: torch.Tensor    # by this eviction
    open_rows: torch.Tensor  # neither sinks nor window


@dataclass
class Eviction:
    at: int  # tokens before it
    heads: list


@dataclass
class Run:
    evictions: list = field(default_factory=list)
    logits: torch.Tensor = None


state = {}  # of the pass in progress: gone [layer] of [kv_heads, tokens]: the token from which on a pair is gone


def attention(module, query, key, value, attention_mask, scaling, dropout=0.0, **_):
    group = query.shape[1] // key.shape[1]
    state["keys"][module.layer_idx] = key[0]
    products = query @ key.repeat_interleave(group, dim=1).transpose(2, 3) * scaling
    n = key.shape[2]
    gone = state["gone"][module.layer_idx][:, None, :n] <= torch.arange(n)[None, :, None]
    products = products + attention_mask[..., :n]
    products = products.masked_fill(gone.repeat_interleave(group, dim=0)[None], -torch.inf)
    weights = torch.softmax(products, dim=-1)
    return (weights @ value.repeat_interleave(group, dim=1)).transpose(1, 2).contiguous(), weights


AttentionInterface.register("evicting", attention)
AttentionMaskInterface.register("evicting", eager_mask)


def score(policy, keys, positions, the_filter):
    """keys [n, head_dim] of a head, after RoPE. The largest scores stay."""
    if policy == "streaming":
        return positions.to(keys.dtype)
    if policy == "knorm":
        return -(keys * keys).sum(-1).sqrt()
    if policy == "q_filters":
        return keys @ the_filter.to(keys.dtype)
    assert policy == "keydiff"
    directions = keys / (keys * keys).sum(-1, keepdim=True).sqrt()
    anchor = directions.mean(0)
    return -(directions @ anchor) / anchor.norm()


def bounded_layers(config, case):
    """Those that are evicted from."""
    types = getattr(config, "layer_types", None) or ["full_attention"] * config.num_hidden_layers
    return [layer for layer, kind in enumerate(types)
            if layer >= case.get("whole_layers", 0) and (kind == "full_attention" or case.get("inside_windows", False))]


def evict(case, layer, kv_head, keys, there, at, the_filter):
    """The head after an eviction before token `at`, of the pairs that are there [tokens]."""
    positions = torch.nonzero(there).flatten()
    scores = torch.full(there.shape, torch.nan, dtype=keys.dtype)
    scores[positions] = score(case["policy"], keys[positions], positions, the_filter)
    everywhere = torch.arange(len(there))
    open_rows = there & (everywhere >= case["sinks"]) & (everywhere < at - case["window"])
    n_open = case["budget"] - int((there & ~open_rows).sum())
    kept = there & ~open_rows
    order = torch.argsort(torch.where(open_rows, scores, -torch.inf), descending=True)
    kept[order[: min(n_open, int(open_rows.sum()))]] = True
    return Head(layer, kv_head, scores, kept, there & ~kept, open_rows)


def run(model, ids, case, filters):
    """The logits of ids [1, tokens] under the evictions of `case`. filters: [layers, kv_heads, head_dim]."""
    model.set_attn_implementation("evicting")
    config, n_tokens = model.config, ids.shape[1]
    never = n_tokens + 1
    state["gone"] = [torch.full((config.num_key_value_heads, n_tokens), never) for _ in range(config.num_hidden_layers)]
    times = range(case["every"], n_tokens + 1, case["every"]) if case["every"] else [case["at"]]
    result = Run()
    for at in times:
        state["keys"] = {}
        with torch.no_grad():
            model(input_ids=ids[:, :at], use_cache=False)
        eviction = Eviction(at, [])
        for layer in bounded_layers(config, case):
            for kv_head in range(config.num_key_value_heads):
                gone = state["gone"][layer][kv_head]
                there = (gone[:at] == never)
                if int(there.sum()) <= case["budget"]:
                    continue
                head = evict(case, layer, kv_head, state["keys"][layer][kv_head], there, at, filters[layer, kv_head])
                gone[:at][head.evicted] = at
                eviction.heads.append(head)
        if eviction.heads:
            result.evictions.append(eviction)
    state["keys"] = {}
    with torch.no_grad():
        result.logits = model(input_ids=ids, use_cache=False).logits[0]
    return result
