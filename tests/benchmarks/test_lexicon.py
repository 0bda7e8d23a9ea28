"""The builder of the learned lexicon, on made-up pairs whose alignment is given."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.lexicon.rates import measured
from benchmarks.lexicon.renderings import AlignedStrings, choose_renderings, units_of
from benchmarks.lexicon.sentence_pairs import SentencePair, joined_links, read_pairs
from benchmarks.lexicon.supports import AlignedStems, choose_supports
from benchmarks.meaning.split import part_of
from summarize.checks.aligning.compared_words import compare_words
from summarize.checks.aligning.learned_lexicon import LearnedLexicon

#: English words and the Chinese token of each: a language without grammar.
WORDS = {
    "robot": "机器人",
    "sensor": "传感器",
    "structured": "结构化",
    "unstructured": "非结构化",
    "valve": "阀门",
    "noise": "噪声",
}


def pair(*words: str) -> SentencePair:
    tokens = tuple(WORDS[word] for word in words)
    joined = (*(True for _ in words[1:]), False)
    return SentencePair("made-up", " ".join(words), "".join(tokens), words, joined, tokens)


def corpus() -> list[SentencePair]:
    names = sorted(WORDS)
    rows = [pair(names[i % 6], names[(i * 5 + 1) % 6]) for i in range(120) if i % 6 != (i * 5 + 1) % 6]
    return rows + [pair("robot", "valve", "noise") for _ in range(20)]


def built(pairs: list[SentencePair]) -> LearnedLexicon:
    strings, stems = AlignedStrings(), AlignedStems()
    for one in pairs:
        links = {(i, i) for i in range(len(one.words))}
        strings.add(one, links)
        stems.add(one, links)
    return LearnedLexicon(measured(pairs, choose_renderings(pairs, strings), choose_supports(pairs, stems)))


def test_words_get_their_renderings() -> None:
    lexicon = built(corpus())
    for word, chinese in WORDS.items():
        unit = lexicon.unit(word)
        assert unit is not None and unit.renderings[0] == chinese, word
        assert unit.surprise > 2


def test_a_word_inside_a_longer_rendering_is_no_rendering_of_it() -> None:
    unit = built(corpus()).unit("unstructured")
    assert unit is not None and unit.renderings == ("非结构化",)


def test_chinese_words_get_their_english() -> None:
    word = built(corpus()).word("传感器")
    assert word is not None and "sensor" in word.supports


def test_a_lost_and_an_added_word_are_seen() -> None:
    result = compare_words(built(corpus()), "robot valve noise", "机器人噪声传感器")
    assert [word.text for word in result.missed] == ["valve"]
    assert [word.text for word in result.unsupported] == ["传感器"]


def test_phrases_are_words_that_stand_together() -> None:
    assert units_of(pair("robot", "valve")) == ["robot", "robot valve", "valve"]


def test_the_same_pairs_give_the_same_text() -> None:
    pairs = corpus()
    strings, stems = AlignedStrings(), AlignedStems()
    for one in pairs:
        links = {(i, i) for i in range(len(one.words))}
        strings.add(one, links)
        stems.add(one, links)
    texts = {measured(pairs, choose_renderings(pairs, strings), choose_supports(pairs, stems)) for _ in range(2)}
    assert len(texts) == 1


def test_two_directions_are_joined() -> None:
    # Both agree on (0, 0); each adds a neighbour that the other does not have.
    assert joined_links({(0, 0), (1, 1)}, {(0, 0), (2, 1)}) == {(0, 0), (1, 1), (2, 1)}
    assert joined_links({(3, 0)}, set()) == {(3, 0)}


def test_the_measuring_part_is_left_out(tmp_path: Path) -> None:
    names = [f"2501.{n:05}" for n in range(1, 60)]
    rows = [
        {"id": name, "unit": "title", "source": f"A robot with valve {name}", "target": "带阀门的机器人装置"}
        for name in names
    ]
    file = tmp_path / "pairs.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    kept = {one.paper for one in read_pairs([file], lambda text: [text])}
    assert kept == {name for name in names if part_of(name) == "building"}
    assert 0 < len(kept) < len(names)
