"""The store gives back what was put in, from many processes at once.

A damaged file costs nothing but itself.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from summarize.store.ledger import LedgerEntry
from summarize.store.storage import CLAIM_LIFETIME_S, Store
from summarize.values import (
    Completion,
    Draft,
    Evidence,
    Finding,
    HiddenText,
    Paper,
    PaperRef,
    Provenance,
    Reading,
    Result,
    Sentence,
    Takeaway,
    Usage,
)

PAPER = Paper("2501.10001", 2, "Lantern", "Text.", ("Ada Example",), categories=("cs.CL",))
RESULT = Result(
    PAPER,
    Draft("灯", (Sentence(1, "Text.", "文。"),), "一句", "段", (Takeaway("甲", (Evidence(sentence=1),)),)),
    (Finding("number-changed", "error", "m", "abstract", 1, "5", "6", "repaired"),),
    Reading("pdf", 9, 9, ("references",), (HiddenText(2, "white on white", "x"),)),
    Provenance("m", {"translate": "1"}, "0.1.0", "2026-11-21"),
    Usage(10, 20, None),
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "cache" / "store.sqlite")


def test_a_result_comes_back_as_it_was(store: Store) -> None:
    store.put_result("key", RESULT, 1.0)
    assert store.result("key") == RESULT
    assert store.result("other") is None


def test_the_newest_result_of_a_paper_is_found_by_its_id(store: Store) -> None:
    store.put_result("key", RESULT, 1.0)
    assert store.latest_result(PaperRef("2501.10001")) == RESULT
    assert store.latest_result(PaperRef("2501.10001", 2)) == RESULT
    assert store.latest_result(PaperRef("2501.10001", 1)) is None
    assert store.latest_result(PaperRef("2501.1000")) is None


def test_an_id_without_version_is_remembered_with_its_time(store: Store) -> None:
    store.put(PaperRef("2501.10001"), PAPER, 50.0)
    remembered = store.get(PaperRef("2501.10001"))
    assert remembered is not None
    assert (remembered.paper, remembered.fetched_at) == (PAPER, 50.0)
    assert store.get(PaperRef("2501.10001", 2)) is not None
    assert store.get(PaperRef("2501.10001", 1)) is None


def test_a_version_says_nothing_of_the_newest(store: Store) -> None:
    store.put(PaperRef("2501.10001", 2), PAPER, 50.0)
    assert store.get(PaperRef("2501.10001")) is None


def test_a_raw_reply_comes_back(store: Store) -> None:
    completion = Completion("text", "model", Usage(1, 2, 0.5))
    store.put_reply("key", completion, 1.0)
    assert store.reply("key") == completion


def test_a_damaged_file_is_moved_aside_with_a_word(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    path.write_bytes(b"not a database at all" * 400)
    said: list[str] = []
    with Store(path, notice=said.append) as store:
        store.put_result("key", RESULT, 1.0)
        assert store.result("key") == RESULT
    assert "damaged" in said[0]
    assert list(tmp_path.glob("store.sqlite.damaged-*"))


def test_a_file_damaged_in_its_middle_is_moved_aside_when_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    with Store(path) as store:
        for n in range(200):
            store.put_result(f"key{n}", RESULT, 1.0)
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 16384) + whole[-8192:])
    said: list[str] = []
    with Store(path, notice=said.append) as store:
        for n in range(200):
            store.result(f"key{n}")
        store.put_result("new", RESULT, 1.0)
        assert store.result("new") == RESULT
    assert said


def test_a_claim_is_ours_alone_until_released_or_stale(store: Store, tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from summarize.store.storage import Store\n"
        "store = Store(Path(sys.argv[1])); print(store.claim('key', 100.0), flush=True); time.sleep(30)"
    )
    other = subprocess.Popen([sys.executable, "-c", code, str(store.path)], stdout=subprocess.PIPE, text=True)
    try:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == "True"
        assert not store.claim("key", 101.0)
        assert store.claim("key", 101.0 + CLAIM_LIFETIME_S)
        store.release("key")
    finally:
        other.kill()
        other.wait()


def test_a_claim_of_a_process_that_died_is_void(store: Store) -> None:
    code = (
        "import sys; from pathlib import Path; from summarize.store.storage import Store\n"
        "Store(Path(sys.argv[1])).claim('key', 100.0)"
    )
    subprocess.run([sys.executable, "-c", code, str(store.path)], check=True)
    assert store.claim("key", 101.0)


def test_sixteen_processes_open_a_new_store_at_once(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from summarize.store.storage import Store; from summarize.values import *\n"
        "store = Store(Path(sys.argv[1])); n = int(sys.argv[2])\n"
        "store.put_reply(f'key{n}', Completion('t', 'm', Usage()), 1.0)"
    )
    path = str(tmp_path / "new" / "store.sqlite")
    processes = [subprocess.Popen([sys.executable, "-c", code, path, str(n)]) for n in range(16)]
    assert [process.wait(60) for process in processes] == [0] * 16
    with Store(Path(path)) as store:
        assert store.info().replies == 16


def test_the_ledger_tells_what_became_of_each_paper(store: Store) -> None:
    run = store.ledger.begin_run("2501.10001 x", 1.0)
    store.ledger.record(run, LedgerEntry(0, "2501.10001", "2501.10001v2", "done", cost_usd=0.25), 2.0)
    store.ledger.record(run, LedgerEntry(1, "x", "", "failed", "not-an-id", "no"), 2.0)
    store.ledger.end_run(run, 1, 3.0)
    (last,) = store.ledger.last_runs()
    assert (last.done, last.failed, last.status, last.cost_usd) == (1, 1, 1, 0.25)
    assert [entry.state for entry in store.ledger.entries(run)] == ["done", "failed"]
    assert store.ledger.is_done(PaperRef("2501.10001"))
    assert not store.ledger.is_done(PaperRef("2501.10001", 1))


def test_a_run_that_was_killed_shows_what_it_had_not_done(store: Store) -> None:
    run = store.ledger.begin_run("a b", 1.0, (PaperRef("2501.10001"), PaperRef("2501.10002")))
    store.ledger.record(run, LedgerEntry(0, "2501.10001", "2501.10001v2", "done"), 2.0)
    assert [entry.state for entry in store.ledger.entries(run)] == ["done", "pending"]
    again = store.ledger.begin_run("a b", 3.0, (PaperRef("2501.10001"),))
    store.ledger.record(again, LedgerEntry(0, "2501.10001", "2501.10001v2", "done"), 4.0)
    assert store.ledger.attempts("2501.10001", again) == 2


def test_clearing_forgets_papers_and_results_and_keeps_the_ledger(store: Store) -> None:
    store.put_result("key", RESULT, 1.0)
    store.ledger.begin_run("x", 1.0)
    store.clear()
    info = store.info()
    assert (info.results, info.runs) == (0, 1)
