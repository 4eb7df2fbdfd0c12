"""What `oree plan` says is within 5% of the peak of a process that fills the context."""

import subprocess
import sys

from conftest import BINARY, ROOT


def test_the_plan_is_within_five_percent_of_the_peak():
    # In a small process of its own: a new process counts with what its parent held.
    done = subprocess.run([sys.executable, str(ROOT / "tests/oracles/measure_plan.py"), "--oree", str(BINARY)],
                          capture_output=True, text=True, timeout=300)
    print(done.stdout + done.stderr)
    assert done.returncode == 0
    assert done.stdout.count(" --context ") >= 3
