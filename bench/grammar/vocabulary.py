"""Makes the vocabulary of 128,256 tokens that the comparison runs on: a Hugging Face tokenizer.json and the same as a
vocabulary-only GGUF file, from the npm package llama3-tokenizer-js (MIT), which carries tokens and merges."""

import argparse
import base64
import json
import pathlib
import re
import subprocess
import sys
import tempfile

PACKAGE = "llama3-tokenizer-js@1.2.0"
BITS = 17  # of a token's number in the packed merges
N_SPECIAL = 256
PRE_TOKENIZER = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)


def unpack(folder):
    subprocess.run(["npm", "pack", PACKAGE], cwd=folder, check=True, capture_output=True)
    archive = next(pathlib.Path(folder).glob("*.tgz"))
    subprocess.run(["tar", "xzf", archive.name], cwd=folder, check=True)
    source = (pathlib.Path(folder) / "package/src/data-converted.js").read_text()
    parts = dict(re.findall(r'const (\w+) = "([^"]*)"', source))
    tokens = base64.b64decode(parts["llama_vocab_base64"]).decode("utf-8").split("\n")
    packed = base64.b64decode(parts["llama_merges_binary"])
    bits = int.from_bytes(packed, "big")
    n_bits = len(packed) * 8
    numbers = []
    binary = bin(bits)[2:].zfill(n_bits)
    for i in range(0, n_bits - BITS + 1, BITS):
        numbers.append(int(binary[i : i + BITS], 2))
    merges = [[tokens[a], tokens[b]] for a, b in zip(numbers[0::2], numbers[1::2])]
    return tokens, merges


def check(tokens, merges):
    known = set(tokens)
    wrong = [pair for pair in merges if pair[0] + pair[1] not in known]
    if wrong:
        sys.exit(f"{len(wrong)} merges make no token, the first is {wrong[0]}")


def write_tokenizer_json(path, tokens, merges, special):
    document = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            {"id": len(tokens) + i, "content": name, "single_word": False, "lstrip": False, "rstrip": False,
             "normalized": False, "special": True}
            for i, name in enumerate(special)
        ],
        "normalizer": None,
        "pre_tokenizer": {
            "type": "Sequence",
            "pretokenizers": [
                {"type": "Split", "pattern": {"Regex": PRE_TOKENIZER}, "behavior": "Isolated", "invert": False},
                {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": False},
            ],
        },
        "post_processor": None,
        "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
        "model": {
            "type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None,
            "end_of_word_suffix": None, "fuse_unk": False, "byte_fallback": False, "ignore_merges": True,
            "vocab": {token: i for i, token in enumerate(tokens)},
            "merges": merges,
        },
    }
    path.write_text(json.dumps(document, ensure_ascii=False))


def write_gguf(path, tokens, merges, special):
    import gguf

    writer = gguf.GGUFWriter(str(path), "llama")
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("llama-bpe")
    writer.add_token_list(tokens + special)
    writer.add_token_types([1] * len(tokens) + [3] * len(special))
    writer.add_token_merges([" ".join(pair) for pair in merges])
    writer.add_bos_token_id(len(tokens))
    writer.add_eos_token_id(len(tokens) + 1)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path, help="where tokenizer.json and vocabulary.gguf go")
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        tokens, merges = unpack(temporary)
    check(tokens, merges)
    special = ["<|begin_of_text|>", "<|end_of_text|>"] + [f"<|special_{i}|>" for i in range(N_SPECIAL - 2)]
    write_tokenizer_json(folder / "tokenizer.json", tokens, merges, special)
    write_gguf(folder / "vocabulary.gguf", tokens, merges, special)
    print(f"{len(tokens) + len(special)} tokens, {len(merges)} merges")


if __name__ == "__main__":
    main()
