"""PDFs are read in a process of their own: limits, crashes and lies of that process are errors of the one PDF."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from summarize.errors import OutputError, PdfCrashed, PdfEncrypted, PdfError, PdfTooCostly, PdfTooLarge
from summarize.reading.figure_files import FigureFolder
from summarize.reading.pdf.read_pdf import read_pdf
from summarize.reading.pdf_worker.worker import PdfWorker
from summarize.reading.pdf_worker.worker_limits import PdfLimits
from summarize.sources.pdf_reader import PdfReader
from tests.hostile.pdf_objects import nested_forms, one_page
from tests.reading.pdf.pdf_builder import sample_paper

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the system has no /proc")
#: Far more than any machine takes for the small PDFs here.
PATIENCE_S = 60


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("worker") / "paper.pdf"
    sample_paper(path, sections=3, paragraphs=2)
    return path


@pytest.fixture(scope="module")
def bomb(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PDF of 3 kB that takes minutes to read, and gigabytes."""
    path = tmp_path_factory.mktemp("worker") / "bomb.pdf"
    path.write_bytes(nested_forms(9, 10))
    return path


@pytest.fixture(scope="module")
def worker(paper: Path) -> Iterator[PdfWorker]:
    """A worker with the limits that the command has. It starts where the environment has a key."""
    worker = PdfWorker()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_API_KEY", "canary-of-the-key")
        worker.check(paper).result(PATIENCE_S)
    yield worker
    worker.close()


def _faked(answers: str) -> PdfWorker:
    """A worker whose process is a script: ``answers`` is run for each question, with ``write`` and ``frames``."""
    code = (
        "import sys, os, signal, msgspec\n"
        "from summarize.reading.pdf_worker import frames\n"
        "from summarize.values import Caption, Document, Figure\n"
        "def write(kind, value=b'', raw=False):\n"
        "    body = value if isinstance(value, bytes) else msgspec.json.encode(value)\n"
        "    sys.stdout.buffer.write((len(body) + 1).to_bytes(4, 'big') + kind + body); sys.stdout.buffer.flush()\n"
        "write(frames.READY)\n"
        "asked = 0\n"
        "while (question := frames.read_frame(sys.stdin.buffer)) is not None:\n"
        "    asked += 1\n" + "".join(f"    {line}\n" for line in answers.splitlines())
    )
    return PdfWorker(PdfLimits(wall_s=20.0), [sys.executable, "-c", code])


def _soon(is_so: Callable[[], bool]) -> bool:
    """Wait until something is so. Machines with much work take their time."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if is_so():
            return True
        time.sleep(0.02)
    return False


def _stat(pid: int | str) -> list[str]:
    """State, parent and more of a process (proc(5)); nothing where it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rsplit(")", 1)[1].split()
    except OSError:
        return []


def _gone(pid: int) -> bool:
    return _soon(lambda: _stat(pid)[:1] in ([], ["Z"]))


