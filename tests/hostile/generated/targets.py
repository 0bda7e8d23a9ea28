"""The targets of generated inputs by name, for the tests here and for ``benchmarks/fuzz.py``."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.hostile.generated import inputs, properties
from tests.hostile.pdf_mutants import mutants


@dataclass(frozen=True, slots=True)
class Target:
    """A part of the program: what makes an input for it, and what has to hold for every input."""

    make: Callable[[random.Random], Any]
    holds: Callable[[Any], None]


def _random_pdfs(chance: random.Random) -> list[bytes]:
    """Return 100 mutants. To make the sound papers takes longer than to read a mutant."""
    return list(mutants(chance.getrandbits(32), 100))


TARGETS = {
    "names": Target(inputs.random_text, properties.names_are_read_back),
    "sentences": Target(inputs.random_text, properties.sentences_keep_the_text),
    "replies": Target(inputs.random_text, properties.replies_are_read),
    "events": Target(inputs.random_chunks, properties.events_do_not_depend_on_chunks),
    "checks": Target(inputs.random_pair, properties.checks_do_not_fail),
    "pages": Target(inputs.random_text, properties.pages_are_read),
    "json-lines": Target(inputs.random_rows, properties.json_lines_are_answered),
    "layouts": Target(inputs.random_texts, properties.nothing_is_alive),
    "pdf": Target(_random_pdfs, properties.pdfs_are_read_or_refused),
}
