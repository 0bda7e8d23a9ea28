"""A benchmark of reading PDFs: time beside PyMuPDF's own ``get_text("text")``, and memory.

``python -m benchmarks.extraction [FOLDER] [--pages 60] [--large 500]``. Both readings run in one process, in turns, on
the same files. Times are CPU seconds, the best of three. Memory is the peak of a process of its own that reads one
file. FOLDER has real PDFs. The made-up papers have two columns, figures, headings, notes and hyphens.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pymupdf

from benchmarks.measuring import run, write_results
from summarize.reading.pdf.assembly import assemble
from summarize.reading.pdf.line import Line, PageSize
from summarize.reading.pdf.page_lines import read_page
from summarize.reading.pdf.read_pdf import open_pdf, read_pdf
from tests.reading.pdf.pdf_builder import PaperBuilder, paragraph

ROUNDS = 3


def made_paper(path: Path, pages: int, columns: int = 2) -> None:
    """Make a paper of at least ``pages`` pages."""
    rng = random.Random(pages)
    paper = PaperBuilder(columns=columns, running_head="Made-up Proceedings of Imagined Methods")
    paper.title_block("Sparse Lanterns for Imagined Networks", "Ada Lindqvist and Bo Marchetti")
    paper.heading("Abstract")
    paper.text(paragraph(rng, 4), indent=0)
    number = 0
    while paper.number < pages:
        number += 1
        paper.heading(f"{number} Part {number} of the Story", apart=12)
        for _ in range(8):
            paper.text(paragraph(rng, 6))
        paper.figure(f"Figure {number}: A drawing of part {number}.", vector=number % 4 != 0)
    paper.heading("References")
    for n in range(1, 40):
        paper.text(
            f"[{n}] A. Author{n}. {paragraph(rng, 1)} Journal of Imagined Methods {n}, 20{n:02}.", size=9, indent=0
        )
    paper.save(path, deflate=True)


def repeated(path: Path, source: Path, pages: int) -> None:
    """Make a long document from the pages of ``source``, because setting so many pages would take minutes."""
    with pymupdf.open(source) as one, pymupdf.open() as document:
        while document.page_count < pages:
            document.insert_pdf(one)
        document.save(path, garbage=3, deflate=True)


def plain_text(path: Path) -> None:
    """Extract the text of every page with PyMuPDF alone, as the baseline. The text is thrown away."""
    with pymupdf.open(path) as document:
        for page in document:
            page.get_text("text")


def without_search(path: Path) -> None:
    """Read with this program up to the assembled document, without the search for hidden text."""
    lines: list[Line] = []
    sizes: dict[int, PageSize] = {}
    with open_pdf(path) as document:
        for number, page in enumerate(document, 1):
            lines.extend(read_page(page, number).lines)
            sizes[number] = PageSize(page.rect.width, page.rect.height)
    assemble(lines, sizes)


def best_cpu_s(action: Callable[[Path], object], path: Path) -> float:
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        action(path)
        times.append(time.process_time() - began)
    return min(times)


def peak_mb(code: str, path: Path) -> float:
    """Return the peak resident memory of a process that runs ``code`` with ``path`` as its argument.

    Linux's VmHWM: ``ru_maxrss`` of a child begins at what its parent had.
    """
    told = subprocess.run([sys.executable, "-c", code + _PEAK, str(path)], capture_output=True, text=True, check=True)
    return int(told.stdout.split()[-1]) / 1024


_READ = "import sys; from summarize.reading.pdf.read_pdf import read_pdf; read_pdf(sys.argv[1])"
_PLAIN = "import sys, pymupdf\nfor page in pymupdf.open(sys.argv[1]): page.get_text('text')"
_PEAK = "\nprint(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')).split()[1])"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, help="real PDFs, if there are any")
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--large", type=int, default=500)
    options = parser.parse_args()
    rows: list[dict[str, object]] = []

    def row(what: str, files: list[Path]) -> None:
        pages = sum(_page_count(path) for path in files)
        plain = sum(best_cpu_s(plain_text, path) for path in files)
        bare = sum(best_cpu_s(without_search, path) for path in files)
        whole = sum(best_cpu_s(read_pdf, path) for path in files)
        largest = max(files, key=lambda path: path.stat().st_size)
        ours, theirs = peak_mb(_READ, largest), peak_mb(_PLAIN, largest)
        command = run([sys.executable, "-m", "summarize", "text", str(largest), "--json"], dict(os.environ))
        rows.append(
            {
                "files": what,
                "pages": pages,
                "get_text ms/page": f"{1000 * plain / pages:.2f}",
                "read ms/page": f"{1000 * bare / pages:.2f}",
                "times": f"{bare / plain:.2f}",
                "with hidden search ms/page": f"{1000 * whole / pages:.2f}",
                "times ": f"{whole / plain:.2f}",
                "peak MB": f"{ours:.0f}",
                "get_text peak MB": f"{theirs:.0f}",
                "summarize text s": f"{command.seconds:.2f}",
            }
        )
        print(rows[-1], flush=True)

    with tempfile.TemporaryDirectory() as folder:
        for columns in (1, 2):
            path = Path(folder, f"{columns}.pdf")
            made_paper(path, options.pages, columns)
            row(f"made up, {columns} column{'s' if columns > 1 else ''}", [path])
        large = Path(folder, "large.pdf")
        repeated(large, path, options.large)
        row("made up, large", [large])
    if options.folder is not None:
        files = sorted(options.folder.glob("*.pdf"))
        if files:
            row(f"real papers ({len(files)})", files)
    write_results(
        "extraction",
        rows,
        f"CPU time, best of {ROUNDS}, both readings in one process; memory and time of processes that read the largest file alone.",
    )


def _page_count(path: Path) -> int:
    with pymupdf.open(path) as document:
        return int(document.page_count)


if __name__ == "__main__":
    main()
