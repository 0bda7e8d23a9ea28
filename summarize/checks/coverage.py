"""Whether everything that the source says stands in the Chinese, and nothing else: omission and addition.

Sentences are aligned (``alignment``) or numbered (our own results). A sentence counts as missing when nothing is aligned
to it, or when what is aligned to it holds next to none of its words; a clause or a word, as a warning, when none of its
renderings is near. The lexicon knows only a part of the words, and says nothing of those it does not know.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarize.checks.alignment import Bead, Part, align, length, present
from summarize.checks.lexicon import Word, known_words
from summarize.checks.pair import Pair
from summarize.values import Finding, Sentence, Severity, UnitName

_TRANSLATIONS = ("title", "abstract")
#: Of a sentence with at least this many known words …
_KNOWN = 4
#: … a smaller share than this in the Chinese beside it means that it says something else.
_ELSEWHERE = 0.34
#: Chinese that is shorter than this share of what its English would take has lost something; longer, gained.
_SHORT, _LONG = 0.4, 2.6
#: Words reported one by one, at most, of one unit: a reader needs the first, not the tenth.
_WORDS = 2
_SPAN = 400
_HAN = re.compile("[\u4e00-\u9fff]")


def check_coverage(pair: Pair) -> list[Finding]:
    """omission and addition in a title or abstract; other units choose what they say."""
    if pair.unit not in _TRANSLATIONS or not _HAN.search(pair.target):
        return []
    beads = align(pair.source, pair.target)
    if not beads:
        return []
    out: list[Finding] = []
    for n, bead in enumerate(beads):
        if not bead.english:
            out.extend(_added(pair, bead, beads))
        elif not bead.chinese:
            out.extend(_left_out(pair, bead, _around(beads, n)))
        else:
            out.extend(_elsewhere(pair, bead))
    if not out:
        out.extend(_disproportionate(pair, beads))
    if not any(f.severity == "error" for f in out):
        out.extend(_words_lost(pair, beads)[:_WORDS])
    return out


def _around(beads: Sequence[Bead], n: int) -> str:
    near = beads[max(0, n - 1) : n + 2]
    return "\n".join(part.text for bead in near for part in bead.chinese)


def _text(parts: Sequence[Part]) -> str:
    return " ".join(part.text for part in parts)


def coverage(english: str, chinese: str) -> tuple[int, int]:
    """How many of the known words of the English have a rendering in the Chinese, and how many known words there are."""
    words = {word.text.lower(): word for word in known_words(english)}
    return sum(present(word, chinese) for word in words.values()), len(words)


def _left_out(pair: Pair, bead: Bead, near: str) -> list[Finding]:
    """A sentence to which nothing is aligned: sure when its words are not in the sentences beside it either."""
    found = []
    for part in bead.english:
        kept, known = coverage(part.text, near)
        if known < 2 and len(part.text) < 40:
            continue
        sure = known >= _KNOWN and kept / known < 0.75
        severity: Severity = "error" if sure else "warning"
        found.append(
            _finding(pair, "omission", severity, "this sentence has no Chinese", _verbatim(part.text, pair.source), "")
        )
    return found


def _added(pair: Pair, bead: Bead, beads: Sequence[Bead]) -> list[Finding]:
    """A Chinese sentence to which nothing is aligned; one that stands elsewhere too is ``repeated``'s to report."""
    others = [part.text for other in beads if other is not bead for part in other.chinese]
    found = []
    for part in bead.chinese:
        if part.text in others or len(part.text) < 8:
            continue
        long = length(part.text, chinese=True) > 60
        found.append(
            _finding(pair, "addition", "error" if long else "warning", "this sentence has no English", "", part.text)
        )
    return found


def _elsewhere(pair: Pair, bead: Bead) -> list[Finding]:
    english, chinese = _text(bead.english), _text(bead.chinese)
    kept, known = coverage(english, chinese)
    if known < _KNOWN or kept / known >= _ELSEWHERE:
        return []
    message = "the Chinese beside this sentence says something else"
    return [
        _finding(
            pair, "omission", "error", message, _verbatim(bead.english[0].text, pair.source), bead.chinese[0].text
        ),
        _finding(pair, "addition", "warning", "this sentence has no English", "", bead.chinese[0].text),
    ]


