"""A page by a real small model. An extra: it needs half a gigabyte and a minute or more."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from summarize.errors import ModelFileError
from summarize.llm.download import DEFAULT_SOURCES, pull, pull_file, sources_from
from summarize.llm.local_models import local_model
from tests.conftest import Summarize
from tests.llm.test_model_download import Report


@pytest.mark.extra
def test_tiny_makes_a_whole_page_of_the_demo_paper(summarize: Summarize, home: Path) -> None:
    pytest.importorskip("xllamacpp")
    model, folder = local_model("tiny"), os.environ.get("SUMMARIZE_TEST_MODELS")
    try:
        if folder:
            pull_file(model, Path(folder) / model.file, dest_dir=home / "models", report=Report())
        else:
            pull(model, sources=sources_from(DEFAULT_SOURCES), dest_dir=home / "models", report=Report())
    except ModelFileError as error:
        pytest.skip(f"the model cannot be had: {error}")
    done = summarize("demo", "-m", "local/tiny", "-l", "json", timeout_s=900)
    assert done.returncode == 0, done.stderr
    page = json.loads(done.stdout)
    assert len(page["sentences"]) == 9
    assert len(page["takeaways"]) >= 3
    assert all(takeaway["evidence"] for takeaway in page["takeaways"])
    assert "A better model on a real paper" in done.stderr
    again = summarize("demo", "-m", "local/tiny", "-l", "json")
    assert again.stdout == done.stdout
