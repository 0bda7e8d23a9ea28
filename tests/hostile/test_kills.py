"""``kill -9`` at twelve moments of a run of many papers: nothing finished is lost, nothing is paid for twice, no file is half.

In the test command one of them is tried, ``SUMMARIZE_HOSTILE=all`` tries every one. (``tests/run/test_concurrency.py``
has a run that is killed four times.)
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result as Ran

from tests.loopback.arxiv_server import ArxivServer
from tests.loopback.model_server import ModelServer, Reply
from tests.loopback.sample_papers import competent, numbered_paper

Invoke = Callable[..., Ran]
PAPERS = [numbered_paper(n) for n in range(1, 11)]
IDS = [paper.id for paper in PAPERS]
CALLS_A_PAPER = 2
JOBS = 3


@dataclass(slots=True)
class Scene:
    """What a run that is to be killed leaves traces in. ``asked`` counts the model's calls."""

    env: dict[str, str]
    folder: Path
    arxiv: ArxivServer
    asked: int = 0

    @property
    def cache(self) -> Path:
        return self.folder / "home" / "cache"

    @property
    def stdout(self) -> Path:
        return self.folder / "stdout"

    def start(self, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "summarize", *IDS, "-q", "-j", str(JOBS), *options]
        with self.stdout.open("wb") as stdout:
            return subprocess.Popen(command, env=self.env, cwd=self.folder, stdout=stdout, stderr=subprocess.PIPE)

    def kill(self, when: Callable[[Scene], bool], *options: str) -> None:
        """Start a run and kill it as soon as ``when`` holds."""
        process = self.start(*options)
        deadline = time.monotonic() + 60
        while not when(self) and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.0005)
        killed = process.poll() is None
        process.send_signal(signal.SIGKILL)
        _, errors = process.communicate()
        assert killed, f"the run ended before it could be killed: {errors.decode()}"

    def damage_store(self) -> None:
        """Fill a store with finished papers and spoil a page in its middle."""
        process = self.start("-l", "jsonl")
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
        path = self.cache / "store.sqlite"
        content = bytearray(path.read_bytes())
        content[4096 : 4096 + 100] = b"\xff" * 100
        path.write_bytes(content)


@dataclass(frozen=True, slots=True)
class Kill:
    """A moment: the run's options, and what shows that the moment has come. ``prepare`` comes before the run."""

    options: tuple[str, ...]
    when: Callable[[Scene], bool]
    prepare: Callable[[Scene], None] = lambda scene: None
    times: int = 1


def _calls(number: int) -> Callable[[Scene], bool]:
    return lambda scene: scene.asked >= number


def _there(pattern: str, number: int = 1) -> Callable[[Scene], bool]:
    return lambda scene: len(list(scene.folder.glob(pattern))) >= number


def _log_grows(scene: Scene) -> bool:
    log = scene.cache / "store.sqlite-wal"
    return log.exists() and log.stat().st_size > 120_000


JSONL, FILE, FOLDER = ("-l", "jsonl"), ("-l", "jsonl", "-o", "page.jsonl"), ("-l", "json", "-o", "pages/")
KILLS = {
    "while arXiv is asked": Kill(JSONL, lambda scene: bool(scene.arxiv.requests)),
    "while the first reply streams": Kill(FILE, _calls(1)),
    "while many replies stream": Kill(FOLDER, _calls(9)),
    "while replies stream to stdout": Kill(JSONL, _calls(13)),
    "after lines on stdout": Kill(JSONL, lambda scene: scene.stdout.read_bytes().count(b"\n") >= 2),
    "after files in a folder": Kill(FOLDER, _there("pages/*.json", 3)),
    "while a file is written": Kill(FOLDER, _there("pages/.summarize-*")),
    "while rows are stored": Kill(FILE, _log_grows),
    "while rows are carried over": Kill(FOLDER, _there("home/cache/*.new-*"), Scene.damage_store),
    "while the store is moved aside": Kill(FOLDER, _there("home/cache/*.damaged-*"), Scene.damage_store),
    "while a killed run is resumed": Kill(FILE, _calls(14), lambda scene: scene.kill(_calls(5), *FILE)),
    "four times": Kill(FOLDER, _calls(5), times=4),
}
ALL = os.environ.get("SUMMARIZE_HOSTILE") == "all"
CHOSEN = tuple(KILLS) if ALL else ("while the store is moved aside",)


