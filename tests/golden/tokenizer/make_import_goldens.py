"""Makes imports.json and unigram.json: small tokenizers in the files of their makers, with what the makers' own
libraries encode. README.md says how to run it."""

import base64
import io
import json
import pathlib
import tempfile

import sentencepiece
import tokenizers
from make_goldens import PRE_TOKENIZERS, TEXTS, TRAINING_TEXT, random_texts, sentencepiece_type, write
from mistral_common.tokens.tokenizers.tekken import Tekkenizer
from tokenizers import decoders, normalizers, pre_tokenizers, processors

HOSTILE = [
    "\u0915\u0301 e\u0301 \u1100\u1161\u11a8 \u212b \u0344",
    "  two  spaces  ",
    "Ａｂｃ ﬁn x\tTAB",
    "<|sys|>text<|end|> <user> <s></s>",
    "a" * 500,
]


def texts(seed):
    return TEXTS + HOSTILE + random_texts(40, seed)


def encode(text):
    return base64.b64encode(text).decode()


def byte_level(name, special, normalizer=None, ignore_merges=False, pairs=False):
    """A tokenizer.json like those of Llama 3 and Qwen 2."""
    tokenizer = tokenizers.Tokenizer(tokenizers.models.BPE(ignore_merges=ignore_merges))
    if normalizer:
        tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Split(tokenizers.Regex(regex), "isolated") for regex in PRE_TOKENIZERS[name]]
        + [pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = tokenizers.trainers.BpeTrainer(
        vocab_size=400, initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()), show_progress=False
    )
    tokenizer.train_from_iterator(TRAINING_TEXT, trainer)
    tokenizer.add_tokens([tokenizers.AddedToken("<user>", normalized=False)])
    plain = [tokenizer.encode(text).ids for text in texts(7)]
    tokenizer.add_special_tokens(special)
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{special[0]} $A", special_tokens=[(special[0], tokenizer.token_to_id(special[0]))]
    )
    file = json.loads(tokenizer.to_str())
    if not pairs:
        file["model"]["merges"] = [m if isinstance(m, str) else " ".join(m) for m in file["model"]["merges"]]
    config = {
        "bos_token": special[0],
        "eos_token": {"content": special[1], "lstrip": False},
        "chat_template": [
            {"name": "default", "template": "{{ bos_token }}"},
            {"name": "tool_use", "template": "{{ tools }}"},
        ],
    }
    return {
        "files": {
            "tokenizer.json": encode(json.dumps(file, ensure_ascii=False).encode()),
            "tokenizer_config.json": encode(json.dumps(config).encode()),
        },
        "cases": [
            {"text": text, "ids": ids, "special_ids": tokenizer.encode(text, add_special_tokens=False).ids}
            for text, ids in zip(texts(7), plain)
        ],
    }


