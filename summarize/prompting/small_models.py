"""What is done for a small model before it is asked, so that it has less to get wrong.

Measured on models of 0.5 and 1.5 billion parameters (docs/local-models.md): they copy figures well and convert them
badly ("1.2 million" became 1.2 亿), they condense one sentence well and choose evidence badly.
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

#: Takeaways that are made.
KEYS = 4

_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_FIGURE = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?[\s-]+(thousand|million|billion|trillion)\b(?!-)", re.IGNORECASE
)
_MANY = {"thousands": "数千", "millions": "数百万", "billions": "数十亿", "trillions": "数万亿"}
_MANY_OF = re.compile(r"(?<!of )(?<!undreds of )\b(thousands|millions|billions|trillions) of\b", re.IGNORECASE)
_TRADITIONAL = str.maketrans("万亿数", "萬億數")


def chinese_magnitudes(text: str, to: Script = "zh-Hans") -> str:
    """English text in which "1.2 million" stands as "120 万" and "billions of" as "数十亿": the model only has to copy.

    Exact: the figure is moved by powers of ten as a decimal string. What is not surely a figure of this kind stays.
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
    """Whether an English sentence tells an outcome with a figure."""
    return bool(_OUTCOME.search(sentence) and _NUMBER.search(sentence))


def weight(sentence: str) -> float:
    """How much of a paper an English sentence carries: what was done, what came out in figures, limits.

    By signal words and figures alone, so that the evidence of a takeaway is known and not guessed by the model.
    """
    found = 2.5 if is_contribution(sentence) else 0.0
    found += 1.2 * min(2, len(_NUMBER.findall(sentence)))
    found += 1.0 if _OUTCOME.search(sentence) else 0.0
    found += 1.6 if _LIMIT.search(sentence) else 0.0
    return found - (3.0 if _ELSEWHERE.search(sentence) else 0.0)


def key_sentences(sentences: Sequence[str], most: int = KEYS) -> tuple[int, ...]:
    """Numbers (from 1, in order) of the sentences of an abstract that carry most of it."""
    ranked = sorted(range(1, len(sentences) + 1), key=lambda n: (-weight(sentences[n - 1]), n))
    return tuple(sorted(ranked[:most]))


def key_places(
    places: Mapping[PlaceT, Sequence[str]], known: Sequence[str], most: int = KEYS
) -> tuple[tuple[PlaceT, str], ...]:
    """The sentences of a whole text that carry most of it beside its abstract (``known``), with their places, in order.

    Whole sentences of prose only, at most two of a place, none that says again what another one or the abstract says.
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
    """Whether two sentences share most of their longer words."""
    first, second = ({w.lower() for w in re.findall(r"[A-Za-z]{4,}|\d[\d.,]*", text)} for text in (one, other))
    return len(first & second) > 0.6 * min(len(first), len(second))


#: Words that turn or bound what is said; each group is kept or lost as one.
_TURNING = (
    re.compile("没|不|未|无|非|難|难以|沒|無"),
    re.compile("最多|至多|不超过|高达|上限|以内|之内|不到|少于|小于|低于|不超過|高達|以內|少於|小於|低於"),
    re.compile("至少|最少|以上|超过|多于|大于|高于|不低于|超過|多於|大於|高於"),
    re.compile("约|大约|近|左右|约为|約|大約"),
)


def keeps_to(short: str, long: str) -> bool:
    """Whether ``short`` can stand for ``long``: Chinese, not longer, with no figure that ``long`` lacks.

    Of one sentence, a negation and the bound of a figure must be kept too: small models drop them, and "no evidence
    that it changed" became "it changed".
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
    """Messages for one step: ``summary``, ``one_line`` or ``takeaway`` of Chinese ``sentences``."""
    return template.render(
        {
            "step": step,
            "title": single_spaced(title),
            "sentences": [single_spaced(sentence) for sentence in sentences],
            "language_zh": LANGUAGES[to][1],
        }
    )
