"""Pictures cut from a PDF for private reading: the first page, and figures and tables with their captions."""

from __future__ import annotations

import os
import re
from pathlib import Path

from summarize.errors import OutputError, PdfError
from summarize.reading.pdf.read_pdf import open_pdf
from summarize.values import Document, Figure


def cut_figures(
    path: str | os.PathLike[str], document: Document, out_dir: Path, *, dpi: int = 150
) -> tuple[Figure, ...]:
    """Cut page 1 and every figure and table of the PDF at ``path`` into ``out_dir`` as PNG, in order of pages.

    ``document`` is what ``read_pdf`` made of the same file; its captions say what to look for. The first of the result
    is the page, with the label ``"Page 1"``. ``path`` of each is the file's name in ``out_dir``. A caption whose
    drawing is not found has no picture. Raises what ``open_pdf`` raises, PdfError where a picture cannot be cut, and
    OutputError.
    """
    # PyMuPDF takes 0.2 s.
    from summarize.reading.pdf.figure_places import find_places, picture, running_size

    captions = {(caption.label, caption.page): caption.text for caption in document.captions}
    pages = sorted({caption.page for caption in document.captions if caption.page})
    pdf = open_pdf(path)
    try:
        figures = [_saved(picture(pdf[0], None, dpi), out_dir, "page-1", Figure("Page 1", 1, ""))]
        names: set[str] = {"page-1"}
        for place in find_places(pdf, pages, running_size(pdf)):
            caption = captions.get((place.label, place.page))
            if caption is None:
                continue
            name = _name(place.label, names)
            names.add(name)
            png = picture(pdf[place.page - 1], place.box, dpi)
            figures.append(_saved(png, out_dir, name, Figure(place.label, place.page, "", caption)))
    except (RuntimeError, ValueError) as exc:
        raise PdfError(f"its pictures cannot be cut: {exc}", paper=str(path)) from exc
    finally:
        pdf.close()
    return tuple(figures)


def _name(label: str, taken: set[str]) -> str:
    base = re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-") or "figure"
    name, count = base, 1
    while name in taken:
        count += 1
        name = f"{base}-{count}"
    return name


def _saved(png: bytes, folder: Path, name: str, figure: Figure) -> Figure:
    target = folder / f"{name}.png"
    part = folder / f"{name}.png.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part.write_bytes(png)
        part.replace(target)
    except OSError as exc:
        raise OutputError(
            f"cannot write {target}: {exc.strerror or exc}", hint="name another folder with --figures DIR"
        ) from exc
    return Figure(figure.label, figure.page, target.name, figure.caption)
