"""Every code that a check can report: its name, how sure it is, what it catches, an example. docs/checks.md says the same."""

from __future__ import annotations

from dataclasses import dataclass

from summarize.values import Severity


@dataclass(frozen=True, slots=True)
class Check:
    """One code. ``severity`` is what it has where the check is sure; every code may also come as a warning."""

    code: str
    name: str
    severity: Severity
    explanation: str
    example: str


_ALL = (
    Check(
        "number-changed", "Figure changed", "error",
        "A figure, magnitude, rank, ratio, bound or unit says something else than in the source. Both sides are read as"
        " values, so 1.2 million and 120 万, or a factor of 20 and 二十分之一, are the same.",
        "two orders of magnitude → 十分之一; No. 1 → …之一; up to 112% → 112%; 0.73 → 0.7; 5 ms → 5 秒",
    ),
    Check(
        "number-missing", "Figure missing", "error",
        "A figure of the source has no counterpart in the translation. Only for titles, abstracts and sentences:"
        " a summary may choose.",
        "the 1.2k DeepScaleR subset → DeepScaleR 子集",
    ),
    Check(
        "number-invented", "Figure invented", "error",
        "A figure stands in the Chinese and nowhere in the source.",
        "improves accuracy → 准确率提高 12%",
    ),
    Check(
        "chatter", "Model talks about its answer", "error",
        "The model comments on its own answer, greets, offers alternatives, or gives a title twice.",
        "说明：这个翻译尽量保持了原文的意思; 希望对您有所帮助; Here is the translation:",
    ),
    Check(
        "garbage", "Text that does not belong", "error",
        "Broken encoding, another script, template residue, degenerate repetition, a fragment that runs into a figure.",
        "相关系数0.7in the evaluation of LLMs; 模型模型模型模型; ä¸­æ–‡",
    ),
    Check(
        "name-changed", "Name changed", "error",
        "A name, model, dataset or acronym is spelt otherwise, transliterated, or its expansion is cut short.",
        "Panacea → 帕纳塞斯; LLaMA → LLaMa3",
    ),
    Check(
        "link-changed", "Link changed", "error",
        "An address or Markdown link was altered, lost, broken, or runs into the text after it.",
        "…/Turing-Bench找到; [代码]（https://…）",
    ),
    Check(
        "link-invented", "Link invented", "error",
        "An address stands in the Chinese and not in the source.",
        "代码见 https://github.com/example/project, of which the source knows nothing",
    ),
    Check(
        "math-changed", "Formula changed", "error",
        "A LaTeX formula was altered, lost, or left open.",
        r"$\mathcal{O}(n^2)$ → $\mathcal{O(n^2)$",
    ),
    Check(
        "language", "Chinese missing", "error",
        "The Chinese is missing: the text is empty, English, or in another language.",
        "We propose a method. → We propose a method.",
    ),
    Check(
        "untranslated", "English word left", "warning",
        "An ordinary English word was left in the Chinese sentence.",
        "私人 equity 公司; emergent 元认知",
    ),
    Check(
        "omission", "Left out", "error",
        "A sentence of the source is missing or merged away; as a warning: a clause or a word that changes the claim"
        " (significantly, without, large) has no counterpart.",
        "a sentence about limitations that has no Chinese; without any outcome reward → (nothing)",
    ),
    Check(
        "addition", "Added", "error",
        "A sentence without source; as a warning: praise or speculation that the source does not contain.",
        "应用前景广阔; 这可能有助于……, where the source says nothing of the kind",
    ),
    Check(
        "repeated", "Said twice", "error",
        "A sentence or takeaway says again what another one says; as a warning: a word twice in a row.",
        "takeaway 3 repeats takeaway 2; 我们我们提出",
    ),
    Check(
        "term", "Term mistranslated", "warning",
        "A term is rendered in a way known to be wrong, or against the glossary.",
        "Transformer → 变压器; LLM-as-a-judge → 法官; 1-shot → 单镜头",
    ),
    Check(
        "evidence", "Evidence missing", "warning",
        "A takeaway without a valid mark, or whose figures are not in the sentence or on the page it cites. Only in our"
        " own results.",
        "准确率达到 91% [3], where sentence 3 has no 91",
    ),
    Check(
        "format", "Typography", "warning",
        "Half-width punctuation between Chinese characters, stray quotes or Markdown, traditional for simplified.",
        "方法,效果; **方法; 模型訓練",
    ),
)  # fmt: skip

#: code -> Check, in the order of docs/checks.md.
CHECKS: dict[str, Check] = {check.code: check for check in _ALL}