@pytest.fixture
def scene(env: dict[str, str], tmp_path: Path, arxiv_server: ArxivServer) -> Iterator[Scene]:
    arxiv_server.add(*PAPERS)
    scene = Scene(env, tmp_path, arxiv_server)

    def counting(request: dict[str, Any]) -> Reply:
        scene.asked += 1
        return Reply(competent(request), pause_s=0.01)

    with ModelServer(counting) as server:
        env["OPENAI_BASE_URL"] = server.url
        yield scene


@pytest.mark.parametrize("name", CHOSEN)
def test_a_killed_run_loses_nothing_and_is_resumed(name: str, scene: Scene, invoke: Invoke) -> None:
    kill = KILLS[name]
    kill.prepare(scene)
    killed = kill.times + (scene.asked > 0)
    for n in range(kill.times):
        scene.kill(kill.when if n == 0 else _calls(scene.asked + 3), *kill.options)
        _expect_whole(scene)
    paid = scene.asked
    finished = _results(scene)
    resumed = scene.start(*kill.options)
    _, errors = resumed.communicate(timeout=60)
    assert (resumed.returncode, errors.count(b"Traceback")) == (0, 0), errors.decode()
    _expect_whole(scene)
    assert _shown(scene) == IDS
    # Only the calls that were in flight when a process died are made again: at most one for each job.
    assert scene.asked <= CALLS_A_PAPER * len(IDS) + killed * JOBS, (paid, scene.asked)
    assert scene.asked - paid <= CALLS_A_PAPER * (len(IDS) - len(finished)), "what was finished is not paid for again"
    left = [path.name for path in scene.folder.rglob("*") if ".summarize-" in path.name or ".new-" in path.name]
    assert not left, "the next run clears away what the killed one left"


@pytest.mark.skipif(not ALL, reason="SUMMARIZE_HOSTILE=all tries it")
def test_a_run_beside_one_that_is_killed_does_its_papers(scene: Scene) -> None:
    beside = scene.start(*FILE)
    scene.kill(_calls(6), *FOLDER)
    _, errors = beside.communicate(timeout=60)
    assert beside.returncode == 0, errors.decode()
    assert _shown(scene) == IDS


def _results(scene: Scene) -> set[str]:
    """The papers that the store has results of; it must be whole."""
    path = scene.cache / "store.sqlite"
    if not path.exists():
        return set()
    with closing(sqlite3.connect(path)) as database:
        if database.execute("PRAGMA user_version").fetchone() == (0,):
            return set()
        return {str(row[0]).removesuffix("v1") for row in database.execute("SELECT paper FROM results")}


def _expect_whole(scene: Scene) -> None:
    """Every output file is whole, and every finished page in it is in the store."""
    shown = _shown(scene)
    assert set(shown) <= set(IDS)
    if list(scene.cache.glob("store.sqlite.damaged-*")) or not scene.cache.exists():
        return
    try:
        stored = _results(scene)
    except sqlite3.DatabaseError:
        assert not list(scene.cache.glob("*.damaged-*")), "killed before the damaged store was replaced"
        return
    assert set(shown) <= stored


def _shown(scene: Scene) -> list[str]:
    """The papers on stdout or in the output files, each of which must be whole but for the last line on stdout."""
    lines = scene.stdout.read_bytes().decode("utf-8", "ignore").split("\n")[:-1]
    if (page := scene.folder / "page.jsonl").exists():
        lines = page.read_text("utf-8").splitlines()
    elif (pages := scene.folder / "pages").is_dir():
        lines = [path.read_text("utf-8") for path in sorted(pages.glob("*.json"))]
    return [str(json.loads(line)["paper"]["id"]) for line in lines]
