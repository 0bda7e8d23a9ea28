"""The patterns by which ``chinese_numbers`` reads figures, one for each way of saying them in Chinese."""

from __future__ import annotations

import re

from summarize.characters import HAN
from summarize.checks.numbers.quantities import FIGURE_RE
from summarize.checks.numbers.spelt_chinese import NUMERAL, NUMERAL_CHARACTER
from summarize.checks.word_lists import read_table, read_words

GAP = re.compile(r"-?\s{0,12}")
FIGURES = r"\d[\d,]*(?:\.\d+)?"
#: Digits, or characters of a numeral, from their first on. A search that may begin at any of them takes time that is
#: quadratic in their number.
_DIGITS = r"(?<!\d)\d++"
_RUN = f"(?<!{NUMERAL_CHARACTER}){NUMERAL_CHARACTER}++"
#: No figure that a text means has more characters. Those of abstracts have 15 at the most.
_LONGEST = 40
_FULLWIDTH = dict(zip("０１２３４５６７８９．％＋－＜＞／ｋＫＭＢ", "0123456789.%+-<>/kKMB", strict=True))
#: Full-width commas separate and full-width brackets stay. They must not become part of a number.
#: Each full-width sign, and what stands for it. One replacement after the other is four times as fast as a table.
PLAIN = (*_FULLWIDTH.items(), ("，", "、"))

