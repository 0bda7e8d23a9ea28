"""Whatever is wrong with the store's file, the page is made, no command breaks off, and the store is whole afterwards.

In the test command a sample of the random damages is tried; ``SUMMARIZE_HOSTILE=all`` tries 3,000 of them.
"""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result as Ran

from tests.hostile.store_damage import BY_NAME, OF_BYTES, Damage
from tests.loopback.arxiv_server import ArxivServer
from tests.loopback.sample_papers import numbered_paper

Invoke = Callable[..., Ran]

PAPERS = [numbered_paper(n) for n in range(1, 5)]
IDS = [paper.id for paper in PAPERS]
ALL = os.environ.get("SUMMARIZE_HOSTILE") == "all"
RANDOM_DAMAGES = 3000 if ALL else 10
#: Exit statuses of ``docs/exit-codes.md`` that commands on a store may end with.
DOCUMENTED = {0, 1, 2}
#: The other commands that read the store.
COMMANDS = (("runs", "list"), ("runs", "show"), ("cache", "info"), ("open", IDS[0], "--no-browser"))


@pytest.fixture
def store(invoke: Invoke, home: Path, arxiv_server: ArxivServer) -> Path:
    """A store with four finished papers, and the page that comes from it in a file beside it."""
    arxiv_server.add(*PAPERS)
    ran = invoke(*IDS, "-l", "jsonl")
    assert ran.exit_code == 0, ran.stderr
    path = home / "cache" / "store.sqlite"
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (home / "page.jsonl").write_text(ran.stdout, encoding="utf-8")
    return path


def _damaged(store: Path, whole: bytes, damage: Damage, seed: int) -> None:
    for left in store.parent.glob("store.sqlite*"):
        left.unlink()
    store.write_bytes(whole)
    damage(store, random.Random(seed))


def _harm(invoke: Invoke, store: Path, *, first: tuple[str, ...] | None, after: Sequence[tuple[str, ...]]) -> str:
    """What goes wrong on a damaged store, or "". ``first`` is a command that meets the damage before the run does."""
    page = (store.parent.parent / "page.jsonl").read_text(encoding="utf-8")
    if first and (wrong := _bad_end(invoke(*first))):
        return wrong
    ran = invoke(*IDS, "-l", "jsonl")
    if (wrong := _bad_end(ran)) or ran.exit_code != 0:
        return wrong or f"status {ran.exit_code}: {ran.stderr}"
    if ran.stdout != page:
        return "another page"
    for command in after:
        if wrong := _bad_end(invoke(*command)):
            return wrong
    with closing(sqlite3.connect(store)) as database:
        database.text_factory = lambda raw: raw.decode("utf-8", "replace")
        try:
            papers = {paper for (paper,) in database.execute("SELECT paper FROM results NOT INDEXED")}
        except sqlite3.Error as error:
            return f"the store is not whole: {error}"
    if not papers >= {f"{paper_id}v1" for paper_id in IDS}:
        return "the store has not got the page"
    return "temporary files are left" if list(store.parent.glob("*.new-*")) else ""


def _bad_end(ran: Ran) -> str:
    """How a command ended that should not have ended like this, or ""."""
    if ran.exception is not None and not isinstance(ran.exception, SystemExit):
        return f"traceback: {ran.exception!r}"
    return "" if ran.exit_code in DOCUMENTED and "Traceback" not in ran.stderr else f"{ran.exit_code}: {ran.stderr}"


def _expect_no(harm: Mapping[str, str]) -> None:
    wrong = [f"{what}: {how}" for what, how in harm.items() if how]
    assert not wrong, f"{len(wrong)} of {len(harm)} did harm:\n" + "\n".join(wrong)


@pytest.mark.timeout(300)
def test_every_kind_of_damage_leaves_the_page_as_it_is(invoke: Invoke, store: Path) -> None:
    whole, harm = store.read_bytes(), dict[str, str]()
    for seed, (name, damage) in enumerate(BY_NAME.items()):
        _damaged(store, whole, damage, seed)
        harm[name] = _harm(
            invoke,
            store,
            first=COMMANDS[seed % 4] if seed % 2 else None,
            after=COMMANDS if ALL else COMMANDS[seed % 4 :][:1],
        )
    _expect_no(harm)


@pytest.mark.timeout(3600)
def test_random_damage_of_bytes_leaves_the_page_as_it_is(invoke: Invoke, store: Path) -> None:
    whole, harm = store.read_bytes(), dict[str, str]()
    for seed in range(RANDOM_DAMAGES):
        damage = OF_BYTES[seed % len(OF_BYTES)]
        _damaged(store, whole, damage, seed)
        first = COMMANDS[seed % 4] if seed % 3 == 0 else None
        harm[f"{getattr(damage, '__name__', damage)} {seed}"] = _harm(
            invoke, store, first=first, after=(COMMANDS[seed % 4],)
        )
    _expect_no(harm)
