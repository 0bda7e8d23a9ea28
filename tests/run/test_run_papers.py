"""Papers become pages through the real command, a loopback arXiv and a loopback model."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from click.testing import Result as Ran

from tests.conftest import Summarize
from tests.loopback.arxiv_server import ArxivServer
from tests.loopback.model_server import ModelServer
from tests.loopback.sample_papers import LANTERN, LOOM, SAMPLES, TIDE, competent

Invoke = Callable[..., Ran]


def test_an_id_becomes_a_bilingual_page_on_stdout(summarize: Summarize) -> None:
    ran = summarize("2501.10001")
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("# Lantern: Sparse Routing for Long Documents\n")
    assert LANTERN.title_zh in ran.stdout
    for english, chinese in LANTERN.sentences[:4]:
        assert english in ran.stdout
        assert chinese in ran.stdout
    assert "待核之处" not in ran.stdout
    assert ran.stderr == ""


def test_two_calls_are_made_for_a_paper_that_needs_no_repair(invoke: Invoke, model_server: ModelServer) -> None:
    assert invoke("2501.10001").exit_code == 0
    assert len(model_server.chats) == 2


def test_the_same_page_comes_from_the_store_with_both_servers_off(
    summarize: Summarize, arxiv_server: ArxivServer, model_server: ModelServer
) -> None:
    first = summarize("2501.10001", "2501.10002", "--layout", "digest")
    model_server.stop()
    arxiv_server.close()
    again = summarize("2501.10001", "2501.10002", "--layout", "digest")
    assert again.returncode == 0, again.stderr
    assert again.stdout == first.stdout


def test_json_has_the_documented_shape(invoke: Invoke) -> None:
    page = json.loads(invoke("2501.10001v2", "--layout", "json").stdout)
    assert page["schema"] == 1
    assert page["paper"]["id"] == "2501.10001"
    assert page["paper"]["version"] == 2
    assert page["title_zh"] == LANTERN.title_zh
    assert page["sentences"][1] == {"n": 2, "en": LANTERN.sentences[1][0], "zh": LANTERN.sentences[1][1]}
    assert page["takeaways"][0]["evidence"] == [{"sentence": 2}]
    assert page["findings"] == []
    assert page["error"] is None


def test_papers_come_in_the_order_given(invoke: Invoke) -> None:
    lines = invoke("hep-th/9901001", "2501.10001", "2501.10002", "--layout", "jsonl").stdout.splitlines()
    assert [json.loads(line)["paper"]["id"] for line in lines] == ["hep-th/9901001", "2501.10001", "2501.10002"]


def test_an_unknown_id_fails_alone_and_is_named(invoke: Invoke) -> None:
    ran = invoke("2501.10001", "2501.99999", "2501.10002", "--layout", "jsonl")
    assert ran.exit_code == 1
    pages = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [page["error"] and page["error"]["code"] for page in pages] == [None, "not-found", None]
    assert "2501.99999" in ran.stderr
    assert "title_zh" not in pages[1] or not pages[1]["title_zh"]


def test_the_only_paper_not_found_prints_no_page_and_ends_with_1(invoke: Invoke) -> None:
    ran = invoke("2501.99999")
    assert ran.exit_code == 1
    assert ran.stdout == ""
    assert "2501.99999" in ran.stderr


def test_something_that_is_no_id_is_a_usage_error(invoke: Invoke) -> None:
    ran = invoke("neural-networks")
    assert ran.exit_code == 2
    assert ran.stdout == ""
    assert "neural-networks" in ran.stderr


def test_a_command_that_does_not_come_first_is_explained(invoke: Invoke) -> None:
    ran = invoke("-q", "check", "page.md")
    assert ran.exit_code == 2
    assert "summarize check" in ran.stderr


def test_ids_are_read_from_standard_input(invoke: Invoke) -> None:
    ran = invoke("-", "--layout", "jsonl", stdin="# today\n2501.10002\narXiv:2501.10001v2\n2501.10002\n")
    assert [json.loads(line)["paper"]["id"] for line in ran.stdout.splitlines()] == ["2501.10002", "2501.10001"]


def test_a_bad_token_of_a_list_fails_alone(invoke: Invoke) -> None:
    ran = invoke("-", "--layout", "jsonl", stdin="2501.10002\nnonsense\n")
    assert ran.exit_code == 1
    assert "nonsense" in ran.stderr
    assert any(json.loads(line)["title_zh"] == TIDE.title_zh for line in ran.stdout.splitlines()[:1])


def test_a_text_without_ids_is_a_usage_error(invoke: Invoke) -> None:
    ran = invoke("-", stdin="There is nothing here to read at all.\n")
    assert ran.exit_code == 2
    assert "standard input" in ran.stderr


def test_refresh_asks_the_model_again(invoke: Invoke, model_server: ModelServer) -> None:
    invoke("2501.10001")
    invoke("2501.10001")
    assert len(model_server.chats) == 2
    invoke("2501.10001", "--refresh")
    assert len(model_server.chats) == 4


def test_offline_uses_what_is_stored_and_says_what_is_not(
    invoke: Invoke, arxiv_server: ArxivServer, model_server: ModelServer
) -> None:
    invoke("2501.10001")
    asked = len(arxiv_server.requests)
    ran = invoke("2501.10001", "2501.10002", "--offline", "--layout", "jsonl")
    pages = [json.loads(line) for line in ran.stdout.splitlines()]
    assert pages[0]["title_zh"] == LANTERN.title_zh
    assert pages[1]["error"]["code"] == "not-stored"
    assert ran.exit_code == 1
    assert len(arxiv_server.requests) == asked


def test_a_hundred_papers_take_one_request_for_records(invoke: Invoke, arxiv_server: ArxivServer) -> None:
    invoke(*(known.paper.id for known in SAMPLES), "--layout", "jsonl")
    assert len(arxiv_server.asked()) == 1


def test_a_key_is_never_shown(summarize: Summarize) -> None:
    ran = summarize("2501.10001", "-v", OPENAI_API_KEY="sk-secret-of-mine")
    assert "sk-secret-of-mine" not in ran.stdout + ran.stderr


def test_a_folder_gets_one_file_a_paper_and_unchanged_files_stay(invoke: Invoke, home: object, tmp_path) -> None:  # type: ignore[no-untyped-def]
    invoke("2501.10001", "hep-th/9901001", "-o", "pages/")
    names = sorted(path.name for path in (tmp_path / "pages").iterdir())
    assert names == ["2501.10001v2.md", "hep-th_9901001v3.md"]
    before = (tmp_path / "pages" / names[0]).stat().st_mtime_ns
    ran = invoke("2501.10001", "hep-th/9901001", "-o", "pages/")
    assert (tmp_path / "pages" / names[0]).stat().st_mtime_ns == before
    assert "2 unchanged" in ran.stderr


def test_a_file_gets_one_page_with_all_papers(invoke: Invoke, tmp_path) -> None:  # type: ignore[no-untyped-def]
    ran = invoke("2501.10001", "2501.99999", "2501.10002", "-o", "day.md")
    assert ran.stdout == ""
    page = (tmp_path / "day.md").read_text(encoding="utf-8")
    assert page.index(LANTERN.title_zh) < page.index(TIDE.title_zh)
    assert "2501.99999" in page


def test_a_failed_paper_leaves_no_file(invoke: Invoke, tmp_path) -> None:  # type: ignore[no-untyped-def]
    assert invoke("2501.99999", "-o", "page.md").exit_code == 1
    assert not (tmp_path / "page.md").exists()


def test_output_that_cannot_be_written_ends_with_6(invoke: Invoke, tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "file").write_text("x")
    ran = invoke("2501.10001", "-o", "file/page.md")
    assert ran.exit_code == 6


def test_traditional_chinese_is_another_result(invoke: Invoke, model_server: ModelServer) -> None:
    invoke("2501.10001")
    invoke("2501.10001", "--to", "zh-Hant")
    assert len(model_server.chats) == 4
    assert "Traditional" in str(model_server.chats[-1].body)


def test_old_style_ids_work(invoke: Invoke) -> None:
    assert LOOM.title_zh in invoke("hep-th/9901001").stdout


def test_max_papers_takes_the_first(invoke: Invoke) -> None:
    ran = invoke("2501.10001", "2501.10002", "--max-papers", "1", "--layout", "jsonl")
    assert len(ran.stdout.splitlines()) == 1


def test_new_only_skips_what_an_earlier_run_has_done(invoke: Invoke) -> None:
    invoke("2501.10001")
    ran = invoke("2501.10001", "2501.10002", "--new-only", "--layout", "jsonl")
    assert [json.loads(line)["paper"]["id"] for line in ran.stdout.splitlines()] == ["2501.10002"]
    again = invoke("2501.10001", "2501.10002", "--new-only", "--layout", "jsonl")
    assert again.exit_code == 0


def test_retry_failed_takes_the_papers_of_the_last_run_that_failed(invoke: Invoke, arxiv_server: ArxivServer) -> None:
    arxiv_server.remove("2501.10002")
    assert invoke("2501.10001", "2501.10002").exit_code == 1
    arxiv_server.add(TIDE.paper)
    ran = invoke("--retry-failed", "--layout", "jsonl")
    assert [json.loads(line)["paper"]["id"] for line in ran.stdout.splitlines()] == ["2501.10002"]


def test_a_dry_run_asks_no_model(invoke: Invoke, model_server: ModelServer) -> None:
    ran = invoke("2501.10001", "2501.10002", "--dry-run")
    assert ran.exit_code == 0
    assert not model_server.chats
    assert "tokens" in ran.stdout


def test_a_limit_of_cost_needs_a_known_price(invoke: Invoke) -> None:
    ran = invoke("2501.10001", "--max-cost", "1")
    assert ran.exit_code == 3
    assert "price" in ran.stderr


def test_a_file_that_is_not_there_is_called_a_file(invoke: Invoke) -> None:
    ran = invoke("ids.txt")
    assert ran.exit_code == 2
    assert "there is no file ids.txt" in ran.stderr


def test_a_run_that_cannot_begin_leaves_no_run_in_the_ledger(invoke: Invoke) -> None:
    assert invoke("2501.10001", "-l", "no-such-layout").exit_code == 2
    assert invoke("runs", "list").stdout == ""


def test_a_page_of_a_model_that_was_not_named_is_found_with_its_server_off(
    invoke: Invoke, arxiv_server: ArxivServer, model_server: ModelServer
) -> None:
    first = invoke("2501.10001", SUMMARIZE_MODEL="")
    assert first.exit_code == 0, first.stderr
    model_server.stop()
    arxiv_server.close()
    again = invoke("2501.10001", SUMMARIZE_MODEL="")
    assert again.exit_code == 0, again.stderr
    assert again.stdout == first.stdout
    assert "as last time" in again.stderr


def test_two_names_of_one_paper_are_paid_for_once(invoke: Invoke, model_server: ModelServer) -> None:
    ran = invoke("2501.10001", "2501.10001v2", "-l", "jsonl")
    assert ran.exit_code == 0, ran.stderr
    assert len(model_server.chats) == 2
    pages = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [page["paper"]["id"] for page in pages] == ["2501.10001", "2501.10001"]


def test_a_failure_of_one_paper_under_two_names_is_the_failure_of_both(invoke: Invoke) -> None:
    with ModelServer(lambda request: "nothing of use") as server:
        ran = invoke("2501.10001", "2501.10001v2", "-l", "jsonl", OPENAI_BASE_URL=server.url)
        assert len(server.chats) <= 4
    assert ran.exit_code == 1
    assert [json.loads(line)["error"]["code"] for line in ran.stdout.splitlines()] == ["reply-unusable"] * 2


def test_a_layout_that_was_asked_for_wins_over_the_suffix(invoke: Invoke, tmp_path: Path) -> None:
    assert invoke("2501.10001", "--layout", "report", "-o", "x.html").exit_code == 0
    assert "\n# Lantern" in (tmp_path / "x.html").read_text("utf-8")
    assert invoke("2501.10001", "-o", "y.html").exit_code == 0
    assert (tmp_path / "y.html").read_text("utf-8").lower().startswith("<!doctype html>")
    assert invoke("2501.10001", "-o", "z.html", SUMMARIZE_LAYOUT="report").exit_code == 0
    assert "\n# Lantern" in (tmp_path / "z.html").read_text("utf-8")


def test_a_page_that_strict_refuses_is_not_in_a_file_of_many_either(invoke: Invoke, tmp_path: Path) -> None:
    def wrong(request: dict[str, Any]) -> str:
        return competent(request).replace("63%", "36%")

    with ModelServer(wrong) as server:
        ran = invoke("2501.10001", "2501.10002", "--strict", "-o", "day.md", OPENAI_BASE_URL=server.url)
    assert ran.exit_code == 1
    page = (tmp_path / "day.md").read_text("utf-8")
    assert TIDE.title_zh in page
    assert "36%" not in page


def test_a_stored_result_that_cannot_be_read_is_made_anew_and_the_others_are_shown_once(
    invoke: Invoke, home: Path
) -> None:
    ids = ("2501.10001", "2501.10002")
    first = invoke(*ids, "-l", "jsonl").stdout
    with sqlite3.connect(home / "cache" / "store.sqlite") as database:
        database.execute("UPDATE results SET body = 'no JSON' WHERE paper LIKE '2501.10002%'")
    database.close()
    again = invoke(*ids, "-l", "jsonl")
    assert again.exit_code == 0, again.stderr
    assert [json.loads(line)["paper"]["id"] for line in again.stdout.splitlines()] == list(ids)
    assert again.stdout == first


def test_a_file_that_is_not_there_fails_alone(invoke: Invoke) -> None:
    ran = invoke("./nope.pdf", "2501.10001", "-l", "jsonl")
    assert ran.exit_code == 1
    first, second = (json.loads(line) for line in ran.stdout.splitlines())
    assert first["error"]["code"] == "no-pdf"
    assert second["title_zh"] == LANTERN.title_zh
    assert "nope.pdf" in ran.stderr
