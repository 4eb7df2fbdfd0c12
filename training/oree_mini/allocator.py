"""jemalloc, where training/make preloaded it: what a step frees is kept for the next, and given back now and then.

Kept without a limit, pieces of steps of other sizes fill the machine (23 GB in 47 minutes were seen); given back after
seconds, every step pays for clearing new pages, a third of its time.
"""
import ctypes

ALL_ARENAS = 4096  # MALLCTL_ARENAS_ALL


def control(name: str, value: int | None = None) -> bool:
    """mallctl: writes a value of type ssize_t, or does what the name says. False without jemalloc."""
    mallctl = getattr(ctypes.CDLL(None), "mallctl", None)
    if mallctl is None:
        return False
    if value is None:
        return mallctl(name.encode(), None, None, None, ctypes.c_size_t(0)) == 0
    new = ctypes.c_ssize_t(value)
    return mallctl(name.encode(), None, None, ctypes.byref(new), ctypes.c_size_t(ctypes.sizeof(new))) == 0


def keep(most_arenas: int = 64) -> None:
    """What this process frees stays its own until give_back()."""
    for kind in ("dirty_decay_ms", "muzzy_decay_ms"):
        control(f"arenas.{kind}", -1)  # of those that threads have yet to open
        for arena in range(most_arenas):
            control(f"arena.{arena}.{kind}", -1)


def give_back() -> None:
    control(f"arena.{ALL_ARENAS}.purge")
