"""The training step: groups are worth what separate sequences are, and the rate rises and falls."""
import math

import pytest
import torch
import torch.nn.functional as F

from oree_mini.data import GroupMaker
from oree_mini.model import ModelConfig, OreeMini
from oree_mini.train import bound_attention_logits, group_loss, orthogonalised, schedule

# Small, but with global and window layers, grouped heads, and a window that is shorter than a header.
SMALL = ModelConfig(dim=32, n_layers=5, n_heads=4, n_kv_heads=2, head_dim=8, hidden_dim=48, window=24, global_every=4)


def random_model(config: ModelConfig) -> OreeMini:
    """Every weight random: a fresh model's layers add nothing yet, and attention would not be seen."""
    torch.manual_seed(3)
    model = OreeMini(config)
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, mean=float(parameter.dim() == 1), std=0.3 if parameter.dim() == 1 else parameter.shape[-1] ** -0.5)
    return model


def plain_logits(model: OreeMini, ids: torch.Tensor) -> torch.Tensor:
    """One sequence by the textbook: complex rotation, full masks, PyTorch's own attention."""
    config, n = model.config, len(ids)
    order = torch.arange(n)
    back = order[:, None] - order[None, :]
    frequency = config.rope_base ** (-torch.arange(0, config.head_dim, 2) / config.head_dim)
    turn = torch.polar(torch.ones(n, 1, config.head_dim // 2), (order[:, None] * frequency)[:, None])
    rotated = lambda x: torch.view_as_real(torch.view_as_complex(x.reshape(n, -1, config.head_dim // 2, 2)) * turn).flatten(-2)
    norm = lambda x, layer: x * torch.rsqrt(x.square().mean(-1, keepdim=True) + config.norm_eps) * layer.weight
    heads = lambda x: x.view(n, -1, config.head_dim)
    x = model.token_embd.weight[ids]
    for index, block in enumerate(model.blk):
        h = norm(x, block.attn_norm)
        q, k, v = rotated(block.attn_q(h)), rotated(block.attn_k(h)), heads(block.attn_v(h))
        k, v = (t.repeat_interleave(config.n_heads // config.n_kv_heads, dim=1) for t in (k, v))
        seen = (back >= 0) & (back < config.window) if index % config.global_every else back >= 0
        mixed = F.scaled_dot_product_attention(*(t.transpose(0, 1) for t in (q, k, v)), attn_mask=seen)
        x = x + block.attn_output(mixed.transpose(0, 1).reshape(n, -1))
        h = norm(x, block.ffn_norm)
        x = x + block.ffn_down(F.silu(block.ffn_gate(h)) * block.ffn_up(h))
    return norm(x, model.output_norm) @ model.token_embd.weight.T


def dialogues_of(group):
    """Tokens and weights of each dialogue."""
    for ids, weights, number in zip(group.slots, group.weights, group.dialogue):
        for dialogue in range(number.max() + 1):
            yield torch.from_numpy(ids[number == dialogue]), torch.from_numpy(weights[number == dialogue])


def separate_loss(model: OreeMini, group) -> torch.Tensor:
    prefix, total, n_scored = torch.from_numpy(group.prefix), 0.0, 0
    for ids, weights in dialogues_of(group):
        logits = plain_logits(model, torch.cat((prefix, ids)))[len(prefix):-1]
        total = total + (F.cross_entropy(logits, ids[1:], reduction="none") * weights[1:]).sum()
        n_scored += (weights[1:] > 0).sum()
    return total / n_scored


@pytest.fixture(scope="module")
def groups(encoder, book_root):
    """With a header, and one of book text without."""
    maker, with_header, books = GroupMaker(encoder, str(book_root / "books"), 4, n_slots=3, slot_length=200), None, None
    while with_header is None or books is None:
        group = maker.make()
        if len(group.prefix) == 1:
            books = group
        elif len(group.prefix) > 3 * SMALL.window:
            with_header = group
    return {"header": with_header, "books": books}


@pytest.mark.parametrize("kind", ["header", "books"])
def test_the_loss_and_gradient_of_a_group_are_those_of_its_dialogues_one_by_one(groups, kind):
    model, gradients = random_model(SMALL), []
    grouped, separate = group_loss(model, groups[kind]), separate_loss(model, groups[kind])
    assert grouped.item() == pytest.approx(separate.item(), abs=1e-4)
    for loss in (grouped, separate):
        model.zero_grad()
        loss.backward()
        gradients.append([parameter.grad.clone() for parameter in model.parameters()])
    for one, other in zip(*gradients):
        torch.testing.assert_close(one, other, atol=1e-4, rtol=1e-3)


def test_a_group_holds_several_dialogues_a_slot_and_scores_no_first_token(groups):
    group = groups["header"]
    assert group.dialogue.max() >= 1
    assert all(weights[0] == 0 and weights.sum() > 0 for _, weights in dialogues_of(group))
    assert (group.weights[group.dialogue < 0] == 0).all()


def test_the_rate_warms_up_stays_and_falls_to_nothing():
    shares = [i / 1000 for i in range(1001)]
    rates = [schedule(share) for share in shares]
    assert all(0 <= rate <= 1 for rate in rates)
    assert rates[0] == rates[-1] == 0
    assert all(rate == 1 for share, rate in zip(shares, rates) if 0.01 <= share <= 0.5)
    assert all(one < other for one, other in zip(rates[:10], rates[1:11]))
    assert all(one > other for one, other in zip(rates[500:], rates[501:]))
    assert schedule(0.75) == pytest.approx(0.5)


def test_queries_and_keys_keep_the_norm_they_start_with():
    model = random_model(SMALL)
    with torch.no_grad():
        model.blk[0].attn_q.weight.mul_(30)
        model.blk[1].attn_norm.weight.mul_(30)
    before = {name: parameter.clone() for name, parameter in model.named_parameters()}
    bound_attention_logits(model)
    norms = [((matrix * block.attn_norm.weight).norm() / math.sqrt(matrix.shape[0])).item()
             for block in model.blk for matrix in (block.attn_q.weight, block.attn_k.weight)]
    assert max(norms) == pytest.approx(1, abs=1e-4)
    for name, parameter in model.named_parameters():
        if "attn_q" in name or "attn_k" in name:  # shorter, in the same direction
            assert F.cosine_similarity(parameter.flatten(), before[name].flatten(), dim=0).item() == pytest.approx(1, abs=1e-4)
            assert parameter.norm() <= before[name].norm() * 1.0001
        else:
            assert torch.equal(parameter, before[name])


@pytest.mark.parametrize("shape", [(64, 64), (32, 96), (96, 32)])
def test_an_orthogonalised_matrix_keeps_directions_and_evens_out_lengths(shape):
    torch.manual_seed(5)
    matrix = torch.randn(shape)
    left, _, right = torch.linalg.svd(matrix, full_matrices=False)
    # The five steps bring singular values into about 0.7 to 1.2, not to 1; small ones of a square matrix stay smaller.
    lengths = torch.linalg.svdvals(orthogonalised(matrix))
    assert lengths.max() < 1.3
    assert lengths.median() > 0.6
    cosine = (orthogonalised(matrix) * (left @ right)).sum() / orthogonalised(matrix).norm() / math.sqrt(min(shape))
    assert cosine > 0.95
