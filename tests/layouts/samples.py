"""Made-up papers and results for the tests of the layouts."""

from __future__ import annotations

from summarize.layouts import RunInfo
from summarize.sources.arxiv.arxiv_links import arxiv_links
from summarize.values import (
    Draft,
    Evidence,
    Finding,
    Outcome,
    Paper,
    PaperFailure,
    PaperRef,
    Provenance,
    Reading,
    Result,
    SectionSummary,
    Sentence,
    Takeaway,
    Usage,
)

MADE = Provenance(
    model="acme/kite-large",
    prompts={"translate": "3", "digest": "2"},
    program="summarize 0.1.0",
    made="2026-11-21",
)
RUN = RunInfo(title="每日论文", date="2026-11-21", total=3, model="acme/kite-large", program="summarize 0.1.0")

KITE_SENTENCES = (
    Sentence(
        1,
        "Small weather kites drift when the wind turns, and their logs are hard to compare.",
        "风向改变时,小型气象风筝会漂移,其日志难以比较。",
    ),
    Sentence(2, "Earlier work corrects the drift by hand.", "此前的工作靠人工校正漂移。"),
    Sentence(
        3,
        "In this paper, we propose KiteNet, a model with $O(n \\log n)$ cost that aligns logs from 1,200 flights.",
        "本文提出KiteNet,一种代价为$O(n \\log n)$的模型,可对齐1,200次飞行的日志.",
    ),
    Sentence(4, "It needs no labels and runs on a phone.", "它无需标注，可在手机上运行。"),
    Sentence(
        5,
        "Experiments on three coasts show an error of 0.73 m, two orders of magnitude below the best rival.",
        "在三处海岸的实验显示误差为 0.73 m，是最佳对手的十分之一。",
    ),
    Sentence(
        6,
        "Code is at https://github.com/acme-kites/kitenet.",
        "代码见https://github.com/acme-kites/kitenet。",
    ),
)

KITE = Result(
    paper=Paper(
        id="2501.90001",
        version=2,
        title="KiteNet: Aligning the Logs of Weather Kites",
        abstract=" ".join(s.en for s in KITE_SENTENCES),
        authors=("Ada Nguyen", "Björn Ólafsson", "王小明"),
        published="2025-01-30T18:00:00Z",
        updated="2025-02-18T09:00:00Z",
        categories=("cs.LG", "physics.ao-ph"),
        comment="12 pages, 4 figures; demo at https://kites.example.org/demo",
        doi="10.5555/kite.2025.1",
        links=arxiv_links("2501.90001", 2),
    ),
    draft=Draft(
        title_zh="KiteNet：对齐气象风筝的日志",
        sentences=KITE_SENTENCES,
        one_line="KiteNet无需标注即可对齐风筝日志",
        summary="本文提出KiteNet,可在手机上对齐1,200次飞行的日志。",
        takeaways=(
            Takeaway("KiteNet的代价为$O(n \\log n)$", (Evidence(sentence=3),), "KiteNet costs $O(n \\log n)$"),
            Takeaway("误差为0.73 m", (Evidence(sentence=5), Evidence(sentence=3)), "The error is 0.73 m"),
            Takeaway("可在手机上运行", (Evidence(sentence=4),), "It runs on a phone"),
        ),
        summary_en="KiteNet aligns the logs of 1,200 flights on a phone.",
    ),
    findings=(
        Finding(
            "number-changed",
            "error",
            "数量级不同",
            "abstract",
            5,
            "two orders of magnitude",
            "十分之一",
        ),
        Finding("format", "warning", "半角标点", "abstract", 1, "", ",", "repaired"),
    ),
    reading=Reading(),
    provenance=MADE,
    usage=Usage(1200, 800, 0.0021),
)

PDF_SENTENCES = (
    Sentence(1, "We count the stones of a dry river.", "我们清点一条干河的石头。"),
    Sentence(2, "There are 4,096 of them.", "共有 4,096 块。"),
)

