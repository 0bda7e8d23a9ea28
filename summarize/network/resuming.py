"""Unfinished downloads: where they are kept, and how the next request goes on with them.

The bytes of FILE are in ``FILE.part``. ``FILE.part.tag`` holds the entity tag (or the date) of the file that they are a
part of. A caller that verifies the whole file by its hash needs no tag. Range requests are those of RFC 9110, 14.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import requests


#: A number of bytes. Python converts no number of more than 4,300 digits, and no file has so many bytes.
_SIZE = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Body:
    """The body of an answer: the file from byte ``start`` on.

    ``total`` is the size of the whole file in bytes, or None where it is not known.
    """

    start: int
    total: int | None


class WrongRange(Exception):
    """The answer holds another range than the one asked for. The message names it."""


def part_path(target: Path) -> Path:
    """Return the path where an unfinished download of ``target`` is kept."""
    return target.with_name(target.name + ".part")


def size_of(part: Path) -> int:
    """Return how many bytes are there: 0 without a file."""
    return part.stat().st_size if part.exists() else 0


def resumable(part: Path) -> tuple[int, str]:
    """Return how many bytes there are to go on with, and the tag of the file that they belong to.

    Without a file or without a tag that is (0, "").
    """
    try:
        tag = _tag_file(part).read_text("utf-8").strip()
        size = part.stat().st_size
    except (OSError, ValueError):
        return (0, "")
    return (size, tag) if tag and size else (0, "")


def range_headers(have: int, tag: str = "") -> dict[str, str]:
    """Return the headers of a request for the bytes after the first ``have``: {} for the whole file.

    With ``tag`` the server sends the whole file if it is another one by now (If-Range, RFC 9110, 13.1.5).
    """
    return ({"Range": f"bytes={have}-"} | ({"If-Range": tag} if tag else {})) if have else {}


def announced(response: requests.Response, have: int) -> Body:
    """Return what an answer with status 200 or 206 says about its body.

    The request had ``range_headers(have)``. Raises WrongRange where the status is 206 and the range does not start
    after the first ``have`` bytes.
    """
    start = 0
    if response.status_code == 206:
        first, _, whole = response.headers.get("Content-Range", "").removeprefix("bytes").strip().partition("/")
        if first.partition("-")[0] != str(have):
            raise WrongRange(first or "not named")
        if _SIZE.fullmatch(whole):
            return Body(have, int(whole))
        start = have
    length = response.headers.get("Content-Length", "")
    # Content-Length counts bytes as they are sent, not as they are decoded.
    is_plain = response.headers.get("Content-Encoding", "identity") == "identity"
    return Body(start, start + int(length) if _SIZE.fullmatch(length) and is_plain else None)


def append(part: Path, start: int, pieces: Iterable[bytes], on_size: Callable[[int], None] = lambda size: None) -> int:
    """Write ``pieces`` to ``part`` from byte ``start`` on, and return its size in bytes.

    What stood there after ``start`` is lost. Each piece is written as it comes, so that it is kept whatever happens to
    the next one. ``on_size`` gets the size after each piece. Raises OSError for the disk, and what ``pieces`` raises.
    """
    size = start
    with part.open("r+b" if part.exists() else "wb") as file:
        file.truncate(start)
        file.seek(start)
        for piece in pieces:
            file.write(piece)
            size += len(piece)
            on_size(size)
    return size


def remember(part: Path, headers: Mapping[str, str]) -> None:
    """Note the strong tag, or else the date, of the file that is coming. Without either, no tag is kept.

    A download without a tag cannot be resumed safely. A weak tag (``W/``) does not promise the same bytes (RFC 9110,
    8.8.1).
    """
    tag = headers.get("ETag", "")
    if not tag or tag.startswith("W/"):
        tag = headers.get("Last-Modified", "")
    if tag:
        _tag_file(part).write_text(tag, "utf-8")
    else:
        _tag_file(part).unlink(missing_ok=True)


def forget(part: Path) -> None:
    """Remove an unfinished file and its tag. An error of the disk is ignored."""
    with contextlib.suppress(OSError):
        _tag_file(part).unlink(missing_ok=True)
        part.unlink(missing_ok=True)


def _tag_file(part: Path) -> Path:
    return part.with_name(part.name + ".tag")
