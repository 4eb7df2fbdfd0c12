"""scripts/evaluate-model: one document an evaluation, and what cannot be had is named."""

import json
import os
import subprocess

from conftest import BINARY, MODEL, ROOT


def evaluate(out, data, only, model=MODEL):
    environment = {**os.environ, "OREE_BINARY": str(BINARY), "OREE_DATA": str(data), "OREE_ONLY": only}
    command = [str(ROOT / "scripts/evaluate-model"), str(model), str(out), "-t", "1"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)


def write_bfcl(folder):
    question = {
        "id": "q",
        "question": [[{"role": "user", "content": "What is 3 times 4?"}]],
        "function": [{"name": "multiply", "description": "Multiply.", "parameters": {
            "type": "dict", "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}}, "required": ["a", "b"]}}],
    }
    answer = {"id": "q", "ground_truth": [{"multiply": {"a": [3], "b": [4]}}]}
    (folder / "possible_answer").mkdir(parents=True)
    for category in ("simple_python", "multiple", "parallel", "parallel_multiple", "irrelevance"):
        (folder / f"BFCL_v4_{category}.json").write_text(json.dumps(question) + "\n")
        (folder / "possible_answer" / f"BFCL_v4_{category}.json").write_text(json.dumps(answer) + "\n")


def test_each_evaluation_leaves_a_document(tmp_path):
    write_bfcl(tmp_path / "data/bfcl")
    done = evaluate(tmp_path / "out", tmp_path / "data", "bfcl")
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "out/bfcl.json").read_text())["total"] == 5
    assert "left out: perplexity and needle" in done.stderr


def test_a_failure_is_told_and_leaves_none(tmp_path):
    write_bfcl(tmp_path / "data/bfcl")
    (tmp_path / "data/bfcl/BFCL_v4_parallel.json").write_text("{\n")
    done = evaluate(tmp_path / "out", tmp_path / "data", "bfcl")
    assert done.returncode == 1
    assert "BFCL_v4_parallel.json, line 1" in done.stderr
    assert list((tmp_path / "out").iterdir()) == []
    assert evaluate(tmp_path / "out", tmp_path / "data", "bfcl", tmp_path / "absent.gguf").returncode == 1


def test_policies_without_what_they_need_are_left_out_and_named(tmp_path):
    (tmp_path / "data/corpus/eval").mkdir(parents=True)
    (tmp_path / "data/corpus/eval/book.txt").write_text("It rained.\n")
    bare = tmp_path / "bare.gguf"
    bare.symlink_to(MODEL)
    said = evaluate(tmp_path / "out", tmp_path / "data", "nothing", bare).stderr
    assert "left out: q_filters" in said and "left out: leverage" in said
    said = evaluate(tmp_path / "out", tmp_path / "data", "nothing").stderr
    assert "q_filters" not in said and "leverage" not in said
