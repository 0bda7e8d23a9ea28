"""The list of models that an endpoint offers."""

from __future__ import annotations

import asyncio

from summarize.errors import SummarizeError
from summarize.event_loop import run_in_loop
from summarize.llm.client import failures
from summarize.llm.client.connection import open_client
from summarize.llm.client.stream import TooLarge
from summarize.llm.providers import ModelSpec

#: The most bytes of a list of models. OpenRouter's, the longest of the presets, has some 400 models and 1 MB or two.
_LIST_BYTES = 4_000_000
#: The longest name of a model that is believed, in characters.
_LONGEST_NAME = 200


def list_models(spec: ModelSpec, *, timeout_s: float = 10.0) -> tuple[str, ...]:
    """Return the names that the endpoint lists, in its order. It must not be called from a running event loop.

    Raises what a chat call does: KeyRefused, ModelUnreachable and its leaves.
    """
    return run_in_loop(fetch_models(spec, timeout_s=timeout_s))


async def fetch_models(spec: ModelSpec, *, timeout_s: float = 10.0) -> tuple[str, ...]:
    """Return the same names as ``list_models``, from inside an event loop."""
    import httpx2
    import openai

    client = open_client(
        spec, connect_timeout_s=min(5.0, timeout_s), read_timeout_s=timeout_s, at_once=1, most_bytes=_LIST_BYTES
    )
    key = spec.key
    try:
        async with asyncio.timeout(timeout_s):
            answer = await client.get("/models", cast_to=httpx2.Response)
            entries = answer.json()["data"]
            names = (failures.clean(m["id"], key, _LONGEST_NAME) for m in entries if isinstance(m["id"], str))
            return tuple(name.removeprefix("models/") for name in names if name)
    except openai.APIStatusError as exc:
        error: SummarizeError = failures.from_status(exc.status_code, exc.body or exc.response.text, spec, "", None)
        raise error from failures.cause_of(exc, key)
    except openai.APIConnectionError as exc:
        raise failures.from_connection(exc, spec, "", min(5.0, timeout_s)) from failures.cause_of(exc, key)
    except TimeoutError as exc:
        raise failures.from_connection(exc, spec, "", timeout_s) from exc
    except TooLarge as exc:
        raise failures.nonsense(str(exc), spec, "") from None
    except (ValueError, LookupError, TypeError, RecursionError):
        raise failures.nonsense("something that is not a list of models", spec, "") from None
    finally:
        await client.close()
