"""Made-up papers with their right Chinese, and a model that knows them by heart.

``competent`` answers every template of this program as a good model would; tests give it faults by wrapping it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from summarize.values import Paper


@dataclass(frozen=True, slots=True)
class Known:
    """A made-up paper that the model knows: its record, the Chinese of title and sentences, and its digest."""

    paper: Paper
    title_zh: str
    sentences: tuple[tuple[str, str], ...]
    one_line: str
    summary: str
    takeaways: tuple[str, ...]


def _known(
    paper_id: str,
    version: int,
    title: tuple[str, str],
    sentences: tuple[tuple[str, str], ...],
    digest: tuple[str, str, tuple[str, ...]],
) -> Known:
    paper = Paper(
        id=paper_id,
        version=version,
        title=title[0],
        abstract=" ".join(english for english, _ in sentences),
        authors=("Ada Example", "Bo Sample"),
        published="2025-01-30",
        updated="2025-02-18",
        categories=("cs.CL", "cs.LG"),
        comment="9 pages, 3 figures",
    )
    return Known(paper, title[1], sentences, *digest)


LANTERN = _known(
    "2501.10001",
    2,
    ("Lantern: Sparse Routing for Long Documents", "Lantern：面向长文档的稀疏路由"),
    (
        ("Reading long documents is slow for large language models.", "大语言模型阅读长文档的速度很慢。"),
        (
            "We present Lantern, a router that skips 63% of the tokens.",
            "我们提出 Lantern，一种可跳过 63% 词元的路由器。",
        ),
        (
            "On four benchmarks it is up to 2.4 times faster than full attention.",
            "在四个基准上，它比全注意力最多快 2.4 倍。",
        ),
        (
            "Memory use falls by two orders of magnitude at 128k tokens.",
            "在 128k 词元时，内存占用下降两个数量级。",
        ),
        (
            "Code is available at https://example.org/lantern.",
            "代码见 https://example.org/lantern 。",
        ),
    ),
    (
        "提出稀疏路由器 Lantern，跳过 63% 的词元，长文档阅读更快。",
        "大语言模型阅读长文档很慢。本文提出路由器 Lantern，可跳过 63% 的词元，最多快 2.4 倍，内存占用下降两个数量级。",
        (
            "Lantern 可跳过 63% 的词元。[2]",
            "在四个基准上最多快 2.4 倍。[3]",
            "在 128k 词元时，内存占用下降两个数量级。[4]",
        ),
    ),
)

TIDE = _known(
    "2501.10002",
    1,
    ("Tide Tables from Noisy Sensors", "由含噪传感器得到潮汐表"),
    (
        ("Cheap sensors drift by 5 cm a month.", "廉价传感器每月漂移 5 厘米。"),
        (
            "We correct the drift with a Kalman filter trained on 12 harbours.",
            "我们用在 12 个港口上训练的卡尔曼滤波器校正这种漂移。",
        ),
        ("The error falls from 5.1 cm to 0.8 cm.", "误差从 5.1 厘米降至 0.8 厘米。"),
        ("A year of data is enough.", "一年的数据就足够。"),
    ),
    (
        "用卡尔曼滤波器校正廉价潮位传感器的漂移。",
        "廉价传感器每月漂移 5 厘米。本文用在 12 个港口上训练的卡尔曼滤波器加以校正，误差从 5.1 厘米降至 0.8 厘米。",
        (
            "廉价传感器每月漂移 5 厘米。[1]",
            "滤波器在 12 个港口上训练。[2]",
            "误差从 5.1 厘米降至 0.8 厘米。[3]",
        ),
    ),
)

LOOM = _known(
    "hep-th/9901001",
    3,
    ("Woven Vacua in Six Dimensions", "六维中的编织真空"),
    (
        ("We study vacua that are woven from strings.", "我们研究由弦编织而成的真空。"),
        ("There are 27 of them up to symmetry.", "在对称意义下共有 27 个。"),
        ("Two of them are stable.", "其中两个是稳定的。"),
    ),
    (
        "给出六维编织真空的分类。",
        "本文研究由弦编织而成的真空，在对称意义下共有 27 个，其中两个稳定。",
        ("真空由弦编织而成。[1]", "在对称意义下共有 27 个。[2]", "其中两个是稳定的。[3]"),
    ),
)

SAMPLES = (LANTERN, TIDE, LOOM)
_CHINESE = {english: chinese for known in SAMPLES for english, chinese in known.sentences} | {
    known.paper.title: known.title_zh for known in SAMPLES
}


def numbered_paper(n: int) -> Paper:
    """Return the ``n``-th of any number of small papers that ``competent`` can translate, too."""
    return Paper(
        id=f"2502.{n:05d}",
        version=1,
        title=f"Report {n} on Copper Wires",
        abstract=f"We measure {n} copper wires. The loss is {n}.5 percent. No wire breaks.",
        authors=("Cy Specimen",),
        published="2025-02-01",
        updated="2025-02-01",
        categories=("physics.app-ph",),
    )


def competent(request: dict[str, Any]) -> str:
    """Return what a good model answers to this program's templates."""
    messages = request["messages"]
    asked = messages[-1]["content"]
    if "# One line" in asked:
        return _digest(asked)
    return "\n".join(f"[{n}] {translation(line)}" for n, line in _lines(asked))


def translation(english: str) -> str:
    """Return the Chinese of a sentence or title of a made-up paper, and a clear mark for any other."""
    if english in _CHINESE:
        return _CHINESE[english]
    for pattern, chinese in (
        (r"Report (\d+) on Copper Wires", "关于铜线的第 {} 号报告"),
        (r"We measure (\d+) copper wires\.", "我们测量 {} 根铜线。"),
        (r"The loss is (\d+\.5) percent\.", "损耗为 {}%。"),
        (r"No wire breaks\.", "没有导线断裂。"),
    ):
        if match := re.fullmatch(pattern, english):
            return chinese.format(*match.groups())
    return "这一句没有译文。"


def _lines(asked: str) -> list[tuple[str, str]]:
    found = re.findall(r"^\[(\d+)\] (?:English: )?(.*)$", asked, re.MULTILINE)
    return [(n, line) for n, line in found]


def _digest(asked: str) -> str:
    for known in SAMPLES:
        if known.paper.title in asked:
            return _written(known.one_line, known.summary, known.takeaways)
    match = re.search(r"We measure (\d+) copper wires", asked)
    n = match[1] if match else "0"
    return _written(
        f"测量 {n} 根铜线的损耗。",
        f"本文测量 {n} 根铜线，损耗为 {n}.5%，没有导线断裂。",
        (f"共测量 {n} 根铜线。[1]", f"损耗为 {n}.5%。[2]", "没有导线断裂。[3]"),
    )


def _written(one_line: str, summary: str, takeaways: tuple[str, ...]) -> str:
    items = "\n".join(f"- {takeaway}" for takeaway in takeaways)
    return f"# One line\n{one_line}\n# Summary\n{summary}\n# Takeaways\n{items}"
