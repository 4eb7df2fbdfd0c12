"""Scores a model on evaluation/reserved_calls.jsonl by exact strings.   python -m oree_mini.evaluate [--gguf FILE]

`oree evaluate calls` is the official count: it compares dates as instants. This one compares the date phrases as
strings, so it is the stricter of the two. It also stands outside C++: greedy, no grammar, no engine.
"""
import argparse
import json
import unicodedata
from collections import defaultdict
from pathlib import Path

import gguf
import torch

from .generate import generate
from .model import ModelConfig, OreeMini
from .render import TOOLS, opening_pieces, signature, turn_pieces
from .tokenizer import CONTROL_TOKENS, Encoder

CALLS = CONTROL_TOKENS.index("[TOOL_CALLS]")


def load_checkpoint(path: Path) -> OreeMini:
    saved = torch.load(path, map_location="cpu")
    model = OreeMini(ModelConfig(**saved["config"]))
    model.load_state_dict(saved["model"])
    return model.eval()


def config_of(reader: gguf.GGUFReader) -> ModelConfig:
    value = lambda key: reader.fields[f"llama.{key}"].contents()
    windowed = value("attention.sliding_window_pattern")
    config = ModelConfig(
        vocab_size=value("vocab_size"), dim=value("embedding_length"), n_layers=value("block_count"), n_heads=value("attention.head_count"),
        n_kv_heads=value("attention.head_count_kv"), head_dim=value("attention.key_length"), hidden_dim=value("feed_forward_length"),
        window=value("attention.sliding_window"), global_every=windowed.index(False) + 1, rope_base=value("rope.freq_base"),
        norm_eps=float(f"{value('attention.layer_norm_rms_epsilon'):.6g}"), context=value("context_length"))
    if [config.is_window(layer) for layer in range(config.n_layers)] != windowed:
        raise SystemExit("oree_mini.evaluate: the file's global layers are not the last of every so many, as this edition's are")
    return config


def load_gguf(path: Path) -> OreeMini:
    """The weights of an exported file, dequantised."""
    reader = gguf.GGUFReader(path)
    model = OreeMini(config_of(reader))
    model.load_state_dict({t.name: torch.tensor(gguf.quants.dequantize(t.data, t.tensor_type)) for t in reader.tensors})
    return model.eval()


def prompt_tokens(encoder: Encoder, line: dict) -> list[int]:
    pieces = list(opening_pieces("", [signature(TOOLS[name]) for name in line["tools"]]))
    for turn in line["messages"] + [{"role": "user", "content": line["request"]}]:
        pieces += turn_pieces(turn)
    return encoder.pieces(pieces)[0]


def calls_of(encoder: Encoder, output: list[int]) -> list[dict] | None:
    """The calls of an output; None when they do not parse."""
    if not output or output[0] != CALLS:
        return []
    try:
        calls = json.loads(unicodedata.normalize("NFC", encoder.tokenizer.decode(output[1:])))
        return [{"tool": call["name"], "arguments": call["arguments"]} for call in calls]
    except (ValueError, TypeError, KeyError):
        return None


def score(model: OreeMini, encoder: Encoder, lines: list[dict], batch: int = 50) -> list[dict]:
    """A result a line: {"id", "exact", "got" (text)}."""
    prompts = sorted(((prompt_tokens(encoder, line), line) for line in lines), key=lambda pair: len(pair[0]))
    results = []
    for start in range(0, len(prompts), batch):
        part = prompts[start:start + batch]
        for (_, line), output in zip(part, generate(model, [p for p, _ in part])):
            expected = json.loads(unicodedata.normalize("NFC", json.dumps(line["expected"], ensure_ascii=False)))
            results.append({"line": line, "exact": calls_of(encoder, output) == expected, "got": encoder.tokenizer.decode(output)})
    return results


def table(results: list[dict]) -> dict[str, tuple[int, int]]:
    """Right and all, by group."""
    count = defaultdict(lambda: [0, 0])
    for result in results:
        line = result["line"]
        tools = {call["tool"] for call in line["expected"]}
        for group in ["all", f"{line['phrasing']} phrasing", line["category"]] + ([*tools] if len(tools) == 1 and line["category"] == "single" else []):
            count[group][0] += result["exact"]
            count[group][1] += 1
    return {group: tuple(pair) for group, pair in count.items()}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, default=Path("../build/training"))
    parser.add_argument("--requests", type=Path, default=Path("../evaluation/reserved_calls.jsonl"))
    parser.add_argument("--gguf", type=Path, help="score this file instead of the checkpoint")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--limit", type=int, help="only the first so many requests")
    parser.add_argument("--failures", type=int, default=0, help="show so many")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    model = load_gguf(options.gguf) if options.gguf else load_checkpoint(options.folder / "checkpoint.pt")
    lines = [json.loads(line) for line in options.requests.read_text(encoding="utf-8").splitlines()][:options.limit]
    results = score(model, Encoder(options.folder / "tokenizer.json"), lines)
    for group, (right, n) in table(results).items():
        print(f"{group:20} {right:4} of {n:4}  {100 * right / n:5.1f}%")
    for result in [r for r in results if not r["exact"]][:options.failures]:
        print(f"\n{result['line']['request']}\n  want {json.dumps([c['arguments'] for c in result['line']['expected']], ensure_ascii=False)}\n  got  {result['got']}")


if __name__ == "__main__":
    main()