def _has_child(pid: int) -> bool:
    """Whether a process has a child, which has begun to work."""
    processes = [_stat(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    return any(stat[1:2] == [str(pid)] and int(stat[11]) >= 2 for stat in processes)


@LINUX
def test_the_process_has_no_key_and_can_write_no_file(worker: PdfWorker, paper: Path) -> None:
    worker.check(paper).result(PATIENCE_S)
    there = Path(f"/proc/{worker.pid}")
    assert b"canary" not in (there / "environ").read_bytes()
    limits = {line[:26].strip(): line[26:].split()[:2] for line in (there / "limits").read_text("utf-8").splitlines()}
    assert limits["Max file size"] == limits["Max core file size"] == ["0", "0"]
    assert limits["Max address space"] == [str(PdfLimits().memory_bytes)] * 2


def test_the_text_is_what_the_reader_gives_in_one_process(worker: PdfWorker, paper: Path) -> None:
    assert worker.read(paper).result(PATIENCE_S) == read_pdf(paper)


def test_one_process_reads_one_pdf_after_another_also_after_an_error(
    worker: PdfWorker, paper: Path, tmp_path: Path
) -> None:
    worker.check(paper).result(PATIENCE_S)
    first = worker.pid
    (tmp_path / "locked.pdf").write_bytes(
        one_page(trailer=b"/Encrypt<</Filter/Standard/V 1/R 2/P 0/O(%s)/U(%s)>>/ID[(a)(b)]" % (b"o" * 32, b"u" * 32))
    )
    with pytest.raises(PdfEncrypted) as raised:
        worker.read(tmp_path / "locked.pdf").result(PATIENCE_S)
    assert raised.value.paper == str(tmp_path / "locked.pdf")
    assert worker.read(paper).result(PATIENCE_S).pages
    assert worker.pid == first is not None


def test_pictures_come_as_files(worker: PdfWorker, paper: Path, tmp_path: Path) -> None:
    figures = worker.pictures(paper, FigureFolder(tmp_path / "out").save, dpi=36).result(PATIENCE_S)
    assert [f.path for f in figures] == sorted((f.path for f in figures), key=lambda name: name != "page-1.png")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {f.path for f in figures}


def test_a_folder_that_cannot_be_written_is_no_fault_of_the_pdf(worker: PdfWorker, paper: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", "utf-8")
    with pytest.raises(OutputError):
        worker.pictures(paper, FigureFolder(tmp_path / "taken").save, dpi=36).result(PATIENCE_S)
    assert worker.read(paper).result(PATIENCE_S).pages


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (PdfLimits(memory_bytes=130 * 2**20), "more than 130 MB of memory"),
        (PdfLimits(cpu_s=0), "of work"),
        (PdfLimits(wall_s=0.3), "s in all"),
    ],
    ids=["memory", "processor time", "time"],
)
def test_what_costs_too_much_is_an_error_of_that_pdf_alone(
    limits: PdfLimits, said: str, bomb: Path, paper: Path, tmp_path: Path
) -> None:
    worker = PdfWorker(limits)
    try:
        with pytest.raises(PdfTooCostly, match=said) as raised:
            worker.read(bomb).result(PATIENCE_S)
        assert "abstract" in raised.value.hint
        lost = worker.pid
        assert lost is None
        if limits.wall_s > 1:
            assert worker.read(paper).result(PATIENCE_S).pages
    finally:
        worker.close()


@LINUX
def test_a_crash_is_an_error_of_that_pdf_alone(bomb: Path, paper: Path) -> None:
    worker = PdfWorker()
    try:
        worker.check(bomb).result(PATIENCE_S)
        reading = worker.read(bomb)
        assert _soon(reading.running)
        assert worker.pid is not None
        os.kill(worker.pid, signal.SIGSEGV)
        with pytest.raises(PdfCrashed, match="SIGSEGV"):
            reading.result(PATIENCE_S)
        assert worker.read(paper).result(PATIENCE_S).pages
    finally:
        worker.close()


def test_a_crash_after_another_pdf_may_be_the_others_fault_and_is_tried_once_more(tmp_path: Path) -> None:
    document = "write(frames.DOCUMENT, Document('pdf', '', 1, 1, ()))"
    worker = _faked(f"os.kill(os.getpid(), signal.SIGKILL) if asked == 2 else {document}")
    try:
        assert worker.read(tmp_path / "one.pdf").result(PATIENCE_S).source == str(tmp_path / "one.pdf")
        assert worker.read(tmp_path / "two.pdf").result(PATIENCE_S).source == str(tmp_path / "two.pdf")
    finally:
        worker.close()


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ("sys.exit(3)", PdfCrashed),
        ("write(frames.END)", PdfCrashed),
        ("write(b'?', b'what')", PdfCrashed),
        ("sys.stdout.buffer.write(b'\\0\\0\\0\\x20d{'); sys.exit(0)", PdfCrashed),
        ("write(frames.DOCUMENT, b'\\x80\\x04\\x95\\x1e\\x00')", PdfCrashed),
        ("write(frames.DOCUMENT, {'kind': 'pdf', 'source': 7, 'pages': 'many'})", PdfCrashed),
        ("write(frames.DOCUMENT, b'[' * 100_000)", PdfCrashed),
        ("write(frames.FAILURE, b'{}')", PdfCrashed),
        ("write(frames.FAILURE, {'code': 'configuration', 'message': 'lies'})", PdfError),
        ("sys.stdout.buffer.write(b'\\xff\\xff\\xff\\xff' + frames.DOCUMENT); sys.stdout.flush()", PdfTooLarge),
    ],
    ids=["exit", "no document", "unknown kind", "cut", "pickle", "types", "depth", "failure", "other error", "4 GB"],
)  # fmt: skip
def test_no_answer_of_the_process_is_more_than_an_error_of_that_pdf(
    answer: str, error: type[PdfError], tmp_path: Path
) -> None:
    worker = _faked(answer)
    try:
        with pytest.raises(PdfError) as raised:
            worker.read(tmp_path / "one.pdf").result(PATIENCE_S)
        assert type(raised.value) is error
    finally:
        worker.close()


