"""The tokenizer of oree-mini: byte-level BPE with pre-tokens made for copying.

A word is the same tokens wherever it stands, at the start of a JSON string or in the middle of a request: the space
before it is a token of its own, except before the commonest function words. Digits stand alone, and so does
punctuation, except the runs that join the parts of a call and French elisions ("l'", "qu'").
"""
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

CONTROL_TOKENS = ["<unk>", "<s>", "</s>", "[INST]", "[/INST]", "[TOOL_CALLS]", "[AVAILABLE_TOOLS]", "[/AVAILABLE_TOOLS]",
                  "[TOOL_RESULTS]", "[/TOOL_RESULTS]", "[SYSTEM_PROMPT]", "[/SYSTEM_PROMPT]", "<pad>"]
FUNCTION_WORDS = ("the|a|an|to|on|at|in|of|and|with|for|my|is|it|me|from|by|that|I|you|was|he|had|his|as|not|be|but|have|"
                  "this|which|what|are|her|she|they|all|so|or|been|were|him|we|there|when|"
                  "le|la|les|de|des|du|un|une|et|à|en|au|aux|pour|avec|sur|dans|que|qui|est|je|tu|il|elle|nous|vous|ne|pas|se|ce|"
                  "mon|ma|mes|son|sa|ses|par|plus|était|avait|mais|comme|lui|ou")
PRE_REGEX = ('"(?:: |, |\\}|\\])[\\[\\]{},: ]*"?|\\[\\{"| (?:' + FUNCTION_WORDS + ')(?![\\p{L}\\p{N}_])|'
             "(?:[cdjlmnstCDJLMNST]|[Qq]u)['’](?=\\p{L})|"
             "\\p{L}+(?:_\\p{L}+)*|\\p{N}|\\s|[^\\s\\p{L}\\p{N}]")


def train_tokenizer(texts, path: Path, vocabulary: int) -> Tokenizer:
    tokenizer = Tokenizer(models.BPE(unk_token=None))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(PRE_REGEX), "isolated"),
                                                       pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=vocabulary, special_tokens=CONTROL_TOKENS, show_progress=False,
                                  initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()))
    tokenizer.train_from_iterator(texts, trainer)
    # Control tokens are placed by id, never found in text.
    tokenizer.save(str(path))
    return tokenizer


class Encoder:
    """Encodes text; control tokens are added by name and never come from text."""

    def __init__(self, path: Path):
        self.tokenizer = Tokenizer.from_file(str(path))
        self.tokenizer.encode_special_tokens = True
        self.control = {name: index for index, name in enumerate(CONTROL_TOKENS)}

    def text(self, text: str) -> list[int]:
        return self.tokenizer.encode(text, add_special_tokens=False).ids if text else []

    def texts(self, texts: list[str]) -> list[list[int]]:
        """Many at once, on all cores."""
        return [encoding.ids for encoding in self.tokenizer.encode_batch(texts, add_special_tokens=False)]

    def pieces(self, pieces) -> tuple[list[int], list[float]]:
        """Token ids and the loss weight of each."""
        ids, weights = [], []
        for control, text, weight in pieces:
            if control:
                ids.append(self.control[control])
                # What opens a call is the model's own decision.
                weights.append(weight if control in ("[TOOL_CALLS]", "</s>") else 0.0)
            more = self.text(text)
            ids += more
            weights += [weight] * len(more)
        return ids, weights
