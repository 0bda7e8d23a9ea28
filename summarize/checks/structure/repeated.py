"""The check ``repeated`` inside one text: a word twice in a row is a warning, a sentence given twice an error.

Takeaways are compared with each other in ``evidence``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from summarize.characters import HAN
from summarize.checks.aligning.lexicon import known_words
from summarize.checks.aligning.pieces import pieces_of
from summarize.checks.occurrences import repeats_nearby
from summarize.checks.pair import SHOWN_CHARACTERS, TRANSLATIONS, Pair
from summarize.checks.word_lists import read_table, read_words
from summarize.values import Finding


def check_repeated(pair: Pair) -> list[Finding]:
    """Return the findings of ``repeated``: sentences, then clauses, then the first place of each doubled word."""
    sentences = _pieces(pair.target, _END)
    return [*_sentences(pair, sentences), *_clauses(pair, sentences), *_words(pair)]


_END = re.compile(r"(?<=[。！？!?；;])|\n+")
_LEAD = re.compile(r"^\s*(?:[-*•]|\d+[.)、．])\s*")
_NO_WORD = re.compile(r"\W+")


def _pieces(text: str, end: re.Pattern[str]) -> list[tuple[str, str]]:
    """Return the pieces of a text, each as it is compared and as it stands there."""
    pieces = (_LEAD.sub("", piece.strip()) for piece in end.split(text))
    return [(_NO_WORD.sub("", piece).casefold(), piece) for piece in pieces if piece]


def _sentences(pair: Pair, sentences: Sequence[tuple[str, str]]) -> Iterator[Finding]:
    """Yield sentences of at least eight characters that stand there twice, though the English has none twice."""
    said: Counter[str] = Counter()
    for key, sentence in sentences:
        said[key] += 1
        if said[key] == 2 and len(key) >= 8 and not _repeats_itself(pair, key):
            yield pair.finding("repeated", "this sentence stands here twice", "", sentence[:SHOWN_CHARACTERS].rstrip())


#: English words for a Chinese character, in the shortest English that says the same.
_WORDS_OF_A_CHARACTER = 0.3
_CLAUSE_END = re.compile(r"(?<=[，,。！？!?；;：:])|\n+")


def _clauses(pair: Pair, sentences: Sequence[tuple[str, str]]) -> Iterator[Finding]:
    """Yield clauses of at least twelve characters that stand there twice, in one sentence or in different ones."""
    whole = Counter(key for key, _ in sentences)
    said: Counter[str] = Counter()
    for key, clause in _pieces(pair.target, _CLAUSE_END):
        said[key] += 1
        if said[key] != 2 or len(key) < 12 or any(key in sentence for sentence, n in whole.items() if n > 1):
            continue
        if not _repeats_itself(pair, key):
            yield _warning(pair, "this clause stands here twice", clause[:SHOWN_CHARACTERS].rstrip("，,；;：: "))


def _repeats_itself(pair: Pair, said: str) -> bool:
    """Whether the English says as many words in a row twice as ``said`` may render, so that a translation may, too."""
    if pair.unit not in TRANSLATIONS:
        return False
    words = re.findall(r"[a-z0-9]+", pair.source.casefold())
    run = min(max(int(len(said) * _WORDS_OF_A_CHARACTER), 5), 30)
    runs = Counter(tuple(words[i : i + run]) for i in range(len(words) - run + 1))
    return any(n > 1 for n in runs.values())


# Characters that are no word when doubled, unless the one before or after belongs to another word: 目的|的, 加深了|了解.
_PARTICLES = re.compile(
    r"(?<![目标端有])的的(?!确|士)|(?<![末为明])了了(?![解结然断却])|(?<!棉)被被(?!子)|也也|(?<![等位])于于|(?:我们){2,}|(?:他们){2,}|(?:它们){2,}"
)
_DOUBLED_PARTICLES = ("的的", "了了", "被被", "也也", "于于", "我们我们", "他们他们", "它们它们")
_PHRASE = re.compile(rf"([{HAN}]{{2,8}}?)\1")
_BOTH = frozenset(read_words("structure/repeated.toml", "noun_and_verb"))
_LATIN = re.compile(r"(?<![A-Za-z\d\\_.-])([A-Za-z]{2,})\s+\1(?![A-Za-z\d_(-])")
# Words said twice on purpose, such as 一步一步 (step by step). Words with 的 only look doubled: 文件的|文件的名字.
_ON_PURPOSE = re.compile(
    r"^(?:一.|逐.|到.*|的.*|.*的|[一二三四五六七八九十百千万亿零〇两几]+|.*[一二三四五六七八九十百千万亿零〇]$)$"
)
_LONGER = frozenset(read_table("structure/repeated.toml")["longer"])


def _words(pair: Pair) -> Iterator[Finding]:
    """Yield a warning for the first place of every doubled word."""
    told: dict[str, str] = {}
    if any(particle in pair.target for particle in _DOUBLED_PARTICLES):
        for match in _PARTICLES.finditer(pair.target):
            told.setdefault(match[0], match[0])
    for match in _PHRASE.finditer(pair.target) if repeats_nearby(pair.target) else ():
        after = pair.target[match.end() : match.end() + 1]
        if _is_doubled_by_mistake(match[1], after) and not _said_twice_in_english(match[1], match.start(), pair):
            told.setdefault(match[0], match[1])
    for match in _LATIN.finditer(pair.target):
        if not re.search(rf"\b{match[1]}\s+{match[1]}\b", pair.source):
            told.setdefault(match[0], match[1])
    for both, word in told.items():
        yield _warning(pair, f"{word} is said twice", both)


def _said_twice_in_english(word: str, place: int, pair: Pair) -> bool:
    """Whether two English words beside this place are rendered by words with this one: 多语言|语言模型."""
    near = [p.english for p in pieces_of(pair) if p.chinese_start <= place < p.chinese_start + len(p.chinese)]
    words = known_words(near[0] if near else pair.source)
    return sum(any(word in piece or piece in word for piece in w.entry.pieces) for w in words) > 1


def _is_doubled_by_mistake(word: str, after: str) -> bool:
    """Whether a Chinese word that stands twice in a row, before the character ``after``, is a mistake."""
    if len(set(word)) == 1 or word in _BOTH or after in _LONGER:
        return False
    return not _ON_PURPOSE.match(word)


def _warning(pair: Pair, message: str, words: str) -> Finding:
    return pair.finding("repeated", message, "", words, severity="warning")
