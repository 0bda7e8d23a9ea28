"""Names of arXiv papers: from what people paste to a :class:`PaperRef`. Pure.

Identifier scheme: https://info.arxiv.org/help/arxiv_identifier.html. Since April 2007 ``YYMM.NNNN``, since January 2015
``YYMM.NNNNN``; before, ``archive/YYMMNNN``, often written with a subject class (``math.GT/0309136``) that is not part
of the identifier: arXiv itself answers with ``math/0309136``, and so does this module.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from summarize.errors import NotAPaperName
from summarize.sources.name_lists import UNSEEN
from summarize.values import Paper, PaperRef

ACCEPTED = (
    "accepted are 2501.18585, 2501.18585v2, arXiv:2501.18585, hep-th/9901001, addresses of arxiv.org, "
    "huggingface.co/papers, alphaxiv.org and papers.cool, the DOI 10.48550/arXiv.2501.18585, and PDF files"
)

#: The archives that gave out old-style identifiers, 1991–2007 (https://arxiv.org/archive, including subsumed ones).
_ARCHIVES = (
    r"acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|"
    r"dg-ga|funct-an|gr-qc|hep-lat|hep-ex|hep-ph|hep-th|math-ph|math|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|"
    r"plasm-ph|q-alg|q-bio|quant-ph|solv-int|supr-con"
)

_ID = rf"(?:(\d{{4}}\.\d{{4,5}})|({_ARCHIVES})(?:\.[a-z-]{{2,14}})?/(\d{{7}}))(?:v([1-9]\d{{0,2}}))?"

#: What makes the text after it the name of a paper, wherever it stands.
_PREFIX = r"""(?:
    (?:(?<![a-z0-9])https?://|(?<![a-z0-9.-]))
    (?: (?:www\.|export\.|browse\.|cn\.)?arxiv\.org/(?:abs|pdf|html|format|ps|src|e-print|tb)/
      | xxx\.(?:lanl\.gov|itp\.ac\.cn)/(?:abs|pdf|ps|format)/
      | ar5iv(?:\.labs\.arxiv)?\.org/(?:html|abs|pdf)/
      | (?:www\.)?(?:huggingface\.co|hf-mirror\.com)/(?:[a-z-]{2,5}/)?papers/
      | (?:www\.)?alphaxiv\.org/(?:[a-z0-9-]{1,16}/){0,3}
      | (?:www\.)?papers\.cool/arxiv/(?:[a-z]{1,16}\?(?:[\w=%-]{1,64}&){0,4}paper=)?
      | (?:www\.)?semanticscholar\.org/arxiv/
      | (?:www\.)?arxiv-vanity\.com/papers/
    )(?:arxiv:)?
  | (?<![a-z0-9])10\.48550/arxiv\.
  | (?<![a-z0-9])(?:eprint|arxiv(?:[ _-]?id)?["']?)\s*[:=]\s*["'{]{0,2}(?:arxiv:)?
)"""

#: A bare number in running text: five digits only, and not a part of a longer number, path or amount of money.
_BARE = r"(?<![0-9a-z.,/=$€£¥+-])(\d{4}\.\d{5})(?:v([1-9]\d{0,2}))?(?![0-9a-z%])(?!\.\d)"

_PLAINEST = re.compile(r"(\d{4}\.\d{4,5})(?:v([1-9]\d{0,2}))?")


@cache
def _found() -> re.Pattern[str]:
    """A paper's name in free text; made when first needed, because most runs name papers by number alone."""
    return re.compile(rf"{_PREFIX}{_ID}(?![0-9a-z])|{_BARE}", re.IGNORECASE | re.VERBOSE)


@cache
def _whole() -> re.Pattern[str]:
    """A text that is one paper's name and nothing else."""
    return re.compile(
        rf"(?:(?:https?://(?:dx\.|www\.)?doi\.org/|doi:\s*)?{_PREFIX}|arxiv[:/\s]\s*|(?:abs|pdf|html)/)?{_ID}"
        r"(?:\.pdf|\.html?|\.ps(?:\.gz)?)?(?:\s*\[[\w.-]+\]?)?(?:[/?\#&].*)?",
        re.IGNORECASE | re.VERBOSE,
    )


_KNOWN_SITE = r"https?://(?:[a-z0-9-]+\.)*(?:arxiv\.org|alphaxiv\.org|huggingface\.co|papers\.cool|doi\.org)/"

_EDGES = " \t\r\n\"'`.,;:!?<>()[]{}*|“”‘’«»‹›„《》〈〉「」『』【】〔〕、。…·–—"


def parse_ref(text: str) -> PaperRef:
    """The one arXiv paper that ``text`` names. Raises NotAPaperName, whose hint says what is off or is accepted."""
    plainest = _PLAINEST.fullmatch(text)
    if plainest and (ref := _ref(plainest[1], None, None, plainest[2])) is not None:
        return ref
    token = _plain(text).strip(_EDGES)
    match = _whole().fullmatch(token)
    ref = _ref(*match.groups()) if match else None
    if ref is None:
        shown = " ".join(text.split())
        raise NotAPaperName(
            f"not an arXiv ID: {shown[:77] + '…' if len(shown) > 78 else shown}",
            hint=_what_is_off(token) or ACCEPTED,
        )
    return ref


def find_refs(text: str) -> tuple[PaperRef, ...]:
    """The papers that a text of any kind names, in order and once each.

    Taken are ``arXiv:`` forms, known addresses, arXiv's DOIs, BibTeX's eprint fields, and bare ``YYMM.NNNNN`` with a
    possible month. A paper that is named with and without a version is one paper, as it was named first; two
    different versions are two.
    """
    refs = []
    for match in _found().finditer(_plain(text)):
        groups = match.groups()
        refs.append(_ref(*groups[:4]) if groups[4] is None else _ref(groups[4], None, None, groups[5]))
    return _named_once(ref for ref in refs if ref is not None)


def _named_once(refs: Iterable[PaperRef]) -> tuple[PaperRef, ...]:
    kept: dict[str, list[PaperRef]] = {}
    order: list[PaperRef] = []
    for ref in refs:
        earlier = kept.setdefault(ref.id, [])
        if earlier and (ref.version is None or any(e.version in (None, ref.version) for e in earlier)):
            continue
        earlier.append(ref)
        order.append(ref)
    return tuple(order)


def _ref(new: str | None, archive: str | None, number: str | None, version: str | None) -> PaperRef | None:
    """The reference, or None where year, month or length cannot be an identifier's."""
    v = int(version) if version else None
    if new is not None:
        yymm, _, serial = new.partition(".")
        return PaperRef(new, v) if len(serial) == _digits(yymm) and int(serial) else None
    assert archive is not None and number is not None
    year, month = int(number[:2]), int(number[2:4])
    old = 1 <= month <= 12 and (year >= 91 or number[:4] <= "0703")
    return PaperRef(f"{archive.lower()}/{number}", v) if old else None


def _digits(yymm: str) -> int:
    """How many digits follow the point in that month; 0 where the month is impossible or before the new style."""
    if not 1 <= int(yymm[2:]) <= 12 or yymm < "0704":
        return 0
    return 4 if yymm <= "1412" else 5


def _plain(text: str) -> str:
    """Full-width and compatibility forms as ASCII, invisible characters gone, escaped separators decoded."""
    text = unicodedata.normalize("NFKC", UNSEEN.sub("", text))
    text = re.sub(r"(?<=\d)。(?=\d)", ".", text)
    return re.sub(r"%(2f|3a)", lambda m: "/" if m[1].lower() == "2f" else ":", text, flags=re.IGNORECASE)


def _what_is_off(token: str) -> str:
    """What a near miss has wrong; empty where nothing is recognised."""
    if re.match(r"https?://", token, re.IGNORECASE) and not re.match(_KNOWN_SITE, token, re.IGNORECASE):
        return f"that address is not known to be a paper's; {ACCEPTED}"
    bare = re.sub(r"^.*(?:arxiv[:.]|abs/|pdf/|html/)", "", token, flags=re.IGNORECASE)
    bare = re.sub(r"\.pdf$", "", bare, flags=re.IGNORECASE)
    if match := re.fullmatch(r"(\d{4})\.(\d+)(?:v\d*)?", bare, re.IGNORECASE):
        return _wrong_number(match[1], match[2]) or "versions are v1, v2, …"
    if match := re.fullmatch(r"(\d{4})[-,_/ ]?(\d{5})(v\d+)?", bare, re.IGNORECASE):
        return f"the point is missing; is {match[1]}.{match[2]}{match[3] or ''} meant?"
    if re.search("[OoIl]", bare) and re.fullmatch(r"[\dOoIl]{4}\.[\dOoIl]{4,5}(v\d+)?", bare):
        return "it has letters (O, I, l) where digits belong"
    if re.fullmatch(r"\d{7}(v\d+)?", bare):
        return f"an old-style ID needs its archive, such as hep-th/{bare}"
    if match := re.fullmatch(r"([a-z-]+)(?:\.[a-z-]+)?/\d{7}(?:v\d+)?", bare, re.IGNORECASE):
        if re.fullmatch(_ARCHIVES, match[1], re.IGNORECASE):
            return "old-style IDs are from 1991 to March 2007, and their third and fourth digit are the month"
        return f"arXiv has no archive “{match[1]}” with old-style IDs"
    if re.search(r"arxiv\.org/(?:list|search|catchup|a)/", token, re.IGNORECASE):
        return "that address is a list of papers, not a paper"
    if re.match(r"(?:https?://(?:dx\.)?doi\.org/)?10\.\d{4,}/", token):
        return "of DOIs only arXiv's own are known: 10.48550/arXiv.2501.18585"
    if token.lower().endswith(".pdf"):
        return "there is no such file, and it is not an ID"
    return ""


def _wrong_number(yymm: str, serial: str) -> str:
    digits = _digits(yymm)
    if not 1 <= int(yymm[2:]) <= 12:
        return f"the third and fourth digit are the month, and there is no month {yymm[2:]}"
    if digits == 0:
        return "IDs of this form begin with April 2007 (0704); older ones look like hep-th/9901001"
    if len(serial) != digits:
        since = "since January 2015 five" if digits == 5 else "before 2015 four"
        return f"{since} digits follow the point, here {len(serial)} do"
    return "" if int(serial) else "the number after the point begins with 1"


def file_name_of(paper: Paper | PaperRef, kind: str) -> str:
    """Return the name of the file in which a paper's PDF or HTML is kept. ``kind`` is pdf or html."""
    name = f"{paper.id}v{paper.version}" if paper.version else paper.id
    # No with_suffix on the bare name: "2501.18585" would lose its ".18585".
    return f"{name.replace('/', '_')}.{kind}"
