"""Which English words are ordinary: Chinese text has words for them, and they are no names, commands or terms.

In the prose of a paper, every word in small letters is ordinary, except for a few names and loanwords. In other texts,
above all about programs, nearly every short word is also somebody's identifier. There, only words with endings that
identifiers hardly ever have are ordinary.
"""

from __future__ import annotations

import re
from functools import lru_cache

from summarize.checks.word_lists import read_words

_SURE_ENDINGS = re.compile(r"[a-z]{3,}(?:ly|ness|ity|ities|ous|ful|[gdr]ent|ism|ship)")
_LISTS = "words/ordinary.toml"
_SHORT = frozenset(read_words(_LISTS, "short"))
_STAYS = frozenset(
    word
    for key in ("programs", "sites", "loanwords", "functions", "parts_of_addresses", "latin")
    for word in read_words(_LISTS, key)
)
_CODE = re.compile(
    r"\w\(\)|\b[a-z]+_[a-z_]+|\b(?:None|NULL|std(?:in|out|err)|argv|kwargs)\b|(?<![\w-])--[a-z]|\b\w+\.py\b"
    r"|\b[a-z]{2,}\.[a-z]{2,}\b"
)
#: One of these stands in all such code.
_SIGNS_OF_CODE = ("()", "_", "None", "NULL", "stdin", "stdout", "stderr", "argv", "kwargs", "--", ".py")
_DOTTED = re.compile(r"[a-z]\.[a-z]")
_RESEARCH = re.compile(
    r"\b(?:LLMs?|GPUs?|SOTA)\b|(?i:\b(?:in this (?:paper|work|study|article|survey)|this paper"
    # Papers say what their authors do; manuals say what "we" can, have or want.
    r"|we (?!are|have|can|could|will|would|want|need|must|may|might|should|know|use|do|call|get|saw|had|were|just|also)[a-z]+"
    r"|our (?:\w+ )?(?:models?|methods?|approach|results|findings|estimators?|systems?|work|study|analysis|experiments)"
    r"|trained on|accuracy|p < 0|studied|observed|participants|samples? of"
    r"|language models?|neural|datasets?|benchmarks?|experiments|state[- ]of[- ]the[- ]art|theorem|empirical\w*|outperform\w*"
    r"|fine-?tun\w+|annotat\w+|deep learning|reinforcement learning|machine learning|classifiers?|supervised|estimators?"
    r"|quantum|galax\w+|patients?|cohorts?|robots?|simulations?|manifolds?|conjectures?)\b)"
)
_ADDRESS = re.compile(r"https?://\S+|(?<![\w.-])[\w.-]+\.(?:com|org|io|net|edu|cn)\b\S*|\b(?:i\.e|e\.g)\b")


@lru_cache(maxsize=64)
def is_prose_of_research(text: str) -> bool:
    """Whether a text is a paper's prose. It says what papers say, and has no typed code."""
    if _RESEARCH.search(text) is None:
        return False
    if not any(sign in text for sign in _SIGNS_OF_CODE) and _DOTTED.search(text) is None:
        return True
    return _CODE.search(text) is None or _CODE.search(_ADDRESS.sub(" ", text)) is None


def is_ordinary(word: str, *, prose: bool) -> bool:
    """Whether a word in small letters is an ordinary English word that should not stand in Chinese.

    ``prose`` says that it stands in the prose of a paper, as ``is_prose_of_research`` finds. Elsewhere many words are
    identifiers.
    """
    if word in _STAYS:
        return False
    if not prose:
        return _SURE_ENDINGS.fullmatch(word) is not None
    return len(word) >= 4 or word in _SHORT
