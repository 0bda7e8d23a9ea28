"""The translation of a text that is put together from messages.

A text may be read in many ways: as a message, as one of several templates split in several ways, as messages side by
side. The reading with the least unknown English counts, and of those the one that has most text of messages.
Where no reading fits, the text stays English whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from summarize.characters import HAN
from summarize.language.chinese_days import chinese_day
from summarize.language.message_places import joints_in, prose_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from summarize.language.compiled_catalogue import Catalogue
    from summarize.language.message_places import TranslatedTemplate

#: How deep messages are looked for inside messages. "ID: reason; advice" around a reason with a cause is three.
_DEPTH = 5
#: The length in characters of the longest text that is taken apart. What the program says is shorter.
_LONGEST = 5_000
#: How many ways to split a text by one template are tried, how many places between two messages of one text, and in how
#: many of them the first message may end.
_MOST_SPLITS, _MOST_JOINTS, _FIRST_JOINTS = 20, 60, 12
#: How many parts of a text are read. A text of the program has some hundred.
_MOST_PARTS = 1_500
#: What stands between messages that do not depend on each other.
_APART = ("\n", " · ")
#: What stands between messages that are said in one line, and in Chinese between Chinese ones.
_JOINTS = {"; ": "；", ": ": "：", ", ": "，", " and ": "，", " or ": "或"}
_JOINT = re.compile("|".join(map(re.escape, _JOINTS)))
_NEEDLESS_SPACE = re.compile(f"(?<=[{HAN}）”]) (?=[{HAN}])")


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to translate a text.

    ``unknown`` is the number of words of English that stay, ``known`` the number of characters of messages, ``outer``
    that of the message around the others. ``joints`` is how many colons and semicolons stand inside of names.
    """

    chinese: str
    unknown: int
    known: int
    outer: int = 0
    joints: int = 0

    @property
    def rank(self) -> tuple[int, int, int, int]:
        """The lowest is the best."""
        return self.unknown, self.joints, -self.known, -self.outer


