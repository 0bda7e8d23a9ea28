"""Where in a Chinese text a finding stands: the sentence that translates its English words, and its words there."""

from __future__ import annotations

from collections.abc import Iterator

from summarize.checks.aligning.alignment import align, chinese_parts


def offset_of(target_words: str, source_words: str, target: str, source: str = "", plain: str = "") -> int | None:
    """Return the offset in ``target`` at which a finding with these words stands, or None where nothing shows it.

    The words are looked for in the sentences that translate the English of the finding, and then everywhere. A figure
    inside another one is not it. Without Chinese words the place is the beginning of these sentences, or the end of
    the sentence before a missing one. ``source`` is empty where the text translates nothing. ``plain`` is the text in
    Simplified Chinese, where the page has Traditional Chinese.
    """
    spans = list(_translations(source_words, target, source, plain or target)) if source and source_words else []
    if not target_words:
        return spans[0][0] if spans else None
    for start, end in spans:
        if (at := _standing_alone(target_words, target, start, end)) is not None:
            return at
    at = _standing_alone(target_words, target, 0, len(target))
    if at is None and (inside := target.find(target_words)) >= 0:
        return inside
    return at


def english_number(words: str, sentences: tuple[str, ...] | list[str]) -> int | None:
    """Return the number, from 1, of the first English sentence with these words, or None."""
    alone = (n for n, s in enumerate(sentences, 1) if _standing_alone(words, s, 0, len(s)) is not None)
    return next(alone, next((n for n, s in enumerate(sentences, 1) if words in s), None))


def _translations(words: str, target: str, source: str, plain: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of ``target`` that translate the sentences with these English words, in order."""
    written, read = chinese_parts(target), chinese_parts(plain)
    sentence_at = {part.start: i for i, part in enumerate(read)}
    before = 0
    for bead in align(source, plain):
        has_words = any(_standing_alone(words, part.text, 0, len(part.text)) is not None for part in bead.english)
        if not bead.chinese:
            if has_words:
                yield before, before
            continue
        start, end = bead.chinese[0].start, bead.chinese[-1].start + len(bead.chinese[-1].text)
        if len(plain) != len(target) and len(written) == len(read):
            first = max((i for at, i in sentence_at.items() if at <= start), default=0)
            last = max((i for at, i in sentence_at.items() if at < end), default=0)
            start, end = written[first].start, written[last].start + len(written[last].text)
        before = end
        if has_words:
            yield start, end


def _standing_alone(words: str, text: str, start: int, end: int) -> int | None:
    """Return the first offset of ``words`` between ``start`` and ``end`` where they are no part of a longer word or figure."""
    at = text.find(words, start, end)
    while words and at >= 0:
        before, after = text[max(0, at - 2) : at], text[at + len(words) : at + len(words) + 2]
        if not (_joined(words[0], before[::-1]) or _joined(words[-1], after)):
            return at
        at = text.find(words, at + 1, end)
    return None


def _joined(edge: str, beside: str) -> bool:
    """Whether a Latin letter or a digit goes on in the two characters beside it, those nearest first: 4 in 48 and in 4.8."""
    if not (edge.isascii() and edge.isalnum()) or not beside:
        return False
    return (beside[0].isascii() and beside[0].isalnum()) or (beside[0] in ".," and beside[1:].isdecimal())
