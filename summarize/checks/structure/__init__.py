"""The declarations of the checks on sentences and takeaways: all of them are there, once, with their evidence."""

from __future__ import annotations

from summarize.checks.declaration import Check, CheckFunction, Example
from summarize.checks.lexical import COMPARED_WORDS
from summarize.checks.model_habits import EMBELLISHMENT

_FIGURES = ("numbers/units.toml", "numbers/attributes/bounds.toml", "numbers/chinese.toml", "numbers/english.toml")
_COVERAGE = CheckFunction(
    "summarize.checks.structure.coverage:check_coverage",
    units=("title", "abstract"),
    word_lists=("aligning/lexicon.txt", "aligning/learned_lexicon.txt.gz", "aligning/phrases.txt", *_FIGURES),
)
_NUMBERED = CheckFunction(
    "summarize.checks.structure.coverage:check_numbered",
    looks_at="draft",
    units=("abstract",),
    word_lists=("aligning/lexicon.txt", "aligning/learned_lexicon.txt.gz", "aligning/phrases.txt", *_FIGURES),
)
_REPEATED = CheckFunction(
    "summarize.checks.structure.repeated:check_repeated",
    needs_english=False,
    word_lists=("structure/repeated.toml", "aligning/lexicon.txt"),
)
_TAKEAWAY_LINES = CheckFunction(
    "summarize.checks.structure.evidence:check_takeaway_lines",
    units=("takeaways",),
    needs_english=False,
    word_lists=_FIGURES,
)
_EVIDENCE = CheckFunction(
    "summarize.checks.structure.evidence:check_evidence", looks_at="draft", units=("takeaways",), word_lists=_FIGURES
)
_TAKEAWAYS = CheckFunction(
    "summarize.checks.structure.evidence:check_takeaways", looks_at="draft", units=("takeaways",), word_lists=_FIGURES
)

CHECKS = (
    Check(
        code="omission",
        version=2,
        name="Left out",
        name_hans="疑有遗漏",
        name_hant="疑有遺漏",
        severity="error",
        explanation="A sentence of the source is missing, merged away or stands at another number, or a clause has no"
        " counterpart: of several words of content side by side none has a rendering in the Chinese. Sentences of both"
        " languages are aligned on figures, names, length and a lexicon of some 2,000 words, and clauses are held against"
        " the learned lexicon. A warning where the signs are weaker.",
        spared="two sentences made one or one made two; free renderings; what the next sentence says; words that the lexicon"
        " does not know; a single word, which is `lost-word`.",
        bad=(
            Example(
                "We train a small model on letters from the harbour. The dataset is public. A limitation is that winter"
                " is not covered by our experiments.",
                "我们用来自港口的信件训练了一个小模型。数据集是公开的。",
            ),
            Example(
                "The trained pump model predicts the flow of water in the network, although the sensors of the harbour"
                " produce noisy measurements.",
                "训练好的泵模型可预测网络中的水流。",
            ),
        ),
        good=(
            Example(
                "We train a small model on letters. The dataset is public.",
                "我们用信件训练了一个小模型，数据集是公开的。",
            ),
        ),
        functions=(_COVERAGE, _NUMBERED, COMPARED_WORDS),
    ),
    Check(
        code="addition",
        version=2,
        name="Added",
        name_hans="疑有增添",
        name_hant="疑有增添",
        severity="error",
        explanation="A whole sentence or a clause has no English: several Chinese words of content side by side have"
        " nothing that supports them. A warning for praise, speculation and prospects that nothing in the source says, and"
        " where the signs are weaker.",
        spared="such words where the source has their like; names and acronyms that are written out; words that explain"
        " rare English.",
        bad=(
            Example("The valve saves water.", "该阀门节水，应用前景广阔。"),
            Example(
                "We train a small model on letters from the harbour. The dataset is public.",
                "我们用来自港口的信件训练了一个小模型。数据集是公开的。未来的医院还应当检查患者的血液和心脏样本。",
            ),
        ),
        good=(Example("The valve has great potential for application.", "该阀门具有很大的应用潜力。"),),
        functions=(_COVERAGE, EMBELLISHMENT, COMPARED_WORDS),
    ),
    Check(
        code="evidence",
        version=1,
        name="Evidence missing",
        name_hans="依据不明",
        name_hant="依據不明",
        severity="warning",
        explanation="A takeaway has no mark, a mark that leads nowhere, or a figure that is in the source but not in the"
        " sentence or on the page that it cites (a page's text may run on to the next page). Only in our own results.",
        spared="takeaways of pages that others made.",
        bad=(
            Example("We draw 900 maps. Accuracy is 91%.", "准确率达到 91%。[1]", "takeaways"),
            Example("We draw 900 maps. Accuracy is 91%.", "绘制了 900 幅地图。[7]", "takeaways"),
            Example("We draw 900 maps. Accuracy is 91%.", "绘制了 900 幅地图。", "takeaways"),
        ),
        good=(Example("We draw 900 maps. Accuracy is 91%.", "准确率达到 91%。[2]", "takeaways"),),
        functions=(_EVIDENCE,),
    ),
    Check(
        code="repeated",
        version=2,
        name="Said twice",
        name_hans="重复",
        name_hant="重複",
        severity="error",
        explanation="A sentence or takeaway says again what another one says; a warning for a word twice in a row.",
        spared="takeaways that differ in a figure or name; 一步一步; 非常非常; what the source says twice.",
        bad=(
            Example(
                "We collect maps of old towns. The maps are free.",
                "1. 我们收集了古镇的手绘地图。\n2. 我们收集了古镇的手绘地图。",
                "takeaways",
            ),
            Example("We propose a small change.", "我们我们提出一个小改动。"),
        ),
        good=(
            Example("We go step by step.", "我们一步一步地前进。"),
            Example(
                "Accuracy is 91% on roads and 78% on rivers.",
                "1. 在道路数据上准确率达到了 91%。\n2. 在道路数据上准确率达到了 78%。",
                "takeaways",
            ),
        ),
        functions=(_REPEATED, _TAKEAWAY_LINES, _TAKEAWAYS),
        outranks=frozenset({"addition"}),
    ),
)
