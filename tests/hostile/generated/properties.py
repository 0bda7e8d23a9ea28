"""What holds for every input of a target: a function that raises AssertionError where it does not.

An error that is not the program's own is raised as it is, which fails the test as well.
"""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
import json
import re
import tempfile
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

from click.testing import CliRunner
from lxml import html as lxml_html

from summarize.checks import CHECKS, check_pair
from summarize.commands.check import check
from summarize.errors import NotAPaperName, PaperError
from summarize.layouts import LayoutOptions, load_layout
from summarize.layouts.layout import Layout
from summarize.layouts.layout_table import LAYOUTS
from summarize.lint.page_reader import read_page
from summarize.lint.report import Unreadable, lint
from summarize.llm.client.stream import Damaged, ErrorInStream, EventReader, ReplyParts
from summarize.prompting.asking import EvidenceKind
from summarize.prompting.glossary import Glossary, load_glossary
from summarize.prompting.replies import parse_digest, parse_lines
from summarize.reading.pdf_worker.worker import PdfWorker
from summarize.reading.pdf_worker.worker_limits import PdfLimits
from summarize.reading.sentences import split_sentences
from summarize.sources.source_table import find_names, parse_name
from summarize.terminal.check_report import github_lines, json_text, statistics_lines, text_lines
from summarize.values import Draft, Evidence, Finding, Result, SectionSummary, Sentence, Takeaway
from tests.hostile.generated.inputs import Chunks, TextPair, TextSource
from tests.layouts.samples import KITE, RUN

_EVIDENCE: tuple[EvidenceKind, ...] = ("sentence", "page", "section")
#: What no page may hold as it is: controls but tab and line end, lone surrogates.
_RAW = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
#: What turns the rest of a line around.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
#: HTML that a Markdown page would pass on, and the code in which it is only shown.
_LIVE = re.compile(r"(?<!\\)<(?:script|img|iframe|svg|style)", re.IGNORECASE)
_FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


@lru_cache(maxsize=1)
def _glossary() -> Glossary:
    return load_glossary()


def names_are_read_back(text: str) -> None:
    """A word is refused with an error of ours, or is a paper whose written form means the same paper."""
    with contextlib.suppress(NotAPaperName):
        ref = parse_name(text)
        assert ref.path is not None or parse_name(str(ref)) == ref
    found = find_names(text)
    assert len(set(found)) == len(found)
    assert all(parse_name(str(ref)) == ref for ref in found)


def sentences_keep_the_text(text: str) -> None:
    """The sentences have all characters of the text but white space, in order. None is empty."""
    sentences = split_sentences(text)
    assert "".join("".join(sentences).split()) == "".join(text.split())
    assert all(sentence and sentence == " ".join(sentence.split()) for sentence in sentences)


def replies_are_read(text: str) -> None:
    """Each expected number is read or missing; each part of a digest is there or missing."""
    lines = parse_lines(text, (1, 2, 3))
    assert sorted((*lines.texts, *lines.missing)) == [1, 2, 3]
    assert all(said and "\n" not in said and not _RAW.search(said) for said in lines.texts.values())
    for kind in _EVIDENCE:
        digest = parse_digest(text, kind)
        parts = {"one_line": digest.one_line, "summary": digest.summary, "takeaways": digest.takeaways}
        assert digest.missing == tuple(name for name, part in parts.items() if not part)


def events_do_not_depend_on_chunks(chunks: Chunks) -> None:
    """Bytes cut anywhere give the same events as the whole. An event is a chunk of a reply or an error of ours."""
    whole, cut = EventReader(), EventReader()
    events = [*whole.feed(chunks.data), *whole.end()]
    places = [0, *sorted(min(at, len(chunks.data)) for at in chunks.cuts), len(chunks.data)]
    pieces = [chunks.data[a:b] for a, b in itertools.pairwise(places)]
    assert [*(event for piece in pieces for event in cut.feed(piece)), *cut.end()] == events
    parts = ReplyParts()
    for event in events:
        with contextlib.suppress(Damaged, ErrorInStream):
            parts.add_chunk(event)
    with contextlib.suppress(Damaged, ErrorInStream):
        parts.add_whole(chunks.data)
    parts.text.encode()


def checks_do_not_fail(pair: TextPair) -> None:
    """No check fails, and every finding can be said."""
    for finding in check_pair(pair.unit, pair.source, pair.target, _glossary()):
        assert finding.code in CHECKS
        assert finding.code != "check-failed", finding.message


