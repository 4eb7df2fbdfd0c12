"""Unpacks the books and trains the tokenizer.   python -m oree_mini.prepare"""
import argparse
import csv
import itertools
import random
import shutil
import tarfile
from pathlib import Path

from .arguments import Arguments
from .data import draw_header, paragraphs
from .dialogues import dialogue
from .render import render_text
from .tokenizer import CONTROL_TOKENS, train_tokenizer


def unpack_books(corpus: Path, folder: Path, most: int | None = None) -> None:
    """English books of the training part into folder/books, of the evaluation part into folder/eval_books."""
    for name in ("INDEX.tsv", "train.tar.xz", "eval"):
        if not (corpus / name).exists():
            raise SystemExit(f"oree_mini.prepare: {corpus / name} is not there. The books lie outside the repository; "
                             "name their folder with --corpus (it holds INDEX.tsv, train.tar.xz and eval/).")
    with (corpus / "INDEX.tsv").open(encoding="utf-8") as stream:
        english = {Path(row["file"]).name for row in csv.DictReader(stream, delimiter="\t") if row["language"] == "en"}
    for name in ("books", "eval_books"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    with tarfile.open(corpus / "train.tar.xz") as archive:
        books = (member for member in archive if member.isfile() and Path(member.name).name in english)
        for member in itertools.islice(books, most):
            (folder / "books" / Path(member.name).name).write_bytes(archive.extractfile(member).read())
    for path in (corpus / "eval").glob("*.txt"):
        if path.name in english:
            shutil.copy(path, folder / "eval_books" / path.name)


def tokenizer_texts(books: str, n_dialogues: int):
    rng = random.Random(5)
    arguments = Arguments(rng, "train", books)
    for _ in range(n_dialogues):
        tools, lines = draw_header(rng)
        text = render_text("", lines if rng.random() < 0.05 else [], dialogue(arguments, tools, "seen"))
        for name in CONTROL_TOKENS:
            text = text.replace(name, "\n")
        yield text
    found = paragraphs(books)
    yield from rng.sample(found, min(6000, len(found)))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--corpus", type=Path, default=Path("../../shared/data/corpus"))
    parser.add_argument("--folder", type=Path, default=Path("../build/training"))
    parser.add_argument("--books", type=int, help="only so many books, for a rehearsal")
    parser.add_argument("--dialogues", type=int, default=25000, help="that the tokenizer is trained on")
    options = parser.parse_args()
    unpack_books(options.corpus, options.folder, options.books)
    train_tokenizer(tokenizer_texts(str(options.folder / "books"), options.dialogues), options.folder / "tokenizer.json")


if __name__ == "__main__":
    main()
