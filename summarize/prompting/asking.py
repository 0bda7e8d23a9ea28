"""The messages that ask a model for something: prompt templates filled in with a paper's text.

The text goes in as data. It stands between two marker lines that carry a token from the text's own hash, so that no
paper can contain its own closing mark. White space inside a unit becomes one space, so that no line of a paper can pose
as ``[3]``, ``# Takeaways`` or a marker.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from summarize.prompting.templates import Template
    from summarize.values import Message

EvidenceKind = Literal["sentence", "page", "section"]

#: Names of the languages, as a model reads them in English and in the language itself.
LANGUAGES = {
    "zh-Hans": ("Simplified Chinese", "简体中文"),
    "zh-Hant": ("Traditional Chinese (Taiwan usage)", "繁體中文"),
}

_EVIDENCE: Mapping[EvidenceKind, tuple[str, tuple[str, str]]] = {
    "sentence": ("the numbers of the sentences it rests on, such as [2] or [2,5]", ("[2]", "[4,5]")),
    "page": ("the pages it rests on, such as [p3] or [p3,p5]", ("[p1]", "[p3,p5]")),
    "section": ("the sections it rests on, such as [§3.2] or [§1,§3.2]", ("[§1]", "[§3.2,§4]")),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One numbered line that is sent. The title has number 0, sentences count from 1."""

    n: int
    text: str


@dataclass(frozen=True, slots=True)
class FaultyLine:
    """A line that goes back to the model: its English, the model's answer, and what is wrong with the answer."""

    n: int
    source: str
    target: str
    wrong: str


def single_spaced(text: str) -> str:
    """Return the text with every run of white space as one space, and none at the ends."""
    return " ".join(text.split())


def numbered(title: str, sentences: Sequence[str]) -> tuple[Line, ...]:
    """Return the title as line 0 and the sentences as lines from 1, each single-spaced."""
    return tuple(Line(n, single_spaced(text)) for n, text in enumerate((title, *sentences)))


def ask_translation(template: Template, lines: Sequence[Line], *, terms: Sequence[str], to: str) -> tuple[Message, ...]:
    """Return the messages that ask for ``lines`` in the script ``to``. ``terms`` are rendered glossary lines."""
    return template.render(
        {
            "lines": [Line(line.n, single_spaced(line.text)) for line in lines],
            "terms": list(terms),
            **_marks(" ".join(line.text for line in lines)),
            **_language(to),
        }
    )


def ask_digest(
    template: Template, title: str, text: str, *, evidence: EvidenceKind, terms: Sequence[str], to: str
) -> tuple[Message, ...]:
    """Return the messages that ask for one line, summary and takeaways of ``text``.

    ``text`` carries its own marks: those of ``numbered_text`` for an abstract, those of
    ``reading.marked_text.marked_text`` for a whole paper.
    """
    return template.render(
        {
            "title": single_spaced(title),
            "text": text,
            "terms": list(terms),
            **_marks(text),
            **_language(to),
            **_evidence(evidence),
        }
    )


def ask_notes(
    template: Template, title: str, text: str, *, part: int, parts: int, most_notes: int, evidence: EvidenceKind
) -> tuple[Message, ...]:
    """Return the messages that ask for notes on part ``part`` (from 1) of ``parts``."""
    return template.render(
        {
            "title": single_spaced(title),
            "text": text,
            "part": part,
            "parts": parts,
            "most_notes": most_notes,
            **_marks(text),
            **_evidence(evidence),
        }
    )


def ask_repair(
    template: Template, lines: Sequence[FaultyLine], *, terms: Sequence[str], to: str
) -> tuple[Message, ...]:
    """Return the messages that ask for corrected translations of ``lines``."""
    flat = [FaultyLine(x.n, single_spaced(x.source), single_spaced(x.target), single_spaced(x.wrong)) for x in lines]
    return template.render(
        {
            "lines": flat,
            "terms": list(terms),
            **_marks(" ".join(line.source + line.target for line in flat)),
            **_language(to),
        }
    )


def ask_digest_repair(
    template: Template, title: str, text: str, lines: Sequence[FaultyLine], *, evidence: EvidenceKind, to: str
) -> tuple[Message, ...]:
    """Return the messages that ask for corrected parts of a digest. ``text`` is what the digest was made from."""
    flat = [FaultyLine(x.n, "", single_spaced(x.target), single_spaced(x.wrong)) for x in lines]
    return template.render(
        {
            "title": single_spaced(title),
            "text": text,
            "lines": flat,
            **_marks(text + " ".join(line.target for line in flat)),
            **_language(to),
            **_evidence(evidence),
        }
    )


def ask_section(
    template: Template,
    title: str,
    section: str,
    text: str,
    *,
    terms: Sequence[str],
    evidence: EvidenceKind,
    to: str,
) -> tuple[Message, ...]:
    """Return the messages that ask for one or two sentences on one section."""
    return template.render(
        {
            "title": single_spaced(title),
            "section": single_spaced(section),
            "text": text,
            "terms": list(terms),
            **_marks(text),
            **_language(to),
            **_evidence(evidence),
        }
    )


def ask_english(template: Template, title: str, text: str, lines: Sequence[Line]) -> tuple[Message, ...]:
    """Return the messages that ask for the English of Chinese ``lines``. ``text`` is the paper, for names and terms."""
    flat = [Line(line.n, single_spaced(line.text)) for line in lines]
    marks = _marks(text + " ".join(line.text for line in flat))
    return template.render({"title": single_spaced(title), "text": text, "lines": flat, **marks})


def numbered_text(sentences: Sequence[str]) -> str:
    """Return the sentences as lines ``[1] …``, the form in which an abstract is sent for a digest."""
    return "\n".join(f"[{n}] {single_spaced(sentence)}" for n, sentence in enumerate(sentences, 1))


def _marks(text: str) -> dict[str, str]:
    token = hashlib.sha256(text.encode()).hexdigest()[:12]
    return {"open_mark": f"<<<TEXT {token}", "close_mark": f"TEXT {token}>>>"}


def _language(to: str) -> dict[str, str]:
    english, own = LANGUAGES[to]
    return {"to": to, "language": english, "language_zh": own}


def _evidence(kind: EvidenceKind) -> dict[str, object]:
    rule, example = _EVIDENCE[kind]
    return {"evidence": kind, "evidence_rule": rule, "example": list(example)}
