"""Preparation of what a small model is asked, so that it has less to get wrong.

Models of 0.5 and 1.5 billion parameters copy figures well and convert them badly ("1.2 million" became 1.2 亿). They
condense one sentence well and choose evidence badly (measured; docs/local-models.md). So the program writes figures out
in Chinese and chooses the sentences that takeaways rest on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from summarize.characters import count_han
from summarize.prompting.asking import LANGUAGES, single_spaced

if TYPE_CHECKING:
    from summarize.prompting.templates import Template
    from summarize.values import Message, Script

PlaceT = TypeVar("PlaceT", int, str)

#: How many takeaways are made.
KEYS = 4

_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_FIGURE = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?[\s-]+(thousand|million|billion|trillion)\b(?!-)", re.IGNORECASE
)
_MANY = {"thousands": "数千", "millions": "数百万", "billions": "数十亿", "trillions": "数万亿"}
_MANY_OF = re.compile(r"(?<!of )(?<!undreds of )\b(thousands|millions|billions|trillions) of\b", re.IGNORECASE)
_TRADITIONAL = str.maketrans("万亿数", "萬億數")


def chinese_magnitudes(text: str, to: Script = "zh-Hans") -> str:
    """Return the English with "1.2 million" written as "120 万" and "billions of" as "数十亿", ready to be copied.

    The conversion is exact, because it moves the decimal point in the digits. What is not surely such a figure stays.
    """

    def written(match: re.Match[str]) -> str:
        digits, decimals, scale = match[1].replace(",", ""), (match[2] or ".")[1:], _SCALES[match[3].lower()]
        value = int(digits + decimals) * scale  # times 10 ** len(decimals)
        unit = 10**8 if value >= 10 ** (8 + len(decimals)) else 10**4 if value >= 10 ** (4 + len(decimals)) else 1
        whole, rest = divmod(value, unit * 10 ** len(decimals))
        fraction = str(rest).zfill(len(str(unit * 10 ** len(decimals))) - 1).rstrip("0")
        name = {10**8: " 亿", 10**4: " 万", 1: ""}[unit]
        return f"{whole:,}{'.' if fraction else ''}{fraction}{name}"

    text = _FIGURE.sub(written, text)
    text = _MANY_OF.sub(lambda match: _MANY[match[1].lower()], text)
    return text if to == "zh-Hans" else text.translate(_TRADITIONAL)


_CONTRIBUTION = re.compile(
    r"\b(?:we|our|this paper|this work)\b.{0,60}?\b(?:propos|present|introduc|describ|develop|design|train|built|build|"
    r"investigat|stud(?:y|ied)|report|measur|audit)\w*(?! whether| how| if)\b",
    re.IGNORECASE,
)
_OUTCOME = re.compile(
    r"\b(?:improv|outperform|faster|slower|reduc|fall|fell|ris(?:e|es|ing)\b|cut|increas|decreas|achiev|reach|compared|"
    r"better|prove|find|found|show|success|succeed)",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    r"\b(?:fail|limited by|limitation|however|not suited|cannot|caution|exception|disappear|does not help|risk|worse)",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(r"https?://|\b(?:available|released|published|registered)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def is_contribution(sentence: str) -> bool:
    """Whether an English sentence says what the authors did ("we propose …")."""
    return bool(_CONTRIBUTION.search(sentence))


def is_result(sentence: str) -> bool:
    """Whether an English sentence states an outcome with a figure."""
    return bool(_OUTCOME.search(sentence) and _NUMBER.search(sentence))


def weight(sentence: str) -> float:
    """Return how much of a paper's content an English sentence carries; more is higher, and it may be negative.

    Signal words and figures decide: what was done, what came out, what the limits are. The evidence of a takeaway is
    then known, and the model does not have to guess it.
    """
    found = 2.5 if is_contribution(sentence) else 0.0
    found += 1.2 * min(2, len(_NUMBER.findall(sentence)))
    found += 1.0 if _OUTCOME.search(sentence) else 0.0
    found += 1.6 if _LIMIT.search(sentence) else 0.0
    return found - (3.0 if _ELSEWHERE.search(sentence) else 0.0)


def key_sentences(sentences: Sequence[str], most: int = KEYS) -> tuple[int, ...]:
    """Return the numbers (from 1, in order) of the ``most`` sentences of an abstract that carry most of its content."""
    ranked = sorted(range(1, len(sentences) + 1), key=lambda n: (-weight(sentences[n - 1]), n))
    return tuple(sorted(ranked[:most]))


def key_places(
    places: Mapping[PlaceT, Sequence[str]], known: Sequence[str], most: int = KEYS
) -> tuple[tuple[PlaceT, str], ...]:
    """Return the ``most`` sentences that carry most of a whole text, with their places, in reading order.

    ``places`` maps a page or section to its sentences; ``known`` are those of the abstract. Only whole sentences of
    prose are chosen, at most two of a place, and none that repeats another one or the abstract.
    """
    ranked = sorted(
        (-weight(text), order, place, text)
        for order, (place, text) in enumerate((place, text) for place, texts in places.items() for text in texts)
        if _is_prose(text)
    )
    taken: list[tuple[int, PlaceT, str]] = []
    for _, order, place, text in ranked:
        others = [*known, *(said for _, _, said in taken)]
        if sum(at == place for _, at, _ in taken) < 2 and not any(_alike(text, other) for other in others):
            taken.append((order, place, text))
        if len(taken) == most:
            break
    return tuple((place, text) for _, place, text in sorted(taken, key=lambda item: item[0]))


def _is_prose(text: str) -> bool:
    words = text.split()
    letters = sum(c.isalpha() or c == " " for c in text)
    return (
        8 <= len(words) <= 45
        and text[0].isupper()
        and text.endswith(".")
        and letters > 0.8 * len(text)
        and not re.match(r"(?:Figure|Fig\.|Table|Algorithm|Theorem|Lemma|Equation|Section)\s", text)
    )


def _alike(one: str, other: str) -> bool:
    """Whether two sentences share more than 60 % of their longer words and figures."""
    first, second = ({w.lower() for w in re.findall(r"[A-Za-z]{4,}|\d[\d.,]*", text)} for text in (one, other))
    return len(first & second) > 0.6 * min(len(first), len(second))


#: Words that negate or bound a statement: negation, upper bound, lower bound, approximation.
_TURNING = (
    re.compile("没|不|未|无|非|難|难以|沒|無"),
    re.compile("最多|至多|不超过|高达|上限|以内|之内|不到|少于|小于|低于|不超過|高達|以內|少於|小於|低於"),
    re.compile("至少|最少|以上|超过|多于|大于|高于|不低于|超過|多於|大於|高於"),
    re.compile("约|大约|近|左右|约为|約|大約"),
)


def keeps_to(short: str, long: str) -> bool:
    """Whether ``short`` can stand for ``long``: it is Chinese, no longer, and has no figure that ``long`` lacks.

    Where ``long`` is one sentence, its negation and the bound of its figure must be kept too. Small models drop them:
    "no evidence that it changed" became "it changed".
    """
    chinese = count_han(short)
    if chinese < 4 or len(short) > len(long) or not set(_NUMBER.findall(short)) <= set(_NUMBER.findall(long)):
        return False
    negation, *bounds = _TURNING
    if bool(negation.search(long)) != bool(negation.search(short)) and long.count("。") <= 1:
        return False
    has_figures = bool(_NUMBER.search(short))
    return not has_figures or all(bool(b.search(long)) <= bool(b.search(short)) for b in bounds) or long.count("。") > 1


def ask_digest_step(
    template: Template, step: str, sentences: Sequence[str], *, title: str, to: Script
) -> tuple[Message, ...]:
    """Return the messages for one ``step``: ``summary``, ``one_line`` or ``takeaway`` of Chinese ``sentences``."""
    return template.render(
        {
            "step": step,
            "title": single_spaced(title),
            "sentences": [single_spaced(sentence) for sentence in sentences],
            "language_zh": LANGUAGES[to][1],
        }
    )
