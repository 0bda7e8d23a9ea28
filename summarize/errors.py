"""Everything that can go wrong, as a tree, with a leaf for each cause that a user can tell apart::

    SummarizeError
    ├── UsageError                    exit 2
    │   ├── NotAPaperName
    │   └── NoIdsFound
    ├── ConfigurationError            exit 3
    │   ├── BadSetting
    │   ├── TemplateError
    │   ├── GlossaryError
    │   ├── NoModel
    │   ├── NoKey
    │   ├── KeyRefused
    │   ├── UnknownModel
    │   └── ModelFileError
    ├── PaperError                    exit 1
    │   ├── PaperNotFound
    │   │   └── PaperNotYetKnown
    │   ├── VersionNotFound
    │   ├── PaperWithdrawn
    │   ├── PaperIncomplete
    │   ├── WrongPaper
    │   ├── NotStored
    │   ├── PdfError
    │   │   ├── NoPdf
    │   │   ├── NotAPdf
    │   │   ├── PdfTruncated
    │   │   ├── PdfEncrypted
    │   │   ├── PdfTooLarge
    │   │   ├── PdfTooCostly
    │   │   ├── PdfCrashed
    │   │   └── PdfWithoutText
    │   ├── NoHtml
    │   ├── ContentFiltered
    │   ├── ReplyTooLong
    │   │   └── RunawayReply
    │   ├── ContextTooLong
    │   ├── ReplyUnusable
    │   ├── ErrorsRemain
    │   ├── RequestRefused
    │   └── BudgetReached
    ├── ArxivUnreachable              exit 4
    │   ├── ArxivTimeout
    │   ├── ArxivBusy
    │   └── ArxivNonsense
    ├── ModelUnreachable              exit 5
    │   ├── ModelTimeout
    │   ├── ModelBusy
    │   │   └── QuotaUsedUp
    │   ├── ModelServerError
    │   └── ModelNonsense
    └── OutputError                   exit 6
        └── NotOverwritten

Each error carries its ``message`` (what failed), ``hint`` (what to do next) and, where one is concerned, ``paper``.
A leaf adds a field as a keyword argument with a default: pickle and copy give the message alone, then set all fields.
Foreign exceptions are translated once, where they enter, most specific first, with ``raise … from exc``.
"""

from __future__ import annotations

from typing import ClassVar

from summarize.exit_status import ExitStatus

#: What hints of errors about a PDF offer.
ABSTRACT_ROUTE = "the paper's abstract can still be summarized: run it without --full and --pdf"


class SummarizeError(Exception):
    """The root of the tree.

    ``code`` never changes and appears in JSON. ``exit_status`` is the exit status of the process (docs/exit-codes.md).
    """

    code: ClassVar[str] = "error"
    exit_status: ClassVar[int] = ExitStatus.FAILED

    def __init__(self, message: str, *, hint: str = "", paper: str = "") -> None:
        super().__init__(message)
        self.message, self.hint, self.paper = message, hint, paper

    def __str__(self) -> str:
        return f"{self.paper}: {self.message}" if self.paper else self.message


class UsageError(SummarizeError):
    """The command line cannot be understood."""

    code, exit_status = "usage", ExitStatus.USAGE


class NotAPaperName(UsageError):
    """A word that should name a paper does not."""

    code = "not-an-id"


class NoIdsFound(UsageError):
    """A text was read for IDs and has none."""

    code = "no-ids"


class ConfigurationError(SummarizeError):
    """The program cannot start work: model, key, template or setting is missing or wrong."""

    code, exit_status = "configuration", ExitStatus.CONFIGURATION


class BadSetting(ConfigurationError):
    """A configuration file or variable has a value that is not allowed."""

    code = "bad-setting"


class TemplateError(ConfigurationError):
    """A prompt or layout template cannot be rendered; the message names file and line."""

    code = "template"


class GlossaryError(ConfigurationError):
    """A glossary file cannot be read; the message names file and entry."""

    code = "glossary"


class NoModel(ConfigurationError):
    """No model is configured and none was found."""

    code = "no-model"


class NoKey(ConfigurationError):
    """The provider needs a key and none is set."""

    code = "no-key"


class KeyRefused(ConfigurationError):
    """The model's endpoint refused the key (401 or 403)."""

    code = "key-refused"


class UnknownModel(ConfigurationError):
    """The endpoint does not offer that model."""

    code = "unknown-model"


class ModelFileError(ConfigurationError):
    """A local model's file is missing, cut, corrupt, or could not be fetched."""

    code = "model-file"


class PaperError(SummarizeError):
    """One paper cannot be finished. Other papers are not affected."""

    code = "paper"


class PaperNotFound(PaperError):
    """arXiv answered and does not know the ID."""

    code = "not-found"


class PaperNotYetKnown(PaperNotFound):
    """arXiv's API does not know an ID of this month. It may know it some hours later."""

    code = "not-yet-known"


class VersionNotFound(PaperError):
    """The paper exists, but not in the version that was asked for."""

    code = "version-not-found"


