"""Messages between the command and the process that reads PDFs: frames of a length, a kind and a body.

A frame is four bytes of length (big-endian, of kind and body), one byte of kind, and the body. Bodies are JSON of the
values below or a picture's bytes. msgspec holds JSON against their types. Pickle is not used, because the process has read
a file that nobody vouches for: whoever took it over could make the command run anything through a pickle.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO, Literal, NamedTuple

#: Bytes of a document's JSON. It is room for 3000 pages of 5000 letters; the command then needs about 150 MB at most.
DOCUMENT_LIMIT = 16 * 2**20
#: Bytes of a picture. The PNG of the largest picture (``figure_places.PICTURE_PIXELS``) full of noise is just smaller.
PICTURE_LIMIT = 64 * 2**20
#: Pictures of one paper. A thesis has some hundreds.
PICTURES_LIMIT = 1000
#: Bytes of every other body.
NOTE_LIMIT = 2**16

#: Kinds of frames from the process: it is ready; a document; a picture's caption and, next, its bytes; the end of an
#: answer; a failure.
READY, DOCUMENT, CAPTION, PNG, END, FAILURE = b"r", b"d", b"c", b"p", b".", b"f"
#: The kind of frames to the process.
QUESTION = b"q"
_LIMITS = {DOCUMENT: DOCUMENT_LIMIT, PNG: PICTURE_LIMIT}


class FrameError(Exception):
    """What came is no frame of this form, or it is cut or over its limit."""


class FrameTooLong(FrameError):
    """A frame announces more bytes than its kind may have."""


class Frame(NamedTuple):
    """A message: its kind (one byte) and its body."""

    kind: bytes
    body: bytes


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the process.

    ``check``: whether ``path`` is a whole, readable PDF; the answer is END. ``read``: its text; the answer is a DOCUMENT.
    ``pictures``: page 1, figures and tables at ``dpi``; the answer is pairs of CAPTION and PNG, then END. Each may be
    answered with a FAILURE. ``cpu_s`` is the processor time that the answer may take.
    """

    work: Literal["check", "read", "pictures"]
    path: str
    cpu_s: int
    dpi: int = 150


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a PDF cannot be used: the code of an error in ``summarize.errors``, with its message and hint.

    ``trace`` says where, for faults that the program did not expect. ``memory`` says that the limit was reached.
    """

    code: str
    message: str
    hint: str = ""
    trace: str = ""
    memory: bool = False


def limit_of(kind: bytes) -> int:
    """The longest body, in bytes, that a frame of this kind may have."""
    return _LIMITS.get(kind, NOTE_LIMIT)


def write_frame(stream: BinaryIO, kind: bytes, body: bytes = b"") -> None:
    """Write a frame to ``stream``. Raises FrameTooLong before anything is written, OSError where no one reads it."""
    if len(body) > limit_of(kind):
        raise FrameTooLong(f"{len(body):,} bytes, over the limit of {limit_of(kind):,}")
    stream.write((len(body) + 1).to_bytes(4, "big") + kind)
    stream.write(body)
    stream.flush()


def read_frame(stream: BinaryIO) -> Frame | None:
    """Read a frame; None where the stream ends before one begins. Raises FrameError, FrameTooLong."""
    head = stream.read(5)
    if not head:
        return None
    if len(head) < 5:
        raise FrameError("the stream ends inside a frame")
    kind, length = head[4:], int.from_bytes(head[:4], "big") - 1
    if length > limit_of(kind):
        raise FrameTooLong(f"{length:,} bytes are announced, over the limit of {limit_of(kind):,}")
    if length < 0:
        raise FrameError("a frame without a kind")
    body = stream.read(length)
    if len(body) < length:
        raise FrameError("the stream ends inside a frame")
    return Frame(kind, body)
