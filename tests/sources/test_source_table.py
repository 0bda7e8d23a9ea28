"""Sources by their names, and what is done for all of them alike."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result as Ran

from summarize.errors import NotAnArxivId
from summarize.sources.source_table import SOURCES, parse_name, register, source_class, with_links
from summarize.values import ARXIV, Draft, Links, Paper, Provenance, Reading, Result, Usage
from tests.loopback.arxiv_server import ArxivServer
from tests.loopback.model_server import ModelServer

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
    with pytest.raises(NotAnArxivId):
        parse_name("records:wires")


def test_a_result_without_links_is_given_those_of_its_source() -> None:
    linked = with_links(RESULT)
    assert linked.paper.links.pdf == "https://arxiv.org/pdf/hep-th/9901001v3"
    assert with_links(linked) is linked


def test_a_result_of_a_source_that_is_gone_stays_as_it_is() -> None:
    gone = replace(RESULT, paper=replace(RESULT.paper, source="records", links=Links()))
    assert with_links(gone) is gone


def test_pages_and_records_of_a_store_without_links_have_them_again(
    invoke: Invoke, home: Path, arxiv_server: ArxivServer, model_server: ModelServer
) -> None:
    first = invoke("2501.10001", "-l", "json")
    with sqlite3.connect(home / "cache" / "store.sqlite") as store:
        for table, path in (("results", "$.paper"), ("papers", "$")):
            parts = (f"{path}.source", f"{path}.links")
            store.execute(f"UPDATE {table} SET body = CAST(json_remove(body, ?, ?) AS BLOB)", parts)
        (kept,) = store.execute("SELECT body FROM results").fetchone()
    assert not {"source", "links"} & set(json.loads(kept)["paper"])
    model_server.stop()
    arxiv_server.close()
    assert invoke("2501.10001", "-l", "json").stdout == first.stdout
    page = Path(invoke("open", "2501.10001", "--no-browser").stdout.strip())
    assert "https://arxiv.org/abs/2501.10001v2" in page.read_text(encoding="utf-8")
    assert invoke("text", "2501.10001", "--offline").exit_code == 1


def test_many_downloads_are_agreed_to_first(invoke: Invoke, arxiv_server: ArxivServer) -> None:
    names = "\n".join(f"2502.{n:05d}" for n in range(1, 102))
    ran = invoke("-", "--full", stdin=names)
    assert ran.exit_code == 2
    assert "--full downloads 101 papers" in ran.stderr
    assert "--yes" in ran.stderr
    assert not arxiv_server.requests
