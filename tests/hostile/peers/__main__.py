"""The table of verdicts, as it comes out now: ``python -m tests.hostile.peers PEER… [--only PART]``.

A line has the scenario, exit status, seconds, peak memory in MiB, what the server held against its client, and the last
line of stderr. A line below it names each departure from the verdict that is kept in ``PEER.toml``.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.hostile.peers.peer_servers import PEERS
from tests.hostile.peers.playing import Stage
from tests.hostile.peers.scenarios import scenarios


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("peers", nargs="+", choices=sorted(PEERS), metavar="PEER")
    parser.add_argument("--only", default="", help="play the scenarios with this in their names")
    parser.add_argument("--all-stderr", action="store_true", help="print all of stderr instead of its last line")
    asked = parser.parse_args()
    departures = 0
    with tempfile.TemporaryDirectory() as folder, Stage(Path(folder)) as stage:
        for peer in asked.peers:
            if missing := PEERS[peer].missing():
                print(f"{peer}: {missing}")
                continue
            for scenario in (one for one in scenarios(peer) if asked.only in one.name):
                played = stage.play(peer, scenario)
                run, said = played.run, played.run.said.strip()
                last = said if asked.all_stderr else said.splitlines()[-1][:110] if said else ""
                judged = " ".join(played.judged)
                print(
                    f"{peer} | {scenario.name} | {run.status} | {run.seconds:.1f} | {run.peak_mib:.0f} | {judged} | {last}"
                )
                for fault in played.faults(scenario):
                    departures += 1
                    print(f"    ! {fault}", flush=True)
    return 1 if departures else 0


if __name__ == "__main__":
    sys.exit(main())
