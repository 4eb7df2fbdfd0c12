"""Muon for the matrices of the layers, AdamW for the rest, and an average of the weights that are exported."""
import math

import torch

from .model import OreeMini

ATTENTION_BOUND = 2.0  # of queries and keys, times the norm of random ones
EMA_POWER = 12.0  # the average reaches back over about a twelfth of the run, however long that has been


def orthogonalised(matrix: torch.Tensor) -> torch.Tensor:
    """The nearest semi-orthogonal matrices, by five Newton-Schulz steps (Jordan et al. 2024, "Muon"); [..., rows, columns]."""
    a, b, c = 3.4445, -4.7750, 2.0315
    x = matrix.bfloat16()
    tall = x.shape[-2] > x.shape[-1]
    x = x.mT if tall else x
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(5):
        square = x @ x.mT
        x = a * x + (b * square + c * square @ square) @ x
    return (x.mT if tall else x).float()


class Muon:
    """Orthogonalised momentum; matrices of one shape are orthogonalised together."""

    def __init__(self, parameters, momentum: float = 0.95):
        self.momentum, shapes = momentum, {}
        for parameter in parameters:
            shapes.setdefault(parameter.shape, []).append(parameter)
        self.sets = list(shapes.values())
        self.buffers = [torch.zeros(len(same), *same[0].shape, device=same[0].device) for same in self.sets]

    @torch.no_grad()
    def step(self, rate: float) -> None:
        for same, buffer in zip(self.sets, self.buffers):
            gradient = torch.stack([parameter.grad.float() for parameter in same])
            buffer.mul_(self.momentum).add_(gradient)
            gradient.add_(buffer, alpha=self.momentum)
            # One at a time is a quarter faster on a processor, all together many times on an accelerator.
            update = orthogonalised(gradient) if gradient.is_cuda else torch.stack([orthogonalised(one) for one in gradient])
            scale = -rate * math.sqrt(max(1.0, buffer.shape[1] / buffer.shape[2]))
            torch._foreach_mul_(same, 1 - 0.01 * rate)
            torch._foreach_add_(same, list(update.unbind()), alpha=scale)


@torch.no_grad()
def bound_attention_logits(model: OreeMini) -> None:
    """Keeps queries and keys, the gains of the norm before them included, at ATTENTION_BOUND at most.

    Orthogonalised updates let them grow for ever: logits of a hundred make the softmax a step whose gradient is zero, and
    copying is no longer learned.
    """
    for block in model.blk:
        for matrix in (block.attn_q.weight, block.attn_k.weight):
            excess = (matrix * block.attn_norm.weight).norm() / (ATTENTION_BOUND * math.sqrt(matrix.shape[0]))
            matrix.div_(excess.clamp(min=1.0))


class Average:
    """An exponential moving average whose reach grows with the run (Karras et al. 2023, "power function" averages)."""

    def __init__(self, model: OreeMini, every: int = 5):
        self.parameters, self.every = list(model.parameters()), every
        self.weights = [parameter.detach().clone().float() for parameter in self.parameters]

    @torch.no_grad()
    def update(self, step: int) -> None:
        if step % self.every == 0:
            share = 1 - (1 - 1 / max(1, step // self.every)) ** (EMA_POWER + 1)
            torch._foreach_mul_(self.weights, 1 - share)
            torch._foreach_add_(self.weights, self.parameters, alpha=share)

    def state(self, model: OreeMini) -> dict:
        return {name: weight.clone() for (name, _), weight in zip(model.named_parameters(), self.weights)}


class Optimiser:
    """A step of all of it at a share of the peak rates."""

    def __init__(self, model: OreeMini, muon_rate: float, adam_rate: float):
        self.model, self.muon_rate, self.adam_rate = model, muon_rate, adam_rate
        matrix = lambda name, parameter: parameter.dim() == 2 and "token_embd" not in name
        self.others = [p for n, p in model.named_parameters() if not matrix(n, p)]
        self.muon = Muon(p for n, p in model.named_parameters() if matrix(n, p))
        self.adam = torch.optim.AdamW(self.others, lr=adam_rate, betas=(0.9, 0.95), weight_decay=0.0, foreach=True)
        self.average = Average(model)

    def step(self, factor: float, number: int) -> None:
        torch.nn.utils.clip_grad_norm_(self.others, 1.0)
        for entry in self.adam.param_groups:
            entry["lr"] = self.adam_rate * factor
        self.muon.step(self.muon_rate * factor)
        self.adam.step()
        bound_attention_logits(self.model)
        self.model.zero_grad(set_to_none=True)
        self.average.update(number)

    def state(self) -> dict:
        return {"muon": self.muon.buffers, "adam": self.adam.state_dict(), "average": self.average.weights}

    def load(self, saved: dict) -> None:
        for own, other in zip(self.muon.buffers + self.average.weights, saved["muon"] + saved["average"]):
            own.copy_(other)
        self.adam.load_state_dict(saved["adam"])


def schedule(share: float) -> float:
    """Share of the peak rate: a short warm-up, a plateau, a linear decay over the last half."""
    return min(1.0, share / 0.01) * min(1.0, (1.0 - share) / 0.5)
