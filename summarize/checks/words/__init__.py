"""The declarations of the checks on terms, names, and English that was left in the Chinese."""

from __future__ import annotations

from summarize.checks.declaration import Check, CheckFunction, Example
from summarize.checks.lexical import COMPARED_WORDS

_TERMS = CheckFunction("summarize.checks.words.terms:check_terms")
_NAMES = CheckFunction(
    "summarize.checks.words.names:check_names",
    word_lists=(
        "words/names.toml",
        "words/acronyms.toml",
        "words/ordinary.toml",
        "aligning/lexicon.txt",
        "numbers/units.toml",
    ),
)
#: This function also finds characters of the other script, with the code ``format`` that ``markup`` declares.
LANGUAGE = CheckFunction(
    "summarize.checks.words.language_checks:check_language", word_lists=("words/language.toml", "words/ordinary.toml")
)

CHECKS = (
    Check(
        code="term",
        version=3,
        name="Term mistranslated",
        name_hans="术语不当",
        name_hant="術語不當",
        severity="error",
        explanation="A term is rendered as nonsense. A warning where the rendering is only known to be wrong, or goes"
        " against your own glossary. A word that became another one, which nothing in the English supports, as the"
        " learned lexicon sees it, is a warning.",
        spared="renderings that are right in the field at hand (a power grid's transformer is a 变压器); accepted"
        " alternatives.",
        bad=(
            Example("We train transformers on harbour maps.", "我们用港口地图训练变压器。"),
            Example("An LLM-as-a-judge prefers long answers.", "作为法官的大语言模型偏爱长回答。"),
            Example("It works in the 1-shot setting.", "它在单镜头设置下有效。"),
            Example("Policy gradient methods drift.", "政策梯度方法会漂移。"),
        ),
        good=(
            Example("The substation's transformer overheats at high voltage.", "变电站的变压器在高电压下过热。"),
            Example("Edge devices hold graph nodes.", "边缘设备保存图节点。"),
        ),
        functions=(_TERMS, COMPARED_WORDS),
    ),
    Check(
        code="name-changed",
        version=3,
        name="Name changed",
        name_hans="名称有变",
        name_hant="名稱有變",
        severity="error",
        explanation="A name, model, dataset or acronym is spelt otherwise, transliterated, translated, or its expansion is"
        " cut short. A warning where the name may have been left out or translated on purpose.",
        spared="中文(English); an acronym for its expansion and the other way round; acronyms that Chinese writes out"
        " (UAV, 无人机); renderings that the glossary accepts.",
        bad=(
            Example("Panacea: A Healer of Maps", "帕纳塞斯：地图的修复者", "title"),
            Example("We test TreeBench on maps.", "我们在地图上测试 TreeBanch。"),
            Example("We propose LaneNet, a reader of roads.", "我们提出一种道路阅读器。"),
        ),
        good=(
            Example("We test TreeBench on maps.", "我们在地图上测试 TreeBench。"),
            Example("We use graph neural networks (GNNs).", "我们使用图神经网络。"),
            Example("A UAV maps the harbour.", "一架无人机绘制港口地图。"),
        ),
        functions=(_TERMS, _NAMES),
    ),
    Check(
        code="language",
        version=2,
        name="Chinese missing",
        name_hans="未译成中文",
        name_hant="未譯成中文",
        severity="error",
        explanation="The Chinese is missing: the text, a sentence or a clause is empty or still English.",
        spared="titles that are a name; quotations and code.",
        bad=(
            Example("We propose a method that reads maps.", "We propose a method that reads maps."),
            Example("We propose a method that reads maps.", ""),
        ),
        good=(
            Example("LaneNet", "LaneNet", "title"),
            Example(
                'Adding "let us think about it step by step" helps language models.',
                "加入“let us think about it step by step”有助于语言模型。",
            ),
        ),
        functions=(LANGUAGE,),
        outranks=frozenset({"untranslated", "omission", "addition", "name-changed"}),
    ),
    Check(
        code="untranslated",
        version=2,
        name="English word left",
        name_hans="夹杂英文",
        name_hant="夾雜英文",
        severity="warning",
        explanation="An ordinary English word was left in the Chinese sentence.",
        spared="names, units, Token and other terms that the glossary lets stay, 中文(English), code, quotations.",
        bad=(
            Example("We study private equity firms.", "我们研究私人 equity 公司。"),
            Example("In this paper, emergent order is measured.", "本文测量 emergent 秩序。"),
            Example("We evaluate o1-like models.", "我们评估 o1-like 模型。"),
        ),
        good=(
            Example("We train on 3 billion tokens.", "我们在 30 亿 token 上训练。"),
            Example("We show emergent order in neural maps.", "我们展示了神经地图中的涌现秩序（emergent order）。"),
        ),
        functions=(LANGUAGE,),
    ),
)
