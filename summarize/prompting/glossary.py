"""The glossary: which Chinese a field's English term takes, what is known to be wrong, and what may stay English.

``prompts/glossary.toml`` is the packaged one; its head documents the format. A user's files add to it or override it,
entry by entry. Terms are found in running English with plurals, British spelling, hyphens for spaces and joined words
("finetuning") taken into account; acronyms only as they are spelt.

The packaged file is read at once, for the digest, and parsed when a term is first asked for: a cached page needs no
more than the digest.
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

# Part of the digest: raised when the same file comes to mean something else.
_FORMAT = b"glossary 1\n"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A term in a text: ``text[start:end]``. ``inside`` is the longer term that contains it, if one does."""

    term: Term
    start: int
    end: int
    inside: Term | None = None


class Glossary:
    """Terms by their English, for looking up in texts. Equal digests mean equal entries."""

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
        """All terms, the user's in the place of those they override, new ones at the end."""
        merged = parse_glossary(self._packaged_text, self._packaged, own=False)
        places = {key.casefold(): key for key in merged}
        for key, term in self._own.items():
            merged[places.get(key.casefold(), key)] = term
        return tuple(merged.values())

    @cached_property
    def _index(self) -> dict[str, list[tuple[tuple[str, ...], Term]]]:
        """First word → (all words, term), longest first. Words are as ``_normal`` leaves them."""
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
        """Where terms stand in an English text, in order; a term inside a longer one comes after it.

        The last text is remembered: all takeaways of a paper are held against the same one.
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
        """The terms of an English text, each once, in order of appearance; of nested ones only the longest."""
        return tuple(dict.fromkeys(hit.term for hit in self.occurrences(text) if hit.inside is None))

    def renderings(self, term: Term, to: Script = "zh-Hans") -> tuple[str, ...]:
        """The accepted renderings in that script, the preferred one first. Without a Taiwan one, ``zh`` is all there is."""
        return term.tw if to == "zh-Hant" and term.tw else term.zh

    def prompt_lines(self, text: str, to: Script = "zh-Hans") -> tuple[str, ...]:
        """One line for each term of the text: ``attention head → 注意力头``, or ``Transformer: keep``.

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
    """The packaged glossary with the user's files on top, later ones winning.

    Raises GlossaryError, naming file and entry or line, for a file that cannot be read or says something that is not
    understood.
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
    """Whether two words with this between them are parts of one term: blanks or a hyphen."""
    return gap == " " or gap == "-" or (0 < len(gap) <= 3 and all(char in _JOINTS for char in gap))


@lru_cache(maxsize=16384)
def _normal(word: str) -> str:
    """A word as it is compared: singular, lower case, American; acronyms and names (GPU, LoRA) stay as they are."""
    if any(char.isupper() for char in word[1:]):
        stem = word[:-1] if word.endswith("s") and len(word) > 2 else word
        # A word all in capitals may be a heading's: compared as an acronym only as far as acronyms go.
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
