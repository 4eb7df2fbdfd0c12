"""Compares what `oree plan` says with the peak resident memory of a process that fills the planned context.

    python tests/oracles/measure_plan.py [--oree build/release/bin/oree] [--within 5] COMBINATION...

A combination is the flags of one run in one argument, with the context:

    python tests/oracles/measure_plan.py "-m models/oree-mini.gguf --context 4096 --chunk 64" \
        "-m model.gguf --context 8192 --cache q_filters --budget 1024 --kv-type-k q8_0 --kv-type-v q8_0"

Without one: oree-mini in a few. The prompt is random tokens of the whole vocabulary, so that every row of an embedding may
be read. Exits with 1 when a ratio is further from 1 than so many percent.
"""
import argparse
import json
import os
import pathlib
import random
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHIPPED = ["--context 4096", "--context 4096 --chunk 16 --kv-type-k f32 --kv-type-v f32", "--context 512 -t 2"]


def document(oree, command, flags):
    done = subprocess.run([oree, command, *flags, "--json"], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"oree {command} {' '.join(flags)}: {done.stdout}{done.stderr}")
    return json.loads(done.stdout)


def random_tokens(oree, model, count):
    vocabulary = document(oree, "inspect", [model])["tokenizer"]["size"]
    draw = random.Random(7)
    return [draw.randrange(vocabulary) for _ in range(count)]


def own_peak_kib():
    for line in pathlib.Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1])
    sys.exit("/proc/self/status has no VmHWM")


def peak_bytes(oree, flags, tokens):
    # A single argument holds at most 128 KiB.
    ids = [",".join(map(str, tokens[begin:begin + 8192])) for begin in range(0, len(tokens), 8192)]
    process = subprocess.Popen([oree, "complete", *flags, "-n", "0", "--json", "--token-ids", *ids],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    output = process.stdout.read() + process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"oree complete {' '.join(flags)}: {output.decode()}")
    # A new process counts with what its parent held until it became another program.
    if usage.ru_maxrss <= own_peak_kib():
        sys.exit("this script takes more memory than what it measures")
    return usage.ru_maxrss * 1024


def compare(oree, combination):
    """The plan's document and the peak in bytes."""
    flags = shlex.split(combination)
    model = flags[flags.index("-m") + 1] if "-m" in flags else str(ROOT / "models/oree-mini.gguf")
    planned = document(oree, "plan", flags)
    tokens = random_tokens(oree, model, planned["settings"]["context"])
    return planned, peak_bytes(oree, flags, tokens)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--oree", default=str(ROOT / "build/release/bin/oree"))
    parser.add_argument("--within", type=float, default=5, help="percent")
    parser.add_argument("combinations", nargs="*", default=SHIPPED)
    arguments = parser.parse_args()
    worst = 0
    print(f"{'weights':>9} {'kv':>9} {'activ.':>9} {'other':>9} {'planned':>9} {'peak':>9}  ratio   (MB)")
    for combination in arguments.combinations:
        planned, peak = compare(arguments.oree, combination)
        ratio = planned["bytes"]["total"] / peak
        worst = max(worst, abs(ratio - 1))
        parts = " ".join(f"{bytes / 1e6:9.2f}" for bytes in [*planned["bytes"].values(), peak])
        print(f"{parts}  {ratio:.3f}   {combination}", flush=True)
    print(f"the plan is within {worst * 100:.1f}% of the peak")
    return 1 if worst * 100 > arguments.within else 0


if __name__ == "__main__":
    sys.exit(main())
