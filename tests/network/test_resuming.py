"""An unfinished download is resumed where it stopped, and never joined with bytes of another file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from summarize.network.resuming import (
    Body,
    WrongRange,
    announced,
    append,
    forget,
    part_path,
    range_headers,
    remember,
    resumable,
    size_of,
)


@pytest.fixture
def part(tmp_path: Path) -> Path:
    return part_path(tmp_path / "2501.18585.pdf")


def an_answer(status: int, **headers: str) -> requests.Response:
    """Return an answer. Its header names have underscores for hyphens."""
    response = requests.Response()
    response.status_code = status
    response.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
    return response


def test_a_part_stands_beside_its_file(part: Path) -> None:
    assert part.name == "2501.18585.pdf.part"
    assert size_of(part) == 0
    part.write_bytes(b"abc")
    assert size_of(part) == 3


@pytest.mark.parametrize(
    ("have", "tag", "expected"),
    [
        (0, "", {}),
        (0, '"abc"', {}),
        (7, "", {"Range": "bytes=7-"}),
        (7, '"abc"', {"Range": "bytes=7-", "If-Range": '"abc"'}),
    ],
)
def test_only_the_rest_is_asked_for(have: int, tag: str, expected: dict[str, str]) -> None:
    assert range_headers(have, tag) == expected


@pytest.mark.parametrize(
    ("answer", "have", "expected"),
    [
        (an_answer(200, Content_Length="10"), 0, Body(0, 10)),
        (an_answer(200, Content_Length="10"), 7, Body(0, 10)),
        (an_answer(200), 7, Body(0, None)),
        (an_answer(200, Content_Length="²"), 0, Body(0, None)),
        (an_answer(200, Content_Length="10", Content_Encoding="gzip"), 0, Body(0, None)),
        (an_answer(200, Content_Length="10", Content_Encoding="identity"), 0, Body(0, 10)),
        (an_answer(206, Content_Length="3", Content_Range="bytes 7-9/10"), 7, Body(7, 10)),
        (an_answer(206, Content_Length="3", Content_Range="bytes 7-9/*"), 7, Body(7, 10)),
        (an_answer(206, Content_Range="bytes 7-9/*"), 7, Body(7, None)),
        (an_answer(206, Content_Length="10", Content_Range="bytes 0-9/10"), 0, Body(0, 10)),
    ],
)
def test_an_answer_says_where_its_body_begins_and_how_long_the_file_is(
    answer: requests.Response, have: int, expected: Body
) -> None:
    assert announced(answer, have) == expected


@pytest.mark.parametrize(
    ("named", "words"),
    [("bytes 0-9/10", "0-9"), ("bytes 70-79/80", "70-79"), ("", "not named"), ("nonsense", "nonsense")],
)
def test_another_range_than_the_one_asked_for_is_refused(named: str, words: str) -> None:
    with pytest.raises(WrongRange, match=words):
        announced(an_answer(206, Content_Range=named), 7)


@pytest.mark.parametrize(("start", "expected"), [(0, b"xyz"), (2, b"abxyz"), (4, b"abcdxyz")])
def test_pieces_follow_the_byte_they_start_at_and_nothing_old_stands_after_them(
    part: Path, start: int, expected: bytes
) -> None:
    part.write_bytes(b"abcd")
    sizes: list[int] = []
    assert append(part, start, iter((b"x", b"yz")), sizes.append) == len(expected)
    assert part.read_bytes() == expected
    assert sizes == [start + 1, start + 3]


def test_what_came_before_a_failure_is_kept(part: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"abc"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        append(part, 0, broken())
    assert part.read_bytes() == b"abc"


@pytest.mark.parametrize(
    ("headers", "tag"),
    [
        ({"ETag": '"abc"', "Last-Modified": "Fri, 21 Nov 2025 03:00:00 GMT"}, '"abc"'),
        ({"ETag": 'W/"abc"', "Last-Modified": "Fri, 21 Nov 2025 03:00:00 GMT"}, "Fri, 21 Nov 2025 03:00:00 GMT"),
        ({"ETag": 'W/"abc"'}, ""),
        ({}, ""),
    ],
)
def test_a_part_is_gone_on_with_where_its_file_is_known_by_a_strong_tag_or_a_date(
    part: Path, headers: dict[str, str], tag: str
) -> None:
    remember(part, {"ETag": '"older"'})
    remember(part, headers)
    assert resumable(part) == (0, "")
    part.write_bytes(b"abc")
    assert resumable(part) == ((3, tag) if tag else (0, ""))
    forget(part)
    assert list(part.parent.iterdir()) == []


def test_an_empty_part_or_an_empty_tag_is_nothing_to_go_on_with(part: Path) -> None:
    part.write_bytes(b"abc")
    remember(part, {"ETag": " "})
    assert resumable(part) == (0, "")
    remember(part, {"ETag": '"abc"'})
    part.write_bytes(b"")
    assert resumable(part) == (0, "")
