"""Text is converted between Simplified and Traditional Chinese, words included."""

from __future__ import annotations

import pytest

from summarize.prompting.chinese_script import to_simplified, to_traditional


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("软件的内存", "軟體的記憶體"),
        ("通过网络发送信息", "通過網路傳送資訊"),
        ("头发与发展", "頭髮與發展"),
        ("所谓“缓存”", "所謂「快取」"),
        ("代价为 $O(n)$，见 https://kites.example.org/软件", "代價為 $O(n)$，見 https://kites.example.org/軟體"),
        ("KiteNet stays", "KiteNet stays"),
    ],
)
def test_simplified_becomes_traditional_with_taiwans_words(simplified: str, traditional: str) -> None:
    assert to_traditional(simplified) == traditional


def test_a_text_that_is_traditional_already_keeps_its_words() -> None:
    assert to_traditional("按照法律程序處理") == "按照法律程序處理"


def test_traditional_becomes_simplified_with_mainland_words() -> None:
    assert to_simplified("軟體的記憶體與「演算法」") == "软件的内存与“算法”"


def test_simplified_stays_as_it_is() -> None:
    for text in ("著名的乾隆皇帝瞭望远方", "他的“方法”很好", "Plain English"):
        assert to_simplified(text) == text
