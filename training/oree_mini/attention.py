"""What a token sees, in four ways that agree (tests/test_attention.py).

A token sees those before it of its own dialogue and of the prefix that its group shares; in a window layer only those
whose positions are less than a window behind. Positions may skip ahead, so distances are those of positions, and those
in the row, which are never larger, only bound where to look.

Each attention is called with (windowed, q [n, heads, d], k and v [n, kv heads, d]) and gives [n, heads * d].
"""
import torch
import torch.nn.functional as F

BAND = 512  # queries of a window layer that are computed together in a long sequence


def attend(q, k, v, mask):
    """q [b, t, heads, d], k and v [b, n, kv heads, d], additive mask [b, t, n] -> [b, t, heads * d].

    Written out: the fused kernel's backward pass takes twice the time on a CPU. The query heads of one KV head are
    stacked as rows, so that no key is repeated.
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


def additive(seen: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
    return torch.zeros(seen.shape, dtype=dtype).masked_fill_(~seen, float("-inf"))


def causal(q, k, v):
    """Each token of one sequence against all before it."""
    n, heads, d = q.shape
    if not hasattr(F, "scaled_dot_product_attention"):  # Debian 12's torch: blocks of queries, which hold n x n / 2 numbers
        blocks = []
        for start in range(0, n, BAND):
            end = min(start + BAND, n)
            seen = torch.ones(end - start, end, dtype=torch.bool).tril_(start)
            blocks.append(attend(q[None, start:end], k[None, :end], v[None, :end], additive(seen, q.dtype)[None])[0])
        return torch.cat(blocks)
    share = heads // k.shape[1]
    k, v = k.repeat_interleave(share, dim=1), v.repeat_interleave(share, dim=1)
    mixed = F.scaled_dot_product_attention(*(t.transpose(0, 1)[None] for t in (q, k, v)), is_causal=True)
    return mixed[0].transpose(0, 1).reshape(n, heads * d)


class GroupAttention:
    """A prefix of P tokens and S slots of T, each slot against the prefix and itself."""

    def __init__(self, pack, window: int, dtype: torch.dtype):
        self.pack = pack
        P, S, T = pack.n_prefix, pack.n_slots, pack.slot_length
        position, number = torch.from_numpy(pack.positions).int(), torch.from_numpy(pack.dialogue)[P:].view(S, T).short()
        before, inside_position = position[:P], position[P:].view(S, T)
        back = before[:, None] - before[None, :]
        to_prefix = inside_position[:, :, None] - before[None, None, :]
        inside = inside_position[:, :, None] - inside_position[:, None, :]
        own = (number[:, :, None] == number[:, None, :]) & torch.ones(T, T, dtype=torch.bool).tril_()
        # The prefix has no gaps and slots come after it: what a window reaches of it from the first place of a slot is all.
        self.first_seen = {False: 0, True: max(0, P - window + 1)}
        self.masks = {}
        for windowed, reach in ((False, 1 << 30), (True, window)):
            slots = torch.cat((to_prefix[:, :, self.first_seen[windowed]:] < reach, own & (inside < reach)), dim=2)
            self.masks[windowed] = additive((back >= 0) & (back < reach), dtype)[None], additive(slots, dtype)

    def __call__(self, windowed, q, k, v):
        P, S, T = self.pack.n_prefix, self.pack.n_slots, self.pack.slot_length
        kv_heads, d = k.shape[1:]
        first, (prefix_mask, slot_mask) = self.first_seen[windowed], self.masks[windowed]
        prefix = attend(q[None, :P], k[None, :P], v[None, :P], prefix_mask)
        join = lambda t: torch.cat((t[None, first:P].expand(S, -1, -1, -1), t[P:].view(S, T, kv_heads, d)), dim=1)
        slots = attend(q[P:].view(S, T, -1, d), join(k), join(v), slot_mask)
        return torch.cat((prefix.view(P, -1), slots.reshape(S * T, -1)))


class LongAttention:
    """One sequence: window layers in bands, global ones by the fused kernel, so that neither holds n x n numbers."""

    def __init__(self, pack, window: int, dtype: torch.dtype):
        assert window <= BAND
        n = len(pack.ids)
        self.bands = -(-n // BAND)
        position = torch.from_numpy(pack.positions).int()
        place = F.pad(torch.arange(n, dtype=torch.int32), (BAND, self.bands * BAND - n), value=-1)
        position = F.pad(position, (BAND, self.bands * BAND - n), value=-1)
        place_of, position_of = (self.against(t[None, :, None], lambda u: u[..., 0]) for t in (place, position))
        (query_place, key_place), (query_position, key_position) = place_of, position_of
        back, apart = query_place[:, :, None] - key_place[:, None, :], query_position[:, :, None] - key_position[:, None, :]
        seen = (back >= 0) & (apart < window) & (key_place[:, None, :] >= 0)
        # What fills up the last band sees itself, so that its softmax is one of something.
        self.mask = additive(seen | (query_place[:, :, None] < 0), dtype)

    def against(self, padded, shape=lambda t: t):
        """padded [1, BAND + n, ...] -> queries [bands, BAND, ...] and the keys of the band before and of their own."""
        bands = padded[0].view(self.bands + 1, BAND, *padded.shape[2:])
        return shape(bands[1:]), shape(torch.cat((bands[:-1], bands[1:]), dim=1))

    def __call__(self, windowed, q, k, v):
        n, heads, d = q.shape
        if not windowed:
            return causal(q, k, v)
        fill = (0, 0, 0, 0, BAND, self.bands * BAND - n)
        q, k, v = (self.against(F.pad(t, fill)[None]) for t in (q, k, v))
        return attend(q[0], k[1], v[1], self.mask).view(self.bands * BAND, -1)[:n]


class PacksAttention:
    """Packs laid end to end, each to itself."""

    def __init__(self, packs, window: int, dtype: torch.dtype):
        kind = lambda pack: LongAttention if pack.n_slots == 1 else GroupAttention
        self.attentions = [kind(pack)(pack, window, dtype) for pack in packs]
        self.lengths = [len(pack.ids) for pack in packs]

    def split(self, t):
        return torch.split(t, self.lengths)

    def __call__(self, windowed, q, k, v):
        return torch.cat([attention(windowed, *own) for attention, *own in zip(self.attentions, *map(self.split, (q, k, v)))])


def seen_in_row(group, dialogue, position, reach):
    """Whether token q of row b sees token k, as flex_attention asks it."""
    def seen(b, h, q, k):
        own = (dialogue[b, k] == 0) | (dialogue[b, k] == dialogue[b, q])
        return (group[b, q] == group[b, k]) & own & (q >= k) & (position[b, q] - position[b, k] < reach)
    return seen


class RowAttention:
    """Rows of packed groups: flex_attention, or (for tests) the same by whole masks."""

    def __init__(self, rows, window: int, flex=None, make_mask=None):
        """rows: group, dialogue and positions [B, L] on the device."""
        self.shape, self.flex, self.masks = rows.group.shape, flex, {}
        B, L = self.shape
        for windowed, reach in ((False, 1 << 30), (True, window)):
            seen = seen_in_row(rows.group, rows.dialogue, rows.positions, reach)
            if flex is not None:
                self.masks[windowed] = make_mask(seen, B, None, L, L, device=rows.group.device)
            else:
                b, q, k = torch.arange(B)[:, None, None], torch.arange(L)[None, :, None], torch.arange(L)[None, None, :]
                self.masks[windowed] = seen(b, None, q, k)

    def __call__(self, windowed, q, k, v):
        B, L = self.shape
        rows = lambda t: t.reshape(B, L, *t.shape[1:])
        q, k, v = rows(q), rows(k), rows(v)
        if self.flex is None:
            return attend(q, k, v, additive(self.masks[windowed], q.dtype)).flatten(0, 1)
        mixed = self.flex(*(t.transpose(1, 2) for t in (q, k, v)), block_mask=self.masks[windowed], enable_gqa=True)
        return mixed.transpose(1, 2).reshape(B * L, -1)
