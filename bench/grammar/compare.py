"""MaskBench (guidance-ai/jsonschemabench): how many JSON Schemas an engine of constrained decoding gets right, and how
long its masks take; `oree grammar bench` and its peers on the same files, vocabulary and machine, one thread each.

A schema passes when the engine takes it, lets every valid instance through token by token to a place where the text
may end, and stops every invalid one. Times: a mask, and from the schema's text to the first mask."""

import argparse
import json
import multiprocessing
import os
import pathlib
import subprocess
import sys
import tempfile
import time

for variable in ("OMP_NUM_THREADS", "RAYON_NUM_THREADS", "TOKENIZERS_PARALLELISM"):
    os.environ[variable] = "1"


class Llguidance:
    name = "llguidance"

    def __init__(self, tokenizer):
        import llguidance
        import llguidance.numpy as masks

        self.library, self.masks = llguidance, masks
        self.tokenizer = llguidance.LLTokenizer(tokenizer.read_text())
        self.mask = masks.allocate_token_bitmask(1, self.tokenizer.vocab_size)

    def compile(self, schema):
        matcher = self.library.LLMatcher(self.tokenizer, '{"grammars": [{"json_schema": ' + schema + "}]}")
        if matcher.is_error():
            raise ValueError(matcher.get_error())
        return matcher

    def restart(self, compiled):
        return compiled.deep_copy()

    def fill(self, matcher):
        self.masks.fill_next_token_bitmask(matcher, self.mask, 0)

    def allows(self, token):
        return bool(int(self.mask[0, token // 32]) & (1 << (token % 32)))

    def consume(self, matcher, token):
        matcher.consume_token(token)

    def is_complete(self, matcher):
        return matcher.is_accepting()


class XGrammar:
    name = "xgrammar"

    def __init__(self, tokenizer):
        import xgrammar

        self.library = xgrammar
        vocabulary = json.loads(tokenizer.read_text())
        tokens = list(vocabulary["model"]["vocab"]) + [token["content"] for token in vocabulary["added_tokens"]]
        info = xgrammar.TokenizerInfo(tokens, vocab_type=xgrammar.VocabType.BYTE_LEVEL, stop_token_ids=[len(tokens) - 255])
        self.info = info
        self.compiler = xgrammar.GrammarCompiler(info, max_threads=1, cache_enabled=False)
        self.mask = xgrammar.allocate_token_bitmask(1, info.vocab_size)

    def compile(self, schema):
        compiled = self.compiler.compile_json_schema(schema, any_whitespace=True, strict_mode=False)
        return self.library.GrammarMatcher(compiled, terminate_without_stop_token=True)

    def restart(self, matcher):
        matcher.reset()
        return matcher

    def fill(self, matcher):
        matcher.fill_next_token_bitmask(self.mask, 0)

    def allows(self, token):
        return bool(int(self.mask[0, token // 32]) & (1 << (token % 32)))

    def consume(self, matcher, token):
        matcher.accept_token(token)

    def is_complete(self, matcher):
        return matcher.is_terminated() or self.stops(matcher)

    def stops(self, matcher):
        self.fill(matcher)
        return self.allows(self.info.stop_token_ids[0])


class LlamaCpp:
    name = "llama.cpp"
    may_crash = True

    def __init__(self, tokenizer):
        import ctypes

        import llama_cpp
        import numpy

        self.library, self.by_reference = llama_cpp, ctypes.byref
        parameters = llama_cpp.llama_model_default_params()
        parameters.vocab_only = True
        model = tokenizer.parent / "vocabulary.gguf"
        self.model = llama_cpp.llama_model_load_from_file(str(model).encode(), parameters)
        self.vocabulary = llama_cpp.llama_model_get_vocab(self.model)
        n_tokens = llama_cpp.llama_vocab_n_tokens(self.vocabulary)
        self.end = llama_cpp.llama_vocab_eos(self.vocabulary)
        candidate = numpy.dtype([("id", "i4"), ("logit", "f4"), ("p", "f4")])
        self.fresh = numpy.zeros(n_tokens, candidate)
        self.fresh["id"] = numpy.arange(n_tokens)
        self.candidates = self.fresh.copy()
        pointer = self.candidates.ctypes.data_as(ctypes.POINTER(llama_cpp.llama_token_data))
        self.array = llama_cpp.llama_token_data_array(pointer, n_tokens, -1, False)

    def compile(self, schema):
        from llama_cpp.llama_grammar import json_schema_to_gbnf

        grammar = json_schema_to_gbnf(schema)
        sampler = self.library.llama_sampler_init_grammar(self.vocabulary, grammar.encode(), b"root")
        if not sampler:
            raise ValueError("its own parser refuses the grammar")
        return sampler

    def restart(self, sampler):
        self.library.llama_sampler_reset(sampler)
        return sampler

    def fill(self, sampler):
        self.candidates[:] = self.fresh
        self.library.llama_sampler_apply(sampler, self.by_reference(self.array))

    def allows(self, token):
        return self.candidates["logit"][token] == 0

    def consume(self, sampler, token):
        self.library.llama_sampler_accept(sampler, token)

    def is_complete(self, sampler):
        self.fill(sampler)
        return bool(self.allows(self.end))


def judge(engine, document, tokenizer, seconds):
    """(outcome, seconds of each mask, seconds to the first mask or None)"""
    schema = json.dumps(document["schema"], ensure_ascii=False)
    masks = []
    start = time.perf_counter()
    try:
        compiled = engine.compile(schema)
        engine.fill(engine.restart(compiled))
    except Exception as error:  # whatever a peer raises is a refusal
        return "refused: " + str(error)[:200], masks, None
    first_mask = time.perf_counter() - start
    for index, test in enumerate(document["tests"]):
        matcher = engine.restart(compiled)
        text = json.dumps(test["data"], ensure_ascii=False)
        accepted = True
        for token in tokenizer.encode(text, add_special_tokens=False).ids:
            begin = time.perf_counter()
            engine.fill(matcher)
            masks.append(time.perf_counter() - begin)
            if not engine.allows(token):
                accepted = False
                break
            engine.consume(matcher, token)
        accepted = accepted and engine.is_complete(matcher)
        if time.perf_counter() - start > seconds:
            return "timeout", masks, first_mask
        if accepted != test["valid"]:
            return f"wrong_accept #{index}" if accepted else f"wrong_reject #{index}", masks, first_mask
    return "passing", masks, first_mask


def judge_in_child(*arguments):
    """The same where the library may end the process."""
    receiver, sender = multiprocessing.Pipe(duplex=False)
    child = multiprocessing.get_context("fork").Process(target=lambda: sender.send(judge(*arguments)))
    child.start()
    sender.close()
    try:
        result = receiver.recv()
    except EOFError:
        result = "crash", [], None
    child.join()
    return result


def measure(engine, files, tokenizer, seconds_per_schema):
    results = {"schemas": len(files), "passing": 0, "refused": 0, "wrong_accept": 0, "wrong_reject": 0, "timeout": 0, "crash": 0}
    masks, first_masks, outcomes = [], [], {}
    for number, path in enumerate(files):
        document = json.loads(path.read_text())
        how = judge_in_child if getattr(engine, "may_crash", False) else judge
        outcome, more, first_mask = how(engine, document, tokenizer, seconds_per_schema)
        outcomes[path.name] = outcome
        results[outcome.split()[0].rstrip(":")] += 1
        masks += more
        if first_mask is not None:
            first_masks.append(first_mask)
        if number % 500 == 0:
            print(f"{engine.name}: {number} of {len(files)}", file=sys.stderr, flush=True)
    results["mask_us"] = summary(masks)
    results["first_mask_us"] = summary(first_masks)
    return results, outcomes


def summary(seconds):
    values = sorted(second * 1e6 for second in seconds)
    at = lambda part: round(values[min(len(values) - 1, int(part * len(values)))], 1) if values else None
    average = round(sum(values) / len(values), 1) if values else None
    return {"avg": average, "p50": at(0.5), "p90": at(0.9), "p99": at(0.99), "max": at(1.0), "n": len(values)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tests", type=pathlib.Path, help="the folder of MaskBench's files")
    parser.add_argument("vocabulary", type=pathlib.Path, help="what vocabulary.py made")
    parser.add_argument("--oree", type=pathlib.Path, help="the program")
    parser.add_argument("--peers", default="llguidance", help="llguidance,xgrammar,llama.cpp (PyPI llama-cpp-python)")
    parser.add_argument("--limit", type=int, help="only every so many-th file")
    parser.add_argument("--seconds", type=float, default=30, help="a schema may take a peer")
    parser.add_argument("--outcomes", type=pathlib.Path, help="where each schema's outcome is written")
    arguments = parser.parse_args()
    from tokenizers import Tokenizer

    files = sorted(arguments.tests.glob("*.json"))[:: arguments.limit or 1]
    results = {}
    outcomes = {}
    if arguments.oree:
        with tempfile.TemporaryDirectory() as sample:
            for path in files:
                (pathlib.Path(sample) / path.name).symlink_to(path.resolve())
            command = [arguments.oree, "grammar", "bench", sample, "-m", arguments.vocabulary / "vocabulary.gguf"]
            results["oree"] = json.loads(subprocess.run(command + ["--json"], check=True, capture_output=True).stdout)
    tokenizer = Tokenizer.from_file(str(arguments.vocabulary / "tokenizer.json"))
    peers = {"llguidance": Llguidance, "xgrammar": XGrammar, "llama.cpp": LlamaCpp}
    for name in filter(None, arguments.peers.split(",")):
        engine = peers[name](arguments.vocabulary / "tokenizer.json")
        results[name], outcomes[name] = measure(engine, files, tokenizer, arguments.seconds)
    if arguments.outcomes:
        arguments.outcomes.write_text(json.dumps(outcomes, indent=1))
    print(json.dumps(results, indent=2))


if __name__ == "__main__":
    main()
