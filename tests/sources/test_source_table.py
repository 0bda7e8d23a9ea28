"""The table of sources finds each one by its name, and treats all of them alike."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result as Ran

from summarize.errors import NotAPaperName
from summarize.sources.source_table import SOURCES, parse_name, register, source_class, with_links
from summarize.values import ARXIV, Draft, Links, Paper, Provenance, Reading, Result, Usage
from tests.loopback.arxiv_server import ArxivServer

Invoke = Callable[..., Ran]
RESULT = Result(
    paper=Paper("hep-th/9901001", 3, "Woven Vacua", "We weave."),
    draft=Draft("编织真空", ()),
    findings=(),
    reading=Reading(),
    provenance=Provenance("acme/loom", {}, "0.1.0", "2026-11-21"),
    usage=Usage(),
)


@pytest.mark.parametrize("name", list(SOURCES))
def test_a_source_stands_in_the_table_under_its_own_name(name: str) -> None:
    assert source_class(name).name == name


def test_two_sources_cannot_have_one_name() -> None:
    with pytest.raises(ValueError, match="arxiv"):
        register(ARXIV, "tests.sources.record_folder:RecordFolder")


def test_a_name_that_is_nobodys_is_refused() -> None:
    with pytest.raises(NotAPaperName):
        parse_name("records:wires")


def test_a_result_without_links_is_given_those_of_its_source() -> None:
    linked = with_links(RESULT)
    assert linked.paper.links.pdf == "https://arxiv.org/pdf/hep-th/9901001v3"
    assert with_links(linked) is linked


def test_a_result_of_a_source_that_is_gone_stays_as_it_is() -> None:
    gone = replace(RESULT, paper=replace(RESULT.paper, source="records", links=Links()))
    assert with_links(gone) is gone


@pytest.mark.parametrize("table", ["papers", "results"])
def test_a_store_without_links_is_read_with_them(
    invoke: Invoke, home: Path, arxiv_server: ArxivServer, table: str
) -> None:
    first = invoke("2501.10001", "-l", "json")
    record = {"papers": "$", "results": "$.paper"}[table]
    with sqlite3.connect(home / "cache" / "store.sqlite") as store:
        # Bodies of that time have no checksum either.
        paths = ("$.crc32", f"{record}.source", f"{record}.links")
        store.execute(f"UPDATE {table} SET body = CAST(json_remove(body, ?, ?, ?) AS BLOB)", paths)
        assert store.execute(f"SELECT body FROM {table} WHERE instr(body, 'links')").fetchone() is None
        if table == "papers":
            store.execute("DELETE FROM results")
    arxiv_server.close()
    if table == "papers":
        assert json.loads(invoke("2501.10001", "-l", "json").stdout)["paper"] == json.loads(first.stdout)["paper"]
    page = Path(invoke("open", "2501.10001", "--no-browser").stdout.strip())
    assert "https://arxiv.org/abs/2501.10001v2" in page.read_text(encoding="utf-8")


def test_many_downloads_are_agreed_to_first(invoke: Invoke, arxiv_server: ArxivServer) -> None:
    names = "\n".join(f"2502.{n:05d}" for n in range(1, 102))
    ran = invoke("-", "--full", stdin=names)
    assert ran.exit_code == 2
    assert "--full downloads 101 papers" in ran.stderr
    assert "--yes" in ran.stderr
    assert not arxiv_server.requests
