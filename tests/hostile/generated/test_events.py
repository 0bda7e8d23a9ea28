"""The network may cut a stream of events anywhere."""

from __future__ import annotations

from hypothesis import example, given

from tests.hostile.generated.inputs import CHUNKS, Chunks
from tests.hostile.generated.properties import events_do_not_depend_on_chunks
from tests.hostile.generated.settings import tries


@example(Chunks(b"\xef\xbb\xbfdata: {}\r\n\r\n", (1, 2, 11)))
@example(Chunks(b"data: " + b"[" * 200_000 + b"\n\n", ()))
@given(CHUNKS)
@tries(200)
def test_events_do_not_depend_on_chunks(chunks: Chunks) -> None:
    events_do_not_depend_on_chunks(chunks)
