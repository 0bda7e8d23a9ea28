r"""The check ``math-changed``: every formula of the source stands in the translation, unchanged and complete.

Formulas are compared by content: ``$n$`` may stand as n, ``$\alpha$`` as α, ``$90\%$`` as 90% (the checks on numbers
compare figures). Commands that only change how text looks (``\emph``, ``\textbf``, ``\cite``) may be dropped.
"""

from __future__ import annotations

import re
import unicodedata

from summarize.characters import HAN
from summarize.checks.numbers.quantities import MATH
from summarize.checks.pair import SHOWN_CHARACTERS, TRANSLATIONS, Pair
from summarize.checks.word_lists import read_table, read_words
from summarize.values import Finding

_SIGNS: dict[str, str] = read_table("markup/formulas.toml")["signs"]
_COMMAND = re.compile(r"\\([A-Za-z]+)")
#: As ``MATH``, and a single command that stands before a figure: $\\pm$0.01.
_FORMULA = re.compile(rf"\$\\[A-Za-z]+\$|{MATH.pattern}", re.S)
_DRESSING = frozenset(read_words("markup/formulas.toml", "dressing"))
_LOOSE = re.compile(r"\\[A-Za-z]+\s?\{")
_DROPPED = re.compile(r"[\s{}$\\~,;!^_]|\(|\)|[\u0300-\u036f]")
#: Words in a formula, which a translation translates: \text{hedged}, \textbf{path-aware}.
_WORDS = re.compile(r"\\(?:text[a-z]*|emph|mbox|operatorname\*?)\s?\{[^{}]*\}|\\unicode\{[^{}]*\}")
#: A formula that is only figures and signs, which the checks on numbers compare, or a sign that Chinese says in words.
_FIGURES = re.compile(r"[\d.%+\-<>=≤≥≈≪≫~×±·/:°→↔↑↓↦⇒∧∨∪∩kmbx]*")
#: A chemical formula, which Chinese may name: CO_2 and 二氧化碳.
_CHEMICAL = re.compile(r"\$?\\?(?:mathrm|text|ce)?\{?(?:[A-Z][a-z]?(?:_\{?[\dxX]+\}?)?){1,6}\}?\$?")
_UNIT = re.compile(r"\\(?:SI|si|qty|unit|num)\b")
#: Signs that are written in several ways. ≠ would lose its stroke when characters are decomposed.
_ALIKE = str.maketrans(
    {
        "−": "-",
        "–": "-",
        "∼": "~",
        "˜": "~",
        "≃": "≈",
        "∗": "*",
        "⋅": "·",
        "∙": "·",
        "×": "·",
        "÷": "/",
        "’": "'",
        "′": "'",
        "，": "",
        "≠": "<>",
    }
)


def content(formula: str) -> str:
    r"""Return what a formula says, without how it is set: ``$\mathcal{O}(n^{2})$`` and O(n²) give ``on2``."""

    def plain(m: re.Match[str]) -> str:
        name = m[1]
        return "" if name in _DRESSING else _SIGNS.get(name, name)

    text = _COMMAND.sub(plain, formula)
    text = unicodedata.normalize("NFKD", text.translate(_ALIKE)).translate(_ALIKE)
    return _DROPPED.sub("", text).lower()


def _stands(formula: str, said: str) -> bool:
    """Whether the Chinese, of which ``said`` is the content, has a formula, with or without the words in it."""
    return all(piece in said for piece in map(content, _WORDS.split(formula)))


#: Words between two dollar signs of which neither belongs to a formula, as in text about the sign itself.
_SENTENCE = re.compile(rf"(?<![a-z])[a-z]{{3,20}} [a-z]{{2,20}} [a-z]{{2,20}} [a-z]{{2}}|[{HAN}][{HAN}，、；：]{{9}}")
#: A formula whose loss shows: it has a command, an index or a power. One with "=" may not be invented either.
_COMPOSED, _SET = re.compile(r"\\[A-Za-z]|[_^]"), re.compile(r"\\[A-Za-z]{2,}|[_^=]")


def check_math(pair: Pair) -> list[Finding]:
    """Return the findings of ``math-changed``.

    A formula is reported where it is altered, broken, left open or invented. In titles and abstracts it is also
    reported where it is lost.
    """
    if "$" not in pair.source + pair.target and "\\" not in pair.source + pair.target:
        return []
    out: list[Finding] = []
    open_dollar = _unbalanced(pair)
    if open_dollar is not None:
        out.append(open_dollar)
        return out
    wanted = [m[0] for m in _FORMULA.finditer(pair.source) if not _SENTENCE.search(m[0])]
    given = [m[0] for m in _FORMULA.finditer(pair.target) if not _SENTENCE.search(m[0])]
    said = content(pair.target)
    spare = [g for g in given if content(g) not in content(pair.source) and content(g) not in content(pair.context)]
    for formula in dict.fromkeys(wanted):
        core = content(formula)
        if core in said or _FIGURES.fullmatch(core) or _stands(formula, said) or _UNIT.search(formula):
            continue
        altered = next((g for g in spare if _alike(core, content(g))), spare[0] if len(spare) == 1 else None)
        if altered is not None:
            spare.remove(altered)
            out.append(_changed(pair, f"{formula} became {altered}", formula, altered))
        elif pair.unit in TRANSLATIONS and _COMPOSED.search(formula) and not _CHEMICAL.fullmatch(formula):
            out.append(_changed(pair, f"the formula {formula} was lost or altered", formula, ""))
    for formula in spare:
        if _SET.search(formula) and not _FIGURES.fullmatch(content(formula)):
            out.append(_changed(pair, f"the formula {formula} does not stand in the source", "", formula))
    return out


def _unbalanced(pair: Pair) -> Finding | None:
    """Return a finding for a formula or brace that the source closes and the translation leaves open, or None."""
    dollars = re.compile(r"(?<!\\)\$")
    source, target = len(dollars.findall(pair.source)), len(dollars.findall(pair.target))
    if source % 2 == 0 and target % 2 == 1 and source:
        at = [m.start() for m in dollars.finditer(pair.target)][-1]
        return _changed(
            pair, "a formula is left open (one $ too few)", "", pair.target[max(0, at - 10) : at + 20].strip()
        )
    if _braces(pair.source) == 0 and (depth := _braces(pair.target)) != 0:
        at = pair.target.rfind("{" if depth > 0 else "}")
        start = max(0, pair.target.rfind("$", 0, at), pair.target.rfind("\\", 0, at), at - 30)
        words = pair.target[start : at + 20].strip()
        original = next(
            (
                m[0]
                for m in _FORMULA.finditer(pair.source)
                if content(m[0])[:4] in content(words) or content(words)[:4] in content(m[0])
            ),
            "",
        )
        return _changed(pair, "a brace of a formula is missing", original, words)
    return None


def _braces(text: str) -> int:
    plain = re.sub(r"\\[{}]", "", text)
    return plain.count("{") - plain.count("}")


def _alike(a: str, b: str) -> bool:
    shared = sum(1 for c in set(a) if c in b)
    return shared * 2 >= len(set(a)) or a[:2] == b[:2]


def _changed(pair: Pair, message: str, source: str, target: str) -> Finding:
    return pair.finding("math-changed", message, source[:SHOWN_CHARACTERS], target[:SHOWN_CHARACTERS])
