"""The reader's order: best first, ties as given, the rest folded; each paper with the reasons."""

from __future__ import annotations

import dataclasses

import pytest

from summarize.interests.interest import Relevance
from summarize.interests.interests_file import parse_interests
from summarize.interests.ranking import Ranker, is_name_of, name_parts, rank
from summarize.values import Draft, Outcome, Paper
from tests.layouts.samples import FAILED, KITE, PDF

WANTED = """
[wanted]
keywords = ["kite", { name = "phone", weight = 3, in = "abstract" }, "石头"]
authors = ["Ólafsson"]
categories = ["hep-th"]
[unwanted]
keywords = ["survey", { name = "labels", weight = 2 }]
"""


def paper(title: str, abstract: str = "", **fields: object) -> Paper:
    return dataclasses.replace(Paper("2501.00001", 1, title, abstract), **fields)  # type: ignore[arg-type]


def names(relevance: Relevance) -> tuple[list[str], list[str]]:
    return [entry.name for entry in relevance.wanted], [entry.name for entry in relevance.unwanted]


def test_scores_add_up_and_the_reasons_are_told() -> None:
    relevance = Ranker(parse_interests(WANTED)).relevance(KITE)
    assert names(relevance) == (["phone", "kite", "Ólafsson"], ["labels"])
    assert (relevance.score, relevance.folded) == (3.0, False)


def test_chinese_is_looked_for_in_a_page_and_not_in_a_record() -> None:
    ranker = Ranker(parse_interests(WANTED))
    assert names(ranker.relevance(PDF))[0] == ["石头", "hep-th"]
    assert names(ranker.relevance(PDF.paper))[0] == ["hep-th"]


def test_best_first_ties_as_given_failures_before_the_folded() -> None:
    nothing = dataclasses.replace(PDF, paper=paper("Nothing"), draft=Draft("", ()))
    papers: list[Outcome] = [FAILED, PDF, nothing, KITE, PDF]
    ranked = rank(papers, parse_interests(WANTED))
    assert [r.given for r in ranked] == [3, 1, 4, 0, 2]
    assert [r.relevance.folded for r in ranked] == [False, False, False, False, True]


def test_no_papers_give_no_ranking() -> None:
    assert rank([], parse_interests(WANTED)) == []


def test_what_is_unwanted_without_a_weight_folds_whatever_else_is_there() -> None:
    (ranked,) = rank([paper("A survey of kites, kites, kites")], parse_interests(WANTED))
    assert ranked.relevance.folded
    assert names(ranked.relevance) == (["kite"], ["survey"])


def test_what_is_unwanted_with_a_weight_takes_it_from_the_score() -> None:
    interests = parse_interests(WANTED)
    assert Ranker(interests).relevance(paper("kite labels")).folded
    assert not Ranker(interests).relevance(paper("kite labels", "phone")).folded


def test_a_minimum_folds_what_is_below_it() -> None:
    text = 'minimum = 2\n[wanted.keywords]\nkite = 1\n"phone" = 2'
    assert [r.relevance.folded for r in rank([paper("kite"), paper("phones")], parse_interests(text))] == [False, True]


def test_where_only_something_is_unwanted_the_others_stay_in_order() -> None:
    interests = parse_interests('[unwanted]\nkeywords = ["survey"]\ncategories = ["cs.*"]')
    papers = [paper("survey"), paper("b"), paper("a"), paper("c", categories=("cs.CL",))]
    assert [r.given for r in rank(papers, interests)] == [1, 2, 0, 3]


def test_a_keyword_in_the_title_alone() -> None:
    interests = parse_interests('[wanted]\nkeywords = [{ name = "kite", in = "title" }]')
    assert not Ranker(interests).relevance(paper("Kites")).folded
    assert Ranker(interests).relevance(paper("Wind", "kites")).folded


def test_a_conference_is_found_in_the_comment() -> None:
    interests = parse_interests('[wanted]\nkeywords = ["KiteConf"]')
    assert not Ranker(interests).relevance(paper("Wind", comment="Accepted at KiteConf 2026")).folded


@pytest.mark.parametrize(
    ("wanted", "author"),
    [
        ("Ada Nguyen", "Ada Nguyen"),
        ("Nguyen", "Ada Nguyen"),
        ("ada nguyen", "Ada B. Nguyen"),
        ("A. Nguyen", "Ada Nguyen"),
        ("Nguyen, Ada", "Ada Nguyen"),
        ("Bjorn Olafsson", "Björn Ólafsson"),
        ("Xiao-Ming Wang", "Xiaoming Wang"),
        ("van der Berg", "Ruth van der Berg"),
        ("王小明", "王小明"),
        ("王小明", "王 小明"),
        ("李, 明", "李明"),
        ("O'Brien", "Pat O’Brien"),
    ],
)
def test_a_name_is_known_again(wanted: str, author: str) -> None:
    assert is_name_of(name_parts(wanted), name_parts(author))


@pytest.mark.parametrize(
    ("wanted", "author"),
    [
        ("Ada Nguyen", "Eda Nguyen"),
        ("Ada Nguyen", "A. Nguyen"),
        ("Ada Nguyen", "Ada Nguyen-Smith"),
        ("Nguyen", "Nguyen Ada"),
        ("王", "王小明"),
        ("王", "王 小明"),
        ("明", "李 明"),
    ],
)
def test_another_name_is_not_taken_for_it(wanted: str, author: str) -> None:
    assert not is_name_of(name_parts(wanted), name_parts(author))


@pytest.mark.parametrize(
    ("wanted", "category", "found"),
    [
        ("cs.CL", "cs.CL", True),
        ("cs.cl", "cs.CL", True),
        ("cs.*", "cs.CL", True),
        ("cs", "cs.CL", True),
        ("hep-th", "hep-th", True),
        ("cs.CL", "cs.LG", False),
        ("cs", "csx.CL", False),
        ("math", "math-ph", False),
    ],
)
def test_a_category_or_its_archive(wanted: str, category: str, found: bool) -> None:
    interests = parse_interests(f'[wanted]\ncategories = ["{wanted}"]')
    assert Ranker(interests).relevance(paper("x", categories=(category,))).folded is not found
