"""Translation of a failed call into an error of this program: from statuses, error bodies, finish reasons, connections.

The patterns match the wordings of OpenAI, Azure, DeepSeek, DashScope, Zhipu, Moonshot, OpenRouter, Gemini, llama.cpp,
vLLM, Ollama and LM Studio. A message names the model or its endpoint, and none holds the key (``clean``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from summarize.errors import (
    ContentFiltered,
    ContextTooLong,
    KeyRefused,
    ModelBusy,
    ModelNonsense,
    ModelServerError,
    ModelUnreachable,
    QuotaUsedUp,
    ReplyTooLong,
    RequestRefused,
    SummarizeError,
    UnknownModel,
)
from summarize.llm.client.retry_policy import GatewayTimeout
from summarize.llm.providers import ModelSpec

_CONTEXT = re.compile(
    r"context.{0,20}(length|size|window|limit)|exceed_context|maximum context|n_ctx"
    r"|range of input length|input length|prompt is too long|too many (input )?tokens|input.{0,10}token.{0,20}exceed"
    r"|reduce the length|request too large|上下文|输入.{0,6}(过长|超)",
    re.IGNORECASE,
)
_LIMIT = (
    re.compile(r"maximum context length (?:is|of) (\d[\d,]*)", re.IGNORECASE),
    re.compile(r"available context size \((\d[\d,]*)", re.IGNORECASE),
    re.compile(r"range of input length should be \[\d+, ?(\d+)\]", re.IGNORECASE),
    re.compile(r"context (?:length|size|window|limit)\D{0,20}(\d[\d,]*)", re.IGNORECASE),
)
_FILTER = re.compile(
    r"data_?inspection_?failed|content_?filter|content_policy|content management policy|inappropriate content"
    r"|sensitive (content|words?|information)|^sensitive|risk_control|moderation|不安全|敏感|Content Exists Risk",
    re.IGNORECASE,
)
_QUOTA = re.compile(
    r"insufficient_?(user_)?(quota|balance|credit)|exceeded your current quota|billing|arrearage|overdue"
    r"|credit balance|payment|余额|欠费|quota_exceeded|quota has been exhausted",
    re.IGNORECASE,
)
_UNKNOWN_MODEL = re.compile(
    r"model_?not_?(found|exist)|model[^.]{0,80}(does not exist|not found|not exist|no longer|is not supported|invalid)"
    r"|(unknown|invalid|no such) model|not a valid model|no endpoints found|模型不存在|InvalidEndpointOrModel",
    re.IGNORECASE,
)
_RETRY_IN = re.compile(r"(?:retry|try again) in (\d+(?:\.\d+)?) ?s", re.IGNORECASE)
_OUT_OF_SPACE = {"length", "max_tokens", "MAX_TOKENS"}
_FILTERED = {"content_filter", "sensitive", "safety", "SAFETY", "refusal", "PROHIBITED_CONTENT", "RECITATION"}
#: Numbers of an error object beyond it are nonsense: no context is so large, and no code.
_LARGEST = 10**9
WHOLE = {"stop", "eos", "end_turn", "stop_sequence", "STOP", "tool_calls"}


def clean(text: str, key: str, limit: int = 300) -> str:
    """Return ``text`` on one line of ``limit`` characters at most, without the key, bearer tokens and controls."""
    if key:
        text = re.sub(re.escape(key), "[key]", text, flags=re.IGNORECASE)  # host names come in lower case
    text = re.sub(r"(?i)bearer\s+\S+", "Bearer [key]", text)
    text = re.sub(r"\s+", " ", "".join(c if c.isprintable() or c in "\t\n\r" else " " for c in text)).strip()
    return text if len(text) <= limit else text[: limit - 1] + "…"


def fields(body: object) -> Mapping[str, Any]:
    """Return the error object inside an error body, whatever wraps it; {} where there is none."""
    if isinstance(body, str):
        try:
            body = json.loads(body)
        except (ValueError, RecursionError):
            return {}
    if isinstance(body, list) and body:  # Gemini wraps its error object in a list
        body = body[0]
    if isinstance(body, dict):
        inner = body.get("error")
        if isinstance(inner, dict):
            return inner
        if isinstance(inner, str):
            return {**body, "message": inner}
        return body
    return {}


def wording(body: object, key: str) -> str:
    """Return what an error body says, in one clean line; "" for HTML and for an empty body."""
    found = fields(body)
    message = next((said for name in ("message", "detail", "msg") if (said := plain(found.get(name)))), "")
    if not message and isinstance(body, str) and not body.lstrip().startswith("<"):
        message = body
    return clean(message, key)


def plain(value: object) -> str:
    """Return a field of an error object as text: what it says where it is simple, else ""."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, float) or (isinstance(value, int) and abs(value) < _LARGEST) else ""


