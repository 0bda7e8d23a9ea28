"""Answers to questions about a PDF, given inside the process that reads PDFs.

It is the only module outside ``reading/pdf/`` that loads PyMuPDF.
"""

from __future__ import annotations

import traceback
from typing import BinaryIO

import msgspec

from summarize.errors import ABSTRACT_ROUTE, PdfError, PdfTooLarge
from summarize.reading.pdf.figures import cut_pictures
from summarize.reading.pdf.read_pdf import open_pdf, ran_out_of_memory, read_pdf
from summarize.reading.pdf_worker import frames
from summarize.reading.pdf_worker.frames import Failure, FrameTooLong, Question, write_frame
from summarize.values import Document

#: Letters of a message and of a traceback that are passed on. The end of a traceback says most.
_MESSAGE, _TRACE = 500, 8000


def answer(question: Question, answers: BinaryIO) -> None:
    """Answer one question on ``answers``. Whatever goes wrong is a failure of this one PDF.

    Raises OSError where no one reads the answers.
    """
    try:
        if question.work == "check":
            open_pdf(question.path).close()
        elif question.work == "read":
            write_frame(answers, frames.DOCUMENT, _encoded(read_pdf(question.path)))
            return
        else:
            for picture in cut_pictures(question.path, dpi=question.dpi):
                write_frame(answers, frames.CAPTION, msgspec.json.encode(picture.figure))
                write_frame(answers, frames.PNG, picture.png)
        write_frame(answers, frames.END)
    except BrokenPipeError:
        raise
    except FrameTooLong as error:
        fail(
            answers,
            Failure(PdfTooLarge.code, f"has more text or larger pictures than a paper has: {error}", ABSTRACT_ROUTE),
        )
    except PdfError as error:
        fail(answers, Failure(error.code, error.message, error.hint, memory=ran_out_of_memory(error.message)))
    except Exception as error:  # noqa: BLE001  the boundary of one PDF: the process goes on with the next
        memory = isinstance(error, MemoryError) or ran_out_of_memory(str(error))
        said = f"cannot be read: {type(error).__name__}: {error}"
        hint = f"download the file again; {ABSTRACT_ROUTE}"
        fail(answers, Failure("pdf", said, hint, traceback.format_exc(), memory))


def _encoded(document: Document) -> bytes:
    """The JSON of a document. Lone surrogates, which UTF-8 cannot have, become question marks."""
    try:
        return msgspec.json.encode(document)
    except UnicodeEncodeError:
        return msgspec.json.encode(_without_surrogates(msgspec.to_builtins(document)))


def _without_surrogates(value: object) -> object:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {key: _without_surrogates(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_surrogates(item) for item in value]
    return value


def fail(answers: BinaryIO, failure: Failure) -> None:
    body = Failure(
        failure.code,
        str(_without_surrogates(failure.message[:_MESSAGE])),
        failure.hint,
        str(_without_surrogates(failure.trace[-_TRACE:])),
        failure.memory,
    )
    write_frame(answers, frames.FAILURE, msgspec.json.encode(body))
