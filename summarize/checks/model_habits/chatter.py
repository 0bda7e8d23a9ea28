"""The check ``chatter``: the model talks about its answer instead of giving it, or gives a title twice.

Papers say 我们 (we), and a model that speaks of itself says 我 (I). Papers may be about translation, so a word like
译文 (the translation) counts only in the ways in which a translator talks of the text at hand ("this translation tries
to…", "translated as follows").
"""

from __future__ import annotations

import re

from summarize.characters import HAN
from summarize.checks.pair import Pair
from summarize.checks.word_lists import read_words
from summarize.values import Finding

_LISTS = "model_habits/chatter.toml"
_SURE = re.compile("|".join(read_words(_LISTS, "said")))
_HEADED = re.compile("|".join(read_words(_LISTS, "headings")))
#: These labels count only where the source itself has no note, remark or explanation.
_LIKELY = re.compile(r"(?:^|\n|。)\s?(?:说明|备注|注)\s?[:：]")
_ENGLISH = re.compile(rf"\b(?:{'|'.join(read_words(_LISTS, 'english'))})", re.I)
_SENTENCE = re.compile(r"[^。！？!?\n]*(?:[。！？!?]+[”’\"」）)]*|\n|$)")
_EDGE = " \t\n　*#>-"


def check_chatter(pair: Pair) -> list[Finding]:
    """Return a finding for every sentence in which the model talks about its answer.

    A title that is given a second time is a finding, too.
    """
    lines = [line.strip(_EDGE) for line in pair.target.split("\n")]
    paragraphs = [line for line in lines if line]
    if pair.unit == "title" and len(paragraphs) > 1 and "\n" not in pair.source.strip():
        return _in_title(pair, paragraphs)
    out = []
    for words in _sentences(pair.target):
        if (match := _said(words, pair)) is not None:
            out.append(
                pair.finding("chatter", "the model talks about its answer", "", words if len(words) <= 400 else match)
            )
    if pair.unit == "title" and not out:
        out.extend(_label(pair))
        out.extend(_second_version(pair))
    return out


_LABEL = re.compile(r"^\s*(?:(?:中文|论文|文章|英文)?(?:标题|题目|译名)(?:翻译)?|翻译)\s?[:：]")


def _label(pair: Pair) -> list[Finding]:
    """Return a finding for the word "title" before a title."""
    match = _LABEL.match(pair.target)
    if match is None or re.match(r"\s*title\b", pair.source, re.I):
        return []
    return [pair.finding("chatter", "the title begins with what it is", "", match[0].strip())]


def _in_title(pair: Pair, paragraphs: list[str]) -> list[Finding]:
    """Return the findings on the lines of a title. A title has one line, and others are talk or the title again."""
    talks = [bool(_said(p, pair)) for p in paragraphs]
    out, titles = [], 0
    for words, talk in zip(paragraphs, talks, strict=True):
        if talk:
            out.append(pair.finding("chatter", "the model talks about its answer", "", words))
        else:
            titles += 1
            if titles > 1:
                out.append(pair.finding("chatter", "the title is given a second time", "", words))
    return out


def _second_version(pair: Pair) -> list[Finding]:
    """Return a finding for a second title on the same line, after 或：, a slash or the full stop of the first one."""
    m = re.search(
        rf"[。；;]\s?(?:或(?:者)?|亦|又名|又译)[:：]?\s?(?P<again>\S.{{3,}})$|\s[/／|]\s(?P<other>[{HAN}].{{5,}})$",
        pair.target,
    )
    if m and not re.search(r"[;/|]|\bor\b", pair.source):
        return [pair.finding("chatter", "the title is given a second time", "", m["again"] or m["other"])]
    return []


def _sentences(text: str) -> list[str]:
    return [s for m in _SENTENCE.finditer(text) if (s := m[0].strip(_EDGE))]


def _said(words: str, pair: Pair) -> str | None:
    """Return the words that show that the model talks about its answer, or None."""
    if m := _HEADED.search(words):
        return m[0]
    m = _SURE.search(words)
    if (
        m
        and not _quoted(pair.source, m[0])
        and not (m[0].startswith(("我", "咱")) and _FIRST_PERSON.search(pair.source))
    ):
        return m[0]
    m = _ENGLISH.search(words)
    if m and m[0].strip().lower() not in pair.source.lower():
        return m[0].strip()
    m = _LIKELY.search(words)
    if m and not re.search(r"\b(?:note|remark|notice|nb|caution|warning|explanation|tip)\b", pair.source, re.I):
        return m[0].strip("。\n ")
    return None


_FIRST_PERSON = re.compile(r"\b(?:I|my|me|you|your|user|ChatGPT|dialogue|conversation\w*)\b")
_SORRY = re.compile("很?(?:抱歉|对不起|遗憾)")
_YOU = re.compile(r"\b(?:you|your|yours)\b", re.I)


def _quoted(source: str, said: str) -> bool:
    """Whether the source has a reason for the words: "you" for 您 and 你, a user for 用户, a translation for 译文."""
    if _SORRY.match(said):
        return bool(re.search(r"\b(?:sorry|apolog|refus)", source, re.I))
    if said.startswith("用户"):
        return bool(re.search(r"\busers?\b", source, re.I))
    if "上下文" in said or "语境" in said:
        return bool(re.search(r"\bcontext", source, re.I))
    if re.search("[您你]", said):
        return bool(_YOU.search(source))
    return (
        bool(re.search("[译翻]|原[文意句]", said))
        and bool(re.search(r"\b(?:translat\w+|original (?:text|sentence|meaning))\b", source, re.I))
        and "我" not in said
    )