class PaperWithdrawn(PaperError):
    """The paper was withdrawn by its authors or by arXiv."""

    code = "withdrawn"


class PaperIncomplete(PaperError):
    """The record has no title or no abstract."""

    code = "incomplete-record"


class WrongPaper(PaperError):
    """What came back is not the paper that was asked for."""

    code = "wrong-paper"


class NotStored(PaperError):
    """With ``--offline``: the paper or its result is not in the store."""

    code = "not-stored"


class PdfError(PaperError):
    """The paper's PDF cannot be used."""

    code = "pdf"


class NoPdf(PdfError):
    """The paper's source has no PDF of it."""

    code = "no-pdf"


class NotAPdf(PdfError):
    """What was downloaded or named is not a PDF (an HTML or CAPTCHA page, for instance)."""

    code = "not-a-pdf"


class PdfTruncated(PdfError):
    """The file ends early."""

    code = "pdf-truncated"


class PdfEncrypted(PdfError):
    """The file needs a password."""

    code = "pdf-encrypted"


class PdfTooLarge(PdfError):
    """The file or its page count is over the limit."""

    code = "pdf-too-large"


class PdfTooCostly(PdfError):
    """Reading the file takes more memory or time than a PDF may take."""

    code = "pdf-too-costly"


class PdfCrashed(PdfError):
    """The process that reads PDFs broke down over the file."""

    code = "pdf-crashed"


class PdfWithoutText(PdfError):
    """The file is a scan: its pages have no text layer."""

    code = "pdf-without-text"


class NoHtml(PaperError):
    """The paper's source has no HTML of it."""

    code = "no-html"


class ContentFiltered(PaperError):
    """The provider refused this paper's text."""

    code = "content-filtered"


class ReplyTooLong(PaperError):
    """The reply was cut at the model's output limit (``finish_reason: length``)."""

    code = "reply-too-long"


class RunawayReply(ReplyTooLong):
    """The reply was longer than its source allows, and was cut off while it came. The model repeats itself, perhaps."""

    code = "reply-runaway"


class ContextTooLong(PaperError):
    """The prompt does not fit the model's context. ``limit_tokens`` is the limit, where it is known."""

    code = "context-too-long"

    def __init__(self, message: str, *, hint: str = "", paper: str = "", limit_tokens: int | None = None) -> None:
        super().__init__(message, hint=hint, paper=paper)
        self.limit_tokens = limit_tokens


class ReplyUnusable(PaperError):
    """The model's reply misses sentences or parts after it was asked again."""

    code = "reply-unusable"


class ErrorsRemain(PaperError):
    """With ``--strict``: the checks found errors that could not be repaired."""

    code = "errors-remain"


class RequestRefused(PaperError):
    """The endpoint answered with a 4xx that no other error stands for.

    It will not take this request, however often it is sent.
    """

    code = "request-refused"


class BudgetReached(PaperError):
    """A further paper could cost more than ``--max-cost`` allows."""

    code = "budget-reached"


class ArxivUnreachable(SummarizeError):
    """arXiv cannot be reached: DNS, connection, proxy."""

    code, exit_status = "arxiv-unreachable", ExitStatus.ARXIV_UNREACHABLE


class ArxivTimeout(ArxivUnreachable):
    """arXiv did not answer in time."""

    code = "arxiv-timeout"


class ArxivBusy(ArxivUnreachable):
    """arXiv answered 429 or 503, also after waiting."""

    code = "arxiv-busy"


class ArxivNonsense(ArxivUnreachable):
    """arXiv answered with something that is not the API's answer (an HTML page, an empty body)."""

    code = "arxiv-nonsense"


class ModelUnreachable(SummarizeError):
    """The model's endpoint cannot be reached: DNS, connection, proxy, TLS.

    ``retry_after_s`` is the wait in seconds that an answer with an error asked for, or None.
    """

    code, exit_status = "model-unreachable", ExitStatus.MODEL_UNREACHABLE

    def __init__(self, message: str, *, hint: str = "", paper: str = "", retry_after_s: float | None = None) -> None:
        super().__init__(message, hint=hint, paper=paper)
        self.retry_after_s = retry_after_s


class ModelTimeout(ModelUnreachable):
    """The reply was not complete before the deadline."""

    code = "model-timeout"


class ModelBusy(ModelUnreachable):
    """The endpoint answered 429, also after waiting."""

    code = "model-busy"


class QuotaUsedUp(ModelBusy):
    """Quota or credit is used up. Waiting does not help."""

    code = "quota-used-up"


class ModelServerError(ModelUnreachable):
    """The model's endpoint answered 5xx, also after trying again."""

    code = "model-server-error"


class ModelNonsense(ModelUnreachable):
    """The endpoint answered with something that is not a chat completion, or the stream was cut."""

    code = "model-nonsense"


class OutputError(SummarizeError):
    """The output cannot be written."""

    code, exit_status = "output", ExitStatus.OUTPUT


class NotOverwritten(OutputError):
    """A file holds what this program did not write, or may not be written. It is left as it is."""

    code = "not-overwritten"
