"""The scenarios of a peer and the verdicts that are kept, as they stand in ``PEER.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.hostile.campaign import Connection
from tests.hostile.invariants import CANARY

_HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Scenario:
    """A way to go wrong, in the server's own words, and what the command has to make of it.

    ``script`` is sent to the server's control interface. ``flags`` start a server of their own. ``target`` is the
    connection that the server stands on. ``base`` is the path of the model's address. ``args`` are added to the command,
    ``env`` to its environment.

    The verdict: ``status`` is the exit status; ``says`` are parts of stderr. A page comes with status 0 only: the right one
    (``page`` is "right"), or one with findings from a model that erred ("other"). ``within_s`` is the longest time: a run
    of 2 s was seen to take 32 s on two cores that 35 processes shared. ``judged`` are the errors that the server holds
    against its client.
    """

    name: str
    script: tuple[Mapping[str, Any], ...] = ()
    flags: tuple[str, ...] = ()
    target: Connection = "model"
    base: str = "/v1"
    args: tuple[str, ...] = ("2501.10001",)
    env: Mapping[str, str] = field(default_factory=dict)
    status: int = 0
    says: tuple[str, ...] = ()
    page: str = "right"
    within_s: float = 60.0
    judged: tuple[str, ...] = ()


def scenarios(peer: str) -> tuple[Scenario, ...]:
    """Return the scenarios of a peer, in the order of its file. A key that ``Scenario`` lacks is a TypeError.

    In a script, ``{ piece = "…", count = N }`` stands for a text repeated N times, and ``{key}`` in a text for the key
    of the run.
    """
    table = tomllib.loads((_HERE / f"{peer}.toml").read_text(encoding="utf-8"))
    return tuple(Scenario(**{key: _value(value) for key, value in one.items()}) for one in table["scenario"])


def _value(found: Any) -> Any:
    if isinstance(found, str):
        return found.replace("{key}", CANARY)
    if isinstance(found, list):
        return tuple(_value(one) for one in found)
    if isinstance(found, dict):
        if found.keys() == {"piece", "count"}:
            return str(found["piece"]) * int(found["count"])
        return {key: _value(one) for key, one in found.items()}
    return found
