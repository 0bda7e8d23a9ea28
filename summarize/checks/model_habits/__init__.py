"""The declarations of the checks on habits of models: they talk about their answer, repeat themselves, and praise."""

from __future__ import annotations

from summarize.checks.declaration import Check, CheckFunction, Example

_CHATTER = CheckFunction(
    "summarize.checks.model_habits.chatter:check_chatter",
    needs_english=False,
    word_lists=("model_habits/chatter.toml",),
)
_GARBAGE = CheckFunction(
    "summarize.checks.model_habits.garbage:check_garbage",
    needs_english=False,
    word_lists=("model_habits/garbage.toml", "words/ordinary.toml"),
)
#: This function finds ``addition``, which ``structure`` declares with the other findings on sentences.
EMBELLISHMENT = CheckFunction(
    "summarize.checks.model_habits.embellishment:check_additions",
    word_lists=("model_habits/embellishment.toml", "aligning/lexicon.txt"),
)

CHECKS = (
    Check(
        code="chatter",
        version=2,
        name="Model talks about its answer",
        name_hans="模型闲话",
        name_hant="模型閒話",
        severity="error",
        explanation="The model talks about its answer instead of giving it, in Chinese or English: it comments, greets,"
        " offers alternatives, or gives a title twice.",
        spared="papers about translation, dialogue or users, where the source itself says so; 我们; 自我; “Note:” that the"
        " source has.",
        bad=(
            Example("The lamp is cheap.", "这盏灯很便宜。说明：这个翻译尽量保持了原文的意思。"),
            Example("The lamp is cheap.", "这盏灯很便宜。希望对您有所帮助。"),
            Example("The lamp is cheap.", "Here is the translation: 这盏灯很便宜。"),
            Example("A Cheap Lamp", "一盏便宜的灯\n\n或者：廉价灯具", "title"),
        ),
        good=(
            Example("We ask whether a translation keeps the tone.", "我们研究译文是否保持语气。"),
            Example("The robot is aware of itself.", "该机器人具有自我意识。"),
        ),
        functions=(_CHATTER,),
        outranks=frozenset(
            {"addition", "untranslated", "number-invented", "name-changed", "format", "term", "language"}
        ),
    ),
    Check(
        code="garbage",
        version=2,
        name="Text that does not belong",
        name_hans="不相干的文字",
        name_hant="不相干的文字",
        severity="error",
        explanation="Text that can be no part of a translation: replacement characters and broken encoding, a script that"
        " the source does not have, residue of templates and markup, the same words again and again, an English fragment"
        " that runs into a figure.",
        spared="Greek letters, formulas, words of other scripts that the source quotes.",
        bad=(
            Example("The correlation is 0.73 for adults.", "相关系数0.7in the evaluation of adults。"),
            Example("The model is small.", "模型模型模型模型很小。"),
            Example("The model is small.", "该模型很小。<|im_end|>"),
            Example("The model is small.", "该模型â€™很小。"),
        ),
        good=(
            Example("The word привет is a greeting.", "单词 привет 是一句问候。"),
            Example("The angle θ is small.", "角度 θ 很小。"),
        ),
        functions=(_GARBAGE,),
        outranks=frozenset({"addition", "untranslated", "number-invented", "number-changed", "format", "language"}),
    ),
)
