"""A keyword is found as a reader means it: whole words, plurals, phrases, both languages."""

from __future__ import annotations

import time

import pytest

from summarize.interests.keywords import KeywordIndex, pieces_of_keyword


@pytest.mark.parametrize(
    ("keyword", "text"),
    [
        ("rag", "We extend RAG to kites."),
        ("RAG", "用RAG方法对齐日志"),
        ("language model", "Large language models fly kites."),
        ("library", "two libraries"),
        ("box", "three boxes"),
        ("LLM", "LLMs"),
        ("long context", "A long-context kite"),
        ("long-context", "a long context"),
        ("chain of thought", "Chain-of-Thought prompting"),
        ("chain of thought", "a “chain  of thought”"),
        ("diffus*", "Diffusing, then diffusion"),
        ("weather diffus*", "weather-diffusion"),
        ("强化学习", "本文用强化学习控制风筝"),
        ("大语言模型 LLM", "大语言模型LLM"),
        ("Poincare", "the Poincaré disk"),
        ("Poincaré", "the Poincare disk"),
        ("Poincaré", r"the Poincar\'e disk"),
        ("gpt-4o", "beats GPT-4o by far"),
        ("GPT-3.5", "beats GPT-3.5-turbo"),
        ("C++", "written in C++."),
        ("ＫｉｔｅＮｅｔ", "KiteNet"),
        ("kite", "kite"),
        ("U.S. coast", "off the U.S. coast"),
    ],
)
def test_a_keyword_is_found(keyword: str, text: str) -> None:
    assert KeywordIndex([keyword]).find(text) == {0}


@pytest.mark.parametrize(
    ("keyword", "text"),
    [
        ("rag", "storage and fragments"),
        ("RAG", "dragnet"),
        ("news", "a new kite"),
        ("chain of thought", "a chain. Of thought we say nothing"),
        ("chain of thought", "chain of deep thought"),
        ("diffus*", "confusion"),
        ("C++", "plan C and C#"),
        ("学习", "学的习惯"),
        ("3.5", "3.51"),
        ("kite", ""),
    ],
)
def test_a_keyword_is_not_found_in_what_only_looks_like_it(keyword: str, text: str) -> None:
    assert KeywordIndex([keyword]).find(text) == set()


def test_capitals_count_only_where_they_are_asked_for() -> None:
    text = "We rag about RAG"
    assert KeywordIndex(["RAG", "Rag"], case=True).find(text) == {0}
    assert KeywordIndex(["RAG", "Rag"]).find(text) == {0, 1}


def test_keywords_may_begin_with_each_other_and_overlap() -> None:
    keywords = ["tree", "tree of thought", "of thought", "thought", "tree*", "of thorns"]
    assert KeywordIndex(keywords).find("the tree of thoughts") == {0, 1, 2, 3, 4}


@pytest.mark.parametrize("keyword", ["", " ", "*", "a*", "学*", "two *", "di*us", "...", "—"])
def test_what_cannot_be_looked_for_is_refused(keyword: str) -> None:
    with pytest.raises(ValueError, match=r"word|letters|end"):
        pieces_of_keyword(keyword, case=False)


def test_ten_thousand_keywords_cost_no_more_than_ten() -> None:
    text = " ".join(f"kite{n} wind{n % 7} 风筝误差" for n in range(3000))

    def seconds(count: int) -> float:
        index = KeywordIndex(f"kite{3 * n} wind{n}" for n in range(count))
        best = 9.9
        for _ in range(3):
            began = time.process_time()
            index.find(text)
            best = min(best, time.process_time() - began)
        return best

    assert seconds(10_000) < 5 * seconds(10) + 0.02


def test_time_grows_with_the_text_and_no_faster() -> None:
    """Keywords that share long beginnings with a text are the worst case."""
    index = KeywordIndex([" ".join(["kite"] * 30) + f" x{n}" for n in range(200)])
    text = "kite " * 20_000
    began = time.process_time()
    assert index.find(text) == set()
    assert time.process_time() - began < 3
