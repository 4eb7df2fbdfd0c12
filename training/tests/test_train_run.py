"""The trainer as a whole: a run that was cut gives what a straight one gives, and weights travel in parts."""
import dataclasses
import json

import pytest
import torch
from test_training import SMALL, folder, random_model  # noqa: F401 (a fixture)

from oree_mini import train
from oree_mini.steps import Compiled
from oree_mini.train import arguments
from oree_mini.weights import join_parts, write_parts


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setitem(train.PRESETS, "tiny", dataclasses.replace(SMALL, head_dim=8))


def run(folder, to, steps: int, *more: str) -> list[dict]:  # noqa: F811
    to.mkdir(exist_ok=True)
    for path in folder.iterdir():
        if not (to / path.name).exists() and not path.name.startswith(("checkpoint", "log")):
            (to / path.name).symlink_to(path)
    train.train(arguments().parse_args(["--folder", str(to), "--preset", "tiny", "--steps", str(steps), "--packs", "1", "--threads", "1",
                                        "--no-compile", "--log-every", "1", *more]))
    return [json.loads(line) for line in (to / "log.jsonl").read_text(encoding="utf-8").splitlines()]


def test_a_run_that_was_cut_goes_on_with_the_same_weights(folder, tmp_path, small, monkeypatch):  # noqa: F811
    run(folder, tmp_path / "straight", 6, "--weights", str(tmp_path / "parts"))
    real, calls = train.schedule, []

    def cut(share):
        calls.append(share)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return real(share)

    with monkeypatch.context() as patch:
        patch.setattr(train, "schedule", cut)
        patch.setattr(train, "CHECKPOINT_SECONDS", -1)
        with pytest.raises(KeyboardInterrupt):
            run(folder, tmp_path / "cut", 6)
    run(folder, tmp_path / "cut", 6)
    straight, resumed = (torch.load(tmp_path / name / "checkpoint.pt") for name in ("straight", "cut"))
    assert resumed["step"] == straight["step"] == 6 and resumed["tokens"] == straight["tokens"]
    for kind in ("model", "last"):
        for name, tensor in straight[kind].items():
            assert torch.equal(tensor, resumed[kind][name]), name
    # What was written for export elsewhere is the average, in bf16.
    for name, tensor in join_parts(tmp_path / "parts")["model"].items():
        assert torch.equal(tensor, straight["model"][name].bfloat16().float())
    assert (tmp_path / "parts/tokenizer.json").exists() and (tmp_path / "parts/log.jsonl").exists()


def test_the_log_has_the_loss_of_each_source(folder, tmp_path, small):  # noqa: F811
    entries = run(folder, tmp_path / "run", 12)
    assert [entry["step"] for entry in entries] == list(range(1, 13))
    assert len(entries[-1]["by_source"]) > 2 and all(loss > 0 for loss in entries[-1]["by_source"].values())


def test_weights_come_back_from_any_number_of_parts_and_a_lost_byte_shows(tmp_path):
    state = random_model(SMALL).state_dict()
    for part_bytes in (10000, 1 << 20):
        parts = write_parts(state, SMALL.to_dict(), tmp_path, part_bytes)
        assert all(part.stat().st_size <= part_bytes for part in parts)
        assert sorted(path.name for path in tmp_path.glob("*.bin")) == [part.name for part in parts]
        joined = join_parts(tmp_path)
        assert joined["config"] == SMALL.to_dict()
        assert list(joined["model"]) == list(state)
        for name, tensor in state.items():
            assert torch.equal(joined["model"][name], tensor.bfloat16().float())
    parts[0].write_bytes(parts[0].read_bytes()[:-1])
    with pytest.raises(SystemExit, match="bytes"):
        join_parts(tmp_path)


def test_a_function_that_cannot_be_compiled_runs_as_it_is(monkeypatch, capsys):
    def broken(*arguments, **named):
        raise RuntimeError("no compiler")

    monkeypatch.setattr(torch, "compile", lambda function, **_: broken, raising=False)
    doubled = Compiled(lambda x: 2 * x)
    assert doubled(2) == 4 and doubled(3) == 6
    assert capsys.readouterr().err.count("no compiler") == 1
