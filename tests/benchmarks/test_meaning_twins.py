"""The split of papers, the damage and the twins of benchmarks/meaning."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.meaning.clauses import add_claim, claims, lose_condition, omit_clause
from benchmarks.meaning.exchanges import swap_figures, swap_names, swap_respectively, swap_roles, swap_sides
from benchmarks.meaning.pairs import AbstractPair, aligned
from benchmarks.meaning.rules import all_rows, made_twins
from benchmarks.meaning.split import paper_of, part_of
from benchmarks.meaning.twins import CLASSES, CleanPair, Twin, damaged, hand_twins, made_up_pairs, marked_twin

TWINS = (*made_twins(made_up_pairs(), 20, 1), *hand_twins())


def _pair(source: str, target: str, *names: str) -> CleanPair:
    return CleanPair("1", "made-up", source, target, names)


def test_the_split_never_changes() -> None:
    named = {name: part_of(name) for name in ("2501.05874", "2406.00003", "math/0309136", "py-0005e4bdc8")}
    assert named == {
        "2501.05874": "building",
        "2406.00003": "measuring",
        "math/0309136": "building",
        "py-0005e4bdc8": "measuring",
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2501.05874", "2501.05874v3"),
        ("2501.05874", "arXiv:2501.05874"),
        ("2501.05874", "https://arxiv.org/abs/2501.05874v1"),
        ("math/0309136", "math.GT/0309136v2"),
    ],
)
def test_versions_and_spellings_of_a_paper_fall_together(one: str, other: str) -> None:
    assert paper_of(one) == paper_of(other)


def test_a_fifth_of_the_papers_is_for_measuring() -> None:
    measuring = sum(part_of(f"24{month:02}.{number:05}") == "measuring" for month in (1, 2) for number in range(2000))
    assert 0.18 < measuring / 4000 < 0.22


def _without(text: str, spans: tuple[tuple[int, int], ...]) -> tuple[str, ...]:
    pieces, last = [], 0
    for start, end in spans:
        pieces.append(text[last:start])
        last = end
    return (*pieces, text[last:])


@pytest.mark.parametrize("kind", CLASSES)
def test_right_and_wrong_differ_in_the_marked_words_alone(kind: str) -> None:
    mine = [twin for twin in TWINS if twin.kind == kind]
    assert len(mine) >= 10
    for twin in mine:
        right = _without(twin.right, tuple((span.start, span.end) for span in twin.right_words))
        wrong = _without(twin.wrong, tuple((span.start, span.end) for span in twin.wrong_words))
        assert right == wrong and twin.right != twin.wrong
        assert twin.source_words or kind == "claim-added"
        assert all(0 <= span.start < span.end <= len(twin.source) for span in twin.source_words)


def test_the_same_seed_makes_the_same_twins() -> None:
    pairs = made_up_pairs()[:20]
    assert made_twins(pairs, 3, 7) == made_twins(pairs, 3, 7)


def _by_table(kind: str, source: str, target: str) -> set[str]:
    pair = _pair(source, target)
    return {
        damaged(kind, pair, damage).wrong
        for row in all_rows()
        if row.kind == kind and (damage := row.damage(pair)) is not None
    }


@pytest.mark.parametrize(
    ("kind", "source", "target", "wrong"),
    [
        ("negation", "This does not require heat.", "这不需要加热。", "这需要加热。"),
        ("direction", "The coat reduces drag.", "涂层降低阻力。", "涂层提高阻力。"),
        ("unit", "It takes 5 ms in all.", "总共需要5毫秒。", "总共需要5秒。"),
        ("bound", "It holds at least 9 eggs.", "它至少装9个蛋。", "它至多装9个蛋。"),
        ("hedge", "It may rain on Mars.", "火星上可能下雨。", "火星上会下雨。"),
        ("quantifier", "Most birds can fly.", "大多数鸟会飞。", "所有鸟会飞。"),
        ("near-term", "The encoder is slow.", "编码器很慢。", "解码器很慢。"),
        ("antonym-prefix", "It is a nonlinear wave.", "这是非线性波。", "这是线性波。"),
        ("number-words", "They have two parts.", "它们有两个部分。", "它们有三个部分。"),
        ("polysemy", "The plants grow fast.", "植物生长很快。", "工厂生长很快。"),
    ],
)
def test_a_row_changes_one_word(kind: str, source: str, target: str, wrong: str) -> None:
    assert wrong in _by_table(kind, source, target)


def test_a_row_needs_both_languages_once() -> None:
    assert not _by_table("direction", "The coat is red.", "涂层降低阻力。")
    assert not _by_table("direction", "The coat reduces drag.", "涂层降低阻力，也降低噪声。")
    assert not _by_table("near-term", "Encoder and decoder are slow.", "编码器和解码器很慢。")


def _only(kind: str, pair: CleanPair) -> Twin:
    functions = {
        "figures": swap_figures,
        "respectively": swap_respectively,
        "names": swap_names,
        "sides": swap_sides,
        "roles": swap_roles,
        "clause": omit_clause,
        "condition": lose_condition,
    }
    (damage,) = functions[kind](pair)
    return damaged(kind, pair, damage)


def test_exchanges() -> None:
    figures = _only("figures", _pair("Wheat rose by 12% while rye fell by 7%.", "小麦增长12%，而黑麦下降7%。"))
    assert figures.wrong == "小麦增长7%，而黑麦下降12%。"
    assert {span.of(figures.source) for span in figures.source_words} == {"12", "7"}
    both = _pair("Wheat and rye rose by 12% and 7%, respectively.", "小麦和黑麦分别增长12%和7%。")
    assert _only("respectively", both).wrong == "小麦和黑麦分别增长7%和12%。"
    assert not list(swap_figures(both))
    names = _pair("RX-1 catches what RX-2 misses.", "RX-1捕获了被遗漏于RX-2的东西。")
    assert _only("names", names).wrong == "RX-2捕获了被遗漏于RX-1的东西。"
    sides = _only("sides", _pair("Glass outperforms steel.", "玻璃板优于钢铁板。"))
    assert sides.wrong == "钢铁板优于玻璃板。"
    roles = _only("roles", _pair("The teacher praises the student.", "教师表扬了学生。"))
    assert roles.wrong == "学生表扬了教师。"


def test_an_abbreviation_is_no_name_to_exchange() -> None:
    pair = _pair("Gas Chromatography (GC-2) and then RX-2 are used.", "先用气相色谱（GC-2），随后再用RX-2。")
    assert not list(swap_names(pair))


def test_lost_and_added() -> None:
    pair = _pair(
        "We closed the old bridge for two winters, because salt had damaged its cables.",
        "我们将那座旧桥关闭了整整两个冬季，因为盐分早已损坏了它的缆索。",
    )
    twin = _only("clause", _pair(pair.source, pair.target.replace("我们将", "我们把")))
    assert twin.wrong == "我们把那座旧桥关闭了整整两个冬季。"
    assert [span.of(twin.source) for span in twin.source_words] == ["because salt had damaged its cables"]
    condition = _only(
        "condition", _pair("If it rains, the frogs leave the pond.", "如果天上下雨，青蛙就会离开那个池塘。")
    )
    assert condition.wrong == "青蛙就会离开那个池塘。"
    rows = claims()
    host = _pair("We count frogs.", "我们统计青蛙的数量。")
    damage = add_claim(host, rows, 0)
    assert damage is not None
    added = damaged("claim-added", host, damage)
    assert added.wrong == f"我们统计青蛙的数量，{rows[0][0]}。" and not added.source_words


def test_marks_of_a_twin_by_hand() -> None:
    twin = marked_twin("negation", "It is [[not]] so.", "它{{不|}}是这样。")
    assert (twin.source, twin.right, twin.wrong) == ("It is not so.", "它不是这样。", "它是这样。")
    assert twin.source_words[0].of(twin.source) == "not"
    with pytest.raises(ValueError, match="negation"):
        marked_twin("negation", "It is so.", "它是这样。")


def test_sentences_are_paired_where_they_are_in_line() -> None:
    english = "We count all frogs in 17 ponds every single year. The RX-9 device was built for that and costs 34 euros."
    chinese = "我们每年都在17个池塘中统计所有青蛙的数量。为此制造的RX-9装置每台的价格为34欧元。"
    assert len(aligned(AbstractPair("1", "made-up", english, chinese))) == 2
    assert len(aligned(AbstractPair("1", "made-up", english, chinese.replace("34", "43")))) == 1
    joined = chinese.replace("数量。为此", "数量，为此")
    assert not aligned(AbstractPair("1", "made-up", english, joined))
    split = chinese.replace("数量。为此", "数量。这很重要。为此")
    assert [pair.target for pair in aligned(AbstractPair("1", "made-up", english, split))] == [
        "为此制造的RX-9装置每台的价格为34欧元。"
    ]


def test_word_tables_have_no_row_twice() -> None:
    for path in (Path(__file__).parents[2] / "benchmarks" / "meaning" / "words").glob("*.txt"):
        rows = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        assert len(rows) == len(set(rows)), path.name
