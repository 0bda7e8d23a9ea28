"""A damaged store is replaced: its rows are carried over, the file is kept, and processes that have it open lose nothing."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from summarize.store.database import Database
from summarize.store.storage import Store
from summarize.values import Completion, Usage
from tests.hostile.store_damage import BY_NAME
from tests.store.test_storage import RESULT

REPLY = Completion("text " * 300, "model", Usage(1, 2, 0.5))
ROWS = 100


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store of a hundred results and as many replies, which no process has open."""
    path = tmp_path / "store.sqlite"
    with Store(path) as store:
        for n in range(ROWS):
            store.put_result(f"key{n}", RESULT, 1.0)
            store.put_reply(f"key{n}", REPLY, 1.0)
    return path


def _overwrite(path: Path, at: int, content: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(content)


def _carried_over(path: Path) -> tuple[int, int, list[str]]:
    """How many results and replies can be read after the damage, and what was said."""
    said: list[str] = []
    with Store(path, notice=said.append) as store:
        for n in range(ROWS):  # so that the damage is met
            store.result(f"key{n}"), store.reply(f"key{n}")
        return (
            sum(store.result(f"key{n}") == RESULT for n in range(ROWS)),
            sum(store.reply(f"key{n}") == REPLY for n in range(ROWS)),
            said,
        )


@pytest.mark.parametrize("length", [1, 16, 100])
def test_a_header_that_is_gone_costs_no_row(path: Path, length: int) -> None:
    _overwrite(path, 0, b"\xff" * length)
    damaged = path.read_bytes()
    results, replies, said = _carried_over(path)
    assert (results, replies) == (ROWS, ROWS)
    (kept,) = path.parent.glob("store.sqlite.damaged-*[0-9]")
    assert kept.read_bytes() == damaged
    assert len(said) == 1 and str(kept) in said[0] and "200 of its rows" in said[0]


def test_a_page_that_is_gone_costs_its_own_rows_alone(path: Path) -> None:
    pages = path.stat().st_size // 4096
    for page in range(pages // 3, pages, pages // 3):
        _overwrite(path, 4096 * page, b"\xff" * 4096)
    results, replies, said = _carried_over(path)
    assert results + replies >= 2 * ROWS - 30
    assert len(said) == 1


def test_rows_beside_the_log_of_another_database_are_carried_over(path: Path) -> None:
    BY_NAME["log of another database"](path, random.Random(1))
    results, replies, _ = _carried_over(path)
    assert (results, replies) == (ROWS, ROWS)


def test_rows_that_are_in_the_log_alone_are_carried_over(path: Path) -> None:
    # A process that was killed has left its log, whose index and checksums are right.
    with Store(path) as store:
        store.put_reply("new", REPLY, 2.0)
        for name in ("store.sqlite", "store.sqlite-wal", "store.sqlite-shm"):
            (path.parent / "killed").mkdir(exist_ok=True)
            shutil.copyfile(path.parent / name, path.parent / "killed" / name)
    left = path.parent / "killed" / "store.sqlite"
    _overwrite(left, 4096, b"\xff" * (8 * 4096))
    said: list[str] = []
    with Store(left, notice=said.append) as store:
        for n in range(ROWS):
            store.result(f"key{n}")
        assert store.reply("new") == REPLY


def test_a_letter_that_was_changed_makes_a_row_a_miss(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(
            "UPDATE results SET body = CAST(replace(body, 'Lantern', 'Lantenn') AS BLOB) WHERE key = 'key7'"
        )
    with Store(path) as store:
        assert store.result("key7") is None
        assert store.result("key8") == RESULT
        store.put_result("key7", RESULT, 2.0)
        assert store.result("key7") == RESULT


def test_a_row_that_is_filed_under_another_paper_is_a_miss(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE results SET paper = '2501.10001v3' WHERE key = 'key7'")
    with Store(path) as store:
        assert store.result("key7") is None
        store.put_result("key7", RESULT, 2.0)
        assert store.result("key7") == RESULT


def test_a_row_of_an_earlier_version_has_no_checksum_and_is_read(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE replies SET body = CAST('{' || substr(body, 21) AS BLOB)")
        assert database.execute("SELECT substr(body, 1, 8) FROM replies").fetchone() == (b'{"text":',)
    with Store(path) as store:
        assert store.reply("key7") == REPLY


def test_a_process_goes_on_in_the_store_that_another_has_put_there(path: Path) -> None:
    with Store(path) as first:
        first.put_reply("first", REPLY, 1.0)
        _overwrite(path, 0, b"\xff" * 100)
        with Store(path) as second:
            second.put_reply("second", REPLY, 1.0)
            assert second.result("key1") is not None
            first.put_reply("third", REPLY, 2.0)
            assert second.reply("third") == REPLY
        assert first.reply("second") == REPLY
    with Store(path) as store:
        assert store.reply("second") == store.reply("third") == REPLY


def test_a_store_that_is_removed_meanwhile_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "store.sqlite"
    with Store(path) as store:
        run = store.ledger.begin_run("a", 1.0)
        shutil.rmtree(tmp_path / "cache")
        store.put_reply("key", REPLY, 1.0)
        store.ledger.end_run(run, 0, 2.0)
    with Store(path) as store:
        assert store.reply("key") == REPLY
        assert [(run.command, run.status) for run in store.ledger.last_runs()] == [("a", 0)]


def test_processes_that_find_the_same_damage_at_once_lose_nothing(path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from summarize.store.storage import Store\n"
        "from tests.store.test_replaced_store import REPLY\n"
        "store = Store(Path(sys.argv[1])); print('open', flush=True); sys.stdin.readline()\n"
        "for n in range(40):\n"
        "    store.result(f'key{n}'); store.put_reply(f'{sys.argv[2]}-{n}', REPLY, 2.0)"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(path), str(n)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for n in range(3)
    ]
    for process in processes:
        assert process.stdout is not None and process.stdout.readline() == "open\n"
    # The results' index and rows, not what the processes have read already.
    pages = path.stat().st_size // 4096
    for page in range(3, pages, 7):
        _overwrite(path, 4096 * page, b"\xff" * 4096)
    for process in processes:
        process.communicate("\n", timeout=60)
    assert [process.returncode for process in processes] == [0, 0, 0]
    with Store(path) as store:
        assert all(store.reply(f"{process}-{n}") == REPLY for process in range(3) for n in range(40))
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert len(list(path.parent.glob("store.sqlite.damaged-*[0-9]"))) == 1


def test_a_row_that_is_being_written_while_others_replace_the_file_is_not_lost(path: Path) -> None:
    begun = threading.Event()

    def slowly(execute: Callable[..., object]) -> None:
        execute("INSERT INTO claims VALUES ('slow', 1, 'here', 1.0)")
        begun.set()
        time.sleep(0.4)

    said: list[str] = []
    databases = [Database(path, notice=said.append) for _ in range(3)]
    writer = threading.Thread(target=lambda: databases[0].write(slowly))
    readers = [
        threading.Thread(target=lambda database=database: database.rows("SELECT body FROM results"))
        for database in databases[1:]
    ]
    writer.start()
    assert begun.wait(10)
    for page in range(30, path.stat().st_size // 4096):
        _overwrite(path, 4096 * page, b"\xff" * 4096)
    for reader in readers:
        reader.start()
    for thread in (*readers, writer):
        thread.join(30)
    assert [database.rows("SELECT pid FROM claims WHERE key = 'slow'") for database in databases] == [[(1,)]] * 3
    assert len(said) == 1, "it was replaced once"
    for database in databases:
        database.close()
