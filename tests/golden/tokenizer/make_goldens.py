"""Makes the goldens of the tokenizers with the libraries their formats come from. README.md says how to run it."""

import json
import pathlib
import random
import sys

import sentencepiece
import tokenizers
from tokenizers import pre_tokenizers

FOLDER = pathlib.Path(__file__).parent

TEXTS = [
    "Lunch with Ana on Thursday at 12:30",
    "",
    " ",
    "  ",
    " leading and trailing ",
    "two  spaces   three",
    "tab\tnewline\ncarriage\r\nreturn\n\n\n  end",
    "\n \n\t \n x",
    "I'll we've IT'S don'T l'été aujourd'hui ſ'ſ 'ſ",
    "1 12 123 1234 12345 3.14 1,000 ½ ² Ⅷ ١٢٣",
    "déjà vu, naïve café — Noël à l'œuvre",
    "Füße straße ŁÓDŹ İstanbul",
    "日本語のテキスト。中文字符，한국어",
    "привет мир Ελλάδα שלום مرحبا हिन्दी ไทย",
    "emoji 🦙🚀 👨‍👩‍👧‍👦 🏳️‍🌈 e\u0301 a\u0308\u0323",
    "a\u00a0b\u2003c\u3000d\u0085e\u2028f\u180eg\u200bh\ufeffi",
    "▁under▁▁score ▁ _ __",
    "<s></s><unk>[INST] [TOOL_CALLS]<0x41><0xE2>",
    "<|endoftext|> <user> <user><user>",
    '[{"name": "calendar_create", "arguments": {"title": "Lunch", "start": "Thursday at 12:30"}}]',
    "https://example.org/a?b=c&d=%20#e",
    "!!!???...---===+++ $100 €5 #tag @me (x) [y] {z}",
    "/usr/bin//x\n//comment\r\n/",
    "\x00\x01\x1f\x7f",
    "a" * 300,
    " " * 70 + "x" + " " * 40,
    "ab" * 100 + "\n" * 50,
    "aA1bB2cC3 camelCase snake_case SHOUTING Title ǅ ʰ ª",
    "\U0010ffff\U000e0001\ue000",
]


def random_texts(count, seed):
    source = random.Random(seed)
    alphabet = "abcdefgh ABC 0123456789 .,'!?\n\t\"{}[]:éàüñ日本🦙\u0301\u2581\u00a0"
    return ["".join(source.choice(alphabet) for _ in range(source.randrange(1, 60))) for _ in range(count)]


PRE_TOKENIZERS = {
    "gpt-2": [r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"],
    "starcoder": [
        r"\p{N}",
        r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+",
    ],
    "llama-bpe": [
        r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+"
        r"|\s+(?!\S)|\s+"
    ],
    "qwen2": [
        r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+"
        r"|\s+(?!\S)|\s+"
    ],
    "tekken": [
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}"
        r"\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"
    ],
}


def pre_tokenizer_golden():
    golden = {}
    texts = TEXTS + random_texts(60, 1)
    for name, regexes in PRE_TOKENIZERS.items():
        splitter = pre_tokenizers.Sequence(
            [pre_tokenizers.Split(tokenizers.Regex(regex), "isolated") for regex in regexes]
        )
        golden[name] = [[piece for piece, _ in splitter.pre_tokenize_str(text)] for text in texts]
    return {"texts": texts, "words": golden}


TRAINING_TEXT = [line for line in (TEXTS + random_texts(200, 2)) for _ in range(2)] + [
    "Lunch with Ana on Thursday at 12:30, then a meeting with the team about the calendar and the notes of the week."
    " Call the dentist tomorrow morning; add the phone number to the contacts." + " the lunch the meeting the calendar"
] * 20


def bpe_golden():
    tokenizer = tokenizers.Tokenizer(tokenizers.models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = tokenizers.trainers.BpeTrainer(
        vocab_size=500,
        special_tokens=["<|endoftext|>"],
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(TRAINING_TEXT, trainer)
    # Special tokens are text unless asked for; a tokenizer rebuilt without them encodes that way.
    model = json.loads(tokenizer.to_str())["model"]
    merges = [pair if isinstance(pair, str) else " ".join(pair) for pair in model["merges"]]
    plain = tokenizers.Tokenizer(tokenizers.models.BPE(model["vocab"], [tuple(m.split(" ")) for m in merges]))
    plain.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    plain.add_tokens([tokenizers.AddedToken("<user>", normalized=False)])
    vocabulary = sorted(plain.get_vocab(), key=plain.get_vocab().get)
    texts = TEXTS + random_texts(100, 3)
    plain_ids = [plain.encode(text).ids for text in texts]
    plain.add_special_tokens(["<|endoftext|>"])
    special_ids = [plain.encode(text).ids for text in texts]
    return {
        "tokens": vocabulary,
        "types": [3 if token == "<|endoftext|>" else 4 if token == "<user>" else 1 for token in vocabulary],
        "merges": merges,
        "cases": [
            {"text": text, "ids": ids, "special_ids": special}
            for text, ids, special in zip(texts, plain_ids, special_ids)
        ],
    }


def sentencepiece_type(model, index):
    if model.is_unknown(index):
        return 2
    if model.is_control(index):
        return 3
    if model.is_unused(index):
        return 5
    if model.is_byte(index):
        return 6
    return 4 if model.id_to_piece(index) in ("<user>", "▁▁▁") else 1


def sentencepiece_golden():
    import io

    file = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(line.replace("\n", " ") for line in TRAINING_TEXT if "\0" not in line),
        model_writer=file,
        model_type="bpe",
        vocab_size=700,
        byte_fallback=True,
        normalization_rule_name="identity",
        remove_extra_whitespaces=False,
        split_digits=True,
        allow_whitespace_only_pieces=True,
        user_defined_symbols=["<user>", "▁▁▁"],
        control_symbols=["[INST]", "[/INST]"],
        minloglevel=2,
    )
    model = sentencepiece.SentencePieceProcessor(model_proto=file.getvalue())
    count = model.get_piece_size()
    texts = TEXTS + random_texts(100, 4)
    return {
        "tokens": [model.id_to_piece(i) for i in range(count)],
        "scores": [model.get_score(i) for i in range(count)],
        "types": [sentencepiece_type(model, i) for i in range(count)],
        "cases": [{"text": text, "ids": model.encode(text)} for text in texts],
    }


def mistral_golden(path):
    model = sentencepiece.SentencePieceProcessor(model_file=str(path))
    return {"cases": [{"text": text, "ids": model.encode(text)} for text in TEXTS + random_texts(100, 5)]}


def utf8_golden():
    source = random.Random(6)
    interesting = [0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEE]
    interesting += [0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xFF]
    cases = [bytes([a]) for a in range(256)]
    cases += [bytes(source.choice(interesting) for _ in range(source.randrange(1, 12))) for _ in range(800)]
    rows = []
    for data in cases:
        try:
            data.decode("utf-8")
            offset = None
        except UnicodeDecodeError as error:
            offset = error.start
        rows.append([data.hex(), data.decode("utf-8", "replace").encode("utf-8").hex(), offset])
    return rows


def write(name, value):
    (FOLDER / name).write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write("pre_tokenizer.json", pre_tokenizer_golden())
    write("bpe.json", bpe_golden())
    write("sentencepiece.json", sentencepiece_golden())
    write("mistral_v1.json", mistral_golden(pathlib.Path(sys.argv[1])))
    write("utf8.json", utf8_golden())
