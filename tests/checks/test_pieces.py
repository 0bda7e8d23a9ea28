"""Which Chinese stands beside which English when what sentences say is compared."""

from __future__ import annotations

from summarize.checks.aligning.pieces import pieces_of
from summarize.checks.pair import Pair

ENGLISH = (
    "We train a small model on letters from the harbour. The dataset is public.  Accuracy improves by 12% in winter."
)
CHINESE = "我们用来自港口的信件训练了一个小模型。数据集是公开的。冬季准确率提高了 12%。"


def test_every_sentence_of_a_translation_stands_beside_its_own() -> None:
    pieces = pieces_of(Pair("abstract", ENGLISH, CHINESE))
    assert [piece.english.split()[0] for piece in pieces] == ["We", "The", "Accuracy"]
    assert [piece.chinese[:3] for piece in pieces] == ["我们用", "数据集", "冬季准"]
    assert all(piece.whole for piece in pieces)


def test_a_piece_knows_its_places() -> None:
    for piece in pieces_of(Pair("abstract", ENGLISH, CHINESE)):
        assert ENGLISH[piece.english_start :].startswith(piece.english)
        assert CHINESE[piece.chinese_start :].startswith(piece.chinese)


def test_a_sentence_of_a_summary_stands_beside_the_one_it_tells() -> None:
    pieces = pieces_of(Pair("summary", ENGLISH, "我们用港口的信件训练小模型，以此起步。天气很好。"))
    assert [(piece.english.split()[0], piece.whole) for piece in pieces] == [("We", False)]
