"""One run of the real command for one fault on one of its three connections: arXiv's API, a PDF, the model."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from tests.hostile.faults import Fault
from tests.hostile.feed_faults import feed_faults
from tests.hostile.invariants import CANARY, HostileRun, run_hostile, violations
from tests.hostile.pdf_faults import pdf_faults
from tests.hostile.raw_server import Asked, RawServer, Step
from tests.hostile.reply_faults import reply_faults
from tests.hostile.transport_faults import transport_faults
from tests.loopback.arxiv_server import ArxivServer
from tests.loopback.model_server import ModelServer
from tests.loopback.sample_papers import SAMPLES, competent
from tests.reading.pdf.pdf_builder import sample_paper

Connection = Literal["api", "pdf", "model"]
CONNECTIONS: tuple[Connection, ...] = get_args(Connection)

PAPER = SAMPLES[0].paper.id
#: The requests that a fault of each connection spoils.
_PATHS: Mapping[Connection, str] = {"api": "/api/query", "pdf": "/pdf/", "model": "/v1/chat/completions"}
#: Arguments of the run. One try each, so that a fault's own time shows.
_ARGS: Mapping[Connection, Sequence[str]] = {
    "api": (PAPER, "--retries", "0"),
    "pdf": (PAPER, "--pdf", "--retries", "0"),
    "model": (PAPER, "--retries", "1", "--timeout", "3"),
}
#: The stated time of a run in seconds: one answer of arXiv takes at most 90 s, two tries of a model's call 3 s each.
#: Start and end of the program and a busy machine are in the rest.
WITHIN_S: Mapping[Connection, float] = {"api": 100.0, "pdf": 100.0, "model": 30.0}
#: The exit status of each fault, by connection, as it was when it was last looked at.
_VERDICTS = Path(__file__).with_name("verdicts.json")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a fault did to a run. ``broken`` names the invariants that do not hold."""

    connection: Connection
    fault: str
    run: HostileRun
    broken: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Servers:
    """The good servers, which any number of runs share."""

    arxiv: ArxivServer
    model: ModelServer


def all_faults(connection: Connection) -> tuple[Fault, ...]:
    """Return the faults of a connection: those of any HTTP answer, and its own."""
    own = {"api": feed_faults, "pdf": pdf_faults, "model": reply_faults}[connection]
    return (*transport_faults(), *own())


@contextmanager
def good_servers(folder: Path) -> Iterator[Servers]:
    """Serve the made-up papers, one of them with a PDF, and a model that knows them. ``folder`` is for the PDF."""
    pdf = folder / "sample.pdf"
    sample_paper(pdf)
    with ArxivServer() as arxiv, ModelServer(reading_pages) as model:
        arxiv.add(*(known.paper for known in SAMPLES))
        arxiv.add(SAMPLES[0].paper, pdf=pdf.read_bytes())
        yield Servers(arxiv, model)


def reading_pages(request: dict[str, Any]) -> str:
    """Answer as ``competent``, but cite pages where the text has marks of pages."""
    reply = competent(request)
    marked = "# One line" in reply and "[p1]" in str(request["messages"][-1]["content"])
    return reply.replace("。[", "。[p") if marked else reply


def hostile_env(home: Path, arxiv_url: str, model_url: str) -> dict[str, str]:
    """Return the environment of a run: a new home, these servers, and the canary as its key."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "SUMMARIZE_HOME": str(home),
        "SUMMARIZE_ARXIV_URL": arxiv_url,
        "SUMMARIZE_ARXIV_DELAY": "0",
        "SUMMARIZE_MODEL": "custom/test-model",
        "OPENAI_BASE_URL": model_url,
        "OPENAI_API_KEY": CANARY,
    }


def run_fault(
    connection: Connection, fault: Fault, servers: Servers, folder: Path, *, python: str = sys.executable
) -> Verdict:
    """Run the command in a new home below ``folder`` while ``fault`` spoils ``connection``."""
    home, work = folder / "home", folder / "work"
    home.mkdir(parents=True)
    work.mkdir()

    def answer(request: Asked) -> Sequence[Step] | None:
        spoiled = request.path.startswith(_PATHS[connection])
        if not spoiled or (fault.requests is not None and request.number >= fault.requests):
            return None
        return fault.steps(raw.good(request))

    upstream = servers.model.root if connection == "model" else servers.arxiv.url
    with RawServer(answer, upstream) as raw:
        arxiv_url = servers.arxiv.url if connection == "model" else raw.url
        model_url = f"{raw.url}/v1" if connection == "model" else servers.model.url
        run = run_hostile(
            [*_ARGS[connection], *fault.args],
            {**hostile_env(home, arxiv_url, model_url), **fault.env},
            [home, work],
            within_s=WITHIN_S[connection],
            cwd=work,
            python=python,
        )
    return Verdict(connection, fault.name, run, tuple(violations(run)))


def kept_verdicts() -> dict[str, dict[str, int | None]]:
    """Return the exit status that each fault ends with, by connection and name."""
    kept: dict[str, dict[str, int | None]] = json.loads(_VERDICTS.read_text("utf-8")) if _VERDICTS.exists() else {}
    return kept


def keep_verdicts(verdicts: Sequence[Verdict]) -> None:
    """Write the exit statuses of these faults, beside those of others that are kept already."""
    kept = kept_verdicts()
    for verdict in verdicts:
        kept.setdefault(verdict.connection, {})[verdict.fault] = verdict.run.status
    names = {connection: [fault.name for fault in all_faults(connection)] for connection in CONNECTIONS}
    known = {c: {name: kept[c][name] for name in names[c] if name in kept[c]} for c in CONNECTIONS if c in kept}
    _VERDICTS.write_text(json.dumps(known, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