@pytest.mark.parametrize(
    "answer",
    [
        "write(frames.PNG, b'\\x89PNG\\r\\n\\x1a\\n')",
        "write(frames.CAPTION, Figure('Figure 1', 1, '')); write(frames.PNG, b'<script>')",
        "write(frames.CAPTION, Figure('Figure 1', 1, '')); write(frames.CAPTION, Figure('Figure 1', 1, ''))",
    ],
    ids=["without caption", "no picture", "two captions"],
)
def test_only_pictures_with_captions_become_files(answer: str, tmp_path: Path) -> None:
    worker = _faked(answer)
    try:
        with pytest.raises(PdfCrashed):
            worker.pictures(tmp_path / "one.pdf", FigureFolder(tmp_path / "out").save).result(PATIENCE_S)
        assert not (tmp_path / "out").exists()
    finally:
        worker.close()


def test_a_process_that_cannot_start_is_said(paper: Path) -> None:
    for command in (["/nonexistent/python"], [sys.executable, "-c", "raise SystemExit(4)"]):
        worker = PdfWorker(command=command)
        with pytest.raises(PdfCrashed, match="start"):
            worker.read(paper).result(PATIENCE_S)
        worker.close()


@LINUX
@pytest.mark.parametrize("pdf", ["paper", "bomb"])
def test_the_process_ends_with_a_command_that_is_killed(pdf: str, request: pytest.FixtureRequest) -> None:
    code = (
        "import sys, time\n"
        "from summarize.reading.pdf_worker.worker import PdfWorker\n"
        "worker = PdfWorker(); worker.check(sys.argv[1]).result(); worker.read(sys.argv[1])\n"
        "print(worker.pid, flush=True); time.sleep(60)"
    )
    path = str(request.getfixturevalue(pdf))
    with subprocess.Popen([sys.executable, "-c", code, path], stdout=subprocess.PIPE, text=True) as command:
        assert command.stdout is not None
        pid = int(command.stdout.readline())
        command.kill()
    assert _gone(pid)


@LINUX
def test_closing_ends_the_process_in_the_middle_of_a_page(bomb: Path) -> None:
    worker = PdfWorker()
    worker.check(bomb).result(PATIENCE_S)
    pid, reading = worker.pid, worker.read(bomb)
    waiting = worker.read(bomb)
    assert pid is not None
    assert _soon(reading.running)
    worker.close()
    with pytest.raises(PdfError, match="the program ends"):
        reading.result(PATIENCE_S)
    assert waiting.cancelled() or waiting.exception(PATIENCE_S) is not None
    assert worker.read(bomb).cancelled()
    assert _gone(pid)


def test_who_waits_no_longer_does_not_hold_up_the_others(bomb: Path, paper: Path) -> None:
    async def both() -> int:
        pdfs = PdfReader()
        try:
            await pdfs.read(paper)
            first = asyncio.create_task(pdfs.read(bomb))
            await asyncio.sleep(0.2)
            second = asyncio.create_task(pdfs.read(paper))
            await asyncio.sleep(0)
            first.cancel()
            return (await second).pages
        finally:
            pdfs.close()

    assert asyncio.run(asyncio.wait_for(both(), PATIENCE_S)) >= 2


def test_a_program_that_is_frozen_into_one_file_starts_itself(paper: Path) -> None:
    worker = PdfWorker(command=[sys.executable, "-m", "summarize", "--read-pdfs-for-summarize"])
    try:
        assert worker.read(paper).result(PATIENCE_S).pages >= 2
    finally:
        worker.close()


def test_the_command_itself_never_loads_pymupdf(paper: Path, env: dict[str, str]) -> None:
    code = (
        "import sys; sys.argv=['summarize','text',sys.argv[1],'--json']\n"
        "from summarize.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print([name for name in sys.modules if 'pymupdf' in name], file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(paper)], env=env, check=True, capture_output=True, text=True)
    assert ran.stderr.splitlines()[-1] == "[]"
    assert '"sections"' in ran.stdout


@LINUX
def test_ctrl_c_in_the_middle_of_a_page_ends_the_command(bomb: Path, env: dict[str, str]) -> None:
    command = [sys.executable, "-m", "summarize", "text", str(bomb)]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert _soon(lambda: _has_child(running.pid))
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=PATIENCE_S)
    assert (running.returncode, said.splitlines()[-1]) == (130, "summarize: interrupted")
