"""The patterns by which ``english_numbers`` reads figures, one for each way of saying them in English."""

from __future__ import annotations

import re

from summarize.checks.numbers.quantities import FIGURE_RE
from summarize.checks.numbers.spelt_english import NUMBER_WORDS, ORDINALS, PARTS, SCALES, WORDS
from summarize.checks.word_lists import read_words

RANK = re.compile(
    r"\b(?:(?:No\.?|№)\s?1|number\s?(?:1|one))(?!\d)(?=\s+(?:\w+[\s-]){0,3}?\w+\b)"
    r"|(?<!\w)#\s?(?P<h>1)(?!\d)"
    r"|\brank(?:s|ed|ing)?\s+(?:the\s+)?(?:first|1st|top)\b"
    r"|\b(?:first|1st)[\s-](?:rank(?:ed)?|prize)\b|(?<!in the )\b(?:first|1st)[\s-]place\b(?!\s+(?:to|where|that|we|I)\b)"
    r"|\btop[\s-]ranked\b",
    re.I,
)
ORDERS = re.compile(
    r"(?:(?P<many>tens|dozens|hundreds|thousands)\s+of\s+|"
    rf"(?P<n>(?<!\d)\d++(?:\.\d++)?|{WORDS}|an?|several|multiple|many|few|some)"
    rf"(?:\s*+(?:-|–|to|or)\s*+(?P<m>\d++(?:\.\d++)?|{WORDS}))?"
    r"[\s-]+(?:full[\s-])?)?orders?[\s-]of[\s-]magnitude",
    re.I,
)
FRACTION = re.compile(rf"\b(?:(?P<n>{WORDS}|an?)[\s-]+)?(?P<part>(?:{'|'.join(PARTS)})s?)\b(?P<of>(?:\s+of\b)?)", re.I)
#: What may stand between a figure and its unit, where LaTeX was taken away.
GAP = re.compile(r"-|\s{0,12}")
MULTIPLE = re.compile(
    rf"\b(?:factors?\s+of\s+(?:(?:about|around|over|nearly|approximately|roughly|up to|at least|more than|almost|~)\s?)?"
    rf"(?P<f>\d+(?:,\d{{3}})*(?:\.\d+)?|{WORDS})(?!\s*(?:orders?|%))"
    rf"|(?P<fold>{WORDS})[\s-]?folds?\b|(?P<times>{WORDS})[\s-]times\b"
    r"|(?P<two>twice|double[sd]?|doubling|twofold)|(?P<three>thrice|triple[sd]?|tripling|threefold)|(?P<four>quadrupl\w+|fourfold)"
    r"|(?P<halve>halve[sd]?|halving))",
    re.I,
)
#: As verbs, these say that something grows.
GROWS = re.compile(r"(?:doubl|tripl|quadrupl)(?:es|ed|ing)", re.I)
#: The unit of which a part is taken: half an hour, a quarter of a second.
PART_OF_UNIT = re.compile(r"(?:\s+of)?[\s-](?:an?\s+)?(?P<unit>[a-z]+)\b")
#: Words, of which one stands where the pattern matches. They decide whether the costly patterns are tried, and where.
RANK_WORDS = frozenset({"no", "number", "rank", "ranks", "ranked", "ranking", "first", "st", "top"})
MULTIPLE_WORDS = NUMBER_WORDS | frozenset(
    [
        "factor",
        "factors",
        "twice",
        "double",
        "doubles",
        "doubled",
        "doubling",
        "twofold",
        "thrice",
        "triple",
        "triples",
        "tripled",
        "tripling",
        "threefold",
        "fourfold",
        "quadruple",
        "quadruples",
        "quadrupled",
        "quadrupling",
        "halve",
        "halves",
        "halved",
        "halving",
    ]
)
FOLDED_WORDS = frozenset(
    f"{word}fold" for word in ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
)
PART_WORDS = frozenset(PARTS) | {f"{part}s" for part in PARTS}
VAGUE_WORDS = frozenset(f"{scale}{s}" for scale in ("ten", *SCALES) for s in ("", "s"))
#: Between a vague figure and its unit: millions of dollars.
OF = re.compile(r"\s(?:of\s)?")
FOLDED = re.compile(r"\b(?P<base>two|three|four|five|six|seven|eight|nine|ten)fold\b", re.I)
VAGUE = re.compile(
    r"\b(?:(?P<of>tens|hundreds|dozens)\s+of\s+)?(?P<scale>hundreds|thousands|millions|billions|trillions|tens|dozens)\b"
    r"|\b(?:several|few|some|many|a couple of|(?P<half>half)\s+an?)\s+(?:(?P<hundred>hundred)\s+)?(?P<one>hundred|thousand|million|billion|trillion|dozen)s?\b",
    re.I,
)
VAGUE_SCALE = SCALES | {"ten": 10.0, "dozen": 10.0}
NAME = re.compile(
    r"(?<![\w.])(?!(?:sub|pre|mid|post|non|pp|ca|p|vs|No|no|Fig|Eq|Sec|Ref)[-.]?\d)"
    r"(?=[\w.@+/:^-]{0,60}\d)[A-Za-z][A-Za-z_]*(?:[-_./@+^]?[A-Za-z0-9_]+)*[\w+]*"
    r"|(?<![\w.])\d+[x×][A-Z][A-Za-z]*\d[\w-]*"  # 8xH100
    r"|(?<![\w.])(?:[1-9]D\b|\d+(?:\.\d+){2,}\w*|0x[0-9A-Fa-f]+|[1-9]\d{2,3}[pi]\b|[2-6]G\b|[48]K\s+(?=resolution|video|image|display))"
)
_BEGINS_SENTENCE = "|".join(read_words("numbers/english.toml", "begins_sentence"))
#: A name before a small figure: Python 3, Table 2. Words that begin sentences are no names.
PLACE = re.compile(
    rf"(?:\b(?!(?:{_BEGINS_SENTENCE})\b)[A-Z][\w.+-]*"
    r"|[Vv]ersions?|[Vv]|[Ff]ig(?:ure)?s?\.?|[Tt]ables?|[Ss]ect?(?:ion)?s?\.?|[Ee]q\.?)\s$"
)
SUFFIX = re.compile(
    r"\s{0,8}%(?![A-Za-z])|[\s-]?per\s?cent\b"
    r"|(?P<fold>[\s-]?folds?\b|\s?[x×X](?![\w×])(?!\s?\d)|(?:-|\s{1,4})times\b)"
    r"|(?P<ordinal>st|nd|rd|th)\b|(?P<decade>['’]?s)\b"
)
SCALE_SUFFIX = re.compile(
    r"(?:(?P<letter>[kKMBT])(?![A-Za-z])|\s{1,12}(?P<spaced>[MBT])(?![\w'’&]|-(?!param|token|word|image))|(?:-|\+?\s{0,3})(?P<word>[Hh]undred|[Tt]housand|[MmBb]illion|[Tt]rillion)s?\b)"
)
#: Before these words "3 T" is three trillion. Elsewhere it is the field of a magnet.
COUNTED_THING = re.compile(
    r"[\s-]+(?:\w+[\s-]+)?(?:token|param|word|FLOP|operation|edge|row|triple|record|dollar)", re.I
)
POINTS = re.compile(
    r"\s{0,8}(?:%|percent)?[\s-]?(?:(?:absolute|accuracy)\s)?(?:(?:percentage|percent|%)[\s-]points?|ppt?s?\b|p\.p\.)"
)
FIGURE = re.compile(rf"(?:(?<![\w.])|(?<=\bvs\.))(?P<sign>(?<![\w)\]%\s])[-−–]|(?<=\s)[-−–](?=\d)|^[-−])?{FIGURE_RE}")
LABEL = re.compile(r"(?:^|(?<=[\s(（;:]))(?:\(\d{1,2}\)|\d{1,2}\)|[①-⑳])|(?:^|\n)[ \t]*\d{1,2}[.、](?=\s|\D)")


