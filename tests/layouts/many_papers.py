"""Any number of made-up papers with abstracts as long as those on arXiv.

The same seed gives the same papers.
"""

from __future__ import annotations

import random

from summarize.sources.arxiv.arxiv_links import arxiv_links
from summarize.values import Draft, Evidence, Finding, Paper, Provenance, Reading, Result, Sentence, Takeaway, Usage

_WORDS = (
    "kite",
    "wind",
    "sensor",
    "model",
    "drift",
    "coast",
    "flight",
    "string",
    "estimate",
    "error",
    "batch",
    "field",
    "signal",
    "bound",
    "proof",
    "graph",
    "layer",
    "token",
    "lattice",
    "phase",
    "orbit",
    "galaxy",
    "spectrum",
    "mass",
)
_CHARS = "风筝误差模型海岸飞行绳线估计信号边界证明图层格点相位轨道星系光谱质量张量核策略奖励记忆延迟缓存风暴帆船结构方法数据实验结果表明提出"
_CATEGORIES = ("cs.LG", "cs.CL", "cs.CV", "math.CO", "hep-th", "astro-ph.GA", "stat.ML", "quant-ph")
_FORMULAS = ("$O(n \\log n)$", "$x_{ij}$", "$\\mathbb{R}^{d}$", "$\\alpha \\approx 0.7$", "$\\frac{a}{b}$", "$10^{-3}$")


def made_up_papers(count: int, seed: int = 7) -> list[Result]:
    """Return ``count`` results. About one in six has an open finding, about one in two a formula."""
    chance = random.Random(seed)
    return [_paper(n, chance) for n in range(count)]


def _paper(n: int, chance: random.Random) -> Result:
    sentences = tuple(_sentence(i, chance) for i in range(1, chance.randint(7, 11)))
    title = " ".join(chance.choices(_WORDS, k=9)).capitalize()
    published = f"2025-{1 + n % 12:02}-{1 + n % 28:02}"
    takeaways = tuple(
        Takeaway(_chinese(chance, 28), (Evidence(sentence=chance.randint(1, len(sentences))),)) for _ in range(4)
    )
    findings = (
        (Finding("number-changed", "error", "数量级不同", "abstract", 2, "two orders of magnitude", "十分之一"),)
        if chance.random() < 1 / 6
        else ()
    )
    paper_id, version = f"{2501 + n // 20_000}.{10_000 + n % 20_000}", 1 + n % 3
    return Result(
        paper=Paper(
            id=paper_id,
            version=version,
            title=title,
            abstract=" ".join(s.en for s in sentences),
            authors=tuple(
                f"{chance.choice(_WORDS).capitalize()} {chance.choice(_WORDS).capitalize()}" for _ in range(5)
            ),
            published=published,
            updated=published,
            categories=tuple(chance.sample(_CATEGORIES, 2)),
            comment=f"{8 + n % 9} pages, code at https://github.com/acme-kites/paper-{n}",
            links=arxiv_links(paper_id, version),
        ),
        draft=Draft(
            title_zh=_chinese(chance, 18),
            sentences=sentences,
            one_line=_chinese(chance, 30),
            summary=_chinese(chance, 140) + "。",
            takeaways=takeaways,
        ),
        findings=findings,
        reading=Reading(),
        provenance=Provenance("acme/kite-large", {"translate": "3", "digest": "2"}, "summarize 0.1.0", "2026-11-21"),
        usage=Usage(1500, 900, 0.002),
    )


def _sentence(n: int, chance: random.Random) -> Sentence:
    formula = f" {chance.choice(_FORMULAS)}" if chance.random() < 0.1 else ""
    english = " ".join(chance.choices(_WORDS, k=chance.randint(14, 26))).capitalize()
    chinese = _chinese(chance, chance.randint(28, 55))
    if n == 2:
        return Sentence(n, f"{english} two orders of magnitude{formula}.", f"{chinese}十分之一{formula}。")
    return Sentence(n, f"{english} by {n * 7}.{n}%{formula}.", f"{chinese}{n * 7}.{n}%{formula}。")


def _chinese(chance: random.Random, length: int) -> str:
    return "".join(chance.choices(_CHARS, k=length))
