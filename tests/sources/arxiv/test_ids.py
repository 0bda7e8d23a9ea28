"""IDs are understood as people paste them, and what is no ID is refused with a reason."""

from __future__ import annotations

import pytest

from summarize.errors import NotAPaperName
from summarize.sources.arxiv.ids import find_refs, parse_ref
from summarize.sources.name_lists import read_names
from summarize.values import PaperRef

NEW = PaperRef("2503.04417")
V2 = PaperRef("2503.04417", 2)
OLD = PaperRef("hep-th/9901001")


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("2503.04417", NEW),
        ("2503.04417v2", V2),
        ("2503.04417V2", V2),
        ("1207.0580", PaperRef("1207.0580")),
        ("0704.0001v3", PaperRef("0704.0001", 3)),
        ("2503.04417v12", PaperRef("2503.04417", 12)),
        ("arXiv:2503.04417", NEW),
        ("ARXIV:2503.04417V2", V2),
        ("arxiv: 2503.04417v2", V2),
        ("arXiv 2503.04417", NEW),
        ("arXiv:2503.04417v2 [cs.CL]", V2),
        ("2503.04417.pdf", NEW),
        ("2503.04417v2.pdf", V2),
        ("https://arxiv.org/abs/2503.04417", NEW),
        ("http://arxiv.org/abs/2503.04417v2", V2),
        ("https://www.arxiv.org/abs/2503.04417", NEW),
        ("arxiv.org/abs/2503.04417", NEW),
        ("https://export.arxiv.org/abs/2503.04417", NEW),
        ("https://arxiv.org/pdf/2503.04417", NEW),
        ("https://arxiv.org/pdf/2503.04417v2.pdf", V2),
        ("https://arxiv.org/pdf/2503.04417v2.pdf#page=4", V2),
        ("https://arxiv.org/html/2503.04417v2#S3.SS1", V2),
        ("https://arxiv.org/format/2503.04417", NEW),
        ("https://arxiv.org/abs/2503.04417?context=cs.LG", NEW),
        ("https://arxiv.org/abs/2503.04417/", NEW),
        ("https://arxiv.org/abs/arXiv:2503.04417", NEW),
        ("HTTPS://ARXIV.ORG/ABS/2503.04417", NEW),
        ("https://ar5iv.labs.arxiv.org/html/2503.04417", NEW),
        ("10.48550/arXiv.2503.04417", NEW),
        ("10.48550/ARXIV.2503.04417", NEW),
        ("https://doi.org/10.48550/arXiv.2503.04417", NEW),
        ("https://doi.org/10.48550%2FarXiv.2503.04417", NEW),
        ("doi:10.48550/arXiv.2503.04417", NEW),
        ("https://huggingface.co/papers/2503.04417", NEW),
        ("https://huggingface.co/papers/2503.04417#community", NEW),
        ("https://hf-mirror.com/papers/2503.04417", NEW),
        ("https://www.alphaxiv.org/abs/2503.04417", NEW),
        ("https://alphaxiv.org/overview/2503.04417v2", V2),
        ("https://www.alphaxiv.org/zh/overview/2503.04417", NEW),
        ("https://papers.cool/arxiv/2503.04417", NEW),
        ("https://papers.cool/arxiv/kimi?paper=2503.04417", NEW),
        ("hep-th/9901001", OLD),
        ("HEP-TH/9901001", OLD),
        ("hep-th/9901001v3", PaperRef("hep-th/9901001", 3)),
        ("math.GT/0309136", PaperRef("math/0309136")),
        ("math.gt/0309136v1", PaperRef("math/0309136", 1)),
        ("math/0309136", PaperRef("math/0309136")),
        ("cond-mat.stat-mech/0309136", PaperRef("cond-mat/0309136")),
        ("astro-ph/0601001", PaperRef("astro-ph/0601001")),
        ("arXiv:math.GT/0309136", PaperRef("math/0309136")),
        ("https://arxiv.org/abs/math.GT/0309136v1", PaperRef("math/0309136", 1)),
        ("https://arxiv.org/pdf/hep-th/9901001.pdf", OLD),
        ("10.48550/arXiv.hep-th/9901001", OLD),
        ("２５０３．０４４１７", NEW),
        ("ａｒＸｉｖ：２５０３．０４４１７ｖ２", V2),
        ("2503。04417", NEW),
        ("arXiv：2503.04417", NEW),
        ("《2503.04417》", NEW),
        ("【arXiv:2503.04417】", NEW),
        (" 2503.04417, ", NEW),
        ("(2503.04417).", NEW),
        ("<https://arxiv.org/abs/2503.04417>", NEW),
        ("`2503.04417`", NEW),
        ("“2503.04417”", NEW),
        ("\ufeff2503.04417\u200b", NEW),
        ("2503.\u200b04417", NEW),
        ("abs/2503.04417", NEW),
    ],
)
def test_every_form_of_a_name_is_understood(text: str, ref: PaperRef) -> None:
    assert parse_ref(text) == ref


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("2513.01234", "no month 13"),
        ("arXiv:2500.01234", "no month 00"),
        ("2501.1858", "since January 2015 five digits follow the point, here 4 do"),
        ("2501.185855", "here 6 do"),
        ("1207.05801", "before 2015 four digits"),
        ("0701.1234", "April 2007"),
        ("2503.00000", "begins with 1"),
        ("2503.04417v0", "v1, v2"),
        ("250304417", "is 2503.04417 meant"),
        ("2503-04417v2", "is 2503.04417v2 meant"),
        ("25O3.04417", "letters"),
        ("9901001", "hep-th/9901001"),
        ("hepth/9901001", "no archive “hepth”"),
        ("hep-th/9913001", "month"),
        ("hep-th/0801001", "March 2007"),
        ("https://arxiv.org/list/cs.CL/new", "list of papers"),
        ("10.1145/3292500.3330701", "only arXiv's own"),
        ("https://example.org/2503.04417", "not known to be a paper's"),
        ("https://notarxiv.org/abs/2503.04417", "not known to be a paper's"),
        ("missing.pdf", "no such file"),
        ("hello", "accepted are 2501.18585"),
        ("", "accepted are 2501.18585"),
    ],
)
def test_what_is_not_an_id_says_what_is_off(text: str, hint: str) -> None:
    with pytest.raises(NotAPaperName) as caught:
        parse_ref(text)
    assert hint in caught.value.hint


