"""Things that have changed places in a sentence are found, and a sentence that is told in another order is not."""

from __future__ import annotations

import pytest

from summarize.checks import check_pair

CODES = {"figures-swapped", "names-swapped", "sides-swapped"}


def found(source: str, target: str) -> set[str]:
    return {finding.code for finding in check_pair("abstract", source, target)} & CODES


@pytest.mark.parametrize(
    ("code", "source", "target"),
    [
        # beside the words of the other
        (
            "figures-swapped",
            "Recall is 61.2% in training and 48.9% in inference.",
            "训练的召回率为 48.9%，推理为 61.2%。",
        ),
        ("figures-swapped", "Pressure rises from 1.2 to 3.5 bar.", "压力从 3.5 bar 上升到 1.2 bar。"),
        (
            "figures-swapped",
            "Training and inference need 14 and 3 hours, respectively.",
            "训练和推理分别需要 3 小时和 14 小时。",
        ),
        (
            "names-swapped",
            "MapNet encodes the image and RoadNet writes the text.",
            "RoadNet 编码图像，MapNet 撰写文本。",
        ),
        (
            "names-swapped",
            "MapNet and RoadNet score 77.1 and 69.4, respectively.",
            "RoadNet 和 MapNet 的得分分别为 77.1 和 69.4。",
        ),
        ("sides-swapped", "The encoder outperforms the decoder on short texts.", "在短文本上，解码器优于编码器。"),
        ("sides-swapped", "The encoder is more robust than the decoder.", "解码器比编码器更鲁棒。"),
        # the other side is not known
        ("sides-swapped", "Our gizmo outperforms the encoder.", "编码器优于我们的小玩意。"),
        ("sides-swapped", "Compared with the encoder, our gizmo is fast.", "与小玩意相比，编码器很快。"),
        # one member of the list is known
        (
            "sides-swapped",
            "The encoder and the gizmo use the red and the green wire, respectively.",
            "小玩意和编码器分别使用红线和绿线。",
        ),
        # another name of the text
        (
            "names-swapped",
            "MapNet reads the maps. RoadNet-2 is tested on letters.",
            "MapNet 读取地图。MapNet 在信件上接受测试。",
        ),
    ],
)
def test_things_that_have_changed_places_are_found(code: str, source: str, target: str) -> None:
    assert found(source, target) == {code}


@pytest.mark.parametrize(
    ("source", "target"),
    [
        # told from its end
        ("Training takes 14 hours and inference takes 3 hours.", "推理需要 3 小时，训练需要 14 小时。"),
        ("Accuracy is 81% for 12 speakers.", "对 12 位说话人，准确率为 81%。"),
        # both lists are turned
        ("MapNet and RoadNet score 77.1 and 69.4, respectively.", "RoadNet 和 MapNet 的得分分别为 69.4 和 77.1。"),
        # told as a change
        ("The error is 0.41 versus 1.26 before.", "误差从此前的 1.26 降至 0.41。"),
        # a name is repeated
        ("MapNet reads the maps. It writes letters with RoadNet-2.", "MapNet 读取地图。MapNet 用 RoadNet-2 写信。"),
        # a date
        ("The event was held on May 4, 2023.", "活动于 2023 年 5 月 4 日举行。"),
        # one thing is attached to the other
        ("We extend MapNet with RoadNet.", "我们用 RoadNet 扩展 MapNet。"),
        # a list whose order says nothing
        ("We compare MapNet and RoadNet.", "我们比较 RoadNet 和 MapNet。"),
        # the same comparison, told otherwise
        ("The encoder outperforms the decoder on short texts.", "在短文本上，解码器不如编码器。"),
        ("The encoder outperforms the decoder on short texts.", "与解码器相比，编码器在短文本上更好。"),
        ("The encoder is more robust than the decoder.", "编码器比解码器更鲁棒。"),
    ],
)
def test_another_order_of_the_same_is_spared(source: str, target: str) -> None:
    assert found(source, target) == set()


def test_a_finding_says_what_stands_where_and_what_belongs_there() -> None:
    source = "Recall is 61.2% in training and 48.9% in inference."
    (finding,) = check_pair("abstract", source, "训练的召回率为 48.9%，推理为 61.2%。")
    assert (finding.source, finding.target, finding.expected) == ("61.2%", "48.9%", "61.2%")
