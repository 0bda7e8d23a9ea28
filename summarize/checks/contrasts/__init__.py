"""The declarations of the checks on contrasts: closed classes of words of which one cannot stand for another."""

from __future__ import annotations

from summarize.checks.declaration import SINGLE_WORDS, Check, CheckFunction, Example

_CONTRASTS = CheckFunction(
    "summarize.checks.contrasts.contrast_checks:check_contrasts",
    word_lists=(
        "contrasts/direction.toml",
        "contrasts/measures.toml",
        "contrasts/opposites.toml",
        "contrasts/modality.toml",
        "contrasts/quantifier.toml",
        "contrasts/connective.toml",
        "contrasts/aspect.toml",
        "contrasts/time.toml",
        "contrasts/place.toml",
        "aligning/lexicon.txt",
        "aligning/learned_lexicon.txt.gz",
        "aligning/phrases.txt",
    ),
)

CHECKS = (
    Check(
        code="direction",
        version=1,
        name="Direction turned",
        name_hans="方向相反",
        name_hant="方向相反",
        severity="error",
        explanation="A word of direction says the opposite: 提高 for “reduce”, 更低 for “higher”, 阻碍 for “promote”, 高估 for"
        " “underestimate”, 最小 for “largest”. Within an aligned sentence, words of both languages are paired by what they"
        " say (more or less, high or low, fast or slow, better or worse, help or hinder, easy or hard, …). An English word"
        " for which nothing is left, and a Chinese word of the opposite for which nothing is left, contradict. It is an error"
        " where the learned lexicon agrees that right sentences seldom have it so, and a warning otherwise.",
        spared="a word that only one side has; words of terms (lower bound, low-rank, 梯度下降).",
        bad=(
            Example("The tax lowers the price of bread.", "该税收提高了面包的价格。"),
            Example("Older bridges carry higher loads.", "较老的桥梁承受更低的载荷。"),
        ),
        good=(Example("The tax lowers the price of bread.", "该税收降低了面包的价格。"),),
        functions=(_CONTRASTS,),
        outranks=SINGLE_WORDS,
    ),
    Check(
        code="modality",
        version=1,
        name="Certainty changed",
        name_hans="语气有变",
        name_hant="語氣有變",
        severity="error",
        explanation="What may be is said to be certain, necessary or done, what must be is said to be free, or what is"
        " suggested is said to be proved, or the other way round. Paired and graded as for `direction`.",
        spared="可以 and 能 for “may”; 会 for “can”; 表明 for “suggest” and “demonstrate”.",
        bad=(Example("The reef may recover after a storm.", "风暴之后，珊瑚礁必然恢复。"),),
        good=(Example("The reef may recover after a storm.", "风暴之后，珊瑚礁可能恢复。"),),
        functions=(_CONTRASTS,),
        outranks=SINGLE_WORDS,
    ),
    Check(
        code="quantifier",
        version=1,
        name="Quantity word changed",
        name_hans="数量词有变",
        name_hant="數量詞有變",
        severity="error",
        explanation="A word of quantity says another part: 所有 for “most”, 部分 for “all”, 至少 for “only”, 单个 for"
        " “multiple”. Paired and graded as for `direction`.",
        spared="words near to each other: each and all, some and several, many and most.",
        bad=(Example("Most bridges in the valley are old.", "山谷里的所有桥梁都很古老。"),),
        good=(Example("Most bridges in the valley are old.", "山谷里的大多数桥梁都很古老。"),),
        functions=(_CONTRASTS,),
        outranks=SINGLE_WORDS,
    ),
    Check(
        code="connective",
        version=1,
        name="Relation changed",
        name_hans="逻辑关系有变",
        name_hant="邏輯關係有變",
        severity="error",
        explanation="Two clauses are joined by another relation: 因为 for “although”, 因此 for “however”, 尽管 for “if”, 源于 for"
        " “leads to”. Paired and graded as for `direction`.",
        spared="a connective that only one side has; 但 beside 尽管; “while” and “since” in any of their meanings.",
        bad=(Example("Although the river is shallow, ships pass.", "由于河水很浅，船只得以通过。"),),
        good=(Example("Although the river is shallow, ships pass.", "尽管河水很浅，船只仍能通过。"),),
        functions=(_CONTRASTS,),
        outranks=SINGLE_WORDS,
    ),
    Check(
        code="aspect",
        version=1,
        name="Time of the action changed",
        name_hans="时态有变",
        name_hant="時態有變",
        severity="error",
        explanation="What is done is said to be planned or going on, what begins is said to end, what is current is said to"
        " be past or future. Paired and graded as for `direction`.",
        spared="a word of tense that only one side has.",
        bad=(Example("The harbour will be deepened.", "港口已经加深。"),),
        good=(Example("The harbour will be deepened.", "港口将会加深。"),),
        functions=(_CONTRASTS,),
        outranks=SINGLE_WORDS,
    ),
    Check(
        code="time-place",
        version=1,
        name="Time or place changed",
        name_hans="时间地点有变",
        name_hant="時間地點有變",
        severity="error",
        explanation="A word of time, frequency or place says another one: 之后 for “before”, 每月 for “weekly”, 经常 for “rarely”, 上方"
        " for “below”, 外部 for “inside”, 北 for “south”. Paired and graded as for `direction`.",
        spared="a word of time or place that only one side has; words of terms (downstream task, 数据中心).",
        bad=(Example("Wash the wool before you dye it.", "在染色之后清洗羊毛。"),),
        good=(Example("Wash the wool before you dye it.", "在染色之前清洗羊毛。"),),
        functions=(_CONTRASTS,),
        outranks=SINGLE_WORDS,
    ),
)
