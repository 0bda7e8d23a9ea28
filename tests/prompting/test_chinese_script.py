"""Text is converted between Simplified and Traditional Chinese, words included."""

from __future__ import annotations

from pathlib import Path

import pytest
from opencc import OpenCC

from summarize.prompting import chinese_script
from summarize.prompting.chinese_script import read_simplified, to_simplified, to_traditional


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("软件的内存", "軟體的記憶體"),
        ("通过网络发送信息", "透過網路發送資訊"),
        ("参数与函数、循环神经网络", "參數與函數、循環神經網路"),
        ("推导出许多任务", "推導出許多任務"),
        ("刷新了记录，可能性能够提高", "刷新了記錄，可能性能夠提高"),
        ("对话框架与点云计算", "對話框架與點雲計算"),
        ("高质量图像的质量", "高品質影像的質量"),
        ("集成学习与系统集成", "集成學習與系統整合"),
        ("测试通过了，未通过", "測試通過了，未通過"),
        ("头发与发展", "頭髮與發展"),
        ("所谓“缓存”", "所謂「快取」"),
        ("代价为 $O(n)$，见 https://kites.example.org/软件", "代價為 $O(n)$，見 https://kites.example.org/軟體"),
        ("KiteNet stays", "KiteNet stays"),
        ("最优化算法", "最佳化演算法"),
        ("体内存在的内存", "體內存在的記憶體"),
        ("明显存在微调用的多元数据", "明顯存在微調用的多元資料"),
        ("注意力计算机制与文字段落", "注意力計算機制與文字段落"),
        ("相比特定的指标量化", "相比特定的指標量化"),
        ("实现实时的处理，在现实时间里", "實現即時的處理，在現實時間裡"),
        ("数据采集成本与不变量", "資料採集成本與不變量"),
        ("在线索与在线学习", "在線索與線上學習"),
        ("下采样与降采样", "下取樣與降取樣"),
        ("光通过信道，通过训练得到", "光通過通道，透過訓練得到"),
        ("硅与目标检测", "矽與目標偵測"),
        ("社交互动与交互", "社交互動與互動"),
    ],
)
def test_simplified_becomes_traditional_with_taiwans_words(simplified: str, traditional: str) -> None:
    assert to_traditional(simplified) == traditional


def test_a_text_that_is_traditional_already_keeps_its_words() -> None:
    assert to_traditional("按照法律程序處理") == "按照法律程序處理"


@pytest.mark.parametrize(
    ("mainland", "taiwan"),
    [
        ("以激光照射屏幕，並計算分辨率", "以雷射照射螢幕，並計算解析度"),
        ("這個程序按數據處理用戶", "這個程序按數據處理用戶"),
        ("互信息與信噪比", "互資訊與訊雜比"),
    ],
)
def test_words_that_taiwan_does_not_have_are_changed_in_a_traditional_text(mainland: str, taiwan: str) -> None:
    assert to_traditional(mainland) == taiwan


@pytest.mark.parametrize(
    ("neutral", "taiwan"),
    [("信息", "資訊"), ("人工智能", "人工智慧"), ("接口", "介面"), ("字符串", "字串"), ("哈希", "雜湊")],
)
def test_a_text_whose_characters_both_scripts_have_is_changed_unless_it_is_part_of_a_traditional_one(
    neutral: str, taiwan: str
) -> None:
    assert to_traditional(neutral) == taiwan
    assert to_traditional("程序正", of_traditional=True) == "程序正"


def test_traditional_becomes_simplified_with_mainland_words() -> None:
    assert to_simplified("軟體的記憶體與「演算法」") == "软件的内存与“算法”"


def test_simplified_stays_as_it_is() -> None:
    for text in ("著名的乾隆皇帝瞭望远方", "他的“方法”很好", "Plain English"):
        assert to_simplified(text) == text


def test_a_reading_has_mainland_words_and_knows_where_they_are_written() -> None:
    reading = read_simplified("最佳化的程式碼與資料集。")
    assert reading.text == "优化的代码与数据集。"
    assert reading.quote("优化") == "最佳化"
    assert reading.quote("代码与") == "程式碼與"
    assert reading.quote("数据集。") == "資料集。"
    assert reading.quote("没有") == reading.quote("") == ""


@pytest.mark.parametrize(
    "simplified",
    ["模型的参数和数据", "人工智能的信息论方法", "量子比特的哈希", "他的方法很好", "随着对于单个坐标的研究"],
)
def test_what_is_written_in_traditional_is_read_as_it_was(simplified: str) -> None:
    assert read_simplified(to_traditional(simplified)).text == simplified


def test_a_word_of_two_senses_is_read_as_it_stands_or_as_the_conversion_made_it() -> None:
    assert read_simplified("預設的文件").text == "预设的文件"
    reading = read_simplified("預設的文件", converted=True)
    assert reading.text == "默认的文档"
    assert reading.quote("默认") == "預設"


def to_simplified_characters(word: str) -> str:
    return str(OpenCC("t2s").convert(word))


def test_each_mainland_word_of_the_list_is_written_as_the_conversion_leaves_it() -> None:
    """A word in other characters would never be found."""
    lines = (Path(chinese_script.__file__).with_name("taiwan_words.txt")).read_text("utf-8").splitlines()
    pairs = [line.lstrip("~=").split(" ") for line in lines if line and not line.startswith("#")]
    assert len(pairs) == len({mainland for mainland, _ in pairs}) > 200
    for mainland, taiwan in pairs:
        assert to_traditional(to_simplified_characters(mainland) + "，他们") == taiwan + "，他們"


def test_half_a_surrogate_pair_costs_no_text() -> None:
    assert to_traditional("软件\ud83d") == "軟體\ufffd"
    assert to_simplified("軟體\udc00") == "软件\ufffd"
    assert read_simplified("\ud83d資料").text == "\ufffd数据"
