"""Compares Orée's tokenizers with those of the libraries their formats come from, text by text.

    python tests/oracles/compare_tokenizers.py PROBE CORPUS FOLDER... [--lines 20000]

PROBE is the built tokenizer_probe (cmake --build --preset release --target tokenizer_probe). CORPUS is a folder with
train.tar.xz and eval/. Each FOLDER holds a tokenizer.json, a tokenizer.model or a tekken.json and is compared with
tokenizers, sentencepiece or mistral-common. Prints the number of texts that are encoded alike, and the first that is
not; ends with 1 when there is one.
"""

import argparse
import json
import pathlib
import random
import struct
import subprocess
import sys
import tarfile
import tempfile

HOSTILE = [
    "",
    " ",
    "  a  b   ",
    "👨‍👩‍👧‍👦🏳️‍🌈🧑🏽‍🚀🇫🇷🇩🇪👩🏿‍❤️‍💋‍👨🏻 ☺️ ☺",
    "🚀 (normal) 😶‍🌫️ (multiple emojis concatenated) ✅ 🦙🦙 3 33 333 3333 33333 333333 3333333",
    "שלום עולם مرحبا بالعالم \u202eabc\u202c \u200fא\u200e 123 ١٢٣",
    "e\u0301 a\u0308\u0323 o\u0302\u0301\u0327 Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞",
    "한국어 \u1112\u1161\u11ab \u1100\u1161 ｶﾞ ﬁ ﬃ Ω Å \u212b \u2126 \u0344 \ufb1d \U0001d15e",
    "İıſKÅ ǅ ß ẞ 'ſ 'S 'LL I'm WE'RE l'ſ 'Ve",
    "\x00\x01\x02\x7f\x80\x85\xa0\xad\u180e\u200b\u2028\u2029\u3000\ufeff\ufffd\uffff\U0010ffff\U000e0001\ue000",
    "a\u00a0b\u2003c\u3000d\u0085e\u2028f\u180eg\u200bh\ufeffi\u1680j\u205fk",
    "\n \n\n \n\n\n \t \t\t \t\n  \n   \n    \n     \n",
    "\r\n\r\n \r \n\r \r\n",
    "1 12 123 1234 12345 ½ ² Ⅷ ১২৩ 一二三 🄀 ₁₂ ፩",
    "កាន់តែពិសេសអាច😁 ?我想在apple工作1314151天～ ------======= нещо на Български ''''''```````\"\"\"\"......!!!!!!??????",
    "<s></s><unk><pad>[INST] [/INST]<|im_start|><|endoftext|><|begin_of_text|><bos><start_of_turn><0x41><0xE2>",
    "<think>a</think><tool_call>{}</tool_call>",
    "▁under▁▁score ▁ _ __",
    "a" * 100_000,
    "é" * 50_000,
    "ab" * 50_000,
    " " * 100_000,
    "\n" * 50_000,
    "1" * 100_000,
    "!" * 100_000,
    "中" * 33_000,
    "🦙" * 25_000,
    "a\u0301" * 30_000,
]
# Invalid bytes, as both sides read them once they are replaced.
HOSTILE += [
    data.decode("utf-8", "replace")
    for data in (b"\xff\xfe", b"a\xc3", b"\xed\xa0\x80x", b"\xf0\x9f\xa6 ok", b"\xc0\xaf", bytes(range(256)))
]


def random_texts(count, seed):
    """Texts of random code points, half of them from what is common."""
    source = random.Random(seed)
    common = "abcdefgh ABCDE  0123456789 .,'!?\n\t\r\"{}[]:éàüñ日本🦙\u0301\u2581\u00a0'sstvllm<|>"
    texts = []
    for _ in range(count):
        text = ""
        for _ in range(source.randrange(1, 80)):
            point = source.randrange(0x110000) if source.random() < 0.05 else source.randrange(0x3000)
            if source.random() < 0.7 or 0xD800 <= point < 0xE000:
                text += source.choice(common)
            else:
                text += chr(point)
        texts.append(text)
    return texts


