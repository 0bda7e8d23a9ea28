"""English that someone forgot is found; names, terms, code and quotations may stay."""

from __future__ import annotations

import pytest

from summarize.checks.pair import Pair
from summarize.checks.words.language_checks import check_language
from summarize.prompting.glossary import load_glossary
from summarize.values import UnitName

GLOSSARY = load_glossary()


def _found(source: str, target: str, unit: UnitName = "abstract", context: str = "") -> list[tuple[str, str, str]]:
    findings = check_language(Pair(unit, source, target, None, GLOSSARY, context))
    for finding in findings:
        assert finding.source in source and finding.target in target
    return [(f.code, f.severity, f.target) for f in findings]


LEFT = [
    ("We study private equity firms.", "我们研究私人 equity 公司。", "equity"),
    ("We propose a novel reader of maps.", "我们提出一种 novel 地图阅读器。", "novel"),
    ("In this paper, emergent order is measured.", "本文测量 emergent 秩序。", "emergent"),
    ("Our dataset has three billion words.", "我们的数据集有三 billion 个词。", "billion"),
    ("We show that trust decays with distance.", "我们表明信任随 distance 衰减。", "distance"),
    ("We evaluate o1-like models.", "我们评估 o1-like 模型。", "o1-like"),
    ("We train on a GPT-based judge.", "我们在 GPT-based 评判器上训练。", "GPT-based"),
    ("We find a clear trend in hospital records.", "我们在 hospital records 中发现明显趋势。", "hospital records"),
    ("We report the results of nine experiments.", "我们报告了九个实验的results。", "results"),
    ("The datasets are small and noisy.", "这些数据集规模小 and 噪声大。", "and"),
    ("Experiments show robust gains.", "实验显示出稳健的gains。", "gains"),
]


@pytest.mark.parametrize(("source", "target", "word"), LEFT)
def test_an_ordinary_english_word_left_behind_is_found(source: str, target: str, word: str) -> None:
    assert _found(source, target) == [("untranslated", "warning", word)]


def test_a_titles_capital_hides_no_ordinary_word() -> None:
    assert _found("Emergent Order in Small Towns", "小镇中的 emergent 秩序", "title") == [
        ("untranslated", "warning", "emergent")
    ]


STAYS = [
    ("We propose Panacea for language models.", "我们为语言模型提出 Panacea。"),
    ("We train on 3 billion tokens.", "我们在 30 亿 token 上训练。"),
    ("We propose a benchmark with few-shot prompts.", "我们提出了一个包含 few-shot 提示的 benchmark。"),
    ("We show emergent order in neural maps.", "我们展示了神经地图中的涌现秩序（emergent order）。"),
    ("We propose prompts such as 'think again' for LLMs.", "我们为大语言模型提出“think again”之类的提示。"),
    ("In this paper the flag `dry run` is used.", "本文使用 `dry run` 标志。"),
    ("We find that $x$ and $\\alpha$ agree.", "我们发现 $x and y$ 与 $\\alpha$ 一致。"),
    ("We release code at https://example.org/some/path.", "我们在 https://example.org/some/path 发布代码。"),
    ("The function returns a list; see the option parser.", "该函数返回 list，参见 option 解析器。"),
    ("If timeout is None, wait() blocks.", "如果 timeout 为 None，则 wait() 会阻塞。"),
    ("We report a latency of 5 ms per step.", "我们报告每步 5 ms 的延迟。"),
    ("We train with dropout and softmax.", "我们使用 dropout 与 softmax 训练。"),
    ("We use Mixture of Experts layers in language models.", "我们在语言模型中使用 Mixture of Experts 层。"),
    ("We evaluate the subset Text for text tasks.", "我们评估用于文本任务的 Text 子集。"),
    ("We propose spaCy pipelines.", "我们提出 spaCy 流水线。"),
    ("Language models plan well.", "语言模型善于规划。"),
    ("Experiments use the parameter depth of the tool.", "实验使用该工具的参数 depth。"),
]


@pytest.mark.parametrize(("source", "target"), STAYS)
def test_english_with_a_reason_may_stay(source: str, target: str) -> None:
    assert _found(source, target) == []


def test_a_target_in_english_has_no_chinese() -> None:
    source = "We propose a method that reads maps."
    assert _found(source, source) == [("language", "error", source)]


def test_an_empty_target_has_no_chinese() -> None:
    assert _found("We propose a method.", " \n") == [("language", "error", "")]
    assert _found("", "") == []


def test_one_sentence_left_in_english_is_found_among_chinese_ones() -> None:
    source = "Maps help. We propose a method that reads old maps slowly. It works."
    target = "地图有帮助。 We propose a method that reads old maps slowly. 它有效。"
    assert [(c, s) for c, s, _ in _found(source, target)] == [("language", "error")]


def test_a_clause_left_in_english_is_found() -> None:
    source = "Maps help because they show what the reader wants to know at once."
    target = "地图有帮助，because they show what the reader wants to know at once。"
    assert [(c, s) for c, s, _ in _found(source, target)] == [("language", "error")]


@pytest.mark.parametrize("name", ["Panacea", "GPT-4 and DALL-E", "LLaMA 2", "Segment Anything"])
def test_a_title_that_is_a_name_may_stay(name: str) -> None:
    assert _found(name, name, "title") == []


def test_a_quoted_english_sentence_is_no_missing_chinese() -> None:
    source = 'Adding "let us think about it step by step" helps language models.'
    assert _found(source, "加入“let us think about it step by step”有助于语言模型。") == []


def test_traditional_characters_in_simplified_text_are_found() -> None:
    assert _found("We train models.", "我们訓練模型。") == [("format", "warning", "訓")]


def test_text_that_is_traditional_throughout_is_meant_so() -> None:
    assert _found("We train large models here.", "我們在這裡訓練大型語言模型。") == []


@pytest.mark.parametrize("target", ["我们在昇腾芯片上训练。", "站在塔上瞭望远方，这里很高。", "皇后与太后都在后面。"])
def test_characters_of_both_scripts_are_right_in_simplified_text(target: str) -> None:
    assert _found("We train there.", target) == []


@pytest.mark.parametrize(
    ("source", "target", "word"),
    [
        ("The method fails in harbours that are fed by rivers.", "该方法在受河流-fed 的港口中失败。", "fed"),
        ("We train data-driven models.", "我们训练数据-driven 模型。", "driven"),
    ],
)
def test_half_a_compound_in_english_is_found(source: str, target: str, word: str) -> None:
    found = check_language(Pair("abstract", source, target))
    assert [(finding.code, finding.target) for finding in found] == [("untranslated", word)]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("The k-nearest and top-k choices agree.", "k-近邻与 top-k 的选择一致。"),
        ("We use a Swiss-made sensor, model TX-ab.", "我们使用瑞士制造的传感器，型号为 TX-ab。"),
    ],
)
def test_hyphens_between_names_and_chinese_are_quiet(source: str, target: str) -> None:
    assert not [f for f in check_language(Pair("abstract", source, target)) if f.code == "untranslated"]
