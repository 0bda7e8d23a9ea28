"""The declarations of the checks on things that have changed places: figures, names, sides of a comparison, roles."""

from __future__ import annotations

from summarize.checks.declaration import SINGLE_WORDS, Check, CheckFunction, Example

_ORDER = CheckFunction(
    "summarize.checks.order.order_checks:check_order",
    word_lists=(
        "order/order.toml",
        "order/weights.toml",
        "aligning/lexicon.txt",
        "aligning/learned_lexicon.txt.gz",
        "aligning/phrases.txt",
        "numbers/units.toml",
        "numbers/attributes/bounds.toml",
        "numbers/chinese.toml",
        "numbers/english.toml",
    ),
)

CHECKS = (
    Check(
        code="figures-swapped",
        version=1,
        name="Figures exchanged",
        name_hans="数字互换",
        name_hant="數字互換",
        severity="error",
        explanation="Two figures of a sentence have changed places: each stands where the other belongs, beside the"
        " words of the other, or in a list whose other members kept their order.",
        spared="a sentence or a list that is told in another order as a whole.",
        bad=(
            Example(
                "Memory falls by 18% in winter and energy falls by 42% in summer.",
                "冬季内存下降 42%，夏季能量下降 18%。",
            ),
        ),
        good=(
            Example(
                "Memory falls by 18% in winter and energy falls by 42% in summer.",
                "夏季能量下降 42%，冬季内存下降 18%。",
            ),
        ),
        functions=(_ORDER,),
        outranks=SINGLE_WORDS,
    ),
    Check(
        code="names-swapped",
        version=1,
        name="Names exchanged",
        name_hans="名称互换",
        name_hant="名稱互換",
        severity="error",
        explanation="Two names of a sentence have changed places: each stands where the other belongs.",
        spared="a sentence or a list that is told in another order as a whole.",
        bad=(
            Example(
                "LaneNet reads the images, and RoadNet writes the report.",
                "RoadNet 读取图像，LaneNet 撰写报告。",
            ),
        ),
        good=(
            Example(
                "LaneNet reads the images, and RoadNet writes the report.",
                "RoadNet 撰写报告，LaneNet 读取图像。",
            ),
        ),
        functions=(_ORDER,),
        outranks=SINGLE_WORDS,
    ),
    Check(
        code="sides-swapped",
        version=1,
        name="Sides exchanged",
        name_hans="主客颠倒",
        name_hant="主客顛倒",
        severity="error",
        explanation="Two sides of a comparison, or two that act, have changed places: who does, or is better, is now the"
        " one that it is done to. An error where a word of comparison stands between both sides (outperforms, 优于), a"
        " warning otherwise.",
        spared="the passive, and 与……相比 or 不如 for a comparison told from its other side.",
        bad=(
            Example(
                "The encoder outperforms the decoder on short texts.",
                "在短文本上，解码器优于编码器。",
            ),
        ),
        good=(
            Example(
                "The encoder outperforms the decoder on short texts.",
                "与解码器相比，编码器在短文本上更好。",
            ),
        ),
        functions=(_ORDER,),
        outranks=SINGLE_WORDS,
    ),
)
