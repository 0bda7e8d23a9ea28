"""The scorer and the reading sheets of benchmarks/meaning."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.meaning.__main__ import ROOT, main
from benchmarks.meaning.pairs import AbstractPair
from benchmarks.meaning.score import Share, score, score_all, table
from benchmarks.meaning.sheets import (
    KEY,
    SHEET,
    Judged,
    added_up,
    chosen_abstracts,
    judged_table,
    read_verdicts,
    write_sheets,
)
from benchmarks.meaning.twins import marked_twin
from summarize.values.result import Finding, Severity

TWIN = marked_twin("direction", "The coat [[reduces]] drag on the hull.", "涂层{{降低|提高}}船体的阻力。")
LOST = marked_twin("clause-omitted", "It fell[[, although it was tied]].", "它掉了{{，尽管绑着|}}。")


def _finding(source: str, target: str, code: str = "made-up", severity: Severity = "error") -> Finding:
    return Finding(code, severity, "a message", "abstract", None, source, target)


def _says(**by_text: Finding) -> Callable[[str, str], tuple[Finding, ...]]:
    """A check that gives one finding for a right or a wrong text of ``TWIN`` and ``LOST``."""
    texts = {"right": (TWIN.right, LOST.right), "wrong": (TWIN.wrong, LOST.wrong)}
    return lambda source, target: tuple(finding for name, finding in by_text.items() if target in texts[name])


@pytest.mark.parametrize(
    ("finding", "found"),
    [
        (_finding("", "提高"), True),
        (_finding("", "层提高船"), True),
        (_finding("reduces", ""), True),
        (_finding("drag", "阻力"), False),
        (_finding("", "涂层"), False),
        (_finding("", ""), False),
    ],
)
def test_a_finding_counts_where_it_touches_the_changed_words(finding: Finding, found: bool) -> None:
    assert score(TWIN, _says(wrong=finding)).is_found is found


def test_what_the_right_twin_has_too_does_not_count() -> None:
    assert not score(TWIN, _says(wrong=_finding("reduces", ""), right=_finding("reduces", ""))).is_found
    assert not score(TWIN, _says(wrong=_finding("", "提高"), right=_finding("", "降低"))).is_found
    other = _says(wrong=_finding("", "提高"), right=_finding("", "降低", code="another"))
    assert score(TWIN, other).is_found


def test_lost_words_are_touched_in_the_english() -> None:
    assert score(LOST, _says(wrong=_finding("although it was tied", ""))).is_found
    assert not score(LOST, _says(wrong=_finding("", "它掉了"))).is_found


def test_shares_by_class_and_code() -> None:
    scores = score_all([TWIN, LOST], _says(wrong=_finding("", "提高", severity="warning"), right=_finding("coat", "")))
    assert [(one.kind, one.found, one.errors) for one in scores.classes] == [
        ("direction", Share(1, 1), Share(0, 1)),
        ("clause-omitted", Share(0, 1), Share(0, 1)),
    ]
    assert (scores.mean_found, scores.mean_errors) == (0.5, 0.0)
    assert (scores.right_errors, scores.right_warnings) == (Share(2, 2), Share(0, 2))
    assert scores.codes[0].right == Share(1, 3)
    assert "| direction | 1 | 1.000 (0.207–1.000) |" in table(scores)


def test_typography_on_the_right_twin_is_apart() -> None:
    scores = score_all([TWIN], _says(right=_finding("", "涂层", code="format", severity="warning")))
    assert scores.right_warnings == Share(0, 1)


def test_the_interval_is_wilsons() -> None:
    low, high = Share(5, 10).interval
    assert (round(low, 4), round(high, 4)) == (0.2366, 0.7634)
    assert Share(0, 0).interval == (0.0, 1.0)


def test_a_sheet_hides_code_and_engine_and_its_verdicts_come_back(tmp_path: Path) -> None:
    abstracts = [AbstractPair(f"24{number}", "qwen-flash", f"Frog {number}.", "蛙。") for number in range(6)]
    severities: dict[str, Severity] = {"Frog 0.": "warning"}

    def check(source: str, target: str) -> tuple[Finding, ...]:
        severity = severities.get(source, "error")
        return (_finding("Frog", target, "made-up", severity), _finding("", "。", "format", "warning"))

    assert write_sheets(tmp_path, chosen_abstracts(abstracts, 5, 1), check, 1) == 5
    text = (tmp_path / SHEET).read_text(encoding="utf-8-sig")
    assert "made-up" not in text and "qwen" not in text and "error" not in text
    with (tmp_path / SHEET).open(encoding="utf-8-sig", newline="") as sheet:
        rows = list(csv.DictReader(sheet))
    for row, verdict in zip(rows, ("true", "True ", "arguable", "false", ""), strict=True):
        row["verdict"] = verdict
    with (tmp_path / SHEET).open("w", encoding="utf-8", newline="") as sheet:
        writer = csv.DictWriter(sheet, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    judged = read_verdicts(tmp_path / SHEET)
    both = [one for one in judged if one.name == "all"]
    assert sum(one.true for one in both) == 2
    assert sum(one.arguable for one in both) == sum(one.false for one in both) == 1
    assert {one.name for one in judged} == {"all", "code made-up", "engine qwen-flash"}
    assert "| code made-up | error |" in judged_table(judged)
    assert len((tmp_path / KEY).read_text(encoding="utf-8").splitlines()) == 5


def test_an_unknown_verdict_is_refused(tmp_path: Path) -> None:
    write_sheets(tmp_path, [AbstractPair("1", "x", "Frog.", "蛙。")], lambda *_: (_finding("Frog", "蛙"),), 1)
    sheet = tmp_path / SHEET
    sheet.write_text(sheet.read_text(encoding="utf-8-sig").replace("1,,", "1,maybe,"), encoding="utf-8")
    with pytest.raises(ValueError, match="maybe"):
        read_verdicts(sheet)


def test_the_command_runs_on_a_fresh_machine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    saved = tmp_path / "scores.json"
    words = ["--shared", str(tmp_path), "--each", "2", "--sample", "40", "--seed", "3", "--save", str(saved)]
    assert main(words) == 0
    printed = capsys.readouterr()
    assert "mean over classes" in printed.out and "made-up sentences" in printed.err
    assert json.loads(saved.read_text(encoding="utf-8"))["right_errors"]["count"] == 40


def test_texts_stay_outside_the_repository(tmp_path: Path) -> None:
    assert main(["--shared", str(tmp_path), "--sheets", str(ROOT / "sheets")]) == 2
    assert not (ROOT / "sheets").exists()


def test_the_verdicts_of_several_sheets_are_added_up() -> None:
    one, other = Judged("all", "error", 3, 1, 0), Judged("all", "error", 2, 0, 1)
    assert added_up([one, other, Judged("all", "warning", 1, 0, 0)]) == (
        Judged("all", "error", 5, 1, 1),
        Judged("all", "warning", 1, 0, 0),
    )
