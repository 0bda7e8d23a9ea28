"""Mutants of sound PDFs from generated seeds; ``tests/hostile/test_pdf_mutants.py`` tries many more of known seeds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hostile.generated.properties import close_pdf_reader, pdfs_are_read_or_refused
from tests.hostile.generated.settings import tries
from tests.hostile.pdf_mutants import mutants


@pytest.fixture(scope="module", autouse=True)
def pdf_reader() -> Iterator[None]:
    yield
    close_pdf_reader()


@given(st.integers(0, 2**32))
@tries(2)
def test_a_mutant_is_read_or_refused(seed: int) -> None:
    """Each seed gives ten mutants."""
    pdfs_are_read_or_refused(list(mutants(seed, 10)))
