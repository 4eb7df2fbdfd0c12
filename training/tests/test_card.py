"""The picture and the figures of the model card."""
import json
import xml.etree.ElementTree as ElementTree

import pytest
from conftest import MODEL, ROOT

from oree_mini import charts
from oree_mini.card import draw, figures, read_log, smoothed


def entry(step: int, loss: float = 1.0) -> dict:
    return {"step": step, "tokens": 5000 * step, "seconds": 3.0 * step, "loss": loss, "rate": 1.0 if step < 200 else 0.5}


def test_what_a_cut_run_did_again_counts_once(tmp_path):
    log = tmp_path / "log.jsonl"
    log.write_text("".join(json.dumps(entry(step, loss)) + "\n" for step, loss in [(20, 5), (40, 4), (60, 3), (40, 3.9), (60, 2.9), (80, 2)]))
    assert [(e["step"], e["loss"]) for e in read_log(log)] == [(20, 5), (40, 3.9), (60, 2.9), (80, 2)]


def test_smoothing_keeps_what_is_straight_on_the_picture_and_flattens_a_spike():
    line = [3.0 * 0.95 ** i for i in range(40)]
    assert smoothed(line) == pytest.approx(line)
    spiked = smoothed([*line[:20], 9.0, *line[21:]])
    assert line[20] < spiked[20] < 2 * line[20]
    assert smoothed([2.0]) == pytest.approx([2.0])


def test_the_picture_is_small_labelled_and_the_same_each_time(tmp_path):
    entries = [entry(20 * i, 6 / i) | {"by_source": {"tools en": 5 / i, "books fr": 4.0}} for i in range(1, 2000)]
    draw(entries, tmp_path / "one.svg")
    draw(entries, tmp_path / "two.svg")
    picture = (tmp_path / "one.svg").read_text(encoding="utf-8")
    assert picture == (tmp_path / "two.svg").read_text(encoding="utf-8")
    assert len(picture) < 120000
    texts = " ".join("".join(element.itertext()) for element in ElementTree.fromstring(picture).iter("{http://www.w3.org/2000/svg}text"))
    assert "tokens" in texts and "loss" in texts and "smoothed" in texts and "books fr" in texts


def test_the_card_states_the_parameters_of_the_shipped_file():
    parameters = figures([entry(20)], MODEL)["parameters"]
    assert parameters in (ROOT / "models/oree-mini.md").read_text(encoding="utf-8")


def test_bars_are_those_of_the_files_and_of_their_groups(tmp_path):
    result = {"score": 0.5, "low": 0.4, "high": 0.6, "by": {"category": {"single": {"score": 0.7, "low": 0.6, "high": 0.8}}}}
    (tmp_path / "a.json").write_text(json.dumps(result))
    bars = charts.bars_of(f"all={tmp_path}/a.json") + charts.bars_of(f"all={tmp_path}/a.json:category")
    assert bars == [("all", 0.5, 0.4, 0.6), ("all: single", 0.7, 0.6, 0.8)]
    charts.draw(bars, tmp_path / "bars.svg")
    texts = " ".join("".join(element.itertext()) for element in ElementTree.parse(tmp_path / "bars.svg").iter("{http://www.w3.org/2000/svg}text"))
    assert "all: single" in texts and "70.0" in texts
    with pytest.raises(SystemExit, match="no group"):
        charts.bars_of(f"all={tmp_path}/a.json:language")
