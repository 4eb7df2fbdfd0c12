"""The model file: what export.py writes, any GGUF reader reads back."""
import gguf
import numpy as np
import pytest
import torch
from conftest import MODEL

from oree_mini.evaluate import config_of, load_gguf
from oree_mini.export import CHAT_TEMPLATE, export
from oree_mini.model import ModelConfig, OreeMini
from oree_mini.tokenizer import CONTROL_TOKENS, PRE_REGEX

CONFIG = ModelConfig(dim=64, n_layers=6, n_heads=2, n_kv_heads=1, hidden_dim=96)  # the shipped tokenizer, small layers
BLOCK = 32  # values of a Q8_0 block


def expected_shapes() -> dict[str, tuple[int, ...]]:
    """Names by the gguf package's own table; shapes [out, in]."""
    T, keys = gguf.MODEL_TENSOR, CONFIG.n_kv_heads * CONFIG.head_dim
    layer = {T.ATTN_NORM: (CONFIG.dim,), T.ATTN_Q: (CONFIG.n_heads * CONFIG.head_dim, CONFIG.dim), T.ATTN_K: (keys, CONFIG.dim),
             T.ATTN_V: (keys, CONFIG.dim), T.ATTN_OUT: (CONFIG.dim, CONFIG.n_heads * CONFIG.head_dim), T.FFN_NORM: (CONFIG.dim,),
             T.FFN_GATE: (CONFIG.hidden_dim, CONFIG.dim), T.FFN_UP: (CONFIG.hidden_dim, CONFIG.dim), T.FFN_DOWN: (CONFIG.dim, CONFIG.hidden_dim)}
    name = lambda tensor, block=None: gguf.TENSOR_NAMES[tensor].format(bid=block) + ".weight"
    shapes = {name(T.TOKEN_EMBD): (CONFIG.vocab_size, CONFIG.dim), name(T.OUTPUT_NORM): (CONFIG.dim,)}
    return shapes | {name(tensor, i): shape for i in range(CONFIG.n_layers) for tensor, shape in layer.items()}


@pytest.fixture(scope="module")
def model() -> OreeMini:
    torch.manual_seed(9)
    model = OreeMini(CONFIG)
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.1)
    return model


@pytest.fixture(scope="module")
def exported(model, tokenizer_path, tmp_path_factory):
    folder = tmp_path_factory.mktemp("export")
    torch.save({"model": model.state_dict(), "config": CONFIG.to_dict()}, folder / "checkpoint.pt")
    export(folder / "checkpoint.pt", tokenizer_path, folder / "oree-mini.gguf")
    assert sorted(path.name for path in folder.iterdir()) == ["checkpoint.pt", "oree-mini.gguf"]
    return folder / "oree-mini.gguf"


@pytest.fixture(params=["exported", "shipped"])
def any_file(request):
    return gguf.GGUFReader(request.getfixturevalue("exported") if request.param == "exported" else MODEL)


@pytest.fixture
def new_file(exported):
    return gguf.GGUFReader(exported)


def test_names_shapes_and_types_are_those_of_the_llama_family(new_file):
    shapes = {tensor.name: tuple(int(n) for n in reversed(tensor.shape)) for tensor in new_file.tensors}
    assert shapes == expected_shapes()
    for tensor in new_file.tensors:
        matrix = len(shapes[tensor.name]) == 2
        assert tensor.tensor_type == (gguf.GGMLQuantizationType.Q8_0 if matrix else gguf.GGMLQuantizationType.F32)


def test_metadata_describes_the_model(new_file):
    value = lambda key: new_file.fields[key].contents()
    expected = {
        "general.architecture": "llama", "general.name": "oree-mini", "general.license": "apache-2.0", "general.languages": ["en", "fr"],
        "general.file_type": gguf.LlamaFileType.MOSTLY_Q8_0,
        "llama.context_length": 8192, "llama.embedding_length": 64, "llama.block_count": 6, "llama.feed_forward_length": 96,
        "llama.attention.head_count": 2, "llama.attention.head_count_kv": 1, "llama.attention.key_length": 64,
        "llama.attention.value_length": 64, "llama.rope.dimension_count": 64, "llama.rope.freq_base": 50000.0, "llama.vocab_size": CONFIG.vocab_size,
        "llama.attention.sliding_window": 512, "llama.attention.sliding_window_pattern": [True, True, False] * 2,
        "tokenizer.ggml.model": "gpt2", "tokenizer.ggml.pre": "oree", "oree.tokenizer.pre_regex": PRE_REGEX,
        "tokenizer.ggml.bos_token_id": 1, "tokenizer.ggml.eos_token_id": 2, "tokenizer.ggml.unknown_token_id": 0,
        "tokenizer.ggml.padding_token_id": 12, "tokenizer.ggml.add_bos_token": True, "oree.prompt_format": "oree-mini-1",
    }
    assert {key: value(key) for key in expected} == expected
    assert value("llama.attention.layer_norm_rms_epsilon") == pytest.approx(1e-5)
    assert len(value("tokenizer.ggml.tokens")) == CONFIG.vocab_size
    assert config_of(new_file) == CONFIG


def test_control_tokens_come_first_and_nothing_else_is_control(any_file):
    spellings, kinds = (any_file.fields[f"tokenizer.ggml.{key}"].contents() for key in ("tokens", "token_type"))
    assert spellings[:len(CONTROL_TOKENS)] == CONTROL_TOKENS
    assert [i for i, kind in enumerate(kinds) if kind == gguf.TokenType.CONTROL] == list(range(len(CONTROL_TOKENS)))


def test_the_tokenizer_survives_the_way_through_the_file(exported):
    """The exported file's vocabulary and merges are the shipped one's, of which the exporter's input was made."""
    fields, shipped = gguf.GGUFReader(exported).fields, gguf.GGUFReader(MODEL).fields
    for key in ("tokens", "merges", "token_type"):
        assert fields[f"tokenizer.ggml.{key}"].contents() == shipped[f"tokenizer.ggml.{key}"].contents()
    assert fields["tokenizer.chat_template"].contents() == CHAT_TEMPLATE


def test_weights_come_back_within_half_a_step_of_q8_0_and_norms_exactly(exported, model):
    back, state = load_gguf(exported).state_dict(), model.state_dict()
    assert set(back) == set(state)
    for name, tensor in state.items():
        want, got = tensor.numpy(), back[name].numpy()
        if want.ndim == 1:
            np.testing.assert_array_equal(got, want)
            continue
        largest = np.abs(want.reshape(-1, BLOCK)).max(1, keepdims=True)
        # Half a step of largest / 127, and the step itself is stored as f16 (11 significant bits).
        bound = largest * (0.5 / 127 + 2.0 ** -11)
        assert (np.abs(got - want).reshape(-1, BLOCK) <= bound).all(), name
        assert (got != want).any(), name


def test_f32_matrices_come_back_exactly(model, tokenizer_path, tmp_path):
    torch.save({"model": model.state_dict(), "config": CONFIG.to_dict()}, tmp_path / "checkpoint.pt")
    export(tmp_path / "checkpoint.pt", tokenizer_path, tmp_path / "f32.gguf", "f32")
    for name, tensor in load_gguf(tmp_path / "f32.gguf").state_dict().items():
        assert torch.equal(tensor, model.state_dict()[name]), name
