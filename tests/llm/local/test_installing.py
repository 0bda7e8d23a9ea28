"""What to install for the embedded engine is said as it works where the program is: in a checkout, or from a wheel."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from summarize.errors import NoModel
from summarize.llm.choice import resolve_model
from summarize.llm.local.installing import install_command

ROOT = Path(__file__).resolve().parents[3]


def test_in_a_checkout_the_extra_of_the_checkout_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = ROOT / "summarize"
    monkeypatch.chdir(ROOT)
    assert install_command(package) == "pip install '.[local]'"
    monkeypatch.chdir(tmp_path)
    assert install_command(package) == f"pip install '{ROOT}[local]'"


def test_from_a_wheel_the_engine_itself_is_named_as_the_extra_names_it(tmp_path: Path) -> None:
    """The name of this program is on no index that pip is sure to ask; the engine's is."""
    (extra,) = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]["local"]
    assert install_command(tmp_path / "site-packages" / "summarize") == f"pip install '{extra}'"


def test_the_pyproject_of_another_project_is_no_checkout(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "other"\n', "utf-8")
    assert "[local]" not in install_command(tmp_path / "summarize")


def test_the_message_without_a_model_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoModel) as caught:
        resolve_model(None, env={}, key_dir=tmp_path, detect=lambda: (), engine=lambda: False)
    assert install_command() in caught.value.hint
    assert "summarize-arxiv[local]" not in caught.value.hint
