"""``summarize models`` lists model files, refuses wrong ones and removes them, through the real command."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from click.testing import Result

from summarize.llm.local.model_table import load_local_models
from tests.conftest import needs_engine
from tests.loopback.model_server import ModelServer
from tests.loopback.sample_papers import SAMPLES

Invoke = Callable[..., Result]


def test_list_says_what_is_here_and_what_is_damaged(invoke: Invoke, home: Path) -> None:
    folder = home / "models"
    folder.mkdir(parents=True)
    (folder / load_local_models()["tiny"].file).write_bytes(b"GGUF")
    (folder / (load_local_models()["small"].file + ".part")).write_bytes(bytes(2_000_000))
    lines = invoke("models", "list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["local/tiny", "local/starter", "local/small", "local/default"]
    assert "damaged (4 of 491,400,064 bytes)" in lines[0]
    assert "not here" in lines[1]
    assert "2 MB fetched" in lines[2]


def test_an_unknown_name_says_which_there_are(invoke: Invoke) -> None:
    done = invoke("models", "pull", "nope")
    assert done.exit_code == 3
    assert "tiny, starter, small, default" in done.stderr


def test_a_file_that_is_not_the_model_is_refused(invoke: Invoke, tmp_path: Path) -> None:
    (tmp_path / "other.gguf").write_bytes(b"GGUF")
    done = invoke("models", "pull", "local/tiny", "--file", str(tmp_path / "other.gguf"))
    assert done.exit_code == 3
    assert "has 4 bytes" in done.stderr
    assert done.stdout == ""


def test_remove_frees_what_is_there(invoke: Invoke, home: Path) -> None:
    assert "is not on this machine" in invoke("models", "remove", "tiny").stderr
    (home / "models").mkdir(parents=True)
    file = home / "models" / load_local_models()["tiny"].file
    file.write_bytes(bytes(5_000_000))
    assert "5 MB freed" in invoke("models", "remove", "tiny").stderr
    assert not file.exists()


def test_remote_lists_what_the_endpoint_offers(invoke: Invoke, model_server: ModelServer) -> None:
    done = invoke("models", "remote", "-m", "custom/anything")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [f"custom/{name}" for name in model_server.models]


@needs_engine
def test_a_model_that_is_not_here_is_named_with_the_command_that_fetches_it(invoke: Invoke) -> None:
    done = invoke(SAMPLES[0].paper.id, "-m", "local/tiny")
    assert done.exit_code == 3
    assert "summarize models pull tiny" in done.stderr
    assert done.stdout == ""