def _disproportionate(pair: Pair, beads: Sequence[Bead]) -> list[Finding]:
    """A sentence far shorter or longer than the other sentences of the text would make one expect."""
    found = []
    for bead in beads:
        english, chinese = _text(bead.english), _text(bead.chinese)
        if not chinese or not english or len(english) < 60:
            continue
        share = length(chinese, chinese=True) / len(english)
        if share < _SHORT:
            lost = [w for w in known_words(english) if not present(w, chinese)]
            severity: Severity = "error" if len(lost) >= 3 and share < _SHORT * 0.8 else "warning"
            message = "the Chinese is far shorter than this sentence"
            found.append(
                _finding(pair, "omission", severity, message, _verbatim(english, pair.source), bead.chinese[0].text)
            )
        elif share > _LONG:
            message = "the Chinese is far longer than its sentence"
            found.append(
                _finding(pair, "addition", "warning", message, bead.english[0].text[:80], bead.chinese[-1].text)
            )
    return found


def _words_lost(pair: Pair, beads: Sequence[Bead]) -> list[Finding]:
    """Words without a rendering: several together are a clause, single ones are told when a claim hangs on them."""
    clauses, claims, others = [], [], []
    for n, bead in enumerate(beads):
        if not bead.chinese:
            continue
        here, near = _text(bead.chinese), _around(beads, n)
        for part in bead.english:
            lost = [w for w in known_words(part.text) if _is_lost(w, here, near)]
            for group in _together(lost, part.text):
                words = part.text[group[0].start : group[-1].start + len(group[-1].text)]
                finding = _finding(
                    pair, "omission", "warning", f"nothing in the Chinese says “{words[:60]}”", words[:_SPAN], ""
                )
                (clauses if len(group) > 1 else claims if group[0].entry.worth == 2 else others).append(finding)
    return clauses + claims + others


def _is_lost(word: Word, here: str, near: str) -> bool:
    """A claim's word must stand in the aligned sentence; the rest of the content may have moved to the one beside it."""
    return word.entry.worth > 0 and not present(word, here if word.entry.worth == 2 else near)


def _together(lost: Sequence[Word], text: str) -> list[list[Word]]:
    groups: list[list[Word]] = []
    for word in lost:
        if groups and len(re.findall(r"\w+", text[groups[-1][-1].start : word.start])) <= 5:
            groups[-1].append(word)
        else:
            groups.append([word])
    return groups


def check_numbered(sentences: Sequence[Sentence], unit: UnitName = "abstract") -> list[Finding]:
    """omission for our own numbered sentences: empty ones, and ones that hold the Chinese of their neighbour.

    A small model that gives one sentence twice shifts every later number; the Chinese of n then covers the words of
    n − 1 and not its own.
    """
    out = []
    for i, sentence in enumerate(sentences):
        if not sentence.zh.strip():
            out.append(Finding("omission", "error", "this sentence has no Chinese", unit, sentence.n, sentence.en, ""))
            continue
        kept, known = coverage(sentence.en, sentence.zh)
        if known < 2 or kept / known >= 0.6:
            continue
        for j in (i - 1, i + 1, i - 2, i + 2):
            if not 0 <= j < len(sentences):
                continue
            other_kept, other_known = coverage(sentences[j].en, sentence.zh)
            if other_known >= 3 and other_kept / other_known >= max(0.75, kept / known + 0.34):
                message = f"this is the Chinese of sentence {sentences[j].n}"
                out.append(Finding("omission", "error", message, unit, sentence.n, sentence.en, sentence.zh))
                break
    return out


def _verbatim(words: str, source: str) -> str:
    """The words as they stand in the source, where a sentence was put together with single spaces."""
    if words in source:
        return words[:_SPAN]
    pattern = re.compile(r"\s+".join(re.escape(w) for w in words.split()))
    m = pattern.search(source)
    return m[0][:_SPAN] if m else words.split("\n")[0][:_SPAN]


def _finding(pair: Pair, code: str, severity: Severity, message: str, source: str, target: str) -> Finding:
    return Finding(code, severity, message, pair.unit, pair.sentence, source, target)
