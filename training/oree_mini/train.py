"""Trains oree-mini.   python -m oree_mini.train --minutes 60

The learning rate follows the share of the time that has passed, so that a slower machine still ends in time, on fewer
tokens. Checkpoints are written every few minutes; a run that was cut goes on from the last one.
"""
import argparse
import json
import math
import multiprocessing
import time
from pathlib import Path

import torch
import torch.nn.functional as F

from .data import GroupMaker
from .model import ModelConfig, OreeMini
from .tokenizer import Encoder

N_SLOTS, SLOT_LENGTH = 12, 256
CHECKPOINT_SECONDS = 150
LONGEST_STEP_SECONDS = 30  # of one step, as counted: a machine that slept in the middle has not trained meanwhile


def produce(queue, tokenizer, books, seed):
    torch.set_num_threads(1)
    maker = GroupMaker(Encoder(tokenizer), books, seed, N_SLOTS, SLOT_LENGTH)
    while True:
        queue.put(maker.make())


def masks_of(group, config: ModelConfig) -> dict:
    """Additive masks of global and window layers, as OreeMini.hidden wants them."""
    P = len(group.prefix)
    prefix_positions = torch.arange(P)
    slot_positions, number = torch.from_numpy(group.positions), torch.from_numpy(group.dialogue)
    T = slot_positions.shape[1]
    order = torch.arange(T)
    inside = (number[:, :, None] == number[:, None, :]) & (order[:, None] >= order[None, :])
    to_prefix = torch.ones(number.shape[0], T, P, dtype=torch.bool)
    distance_prefix = slot_positions[:, :, None] - prefix_positions[None, None, :]
    distance_inside = slot_positions[:, :, None] - slot_positions[:, None, :]
    result = {}
    for kind, window in (("global", config.context), ("window", config.window)):
        back = prefix_positions[:, None] - prefix_positions[None, :]
        prefix_mask = (back >= 0) & (back < window)
        slot_mask = torch.cat((to_prefix & (distance_prefix < window), inside & (distance_inside < window)), dim=2)
        result[kind] = tuple(torch.where(m, 0.0, float("-inf")).to(torch.bfloat16) for m in (prefix_mask[None], slot_mask))
    return result


def group_loss(model: OreeMini, group) -> torch.Tensor:
    slots, weights = torch.from_numpy(group.slots), torch.from_numpy(group.weights)
    positions = torch.cat((torch.arange(len(group.prefix)), torch.from_numpy(group.positions).reshape(-1)))
    hidden = model.hidden(torch.from_numpy(group.prefix), slots, positions, masks_of(group, model.config))
    # Token i is predicted from i - 1 of the same dialogue; only tokens with a weight are scored at all.
    hidden = hidden.view(*slots.shape, -1)[:, :-1]
    wanted, weight = slots[:, 1:], weights[:, 1:]
    chosen = weight > 0
    logits = model.logits(hidden[chosen])
    loss = F.cross_entropy(logits.float(), wanted[chosen], reduction="none")
    return (loss * weight[chosen]).sum() / chosen.sum()


def orthogonalised(matrix: torch.Tensor) -> torch.Tensor:
    """The nearest semi-orthogonal matrix, by five Newton-Schulz steps (Jordan et al. 2024, "Muon")."""
    a, b, c = 3.4445, -4.7750, 2.0315
    x = matrix.bfloat16()
    tall = x.shape[0] > x.shape[1]
    x = x.T if tall else x
    x = x / (x.norm() + 1e-7)
    for _ in range(5):
        square = x @ x.T
        x = a * x + (b * square + c * square @ square) @ x
    return (x.T if tall else x).float()


class Muon:
    """Orthogonalised momentum for the matrices of the layers."""

    def __init__(self, parameters, momentum: float = 0.95):
        self.parameters, self.momentum = list(parameters), momentum
        self.buffers = [torch.zeros_like(p) for p in self.parameters]

    @torch.no_grad()
    def step(self, rate: float) -> None:
        for parameter, buffer in zip(self.parameters, self.buffers):
            buffer.mul_(self.momentum).add_(parameter.grad)
            update = orthogonalised(parameter.grad + self.momentum * buffer)
            parameter.mul_(1 - 0.01 * rate)
            parameter.add_(update, alpha=-rate * math.sqrt(max(1.0, parameter.shape[0] / parameter.shape[1])))


