"""Words and clauses that were lost, added or mistaken are found by what the learned lexicon knows."""

from __future__ import annotations

import gzip

import pytest

from summarize.checks import check_pair
from summarize.checks.aligning.compared_words import compare_words, compared
from summarize.checks.aligning.learned_lexicon import FILE, LearnedLexicon, learned_lexicon

ENGLISH = "The network predicts the depth of each object from images of the street, because the sensors are expensive."
CHINESE = "该网络根据街道图像预测每个物体的深度，因为传感器十分昂贵。"


def codes(source: str, target: str) -> set[tuple[str, str]]:
    return {(f.code, f.severity) for f in check_pair("abstract", source, target)}


def test_a_whole_translation_is_quiet() -> None:
    assert codes(ENGLISH, CHINESE) == set()


def test_a_lost_clause_is_an_omission() -> None:
    source = (
        "The trained network predicts the temperature of the reactor, although the sensors of the vessel produce noisy"
        " measurements."
    )
    found = [f for f in check_pair("abstract", source, "训练好的网络可预测反应堆的温度。") if f.code == "omission"]
    assert found and found[0].severity == "error"
    assert "sensors" in found[0].source and found[0].source in source
    assert found[0].target == ""


def test_an_added_clause_is_an_addition() -> None:
    source = "The trained network predicts the temperature of the reactor from a few measurements."
    right = "训练好的网络根据少量测量值预测反应堆的温度。"
    wrong = "训练好的网络根据少量测量值预测反应堆的温度，受到工程师和企业的广泛欢迎。"
    assert "addition" not in {code for code, _ in codes(source, right)}
    found = [f for f in check_pair("abstract", source, wrong) if f.code == "addition"]
    assert found and "工程师" in found[0].target and found[0].source == ""


def test_a_lost_adjective_is_a_lost_word_with_its_usual_rendering() -> None:
    source = "We train the network on synthetic images of the street and evaluate the depth of each object."
    found = [
        f
        for f in check_pair("abstract", source, "我们在街道图像上训练网络，并评估每个物体的深度。")
        if f.code == "lost-word"
    ]
    assert [(f.source, f.severity, f.expected) for f in found] == [("synthetic", "warning", "合成")]
    assert codes(source, "我们在街道的合成图像上训练网络，并评估每个物体的深度。") == set()


def test_a_word_in_the_next_sentence_is_not_lost() -> None:
    source = "We train the network on synthetic images of the street. The images of the street show the depth of each object."
    target = "我们在街道图像上训练网络。街道的合成图像显示每个物体的深度。"
    assert not any(f.source == "synthetic" for f in check_pair("abstract", source, target))


@pytest.mark.parametrize("name", ["$x$ reward", "https://reward.example/x", r"\reward{x}"])
def test_formulas_and_addresses_have_no_words(name: str) -> None:
    words = {word.text for word in compared(f"The network predicts {name} of the robot.", "该网络预测机器人。").missed}
    assert ("reward" in words) == name.endswith(" reward")


def test_a_lexicon_reads_units_and_words() -> None:
    lexicon = LearnedLexicon("# head\nred door\t40\t红门\nred\t20\t红色 红\n=\n红门\t30\tred door\n红色\t10\tred\n")
    assert lexicon.unit("red door") is not None and lexicon.unit("blue") is None
    result = compare_words(lexicon, "The red door", "红门")
    assert (result.missed, result.unsupported) == ((), ())
    assert [word.text for word in compare_words(lexicon, "The blue wall", "红门").unsupported] == ["红门"]
    assert [word.text for word in compare_words(lexicon, "The red door", "门").missed] == ["red"]


def test_a_file_that_is_no_lexicon_is_refused() -> None:
    with pytest.raises(ValueError, match="no lexicon"):
        LearnedLexicon("red\t20\t红")


def test_the_file_is_small_and_says_what_it_was_made_of() -> None:
    assert FILE.stat().st_size < 1_500_000
    head = gzip.decompress(FILE.read_bytes()).decode("utf-8").splitlines()[:3]
    assert all(line.startswith("# ") for line in head)
    assert "pairs of sentences" in head[1]
    assert learned_lexicon() is learned_lexicon()


def test_a_word_at_the_end_of_a_text_ends_there() -> None:
    lexicon = LearnedLexicon("red\t20\t红色\n=\n红色\t10\tred\n红色墙\t10\tred\n")
    assert lexicon.segmented("红色") == [(0, 2)]
