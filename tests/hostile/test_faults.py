"""Whatever a server answers, the promises of docs/reliability.md hold: each fault in a run of the real command.

Of the faults that need no waiting, a few are run here. ``SUMMARIZE_HOSTILE=all`` runs them all (about 20 minutes on two cores), and
``python -m tests.hostile`` prints them as a table.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.campaign import CONNECTIONS, Connection, Servers, all_faults, good_servers, kept_verdicts, run_fault
from tests.hostile.faults import Fault

#: Faults that make a run wait for its own limits. They are in the whole campaign alone.
_SLOW = ("silent", "without end", "open", "a second", "half a status line", "and no more", "bomb", "headers a byte")
_STEP = 1 if os.environ.get("SUMMARIZE_HOSTILE") == "all" else 149


def _chosen() -> list[tuple[Connection, Fault]]:
    faults = [(connection, fault) for connection in CONNECTIONS for fault in all_faults(connection)]
    if _STEP == 1:
        return faults
    return [(c, fault) for c, fault in faults if not any(word in fault.name for word in _SLOW)][::_STEP]


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    with good_servers(tmp_path_factory.mktemp("good")) as running:
        yield running


@pytest.mark.parametrize(("connection", "fault"), _chosen(), ids=lambda value: getattr(value, "name", value))
def test_a_fault_breaks_no_promise(connection: Connection, fault: Fault, servers: Servers, tmp_path: Path) -> None:
    verdict = run_fault(connection, fault, servers, tmp_path)
    assert verdict.broken == (), verdict.run.said
    assert verdict.run.status == kept_verdicts()[connection][fault.name], verdict.run.said


def test_the_names_of_faults_are_unique_and_each_has_a_verdict() -> None:
    kept = kept_verdicts()
    for connection in CONNECTIONS:
        names = [fault.name for fault in all_faults(connection)]
        assert len(names) == len(set(names))
        assert sorted(names) == sorted(kept[connection])
