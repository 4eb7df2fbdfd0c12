"""First weights: a fresh model already looks where a copy comes from."""
import pytest
import torch

from oree_mini.attention import attend
from oree_mini.circuits import BACK, plant
from oree_mini.model import PRESETS, ModelConfig, OreeMini

N, DISTANCE = 200, 600


class Watched:
    """Plain attention that keeps the weights of each layer: [heads, queries, keys]."""

    def __init__(self):
        self.weights = []

    def __call__(self, windowed, q, k, v):
        n, heads, d = q.shape
        mask = torch.full((n, n), float("-inf")).triu(1)
        keys = k.repeat_interleave(heads // k.shape[1], dim=1)
        self.weights.append((torch.einsum("qhd,khd->hqk", q, keys) * d ** -0.5 + mask).softmax(-1))
        return attend(q[None], k[None], v[None], mask[None])[0]


@pytest.fixture(scope="module", params=["cpu", "accelerator"])
def watched(request):
    """Any tokens, twice, the second time DISTANCE positions later."""
    torch.manual_seed(5)
    model = OreeMini(PRESETS[request.param])
    plant(model)
    once = torch.randint(100, model.config.vocab_size, (N,))
    positions = torch.cat((torch.arange(N), torch.arange(N) + DISTANCE))
    attention = Watched()
    with torch.no_grad():
        hidden = model.hidden(torch.cat((once, once)), positions, attention)
        logits = model.logits(hidden)
    return model.config, attention.weights, logits


def test_heads_of_the_first_layer_look_at_the_tokens_before(watched):
    _, weights, _ = watched
    for head, back in enumerate(BACK):
        assert weights[0][head].diagonal(-back)[10:N - back].mean() > 0.7


def test_a_head_of_each_layer_after_it_looks_at_what_followed_the_last_time(watched):
    config, weights, _ = watched
    places = torch.arange(N + 3, 2 * N - 1)
    chance = 1 / N
    for layer in weights[1:]:
        for head in range(0, config.n_heads, config.n_heads // config.n_kv_heads):
            assert layer[head][places, places - N + 1].mean() > 30 * chance


def test_the_first_logits_are_small(watched):
    _, _, logits = watched
    assert 0.2 < logits.std() < 2


def test_the_same_seed_plants_the_same_weights():
    def planted():
        torch.manual_seed(9)
        plant(model := OreeMini(PRESETS["tiny"]))
        return model.state_dict()

    for one, other in zip(planted().values(), planted().values()):
        assert torch.equal(one, other) and torch.isfinite(one).all()


def test_a_shape_without_room_for_two_tokens_in_a_key_is_refused():
    with pytest.raises(ValueError, match="two query heads"):
        plant(OreeMini(ModelConfig(vocab_size=300, dim=128, n_layers=2, n_heads=2, n_kv_heads=2, hidden_dim=64)))
