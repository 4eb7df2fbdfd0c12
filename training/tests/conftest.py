"""What the tests share: the books, the shipped tokenizer, and 20,000 training dialogues with what they were made of."""
import csv
import json
import random
import tarfile
from dataclasses import dataclass, field
from pathlib import Path

import gguf
import pytest
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers

from oree_mini import built_in, calendar_asks, device_asks, dialogues, other_asks, pairs, reading
from oree_mini.arguments import Arguments
from oree_mini.prepare import unpack_books
from oree_mini.tokenizer import Encoder

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared/data/corpus"
MODEL = ROOT / "models/oree-mini.gguf"
N_DRAWS = 26000


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


RESERVED_FILES = {"en": ROOT / "evaluation/reserved_calls.jsonl", "fr": ROOT / "evaluation/reserved_calls_fr.jsonl"}


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


def strings_of(value) -> list[str]:
    """Every string of a result."""
    if isinstance(value, str):
        return [value]
    members = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for member in members for text in strings_of(member)]


@dataclass
class Draws:
    """Training dialogues, each with the lines of its header, and the phrasing patterns they were made from."""
    language: str
    dialogues: list[tuple[list[str], list[dict]]] = field(default_factory=list)
    patterns: set[str] = field(default_factory=set)

    def calls(self):
        """Each call with what was said up to it, in requests and results, and the tools of the header."""
        for lines, turns in self.dialogues:
            said = []
            for turn in turns:
                if turn["role"] == "user":
                    said.append(turn["content"])
                elif turn["role"] == "tool":
                    said += strings_of(turn["content"])
                for call in turn.get("calls", []):
                    yield call, "\n".join(said), [line.split("(")[0] for line in lines]


def draw_many(language: str, books: Path) -> Draws:
    result = Draws(language)

    def recorded(choose):
        def choose_pattern(a, patterns, phrasing):
            pattern = choose(a, patterns, phrasing)
            result.patterns.add(pattern)
            return pattern
        return choose_pattern

    arguments = Arguments(random.Random(1), "train", str(books), language)
    with pytest.MonkeyPatch.context() as patch:
        for module in (calendar_asks, other_asks, device_asks, dialogues, pairs, reading):
            patch.setattr(module, "choose_pattern", recorded(module.choose_pattern))
        while len(result.dialogues) < N_DRAWS:
            scene = built_in.draw_scene(arguments, language, "seen")
            result.dialogues += [(scene.lines, scene.draw()) for _ in range(4)]
    return result


@pytest.fixture(scope="session")
def french_root(corpus, tmp_path_factory) -> Path:
    """The same with the French books alone."""
    folder = tmp_path_factory.mktemp("french")
    with (corpus / "INDEX.tsv").open(encoding="utf-8") as stream:
        french = {Path(row["file"]).name for row in csv.DictReader(stream, delimiter="\t") if row["language"] == "fr"}
    for name in ("books", "eval_books"):
        (folder / name).mkdir()
    with tarfile.open(corpus / "train.tar.xz") as archive:
        for member in archive:
            if member.isfile() and Path(member.name).name in french:
                (folder / "books" / Path(member.name).name).write_bytes(archive.extractfile(member).read())
    for path in (corpus / "eval").glob("*.txt"):
        if path.name in french:
            (folder / "eval_books" / path.name).write_bytes(path.read_bytes())
    return folder


@pytest.fixture(scope="session")
def english_draws(book_root) -> Draws:
    return draw_many("en", book_root / "books")


@pytest.fixture(scope="session")
def french_draws(french_root) -> Draws:
    return draw_many("fr", french_root / "books")


@pytest.fixture(scope="session", params=["en", "fr"])
def draws(request) -> Draws:
    return request.getfixturevalue({"en": "english_draws", "fr": "french_draws"}[request.param])


def people_of(call: dict) -> list[str]:
    arguments = call["arguments"]
    return arguments.get("attendees", []) + ([arguments["name"]] if "name" in arguments else [])


def titles_of(call: dict) -> list[str]:
    return [call["arguments"][key] for key in ("title", "event") if key in call["arguments"]]
