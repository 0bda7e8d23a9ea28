"""In one run of many papers, a hostile reply costs its own paper alone; every other paper is done, in its order."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from tests.hostile.campaign import hostile_env
from tests.hostile.invariants import run_hostile, violations
from tests.hostile.raw_server import Asked, RawServer, Step
from tests.hostile.reply_faults import reply_faults
from tests.loopback.arxiv_server import ArxivServer
from tests.loopback.model_server import ModelServer
from tests.loopback.sample_papers import competent, numbered_paper

#: Seconds for one call. A reply that is never ended costs two of them.
_TIMEOUT_S = 3
#: Longest time for the whole run on a busy machine.
_WITHIN_S = 90.0


def test_each_hostile_reply_costs_its_own_paper_alone(tmp_path: Path) -> None:
    # A refused key (401) ends a run by design.
    faults = [fault for fault in reply_faults() if "401" not in fault.name]
    # Paper 2k + 2 has fault k. The odd ones are answered as they should be.
    papers = [numbered_paper(n) for n in range(2, 2 * len(faults) + 2)]

    def answer(request: Asked) -> Sequence[Step] | None:
        asked = re.search(rb"Report (\d+) on Copper Wires", request.body)
        number = int(asked[1]) if asked else 1
        return None if number % 2 else faults[number // 2 - 1].steps(raw.good(request))

    with ArxivServer() as arxiv, ModelServer(competent) as model, RawServer(answer, model.root) as raw:
        arxiv.add(*papers)
        run = run_hostile(
            ["-", "--layout", "jsonl", "-j", "32", "--retries", "0", "--timeout", str(_TIMEOUT_S)],
            hostile_env(tmp_path / "home", arxiv.url, f"{raw.url}/v1"),
            [tmp_path],
            within_s=_WITHIN_S,
            cwd=tmp_path,
            stdin="\n".join(paper.id for paper in papers).encode(),
        )
    assert violations(run, layout="jsonl") == []
    assert run.status == 1, run.said
    results = [json.loads(line) for line in run.stdout.decode().splitlines()]
    assert [result["paper"]["id"] for result in results] == [paper.id for paper in papers], run.said
    assert [result["paper"]["id"] for result in results[1::2] if result["error"]] == []
    refused = {faults[k].name for k, result in enumerate(results[0::2]) if result["error"]}
    assert {"reply: choices a dict", "reply: English", "reply: text without end", "reply: a log-in page"} <= refused
