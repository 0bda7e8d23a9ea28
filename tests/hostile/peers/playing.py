"""One run of the real command against a peer: the good servers beside it, the run, and what it came to."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.hostile.campaign import good_servers, hostile_env, reading_pages
from tests.hostile.invariants import HostileRun, run_hostile, violations
from tests.hostile.peers.peer_servers import PEERS, PeerServer
from tests.hostile.peers.scenarios import Scenario
from tests.loopback.model_server import ModelServer
from tests.loopback.sample_papers import LANTERN, competent

#: What a good model answers about LANTERN: its title and sentences, and its digest.
REPLIES: Mapping[str, str] = {
    "translate": "\n".join(
        f"[{n}] {text}" for n, text in enumerate((LANTERN.title_zh, *(zh for _, zh in LANTERN.sentences)))
    ),
    "digest": competent({"messages": [{"content": f"# One line\n{LANTERN.paper.title}"}]}),
}

#: Short waits, so that a scenario takes seconds: one more try, and 10 s for a call of the model.
_SHORT: Mapping[str, str] = {"SUMMARIZE_RETRIES": "1", "SUMMARIZE_TIMEOUT": "10"}

#: The whole paper in one piece: the good model takes no notes on parts.
_WHOLE = ("--pdf", "--context", "128000")


@dataclass(frozen=True, slots=True)
class Played:
    """A run and what the server held against it."""

    run: HostileRun
    judged: tuple[str, ...]

    def faults(self, scenario: Scenario) -> list[str]:
        """Return where the run departs from the invariants and from the verdict that is kept, a line each."""
        run = self.run
        found = violations(run)
        if run.status != scenario.status:
            found.append(f"exit status {run.status}, kept is {scenario.status}")
        if bool(run.stdout) != (scenario.status == 0):
            found.append("no page" if scenario.status == 0 else "a page, where the paper failed")
        if scenario.status == 0 and scenario.page == "right":
            page = run.stdout.decode("utf-8", "replace")
            found += [f"the page lacks {chinese!r}" for _, chinese in LANTERN.sentences[:4] if chinese not in page]
        found += [f"stderr lacks {part!r}" for part in scenario.says if part not in run.said]
        if self.judged != scenario.judged:
            found.append(f"the server holds {self.judged} against its client, kept is {scenario.judged}")
        return found


class Stage:
    """The good arXiv, the good model, and the peers, each started when it is first used. It is a context manager."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open = ExitStack()
        self._peers: dict[str, PeerServer] = {}
        self._runs = 0

    def __enter__(self) -> Self:
        self.arxiv = self._open.enter_context(good_servers(self.folder)).arxiv
        self.model = self._open.enter_context(ModelServer(reading_pages))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._open.close()

    def play(self, peer: str, scenario: Scenario) -> Played:
        """Run the command once, with a home of its own, against ``peer`` in that scenario."""
        self._runs += 1
        home, work = self.folder / f"{self._runs}" / "home", self.folder / f"{self._runs}" / "work"
        home.mkdir(parents=True)
        work.mkdir()
        with ExitStack() as own:
            server = own.enter_context(self._start(peer, scenario.flags)) if scenario.flags else self._shared(peer)
            on_model = scenario.target == "model"
            server.prepare(scenario, REPLIES, self.model.root if on_model else self.arxiv.url)
            env = hostile_env(
                home,
                self.arxiv.url if on_model else server.url,
                f"{server.url}{scenario.base}" if on_model else self.model.url,
            )
            args = [*scenario.args, *(_WHOLE if scenario.target == "pdf" else ())]
            run = run_hostile(
                args, {**env, **_SHORT, **scenario.env}, (home, work), within_s=scenario.within_s, cwd=work
            )
            return Played(run, server.faults_of_client())

    def _shared(self, peer: str) -> PeerServer:
        if peer not in self._peers:
            self._peers[peer] = self._open.enter_context(self._start(peer, ()))
        return self._peers[peer]

    def _start(self, peer: str, flags: tuple[str, ...]) -> PeerServer:
        return PEERS[peer](self.folder / f"{peer}-{self._runs}.log", flags)