def corpus_lines(corpus, count):
    """The eval books and lines of the training books, spread over all of them, in an order that does not change."""
    lines = []
    for path in sorted((corpus / "eval").glob("*.txt")):
        lines += path.read_text(encoding="utf-8").splitlines()
    random.Random(1).shuffle(lines)
    lines = lines[: count // 4]
    training = []
    with tarfile.open(corpus / "train.tar.xz") as archive:
        for member in archive:
            if member.isfile():
                training += archive.extractfile(member).read().decode("utf-8").split("\n")
    random.Random(2).shuffle(training)
    return lines + training[: count - len(lines)]


class HuggingFace:
    name = "tokenizers"

    def __init__(self, folder):
        import tokenizers

        # Special tokens are text unless asked for: the oracle's copy knows its control tokens by names that no text
        # has, so that the others keep their ids.
        settings = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
        self.special = tokenizers.Tokenizer.from_str(json.dumps(settings))
        vocabulary = settings["model"]["vocab"]
        for token in settings["added_tokens"]:
            if token["special"] or looks_like_control(token["content"]):
                hidden = f"\uf8ff{token['id']}\uf8ff"
                if token["content"] in vocabulary:
                    vocabulary[hidden] = vocabulary.pop(token["content"])
                if settings["model"].get("unk_token") == token["content"]:
                    settings["model"]["unk_token"] = hidden
                token["content"] = hidden
        settings["post_processor"] = None
        self.plain = tokenizers.Tokenizer.from_str(json.dumps(settings))

    def encode(self, text):
        return self.plain.encode(text, add_special_tokens=False).ids

    def encode_special(self, text):
        return self.special.encode(text, add_special_tokens=False).ids


def looks_like_control(content):
    return (
        content in ("<pad>", "<mask>", "<2mass>", "[@BOS@]")
        or (content.startswith("<|") and content.endswith("|>"))
        or (content.startswith("<unused") and content.endswith(">"))
    )


class SentencePiece:
    name = "sentencepiece"

    def __init__(self, folder):
        import sentencepiece

        self.model = sentencepiece.SentencePieceProcessor(model_file=str(folder / "tokenizer.model"))

    def encode(self, text):
        return self.model.encode(text)


class Mistral:
    name = "mistral-common"

    def __init__(self, folder):
        from mistral_common.tokens.tokenizers.tekken import Tekkenizer

        self.model = Tekkenizer.from_file(folder / "tekken.json")

    def encode(self, text):
        return self.model.encode(text, bos=False, eos=False)


def oracle_of(folder):
    if (folder / "tokenizer.model").exists():
        return SentencePiece(folder)
    if (folder / "tokenizer.json").exists():
        return HuggingFace(folder)
    return Mistral(folder)


def run_probe(probe, command, model, texts):
    data = b"".join(struct.pack("<I", len(raw)) + raw for raw in (text.encode("utf-8") for text in texts))
    output = subprocess.run([probe, command, model], input=data, stdout=subprocess.PIPE, check=True).stdout
    return [[int(number) for number in line.split()] for line in output.decode().split("\n")[:-1]]


def differences(ours, theirs, texts, what):
    assert len(ours) == len(theirs) == len(texts), (len(ours), len(theirs), len(texts))
    wrong = [i for i in range(len(texts)) if ours[i] != theirs[i]]
    print(f"  {what}: {len(texts) - len(wrong)} of {len(texts)} texts alike")
    for i in wrong[:3]:
        at = next((k for k, (a, b) in enumerate(zip(ours[i], theirs[i])) if a != b), min(len(ours[i]), len(theirs[i])))
        print(f"    {texts[i][:200]!r}\n      token {at}: {ours[i][at:at + 8]} instead of {theirs[i][at:at + 8]}")
    return len(wrong)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("probe")
    arguments.add_argument("corpus", type=pathlib.Path)
    arguments.add_argument("folders", type=pathlib.Path, nargs="+")
    arguments.add_argument("--lines", type=int, default=20_000)
    options = arguments.parse_args()
    lines = corpus_lines(options.corpus, options.lines)
    groups = [("corpus lines", lines), ("hostile texts", HOSTILE), ("random texts", random_texts(2000, 3))]
    wrong = 0
    with tempfile.TemporaryDirectory() as folder_of_models:
        for folder in options.folders:
            oracle = oracle_of(folder)
            model = str(pathlib.Path(folder_of_models) / (folder.name + ".gguf"))
            subprocess.run([options.probe, "import", folder, model], check=True)
            print(f"{folder.name} against {oracle.name}", flush=True)
            for what, texts in groups:
                theirs = [oracle.encode(text) for text in texts]
                wrong += differences(run_probe(options.probe, "encode", model, texts), theirs, texts, what)
            if hasattr(oracle, "encode_special"):
                theirs = [oracle.encode_special(text) for text in HOSTILE]
                ours = run_probe(options.probe, "encode-special", model, HOSTILE)
                wrong += differences(ours, theirs, HOSTILE, "hostile texts with special tokens")
            sys.stdout.flush()
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
