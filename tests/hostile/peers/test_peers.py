"""The real command against servers that others wrote: every scenario ends as the verdict that is kept says.

The servers are installed by ``.ci/peer-extras.sh``. One that is missing is skipped with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.hostile.peers.peer_servers import PEERS
from tests.hostile.peers.playing import Stage
from tests.hostile.peers.scenarios import Scenario, scenarios


def _cases() -> Iterator[object]:
    """Return each scenario, or one skipped case for a peer that is missing."""
    for peer, server in PEERS.items():
        if missing := server.missing():
            yield pytest.param(peer, Scenario(peer), id=peer, marks=pytest.mark.skip(reason=missing))
        else:
            yield from (pytest.param(peer, one, id=f"{peer}: {one.name}") for one in scenarios(peer))


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The good servers and the peers, for all scenarios of this process."""
    with Stage(tmp_path_factory.mktemp("peers")) as opened:
        yield opened


@pytest.mark.extra
@pytest.mark.parametrize(("peer", "scenario"), list(_cases()))
def test_a_scenario_ends_as_its_verdict_says(stage: Stage, peer: str, scenario: Scenario) -> None:
    played = stage.play(peer, scenario)
    assert played.faults(scenario) == [], played.run.said


@pytest.mark.parametrize("peer", list(PEERS))
def test_no_two_scenarios_of_a_peer_have_one_name(peer: str) -> None:
    names = [scenario.name for scenario in scenarios(peer)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("peer", list(PEERS))
def test_a_verdict_of_failure_has_words_to_look_for(peer: str) -> None:
    """Without them any failure would do."""
    assert [scenario.name for scenario in scenarios(peer) if scenario.status and not scenario.says] == []
