"""Processes that draw training data while the model trains on what they drew before."""
import multiprocessing
import queue
from pathlib import Path

from .data import PackMaker
from .sources import Sources
from .tokenizer import Encoder

QUEUE_LENGTH = 24


def produce(output, folder: Path, sources: Sources, seed: int, context: int, first: int, every: int, wrap) -> None:
    maker = PackMaker(Encoder(folder / "tokenizer.json"), sources, seed, context)

    def packs():
        index = first
        while True:
            yield maker.make(index)
            index += every

    for item in wrap(packs()):
        output.put(item)


class Feed:
    """Items of `n_processes` producers in turn: packs, or what `wrap` makes of a stream of packs."""

    def __init__(self, folder: Path, seed: int, context: int, first: int = 0, n_processes: int = 1, wrap=iter):
        context_of = multiprocessing.get_context("fork")  # the books are read once, here
        sources = Sources(folder)
        self.queues = [context_of.Queue(maxsize=QUEUE_LENGTH) for _ in range(n_processes)]
        self.processes = [context_of.Process(target=produce, daemon=True, args=(q, folder, sources, seed, context, first + i, n_processes, wrap))
                          for i, q in enumerate(self.queues)]
        for process in self.processes:
            process.start()
        self.turn = 0

    def get(self):
        """The next item, always in the same order."""
        own = self.turn % len(self.queues)
        self.turn += 1
        while True:
            try:
                return self.queues[own].get(timeout=5)
            except queue.Empty:
                self.check(own)

    def at_hand(self):
        """An item that is ready now, of any producer; None when there is none."""
        for _ in self.queues:
            own = self.turn % len(self.queues)
            self.turn += 1
            try:
                return self.queues[own].get_nowait()
            except queue.Empty:
                continue
        return None

    def check(self, own: int) -> None:
        if not self.processes[own].is_alive():
            raise SystemExit("oree_mini.feed: a process that draws training data has ended; what it wrote says why")

    def close(self) -> None:
        for process in self.processes:
            process.terminate()
