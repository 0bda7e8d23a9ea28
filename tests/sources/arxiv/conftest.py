"""Fixtures for the tests of this folder: a running loopback arXiv."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.loopback.arxiv_server import ArxivServer


@pytest.fixture
def server() -> Iterator[ArxivServer]:
    with ArxivServer() as running:
        yield running
