"""The declarations of the checks on single words: each word of content of the English stands in the Chinese."""

from __future__ import annotations

from summarize.checks.declaration import Check, CheckFunction, Example

#: This function also finds ``omission`` and ``addition`` of clauses, which ``structure`` declares, and ``term``, which
#: ``words`` declares.
COMPARED_WORDS = CheckFunction(
    "summarize.checks.lexical.word_checks:check_words",
    units=("title", "abstract"),
    word_lists=(
        "aligning/lexicon.txt",
        "aligning/learned_lexicon.txt.gz",
        "aligning/phrases.txt",
        "lexical/uninformative.toml",
    ),
)

CHECKS = (
    Check(
        code="lost-word",
        version=1,
        name="Word lost",
        name_hans="疑漏译词语",
        name_hant="疑漏譯詞語",
        severity="warning",
        explanation="A word or phrase of the English has none of its renderings in the Chinese beside it. Renderings and"
        " how often they are missing in right sentences were learned from 199,000 pairs of sentences; the usual one is"
        " given as what would be right.",
        spared="words that are often left out or said freely; a part of a phrase that is there as a whole; names and words kept"
        " in English; what stands in the next sentence; characters shared with a usual rendering, where nothing else"
        " explains them.",
        bad=(
            Example(
                "We conduct an expert evaluation of the maps that the network predicts.",
                "我们对网络预测的地图进行了评估。",
            ),
            Example("The drug significantly reduces pain in older patients.", "该药物可减轻老年患者的疼痛。"),
        ),
        good=(
            Example(
                "We conduct an expert evaluation of the maps that the network predicts.",
                "我们对网络预测的地图进行了专家评估。",
            ),
            Example("The code is reusable.", "代码可以复用。"),
        ),
        functions=(COMPARED_WORDS,),
    ),
)
