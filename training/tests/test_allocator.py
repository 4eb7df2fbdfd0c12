"""What a step frees stays until it is given back; without jemalloc nothing is done."""
import ctypes.util
import os
import subprocess
import sys

PROGRAM = """
import time, torch
from oree_mini import allocator
mebibytes = lambda: int(open("/proc/self/statm").read().split()[1]) * 4 // 1024
allocator.keep()
before = mebibytes()
pieces = [torch.ones(500_000 + 1000 * i) for i in range(100)]
used = mebibytes() - before
del pieces
for _ in range(50):  # an allocator gives back while it works
    time.sleep(0.01)
    [torch.ones(500 + i) for i in range(100)]
kept = mebibytes() - before
allocator.give_back()
print(used, kept, mebibytes() - before)
"""


def run(**environment) -> list[int]:
    """Mebibytes above the start: while used, half a second after they were freed, and given back."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], env={**os.environ, **environment}, capture_output=True, text=True, check=True)
    return [int(word) for word in done.stdout.split()]


def test_what_was_freed_stays_until_it_is_given_back():
    library = ctypes.util.find_library("jemalloc")
    assert library, "scripts/setup --test installs libjemalloc2"
    used, kept, left = run(LD_PRELOAD=library, MALLOC_CONF="dirty_decay_ms:100,muzzy_decay_ms:100,narenas:4")
    assert used > 190
    assert kept > 0.9 * used
    assert left < 0.2 * used


def test_another_allocator_is_left_alone():
    assert run(LD_PRELOAD="")[0] > 190
