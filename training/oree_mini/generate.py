"""Greedy decoding of a batch of prompts, in float32 with a key cache."""
import torch

from .attention import attend
from .model import OreeMini, rope_table
from .tokenizer import CONTROL_TOKENS

END, PAD = CONTROL_TOKENS.index("</s>"), CONTROL_TOKENS.index("<pad>")


@torch.no_grad()
def generate(model: OreeMini, prompts: list[list[int]], most_tokens: int = 160) -> list[list[int]]:
    """The tokens after each prompt, </s> left out."""
    config, rows = model.config, len(prompts)
    lengths = torch.tensor([len(p) for p in prompts])
    longest = int(lengths.max())
    shape = (rows, longest + most_tokens, config.n_kv_heads, config.head_dim)
    keys = [torch.zeros(shape) for _ in model.blk]
    values = [torch.zeros(shape) for _ in model.blk]
    row = torch.arange(rows)[:, None]

    def run(tokens: torch.Tensor, positions: torch.Tensor, n_seen: int) -> torch.Tensor:
        """tokens and positions [rows, n] -> logits [rows, n, vocabulary]; n_seen bounds the keys looked at."""
        n = tokens.shape[1]
        cos, sin = rope_table(positions.reshape(-1), config)
        x = model.token_embd(tokens.reshape(-1))
        back = positions[:, :, None] - torch.arange(n_seen)[None, None]
        for layer, block in enumerate(model.blk):
            q, k, v = (t.view(rows, n, -1, config.head_dim) for t in block.project(x, cos, sin))
            keys[layer][row, positions], values[layer][row, positions] = k, v
            seen = (back >= 0) & (back < (config.window if config.is_window(layer) else config.context))
            mask = torch.where(seen, 0.0, float("-inf"))
            x = block.finish(x, attend(q, keys[layer][:, :n_seen], values[layer][:, :n_seen], mask).view(rows * n, -1))
        return model.logits(model.output_norm(x)).view(rows, n, -1)

    padded = torch.full((rows, longest), PAD)
    for index, prompt in enumerate(prompts):
        padded[index, :len(prompt)] = torch.tensor(prompt)
    # A padded place writes its keys where later tokens of the row overwrite them before they are seen.
    logits = run(padded, torch.arange(longest).expand(rows, -1), longest)
    last = logits[torch.arange(rows), lengths - 1].argmax(-1)
    outputs, done = [[] for _ in prompts], torch.zeros(rows, dtype=torch.bool)
    for step in range(most_tokens):
        done |= last == END
        for index in (~done).nonzero().flatten().tolist():
            outputs[index].append(int(last[index]))
        if bool(done.all()) or step + 1 == most_tokens:
            break
        positions = lengths + step
        last = run(last[:, None], positions[:, None], int(positions.max()) + 1)[:, 0].argmax(-1)
    return outputs


@torch.no_grad()
def prompt_logits(model: OreeMini, ids: list[int]) -> torch.Tensor:
    """Logits of each token of one sequence, in float32 [n, vocabulary]."""
    positions = torch.arange(len(ids))
    back = positions[:, None] - positions[None, :]
    masks = {windowed: torch.where((back >= 0) & (back < reach), 0.0, float("-inf"))[None]
             for windowed, reach in ((False, len(ids)), (True, model.config.window))}
    attention = lambda windowed, q, k, v: attend(q[None], k[None], v[None], masks[windowed])[0]
    return model.logits(model.hidden(torch.tensor(ids), positions, attention))