class Translation:
    """The translation of one text by a catalogue. It keeps what it found for each part."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._read: dict[tuple[str, int], _Reading] = {}

    def of(self, text: str) -> str:
        """Return ``text`` translated, or as it is. Space around it stays."""
        whole = self._whole(text)
        return whole if whole is not None else self._best(text, _DEPTH).chinese

    def _whole(self, text: str) -> str | None:
        """Return the translation of a text that is a message without places, or None."""
        known = None if "{" in text else self._catalogue.messages.get(text)
        return known if known is None or "{" not in known else self._catalogue.template(text).chinese.filled({})

    def _best(self, text: str, depth: int) -> _Reading:
        """Return the best reading of a text; the text as it is where there is no other."""
        key = text, depth
        if key not in self._read:
            if len(self._read) > _MOST_PARTS:
                return _Reading(text, prose_words(text), 0)
            self._read[key] = _Reading(text, prose_words(text), 0)  # for a text inside of itself
            self._read[key] = min(self._readings(text, depth), key=lambda reading: reading.rank)
        return self._read[key]

    def _readings(self, text: str, depth: int) -> Iterator[_Reading]:
        """Yield the readings of a text, the text as it is last."""
        yield from self._pieces(text, depth)
        if 0 < len(text) <= _LONGEST and depth > 0:
            bare = text.strip()
            if bare != text and bare:
                before, _, after = text.partition(bare)
                inner = self._best(bare, depth)
                yield replace(inner, chinese=f"{before}{inner.chinese}{after}")
            yield from self._apart(text, depth)
            yield from self._joined(text, depth)
        yield _Reading(text, prose_words(text), 0)

    def _pieces(self, text: str, depth: int) -> Iterator[_Reading]:
        """Yield the readings of a text as one message.

        A single word is a message only by itself: inside of one it is a name, such as the model ``default``.
        """
        if depth < _DEPTH and " " not in text:
            return
        whole = self._whole(text) or chinese_day(text)
        if whole is not None:
            yield _Reading(whole, 0, len(text))
        elif 0 < len(text) <= _LONGEST and depth > 0:
            for message in self._catalogue.candidates(text):
                template = self._catalogue.template(message)
                if _may_be(template, text):
                    for arguments in islice(template.english.splits(text), _MOST_SPLITS):
                        reading = self._made_from(template, arguments, depth)
                        if reading is not None:
                            yield reading
            before, opening, inside = text.removesuffix(")").rpartition(" (")
            if opening and text.endswith(")"):
                yield from self._bracketed(before, inside, depth)

    def _made_from(self, template: TranslatedTemplate, arguments: dict[str, str], depth: int) -> _Reading | None:
        """Return the reading of a text that a template makes with these arguments; None where they do not belong there."""
        if not all(template.may_hold(place, argument) for place, argument in arguments.items()):
            return None
        inner: dict[str, str] = {}
        unknown, joints, known = 0, 0, template.english.literal_length
        for place, argument in arguments.items():
            kind = template.kinds[place]
            if kind in ("quoted", "ending") or not argument:
                # Words of a paper stay as they are; in messages about papers a whole message may stand in their place.
                inner[place] = (self._catalogue.of_quotations and self._whole(argument)) or argument
                continue
            reading = self._argument(argument, depth - 1)
            if reading.unknown and kind != "reason" and not template.has_many_words:
                return None
            inner[place] = reading.chinese
            unknown, known = unknown + reading.unknown, known + reading.known
            joints += reading.joints + (joints_in(argument) if kind != "reason" else 0)
        chinese = template.chinese.filled(inner)
        # Places stand between spaces for the Latin words that they mostly hold.
        if inner != arguments:
            chinese = _NEEDLESS_SPACE.sub("", chinese)
        return _Reading(chinese, unknown, known, template.english.literal_length, joints)

    def _argument(self, text: str, depth: int) -> _Reading:
        """Return the reading of what stands in a place: a message, or one that goes on from the words before it."""
        readings = [self._best(text, depth)]
        for joint, chinese in _JOINTS.items():
            if text.startswith(joint) and (after := text.removeprefix(joint)):
                inner = self._best(after, depth)
                readings.append(replace(inner, chinese=chinese + inner.chinese, known=inner.known + len(joint)))
        if text.startswith(" (") and text.endswith(")"):
            inner = self._best(text[2:-1], depth)
            readings.append(replace(inner, chinese=f"（{inner.chinese}）", known=inner.known + 3))
        return min(readings, key=lambda reading: reading.rank)

    def _apart(self, text: str, depth: int) -> Iterator[_Reading]:
        """Yield the readings of a text as messages that do not depend on each other, such as lines."""
        for joint in _APART:
            parts = text.split(joint)
            if 1 < len(parts) <= _MOST_JOINTS:
                read = [self._best(part, depth - 1) for part in parts]
                chinese = joint.join(reading.chinese for reading in read)
                yield _sum(chinese, read)

    def _joined(self, text: str, depth: int) -> Iterator[_Reading]:
        """Yield the readings of a text as a message, a joint and more of the kind.

        A message may stand beside names. Unknown English may stand behind the colon of a message alone.
        """
        joints = list(_JOINT.finditer(text))
        if len(joints) > _MOST_JOINTS:
            return
        for joint in joints[:_FIRST_JOINTS]:
            head = text[: joint.start()]
            left = min(
                [*self._pieces(head, depth - 1), _Reading(head, prose_words(head), 0)],
                key=lambda reading: reading.rank,
            )
            if left.unknown:
                continue
            right = self._best(text[joint.end() :], depth if depth < _DEPTH else depth - 1)
            known = left.known + right.known
            if known and not (right.unknown and not (joint[0] == ": " and left.known)):
                chinese = _put_together(left.chinese, joint[0], right.chinese)
                both = _sum(chinese, (left, right))
                yield replace(both, known=known + len(joint[0])) if left.known and right.known else both

    def _bracketed(self, before: str, inside: str, depth: int) -> Iterator[_Reading]:
        """Yield the reading of a message with another one, or a name, in brackets behind it."""
        left, right = self._best(before, depth - 1), self._best(inside, depth - 1)
        known = left.known + right.known
        if known and not left.unknown and not (right.unknown and not left.known):
            foreign = left.chinese[-1:].isascii() and right.chinese.isascii()
            yield _sum(
                f"{left.chinese} ({right.chinese})" if foreign else f"{left.chinese}（{right.chinese}）", (left, right)
            )


def _sum(chinese: str, readings: Sequence[_Reading]) -> _Reading:
    """Return the reading of a text that is put together from parts with these readings."""
    return _Reading(
        chinese,
        unknown=sum(reading.unknown for reading in readings),
        known=sum(reading.known for reading in readings),
        outer=max(reading.outer for reading in readings),
        joints=sum(reading.joints for reading in readings),
    )


def _may_be(template: TranslatedTemplate, text: str) -> bool:
    """Whether space around a text is the template's own, and not taken by a place."""
    first, last = template.english.literals[0], template.english.literals[-1]
    return bool((first or not text[:1].isspace()) and (last or not text[-1:].isspace()))


def _put_together(left: str, joint: str, right: str) -> str:
    """Join two texts with the Chinese form of a joint; with the English one where both are English.

    A colon stays English behind an ID, a path or another Latin word.
    """
    beside = left[-1:] if joint == ": " else left + right
    return left + (joint if beside.isascii() else _JOINTS[joint]) + right
