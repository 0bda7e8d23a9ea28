"""The checks ``omission`` and ``addition``: the Chinese says everything that the source says, and nothing else.

Sentences are aligned (``alignment``). Then every sentence on either side is weighed by the words, names and figures
that the other side has or lacks, and by the room that they would take there. Each weight is a log-likelihood ratio. The
rates were measured on good translations of abstracts and of technical prose, which were aligned right and, on purpose,
wrong:

* a word that the lexicon knows has a rendering beside it in 94 % of good sentences, and by accident in 8 % of foreign
  ones (20 % is assumed, because a paper's sentences share words);
* the lengths of aligned sentences keep their proportion within 13 % (one standard deviation; 20 % is assumed).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from statistics import median

from summarize.characters import HAN, has_han
from summarize.checks.aligning.alignment import Bead, align, coverage, latin_tokens, length
from summarize.checks.aligning.compared_words import compared
from summarize.checks.aligning.lexicon import known_words
from summarize.checks.check_table import new_finding
from summarize.checks.numbers.chinese_numbers import read_chinese
from summarize.checks.numbers.english_numbers import read_english
from summarize.checks.numbers.quantities import DIGITS, LICENCE
from summarize.checks.numbers.same_value import means_same
from summarize.checks.occurrences import occurrences
from summarize.checks.pair import Pair
from summarize.values import Draft, Finding, Severity, Source

#: Weights of a known word that has a rendering, and of one that has none.
_KEPT, _LOST = math.log(0.20 / 0.94), math.log(0.80 / 0.06)
#: The same for a name or figure, and of one that only the Chinese has.
_LATIN_KEPT, _LATIN_LOST, _LATIN_STRANGE = -1.6, 1.5, 0.7
#: Standard deviation of the logarithm of the proportion of lengths.
_SPREAD = 0.20
#: The prior: one sentence in a hundred is missing or added.
_PRIOR = math.log(0.01 / 0.99)
#: A sentence is reported above the first weight, as an error above the second (odds of about 2 : 1 and 10 : 1).
_LIKELY, _SURE = 0.7, 2.3
#: Share of Chinese characters that renderings account for (below this) -> weight that the sentence is foreign.
_EXPLAINED = ((0.02, 3.2), (0.06, 2.2), (0.12, 0.8), (0.20, -1.2), (1.01, -3.5))
#: Length of a good translation relative to its source, as ``length`` counts, and the limits for a single text.
_RATIO, _RATIO_LIMITS = 0.88, (0.72, 1.1)
#: Below the first weight a numbered sentence plainly holds its own Chinese. A neighbour must lead by the second.
_OWN, _LEAD = -1.5, 6.0
_SPAN = 400
#: A sentence of which the whole Chinese has this share of the words was merged with others: it is not surely missing
#: above the second share, and no finding above the first where nothing else is sure. Words count from this surprise on.
_TOLD, _TOLD_SURELY, _SURPRISING = 0.8, 0.85, 1.5
#: A sentence was moved or merged where this many of its words, and this share, stand in this many characters of Chinese
#: for each of its own.
_MERGED_WORDS, _MERGED_SHARE, _MERGED_ROOM = 3, 0.6, 0.35
_HAN = re.compile(f"[{HAN}]")


def check_coverage(pair: Pair) -> list[Finding]:
    """Return the findings of ``omission`` and ``addition`` on a title or abstract, in the order of its sentences.

    A text without any Chinese character gives none, because ``language`` reports it.
    """
    if not has_han(pair.target):
        return []
    beads = align(pair.source, pair.target)
    if not beads:
        return []
    ratio = _proportion(beads)
    out: list[Finding] = []
    for n, bead in enumerate(beads):
        near = "\n".join(part.text for other in beads[max(0, n - 1) : n + 2] for part in other.chinese)
        if _plainly_whole(bead, ratio):
            continue
        out.extend(_omissions(pair, bead, near, ratio))
        out.extend(_additions(pair, bead, beads, n, ratio))
    return out


def _plainly_whole(bead: Bead, ratio: float) -> bool:
    """Whether one sentence stands beside one, of the expected length and with most of its words.

    Such a pair needs no closer look.
    """
    if len(bead.english) != 1 or len(bead.chinese) != 1:
        return False
    english, chinese = bead.english[0].text, bead.chinese[0].text
    kept, known = coverage(english, chinese)
    size = length(chinese, chinese=True) / (ratio * len(english))
    return known >= 2 and kept >= 0.8 * known and 0.6 < size < 1.6


def _proportion(beads: Sequence[Bead]) -> float:
    """Return the length of this text's Chinese relative to its English.

    It is measured on the sentences that stand one to one, and kept within limits.
    """
    low, high = _RATIO_LIMITS
    single = [
        length(b.chinese[0].text, chinese=True) / len(b.english[0].text)
        for b in beads
        if len(b.english) == len(b.chinese) == 1
    ]
    return min(max(median([*single, _RATIO]), low), high)


def _omissions(pair: Pair, bead: Bead, near: str, ratio: float) -> list[Finding]:
    """Return findings for the English sentences of a bead of which the Chinese does not give the content."""
    found = []
    chinese = "\n".join(part.text for part in bead.chinese) or near
    taken = sum(length(part.text, chinese=True) for part in bead.chinese) / ratio
    whole = sum(len(part.text) for part in bead.english)
    for part in bead.english:
        weight = _PRIOR + _words_missing(part.text, chinese)
        if not bead.chinese:
            weight += 2.5
        elif len(bead.english) > 1:
            weight += _room(taken, whole, whole - len(part.text))
        else:  # something stands in its place, so the sentence is missing only if that text is foreign
            if weight + 1.0 <= _LIKELY:
                continue
            weight += min(_unexplained(chinese, part.text), 1.0)
            if weight <= _LIKELY or _belongs(chinese, part.text):
                continue
        if weight > _LIKELY and len(part.text) >= 12:
            beside = bead.chinese[0].text if len(bead.english) == 1 and bead.chinese else ""
            # A free translation may share no word with its source. It cannot have a figure or name of another text.
            sure = weight > _SURE and (not beside or _foreign_tokens(beside, part.text))
            sure = sure and not _told_elsewhere(part.text, pair.target)
            rendered = _share_rendered(part.text, pair.target)
            if not beside and not sure and rendered >= _TOLD:
                continue
            sure = sure and rendered < _TOLD_SURELY
            severity: Severity = "error" if sure else "warning"
            message = (
                "the Chinese beside this sentence says something else" if beside else "this sentence has no Chinese"
            )
            found.append(pair.finding("omission", message, verbatim(part.text, pair.source), beside, severity=severity))
    return found


def _share_rendered(english: str, chinese: str) -> float:
    """Return the share of the words of an English sentence that the whole Chinese renders, by the learned lexicon."""
    comparison = compared(english, chinese)
    found = {english[start:end].lower() for start, end, _ in comparison.found}
    missed = {word.text for word in comparison.missed if word.surprise >= _SURPRISING}
    return len(found) / max(len(found) + len(missed), 1)


def _told_elsewhere(english: str, chinese: str) -> bool:
    """Whether some words of the Chinese that stand close together render most of what the English sentence says.

    It was moved there, or merged with what another sentence says.
    """
    known = {word.text.lower(): word for word in known_words(english)}
    places = [
        sorted({at for piece in word.entry.pieces for at in occurrences(piece, chinese)}) for word in known.values()
    ]
    room = max(len(english) * _MERGED_ROOM, 24)
    starts = sorted({at for found in places for at in found})
    most = max(
        (sum(any(start <= at < start + room for at in found) for found in places) for start in starts), default=0
    )
    return most >= _MERGED_WORDS and most >= _MERGED_SHARE * len(known)


def _belongs(chinese: str, english: str) -> bool:
    """Whether the Chinese has a figure of the English, or two of its words, and no figure that the English lacks."""
    figures = read_english(english)
    theirs = [c for c in read_chinese(chinese) if c.strength > LICENCE]
    matched = [any(means_same(e, c) for e in figures) for c in theirs]
    if not all(m for m, c in zip(matched, theirs, strict=True) if c.strength == DIGITS):
        return False
    return any(matched) or coverage(english, chinese)[0] >= 2


def _foreign_tokens(chinese: str, english: str) -> bool:
    """Whether the Chinese has a Latin word or figure of several characters that the English lacks."""
    return any(len(token) > 1 for token in latin_tokens(chinese) - latin_tokens(english))


def _words_missing(english: str, chinese: str) -> float:
    """Return how much words, names and figures say that the Chinese is not of this English.

    It is a log-likelihood ratio.
    """
    kept, known = coverage(english, chinese)
    weight = kept * _KEPT + (known - kept) * _LOST
    tokens = {t for t in latin_tokens(english) if t[0].isdigit() or t[1:].lower() != t[1:]}
    here = latin_tokens(chinese)
    for token in tokens:
        weight += _LATIN_KEPT if token in here or token.rstrip("s") in here else 0.0
    lost = sum(token not in here and token.rstrip("s") not in here for token in tokens)
    return weight + min(lost, 2) * _LATIN_LOST


def _room(taken: float, whole: float, rest: float) -> float:
    """Return how much the length of the Chinese says that a sentence is missing: a log-likelihood ratio from -5 to 5.

    ``taken`` is the length of the Chinese, ``whole`` that of the English, ``rest`` that of the English without the
    sentence.
    """
    if rest <= 0 or taken <= 0:
        return 0.0
    full, less = math.log(taken / whole), math.log(taken / rest)
    return min(max((full * full - less * less) / (2 * _SPREAD**2), -5.0), 5.0)


def _additions(pair: Pair, bead: Bead, beads: Sequence[Bead], n: int, ratio: float) -> list[Finding]:
    """Return findings for Chinese sentences that the English beside them does not account for.

    A sentence that also stands elsewhere in the text is left to ``repeated``.
    """
    found = []
    near = [bead] if bead.english else beads[max(0, n - 1) : n + 2]
    english = " ".join(part.text for other in near for part in other.english)
    taken = sum(length(part.text, chinese=True) for part in bead.chinese) / ratio
    wanted = sum(len(part.text) for part in bead.english)
    for part in bead.chinese:
        if len(part.text) < 8 or pair.target.count(part.text) > 1:
            continue
        size = length(part.text, chinese=True) / ratio
        weight = _PRIOR
        if not bead.english:
            weight += 3.0
        elif taken > size:
            weight += -_room(wanted, taken - size, taken) if wanted else 0.0
        if weight + _EXPLAINED[0][1] + _LATIN_STRANGE * len(latin_tokens(part.text)) <= _LIKELY:
            continue  # whatever its words are
        others = "\n".join(other.text for other in bead.chinese if other is not part)
        weight += _unexplained(part.text, english, others)
        if weight > _LIKELY:
            severity: Severity = "error" if weight > _SURE else "warning"
            found.append(pair.finding("addition", "this sentence has no English", "", part.text, severity=severity))
    return found


def _unexplained(chinese: str, english: str, others: str = "") -> float:
    """Return how much says that a Chinese sentence has no English: a log-likelihood ratio.

    Words that ``others`` render explain nothing here.
    """
    marked = bytearray(len(chinese))
    for entry in {word.entry for word in known_words(english)}:
        if others and any(piece in others for piece in entry.pieces):
            continue
        for piece in entry.pieces:
            for at in occurrences(piece, chinese) if piece in chinese else ():
                marked[at : at + len(piece)] = b"\x01" * len(piece)
    han = [m.start() for m in _HAN.finditer(chinese)]
    if len(han) < 6:
        return -3.0
    share = sum(marked[i] for i in han) / len(han)
    weight = next(w for limit, w in _EXPLAINED if share < limit)
    there = latin_tokens(english)
    for token in latin_tokens(chinese):
        known = (token in there or token + "s" in there) and token not in others
        weight += _LATIN_KEPT if known else _LATIN_STRANGE
    return weight


def check_numbered(draft: Draft, _source: Source) -> list[Finding]:
    """Return findings of ``omission`` on our own numbered sentences.

    A sentence is reported where it is empty or holds the Chinese of a neighbour. A small model that gives one sentence
    twice shifts every later number. The Chinese of n then covers the words of n − 1 and not its own.
    """
    out = []
    sentences = draft.sentences
    for i, sentence in enumerate(sentences):
        if not sentence.zh.strip():
            out.append(new_finding("omission", "this sentence has no Chinese", "abstract", sentence.n, sentence.en))
            continue
        own = _words_missing(sentence.en, sentence.zh)
        if own < _OWN:
            continue
        for j in (i - 1, i + 1, i - 2, i + 2):
            if 0 <= j < len(sentences) and own - _words_missing(sentences[j].en, sentence.zh) > _LEAD:
                message = f"this is the Chinese of sentence {sentences[j].n}"
                out.append(new_finding("omission", message, "abstract", sentence.n, sentence.en, sentence.zh))
                break
    return out


def verbatim(words: str, source: str) -> str:
    """Return the words as they stand in the source, for a sentence that was put together with single spaces.

    At most 400 characters are returned, and "" where the words do not stand there.
    """
    if words in source:
        return words[:_SPAN]
    m = re.search(r"\s+".join(re.escape(w) for w in words.split()), source)
    return m[0][:_SPAN] if m else ""