PDF = Result(
    paper=Paper(
        id="hep-th/9909099",
        version=1,
        title="Counting the Stones of a Dry River",
        abstract="We count the stones of a dry river.\nThere are 4,096 of them.",
        authors=("Rosa Field",),
        published="1999-09-14",
        updated="1999-09-14",
        categories=("hep-th",),
        links=arxiv_links("hep-th/9909099", 1),
    ),
    draft=Draft(
        title_zh="清点干河的石头",
        sentences=PDF_SENTENCES,
        one_line="干河里有 4,096 块石头",
        summary="作者清点了石头。",
        takeaways=(
            Takeaway("共 4,096 块石头", (Evidence(page=3), Evidence(section="3.2"))),
            Takeaway("附录给出方法", (Evidence(section="B.1"),)),
        ),
        sections=(SectionSummary("3.2", "The Count", 3, "逐块清点。"),),
    ),
    findings=(),
    reading=Reading("pdf", 14, 12, ("references", "appendix A")),
    provenance=Provenance("local/tiny", {"digest": "2", "translate": "3"}, "summarize 0.1.0", "2026-11-21", True, True),
    usage=Usage(9000, 900, None),
)

_EVIL = '<script>alert("x")</script>'
HOSTILE_SENTENCES = (
    Sentence(
        1,
        "# Not a heading | and [no link](javascript:alert(1)) with <b>bold</b> & *stars* under_scores `code`.",
        f"# 不是标题 | [恶意](javascript:alert(1)) {_EVIL} ![图](https://evil.example/x.png) **粗体**",
    ),
    Sentence(
        2,
        "</style></script><img src=x onerror=alert(1)> $x_1$ costs $5 and $10, see https://real.example/page.",
        "</style><img src=x onerror=alert(2)> $x_1$ 见 https://real.example/page 与 https://evil.example/steal 和 www.evil.example 及 <https://evil.example/auto> 或 evil.com/bare",
    ),
    Sentence(3, "| a | b |", "[x]: https://evil.example/ref"),
)

HOSTILE = Result(
    paper=Paper(
        id="2502.00666",
        version=1,
        title="A|B [C](D) $x_1$ <b>bold</b>\nsecond line \u202eevil\u202c مرحبا 🪁 \x1b[31mred #",
        abstract=" ".join(s.en for s in HOSTILE_SENTENCES),
        authors=('O"Brien <i>Pat</i>', "[Mallory](javascript:alert(3))"),
        published="2025-02-01",
        updated="2025-02-01",
        categories=("cs.CR",),
        comment="5 pages | 3 figures <script>alert(4)</script> javascript:alert(5)",
        links=arxiv_links("2502.00666", 1),
    ),
    draft=Draft(
        title_zh="甲|乙 [丙](https://evil.example/t) $x_1$ <b>粗</b> 🪁",
        sentences=HOSTILE_SENTENCES,
        one_line=f"一句 | 话 {_EVIL} https://evil.example/one",
        summary="- 不是列表\n\n# 不是标题\n\n```\n不是代码\n```\n<iframe src=https://evil.example></iframe>",
        takeaways=(
            Takeaway("1. 不是编号 <svg onload=alert(6)>", (Evidence(sentence=1),)),
            Takeaway(
                "![图](data:image/png;base64,AAAA) 与 [x](vbscript:x)",
                (Evidence(sentence=99), Evidence(section='"><b>')),
            ),
        ),
    ),
    findings=(
        Finding("link-invented", "error", "<b>源中没有此链接</b>", "abstract", 2, "", "https://evil.example/steal"),
        Finding("garbage", "error", "可疑", "title", None, "A|B", "甲|乙"),
        Finding("chatter", "warning", "可疑", "takeaways", 2, "", "vbscript:x"),
    ),
    reading=Reading(),
    provenance=MADE,
    usage=Usage(1, 1, None),
)

FAILED = PaperFailure(
    PaperRef("2503.00404"), "not-found", "arXiv does not know 2503.00404 <b>|", "check the ID", 1, "Lost | Paper"
)

MANY: tuple[Outcome, ...] = (KITE, FAILED, PDF, HOSTILE)
