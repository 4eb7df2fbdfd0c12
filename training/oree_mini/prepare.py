"""Unpacks the books, trains the tokenizer, and turns the books into tokens.   python -m oree_mini.prepare"""
import argparse
import csv
import shutil
import tarfile
from pathlib import Path

import numpy as np

from .arguments import language_of
from .model import PRESETS
from .render import render_text
from .sources import LANGUAGES, TABLE, Sources
from .tokenizer import CONTROL_TOKENS, Encoder, train_tokenizer


def languages_of(corpus: Path) -> dict[str, str]:
    with (corpus / "INDEX.tsv").open(encoding="utf-8") as stream:
        return {Path(row["file"]).name: row["language"] for row in csv.DictReader(stream, delimiter="\t")}


def unpack_books(corpus: Path, folder: Path, most: int | None = None) -> None:
    """Books of the training part into folder/books, so many of each language at most; of the evaluation part into folder/eval_books."""
    for name in ("INDEX.tsv", "train.tar.xz", "eval"):
        if not (corpus / name).exists():
            raise SystemExit(f"oree_mini.prepare: {corpus / name} is not there. The books lie outside the repository; "
                             "name their folder with --corpus (it holds INDEX.tsv, train.tar.xz and eval/).")
    languages = languages_of(corpus)
    for name in ("books", "eval_books"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    left = {language: most if most is not None else len(languages) for language in LANGUAGES}
    with tarfile.open(corpus / "train.tar.xz") as archive:
        for member in archive:
            name = Path(member.name).name
            language = languages.get(name)
            if member.isfile() and left.get(language, 0) > 0:
                left[language] -= 1
                (folder / "books" / name).write_bytes(archive.extractfile(member).read())
    for path in (corpus / "eval").glob("*.txt"):
        shutil.copy(path, folder / "eval_books" / path.name)


def books_of(folder: Path, language: str) -> list[str]:
    texts = (path.read_text(encoding="utf-8") for path in sorted((folder / "books").glob("*.txt")))
    return [text for text in texts if language_of(text[2000:102000]) == language]


def paragraphs(folder: Path, language: str) -> list[str]:
    return [line for text in books_of(folder, language) for line in text.split("\n") if 200 <= len(line) <= 900]


def tokenizer_texts(folder: Path, n_dialogues: int):
    """Dialogues as often as the trainer draws each source, without most headers, and paragraphs of both languages."""
    sources = Sources(folder, seed=5)
    rng, tables = sources.rng, [source for source in TABLE if source.kind == "tools"]
    for _ in range(n_dialogues):
        scene = rng.choices(tables, [source.share for source in tables])[0].scene(sources)
        text = render_text("", scene.lines if rng.random() < 0.2 else [], scene.draw())
        for name in CONTROL_TOKENS:
            text = text.replace(name, "\n")
        yield text
    for language, count in (("en", 5000), ("fr", 3000)):
        found = paragraphs(folder, language)
        yield from rng.sample(found, min(count, len(found)))


def write_book_tokens(folder: Path, most_characters: int | None = None) -> None:
    """All books of a language as one row of tokens, a line end after each paragraph and the last token one too."""
    encoder = Encoder(folder / "tokenizer.json")
    for language in LANGUAGES:
        parts = []
        for text in books_of(folder, language):
            lines = [line for line in text[:most_characters].split("\n") if line.strip()]
            parts += [np.array(ids, np.uint16) for ids in encoder.texts([line + "\n" for line in lines])]
        np.save(folder / f"books.{language}.npy", np.concatenate(parts))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--corpus", type=Path, default=Path("../../shared/data/corpus"))
    parser.add_argument("--folder", type=Path, default=Path("../build/training"))
    parser.add_argument("--preset", choices=PRESETS, default="cpu", help="whose size of vocabulary")
    parser.add_argument("--books", type=int, help="of each language at most, for a rehearsal")
    parser.add_argument("--characters", type=int, help="of each book at most are made tokens, for a rehearsal")
    parser.add_argument("--dialogues", type=int, default=25000, help="that the tokenizer is trained on")
    parser.add_argument("--keep-tokenizer", action="store_true", help="the folder's, of weights trained elsewhere")
    options = parser.parse_args()
    unpack_books(options.corpus, options.folder, options.books)
    if not options.keep_tokenizer:
        train_tokenizer(tokenizer_texts(options.folder, options.dialogues), options.folder / "tokenizer.json",
                        PRESETS[options.preset].vocab_size)
    write_book_tokens(options.folder, options.characters)


if __name__ == "__main__":
    main()