def pages_are_read(text: str) -> None:
    """Every text of a page has its place in the file. The linter reports on the page or says that it cannot read it."""
    lines = text.count("\n") + 1
    for paper in read_page(text):
        for unit in paper.units():
            assert 1 <= unit.target.place(0).line <= lines
            assert 1 <= unit.target.place(len(unit.target.text) - 1).line <= lines
    with contextlib.suppress(Unreadable):
        report = lint("page.md", text, lambda names: {}, _glossary())
        for remark in report.remarks:
            assert 1 <= remark.place.line <= lines
            assert remark.finding.code != "check-failed", remark.finding.message
            assert remark.sentence is None or remark.sentence >= 1
        for most_alike in (0, 1):
            github = list(github_lines(report, most_alike=most_alike))
            shown = list(text_lines(report, width=60, colour=False, most_alike=most_alike))
            for line in (*github, *shown, *statistics_lines([report], colour=False)):
                assert not _RAW.search(line)
                assert "\n" not in line
        answer = json_text([report])
        assert not _RAW.search(answer)
        assert not _TURNING.search(answer)
        assert len(json.loads(answer)["files"][0]["findings"]) == len(report.remarks)


def json_lines_are_answered(rows: Sequence[str]) -> None:
    """``check --json`` answers each row with a row, or ends with 2 and a message; it never shows a traceback."""
    done = CliRunner().invoke(check, ["--json", "-"], input="\n".join(rows).encode("utf-8", "surrogatepass"))
    assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
    assert done.exit_code in (0, 1, 2)
    answers = [json.loads(line) for line in done.stdout.split("\n") if line]
    assert not _RAW.search(done.stdout)
    assert not _TURNING.search(done.stdout)
    assert all(finding["code"] != "check-failed" for answer in answers for finding in answer["findings"])
    assert done.exit_code == 2 or len(answers) == sum(bool(row.strip()) for row in rows)
    assert done.exit_code != 2 or "summarize check:" in done.stderr


def result_of(text_with_surrogates: TextSource) -> Result:
    """Return a result that has another text in each of its places, without lone surrogates: no source lets one in."""

    def text() -> str:
        return text_with_surrogates().encode("utf-8", "ignore").decode()

    sentences = tuple(Sentence(n, text() + "a", text() + "句") for n in (1, 2))
    paper = dataclasses.replace(
        KITE.paper, title=text() + "T", abstract=" ".join(s.en for s in sentences), authors=(text(), text()),
        comment=text(), journal_ref=text(),
    )  # fmt: skip
    takeaway = Takeaway(text() + "要", (Evidence(sentence=1), Evidence(section=text())), text())
    draft = Draft(
        title_zh=text() + "题", sentences=sentences, one_line=text(), summary=text(), takeaways=(takeaway,),
        summary_en=text(), sections=(SectionSummary(text(), text(), 0, text()),),
    )  # fmt: skip
    finding = Finding("garbage", "error", text(), "abstract", 1, text(), text())
    return dataclasses.replace(KITE, paper=paper, draft=draft, findings=(finding,))


@cache
def _layout(name: str) -> Layout:
    return load_layout(name, LayoutOptions(also_english=True, bibtex=True))


@lru_cache(maxsize=1)
def _own_scripts() -> int:
    page = _layout("html").page([KITE], RUN)
    return len(lxml_html.document_fromstring(page).findall(".//script"))


def nothing_is_alive(text: TextSource) -> None:
    """No layout puts out a raw control character; a web page gets no script, handler or address that runs code."""
    result = result_of(text)
    for name in LAYOUTS:
        page = _layout(name).page([result], RUN)
        if name in ("json", "jsonl"):
            json.loads(page)
            continue
        assert not _RAW.search(page), name
        assert not _TURNING.search(page), name
        if name == "html":
            _nothing_runs(page)
        else:
            assert not _LIVE.search(_FENCED.sub("", page)), name


def _nothing_runs(page: str) -> None:
    root = lxml_html.document_fromstring(page)
    assert len(root.findall(".//script")) == _own_scripts()
    for element in root.iter():
        if isinstance(element.tag, str) and element.get("rel") != "icon":
            assert not any(attribute.startswith("on") for attribute in element.attrib), element.attrib
            assert not re.match(r"\s*(?:javascript|data|vbscript):", element.get("href", ""), re.IGNORECASE)


@lru_cache(maxsize=1)
def _pdf_place() -> tuple[PdfWorker, Path]:
    folder = Path(tempfile.mkdtemp(prefix="generated-pdf-"))
    return PdfWorker(PdfLimits(memory_bytes=400 * 2**20, cpu_s=20, wall_s=60.0)), folder / "mutant.pdf"


def pdfs_are_read_or_refused(pdfs: Sequence[bytes]) -> None:
    """Each PDF gives a document or an error of that paper."""
    worker, path = _pdf_place()
    for pdf in pdfs:
        path.write_bytes(pdf)
        with contextlib.suppress(PaperError):
            worker.read(path).result(90)


def close_pdf_reader() -> None:
    """End the process that reads PDFs, if one was started, and remove its file."""
    if _pdf_place.cache_info().currsize:
        worker, path = _pdf_place()
        worker.close()
        path.unlink(missing_ok=True)
        path.parent.rmdir()
        _pdf_place.cache_clear()
