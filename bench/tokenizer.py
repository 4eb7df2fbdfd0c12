"""Times Orée's tokenizers against Hugging Face's on one thread: whole text, and line by line.

    python bench/tokenizer.py PROBE TEXT.txt FOLDER... [--pairs 7]

PROBE is tokenizer_probe of the release build; each FOLDER holds a tokenizer.json. The two take turns, each time over
the whole text; printed are the medians of the times, of the ratios of neighbours, and whether the tokens are as many.
"""

import argparse
import os
import pathlib
import statistics
import subprocess
import tempfile
import time

os.environ["RAYON_NUM_THREADS"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"


def time_theirs(tokenizer, texts):
    start = time.perf_counter()
    count = sum(len(tokenizer.encode(text, add_special_tokens=False)) for text in texts)
    return time.perf_counter() - start, count


def main():
    import tokenizers

    arguments = argparse.ArgumentParser()
    arguments.add_argument("probe")
    arguments.add_argument("text", type=pathlib.Path)
    arguments.add_argument("folders", type=pathlib.Path, nargs="+")
    arguments.add_argument("--pairs", type=int, default=7)
    options = arguments.parse_args()
    text = options.text.read_text(encoding="utf-8")
    print(f"{options.text.name}, {len(text.encode()) / 1e6:.2f} MB; tokenizers {tokenizers.__version__}, one thread")
    with tempfile.TemporaryDirectory() as models:
        for folder in options.folders:
            model = str(pathlib.Path(models) / (folder.name + ".gguf"))
            subprocess.run([options.probe, "import", folder, model], check=True)
            theirs = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
            for mode in ("whole", "lines"):
                texts = [text] if mode == "whole" else text.split("\n")
                command = [options.probe, "time", model, options.text, mode]
                with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as ours:

                    def time_ours():
                        ours.stdin.write("\n")
                        ours.stdin.flush()
                        seconds, count = ours.stdout.readline().split()
                        return float(seconds), int(count)

                    time_ours(), time_theirs(theirs, texts)
                    pairs = [(time_ours(), time_theirs(theirs, texts)) for _ in range(options.pairs)]
                    ours.stdin.close()
                ratios = [b[0] / a[0] for a, b in pairs]
                alike = all(a[1] == b[1] for a, b in pairs)
                print(
                    f"{folder.name:12} {mode:6} ours {statistics.median(a[0] for a, _ in pairs) * 1e3:7.1f} ms, "
                    f"theirs {statistics.median(b[0] for _, b in pairs) * 1e3:7.1f} ms, "
                    f"{statistics.median(ratios):5.1f} times as fast ({min(ratios):.1f} to {max(ratios):.1f}), "
                    f"{'the same' if alike else 'ANOTHER'} number of tokens",
                    flush=True,
                )


if __name__ == "__main__":
    main()
