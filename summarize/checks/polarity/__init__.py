"""The declarations of the checks on polarity: what is denied, turned into its opposite, or said without its condition."""

from __future__ import annotations

from summarize.checks.declaration import SINGLE_WORDS, Check, CheckFunction, Example

_POLARITY = CheckFunction(
    "summarize.checks.polarity.polarity_checks:check_polarity",
    word_lists=(
        "polarity/antonyms.toml",
        "polarity/chinese.toml",
        "polarity/conditions.toml",
        "polarity/negation.toml",
        "aligning/lexicon.txt",
        "aligning/learned_lexicon.txt.gz",
        "aligning/phrases.txt",
    ),
)

CHECKS = (
    Check(
        code="antonym",
        version=1,
        name="Turned into its opposite",
        name_hans="意思相反",
        name_hant="意思相反",
        severity="error",
        explanation="The Chinese has the opposite of a word, and nothing in the English says so: 稳定 for *unstable*, 全局"
        " for *local*, 解码器 for *encoder*. An error where the learned lexicon misses the English word, too, and a warning"
        " otherwise.",
        spared="opposites that both stand in the English, and Chinese that says neither of the two.",
        bad=(
            Example("The orbit is unstable.", "该轨道是稳定的。"),
            Example("We freeze the encoder.", "我们冻结解码器。"),
        ),
        good=(
            Example("The orbit is unstable.", "该轨道并不稳定。"),
            Example("We freeze the encoder and train the decoder.", "我们冻结编码器并训练解码器。"),
        ),
        functions=(_POLARITY,),
        outranks=SINGLE_WORDS,
    ),
    Check(
        code="negation",
        version=1,
        name="Negation lost or added",
        name_hans="否定缺失或多出",
        name_hant="否定缺失或多出",
        severity="error",
        explanation="The English denies something that the Chinese says, or the Chinese denies something that the English"
        " says: 能够 for *cannot*, 没有 where nothing is denied. An error where the learned lexicon agrees on one of both sides.",
        spared="*not only*, 不同, 不仅 and other words that hold a negator and deny nothing.",
        bad=(
            Example("The drug cannot cross the membrane.", "该药物能够穿过细胞膜。"),
            Example("The signal is stable at low pressure.", "信号在低压下没有稳定下来。"),
        ),
        good=(Example("The drug cannot cross the membrane.", "该药物难以穿过细胞膜。"),),
        functions=(_POLARITY,),
        outranks=SINGLE_WORDS,
    ),
    Check(
        code="condition",
        version=1,
        name="Condition lost or turned",
        name_hans="条件缺失或改变",
        name_hant="條件缺失或改變",
        severity="warning",
        explanation="The English says under which condition something holds, and the Chinese says it without, or sets another"
        " condition: 如果 for *unless*.",
        spared="conditions that the Chinese gives in other words.",
        bad=(Example("Water the field unless it rains.", "如果下雨，就给田地浇水。"),),
        good=(Example("Water the field unless it rains.", "除非下雨，否则就给田地浇水。"),),
        functions=(_POLARITY,),
        outranks=SINGLE_WORDS,
    ),
)
