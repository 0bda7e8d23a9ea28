"""The length of a reply as it arrives, its text and its thinking apart, and the limits of both."""

from __future__ import annotations

from dataclasses import dataclass

from summarize.prompting.thinking import LONGEST_TAG, THINKING_TAG

#: The most characters of text where the caller names no limit of its own.
MOST_TEXT = 100_000
#: The most characters of thinking. Qwen3's documentation gives thinking models 32,768 tokens of output, the most that a
#: preset's documentation recommends; at four characters a token and a fifth more.
MOST_THINKING = 160_000


class Runaway(Exception):
    """The error for a reply over a limit. ``part`` is ``text`` or ``thinking``, ``limit`` is in characters."""

    def __init__(self, part: str, limit: int) -> None:
        super().__init__(f"{part} of more than {limit:,} characters")
        self.part, self.limit = part, limit


@dataclass(slots=True)
class ReplyLength:
    """A count of the characters of one reply.

    Text between ``<think>`` tags, or before a closing tag without its beginning, counts as thinking, also where a tag is
    split over pieces. ``add_text`` and ``add_thinking`` raise Runaway as soon as a limit is passed.
    """

    most_text: int = MOST_TEXT
    most_thinking: int = MOST_THINKING
    text: int = 0
    thinking: int = 0
    _inside: bool = False
    _held: str = ""  # the end of the last piece, where it may be the beginning of a tag

    def add_text(self, piece: str) -> None:
        """Count a piece of the reply's text."""
        if not self._held and "<" not in piece:
            self._count(len(piece))
            self._check()
            return
        piece = self._held + piece
        position = 0
        for tag in THINKING_TAG.finditer(piece):
            self._count(tag.start() - position)
            if tag[1] and not self._inside:
                self.thinking, self.text = self.thinking + self.text, 0
            self._inside, position = not tag[1], tag.end()
            self.thinking += len(tag[0])
        rest = piece[position:]
        opened = rest.rfind("<", -(LONGEST_TAG - 1))
        cut = len(rest) if opened < 0 else opened
        self._held = rest[cut:]
        self._count(cut)
        self._check()

    def add_thinking(self, piece: str) -> None:
        """Count a piece of thinking that came in a field of its own."""
        self.thinking += len(piece)
        self._check()

    def _count(self, characters: int) -> None:
        if self._inside:
            self.thinking += characters
        else:
            self.text += characters

    def _check(self) -> None:
        if self.text > self.most_text:
            raise Runaway("text", self.most_text)
        if self.thinking > self.most_thinking:
            raise Runaway("thinking", self.most_thinking)
