"""The declarations of the checks on addresses, formulas and typography."""

from __future__ import annotations

from summarize.checks.declaration import Check, CheckFunction, Example
from summarize.checks.words import LANGUAGE

_LINKS = CheckFunction("summarize.checks.markup.links:check_links")
_FORMULAS = CheckFunction(
    "summarize.checks.markup.formulas:check_math", word_lists=("markup/formulas.toml", "numbers/units.toml")
)
_FORMAT = CheckFunction("summarize.checks.markup.format:check_format", needs_english=False)

CHECKS = (
    Check(
        code="link-changed",
        version=2,
        name="Link changed",
        name_hans="链接有变",
        name_hant="連結有變",
        severity="error",
        explanation="An address was altered, cut or lost (titles and abstracts), or a Markdown link is broken by full-width"
        " brackets. A warning where an address runs into the Chinese after it, and where arXiv's own “this https URL” was"
        " lost.",
        spared="http for https, a slash at the end; “this https URL” kept or put into Chinese; a summary without the link.",
        bad=(
            Example("See https://example.org/tide for the code.", "代码可在 https://example.org/tide找到。"),
            Example("See https://example.org/tide for the code.", "代码见 https://example.org/tid 。"),
            Example(
                "The code is in [this folder](https://example.org/a).", "代码在[此文件夹]（https://example.org/a）中。"
            ),
        ),
        good=(
            Example("See https://example.org/tide/ for the code.", "代码见 http://example.org/tide 。"),
            Example("The code is at this https URL.", "代码见此 https URL 。"),
        ),
        functions=(_LINKS,),
    ),
    Check(
        code="link-invented",
        version=1,
        name="Link invented",
        name_hans="链接无据",
        name_hant="連結無據",
        severity="error",
        explanation="An address stands in the Chinese and not in the source. No layout makes it a link.",
        spared="addresses that stand anywhere in the source.",
        bad=(Example("We release the code.", "我们发布了代码，见 https://example.org/project 。"),),
        good=(Example("The code is at https://example.org/tide.", "代码见 https://example.org/tide 。"),),
        functions=(_LINKS,),
    ),
    Check(
        code="math-changed",
        version=2,
        name="Formula changed",
        name_hans="公式有变",
        name_hant="公式有變",
        severity="error",
        explanation="A LaTeX formula was altered, lost (titles and abstracts), invented, or left open: a brace or $ too few.",
        spared=r"the same content set otherwise (spaces, braces, \mathcal, α for $\alpha$, n for $n$); \emph and \cite gone.",
        bad=(
            Example(r"Sorting takes $O(n \log n)$ steps.", "排序需要 $O(n^2)$ 步。"),
            Example(r"The error is $O(1/\sqrt{T})$ here.", r"此处误差为 $O(1/\sqrt{T)$。"),
        ),
        good=(
            Example(r"The rate $\alpha$ is fixed.", "速率 α 是固定的。"),
            Example(r"Sorting takes $\mathcal{O}(n^{2})$ steps.", "排序需要 $O(n^2)$ 步。"),
        ),
        functions=(_FORMULAS,),
    ),
    Check(
        code="format",
        version=2,
        name="Typography",
        name_hans="格式",
        name_hant="格式",
        severity="warning",
        explanation="Typography that Chinese text does not have: half-width punctuation between Chinese characters, stray"
        " quotation marks, LaTeX commands and Markdown, unpaired brackets, Traditional characters in Simplified text.",
        spared="formulas, code and addresses; a text that is Traditional throughout.",
        bad=(
            Example("The method works well.", "我们提出方法,效果很好。"),
            Example("This is the point.", "这是**重点。"),
            Example("We train models.", "我们訓練模型。"),
        ),
        good=(
            Example("The function f(x, y) is smooth.", "函数 f(x, y) 是光滑的。"),
            Example("We train large models here.", "我們在這裡訓練大型語言模型。"),
        ),
        functions=(_FORMAT, LANGUAGE),
    ),
)
