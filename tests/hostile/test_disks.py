"""Full disks, closed streams, foreign and read-only folders: a page is printed or status 6 says why, and no file is half.

A small file system needs the right to mount one; a limit on the size of files (RLIMIT_FSIZE) stands in for it here.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result as Ran

from summarize.store.storage import Store
from tests.conftest import Summarize
from tests.loopback.arxiv_server import ArxivServer
from tests.loopback.model_server import ModelServer

Invoke = Callable[..., Ran]
ONE, TWO = "2501.10001", "2501.10002"
_WHOLE = os.environ.get("SUMMARIZE_HOSTILE") == "all"
_LIBC = ctypes.CDLL(None)
#: https://man7.org/linux/man-pages/man2/PR_CAPBSET_DROP.2const.html
_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE = 24, 1


def _run(env: dict[str, str], cwd: Path, redirections: str, *args: str) -> subprocess.CompletedProcess[str]:
    """The real command with a shell's redirections."""
    return subprocess.run(
        ["sh", "-c", f'"$0" -m summarize "$@" {redirections}', sys.executable, *args],
        env=env, cwd=cwd, capture_output=True, text=True, encoding="utf-8", timeout=60,
    )  # fmt: skip


def _without_rights(env: dict[str, str], cwd: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """The real command as a user for whom the rights of files hold: root gives up what sets it above them."""

    def give_up() -> None:
        if os.getuid() == 0:
            _LIBC.prctl(_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE, 0, 0, 0)

    return subprocess.run(
        [sys.executable, "-m", "summarize", *args],
        env=env, cwd=cwd, capture_output=True, text=True, encoding="utf-8", timeout=60, preexec_fn=give_up,
    )  # fmt: skip


@pytest.fixture
def small_files() -> Iterator[Callable[[int], None]]:
    """Limits the size of the files that this process writes, which fails as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("redirection", [">/dev/full", ">&-"])
def test_a_page_that_stdout_does_not_take_ends_with_6(env: dict[str, str], tmp_path: Path, redirection: str) -> None:
    ran = _run(env, tmp_path, redirection, ONE)
    assert ran.returncode == 6
    assert "standard output cannot be written" in ran.stderr
    assert "Traceback" not in ran.stderr
    with Store(tmp_path / "home" / "cache" / "store.sqlite") as store:
        assert store.info().results == 1, "what was paid for is kept"
        assert [run.status for run in store.ledger.last_runs()] == [6]


@pytest.mark.parametrize("redirections", ["2>&-", *(["2>/dev/full"] if _WHOLE else [])])
def test_a_page_needs_no_stderr(env: dict[str, str], tmp_path: Path, redirections: str) -> None:
    ran = _run(env, tmp_path, redirections, ONE, TWO, "-l", "jsonl")
    assert ran.returncode == 0
    assert len(ran.stdout.splitlines()) == 2


def test_a_page_in_a_file_needs_no_standard_streams(env: dict[str, str], tmp_path: Path) -> None:
    ran = _run(env, tmp_path, "<&- >&- 2>&-", ONE, "-o", "page.md")
    assert ran.returncode == 0
    assert "\n# Lantern" in (tmp_path / "page.md").read_text("utf-8")


def test_an_output_file_on_a_full_disk_stays_as_it_was(
    invoke: Invoke, tmp_path: Path, small_files: Callable[[int], None]
) -> None:
    assert invoke(ONE, "-o", "page.html").exit_code == 0
    before = (tmp_path / "page.html").read_bytes()
    small_files(4000)
    ran = invoke(ONE, "-o", "page.html", "--also-english")
    assert ran.exit_code == 6
    assert "page.html cannot be written: File too large" in ran.stderr
    assert "Free some disk space" in ran.stderr
    assert (tmp_path / "page.html").read_bytes() == before
    assert not list(tmp_path.glob(".summarize-*"))


@pytest.mark.parametrize("size", [2000, *([0, 40_000] if _WHOLE else [])])
def test_a_store_on_a_full_disk_costs_no_page(
    invoke: Invoke, small_files: Callable[[int], None], home: Path, size: int
) -> None:
    small_files(size)
    ran = invoke(ONE, TWO, "-l", "jsonl")
    assert ran.exit_code == 0, ran.stderr
    assert [json.loads(line)["paper"]["id"] for line in ran.stdout.splitlines()] == [ONE, TWO]
    assert ran.stderr.count("keeps nothing in it") == 1


def test_a_disk_that_fills_up_leaves_a_store_that_is_read(
    invoke: Invoke, small_files: Callable[[int], None], model_server: ModelServer
) -> None:
    page = invoke(ONE, "-l", "jsonl").stdout
    calls = len(model_server.chats)
    small_files(4096)
    ran = invoke(ONE, TWO, "-l", "jsonl")
    assert ran.exit_code == 0, ran.stderr
    assert ran.stdout.startswith(page)
    assert len(model_server.chats) == calls + 2, "the stored page is not paid for again"


def test_a_stored_page_is_read_from_a_home_that_cannot_be_written(
    env: dict[str, str], home: Path, tmp_path: Path, summarize: Summarize, model_server: ModelServer
) -> None:
    page = summarize(ONE).stdout
    assert not (home / "cache" / "store.sqlite-wal").exists(), "SQLite would have to make it"
    try:
        for path in (tmp_path, *home.rglob("*"), home, home / "cache"):
            path.chmod(0o555 if path.is_dir() else 0o444)
        calls = len(model_server.chats)
        stored = _without_rights(env, tmp_path, ONE)
        paid_for = len(model_server.chats) - calls
        new = _without_rights(env, tmp_path, TWO)
        cleared = _without_rights(env, tmp_path, "cache", "clear", "--yes")
    finally:
        for path in (tmp_path, home, home / "cache"):
            path.chmod(0o755)
    assert (stored.returncode, stored.stdout, paid_for) == (0, page, 0), stored.stderr
    assert stored.stderr.count("may not be written") == 1
    assert new.returncode == 0 and "潮汐" in new.stdout, new.stderr
    assert cleared.returncode == 6
    assert "may not be written" in cleared.stderr


@pytest.mark.skipif(not _WHOLE, reason="SUMMARIZE_HOSTILE=all runs it")
def test_what_is_stored_is_shown_from_a_home_that_cannot_be_written(
    env: dict[str, str], home: Path, tmp_path: Path, summarize: Summarize
) -> None:
    summarize(ONE)
    try:
        for path in (tmp_path, *home.rglob("*"), home, home / "cache"):
            path.chmod(0o555 if path.is_dir() else 0o444)
        shown = _without_rights(env, tmp_path, "open", ONE, "--no-browser")
        listed = _without_rights(env, tmp_path, "runs", "list")
    finally:
        for path in (tmp_path, home, home / "cache"):
            path.chmod(0o755)
    assert shown.returncode == 0, shown.stderr
    shutil.rmtree(Path(shown.stdout.strip()).parent)
    assert listed.returncode == 0 and listed.stderr == "" and ONE in listed.stdout


def test_a_home_that_cannot_be_made_costs_no_page(invoke: Invoke, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    ran = invoke(ONE, TWO, "-l", "jsonl", SUMMARIZE_HOME=str(tmp_path / "file" / "home"))
    assert ran.exit_code == 0, ran.stderr
    assert len(ran.stdout.splitlines()) == 2
    assert ran.stderr.count("cannot be made") == 1


def test_a_folder_in_the_place_of_the_store_is_left_alone(invoke: Invoke, home: Path) -> None:
    (home / "cache" / "store.sqlite" / "mine").mkdir(parents=True)
    ran = invoke(ONE)
    assert ran.exit_code == 0, ran.stderr
    assert ran.stderr.count("keeps nothing in it") == 1
    assert (home / "cache" / "store.sqlite" / "mine").is_dir()


def test_a_store_of_a_newer_version_is_left_alone(invoke: Invoke, home: Path, arxiv_server: ArxivServer) -> None:
    path = home / "cache" / "store.sqlite"
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path)) as database:
        database.executescript("CREATE TABLE wisdom (body); PRAGMA user_version = 2")
    before = path.read_bytes()
    ran = invoke(ONE)
    assert ran.exit_code == 0 and ran.stdout.startswith("# Lantern")
    assert "newer version of this program (schema 2)" in ran.stderr
    assert path.read_bytes() == before
    assert [left.name for left in path.parent.glob("store.sqlite*") if left.name != "store.sqlite.lock"] == [path.name]


def test_a_locked_store_is_waited_for_and_then_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    said: list[str] = []
    with Store(path, notice=said.append, patience_s=0.3) as store, closing(sqlite3.connect(path)) as other:
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        first = store.ledger.begin_run("a", 1.0)
        assert 0.2 < time.monotonic() - began < 3
        store.ledger.end_run(first, 0, 2.0)
        assert [run.command for run in store.ledger.last_runs()] == ["a"], "kept for this run"
        other.execute("ROLLBACK")
    assert [text for text in said if "is locked by another program" in text] == said and len(said) == 1
    with Store(path) as store:
        assert store.ledger.last_runs() == ()


def test_temporary_files_of_killed_runs_are_removed(invoke: Invoke, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (ended := pages / ".summarize-999999999-a.tmp").write_text("of a process that is gone")
    (huge := pages / ".summarize-99999999999999999999-b.tmp").write_text("of no process at all")
    (old := pages / f".summarize-{os.getpid()}-c.tmp").write_text("of a process number that was given again")
    os.utime(old, (time.time() - 90_000, time.time() - 90_000))
    (young := pages / f".summarize-{os.getpid()}-d.tmp").write_text("being written")
    assert invoke(ONE, "-o", "pages/").exit_code == 0
    assert [path.exists() for path in (ended, huge, old, young)] == [False, False, False, True]
