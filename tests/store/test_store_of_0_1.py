"""The replies in a store that version 0.1 wrote are used again. Its results may be made anew.

``store_of_0_1.sql`` is the store after 0.1 made one made-up paper with the templates of ``prompts_of_0_1/``, against an
endpoint at which nothing listens.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

from click.testing import Result as Ran

from tests.loopback.arxiv_server import ArxivServer
from tests.loopback.sample_papers import LANTERN

HERE = Path(__file__).parent


def test_replies_of_0_1_are_not_paid_for_again(
    invoke: Callable[..., Ran], home: Path, arxiv_server: ArxivServer
) -> None:
    (home / "cache").mkdir(parents=True)
    with sqlite3.connect(home / "cache" / "store.sqlite") as database:
        database.executescript((HERE / "store_of_0_1.sql").read_text("utf-8"))
    database.close()
    prompts = str(HERE / "prompts_of_0_1")
    nobody_listens = "http://127.0.0.1:9/v1"
    ran = invoke("2501.10001v2", "-l", "json", "--prompts", prompts, "--retries", "0", OPENAI_BASE_URL=nobody_listens)
    assert ran.exit_code == 0, ran.stderr
    page = json.loads(ran.stdout)
    assert page["title_zh"] == LANTERN.title_zh
    assert page["summary"] == LANTERN.summary
    assert not arxiv_server.asked(), "the record is in the store too"
