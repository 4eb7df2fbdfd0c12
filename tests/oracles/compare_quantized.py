"""Holds a quantised model to llama.cpp: the same greedy tokens, and no larger divergence from the F16 model.

    python tests/oracles/compare_quantized.py build/release/bin/oree f16.gguf q4_k_m.gguf

For each of 20 prompts of random tokens llama.cpp continues greedily; Orée reads prompt and continuation and must find
the same likeliest token after each. Where it does not, the gap between the two candidates is printed with the largest
difference of any logit there: a gap below that is a tie. Then both programs read 128 tokens with both files, and the
divergence of each program's quantised predictions from its own F16 ones, and from Orée's, is printed.
Keys and values in F32 on both sides. Needs llama-cpp-python and numpy; make_3b_shape.py makes a file to try it on.
"""
import subprocess
import sys
import tempfile
from pathlib import Path

import llama_cpp
import numpy as np

N_PROMPTS = 20
PROMPT_TOKENS = 12
CONTINUED_TOKENS = 24
KL_TOKENS = 128
THREADS = 2
FORBIDDEN = 259  # bytes and control tokens come first in make_3b_shape.py's vocabulary


def open_llama_cpp(path):
    return llama_cpp.Llama(str(path), n_ctx=256, n_batch=256, n_ubatch=256, n_threads=THREADS, logits_all=True,
                           type_k=0, type_v=0, flash_attn=False, verbose=False)


def llama_cpp_logits(model, ids):
    model.reset()
    model.eval(ids)
    return np.array(model.scores[:len(ids)], dtype=np.float32)


def llama_cpp_greedy(model, prompt, n_tokens):
    model.reset()
    model.eval(prompt)
    written = []
    for _ in range(n_tokens):
        written.append(int(np.argmax(model.scores[model.n_tokens - 1])))
        model.eval(written[-1:])
    return written


def oree_logits(binary, path, ids):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "logits.npy"
        subprocess.run([binary, "complete", "-m", path, "--token-ids", ",".join(map(str, ids)), "-n", "0", "--logits",
                        file, "--context", "256", "-t", str(THREADS), "--kv-type-k", "f32", "--kv-type-v", "f32"],
                       check=True, stdout=subprocess.DEVNULL)
        return np.load(file)


def log_probabilities(logits):
    logits = logits.astype(np.float64)
    shifted = logits - logits.max(-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))


def divergence(reference, other):
    expected, got = log_probabilities(reference), log_probabilities(other)
    return (np.exp(expected) * (expected - got)).sum(-1).mean()


def compare_greedy(binary, quantised, rng, n_vocabulary):
    model = open_llama_cpp(quantised)
    n_same = n_ties = 0
    for index in range(N_PROMPTS):
        prompt = rng.integers(FORBIDDEN, n_vocabulary, PROMPT_TOKENS).tolist()
        written = llama_cpp_greedy(model, prompt, CONTINUED_TOKENS)
        ids = prompt + written[:-1]
        ours = oree_logits(binary, quantised, ids)
        likeliest = ours[PROMPT_TOKENS - 1:].argmax(-1)
        different = np.flatnonzero(likeliest != np.array(written))
        if not len(different):
            n_same += 1
            print(f"prompt {index}: the same {CONTINUED_TOKENS} tokens", flush=True)
            continue
        first = int(different[0])
        row = ours[PROMPT_TOKENS - 1 + first]
        theirs = llama_cpp_logits(model, ids)[PROMPT_TOKENS - 1 + first]
        gap = row[likeliest[first]] - row[written[first]]
        noise = np.abs(row - theirs).max()
        n_ties += bool(gap < noise)
        print(f"prompt {index}: the same {first} tokens, then a gap of {gap:.4f} where logits differ by up to "
              f"{noise:.4f} and have a standard deviation of {row.std():.2f}", flush=True)
    print(f"{n_same} of {N_PROMPTS} the same to the end, {n_ties} up to a tie", flush=True)


def compare_divergence(binary, f16, quantised, rng, n_vocabulary):
    ids = rng.integers(FORBIDDEN, n_vocabulary, KL_TOKENS).tolist()
    ours_f16, ours = oree_logits(binary, f16, ids), oree_logits(binary, quantised, ids)
    theirs = llama_cpp_logits(open_llama_cpp(quantised), ids)
    theirs_f16 = llama_cpp_logits(open_llama_cpp(f16), ids)
    print(f"divergence from its own F16: Orée {divergence(ours_f16, ours):.6f}, "
          f"llama.cpp {divergence(theirs_f16, theirs):.6f} nats")
    print(f"divergence from Orée's F16: Orée {divergence(ours_f16, ours):.6f}, "
          f"llama.cpp {divergence(ours_f16, theirs):.6f} nats; of the F16 models {divergence(ours_f16, theirs_f16):.6f}")


def main():
    binary, f16, quantised = sys.argv[1:4]
    n_vocabulary = open_llama_cpp(quantised).n_vocab()
    print(f"llama-cpp-python {llama_cpp.__version__}")
    rng = np.random.default_rng(3)
    compare_greedy(binary, quantised, rng, n_vocabulary)
    compare_divergence(binary, f16, quantised, rng, n_vocabulary)


if __name__ == "__main__":
    main()