ORDERS = re.compile(
    rf"(?:(?P<n>{_DIGITS}(?:\.\d++)?|半|(?<![数几好上])[数几好上]++(?P<many>[十百千]++)|{_RUN}|数|几|多|若干)"
    rf"(?:\s*+(?:到|至|-|–|—|~|～|或|、)\s*+(?P<m>\d++(?:\.\d++)?|{NUMERAL_CHARACTER}++))?\s*+个?(?:以上的?)?\s*+|(?<!\s)\s*+)数量级"
)
PERCENT = re.compile(
    rf"(?<!{NUMERAL_CHARACTER})(?P<base>百|千|万)分之\s?(?P<n>{FIGURES}|{NUMERAL})(?:点(?P<point>[零一二三四五六七八九]+))?"
)
FRACTION = re.compile(rf"(?P<d>{_DIGITS}|{_RUN})\s?分之\s?(?P<n>{FIGURES}|{NUMERAL_CHARACTER}+)")
TENTHS = re.compile(
    r"(?<![\d一二三四五六七八九十])(?P<n>[1-9]|[一二两三四五六七八九])(?:成(?P<half>半)?)(?![员分为功本果长熟立千型像就语绩份品对])"
)
CLOSES = re.compile(r"\s?(?:$|[的左右以多，。、；,;）)])")
MULTIPLE = re.compile(
    rf"(?P<to>(?:到|至|为|达|是)(?:原来的|之前的|原先的)?\s?(?:了)?(?:约|近|超过|将近|大约)?\s?)?"
    rf"(?P<n>(?<![\d^])\d[\d,]{{0,{_LONGEST}}}(?:\.\d++)?(?:\s?[万亿千百]++)?|(?<!{NUMERAL_CHARACTER}){NUMERAL_CHARACTER}{{0,{_LONGEST}}}[一二两三四五六七八九十百千万亿](?:点[零一二三四五六七八九]++)?"
    rf"|数[十百千万]*|几[十百千万]*|(?<!{NUMERAL_CHARACTER})[十百千万]++|双|成|加|翻|半)\s?(?P<some>余|多)?\s?倍(?!频)(?P<half>半)?"
)
DOUBLED = re.compile(rf"翻(?:了)?(?P<n>{NUMERAL_CHARACTER}|\d+)?番|翻(?:了)?倍|加倍|成倍|双倍")
#: Words that can only mean that something fell to its half.
HALVED = frozenset(
    {"减半", "折半", "缩减一半", "减少一半", "降低一半", "下降一半", "减少了一半", "降低了一半", "下降了一半"}
)
HALF = re.compile(r"减半|折半|(?:减少|降低|下降)了?一半|一半|半数|过半|对半|各半|缩减一半")
#: Of first or second order: 二阶.
ORDER = re.compile(r"[一二三四五六七八九]阶(?!段|梯|层|级|跃)")
ORDINAL = re.compile(rf"第\s?(?P<n>\d+(?!\d|\.\d)|{NUMERAL_CHARACTER}+)")
RANK = re.compile(
    r"首位|榜首|一等奖|金奖|特等奖|头名|冠军|首屈一指|居首|排行第一|排名第一|名列第一|位居第一|位列第一|第一名|第一位|头号|[Tt][Oo][Pp]\s?1(?!\d)|[Nn]o\.?\s?1(?!\d)|#\s?1(?!\d)"
)
VAGUE = re.compile(
    r"(?P<idiom>成千上万|成千累万|千千万万)|(?P<hundreds>成百上千|成千成百|千百)|数以(?P<count>[十百千万亿]+)计"
    r"|(?:数|几|上(?!十)|近|成|好几|若干|(?<![十百千万\d])多)(?P<scale>[十百千万亿]+)(?!分之|分点)(?!进制)|(?<![\d一二两三四五六七八九])(?<!\d )(?P<level>[十百千万亿]{2,40}|[百千万亿])(?=量?级|规模)"
    r"|(?<![\d一二两三四五六七八九])(?<!\d )(?P<bare>百万|千万|十亿|百亿|千亿|万亿|上亿)(?!分之)|十几"
)
DECADE = re.compile(r"(?P<n>\d{2,4}|[一二三四五六七八九]十)\s?年代")
CENTURY = re.compile(rf"(?P<n>\d{{1,2}}|{_RUN})\s?世纪(?P<decade>(?=\s?(?:\d{{2}}|[一二三四五六七八九]十)\s?年代))?")
NAME = re.compile(
    r"(?<![A-Za-z0-9_.])(?=[\w.@+/:^-]{0,60}\d)[A-Za-z][A-Za-z_]*(?:[-_./@+^]?[A-Za-z0-9_]+)*[A-Za-z0-9_+]*"
    r"|(?<![A-Za-z0-9_.])\d+[x×][A-Z][A-Za-z]*\d[A-Za-z0-9-]*"
    r"|(?<![A-Za-z0-9_.])(?:[1-9]D(?![A-Za-z])|\d+(?:\.\d+){2,}|0x[0-9A-Fa-f]+|[1-9]\d{2,3}[pi](?![A-Za-z])|[2-6]G(?![A-Za-z]))",
    re.A,
)
LABEL = re.compile(
    r"[(（]\s?\d{1,2}\s?[)）]|[①-⑳]|(?:^|\n)[ \t]*\d{1,2}\s?[.、)）．](?=\D)|(?:^|(?<=[；;，：:。\s]))\d{1,2}[)）、]"
)
SUFFIX = re.compile(
    r"\s?(?P<scale>万亿|千亿|百亿|十亿|千万|百万|十万|亿|万|千(?![米克瓦赫卡兆字伏电])|百(?![分米])|(?<! )[kKMBT](?![A-Za-z])|(?:thousand|million|billion|trillion)\b)"
)
POINTS = re.compile(r"\s?%?\s?个?百分点|\s?pp(?![A-Za-z])|\s?个点(?![状云])")
SUFFIX_SIGN = re.compile(r"\\?\s{0,8}(?P<percent>%)|\s?(?P<fold>[xX×](?![\w×])(?!\s?\d))")
FIGURE = re.compile(
    rf"(?<![A-Za-z0-9_.])(?P<sign>(?<![\w)\]）%\s{HAN}])[-−–]|(?<=[\s{HAN}])[-−](?=\d)|负)?{FIGURE_RE}",
    re.A,
)
SPELT = re.compile(
    rf"[零〇一二两三四五六七八九十百千万亿半双俩仨单](?:(?<={NUMERAL_CHARACTER}){NUMERAL_CHARACTER}*+(?:点[零〇一二三四五六七八九]+)?)?"
)
#: A character of everything that VAGUE finds.
VAGUE_SIGN = re.compile("[十百千万亿]")
AND_A_HALF = re.compile(rf"(?P<n>{_DIGITS}|{_RUN})\s?个?(?:半(?P<unit>小时|钟头|月|星期|世纪)|(?P<unit2>年|天|倍)半)")
#: Characters that follow a numeral which counts something.
COUNTED = frozenset(read_table("numbers/chinese.toml")["measures"])
#: Words with a numeral that is no number. They can only explain an English number.
IDIOM = re.compile("|".join(read_words("numbers/chinese.toml", "idioms")))
WORD_SCALE = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
OVER = re.compile(r"\s?/\s?(\d{1,3}(?:,\d{3})+|\d+)(?![\d/]|\.\d|\s?(?:世纪|年代))")
#: 300余万, 20多个: "and some" between a figure and its scale or measure word.
ODD = re.compile(r"\s?[余多](?=[\d万亿千百个名种项篇年倍位家条%\s])\s?([万亿]?)")
#: 一百多万: a numeral, "and some", and its scale.
SOME = re.compile(r"[多余几]([万亿])")
JOINED = re.compile(r"^\s*+(?:-|–|—|−|~|～|到|至|和|或|、|,|/|以及|±|与|及)\s*+(?:约|近|大约)?\s*+$")