def from_status(status: int, body: object, spec: ModelSpec, paper: str, retry_after_s: float | None) -> SummarizeError:
    """Return the error that an HTTP status and its body stand for. Status 0 is an error object inside a stream.

    ``retry_after_s`` is the server's Retry-After in seconds, or None.
    """
    found = fields(body)
    marks = " ".join(plain(found.get(k)) for k in ("message", "code", "type", "detail"))
    said = wording(body, spec.key)
    says = f": {said}" if said else ""
    where = f"{spec.label} at {spec.endpoint}"
    if retry_after_s is None and (soon := _RETRY_IN.search(marks)):
        retry_after_s = float(soon[1])
    # Gemini says "exceeded your current quota" for its limit per minute too, with the seconds to wait.
    comes_back = retry_after_s is not None and "insufficient" not in marks
    if status == 402 or (status in (0, 400, 403, 429) and _QUOTA.search(marks) and not comes_back):
        return QuotaUsedUp(
            f"the account at {spec.provider} has no quota or credit left{says}",
            hint="Top up the account, or name another model with --model PROVIDER/MODEL.",
            paper=paper,
        )
    if status in (0, 400, 403, 422, 451, 500) and _FILTER.search(marks):
        return ContentFiltered(
            f"{spec.label} refused this paper's text (content filter){says}",
            hint="Another provider may take it: --model PROVIDER/MODEL.",
            paper=paper,
        )
    if (status in (0, 400, 413, 422, 500) and (_CONTEXT.search(marks) or "n_ctx" in found)) or status == 413:
        return context_too_long(spec, paper, said, _limit(found, marks))
    if status in (401, 403):
        return KeyRefused(
            f"{spec.provider} refused the key (HTTP {status}){says}",
            hint=f"Check the key for {spec.endpoint}, or set it anew: summarize config set-key {spec.provider}",
            paper=paper,
        )
    if (status in (0, 400, 404, 422) and _UNKNOWN_MODEL.search(marks)) or status == 404:
        return unknown_model(spec, paper, said)
    if status in (408, 504, 524):
        return GatewayTimeout(
            f"{where} gave up waiting for its own model (HTTP {status}){says}",
            hint="The server or a gateway before it allows too little time: try again later, or use a faster model.",
            paper=paper,
            retry_after_s=retry_after_s,
        )
    if status in (429, 503, 529):
        return ModelBusy(
            f"{where} is busy (HTTP {status}){says}",
            hint="Try again later, or ask for fewer calls at once: -j 1.",
            paper=paper,
            retry_after_s=retry_after_s,
        )
    if 300 <= status < 400:
        return ModelUnreachable(f"{where} redirects the call (HTTP {status}) and does not say where to", paper=paper)
    if status >= 500 or status in (0, 409, 425):
        name = f"HTTP {status}" if status else "in mid-stream"
        return ModelServerError(
            f"{where} failed ({name}){says}",
            hint="The fault is at the server: try again later.",
            paper=paper,
            retry_after_s=retry_after_s,
        )
    return RequestRefused(
        f"{where} refused the request (HTTP {status}){says}",
        hint="Check that the base URL is right (most end in /v1) and that the model is a chat model.",
        paper=paper,
    )


def context_too_long(spec: ModelSpec, paper: str, said: str, limit: int | None) -> ContextTooLong:
    """Return the error for a text that does not fit. ``limit`` is the context in tokens, or None."""
    room = f" of {limit:,} tokens" if limit else ""
    return ContextTooLong(
        f"the text does not fit the context{room} of {spec.label}" + (f": {said}" if said else ""),
        hint="Use a model with a larger context, or give the server more (llama-server -c, Ollama num_ctx).",
        paper=paper,
        limit_tokens=limit,
    )


def unknown_model(spec: ModelSpec, paper: str, said: str) -> UnknownModel:
    """Return the error for a model that the endpoint does not offer. ``said`` are the server's words, or ""."""
    return UnknownModel(
        f"{spec.endpoint} does not offer the model {spec.name!r}" + (f": {said}" if said else ""),
        hint=f"List what it offers with `summarize models remote -m {spec.provider}` and name one: "
        f"--model {spec.provider}/MODEL. If every model is unknown, check the base URL (most end in /v1).",
        paper=paper,
    )


