"""The loss of packs (a few, on a processor) and of rows (many at once, on an accelerator)."""
import numpy as np
import torch
import torch.nn.functional as F

from .attention import PacksAttention


def scored_loss(model, hidden, ids, weights) -> tuple[torch.Tensor, torch.Tensor]:
    """Weighted losses of the tokens that have a weight, and where they are; each is predicted from the token before it."""
    places = torch.nonzero(weights > 0).flatten()
    logits = model.logits(hidden[places - 1])
    return F.cross_entropy(logits.float(), ids[places], reduction="none") * weights[places], places


def pack_losses(model, packs, dtype: torch.dtype = torch.bfloat16) -> list[torch.Tensor]:
    """The summed weighted loss of each pack; all go through the matrices together."""
    attention = PacksAttention(packs, model.config.window, dtype)
    joined = lambda name: torch.from_numpy(np.concatenate([getattr(pack, name) for pack in packs]))
    hidden = model.hidden(joined("ids"), joined("positions"), attention, dtype)
    return [scored_loss(model, own, torch.from_numpy(pack.ids), torch.from_numpy(pack.weights))[0].sum()
            for pack, own in zip(packs, attention.split(hidden))]
