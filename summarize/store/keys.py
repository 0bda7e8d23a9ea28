"""Keys of the store: a hash of everything that could change what is stored under it.

Computed without importing what is hashed, so that finding a stored result stays cheap.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from summarize.checks.registry import check_versions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from summarize.values import Message


def digest_of(*values: object) -> str:
    """SHA-256 of ``values`` as canonical JSON; they must be JSON values."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def files_digest(paths: Iterable[Path]) -> str:
    """SHA-256 over names and bytes of files, in the order given."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def checks_digest() -> str:
    """SHA-256 over what decides the findings of the checks: a result is checked again when a check has changed."""
    return digest_of(check_versions())


def result_key(
    *,
    paper: str,
    options: Mapping[str, object],
    templates: Mapping[str, str],
    glossary: str,
    checks: str,
    model: str,
    endpoint: str,
) -> str:
    """The key of a finished result.

    ``paper`` is ``IDvN``, or ``sha256:…`` of a local file; ``options`` are those that change what is asked;
    ``templates`` maps names to digests; ``glossary`` and ``checks`` are digests.
    """
    return digest_of("result", paper, dict(options), dict(templates), glossary, checks, model, endpoint)


def reply_key(*, endpoint: str, model: str, parameters: Mapping[str, object], messages: Sequence[Message]) -> str:
    """The key of one raw reply."""
    return digest_of("reply", endpoint, model, dict(parameters), [[m.role, m.content] for m in messages])