def test_a_digest_gives_its_papers_in_order_and_once() -> None:
    text = """\
# 今日论文 2025-03-06, 17 files, 1250.50000 yuan, v2501.12345678
1. [Whales](https://arxiv.org/abs/2503.04417)（arXiv:2503.04417v2），见https://arxiv.org/pdf/2503.04418v1.pdf。
2. 链接https://arxiv.org/abs/2503.04419这篇很好, DOI 10.48550/arXiv.2503.04420
3. bare 2503.04421, (2503.04422v3); 2503.04421 again; arXiv:hep-th/9901001 and arXiv: 1207.0580.
<a href="https://huggingface.co/papers/2503.04423">x</a> {"arxiv_id": "2503.04424"}
"""
    assert [str(r) for r in find_refs(text)] == [
        "2503.04417",
        "2503.04418v1",
        "2503.04419",
        "2503.04420",
        "2503.04421",
        "2503.04422v3",
        "hep-th/9901001",
        "1207.0580",
        "2503.04423",
        "2503.04424",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "pi is 3.14159 and 2513.01234 has no such month",
        "costs $2503.04417 or €2503.04417",
        "x = -2503.04417, 12503.04417, 2503.044170, 2503.04417.5, 2503.04417%",
        "https://example.org/2503.04417 and https://example.org/?v=2503.04417",
        "https://notarxiv.org/abs/2503.04417",
        "a 4-digit 1207.0580 without a prefix",
        "bare hep-th/9901001 in running text",
        "arXiv:2503.044171 is too long",
        "",
    ],
)
def test_other_numbers_in_free_text_are_left_alone(text: str) -> None:
    assert find_refs(text) == ()


def test_two_versions_are_two_papers() -> None:
    assert find_refs("arXiv:2503.04417v1 vs. arXiv:2503.04417v2 vs. arXiv:2503.04417") == (
        PaperRef("2503.04417", 1),
        V2,
    )


def test_bibtex_fields_are_read() -> None:
    text = """\
@article{a, title={Whales}, eprint={2503.04417}, archivePrefix={arXiv}, year = 2025}
@misc{b, eprint = "math.GT/0309136", pages = {2501--2511}}
@misc{c, journal = {arXiv preprint arXiv:1207.0580}, doi = {10.1000/2503.04418}}
"""
    assert [str(r) for r in find_refs(text)] == ["2503.04417", "math/0309136", "1207.0580"]
    assert read_names(text, parse=parse_ref, find=find_refs, exists=lambda line: False).refs == find_refs(text)


def test_a_long_text_is_read_in_linear_time() -> None:
    text = "a.b-c/" * 200_000 + " arXiv:2503.04417"
    assert find_refs(text) == (NEW,)
