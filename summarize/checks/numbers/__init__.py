"""The declarations of the checks on figures, which are compared as values."""

from __future__ import annotations

from summarize.checks.declaration import SINGLE_WORDS, Check, CheckFunction, Example

_NUMBERS = CheckFunction(
    "summarize.checks.numbers.number_checks:check_numbers",
    word_lists=(
        "aligning/lexicon.txt",
        "numbers/units.toml",
        "numbers/attributes/bounds.toml",
        "numbers/attributes/roles.toml",
        "numbers/attributes/calendar.toml",
        "numbers/chinese.toml",
        "numbers/english.toml",
    ),
)

CHECKS = (
    Check(
        code="number-changed",
        version=2,
        name="Figure changed",
        name_hans="数字有变",
        name_hant="數字有變",
        severity="error",
        explanation="A figure, magnitude, rank, ratio, bound, unit or date says something else than in the source. Both sides"
        " are read as values: digits with thousands separators and exponents, k M B T, hundred … trillion, 万 亿 万亿,"
        " spelt-out numbers and Chinese numerals, %, 百分之, 分之, 成, ×, “a factor of”, -fold, 倍, 翻番, 减半, orders of"
        " magnitude and 数量级, ranges, ordinals, “No. 1”, decades, units of measurement and currencies, LaTeX. A bound"
        " (up to, at least, over, below, about, 最多, 超过, 以内) may be lost, added or turned round; a unit lost or"
        " changed; percentage points may become percent, a change by 20 % one to 20 %; a month, weekday, season, century"
        " or a time without figure (for hours, 数天) another one; and so may a small number that Chinese often leaves"
        " out (two, third). A warning: “about” and “nearly” that are lost, the bound of a small count, percent that"
        " became percentage points.",
        spared="the same value said otherwise; “N times more” as N 倍 or as N−1 倍; “over 5 seeds” and other words that set"
        " no bound there; ±, and arrows; “thousands of” as the idiom 成千上万; names with digits"
        " (GPT-4o, MATH500, F1, top-1), which are `name-changed`'s.",
        bad=(
            Example("The cache cuts traffic by two orders of magnitude.", "该缓存把流量降低到十分之一。"),
            Example("The corpus holds 1.2 million letters.", "该语料库包含 12 万封信。"),
            Example("It is the No. 1 tool of its kind.", "它是同类工具中最好的工具之一。"),
            Example("Savings of up to 112% are seen.", "观察到 112% 的节省。"),
            Example("Fewer than 50 labels are needed.", "需要超过 50 个标签。"),
            Example("The chip works below 4 K.", "该芯片在 4 K 以上工作。"),
            Example("The wait doubles in winter.", "等待时间在冬天减半。"),
            Example("A reply takes 5 ms.", "一次回复需要 5 秒。"),
            Example("The correlation is 0.73.", "相关系数为 0.7。"),
            Example("We need 16 probes instead of thousands.", "我们只需要 16 个探针，而不是成千上万个。"),
            Example("Savings reach 4 percentage points.", "节省达到 4%。"),
            Example("Rents rose by 20%.", "租金上涨到 20%。"),
            Example("The fair opens in March.", "集市于 5 月开放。"),
            Example("The third well is dry.", "第二口井是干的。"),
        ),
        good=(
            Example("The corpus holds 1.2 million letters.", "该语料库包含 120 万封信。"),
            Example("Cost falls by a factor of 20.", "成本降低到原来的二十分之一。"),
            Example("It is several orders of magnitude faster.", "它快了几个数量级。"),
            Example("The drive takes 90 minutes.", "车程为一个半小时。"),
            Example("Two thirds of the farms answered.", "66.7% 的农场作了回答。"),
            Example("The error is 3.2 +/- 0.4 mm.", "误差为 3.2 ± 0.4 毫米。"),
            Example("Rents fell by 50%.", "租金降至原来的一半。"),
        ),
        functions=(_NUMBERS,),
        outranks=SINGLE_WORDS | {"time-place"},
    ),
    Check(
        code="number-missing",
        version=2,
        name="Figure missing",
        name_hans="数字缺失",
        name_hant="數字缺失",
        severity="error",
        explanation="A figure of the source has no counterpart in the translation; a warning where it is spelt out. Only in"
        " titles, abstracts and sentences: a summary may choose.",
        spared="one, two, first, second, both, half and their like, which Chinese drops or says otherwise; thousands and"
        " millions rendered as 大量; marks of citations and lists.",
        bad=(
            Example("We train on the 1.2k harbour subset.", "我们在港口子集上训练。"),
            Example("We test 26 tools on 11 farms.", "我们测试了 26 种工具。"),
        ),
        good=(
            Example("Both maps are used twice.", "这些地图被重复使用。"),
            Example("We train on the 1.2k harbour subset.", "我们在该子集上训练。", "summary"),
        ),
        functions=(_NUMBERS,),
    ),
    Check(
        code="number-invented",
        version=2,
        name="Figure invented",
        name_hans="数字无据",
        name_hant="數字無據",
        severity="error",
        explanation="A figure stands in the Chinese and nowhere in the source, nor in the pages that a takeaway was made"
        " from. In a summary or takeaway, a factor or share that is said to be approximate and follows from two figures"
        " of the source (12.7 and 4.1: 约三倍) is a warning.",
        spared="words with a numeral that are no numbers (一种, 一系列, 进一步, 统一, 两者, 十分, 五花八门); a count of things"
        " that the source lists (三项指标); 11 月 for November; 20 世纪 before 90 年代.",
        bad=(
            Example("The new valve saves water.", "新阀门节水 12%。"),
            Example("The scanner is fast.", "该扫描仪快 3.5 倍。", "takeaways"),
        ),
        good=(
            Example("Speed, cost and noise are measured.", "测量了速度、成本和噪声三项指标。"),
            Example("The survey began in November.", "该调查始于 11 月。"),
        ),
        functions=(_NUMBERS,),
    ),
)