@torch.no_grad()
def bound_attention_logits(model: OreeMini) -> None:
    """Keeps queries and keys, the gains of the norm before them included, at the norm they start with.

    Orthogonalised updates let them grow for ever: logits of a hundred make the softmax a step whose gradient is zero, and
    copying is no longer learned.
    """
    for block in model.blk:
        for matrix in (block.attn_q.weight, block.attn_k.weight):
            excess = (matrix * block.attn_norm.weight).norm() / math.sqrt(matrix.shape[0])
            if excess > 1:
                matrix.div_(excess)


def schedule(share: float) -> float:
    """Share of the peak rate: a short warm-up, a plateau, a linear decay over the last half."""
    return min(1.0, share / 0.01) * min(1.0, (1.0 - share) / 0.5)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, default=Path("../build/training"))
    parser.add_argument("--minutes", type=float, default=75)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--muon-rate", type=float, default=0.02)
    parser.add_argument("--adam-rate", type=float, default=0.004)
    parser.add_argument("--log-every", type=int, default=20, help="steps")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(7)

    config = ModelConfig()
    model = OreeMini(config)
    matrices = [p for n, p in model.named_parameters() if p.dim() == 2 and "token_embd" not in n]
    others = [p for n, p in model.named_parameters() if p.dim() == 1 or "token_embd" in n]
    muon, adam = Muon(matrices), torch.optim.AdamW(others, lr=options.adam_rate, betas=(0.9, 0.95), weight_decay=0.0)
    step, tokens, spent = 0, 0, 0.0

    checkpoint = options.folder / "checkpoint.pt"
    if checkpoint.exists():
        saved = torch.load(checkpoint)
        model.load_state_dict(saved["model"])
        muon.buffers = saved["muon"]
        adam.load_state_dict(saved["adam"])
        step, tokens, spent = saved["step"], saved["tokens"], saved["spent"]

    def save() -> None:
        part = checkpoint.with_suffix(".part")
        torch.save({"model": model.state_dict(), "muon": muon.buffers, "adam": adam.state_dict(), "step": step, "tokens": tokens,
                    "spent": spent, "config": config.to_dict()}, part)
        part.rename(checkpoint)

    queue = multiprocessing.Queue(maxsize=16)
    producer = multiprocessing.Process(target=produce, daemon=True, args=(queue, options.folder / "tokenizer.json", str(options.folder / "books"), 1000 + step))
    producer.start()

    log, last_save, average = (options.folder / "log.jsonl").open("a"), time.monotonic(), None
    while spent < options.minutes * 60:
        began = time.monotonic()
        group = queue.get()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss = group_loss(model, group)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(others, 1.0)
        factor = schedule(spent / (options.minutes * 60))
        for entry in adam.param_groups:
            entry["lr"] = options.adam_rate * factor
        muon.step(options.muon_rate * factor)
        adam.step()
        bound_attention_logits(model)
        model.zero_grad(set_to_none=True)

        step += 1
        tokens += len(group.prefix) + int((group.dialogue >= 0).sum())
        if len(group.prefix) > 1:
            average = loss.item() if average is None else 0.95 * average + 0.05 * loss.item()
        spent += min(time.monotonic() - began, LONGEST_STEP_SECONDS)
        if step % options.log_every == 0:
            log.write(json.dumps({"step": step, "tokens": tokens, "seconds": round(spent, 1), "loss": round(average, 4), "rate": round(factor, 4)}) + "\n")
            log.flush()
        if time.monotonic() - last_save > CHECKPOINT_SECONDS:
            save()
            last_save = time.monotonic()
    save()
    producer.terminate()


if __name__ == "__main__":
    main()
