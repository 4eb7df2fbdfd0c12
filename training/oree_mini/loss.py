"""The loss of packs (one at a time, on a processor) and of rows (many at once, on an accelerator)."""
import torch
import torch.nn.functional as F

from .attention import GroupAttention, LongAttention


def scored_loss(model, hidden, ids, weights) -> tuple[torch.Tensor, torch.Tensor]:
    """Weighted losses of the tokens that have a weight, and where they are; each is predicted from the token before it."""
    places = torch.nonzero(weights > 0).flatten()
    logits = model.logits(hidden[places - 1])
    return F.cross_entropy(logits.float(), ids[places], reduction="none") * weights[places], places


def pack_loss(model, pack, dtype: torch.dtype = torch.bfloat16) -> torch.Tensor:
    """The summed weighted loss of one pack."""
    kind = LongAttention if pack.n_slots == 1 else GroupAttention
    attention = kind(pack, model.config.window, dtype)
    ids, weights = torch.from_numpy(pack.ids), torch.from_numpy(pack.weights)
    hidden = model.hidden(ids, torch.from_numpy(pack.positions), attention, dtype)
    return scored_loss(model, hidden, ids, weights)[0].sum()
