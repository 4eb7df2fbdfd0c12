"""The optimiser: rates, bounds, orthogonal updates, and the average that is exported."""
import math

import pytest
import torch
import torch.nn.functional as F
from test_training import SMALL, random_model

from oree_mini.optimiser import ATTENTION_BOUND, Average, bound_attention_logits, orthogonalised, schedule


def test_the_rate_warms_up_stays_and_falls_to_nothing():
    shares = [i / 1000 for i in range(1001)]
    rates = [schedule(share) for share in shares]
    assert all(0 <= rate <= 1 for rate in rates)
    assert rates[0] == rates[-1] == 0
    assert all(rate == 1 for share, rate in zip(shares, rates) if 0.01 <= share <= 0.5)
    assert all(one < other for one, other in zip(rates[:10], rates[1:11]))
    assert all(one > other for one, other in zip(rates[500:], rates[501:]))
    assert schedule(0.75) == pytest.approx(0.5)


def test_queries_and_keys_stay_within_a_bound():
    model = random_model(SMALL)
    with torch.no_grad():
        model.blk[0].attn_q.weight.mul_(30)
        model.blk[1].attn_norm.weight.mul_(30)
    before = {name: parameter.clone() for name, parameter in model.named_parameters()}
    bound_attention_logits(model)
    norms = [((matrix * block.attn_norm.weight).norm() / math.sqrt(matrix.shape[0])).item()
             for block in model.blk for matrix in (block.attn_q.weight, block.attn_k.weight)]
    assert max(norms) == pytest.approx(ATTENTION_BOUND, abs=1e-4)
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


def test_matrices_orthogonalised_together_are_those_orthogonalised_alone():
    torch.manual_seed(6)
    stack = torch.randn(3, 32, 48)
    for one, alone in zip(orthogonalised(stack), stack):
        torch.testing.assert_close(one, orthogonalised(alone), atol=0.02, rtol=0)


def test_the_average_follows_the_weights_and_forgets_the_first():
    model = random_model(SMALL)
    average = Average(model, every=1)
    for step in range(1, 101):
        with torch.no_grad():
            model.output_norm.weight.fill_(float(step))
        average.update(step)
    value = average.state(model)["output_norm.weight"][0].item()
    assert 90 < value < 100  # about a thirteenth of the steps behind
    assert set(average.state(model)) == set(model.state_dict())
