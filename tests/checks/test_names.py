"""A name that the source spells otherwise is found. What only looks like another spelling is not."""

from __future__ import annotations

import time

import pytest

from summarize.checks.pair import Pair
from summarize.checks.words.names import check_names
from summarize.prompting.glossary import load_glossary
from summarize.values import UnitName

GLOSSARY = load_glossary()


def _found(source: str, target: str, unit: UnitName = "abstract", context: str = "") -> list[tuple[str, str, str]]:
    findings = check_names(Pair(unit, source, target, None, GLOSSARY, context))
    for finding in findings:
        assert finding.code == "name-changed"
        assert finding.source in source and finding.target in target
    return [(f.severity, f.source, f.target) for f in findings]


MISSPELT = [
    ("Panacea repairs weights.", "Panacae 修复权重。", "Panacea", "Panacae"),
    ("We run DeepSeek on maps.", "我们在地图上运行 DeepSeak。", "DeepSeek", "DeepSeak"),
    ("We compare with GPT-4o.", "我们与 GPT-4 比较。", "GPT-4o", "GPT-4"),
    ("Qwen2.5-7B is enough.", "Qwen2.5-72B 就够了。", "Qwen2.5-7B", "Qwen2.5-72B"),
    ("Scores on MATH500 rise.", "MATH800 上的得分上升。", "MATH500", "MATH800"),
    ("INPG converges slowly.", "IPNG 收敛缓慢。", "INPG", "IPNG"),
    ("The GraphWalker corpus is open.", "GraphWaker 语料库是开放的。", "GraphWalker", "GraphWaker"),
    ("GitHub hosts it.", "GitHubb 托管它。", "GitHub", "GitHubb"),
    ("LLaVA-Next answers.", "LLaVa-Nxt 作答。", "LLaVA-Next", "LLaVa-Nxt"),
]


@pytest.mark.parametrize(("source", "target", "name", "seen"), MISSPELT)
def test_a_letter_or_digit_gone_wrong_is_another_name(source: str, target: str, name: str, seen: str) -> None:
    assert ("error", name, seen) in _found(source, target)


CLEAN = [
    ("Large language models (LLMs) plan.", "大语言模型（LLM）会规划。"),
    ("Large language models plan.", "大语言模型（LLM）会规划。"),
    ("LLMs plan with RL on GPUs.", "大语言模型使用强化学习在图形处理器上规划。"),
    ("GPT-3.5 and 4 agree.", "GPT-3.5 和 GPT-4 意见一致。"),
    ("GPT 4 and Llama 3 agree.", "GPT-4 与 Llama3 意见一致。"),
    ("A Markov chain mixes.", "Markovian 链会混合。"),
    ("Transformers count.", "Transformer 会计数。"),
    ("We use a ResNet-50.", "我们使用 ResNet50。"),
    ("The BERT-large model.", "BERT large 模型。"),
    ("See https://example.org/Abc for code.", "代码见 https://example.org/Abc。"),
    ("An NLP system reads.", "自然语言处理系统会阅读。"),
    ("You must NOT stop.", "你绝不能停下。"),
    ("Retrieval-Augmented Planning (RAP) helps.", "检索增强规划有帮助。"),
    ("Chain-of-thought works.", "思维链（CoT）有效。"),
    ("Python and Pythonic code.", "Python 代码。"),
    ("We call f(x) with $\\alpha$.", "我们用 $\\alpha$ 调用 f(x)。"),
    ("A three-letter word like GAN or GNN.", "像 GAN 或 GNN 这样的三字母词。"),
    ("non-ASCII text and NumPy-style docs", "非 ASCII 文本和 NumPy 风格的文档"),
    ("Panacea heals.", "Panacea 有疗效。"),
]


@pytest.mark.parametrize(("source", "target"), CLEAN)
def test_a_name_kept_or_rendered_by_its_accepted_words_is_right(source: str, target: str) -> None:
    assert _found(source, target) == []


def test_a_coined_name_written_by_its_sound_is_lost() -> None:
    found = _found("Panacea: Repairing Weights", "帕纳塞斯：修复权重", "title")
    assert ("error", "Panacea", "帕纳塞斯") in found


def test_the_abstract_tells_that_a_titles_first_word_is_a_name() -> None:
    source, target = "Ripple: Repairing Weights", "涟漪：修复权重"
    assert _found(source, target, "title") == []
    assert _found(source, target, "title", context="Here we describe Ripple in depth.")[0][0] == "error"


def test_a_word_at_the_head_of_a_title_may_be_translated() -> None:
    assert _found("Attention: A Survey of Old Ideas", "注意力：旧思想综述", "title") == []
    assert _found("Panacea: Repairing Weights", "Panacea：修复权重", "title") == []


def test_the_papers_own_name_must_not_vanish() -> None:
    source = "We propose Lantern, a reader of maps."
    assert ("error", "Lantern", "") in _found(source, "我们提出灯笼，一种地图阅读器。")
    assert _found(source, "我们提出 Lantern，一种地图阅读器。") == []
    assert _found(source, "我们提出一种地图阅读器。", "summary") == []


def test_another_name_that_vanished_is_a_warning() -> None:
    assert _found("It beats DeepSeek.", "它胜过其他模型。") == [("warning", "DeepSeek", "")]


def test_a_name_from_nowhere_is_a_warning() -> None:
    assert _found("It beats all models.", "它胜过 DeepSeek。") == [("warning", "", "DeepSeek")]
    assert _found("It beats all models.", "它胜过 DeepSeek。", context="We compare with DeepSeek.") == []


def test_a_name_in_the_place_of_another_is_an_error() -> None:
    assert _found("It beats DeepSeek here.", "它在此胜过 TreeBench。") == [("error", "DeepSeek", "TreeBench")]
    assert _found("It beats DeepSeek here.", "它在此胜过其他模型，代码见 GitHub。")[0][0] == "warning"


def test_other_capitals_are_a_warning_only() -> None:
    assert _found("LLaMA reads.", "LLaMa 会读。") == [("warning", "LLaMA", "LLaMa")]


def test_the_words_of_an_acronym_must_not_be_cut_short() -> None:
    source = "We study Deep Guided Repair of Documents (DGRD) here."
    found = _found(source, "我们研究（Deep Guided Repair，简称DGRD）。")
    assert [(s, t) for s, _, t in found] == [("error", "Deep Guided Repair，简称DGRD")]
    assert _found(source, "我们研究文档的深度引导编辑（Deep Guided Repair of Documents，DGRD）。") == []
    assert _found(source, "我们研究文档的深度引导编辑（DGRD）。") == []


@pytest.mark.parametrize("piece", ["a@", "a.", ".com", "a.com ", "`a` ", "$a$ ", "\\(a", "\\a{"])
def test_a_hostile_text_is_read_in_linear_time(piece: str) -> None:
    text = piece * (50_000 // len(piece))
    before = time.process_time()
    check_names(Pair("abstract", "We test it.", text))
    assert time.process_time() - before < 2.0
