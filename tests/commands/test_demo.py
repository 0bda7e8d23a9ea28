"""The paper of ``summarize demo`` is whole, and the size and time of a download are told before it begins."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from click.testing import Result

from summarize.demo_paper import demo_pdf
from summarize.reading.pdf.read_pdf import read_pdf
from summarize.reading.sentences import split_sentences
from summarize.sources.local_pdf import record_beside
from tests.conftest import needs_engine

Invoke = Callable[..., Result]


def test_the_record_and_the_pdf_are_of_one_paper() -> None:
    record = record_beside(str(demo_pdf()))
    document = read_pdf(demo_pdf())
    assert record is not None
    assert document.title == record.title
    assert len(split_sentences(record.abstract)) == 9
    assert document.abstract.startswith(record.abstract[:80])
    assert document.pages == 2


def test_a_json_file_that_is_no_record_is_left_alone(tmp_path: Path) -> None:
    for text in ("[]", "{}", '{"title": "x"}', "no json", '{"title": "x", "abstract": "y", "other": 1}'):
        (tmp_path / "paper.json").write_text(text)
        assert record_beside(str(tmp_path / "paper.pdf")) is None


@needs_engine
def test_size_and_time_are_told_before_anything_is_fetched(invoke: Invoke) -> None:
    done = invoke("demo", "-m", "local/tiny", SUMMARIZE_MODEL_SOURCES="hub", HF_ENDPOINT="http://127.0.0.1:9")
    assert done.exit_code == 3
    assert "491 MB" in done.stderr
    assert "s on a fast line" in done.stderr
    assert "could not be fetched" in done.stderr
    assert done.stdout == ""
