"""The client scenarios of the protocol's own conformance suite that need no OAuth."""

import json
import os
import subprocess

import pytest

from conftest import BINARY
from mcp_servers import PACKAGES, node

SCENARIOS = ["initialize", "tools_call", "elicitation-sep1034-client-defaults", "sse-retry"]


def run_suite(*arguments, cwd):
    return subprocess.run(
        [str(node()), str(PACKAGES / "conformance/dist/index.js"), *arguments],
        cwd=cwd,
        env={**os.environ, "HOME": str(cwd)},
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_scenario_passes(scenario, tmp_path):
    # One scenario measures a pause to 200 ms, which a machine with more to do than it can may miss once or twice.
    for attempt in range(3):
        folder = tmp_path / str(attempt)
        folder.mkdir()
        try:
            return check_scenario(scenario, folder)
        except AssertionError:
            if scenario != "sse-retry" or attempt == 2:
                raise


def check_scenario(scenario, tmp_path):
    command = f"{BINARY} mcp conformance"
    done = run_suite("client", "--command", command, "--scenario", scenario, "-o", str(tmp_path), cwd=tmp_path)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    results = list(tmp_path.glob("**/checks.json"))
    assert len(results) == 1, said
    checks = json.loads(results[0].read_text())
    statuses = [check["status"] for check in checks]
    assert "SUCCESS" in statuses, said
    # A busy machine may be a little late where the suite measures a pause, and is only warned of it.
    bad = [c for c in checks if c["status"] == "FAILURE" or (c["status"] == "WARNING" and "timing" not in c["id"])]
    assert not bad


def test_no_other_scenario_goes_without_oauth(tmp_path):
    """A scenario that a later suite adds does not go unnoticed."""
    listed = run_suite("list", cwd=tmp_path).stdout.split("Client scenarios")[1]
    names = [line.split()[1] for line in listed.splitlines() if line.strip().startswith("- ")]
    assert sorted(name for name in names if not name.startswith("auth/")) == sorted(SCENARIOS)
