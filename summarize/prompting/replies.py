"""Parsing of a model's replies: numbered lines, and the three parts of a digest.

Models depart from the shape that they are asked for. The parser copes with thinking blocks, code fences, preambles and
closing remarks, bullets and bold around numbers, full-width brackets, a number alone on its line, several numbers on
one line, numbers given twice, and numbers shifted by one because the model counted the title as 1. What cannot be read
is named as missing, so that it can be asked for again.

The time is linear in the length of a reply. The patterns meet single-spaced lines only (``visible_text``): many of them
have several optional spaces in a row, which would try every split of a long run of white space.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarize.characters import has_han
from summarize.prompting.asking import single_spaced
from summarize.prompting.thinking import without_thinking
from summarize.values import Evidence, Takeaway

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from summarize.prompting.asking import EvidenceKind


@dataclass(frozen=True, slots=True)
class LinesReply:
    """Numbered lines as they were read.

    ``missing`` are the expected numbers without a usable text, in order. ``stray`` is the text outside the numbered
    lines (preambles, remarks), which is no part of a translation.
    """

    texts: Mapping[int, str]
    missing: tuple[int, ...]
    stray: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DigestReply:
    """The three parts of a digest. ``missing`` names the parts that are absent or empty."""

    one_line: str
    summary: str
    takeaways: tuple[Takeaway, ...]
    missing: tuple[str, ...]


_FENCE = re.compile(r"^\s*(```|~~~)[\w-]*\s*$")
_OPEN, _CLOSE = "[\\[［【〔]", "[\\]］】〕]"
_LEAD = r"\s*+(?:[-*•·>]\s++)?(?:\*\*|__|`)?\s*+"
_NUMBERED = re.compile(rf"^{_LEAD}{_OPEN}\s*+(\d{{1,3}})\s*+{_CLOSE}(?:\*\*|__|`)?\s*+[:：]?\s*+(.*)$")
_SEVERAL = re.compile(
    rf"^{_LEAD}(?:{_OPEN}\s*+\d{{1,3}}\s*+{_CLOSE}\s*+){{2,}}|^{_LEAD}{_OPEN}\s*+\d++\s*+[-–—~,，、]\s*+\d++\s*+{_CLOSE}"
)
_PLAIN_NUMBER = re.compile(rf"^{_LEAD}[(（]?(\d{{1,3}})\s*+(?:[.、．)）]|[:：])(?!\d)\s*+(.*)$")


def visible_text(reply: str) -> str:
    """Return a reply without thinking blocks, code fences and invisible characters (controls, tags, BOM).

    Every run of white space inside a line is one space, and there is none at its ends.
    """
    text = without_thinking(reply)
    text = text.translate({ord(c): None for c in set(text) if c not in "\n\t" and _is_invisible(c)})
    return "\n".join(single_spaced(line) for line in text.splitlines() if not _FENCE.match(line)).strip()


def _is_invisible(character: str) -> bool:
    category = unicodedata.category(character)
    # Zero-width joiners (Cf) are dropped too, because Chinese does not use them and hidden text does.
    return category in ("Cc", "Cf", "Cs", "Co")


def parse_lines(reply: str, expected: Sequence[int], *, chinese: bool = True) -> LinesReply:
    """Read ``[n] text`` lines for the ``expected`` numbers. Other numbers are passed over.

    Where one number is expected and one line without a number comes, that line is taken; with ``chinese`` only if it
    has Chinese in it. A number that is given twice with different texts, or together with another one, counts as
    missing.
    """
    lines = visible_text(reply).splitlines()
    found, stray = _collect(lines, _NUMBERED)
    if not any(n in found for n in expected):
        found, stray = _collect(lines, _PLAIN_NUMBER)
    if not found and len(expected) == 1:
        # Asked for one line, many models leave the number away.
        whole = [line.strip() for line in lines if line.strip()]
        if len(whole) == 1 and (not chinese or has_han(whole[0])):
            return LinesReply({expected[0]: single_spaced(whole[0])}, ())
    found = _unshifted(found, expected)
    found = _split_inline(found, expected)
    texts = {n: texts[0] for n, texts in found.items() if n in expected and len(set(texts)) == 1 and texts[0]}
    missing = tuple(n for n in expected if n not in texts)
    return LinesReply(texts, missing, tuple(stray))


def _collect(lines: Sequence[str], pattern: re.Pattern[str]) -> tuple[dict[int, list[str]], list[str]]:
    found: dict[int, list[list[str]]] = {}
    stray: list[str] = []
    current: list[str] | None = None  # the lines of the numbered text that is being read
    for line in lines:
        if not line.strip():
            if current is not None and any(current):
                current = None
        elif _SEVERAL.match(line):
            current = None
            stray.append(line.strip())
        elif match := pattern.match(line):
            current = [_unbold(match[2])]
            found.setdefault(int(match[1]), []).append(current)
        elif current is not None:
            current.append(line)
        else:
            stray.append(line.strip())
    return {n: [single_spaced(" ".join(text)) for text in texts] for n, texts in found.items()}, stray


def _unbold(text: str) -> str:
    text = single_spaced(text)
    for mark in ("**", "__"):
        if text.startswith(mark) and text.endswith(mark) and len(text) > 2 * len(mark) and mark not in text[2:-2]:
            return text[2:-2].strip()
    return text


def _unshifted(found: dict[int, list[str]], expected: Sequence[int]) -> dict[int, list[str]]:
    """Undo counting from 1 where counting from 0 was asked for: exactly as many lines, all one too high."""
    if expected[0] == 0 and 0 not in found and sorted(found) == [n + 1 for n in expected]:
        return {n - 1: texts for n, texts in found.items()}
    return found


def _split_inline(found: dict[int, list[str]], expected: Sequence[int]) -> dict[int, list[str]]:
    """Split ``[1] … [2] …`` on one line, where the following number is wanted and stands nowhere else."""
    result = {n: list(texts) for n, texts in found.items()}
    for before, n in itertools.pairwise(expected):
        if n in result or len(result.get(before, ())) != 1:
            continue
        parts = re.split(rf"{_OPEN}\s*{n}\s*{_CLOSE}", result[before][0])
        if len(parts) == 2 and parts[0].strip() and parts[1].strip():
            result[before], result[n] = [parts[0].strip()], [parts[1].strip()]
    return result


_HEADINGS = (
    ("one_line", r"one[\s-]?line(?:\s+summary)?|tl;?dr|一句话(?:总结|概括|摘要)?|一句話(?:總結|摘要)?"),
    ("summary", r"summary|abstract|总结|總結|摘要|概要|概述|小结"),
    (
        "takeaways",
        r"(?:key\s+)?take-?aways?|key\s+(?:points|insights|findings)|要点|要點|关键(?:要点|见解|点|发现|结论)|關鍵要點|主要(?:发现|结论|要点|贡献)|重点",
    ),
)
_HEADING = tuple(
    (
        part,
        re.compile(
            rf"^\s*+(?:#{{1,6}}\s*+)?(?:\*\*|__)?\s*+(?:\d[.、]\s*+)?(?:{words})\s*+(?:[（(][^()（）]{{0,30}}[)）])?\s*+(?:\*\*|__)?\s*+([:：])?\s*+(?:\*\*|__)?\s*+(.*)$",
            re.IGNORECASE,
        ),
    )
    for part, words in _HEADINGS
)
_BULLET = re.compile(r"^\s*(?:[-*•·●▪–—+]|\d{1,2}\s*[.、．)）]|[(（]\d{1,2}[)）])\s*(.+)$")
_PAGE_ITEM = r"(?:p{1,2}\.?\s*|pages?\s*|第\s*)(\d{1,4})(?:\s*[-–—~至]\s*(?:p\.?\s*)?(\d{1,4}))?\s*页?"
_SECTION_ITEM = r"(?:§+\s*|sec(?:tion)?\.?\s*|第\s*)?([A-Z]?\d{0,2}(?:\.\d{1,2})*|[A-Z])\s*节?"
_SENTENCE_ITEM = r"(?:句子?\s*|第\s*|sentences?\s*|s)?(\d{1,3})(?:\s*[-–—~至]\s*(\d{1,3}))?\s*句?"
_TAIL = re.compile(rf"(?:(?<!\s)\s+)?{_OPEN}([^\[\]［］【】〔〕]{{1,60}}){_CLOSE}\s*+[。.；;，,]?\s*+$")
#: The most characters of a single-spaced text that ``_TAIL`` can match: the brackets, 60 inside, a stop, three spaces.
_LONGEST_TAIL = 66
#: The most marks that are read at the end of one takeaway. Models write one or two.
_MOST_MARKS = 20


def parse_digest(reply: str, evidence: EvidenceKind) -> DigestReply:
    """Read the one-line summary, the summary and the takeaways. The evidence of a takeaway stands at its end."""
    parts: dict[str, list[str]] = {"one_line": [], "summary": [], "takeaways": []}
    current = ""
    for line in visible_text(reply).splitlines():
        part, rest = _heading(line)
        if part:
            if parts[part]:
                # Where a model answers twice under one heading, the first answer counts.
                current = "again"
                continue
            current = part
            if rest:
                parts[part].append(rest)
        elif current in parts and line.strip():
            parts[current].append(line.strip())
    one_line = _without_marks(single_spaced(" ".join(_unbulleted(line) for line in parts["one_line"])), evidence)
    summary = _without_marks(single_spaced(" ".join(parts["summary"])), evidence)
    takeaways = tuple(_takeaway(text, evidence) for text in _bullets(parts["takeaways"]))
    missing = [
        name for name, there in (("one_line", one_line), ("summary", summary), ("takeaways", takeaways)) if not there
    ]
    return DigestReply(one_line, summary, takeaways, tuple(missing))


def parse_takeaway(text: str, evidence: EvidenceKind) -> Takeaway:
    """Read one takeaway with its marks of evidence, as it stands in a corrected line."""
    return _takeaway(_unbulleted(single_spaced(text)), evidence)


def _heading(line: str) -> tuple[str, str]:
    for part, pattern in _HEADING:
        match = pattern.match(line)
        if not match:
            continue
        marked = line.lstrip().startswith(("#", "**", "__"))
        colon, rest = match[1], match[2].strip().strip("*").strip()
        if rest and not (colon or (marked and line.lstrip().startswith("**"))):
            continue
        if not rest or colon or marked:
            return part, rest
    return "", ""


def _bullets(lines: Sequence[str]) -> list[str]:
    items: list[list[str]] = []  # of each item, its lines
    bulleted = any(_BULLET.match(line) for line in lines)
    for line in lines:
        match = _BULLET.match(line)
        if match:
            items.append([_unbold(match[1])])
        elif not bulleted:
            items.append([_unbold(line)])
        elif items and not items[-1][-1].endswith(("。", "]", "】", ".")):
            items[-1].append(line)
    return [text for item in items if (text := single_spaced(" ".join(item)))]


def _unbulleted(line: str) -> str:
    match = _BULLET.match(line)
    return match[1] if match and not re.match(r"^\s*\d", line) else line


def _takeaway(text: str, evidence: EvidenceKind) -> Takeaway:
    """Read the marks at the end of a single-spaced text, from the last one to the left."""
    found: list[_Span] = []
    end, full_stop = len(text), False
    for _ in range(_MOST_MARKS):
        match = _TAIL.search(text, max(0, end - _LONGEST_TAIL), end)
        spans = _evidence_spans(match[1], evidence) if match else []
        if not match or not spans:
            break
        found = [*spans, *found]
        full_stop = full_stop or text[:end].endswith("。")
        end = len(text[: match.start()].rstrip())
        full_stop = full_stop and end > 0 and text[end - 1] not in "。！？；.!?"
    unique = tuple(dict.fromkeys(item for span in found for item in span.evidence()))
    return Takeaway(_unbold(text[:end] + ("。" if full_stop else "")), unique)


@dataclass(frozen=True, slots=True)
class _Span:
    """One item of a mark: the pages or sentences from ``first`` to ``last``, or one section."""

    kind: EvidenceKind
    first: int = 0
    last: int = 0
    section: str = ""

    def evidence(self) -> list[Evidence]:
        if self.kind == "section":
            return [Evidence(section=self.section)]
        numbers = range(self.first, self.last + 1)
        return [Evidence(page=n) if self.kind == "page" else Evidence(sentence=n) for n in numbers]


def _evidence_spans(inside: str, evidence: EvidenceKind) -> list[_Span]:
    """Return ``2,5`` or ``p3, p5-6`` or ``§3.2`` as spans; an empty list where the bracket holds anything else."""
    pattern = {"sentence": _SENTENCE_ITEM, "page": _PAGE_ITEM, "section": _SECTION_ITEM}[evidence]
    spans: list[_Span] = []
    for piece in re.split(r"[,，、;；和]|(?<!\s)\s+and\s", inside):
        match = re.fullmatch(pattern, piece.strip(), re.IGNORECASE)
        if evidence == "page" and not match and spans:
            match = re.fullmatch(r"(\d{1,4})(?:\s*[-–—~至]\s*(\d{1,4}))?", piece.strip())
        if not match or not match[1]:
            return []
        if evidence == "section":
            spans.append(_Span(evidence, section=match[1].upper()))
            continue
        first, last = int(match[1]), int(match[2] or match[1])
        if not first <= last <= first + 50:
            return []
        spans.append(_Span(evidence, first, last))
    return spans


def _without_marks(text: str, evidence: EvidenceKind) -> str:
    """Return a summary without marks of evidence, which belong to takeaways."""

    def drop(match: re.Match[str]) -> str:
        return "" if _evidence_spans(match[1], evidence) else match[0]

    return single_spaced(re.sub(rf"(?:(?<!\s)\s+)?{_OPEN}([^\[\]［］【】〔〕]{{1,60}}){_CLOSE}", drop, text))
