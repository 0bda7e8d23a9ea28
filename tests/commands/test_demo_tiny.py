"""A real small model makes a whole page. This extra needs half a gigabyte and a minute or more."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from summarize.llm.local.model_download import pull_file
from summarize.llm.local.model_table import local_model
from tests.conftest import Summarize, needs_engine
from tests.llm.local.test_model_download import Report

MODEL = local_model("tiny")
FILE = Path(__file__).resolve().parents[2] / ".ci" / "cache" / "models" / MODEL.file


@pytest.mark.extra
@needs_engine
@pytest.mark.skipif(not FILE.is_file(), reason="bash .ci/model-extras.sh fetches the model (491 MB)")
def test_tiny_makes_a_whole_page_of_the_demo_paper(summarize: Summarize, home: Path) -> None:
    pull_file(MODEL, FILE, dest_dir=home / "models", report=Report())
    done = summarize("demo", "-m", "local/tiny", "-l", "json", timeout_s=900)
    assert done.returncode == 0, done.stderr
    page = json.loads(done.stdout)
    assert len(page["sentences"]) == 9
    assert len(page["takeaways"]) >= 3
    assert all(takeaway["evidence"] for takeaway in page["takeaways"])
    assert "A better model on a real paper" in done.stderr
    again = summarize("demo", "-m", "local/tiny", "-l", "json")
    assert again.stdout == done.stdout
