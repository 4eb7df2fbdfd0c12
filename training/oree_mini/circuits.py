"""First weights with which the network copies before it has learned anything.

A call quotes its request, and gradient descent takes millions of tokens to find the two kinds of head that quoting needs:
those that tell each token which tokens came before it, and those that find where what stands here stood before, and bring
what followed ("induction heads", Olsson et al. 2022). Both are a few matrices (cf. "mimetic initialization", Trockman and
Kolter 2023). Training is free to change or to forget them.
"""
import math

import torch

from .model import ModelConfig, OreeMini

COMMON = 0.5              # of every embedding, the same vector: what heads read that ask for a place and not for a meaning
BACK = (1, 2, 3)          # tokens before its own that heads of the first layer write into the residual
SHARPNESS = 4.0           # the logit that a pair of head dimensions adds at most to the look at a place
PLACE_PAIRS = 12          # pairs of head dimensions, of the highest frequencies, that find a place
LOWEST_TURN = 0.5         # of the pairs, the share of highest frequencies that turn too fast to compare meanings far apart
MATCH = 16.0              # logit of a place where both tokens agree
WRITTEN = 0.5             # length of what a head writes, of that of an embedding


def frame(n: int, dim: int, avoid: torch.Tensor) -> torch.Tensor:
    """n orthonormal rows [n, dim], orthogonal to those of `avoid` [m, dim] where there is room for them."""
    rows = torch.randn(n, dim)
    if n + len(avoid) <= dim:
        rows -= rows @ avoid.T @ avoid
    return torch.linalg.qr(rows.T)[0].T.contiguous()


def turned(amplitude: torch.Tensor, places: int, frequency: torch.Tensor) -> torch.Tensor:
    """A vector of head dimensions, rotated by so many places: interleaved pairs, as rotate() of model.py has them."""
    angle = places * frequency
    return torch.stack((amplitude * angle.cos(), amplitude * angle.sin()), dim=-1).flatten()


@torch.no_grad()
def plant(model: OreeMini) -> None:
    """Sets the embeddings' common part, a head of the first layer for each of BACK (as many as share a KV head at most), and
    in each layer after it a copying head for each KV head. Random numbers are torch's own: seed it before."""
    c: ModelConfig = model.config
    if c.n_heads < 2 * c.n_kv_heads:
        raise ValueError("oree_mini.circuits: a copying head compares two tokens, so that each KV head needs two query heads at least")
    share, length = c.n_heads // c.n_kv_heads, math.sqrt(c.dim)
    common = torch.nn.functional.normalize(torch.randn(1, c.dim), dim=1)
    embeddings = model.token_embd.weight
    deviation = float(embeddings.std())
    embeddings.sub_(embeddings @ common.T @ common).add_(COMMON * deviation * length * common)
    content = length / math.sqrt(1 + COMMON ** 2)  # lengths of the two parts of a normed embedding
    constant = COMMON * content
    frequency = c.rope_base ** (-torch.arange(c.head_dim // 2) / (c.head_dim // 2))
    written = WRITTEN * deviation * length

    # The first layer: what came before, each in a frame of its own.
    before = {0: frame(c.head_dim, c.dim, common)}
    block, amplitude = model.blk[0], torch.zeros(c.head_dim // 2)
    amplitude[:PLACE_PAIRS] = math.sqrt(SHARPNESS * math.sqrt(c.head_dim)) / constant
    block.attn_k.weight[:c.head_dim] = turned(amplitude, 0, frequency)[:, None] * common
    block.attn_v.weight[:c.head_dim] = before[0]
    brought = content * math.sqrt(c.head_dim / c.dim)
    for head, back in zip(range(share), BACK):
        rows = slice(head * c.head_dim, (head + 1) * c.head_dim)
        block.attn_q.weight[rows] = turned(amplitude, -back, frequency)[:, None] * common
        before[back] = frame(c.head_dim, c.dim, torch.cat((common, before[0], *(before[b] for b in BACK if b in before))))
        block.attn_output.weight[:, rows] = before[back].T * (written / brought)

    # What such a residual is normed to.
    n_written = len(before) - 1
    total = math.sqrt(1 + COMMON ** 2 + n_written * WRITTEN ** 2)
    of_embedding, of_written = length / total, length / total * WRITTEN

    # Where the two tokens before a place are the one here and the one before it: bring what is there.
    slow = 2 * int(LOWEST_TURN * c.head_dim / 2)
    half = (c.head_dim - slow) // 2
    for layer in range(1, c.n_layers):
        block = model.blk[layer]
        for kv_head in range(c.n_kv_heads):
            head = kv_head * share
            keys, rows = slice(kv_head * c.head_dim, (kv_head + 1) * c.head_dim), slice(head * c.head_dim, (head + 1) * c.head_dim)
            q, k = torch.zeros(c.head_dim, c.dim), torch.zeros(c.head_dim, c.dim)
            choice = frame(2 * half, c.head_dim, torch.zeros(0, c.head_dim))
            for part, (here, there) in enumerate(((0, 1), (1, 2))):
                into = slice(slow + part, c.head_dim, 2)
                pick = choice[part * half:(part + 1) * half]
                lengths = (of_embedding * math.sqrt(c.head_dim / c.dim) if here == 0 else of_written), of_written
                scale = math.sqrt(MATCH / 2 * math.sqrt(c.head_dim) * c.head_dim / half / (lengths[0] * lengths[1]))
                q[into], k[into] = pick @ before[here] * scale, pick @ before[there] * scale
            block.attn_q.weight[rows], block.attn_k.weight[keys] = q, k
            reading = frame(c.head_dim, c.dim, common)
            block.attn_v.weight[keys] = reading
            block.attn_output.weight[:, rows] = reading.T * (written / (of_embedding * math.sqrt(c.head_dim / c.dim))) / math.sqrt(c.n_layers)
