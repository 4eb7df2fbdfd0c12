"""What the tests share: the books, the shipped tokenizer, and 20,000 training dialogues with what they were made of."""
import json
import random
from dataclasses import dataclass, field
from pathlib import Path

import gguf
import pytest
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers

from oree_mini import calendar_asks, dialogues, other_asks
from oree_mini.arguments import Arguments
from oree_mini.data import draw_header
from oree_mini.prepare import unpack_books
from oree_mini.tokenizer import Encoder

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared/data/corpus"
MODEL = ROOT / "models/oree-mini.gguf"
N_DRAWS = 20000


def read_lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="session")
def corpus() -> Path:
    if not (CORPUS / "train.tar.xz").exists():
        pytest.skip(f"the books are not at {CORPUS}")
    return CORPUS


@pytest.fixture(scope="session")
def book_root(corpus, tmp_path_factory) -> Path:
    """A folder with books/ and eval_books/, as prepare.py leaves them."""
    folder = tmp_path_factory.mktemp("prepared")
    unpack_books(corpus, folder)
    return folder


@pytest.fixture(scope="session")
def reserved_requests() -> list[dict]:
    return read_lines(ROOT / "evaluation/reserved_calls.jsonl")


@pytest.fixture(scope="session")
def tokenizer_path(tmp_path_factory) -> Path:
    """The tokenizer of the shipped model, made again from nothing but its file."""
    fields = gguf.GGUFReader(MODEL).fields
    value = lambda key: fields[key].contents()
    spellings, kinds = value("tokenizer.ggml.tokens"), value("tokenizer.ggml.token_type")
    merges = [tuple(merge.split(" ")) for merge in value("tokenizer.ggml.merges")]
    tokenizer = Tokenizer(models.BPE({spelling: i for i, spelling in enumerate(spellings)}, merges))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(value("oree.tokenizer.pre_regex")), "isolated"),
                                                       pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tokenizer.decoder = decoders.ByteLevel()
    control = [spelling for spelling, kind in zip(spellings, kinds) if kind == gguf.TokenType.CONTROL]
    tokenizer.add_special_tokens([AddedToken(spelling, special=True, normalized=False) for spelling in control])
    path = tmp_path_factory.mktemp("tokenizer") / "tokenizer.json"
    tokenizer.save(str(path))
    return path


@pytest.fixture(scope="session")
def encoder(tokenizer_path) -> Encoder:
    return Encoder(tokenizer_path)


@dataclass
class Draws:
    """Training dialogues, each with the tools of its header, and the phrasing patterns they were made from."""
    dialogues: list[tuple[list[str], list[dict]]] = field(default_factory=list)
    patterns: set[str] = field(default_factory=set)

    def calls(self):
        """Each call with the user's words up to it and the tools of the header."""
        for tools, turns in self.dialogues:
            said = []
            for turn in turns:
                if turn["role"] == "user":
                    said.append(turn["content"])
                for call in turn.get("calls", []):
                    yield call, "\n".join(said), tools


@pytest.fixture(scope="session")
def draws(book_root) -> Draws:
    result = Draws()

    def recorded(choose):
        def choose_pattern(a, patterns, phrasing):
            pattern = choose(a, patterns, phrasing)
            result.patterns.add(pattern)
            return pattern
        return choose_pattern

    rng = random.Random(1)
    arguments = Arguments(rng, "train", str(book_root / "books"))
    with pytest.MonkeyPatch.context() as patch:
        for module in (calendar_asks, other_asks, dialogues):
            patch.setattr(module, "choose_pattern", recorded(module.choose_pattern))
        for _ in range(N_DRAWS):
            tools, _ = draw_header(rng)
            result.dialogues.append((tools, dialogues.dialogue(arguments, tools, "seen")))
    return result


def people_of(call: dict) -> list[str]:
    arguments = call["arguments"]
    return arguments.get("attendees", []) + ([arguments["name"]] if "name" in arguments else [])


def titles_of(call: dict) -> list[str]:
    return [call["arguments"][key] for key in ("title", "event") if key in call["arguments"]]
