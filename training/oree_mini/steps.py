"""A step's losses and gradients, on a processor and on an accelerator."""
import sys
from functools import partial
from types import SimpleNamespace

import numpy as np
import torch

from .attention import RowAttention
from .feed import Feed
from .loss import pack_losses, scored_loss
from .model import Block
from .pack import PADDING
from .rows import NAMES, RowFeed, batch, rows_of


SCORED = 1000  # tokens of a pack that have a weight, about: a constant, so that no token counts more for the step it is in


class CpuSteps:
    """A few packs a step."""

    def __init__(self, model, options, step: int):
        self.model, self.n_packs = model, options.packs
        self.feed = Feed(options.folder, options.seed, model.config.context, step * options.packs, options.producers or 1)
        if not options.no_compile:
            compile_blocks(dynamic=True)

    def backward(self) -> tuple[int, dict]:
        """Gradients of a step; its tokens, and summed loss and weight of each source."""
        packs = [self.feed.get() for _ in range(self.n_packs)]
        losses, tokens = {}, 0
        with torch.autocast("cpu", dtype=torch.bfloat16):
            pack_sums = pack_losses(self.model, packs)
        (sum(pack_sums) / (SCORED * self.n_packs)).backward()
        for pack, loss in zip(packs, pack_sums):
            before = losses.get(pack.source, (0.0, 0.0))
            losses[pack.source] = before[0] + loss.item(), before[1] + float(pack.weights.sum())
            tokens += int((pack.dialogue != PADDING).sum())
        return tokens, losses

    def figures(self) -> dict:
        return {}

    def close(self) -> None:
        self.feed.close()


def compile_blocks(dynamic: bool) -> None:
    """Fuses what lies between the matrices: norms, rotation, gates."""
    if not hasattr(Block.project, "_torchdynamo_orig_callable"):
        Block.project = torch.compile(Block.project, dynamic=dynamic)
        Block.finish = torch.compile(Block.finish, dynamic=dynamic)


class Compiled:
    """A function compiled, or as it is where that fails: slower masks are better than no run."""

    def __init__(self, function):
        self.function, self.chosen = function, torch.compile(function, dynamic=False)

    def __call__(self, *arguments, **named):
        try:
            return self.chosen(*arguments, **named)
        except Exception as error:  # whatever the compiler of this PyTorch stumbles over
            if self.chosen is self.function:
                raise
            print(f"oree_mini.steps: {self.function.__name__} is not compiled: {str(error)[:200]}", file=sys.stderr)
            self.chosen = self.function
            return self.chosen(*arguments, **named)


class CudaSteps:
    """Packed rows, with fused attention that skips what no token of a block sees."""

    def __init__(self, model, options, step: int, row_length: int | None = None):
        self.model, self.n_rows, self.device = model, options.rows, options.device
        length = row_length or model.config.context
        n_producers = options.producers or 14
        feed = Feed(options.folder, options.seed, model.config.context, step * options.rows * 4, n_producers, partial(rows_of, length=length))
        self.rows = RowFeed(feed, options.seed, fresh_only=bool(options.steps))
        self.flex = self.make_mask = None
        if options.device == "cuda":
            from torch.nn.attention.flex_attention import create_block_mask, flex_attention
            self.flex, self.make_mask = torch.compile(flex_attention, dynamic=False), Compiled(create_block_mask)
        if not options.no_compile:
            compile_blocks(dynamic=False)

    def on_device(self, rows) -> SimpleNamespace:
        move = lambda array: torch.from_numpy(array)
        if self.device == "cuda":
            move = lambda array: torch.from_numpy(array).pin_memory().to("cuda", non_blocking=True)
        return SimpleNamespace(**{name: move(array) for name, array in vars(rows).items()})

    def backward(self) -> tuple[int, dict]:
        rows = batch([self.rows.get() for _ in range(self.n_rows)])
        weight_of = np.bincount(rows.source.ravel(), rows.weights.ravel(), len(NAMES))
        tensors = self.on_device(rows)
        attention = RowAttention(tensors, self.model.config.window, self.flex, self.make_mask)
        with torch.autocast(self.device, dtype=torch.bfloat16):
            hidden = self.model.hidden(tensors.ids.flatten(), tensors.positions.flatten(), attention, torch.bfloat16)
            losses, places = scored_loss(self.model, hidden, tensors.ids.flatten().long(), tensors.weights.flatten())
        (losses.sum() / float(weight_of.sum())).backward()
        by_source = torch.bincount(tensors.source.flatten()[places], losses.detach(), len(NAMES)).tolist()
        return int((rows.group > 0).sum()), {name: (by_source[i], weight_of[i]) for i, name in enumerate(NAMES) if weight_of[i]}

    def figures(self) -> dict:
        return {"rows_used_again": self.rows.used_again}

    def close(self) -> None:
        self.rows.feed.close()