ONE_IN = re.compile(
    rf"\b(?P<n>one|two|three|four|five|six|seven|eight|nine|ten)\s+(?:in|out\s+of|of)\s+(?:every\s+|all\s+|an?\s+)?(?P<of>{WORDS})\b",
    re.I,
)
#: 9 out of 10, 12 of 13, which Chinese also says as 九成 or 92 %.
OUT_OF = re.compile(
    r"(?<![\w.,])(?P<n>\d{1,4}(?:\.\d+)?)\s+(?:out\s+of|of|in)\s+(?:every\s+|all\s+|the\s+|an?\s+)?(?!(?:19|20)\d\d\b)(?P<of>\d{1,5})(?![\w%]|[.,]\d)"
)
OVER = re.compile(r"\s?/\s?(\d{1,3}(?:,\d{3})+|\d+)(?![\d/]|\.\d)")
JOINED = re.compile(r"^\s*+(?:-|–|—|−|to|and|or|,|/|, and|, or|and up to|±|vs\.?)\s*+(?:about|around|up to|\$)?\s*+$")
#: The year of a work that is cited: (Lee et al., 2022; Wu, 2024).
CITED = re.compile(r"(?:\bet al\.?,?|[A-Z]\w{1,24},)\s(?P<year>(?:19|20)\d\d)[a-z]?(?=[;)])")
#: Before the tens of a decade or of an age: the 60s, his late 30s.
ITS_DECADE = re.compile(r"(?:\b(?:the|early|mid|late|their|his|her)[\s-]|['’])$")
OF_ORDER = re.compile(r"[\s-]order\b")
CROSS = re.compile(r"\s(?:nested\s|stratified\s)?(?:cross|CV\b)")
SPELT = re.compile(rf"\b(?<![A-Z]-)(?:{WORDS})\b(?!-(?:{'|'.join(ORDINALS)})\b)", re.I)
ORDINAL = re.compile(rf"\b(?:(?P<ten>twenty|thirty|forty|fifty)-)?(?P<n>{'|'.join(ORDINALS)})(?:ly|s)?\b", re.I)
