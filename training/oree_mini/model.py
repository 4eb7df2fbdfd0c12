"""The llama-family decoder of oree-mini.

A training group is one shared prefix (the tool header) and S slots that each
hold a few independent dialogues. Every dialogue sees the prefix and itself,
and its positions go on where the prefix ends: the numbers are those of separate
sequences, at a fraction of the cost.
"""
from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as F
from torch import nn


@dataclass
class ModelConfig:
    vocab_size: int = 4096
    dim: int = 256
    n_layers: int = 8
    n_heads: int = 8
    n_kv_heads: int = 4
    head_dim: int = 32
    hidden_dim: int = 640
    window: int = 512          # tokens a window layer sees, the token itself included
    global_every: int = 4      # layer % global_every == 0 sees everything
    rope_base: float = 10000.0
    norm_eps: float = 1e-5
    context: int = 4096

    def is_window(self, layer: int) -> bool:
        return layer % self.global_every != 0

    def to_dict(self) -> dict:
        return asdict(self)


def rope_table(positions: torch.Tensor, config: ModelConfig) -> tuple[torch.Tensor, torch.Tensor]:
    """cos and sin of every position, [n, 1, head_dim / 2]."""
    half = config.head_dim // 2
    frequency = config.rope_base ** (-torch.arange(half, dtype=torch.float32) / half)
    angle = positions.float()[:, None, None] * frequency
    return angle.cos(), angle.sin()


def rotate(x: torch.Tensor, cos: torch.Tensor, sin: torch.Tensor) -> torch.Tensor:
    """Rotates the interleaved pairs (2i, 2i + 1) of x [n, heads, head_dim], as GGUF's llama does."""
    even, odd = x[..., 0::2], x[..., 1::2]
    return torch.stack((even * cos - odd * sin, even * sin + odd * cos), dim=-1).flatten(-2)


def attend(q, k, v, mask):
    """q [b, t, heads, d], k and v [b, n, kv heads, d], additive mask [b, t, n] -> [b, t, heads * d].

    Written out: the fused kernel's backward pass takes twice the time on a CPU. The
    query heads of one KV head are stacked as rows, so that no key is repeated.
    """
    b, t, heads, d = q.shape
    n, kv_heads = k.shape[1], k.shape[2]
    share = heads // kv_heads
    q = q.view(b, t, kv_heads, share, d).permute(0, 2, 3, 1, 4).reshape(b * kv_heads, share * t, d)
    k = k.permute(0, 2, 3, 1).reshape(b * kv_heads, d, n)
    v = v.transpose(1, 2).reshape(b * kv_heads, n, d)
    scores = torch.bmm(q * d ** -0.5, k).view(b, kv_heads * share, t, n).add_(mask[:, None])
    mixed = torch.bmm(torch.softmax(scores, -1, dtype=scores.dtype).view(b * kv_heads, share * t, n), v)
    return mixed.view(b, heads, t, d).transpose(1, 2).reshape(b, t, heads * d)


class RmsNorm(nn.Module):
    def __init__(self, dim: int, eps: float):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(dim))
        self.eps = eps

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.rms_norm(x, (x.shape[-1],), self.weight.to(x.dtype), self.eps)


class Block(nn.Module):
    def __init__(self, config: ModelConfig):
        super().__init__()
        self.config = config
        queries, keys = config.n_heads * config.head_dim, config.n_kv_heads * config.head_dim
        linear = lambda n_in, n_out: nn.Linear(n_in, n_out, bias=False)
        self.attn_norm = RmsNorm(config.dim, config.norm_eps)
        self.attn_q = linear(config.dim, queries)
        self.attn_k = linear(config.dim, keys)
        self.attn_v = linear(config.dim, keys)
        self.attn_output = linear(queries, config.dim)
        self.ffn_norm = RmsNorm(config.dim, config.norm_eps)
        self.ffn_gate = linear(config.dim, config.hidden_dim)
        self.ffn_up = linear(config.dim, config.hidden_dim)
        self.ffn_down = linear(config.hidden_dim, config.dim)

    def project(self, x, cos, sin):
        """x [n, dim] -> rotated q [n, heads, d], rotated k and v [n, kv heads, d]."""
        c, n = self.config, x.shape[0]
        h = self.attn_norm(x)
        q = rotate(self.attn_q(h).view(n, c.n_heads, c.head_dim), cos, sin)
        k = rotate(self.attn_k(h).view(n, c.n_kv_heads, c.head_dim), cos, sin)
        return q, k, self.attn_v(h).view(n, c.n_kv_heads, c.head_dim)

    def finish(self, x, attended):
        """Adds the attention's output and the feed-forward part to the residual x [n, dim]."""
        x = x + self.attn_output(attended)
        h = self.ffn_norm(x)
        return x + self.ffn_down(F.silu(self.ffn_gate(h)) * self.ffn_up(h))

    def forward(self, x, cos, sin, n_prefix, n_slots, prefix_mask, slot_mask):
        c = self.config
        q, k, v = self.project(x, cos, sin)
        # The prefix attends to itself, each slot to the prefix and itself.
        prefix = attend(q[None, :n_prefix], k[None, :n_prefix], v[None, :n_prefix], prefix_mask)
        join = lambda t: torch.cat((t[None, :n_prefix].expand(n_slots, -1, -1, -1),
                                    t[n_prefix:].view(n_slots, -1, c.n_kv_heads, c.head_dim)), dim=1)
        slots = attend(q[n_prefix:].view(n_slots, -1, c.n_heads, c.head_dim), join(k), join(v), slot_mask)
        attended = torch.cat((prefix.view(n_prefix, -1), slots.reshape(x.shape[0] - n_prefix, -1)))
        return self.finish(x, attended)


class OreeMini(nn.Module):
    def __init__(self, config: ModelConfig):
        super().__init__()
        self.config = config
        self.token_embd = nn.Embedding(config.vocab_size, config.dim)
        self.blk = nn.ModuleList(Block(config) for _ in range(config.n_layers))
        self.output_norm = RmsNorm(config.dim, config.norm_eps)
        nn.init.normal_(self.token_embd.weight, std=0.02)
        for name, parameter in self.named_parameters():
            if parameter.dim() == 2 and "token_embd" not in name:
                nn.init.normal_(parameter, std=parameter.shape[1] ** -0.5)
            if name.endswith(("attn_output.weight", "ffn_down.weight")):
                nn.init.zeros_(parameter)

    def hidden(self, prefix, slots, positions, masks):
        """prefix [P], slots [S, T], positions [P + S * T] -> normed hidden states of the slots [S * T, dim].

        masks: {"global"|"window": (prefix mask [1, P, P], slot mask [S, T, P + T])}.
        """
        n_prefix, n_slots = prefix.shape[0], slots.shape[0]
        cos, sin = rope_table(positions, self.config)
        x = self.token_embd(torch.cat((prefix, slots.reshape(-1))))
        if torch.is_autocast_enabled("cpu"):
            x, cos, sin = x.bfloat16(), cos.bfloat16(), sin.bfloat16()
        for layer, block in enumerate(self.blk):
            prefix_mask, slot_mask = masks["window" if self.config.is_window(layer) else "global"]
            x = block(x, cos, sin, n_prefix, n_slots, prefix_mask, slot_mask)
        return self.output_norm(x[n_prefix:])

    def logits(self, hidden):
        return F.linear(hidden, self.token_embd.weight)
