"""Builds the learned lexicon: ``python -m benchmarks.lexicon FILE… -o OUT``.

FILE is JSONL, plain or gzipped, with ``id``, ``unit``, ``source`` and ``target``. What is needed beside the program stands
in ``benchmarks/lexicon/requirements.txt``. On two cores and 140,000 pairs of sentences it takes about six minutes.
"""

from __future__ import annotations

import argparse
import gzip
import sys
from collections.abc import Mapping
from pathlib import Path

from benchmarks.lexicon.rates import measured
from benchmarks.lexicon.renderings import AlignedStrings, choose_renderings
from benchmarks.lexicon.sentence_pairs import align_words, read_pairs
from benchmarks.lexicon.supports import AlignedStems, choose_supports
from summarize.checks.aligning.learned_lexicon import FILE


def main() -> int:
    """Build the lexicon from the command line's files. Return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=FILE)
    parser.add_argument("--made-of", default="", help="a line for the head of the file: what it was run on")
    args = parser.parse_args()
    import jieba  # with eflomal, all that building needs beside the program

    jieba.setLogLevel(60)
    pairs = list(read_pairs(args.files, lambda text: jieba.cut(text, HMM=False)))
    print(f"{len(pairs):,} pairs of sentences")
    strings, stems = AlignedStrings(), AlignedStems()
    for pair, links in zip(pairs, align_words(pairs), strict=True):
        strings.add(pair, links)
        stems.add(pair, links)
    renderings, supports = choose_renderings(pairs, strings), choose_supports(pairs, stems)
    print(f"{len(renderings):,} English units, {len(supports):,} Chinese words")
    text = measured(pairs, renderings, supports)
    head = _head(args.files, len(pairs), args.made_of)
    # No time of making in the file: the same input gives the same bytes.
    args.output.write_bytes(gzip.compress((head + text).encode("utf-8"), 9, mtime=0))
    print(f"{args.output}: {args.output.stat().st_size:,} bytes, {text.count(chr(10)):,} entries")
    return 0


def _head(files: Mapping[str, object] | list[Path], pairs: int, made_of: str) -> str:
    return (
        "# The learned lexicon of summarize: counts alone, no sentence of its sources. Made by benchmarks/lexicon.\n"
        f"# {pairs:,} pairs of sentences. {made_of}\n"
        "# unit, surprise in tenths where it is missing, renderings; then Chinese word, surprise, stems that support it\n"
    )


if __name__ == "__main__":
    sys.exit(main())
