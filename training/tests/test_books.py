"""No text of the books kept for evaluation is in a book that is trained on."""
import numpy as np

LEAST = 80           # bytes that are no coincidence
CHUNK = LEAST // 2   # such a run holds a whole chunk, wherever the chunks begin
BASE = np.uint64(6364136223846793005)


def window_sums(data: np.ndarray) -> np.ndarray:
    """A hash of each window of CHUNK bytes, by a rolling sum modulo 2^64."""
    sums = np.zeros(len(data) - CHUNK + 1, np.uint64)
    with np.errstate(over="ignore"):
        for i in range(CHUNK):
            sums = sums * BASE + data[i:len(data) - CHUNK + 1 + i]
    return sums


def shared_run(one: bytes, at: int, other: bytes, place: int) -> int:
    """The length of what the two share around two equal chunks."""
    left = right = 0
    while at - left > 0 and place - left > 0 and one[at - left - 1] == other[place - left - 1]:
        left += 1
    while at + right < len(one) and place + right < len(other) and one[at + right] == other[place + right]:
        right += 1
    return left + right


def longest_shared(kept: bytes, sums: np.ndarray, places: np.ndarray, text: bytes) -> int:
    """The longest run of `text` that stands in `kept` too, of those that hold a chunk (sorted sums, their places)."""
    windows, longest = window_sums(np.frombuffer(text, np.uint8).astype(np.uint64)), 0
    found = np.searchsorted(sums, windows)
    for at in np.flatnonzero(sums[np.minimum(found, len(sums) - 1)] == windows):
        longest = max(longest, shared_run(text, int(at), kept, int(places[found[at]])))
    return longest


def chunks_of(kept: bytes) -> tuple[np.ndarray, np.ndarray]:
    places = np.arange(0, len(kept) - CHUNK, CHUNK)
    sums = window_sums(np.frombuffer(kept, np.uint8).astype(np.uint64))[places]
    order = np.argsort(sums, kind="stable")
    return sums[order], places[order]


def test_a_shared_sentence_is_found_wherever_it_stands():
    rng = np.random.default_rng(1)
    text = lambda n: bytes(rng.integers(97, 123, n, dtype=np.uint8))
    kept = text(5000)
    for start in (0, 13, 39, 40, 41, 4000):
        copied = text(333) + kept[start:start + LEAST] + text(77)
        assert longest_shared(kept, *chunks_of(kept), copied) >= LEAST
    assert longest_shared(kept, *chunks_of(kept), text(5000)) == 0


def test_no_run_of_80_bytes_of_an_evaluation_book_is_trained_on(corpus, book_root):
    kept = b"\n".join(path.read_bytes() for path in sorted((corpus / "eval").glob("*.txt")))
    assert len(kept) > 2_000_000
    sums, places = chunks_of(kept)
    books = sorted((book_root / "books").glob("*.txt"))
    assert len(books) == 77
    shared = {path.name: longest_shared(kept, sums, places, path.read_bytes()) for path in books}
    assert {name: length for name, length in shared.items() if length >= LEAST} == {}
