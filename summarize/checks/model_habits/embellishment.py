"""Praise, speculation and prospects that a model adds out of habit: told where the source has nothing to license them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from summarize.checks.pair import Pair
from summarize.checks.structure.alignment import align
from summarize.values import Finding

#: Chinese that a model likes to add, and the English that can stand behind it. Both are counted: a second 先进 needs a
#: second "advanced" or "state-of-the-art". A third column is other Chinese that uses such a word up (前沿).
_ROWS: tuple[tuple[str, ...], ...] = (
    (r"[^，。；,;]{0,6}(?:应用|发展|市场|研究)(?:潜力|前景|潜能)[^，。；,;]{0,4}|前景广阔|大有可为|潜力巨大", r"potential|promis|prospect|outlook|future|opportunit|possibilit|hope|pave|open"),
    (r"(?:这|从而|并|将|也|还|可能|或许|或)?(?:可能|或许|也许|有望|或)(?:会|将|能)?(?:有助于|帮助|促进|推动|改善|提高|提升)[^，。；,;]{0,24}", r"\bmay\b|might|could|\bcan (?:\w+ )?(?:help|benefit|improve|facilitate|enhance|promote|support|lead)|potential|possib|perhaps|likel|promis|hope|expect|would"),
    (r"(?<!最)先进的?[\u4e00-\u9fff]{0,8}", r"advanc|state[- ]of[- ]the[- ]art|sota\b|cutting[- ]edge|sophisticated|modern|latest|leading|frontier|recent|strong|best|powerful|top|progress|superior", r"前沿|最先进|领先|最新|尖端|顶尖|一流|最佳|SOTA|近期"),
    (r"(?:具有)?(?:重要|重大|深远|积极)(?:的)?(?:[\u4e00-\u9fff]{0,4})?(?:意义|价值|贡献|影响)", r"significan|import|impli|crucial|critical|valu|impact|matter|contribut|essential|key|substantial|profound|major|influen|effect"),
    (r"(?:广泛|广阔)(?:的)?(?:应用|使用|运用|适用)[^，。；,;]{0,6}", r"wide|broad|extensive|vast|general|popular|variety|various|diverse|many|common|widespread|applica|prevalen|ubiquit|range|versatil"),
    (r"(?:革命性|颠覆性|里程碑式?|划时代|史无前例|前所未有)(?:的)?[\u4e00-\u9fff]{0,4}", r"revolution|breakthrough|transform|disrupt|milestone|ground-?breaking|unprecedented|never|paradigm|first"),
    (r"(?:首次|首个|首创|率先)[^，。；,;]{0,8}", r"first|novel|new|pioneer|unprecedented|initial|never|before|introduc|unexplored"),
    (r"(?:亟需|急需|迫切需要|迫在眉睫|刻不容缓)", r"urgent|press|need|crucial|critical|necessit|demand|imperative|essential|require|must|lack|call"),
    (r"(?:提供了?|带来了?)(?:新的?|全新的?|重要的?|有益的?|宝贵的?)(?:[\u4e00-\u9fff]{0,2})(?:思路|启示|见解|视角|借鉴|参考|方向)", r"insight|perspective|inspir|direction|view|light|guid|lesson|implication|avenue|angle|understanding|new|novel"),
    (r"(?:影响|效果|作用|提升|改善)(?:非常|十分|极为|极其)?(?:显著|巨大|深远)", r"significan|substantial|consider|large|big|great|strong|profound|dramatic|remarkabl|notabl|major|marked|impressive|huge|enormous|crucial|much|effective|excel"),
)  # fmt: skip
_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Stock Chinese, the English that licenses it, and other Chinese for that English."""

    stock: re.Pattern[str]
    licence: re.Pattern[str]
    other: re.Pattern[str]


_PHRASES = [
    _Phrase(re.compile(zh), re.compile(en, re.I), re.compile(other[0]) if other else _NEVER) for zh, en, *other in _ROWS
]


def check_additions(pair: Pair) -> list[Finding]:
    """addition, as a warning, for stock phrases that nothing in the source stands behind."""
    if not any(phrase.stock.search(pair.target) for phrase in _PHRASES):
        return []
    out = []
    for english, chinese in _pieces(pair):
        for phrase in _PHRASES:
            found = list(phrase.stock.finditer(chinese))
            if found and len(found) + len(phrase.other.findall(chinese)) > len(phrase.licence.findall(english)):
                words = found[-1][0].strip()
                message = f"nothing in the source says “{words}”"
                out.append(Finding("addition", "warning", message, pair.unit, pair.sentence, "", words))
    return out


def _pieces(pair: Pair) -> list[tuple[str, str]]:
    """Aligned sentences of a translation; a summary may draw on all of the source."""
    if pair.unit == "abstract" and pair.sentence is None and (beads := align(pair.source, pair.target)):
        return [("\n".join(p.text for p in b.english), "\n".join(p.text for p in b.chinese)) for b in beads]
    source = f"{pair.source}\n{pair.context}" if pair.unit not in ("title", "abstract") else pair.source
    return [(source, pair.target)]
