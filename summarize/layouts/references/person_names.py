"""Names of authors in parts, as CSL and RIS want them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts

from summarize.characters import HAN
from summarize.layouts.clean import one_line

#: A name that ends in one of these words is an organisation's. They are those that author lists of arXiv have.
_ORGANISATION = re.compile(
    r"(?:^(?:the|for the|on behalf of)\s.*|.*\b(?:collaborations?|consortium|team|group|project|initiative|network|"
    r"society|institutes?|university|laboratory|labs?|association|committee|foundation|alliance|survey))$",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"(?<=[^\s,]),?\s+(?P<suffix>Jr\.?|Sr\.?|II|III|IV|2nd|3rd)$")
_HAN_NAME = re.compile(rf"[{HAN}]{{2,4}}")
#: Family names of two characters: those of the classical list of family names that are in common use today.
_TWO_CHARACTER_FAMILIES = frozenset(
    [
        "欧阳",
        "歐陽",
        "司马",
        "司馬",
        "上官",
        "诸葛",
        "諸葛",
        "东方",
        "東方",
        "皇甫",
        "尉迟",
        "尉遲",
        "公孙",
        "公孫",
        "慕容",
        "司徒",
        "令狐",
        "宇文",
        "长孙",
        "長孫",
        "夏侯",
        "端木",
        "独孤",
        "獨孤",
        "南宫",
        "南宮",
        "西门",
        "西門",
        "百里",
        "呼延",
        "轩辕",
        "軒轅",
        "赫连",
        "赫連",
        "澹台",
        "澹臺",
        "闻人",
        "聞人",
        "申屠",
        "太史",
        "钟离",
        "鍾離",
        "拓跋",
    ]
)


@dataclass(frozen=True, slots=True)
class PersonName:
    """The parts of a name. ``particle`` is what stands before the family name ("van der"), ``suffix`` is "Jr.".

    An organisation has only ``family``, and ``whole`` says that it is one.
    """

    family: str
    given: str = ""
    particle: str = ""
    suffix: str = ""
    whole: bool = False


def split_name(name: str) -> PersonName:
    """Return the parts of a name as a source writes it: "Ludwig van Beethoven", "Smith, John", "王小明".

    A particle is known by its small letters, as BibTeX knows it, so that "Nguyen Van Anh" has none. A Chinese name
    begins with the family name. What cannot be split is a name as a whole.
    """
    text = one_line(name).replace("{", "").replace("}", "")
    if _HAN_NAME.fullmatch(text.replace(" ", "")):
        return _chinese_name(text)
    if not text or _ORGANISATION.fullmatch(text) or text.endswith("\\"):
        return PersonName(text, whole=True)
    suffix = ""
    if match := _SUFFIX.search(text):
        text, suffix = text[: match.start()], match["suffix"]
    try:
        parts = parse_single_name_into_parts(text)
    except InvalidNameError:
        return PersonName(text, whole=True)
    given, particle, family = " ".join(parts.first), " ".join(parts.von), " ".join(parts.last)
    if not given and particle and text == text.lower():
        # "ada nguyen", written small throughout, has a given name and no particle.
        given, particle = particle, ""
    return PersonName(family, given, particle, suffix or " ".join(parts.jr), whole=not given and not particle)


def _chinese_name(text: str) -> PersonName:
    family, _, given = text.partition(" ")
    if not given:
        length = 2 if len(text) > 2 and text[:2] in _TWO_CHARACTER_FAMILIES else 1
        family, given = text[:length], text[length:]
    return PersonName(family, given.replace(" ", ""))
