"""Pictures cut from a PDF for private reading: the first page, and figures and tables with their captions."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

from summarize.errors import PdfError
from summarize.reading.pdf.figure_places import find_places, picture, running_size
from summarize.reading.pdf.read_pdf import PAGE_FAULTS, open_pdf, read_pdf
from summarize.values import Figure


class Picture(NamedTuple):
    """A figure, which has no path yet, and its PNG."""

    figure: Figure
    png: bytes


def cut_pictures(path: str | os.PathLike[str], *, dpi: int = 150) -> Iterator[Picture]:
    """Cut page 1 and every figure and table out of the PDF at ``path``, in order of pages.

    The first is the page, with the label ``"Page 1"``. A caption whose drawing is not found has no picture. Raises what
    ``read_pdf`` raises, and PdfError where a picture cannot be cut.
    """
    document = read_pdf(path)
    captions = {(caption.label, caption.page): caption.text for caption in document.captions}
    pages = sorted({caption.page for caption in document.captions if caption.page})
    pdf = open_pdf(path)
    try:
        yield Picture(Figure("Page 1", 1, ""), picture(pdf[0], None, dpi))
        for place in find_places(pdf, pages, running_size(pdf)):
            caption = captions.get((place.label, place.page))
            if caption is None:
                continue
            png = picture(pdf[place.page - 1], place.box, dpi)
            yield Picture(Figure(place.label, place.page, "", caption), png)
    except PAGE_FAULTS as exc:
        raise PdfError(f"its pictures cannot be cut: {exc}", paper=str(path)) from exc
    finally:
        pdf.close()
