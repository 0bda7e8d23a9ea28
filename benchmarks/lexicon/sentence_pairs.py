"""The pairs of sentences that the lexicon is counted on, with their words and the alignment of these."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.meaning.split import part_of
from summarize.characters import count_han
from summarize.checks.aligning.alignment import align
from summarize.checks.aligning.english_words import english_words

#: Length of the Chinese, a character counted as three, relative to the English: outside of it, pairs are free or broken.
_LEAST, _MOST = 0.45, 1.9
#: More words on a side are a table or two sentences run together.
_WORDS = 140

Link = tuple[int, int]
#: Cuts a Chinese text into words.
Cut = Callable[[str], Iterable[str]]


@dataclass(frozen=True, slots=True)
class SentencePair:
    """A sentence in both languages. ``words`` are in lower case, without figures; ``joined`` as in ``EnglishWord``."""

    paper: str
    english: str
    chinese: str
    words: tuple[str, ...]
    joined: tuple[bool, ...]
    tokens: tuple[str, ...]


def read_pairs(files: Iterable[Path], cut: Cut) -> Iterator[SentencePair]:
    """Yield the pairs of sentences of JSONL files with ``id``, ``unit``, ``source`` and ``target``, plain or gzipped.

    Papers of the measuring part (benchmarks/meaning/split.py) are left out, and so are pairs that are no translations
    by their lengths. ``cut`` cuts Chinese into words.
    """
    for file in files:
        with file.open("rb") as plain, gzip.open(plain) if file.suffix == ".gz" else plain as lines:
            for line in lines:
                row = json.loads(line)
                if part_of(row["id"]) != "measuring":
                    yield from _sentences(row, cut)


def _sentences(row: dict[str, str], cut: Cut) -> Iterator[SentencePair]:
    if row["unit"] == "title":
        sides = [(row["source"], row["target"])]
    else:
        sides = [
            (" ".join(part.text for part in bead.english), "".join(part.text for part in bead.chinese))
            for bead in align(row["source"], row["target"]) or ()
            if 0 < len(bead.english) <= 2 and 0 < len(bead.chinese) <= 3
        ]
    for english, chinese in sides:
        han = count_han(chinese)
        if han < 4 or not _LEAST < (2 * han + len(chinese)) / max(len(english), 1) < _MOST:
            continue
        words = english_words(english)
        tokens = tuple(re.sub(r"\s", "", token) for token in cut(chinese) if token.strip())
        if 0 < len(words) <= _WORDS and len(tokens) <= _WORDS:
            texts, joined = tuple(w.text for w in words), tuple(w.joined for w in words)
            yield SentencePair(row["id"], english, chinese, texts, joined, tokens)


def align_words(pairs: list[SentencePair]) -> Iterator[set[Link]]:
    """Yield which words and tokens of each pair belong together (word, token), by eflomal, both directions joined.

    The two directions are joined by grow-diag-final-and (P. Koehn, F. J. Och, D. Marcu, Statistical Phrase-Based
    Translation, 2003). Raises CalledProcessError where eflomal fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        files = {name: Path(folder, name) for name in ("english", "chinese", "forward", "reverse")}
        files["english"].write_text("".join(" ".join(pair.words) + "\n" for pair in pairs), "utf-8")
        files["chinese"].write_text("".join(" ".join(pair.tokens) + "\n" for pair in pairs), "utf-8")
        subprocess.run(
            [
                "eflomal-align", "--model", "3", "--overwrite", "-s", files["english"], "-t", files["chinese"],
                "-f", files["forward"], "-r", files["reverse"],
            ],
            check=True,
        )  # fmt: skip
        with files["forward"].open() as forward, files["reverse"].open() as reverse:
            for one, other in zip(forward, reverse, strict=True):
                yield joined_links(_links(one), _links(other))


def _links(line: str) -> set[Link]:
    return {(int(a), int(b)) for a, b in (link.split("-") for link in line.split())}


def joined_links(forward: set[Link], reverse: set[Link]) -> set[Link]:
    """Return the links of both directions, joined by grow-diag-final-and."""
    links, union = forward & reverse, forward | reverse
    words, tokens = {a for a, _ in links}, {b for _, b in links}
    steps = ((0, 1), (1, 0), (0, -1), (-1, 0), (1, 1), (-1, -1), (1, -1), (-1, 1))
    grown = True
    while grown:
        grown = False
        for a, b in list(links):
            for da, db in steps:
                link = (a + da, b + db)
                if link in union and link not in links and (link[0] not in words or link[1] not in tokens):
                    links.add(link)
                    words.add(link[0])
                    tokens.add(link[1])
                    grown = True
    for link in union:
        if link[0] not in words and link[1] not in tokens:
            links.add(link)
            words.add(link[0])
            tokens.add(link[1])
    return links
