"""The list of models that an endpoint offers."""

from __future__ import annotations

import asyncio

from summarize.errors import SummarizeError
from summarize.event_loop import run_in_loop
from summarize.llm.client import failures
from summarize.llm.client.connection import open_client
from summarize.llm.providers import ModelSpec


def list_models(spec: ModelSpec, *, timeout_s: float = 10.0) -> tuple[str, ...]:
    """Return the names that the endpoint lists, in its order. It must not be called from a running event loop.

    Raises what a chat call does: KeyRefused, ModelUnreachable and its leaves.
    """
    return run_in_loop(fetch_models(spec, timeout_s=timeout_s))


async def fetch_models(spec: ModelSpec, *, timeout_s: float = 10.0) -> tuple[str, ...]:
    """Return the same names as ``list_models``, from inside an event loop."""
    import httpx2
    import openai

    client = open_client(spec, connect_timeout_s=min(5.0, timeout_s), read_timeout_s=timeout_s, at_once=1)
    key = spec.key
    try:
        async with asyncio.timeout(timeout_s):
            answer = await client.get("/models", cast_to=httpx2.Response)
            entries = answer.json()["data"]
            return tuple(str(m["id"]).removeprefix("models/") for m in entries)
    except openai.APIStatusError as exc:
        error: SummarizeError = failures.from_status(exc.status_code, exc.body or exc.response.text, spec, "", None)
        raise error from (None if key and key in str(exc) else exc)
    except openai.APIConnectionError as exc:
        raise failures.from_connection(exc, spec, "", min(5.0, timeout_s)) from exc
    except TimeoutError as exc:
        raise failures.from_connection(exc, spec, "", timeout_s) from exc
    except (ValueError, LookupError, TypeError) as exc:
        raise failures.nonsense("something that is not a list of models", spec, "") from exc
    finally:
        await client.close()
