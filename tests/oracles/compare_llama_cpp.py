"""Converts Hugging Face folders with `oree convert` and continues the same tokens greedily with Orée and with llama.cpp.

    python tests/oracles/compare_llama_cpp.py build/release/bin/oree tests/golden/convert [NAME ...] [--type f32]

Prints for each folder the tokens that are equal before the first difference, there the gap between llama.cpp's two best
logits, and the largest difference of a logit over the prompt. Keys and values are f32 on both sides. llama.cpp gives llama files no
windows, so Orée's are off there. Needs llama-cpp-python and numpy.
"""
import argparse
import json
import subprocess
import tempfile
from pathlib import Path

import llama_cpp
import numpy as np

N_PROMPT, N_NEW = 40, 64


def run_oree(oree, *arguments):
    done = subprocess.run([oree, *map(str, arguments), "--json"], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"oree {' '.join(map(str, arguments))}: {done.stdout or done.stderr}")
    return json.loads(done.stdout)


def continue_with_oree(oree, model, prompt, windows_off, logits_file):
    flags = ["--kv-type-k", "f32", "--kv-type-v", "f32", "--context", 256]
    flags += ["--sliding-window", "off"] if windows_off else []
    ids = ",".join(map(str, prompt))
    tokens = run_oree(oree, "complete", "-m", model, "--token-ids", ids, "-n", N_NEW, "--temperature", 0, *flags)["tokens"]
    run_oree(oree, "complete", "-m", model, "--token-ids", ids, "-n", 0, "--logits", logits_file, *flags)
    return tokens, np.load(logits_file)


def continue_with_llama_cpp(model, prompt):
    """The greedy tokens, the gap between the two best logits at each, the prompt's logits, the end token."""
    llama = llama_cpp.Llama(str(model), n_ctx=256, n_batch=256, logits_all=True, type_k=0, type_v=0, flash_attn=False,
                            verbose=False, yarn_attn_factor=-1.0, yarn_beta_fast=-1.0, yarn_beta_slow=-1.0)  # the file's
    llama.eval(list(map(int, prompt)))
    of_prompt = np.array(llama.scores[:N_PROMPT])
    tokens, gaps = [], []
    for _ in range(N_NEW):
        logits = llama.scores[llama.n_tokens - 1]
        best = np.argsort(logits)[::-1][:2]
        tokens.append(int(best[0]))
        gaps.append(float(logits[best[0]] - logits[best[1]]))
        llama.eval([tokens[-1]])
    return tokens, gaps, of_prompt, llama.token_eos()


def compare(oree, folder, type_name):
    with tempfile.TemporaryDirectory() as place:
        model = Path(place) / "model.gguf"
        made = run_oree(oree, "convert", folder, model, *(["--type", type_name] if type_name else []))
        prompt = np.random.default_rng(7).integers(3, made["tokenizer"]["size"], N_PROMPT)
        ours, our_logits = continue_with_oree(oree, model, prompt, made["architecture"] == "llama", Path(place) / "l.npy")
        theirs, gaps, their_logits, end = continue_with_llama_cpp(model, prompt)
    if end in theirs:  # Orée's answer stops before the end token
        theirs = theirs[:theirs.index(end)]
    equal = next((i for i, (a, b) in enumerate(zip(ours, theirs)) if a != b), min(len(ours), len(theirs)))
    line = f"{folder.name:24} {made['architecture']:9} equal {equal}/{max(len(ours), len(theirs))}"
    line += f", largest logit difference {np.abs(our_logits - their_logits).max():.2e}"
    if equal < max(len(ours), len(theirs)):
        line += f", first difference at a gap of {gaps[equal]:.2e}"
    print(line, flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("oree")
    parser.add_argument("folders", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--type", default="f32", help="of matrices; \"\" keeps the source's")
    options = parser.parse_args()
    for folder in sorted(path for path in options.folders.iterdir() if path.is_dir()):
        if not options.names or folder.name in options.names:
            compare(options.oree, folder, options.type)


if __name__ == "__main__":
    main()
