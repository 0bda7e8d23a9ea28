"""The checks ``link-changed`` and ``link-invented``, on addresses and Markdown links.

Each address of the source stands in the translation as it is, and the translation has no others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from summarize.characters import EAST_ASIAN, HAN
from summarize.checks.pair import SHOWN_CHARACTERS, TRANSLATIONS, Pair
from summarize.values import Finding, Severity

_ADDRESS = re.compile(
    rf"(?:https?|ftp)://[^\s{EAST_ASIAN}<>{{}}\"“”‘’`]+"
    rf"|(?<![\w/.@-])(?:www\.[\w-]+\.[a-z]|(?:github|gitlab|bitbucket|huggingface|zenodo|osf|anonymous\.4open)\.(?:com|co|io|org|science)/|[\w-]+\.github\.io\b)[^\s{EAST_ASIAN}<>{{}}\"“”‘’`]*",
    re.I,
)
#: One of these stands in every address.
_SIGNS = ("://", "www.", ".com/", ".co/", ".io", ".org/", ".science/")
_TRAILING = ".,;:!?'*_~|\\"
_IDEOGRAPHS = re.compile(f"[{HAN}]{{1,4}}")
#: The words that arXiv puts in place of an address, in English and as they may stand in Chinese.
_PLACEHOLDER = re.compile(r"\b(?:this|these) https? URLs?\b", re.I)
_PLACEHOLDER_ZH = re.compile(r"https? ?URL|链接|网址|地址|URL|网站|页面|此处|这里|GitHub|主页", re.I)
_WELL_FORMED = re.compile(r"!?\[[^\[\]\n]+\]\((?:[^()\s]|\([^()\s]*\)|(?<=\S) (?=\S))+\)")
_BROKEN = re.compile(
    r"!?[\[【［][^\[\]【】［］\n]{1,200}[\]】］]\s?[（(]\s?[\[【［]?[^()（）\n]{1,200}[\]】］]?\s?[）)]"  # [..]（..）, [..]([..])
)


@dataclass(frozen=True, slots=True)
class Address:
    """An address as it stands in a text. ``text`` is without the punctuation of the sentence around it."""

    start: int
    text: str

    @property
    def key(self) -> str:
        """The address as it is compared: without scheme, ``www.``, closing slash and case."""
        return re.sub(r"^(?:https?://)?(?:www\.)?", "", self.text).rstrip("/").lower()


def addresses(text: str) -> list[Address]:
    """Return all web addresses of a text, in order."""
    lower = text.lower()
    if not any(sign in lower for sign in _SIGNS):
        return []
    found = []
    for m in _ADDRESS.finditer(text):
        url = m[0]
        while url and (
            url[-1] in _TRAILING or (url[-1] in ")]}" and url.count(url[-1]) > url.count("([{"[")]}".index(url[-1])]))
        ):
            url = url[:-1]
        if url:
            found.append(Address(m.start(), url))
    return found


def check_links(pair: Pair) -> list[Finding]:
    """Return the findings on addresses and Markdown links.

    ``link-changed`` is for an address that is altered or runs into the text after it, and in titles and abstracts for
    one that is lost. ``link-invented`` is for a new one.
    """
    wanted, given = addresses(pair.source), addresses(pair.target)
    known = {a.key for a in (*wanted, *addresses(pair.context))}
    out: list[Finding] = []

    def report(code: str, message: str, source: str, target: str, severity: Severity | None = None) -> None:
        words = source[:SHOWN_CHARACTERS], target[:SHOWN_CHARACTERS]
        out.append(pair.finding(code, message, *words, severity=severity))

    there = {g.key for g in given}
    missing = [a for a in wanted if a.key not in there]
    for a in given:
        if a.key in known:
            if tail := _IDEOGRAPHS.match(pair.target, a.start + len(a.text)):
                report(
                    "link-changed",
                    "the address runs into the text after it",
                    "",
                    (a.text + tail[0])[-SHOWN_CHARACTERS:],
                    "warning",
                )
            continue
        original = next((w for w in missing if _altered(w.key, a.key)), None)
        if original is not None:
            missing.remove(original)
            report("link-changed", f"{original.text} was altered", original.text, a.text)
        else:
            report("link-invented", f"{a.text} does not stand in the source", "", a.text)
    if pair.unit in TRANSLATIONS:
        for a in missing:
            report("link-changed", f"{a.text} was lost", a.text, "")
    out.extend(_markdown(pair))
    return out


def _altered(a: str, b: str) -> bool:
    """Whether ``b`` is a damaged ``a``: it has the same host, is cut, or differs in a few characters."""
    shared = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        shared += 1
    if a.split("/")[0] == b.split("/")[0]:
        return True
    return (
        shared * 2 >= max(len(a), len(b))
        or a.endswith(b)
        or (sorted(a)[:6] == sorted(b)[:6] and abs(len(a) - len(b)) < 3)
    )


def _markdown(pair: Pair) -> list[Finding]:
    """Return the findings on broken Markdown links, and on the words that arXiv puts in place of an address."""
    out = []
    whole = [m.span() for m in _WELL_FORMED.finditer(pair.target)]
    links = "](" in pair.source or _PLACEHOLDER.search(pair.source)
    for m in _BROKEN.finditer(pair.target):
        inside = any(a <= m.start() and m.end() <= b for a, b in whole)
        if inside or m[0] in pair.source or not (links or "http" in m[0]):
            continue
        original = _WELL_FORMED.search(pair.source) or _PLACEHOLDER.search(pair.source)
        words = original[0][:SHOWN_CHARACTERS] if original else ""
        out.append(pair.finding("link-changed", "the Markdown link is broken", words, m[0][:SHOWN_CHARACTERS]))
    if pair.unit in TRANSLATIONS and not out:
        lost = _PLACEHOLDER.search(pair.source)
        if lost and not _PLACEHOLDER_ZH.search(pair.target) and not addresses(pair.target):
            out.append(pair.finding("link-changed", "the link was lost", lost[0], severity="warning"))
    return out