def metaspace_bpe():
    """A tokenizer.json like Llama 2's: SentencePiece's BPE as a list of merges."""
    tokenizer = tokenizers.Tokenizer(tokenizers.models.BPE(unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    trainer = tokenizers.trainers.BpeTrainer(
        vocab_size=600, special_tokens=["<unk>", "<s>", "</s>"] + [f"<0x{i:02X}>" for i in range(256)], show_progress=False
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always", split=True)
    tokenizer.train_from_iterator([line for line in TRAINING_TEXT if "<" not in line], trainer)
    file = json.loads(tokenizer.to_str())
    file["pre_tokenizer"] = None
    file["normalizer"] = {
        "type": "Sequence",
        "normalizers": [
            {"type": "Prepend", "prepend": "▁"},
            {"type": "Replace", "pattern": {"String": " "}, "content": "▁"},
        ],
    }
    file["added_tokens"] = [token for token in file["added_tokens"] if not token["content"].startswith("<0x")]
    special = tokenizers.Tokenizer.from_str(json.dumps(file))
    hidden = json.loads(json.dumps(file))
    for token in hidden["added_tokens"]:
        vocabulary = hidden["model"]["vocab"]
        name = f"\uf8ff{token['id']}"
        vocabulary[name] = vocabulary.pop(token["content"])
        token["content"] = name
    hidden["model"]["unk_token"] = "\uf8ff0"
    plain = tokenizers.Tokenizer.from_str(json.dumps(hidden))
    return {
        "files": {"tokenizer.json": encode(json.dumps(file, ensure_ascii=False).encode())},
        "cases": [
            {"text": text, "ids": plain.encode(text).ids, "special_ids": special.encode(text).ids} for text in texts(8)
        ],
    }


def tekken():
    """A tekken.json, trained as a byte-level BPE whose tokens get their ranks in the order they were merged."""
    tokenizer = tokenizers.Tokenizer(tokenizers.models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(tokenizers.Regex(PRE_TOKENIZERS["tekken"][0]), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    trainer = tokenizers.trainers.BpeTrainer(
        vocab_size=450, initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()), show_progress=False
    )
    tokenizer.train_from_iterator(TRAINING_TEXT, trainer)
    merges = json.loads(tokenizer.to_str())["model"]["merges"]
    shown = [b for b in range(256) if 0x21 <= b <= 0x7E or 0xA1 <= b <= 0xAC or b >= 0xAE]
    hidden = [b for b in range(256) if b not in shown]
    bytes_of = {chr(b): b for b in shown} | {chr(0x100 + i): b for i, b in enumerate(hidden)}
    words = [bytes([b]) for b in range(256)]
    for pair in merges:
        word = bytes(bytes_of[c] for c in "".join(pair if isinstance(pair, list) else pair.split(" ")))
        if word not in words:
            words.append(word)
    specials = 20
    file = {
        "config": {
            "pattern": PRE_TOKENIZERS["tekken"][0],
            "num_vocab_tokens": len(words),
            "default_vocab_size": len(words) - 5 + specials,
            "default_num_special_tokens": specials,
            "version": "v3",
        },
        "vocab": [{"rank": i, "token_bytes": encode(word), "token_str": None} for i, word in enumerate(words)],
    }
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "tekken.json"
        path.write_text(json.dumps(file))
        model = Tekkenizer.from_file(path)
    return {
        "files": {"tekken.json": encode(json.dumps(file).encode())},
        "cases": [{"text": text, "ids": model.encode(text, bos=False, eos=False)} for text in texts(9)],
    }


def train(**options):
    # A few rules instead of all of Unicode's, so that the file stays small: wide letters, a ligature, tab, and marks.
    rules = {"Ａ": "A", "ｂ": "b", "ｃ": "c", "ﬁ": "fi", "\t": " ", "\u00a0": " ", "e\u0301": "é", "\u200b": "", "É": "é"}
    with tempfile.NamedTemporaryFile("w", suffix=".tsv") as tsv:
        for source, target in rules.items():
            row = [" ".join(f"{ord(c):X}" for c in part) for part in (source, target)]
            tsv.write("\t".join(row) + "\n")
        tsv.flush()
        file = io.BytesIO()
        lines = (line.replace("\n", " ") for line in TRAINING_TEXT if "\0" not in line)
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=lines, model_writer=file, normalization_rule_tsv=tsv.name, minloglevel=2, **options
        )
    return file.getvalue()


def sentencepiece_file(**options):
    data = train(**options)
    model = sentencepiece.SentencePieceProcessor(model_proto=data)
    return {
        "files": {"tokenizer.model": encode(data)},
        "cases": [{"text": text, "ids": model.encode(text)} for text in texts(10)],
    }


def unigram():
    data = train(model_type="unigram", vocab_size=380, user_defined_symbols=["<user>"], control_symbols=["[INST]"])
    model = sentencepiece.SentencePieceProcessor(model_proto=data)
    count = model.get_piece_size()
    return {
        "tokens": [model.id_to_piece(i) for i in range(count)],
        "scores": [model.get_score(i) for i in range(count)],
        "types": [sentencepiece_type(model, i) for i in range(count)],
        "cases": [{"text": text, "ids": model.encode(text)} for text in texts(11)],
        "character_map": list(character_map_of(data)),
    }


def character_map_of(data):
    """normalizer_spec.precompiled_charsmap: field 2 of field 3 of the protobuf."""

    def varint(place):
        value = shift = 0
        while True:
            byte = data[place]
            value |= (byte & 0x7F) << shift
            shift, place = shift + 7, place + 1
            if byte < 0x80:
                return value, place

    def find(number, place, end):
        while place < end:
            tag, place = varint(place)
            if tag & 7 == 2:
                size, place = varint(place)
                if tag >> 3 == number:
                    return place, place + size
                place += size
            elif tag & 7 == 0:
                _, place = varint(place)
            else:
                place += 4 if tag & 7 == 5 else 8
        raise ValueError(f"no field {number}")

    begin, end = find(2, *find(3, 0, len(data)))
    return data[begin:end]


if __name__ == "__main__":
    write(
        "imports.json",
        {
            "llama-bpe": byte_level("llama-bpe", ["<|sys|>", "<|end|>"], ignore_merges=True),
            "qwen2": byte_level("qwen2", ["<|sys|>", "<|end|>"], normalizers.NFC(), pairs=True),
            "llama-2": metaspace_bpe(),
            "tekken": tekken(),
            "unigram": sentencepiece_file(model_type="unigram", vocab_size=700, byte_fallback=True),
            "bpe": sentencepiece_file(
                model_type="bpe", vocab_size=420, add_dummy_prefix=False, user_defined_symbols=["<user>", "▁▁▁"]
            ),
        },
    )
    write("unigram.json", unigram())
