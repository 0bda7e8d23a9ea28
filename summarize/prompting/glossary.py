"""The glossary: the accepted Chinese of a field's English terms, renderings that are wrong, terms that stay English.

``prompts/glossary.toml`` is the packaged glossary; its head documents the format. A user's files add to it or override
it, entry by entry. A term is found in running English also as a plural, in British spelling, with hyphens for spaces
and as a joined word ("finetuning"). An acronym is found only as it is spelt.

The packaged file is read at once, for the digest. It is parsed when a term is first asked for, because a stored page
needs the digest alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

from summarize.prompting.glossary_file import WORD, Term, parse_glossary, read_glossary
from summarize.prompting.prompts_folder import prompts_dir

__all__ = ["Glossary", "Occurrence", "Script", "Term", "load_glossary"]

Script = Literal["zh-Hans", "zh-Hant"]

# This is part of the digest. It is raised when the same file comes to mean something else.
_FORMAT = b"glossary 1\n"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A term where it stands in a text, ``text[start:end]``.

    ``inside`` is the longer term that contains it, or None.
    """

    term: Term
    start: int
    end: int
    inside: Term | None = None


class Glossary:
    """The terms, to be found in texts by their English. Equal digests mean equal entries."""

    def __init__(self, packaged: Path, packaged_text: bytes, own: Mapping[str, Term], digest: str) -> None:
        self._packaged = packaged
        self._packaged_text = packaged_text
        self._own = dict(own)
        self.digest = digest
        self._last: tuple[str, tuple[Occurrence, ...]] = ("", ())

    def __repr__(self) -> str:
        return f"Glossary({self._packaged}, own={len(self._own)}, digest={self.digest})"

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """All terms. A user's term stands in the place of the one that it overrides; new ones stand at the end."""
        merged = parse_glossary(self._packaged_text, self._packaged, own=False)
        places = {key.casefold(): key for key in merged}
        for key, term in self._own.items():
            merged[places.get(key.casefold(), key)] = term
        return tuple(merged.values())

    @cached_property
    def _index(self) -> dict[str, list[tuple[tuple[str, ...], Term]]]:
        """First word → (all words, term), the longest first. The words are normalized by ``_normal``."""
        index: dict[str, list[tuple[tuple[str, ...], Term]]] = {}
        for term in self.terms:
            for spelling in (term.en, *term.also):
                words = [match[0] for match in WORD.finditer(spelling)]
                forms = {tuple(_normal(word) for word in words)}
                if len(words) > 1 and "-" in spelling:
                    forms.add((_normal("".join(words)),))
                for form in forms:
                    index.setdefault(form[0], []).append((form, term))
        for entries in index.values():
            entries.sort(key=lambda entry: -len(entry[0]))
        return index

    def occurrences(self, text: str) -> tuple[Occurrence, ...]:
        """Return where terms stand in an English text, in order. A term inside a longer one comes after it.

        The result for the last text is kept, because all takeaways of a paper are held against the same text.
        """
        last = self._last
        if last[0] != text:
            last = self._last = (text, self._occurrences(text))
        return last[1]

    def _occurrences(self, text: str) -> tuple[Occurrence, ...]:
        words = [(_normal(match[0]), match.start(), match.end()) for match in WORD.finditer(text)]
        index = self._index
        found: list[Occurrence] = []
        outer: Occurrence | None = None
        for i, (word, start, end) in enumerate(words):
            entries = index.get(word)
            if not entries:
                continue
            for form, term in entries:
                last = end
                for offset, wanted in enumerate(form[1:], 1):
                    if i + offset >= len(words):
                        break
                    follower, begin, finish = words[i + offset]
                    if follower != wanted or not _is_joint(text[last:begin]):
                        break
                    last = finish
                else:
                    if outer is not None and last <= outer.end:
                        if term is not outer.term:
                            found.append(Occurrence(term, start, last, inside=outer.term))
                    else:
                        outer = Occurrence(term, start, last)
                        found.append(outer)
        return tuple(found)

    def occurring(self, text: str) -> tuple[Term, ...]:
        """Return the terms of an English text, each once, in order of appearance.

        Of nested terms only the longest counts.
        """
        return tuple(dict.fromkeys(hit.term for hit in self.occurrences(text) if hit.inside is None))

    def renderings(self, term: Term, to: Script = "zh-Hans") -> tuple[str, ...]:
        """Return the accepted renderings in that script, the preferred one first.

        ``zh`` serves where ``tw`` is empty.
        """
        return term.tw if to == "zh-Hant" and term.tw else term.zh

    def prompt_lines(self, text: str, to: Script = "zh-Hans") -> tuple[str, ...]:
        """Return one line for each term of the text: ``attention head → 注意力头``, or ``Transformer: keep``.

        A term is left out where its ``when`` and ``unless`` say that the text means something else by the word.
        """
        lines = []
        for term in self.occurring(text):
            if not term.applies(text):
                continue
            renderings = self.renderings(term, to)
            if term.stays or (term.keep and not renderings):
                lines.append(f"{term.en}: keep")
            elif renderings:
                lines.append(f"{term.en} → {renderings[0]}")
        return tuple(lines)


def load_glossary(*paths: Path) -> Glossary:
    """Return the packaged glossary with the user's files on top. A later file overrides an earlier one.

    Raises GlossaryError, which names the file and the entry or line, for a file that cannot be read or has an entry
    that is not valid.
    """
    packaged = prompts_dir() / "glossary.toml"
    packaged_text = read_glossary(packaged)
    digest = hashlib.sha256(_FORMAT + packaged_text)
    own: dict[str, Term] = {}
    for path in paths:
        text = read_glossary(path)
        digest.update(b"\0" + text)
        own |= parse_glossary(text, path, own=True)
    return Glossary(packaged, packaged_text, own, digest.hexdigest()[:16])


_JOINTS = frozenset(" -\u00a0\u2010\u2011\u2012\u2013\n\t")


def _is_joint(gap: str) -> bool:
    """Whether ``gap`` between two words leaves them parts of one term: blanks or a hyphen."""
    return gap == " " or gap == "-" or (0 < len(gap) <= 3 and all(char in _JOINTS for char in gap))


@lru_cache(maxsize=16384)
def _normal(word: str) -> str:
    """Return a word as it is compared: singular, lower case, American.

    Acronyms and names (GPU, LoRA) keep their case.
    """
    if any(char.isupper() for char in word[1:]):
        stem = word[:-1] if word.endswith("s") and len(word) > 2 else word
        # A word all in capitals may stand in a heading. It is compared as an acronym only up to six letters.
        return stem if len(stem) <= 6 or not word.isupper() else stem.lower()
    word = word.lower()
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        if word.endswith("ies") and len(word) > 4:
            word = word[:-3] + "y"
        elif word.endswith(("sses", "xes", "ches", "shes", "zzes")):
            word = word[:-2]
        else:
            word = word[:-1]
    if len(word) > 6:
        for british, american in (("isation", "ization"), ("isa", "iza"), ("ising", "izing"), ("ised", "ized")):
            if word.endswith(british):
                word = word[: -len(british)] + american
        if word.endswith("ise"):
            word = word[:-3] + "ize"
    return word.replace("our", "or") if word.endswith(("our", "oural")) else word
