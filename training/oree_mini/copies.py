"""Token sequences that repeat themselves: the plainest lesson in copying.

What a call quotes stood in the request, so that nothing is learned before copying is, and a repetition teaches it with
every token: heads that look for what followed the last time form here many times sooner than in dialogues ("induction
heads", Olsson et al. 2022).
"""
from .pack import Encoded
from .tokenizer import CONTROL_TOKENS

LENGTH = 256
SHORTEST, LONGEST = 4, 48  # tokens of a stretch
FIRST_ORDINARY = len(CONTROL_TOKENS)
BOOK_SHARE = 0.7           # of new stretches; the others are any tokens
AGAIN_SHARE = 0.6          # of stretches that are a part of what stands before
TAUGHT_AFTER = 1           # tokens of a repetition, which say what is repeated


def stretch(rng, book: list[int], vocab_size: int) -> list[int]:
    """New tokens: of the book, or any."""
    n = rng.randint(SHORTEST, LONGEST)
    if rng.random() < BOOK_SHARE:
        start = rng.randrange(max(1, len(book) - n))
        return book[start:start + n]
    return [rng.randrange(FIRST_ORDINARY, vocab_size) for _ in range(n)]


def draw_copies(rng, book: list[int], vocab_size: int) -> Encoded:
    """Stretches, some of which are a part of one before; a cut is before each."""
    ids, weights, cuts = [], [], []
    while len(ids) < LENGTH - LONGEST:
        again = len(ids) > SHORTEST and rng.random() < AGAIN_SHARE
        if again:
            start = rng.randrange(len(ids) - SHORTEST)
            new = ids[start:start + rng.randint(SHORTEST, LONGEST)]
        else:
            new = stretch(rng, book, vocab_size)
        if ids:
            cuts.append(len(ids))
        taught = len(new) - TAUGHT_AFTER if again else 0
        ids += new
        weights += [0.0] * (len(new) - taught) + [1.0] * taught
    return Encoded(ids, weights, cuts)
