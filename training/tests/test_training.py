"""The training step: packs and rows are worth what separate sequences are, positions that skip ahead included."""
import itertools
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from oree_mini import prepare
from oree_mini.attention import LongAttention, RowAttention
from oree_mini.data import PackMaker
from oree_mini.loss import pack_losses, scored_loss
from oree_mini.model import ModelConfig, OreeMini
from oree_mini.pack import PADDING, Encoded, skipped
from oree_mini.rows import RowFeed, batch, rows_of
from oree_mini.sources import TABLE, Sources

# Small, but with global and window layers, grouped heads, and a window that is shorter than a header.
SMALL = ModelConfig(dim=32, n_layers=4, n_heads=4, n_kv_heads=2, head_dim=8, hidden_dim=48, window=24, global_every=2, context=2048)


def random_model(config: ModelConfig) -> OreeMini:
    """Every weight random: a fresh model's layers add nothing yet, and attention would not be seen."""
    torch.manual_seed(3)
    model = OreeMini(config)
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, mean=float(parameter.dim() == 1), std=0.3 if parameter.dim() == 1 else parameter.shape[-1] ** -0.5)
    return model


def plain_logits(model: OreeMini, ids: torch.Tensor, positions: torch.Tensor) -> torch.Tensor:
    """One sequence by the textbook: complex rotation, whole masks, softmax."""
    config, n = model.config, len(ids)
    order = torch.arange(n)
    earlier, apart = order[:, None] >= order[None, :], positions[:, None] - positions[None, :]
    frequency = config.rope_base ** (-torch.arange(0, config.head_dim, 2) / config.head_dim)
    turn = torch.polar(torch.ones(n, 1, config.head_dim // 2), (positions[:, None] * frequency)[:, None])
    rotated = lambda x: torch.view_as_real(torch.view_as_complex(x.reshape(n, -1, config.head_dim // 2, 2)) * turn).flatten(-2)
    norm = lambda x, layer: x * torch.rsqrt(x.square().mean(-1, keepdim=True) + config.norm_eps) * layer.weight
    heads = lambda x: x.view(n, -1, config.head_dim)
    x = model.token_embd.weight[ids]
    for index, block in enumerate(model.blk):
        h = norm(x, block.attn_norm)
        q, k, v = rotated(heads(block.attn_q(h))), rotated(heads(block.attn_k(h))), heads(block.attn_v(h))
        k, v = (t.repeat_interleave(config.n_heads // config.n_kv_heads, dim=1) for t in (k, v))
        seen = earlier & (apart < config.window) if (index + 1) % config.global_every else earlier
        q, k, v = (t.transpose(0, 1) for t in (q, k, v))
        scores = (q @ k.transpose(1, 2) * config.head_dim ** -0.5).masked_fill(~seen, float("-inf"))
        x = x + block.attn_output((scores.softmax(-1) @ v).transpose(0, 1).reshape(n, -1))
        h = norm(x, block.ffn_norm)
        x = x + block.ffn_down(F.silu(block.ffn_gate(h)) * block.ffn_up(h))
    return norm(x, model.output_norm) @ model.token_embd.weight.T


def dialogues_of(pack):
    """Tokens, weights and positions of each dialogue, the prefix before them."""
    slot = np.concatenate((np.full(pack.n_prefix, -1), np.repeat(np.arange(pack.n_slots), pack.slot_length)))
    for s, number in sorted({(s, n) for s, n in zip(slot, pack.dialogue) if n > 0}):
        places = np.concatenate((np.arange(pack.n_prefix), np.flatnonzero((slot == s) & (pack.dialogue == number))))
        yield tuple(torch.from_numpy(array[places]) for array in (pack.ids, pack.weights, pack.positions))


def separate_loss(model: OreeMini, pack) -> torch.Tensor:
    total = torch.zeros(())
    for ids, weights, positions in dialogues_of(pack):
        logits = plain_logits(model, ids, positions)[:-1]
        total = total + (F.cross_entropy(logits, ids[1:], reduction="none") * weights[1:]).sum()
    return total


def row_loss(model: OreeMini, rows) -> torch.Tensor:
    tensors = type("Rows", (), {name: torch.from_numpy(array) for name, array in vars(rows).items()})
    hidden = model.hidden(tensors.ids.flatten(), tensors.positions.flatten(), RowAttention(tensors, model.config.window))
    return scored_loss(model, hidden, tensors.ids.flatten().long(), tensors.weights.flatten())[0].sum()


@pytest.fixture(scope="module")
def folder(book_root, tokenizer_path):
    (book_root / "tokenizer.json").write_bytes(tokenizer_path.read_bytes())
    prepare.write_book_tokens(book_root, 20000)
    return book_root


@pytest.fixture(scope="module")
def maker(folder, encoder):
    return PackMaker(encoder, Sources(folder), 4, SMALL.context)


@pytest.fixture(scope="module")
def packs(maker):
    """One of each kind."""
    found = {}
    for index in itertools.count():
        pack = maker.make(index)
        kind = pack.source.split()[0] + (" sequence" if pack.n_slots == 1 else "")
        skips = pack.n_slots > 1 and pack.positions.max() > pack.n_prefix + pack.slot_length
        found.setdefault(kind + (" skipping" if skips else ""), pack)
        if {"built-in", "built-in skipping", "long sequence", "long skipping", "books", "books sequence", "copies", "copies skipping"} <= set(found):
            return found


@pytest.mark.parametrize("kind", ["built-in", "built-in skipping", "long sequence", "long skipping", "books sequence", "copies", "copies skipping"])
def test_the_loss_and_gradient_of_a_pack_are_those_of_its_dialogues_one_by_one(packs, kind):
    model, gradients = random_model(SMALL), []
    packed, separate = pack_losses(model, [packs[kind]], torch.float32)[0], separate_loss(model, packs[kind])
    assert packed.item() == pytest.approx(separate.item(), rel=1e-5)
    for loss in (packed, separate):
        model.zero_grad()
        (loss / packs[kind].weights.sum()).backward()
        gradients.append([parameter.grad.clone() for parameter in model.parameters()])
    for one, other in zip(*gradients):
        torch.testing.assert_close(one, other, atol=1e-4, rtol=1e-3)


def test_packs_read_together_are_worth_what_each_is_alone(packs):
    model, several = random_model(SMALL), list(packs.values())
    with torch.no_grad():
        together = pack_losses(model, several, torch.float32)
        for pack, loss in zip(several, together):
            assert loss.item() == pytest.approx(pack_losses(model, [pack], torch.float32)[0].item(), rel=1e-5)


def test_rows_are_worth_what_the_dialogues_in_them_are_one_by_one(maker):
    """The accelerator's path, with whole masks in place of fused attention."""
    model, used = random_model(SMALL), []

    def recorded():
        for index in itertools.count():
            used.append(maker.make(index))
            yield used[-1]

    rows = batch(list(itertools.islice(rows_of(recorded(), SMALL.context), 2)))
    assert (rows.group > 0).mean() > 0.9
    total = row_loss(model, rows)
    # Each group of a row by itself: its own dialogues, each behind the prefix.
    expected = 0.0
    for ids, weights, group, dialogue, positions in zip(rows.ids, rows.weights, rows.group, rows.dialogue, rows.positions):
        for g, d in sorted({(g, d) for g, d in zip(group, dialogue) if g > 0 and d > 0}):
            places = np.flatnonzero((group == g) & ((dialogue == 0) | (dialogue == d)))
            one = [torch.from_numpy(array[places]) for array in (ids, weights, positions)]
            expected += (F.cross_entropy(plain_logits(model, one[0].long(), one[2])[:-1], one[0][1:].long(), reduction="none") * one[1][1:]).sum().item()
    assert total.item() == pytest.approx(expected, rel=1e-4)


def test_a_long_sequence_sees_in_its_window_layers_what_positions_say(packs):
    pack = packs["long sequence"]
    n = min(len(pack.ids), 1400)
    positions = pack.positions[:n].copy()
    positions[700:] += 15      # a skip within the window, and one beyond it
    positions[1000:] += 3000
    cut = type(pack)("", pack.ids[:n], pack.weights[:n], pack.dialogue[:n], positions, pack.n_prefix, 1, n - pack.n_prefix)
    for window in (24, 512):
        mask = LongAttention(cut, window, torch.float32).mask
        for query in (0, 1, 511, 512, 699, 700, 720, 999, 1000, 1100, n - 1):
            band, row = divmod(query, 512)
            keys = [key for key in range(n) if key <= query and positions[query] - positions[key] < window]
            shown = (torch.nonzero(mask[band, row] == 0).flatten() + (band - 1) * 512).tolist()
            assert shown == keys, (window, query)


def test_positions_skip_only_at_cuts_and_never_past_the_room(maker):
    rng, seen = maker.rng, 0
    for _ in range(200):
        encoded = Encoded(list(range(50)), [1.0] * 50, [10, 30])
        positions = skipped(encoded, 7, 1000, rng)
        steps = np.diff(np.concatenate(([6], positions)))
        assert (steps >= 1).all() and positions[-1] < 7 + 50 + 1000
        assert {int(place) for place in np.flatnonzero(steps > 1)} <= {0, 10, 30}
        seen = max(seen, int(positions[-1]))
    assert seen > 800
    assert (skipped(Encoded([1] * 5, [0.0] * 5, [2]), 7, 0, rng) == np.arange(7, 12)).all()


def test_skipping_packs_have_distances_up_to_the_context_and_stay_in_it(maker):
    packs = [maker.make(index) for index in range(300)]
    assert all(pack.positions.max() < SMALL.context for pack in packs)
    short = [pack for pack in packs if pack.n_slots > 1]
    assert max(pack.positions.max() for pack in short) > 0.9 * SMALL.context
    assert {pack.source for pack in packs} == {source.name for source in TABLE}


def test_a_pack_scores_no_first_token_and_no_padding(packs):
    for pack in packs.values():
        assert pack.weights.sum() > 0
        assert (pack.weights[pack.dialogue == PADDING] == 0).all()
        assert (pack.weights[:pack.n_prefix] == 0).all()
        for _, weights, _ in dialogues_of(pack):
            assert weights[pack.n_prefix] == 0
    assert packs["built-in"].dialogue.max() > 1


def test_a_pack_is_a_matter_of_seed_and_number_alone(maker, folder, encoder):
    once = [maker.make(index) for index in (5, 6, 7)]
    other = PackMaker(encoder, Sources(folder), 4, SMALL.context)
    for one, again in zip(once, [other.make(index) for index in (7, 6, 5)][::-1]):
        assert (one.ids == again.ids).all() and (one.positions == again.positions).all() and (one.weights == again.weights).all()


def test_rows_are_used_again_only_where_there_is_no_new_one_and_three_times_at_most():
    class Slow:
        rows = iter(range(100))
        ready = [True, False, False, False, True, False]

        def at_hand(self):
            return next(self.rows) if self.ready and self.ready.pop(0) else None

        def get(self):
            return next(self.rows)

    feed = RowFeed(Slow(), seed=1)
    assert [feed.get() for _ in range(4)] == [0, 0, 0, 1]  # the fourth waits: row 0 has been used three times
    assert feed.used_again == 2


def test_fused_attention_gives_what_whole_masks_do(maker):
    """flex_attention, not compiled, on a processor: the accelerator's masks and shapes."""
    flex = pytest.importorskip("torch.nn.attention.flex_attention")
    rows = batch(list(itertools.islice(rows_of((maker.make(i) for i in itertools.count()), SMALL.context), 1)))
    tensors = type("Rows", (), {name: torch.from_numpy(array) for name, array in vars(rows).items()})
    torch.manual_seed(2)
    q, k, v = (torch.randn(rows.ids.size, heads, 16) for heads in (4, 2, 2))
    whole = RowAttention(tensors, SMALL.window)
    fused = RowAttention(tensors, SMALL.window, flex.flex_attention, flex.create_block_mask)
    with torch.no_grad():
        for windowed in (False, True):
            torch.testing.assert_close(fused(windowed, q, k, v), whole(windowed, q, k, v), atol=1e-4, rtol=1e-3)


def test_the_training_path_needs_torch_numpy_and_tokenizers_alone():
    """The accelerator's machine has nothing else."""
    code = ("import sys\nfor name in ('gguf', 'matplotlib', 'jinja2', 'yaml', 'tqdm', 'requests'): sys.modules[name] = None\n"
            "import oree_mini.prepare, oree_mini.train, oree_mini.weights")
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[1])
