"""The llama-family decoder of oree-mini.

It reads a flat row of tokens with their positions; what a token sees is the business of an attention of
attention.py, so that the same network runs over groups of dialogues, long sequences and packed rows.
"""
from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as F
from torch import nn

EMBEDDING_DEVIATION = 0.5   # standard deviations, before training
FIRST_LOGITS = 0.5


@dataclass
class ModelConfig:
    vocab_size: int = 6144
    dim: int = 384
    n_layers: int = 6
    n_heads: int = 6
    n_kv_heads: int = 2
    head_dim: int = 64
    hidden_dim: int = 1024
    window: int = 512          # tokens a window layer sees, the token itself included
    global_every: int = 3      # the last of so many layers sees everything
    rope_base: float = 50000.0
    norm_eps: float = 1e-5
    context: int = 8192

    def is_window(self, layer: int) -> bool:
        return (layer + 1) % self.global_every != 0

    def to_dict(self) -> dict:
        return asdict(self)


PRESETS = {
    "cpu": ModelConfig(),
    "accelerator": ModelConfig(dim=512, n_layers=12, n_heads=8, n_kv_heads=2, hidden_dim=1408),
    # Every kind of layer once, for rehearsals.
    "tiny": ModelConfig(vocab_size=2048, dim=128, n_layers=3, n_heads=2, n_kv_heads=1, hidden_dim=256),
}


def rope_table(positions: torch.Tensor, config: ModelConfig) -> tuple[torch.Tensor, torch.Tensor]:
    """cos and sin of every position, [n, 1, head_dim / 2]."""
    half = config.head_dim // 2
    frequency = config.rope_base ** (-torch.arange(half, dtype=torch.float32, device=positions.device) / half)
    angle = positions.float()[:, None, None] * frequency
    return angle.cos(), angle.sin()


def rotate(x: torch.Tensor, cos: torch.Tensor, sin: torch.Tensor) -> torch.Tensor:
    """Rotates the interleaved pairs (2i, 2i + 1) of x [n, heads, head_dim], as GGUF's llama does."""
    even, odd = x[..., 0::2], x[..., 1::2]
    return torch.stack((even * cos - odd * sin, even * sin + odd * cos), dim=-1).flatten(-2)


class RmsNorm(nn.Module):
    def __init__(self, dim: int, eps: float):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(dim))
        self.eps = eps

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        scale = torch.rsqrt(x.float().square().mean(-1, keepdim=True) + self.eps)
        return (x * scale).to(x.dtype) * self.weight.to(x.dtype)


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


class OreeMini(nn.Module):
    def __init__(self, config: ModelConfig):
        super().__init__()
        self.config = config
        self.token_embd = nn.Embedding(config.vocab_size, config.dim)
        self.blk = nn.ModuleList(Block(config) for _ in range(config.n_layers))
        self.output_norm = RmsNorm(config.dim, config.norm_eps)
        # As large as what layers add to them, or they are drowned; the last gain keeps the first logits small all the same.
        nn.init.normal_(self.token_embd.weight, std=EMBEDDING_DEVIATION)
        nn.init.constant_(self.output_norm.weight, FIRST_LOGITS / (EMBEDDING_DEVIATION * config.dim ** 0.5))
        for name, parameter in self.named_parameters():
            if parameter.dim() == 2 and "token_embd" not in name:
                nn.init.normal_(parameter, std=parameter.shape[1] ** -0.5)
            if name.endswith(("attn_output.weight", "ffn_down.weight")):
                nn.init.zeros_(parameter)

    def hidden(self, ids, positions, attention, dtype=torch.float32):
        """ids and positions [N] -> normed hidden states [N, dim]; attention(windowed, q, k, v) -> [N, heads * d].

        dtype: of the residual; that of the matrix products is autocast's business.
        """
        cos, sin = (t.to(dtype) for t in rope_table(positions, self.config))
        x = self.token_embd(ids).to(dtype)
        for layer, block in enumerate(self.blk):
            q, k, v = block.project(x, cos, sin)
            x = block.finish(x, attention(self.config.is_window(layer), q, k, v))
        return self.output_norm(x)

    def logits(self, hidden):
        return F.linear(hidden, self.token_embd.weight)