def from_finish(finish: str, spec: ModelSpec, paper: str) -> SummarizeError | None:
    """Return the error that a ``finish_reason`` stands for, or None for a whole reply."""
    if finish in WHOLE:
        return None
    if finish in _OUT_OF_SPACE:
        return ReplyTooLong(
            f"{spec.label} stopped at its output limit before the reply was whole",
            hint="Use a model with a larger output limit. A model that thinks may have spent it on thinking.",
            paper=paper,
        )
    if finish in _FILTERED:
        return ContentFiltered(
            f"{spec.label} stopped writing about this paper (finish_reason {clean(finish, '')})",
            hint="Another provider may take it: --model PROVIDER/MODEL.",
            paper=paper,
        )
    if finish == "model_context_window_exceeded":
        return context_too_long(spec, paper, "", None)
    if finish == "insufficient_system_resource":
        return ModelBusy(f"{spec.label} ran out of resources in mid-reply", hint="Try again later.", paper=paper)
    return ModelNonsense(
        f"{spec.label} ended its reply for an unknown reason: {clean(finish, spec.key)!r}", paper=paper
    )


def nonsense(what: str, spec: ModelSpec, paper: str) -> ModelNonsense:
    """Return the error for an endpoint that answered with ``what``, which is no chat completion."""
    return ModelNonsense(
        f"{spec.label} at {spec.endpoint} answered with {clean(what, spec.key)}",
        hint="Check the base URL (most end in /v1), and whether a proxy or login page stands in between.",
        paper=paper,
    )


def _limit(found: Mapping[str, Any], marks: str) -> int | None:
    said = plain(found.get("n_ctx")).strip()
    numbers = [said] if said.isdecimal() else [match[1] for pattern in _LIMIT if (match := pattern.search(marks))]
    return next((n for text in numbers if len(text) < 15 and 0 < (n := int(text.replace(",", ""))) < _LARGEST), None)


def from_connection(exc: BaseException, spec: ModelSpec, paper: str, connect_timeout_s: float) -> ModelUnreachable:
    """Return the error that a failed connection stands for: unknown name, refusal, TLS, proxy, or silence."""
    chain = list(_chain(exc))
    names = {type(e).__name__ for e in chain}
    said = next((clean(str(e), spec.key) for e in reversed(chain) if str(e)), type(exc).__name__)
    host = spec.endpoint
    if "ProxyError" in names or any("socks" in type(e).__module__.lower() for e in chain):
        return ModelUnreachable(
            f"the proxy on the way to {host} failed: {said}",
            hint="Check HTTPS_PROXY, HTTP_PROXY, ALL_PROXY; NO_PROXY names hosts that need none.",
            paper=paper,
        )
    if "gaierror" in names:
        return ModelUnreachable(
            f"the name of {host} is not known: {said}",
            hint="Check the network and the spelling of the base URL.",
            paper=paper,
        )
    if names & {"SSLError", "SSLCertVerificationError", "SSLZeroReturnError"}:
        return ModelUnreachable(
            f"no secure connection to {host}: {said}",
            hint="Check the clock and the base URL; behind a company proxy set SSL_CERT_FILE to its certificate.",
            paper=paper,
        )
    if "ConnectTimeout" in names or "PoolTimeout" in names:
        return ModelUnreachable(
            f"{host} did not answer within {connect_timeout_s:g} s",
            hint="Check the network; behind a firewall set HTTPS_PROXY or ALL_PROXY.",
            paper=paper,
        )
    if "ConnectionRefusedError" in names:
        start = {"ollama": "ollama serve", "lmstudio": "lms server start"}.get(spec.provider, "")
        return ModelUnreachable(
            f"nothing listens at {host}",
            hint=f"Start the server{f' ({start})' if start else ''}, or check the base URL.",
            paper=paper,
        )
    return ModelUnreachable(
        f"{host} cannot be reached: {said}", hint="Check the network and the base URL.", paper=paper
    )


def cause_of(exc: BaseException, key: str) -> BaseException | None:
    """Return ``exc`` as the cause of our error, or None where a traceback of it would show the key.

    A traceback shows the exceptions under ``exc`` too; one of HTTP quotes the header line that it could not read.
    """
    if not key:
        return exc
    said = (f"{e} {getattr(e, 'body', '')}" for e in _chain(exc))
    return None if any(key in text for text in said) else exc


def _chain(exc: BaseException) -> list[BaseException]:
    """Return ``exc``, its cause and context, theirs, and so on. Members of exception groups are included."""
    found: list[BaseException] = []
    queue: list[BaseException | None] = [exc]
    while queue:
        current = queue.pop(0)
        if current is None or current in found:
            continue
        found.append(current)
        if isinstance(current, BaseExceptionGroup):
            queue.extend(current.exceptions)
        queue += [current.__cause__, current.__context__]
    return found
