"""The body of a chat request, without the parameters that its server refuses."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from summarize.llm.client.failures import plain
from summarize.llm.providers import ModelSpec
from summarize.values import Message

_NEEDED = ("model", "messages", "stream")


class ParameterRefused(Exception):
    """The server does not take one parameter of the request."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Parameters:
    """A maker of request bodies for ``spec`` that remembers for the run what its server refused."""

    def __init__(self, spec: ModelSpec) -> None:
        self._spec = spec
        self._refused: set[str] = set()

    def body(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int | None,
        temperature: float | None,
        stop: Sequence[str] | None,
    ) -> dict[str, Any]:
        """Return the whole body, as if nothing had been refused."""
        body: dict[str, Any] = {
            "model": self._spec.name,
            "messages": [{"role": m.role, "content": m.content} for m in messages],
            "stream": True,
            "stream_options": {"include_usage": True},
            **self._spec.extra_body,
        }
        if temperature is not None and self._spec.temperature:
            body["temperature"] = temperature
        if max_tokens is not None:
            body[self._spec.output_limit] = min(max_tokens, self._spec.max_output_tokens)
        if stop:
            body["stop"] = list(stop)
        return body

    def accepted(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Return ``body`` without refused parameters.

        A refused ``max_tokens`` is sent as ``max_completion_tokens`` first.
        """
        sent = {k: v for k, v in body.items() if k not in self._refused}
        if "max_tokens" in body and "max_tokens" in self._refused and "max_completion_tokens" not in self._refused:
            sent["max_completion_tokens"] = body["max_tokens"]
        return sent

    def refuse(self, name: str) -> None:
        """Leave the parameter out from now on."""
        self._refused.add(name)

    def complained_about(self, error: Mapping[str, Any], sent: Mapping[str, Any]) -> str | None:
        """Return the parameter in ``sent`` that an error object complains about, or None.

        The call can do without it.
        """
        if (param := plain(error.get("param"))) in sent and param not in _NEEDED:
            return param
        words = " ".join(plain(error.get(k)) for k in ("param", "message", "detail", "code"))
        for name in ("stream_options", "max_tokens", "max_completion_tokens", "temperature", *sent):
            # ``max_tokens`` is often named as the better one: only what was sent counts.
            if name in sent and name not in _NEEDED and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words):
                return name
        return None
