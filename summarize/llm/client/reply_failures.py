"""Errors for replies that came and cannot be used: too long, too large, cut, or empty."""

from __future__ import annotations

from summarize.errors import ModelNonsense, RunawayReply
from summarize.llm.client.failures import clean
from summarize.llm.client.reply_length import Runaway
from summarize.llm.client.retry_policy import EmptyReply, OversizedReply
from summarize.llm.client.stream import TooLarge
from summarize.llm.providers import ModelSpec

_TRY_AGAIN = "The connection or the server failed in mid-reply: try again."


def runaway(exc: Runaway, spec: ModelSpec, paper: str) -> RunawayReply:
    """Return the error for a reply that was cut off because it was longer than its source allows."""
    if exc.part == "thinking":
        return RunawayReply(
            f"{spec.label} thought for more than {exc.limit:,} characters and was cut off",
            hint="Name a model that does not think, or switch its thinking off at the server.",
            paper=paper,
        )
    return RunawayReply(
        f"the reply of {spec.label} was longer than the text allows ({exc.limit:,} characters) and was cut off",
        hint="The model repeats itself, perhaps, or thinks without marking it: try again, or name another model.",
        paper=paper,
    )


def oversized(exc: TooLarge, spec: ModelSpec, paper: str) -> OversizedReply:
    """Return the error for a body, or an event of a stream, over its limit in bytes."""
    return OversizedReply(
        f"{spec.label} at {spec.endpoint} answered with {exc}",
        hint="No chat completion is that large: check the base URL (most end in /v1), or try another server.",
        paper=paper,
    )


def broken_off(said: str, spec: ModelSpec, paper: str) -> ModelNonsense:
    """Return the error for a connection that broke in mid-reply. ``said`` is what the connection's error says."""
    return ModelNonsense(f"the reply of {spec.label} broke off: {clean(said, spec.key)}", hint=_TRY_AGAIN, paper=paper)


def without_end(characters: int, spec: ModelSpec, paper: str) -> ModelNonsense:
    """Return the error for a stream that ended without saying that the reply is whole."""
    return ModelNonsense(
        f"the reply of {spec.label} ended without a finish_reason after {characters:,} characters: it may be cut",
        hint=_TRY_AGAIN,
        paper=paper,
    )


def empty(spec: ModelSpec, paper: str, *, thought: bool) -> EmptyReply:
    """Return the error for a reply without a word in it. ``thought`` says that thinking came before."""
    if thought:
        message, hint = " after thinking", "The model thought and wrote nothing: name one that does not think."
    else:
        message, hint = "", "The prompt may not fit the context that the server gives the model."
    return EmptyReply(f"{spec.label} gave an empty reply{message}", hint=hint, paper=paper)
