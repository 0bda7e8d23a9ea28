"""A loopback arXiv and a loopback model for trying the real command: ``python -m tests.loopback``.

Prints the variables to set, then serves until Ctrl-C. The papers are the made-up ones of ``sample_papers.py``
(2501.10001, 2501.10002, hep-th/9901001) and 2502.00001 to 2502.00100; the latter were announced in cs.CL on the last five
days of arXiv's schedule, twenty a day.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

from summarize.sources.arxiv.announcements.schedule import newest_due, previous_day
from tests.loopback.arxiv_server import ArxivServer
from tests.loopback.model_server import ModelServer
from tests.loopback.sample_papers import SAMPLES, competent, numbered_paper


def main() -> None:
    with ArxivServer() as arxiv, ModelServer(competent) as model:
        arxiv.add(*(known.paper for known in SAMPLES), *(numbered_paper(n) for n in range(1, 101)))
        day = newest_due(datetime.now(UTC))
        for first in range(81, 0, -20):
            arxiv.announcements.add(
                day, new=[replace(numbered_paper(n), categories=("cs.CL",)) for n in range(first, first + 20)]
            )
            day = previous_day(day)
        print(f"export SUMMARIZE_ARXIV_URL={arxiv.url} SUMMARIZE_ARXIV_DELAY=0 SUMMARIZE_HOME=$(mktemp -d)")
        print(f"export OPENAI_BASE_URL={model.url} SUMMARIZE_MODEL=custom/test-model", flush=True)
        with suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
