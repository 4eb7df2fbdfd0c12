"""The peak resident memory of a request stays within the file's size plus 80 MB."""

import os

from conftest import BINARY, MODEL, MONDAY


def test_peak_resident_memory(home):
    process = home.start("run", "Lunch with Ana on Thursday at 12:30", "--yes", "--now", MONDAY)
    process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    peak_bytes = usage.ru_maxrss * 1024
    limit_bytes = MODEL.stat().st_size + 80_000_000
    print(f"peak {peak_bytes / 1e6:.1f} MB, limit {limit_bytes / 1e6:.1f} MB")
    assert peak_bytes <= limit_bytes
