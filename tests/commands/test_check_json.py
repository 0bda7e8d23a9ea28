"""``summarize check --json`` reads and writes JSON lines."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from summarize.commands.check import check


def run(*args: str, text: str | None = None) -> Result:
    return CliRunner().invoke(check, list(args), input=text)


def row(source: str, target: str, **more: object) -> str:
    return json.dumps({"id": "a", "unit": "abstract", "source": source, "target": target, **more}, ensure_ascii=False)


def test_rows_are_answered_in_order_with_other_keys_kept(tmp_path: Path) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_text(
        row("It has 5 parts.", "它有6个部分。", page=7) + "\n\n" + row("It works.", "它有效。", id="b") + "\n", "utf-8"
    )
    result = run("--json", str(file))
    first, second = map(json.loads, result.output.splitlines())
    assert result.exit_code == 1
    assert (first["id"], first["unit"], first["page"], second["id"], second["findings"]) == (
        "a",
        "abstract",
        7,
        "b",
        [],
    )
    assert first["findings"][0]["code"] == "number-changed"
    assert "source" not in first


def test_clean_rows_and_an_empty_file_end_with_0() -> None:
    assert run("--json", "-", text=row("It works.", "它有效。")).exit_code == 0
    empty = run("--json", "-", text="")
    assert (empty.exit_code, empty.output) == (0, "")


def test_unusable_input_ends_with_2_and_names_the_line(tmp_path: Path) -> None:
    for bad, why in (
        ("{", "not JSON"),
        ("[]", "not an object"),
        ('{"id": 1}', "no 'unit'"),
        (row("a", "b", unit="x"), "unit"),
    ):
        file = tmp_path / "pairs.jsonl"
        file.write_text(row("It works.", "它有效。") + "\n" + bad + "\n", "utf-8")
        result = run("--json", str(file))
        assert result.exit_code == 2
        assert f"{file}:2: " in result.stderr and why in result.stderr
