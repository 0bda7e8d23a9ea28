"""Work that takes long, done beside the event loop, so that the streams of other papers go on."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

ArgumentsT = ParamSpec("ArgumentsT")
ResultT = TypeVar("ResultT")


async def off_loop(
    function: Callable[ArgumentsT, ResultT], *args: ArgumentsT.args, **kwargs: ArgumentsT.kwargs
) -> ResultT:
    """Return what ``function`` returns, and raise what it raises, from a thread of its own.

    The thread is a daemon, so that the end of the process waits for none. ``asyncio.to_thread`` has few threads, which
    requests to arXiv may hold for minutes. Where the caller is cancelled, the thread works on and its result is dropped.
    A start costs a tenth of a millisecond.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[ResultT] = loop.create_future()

    def deliver(result: ResultT | None, error: BaseException | None) -> None:
        if done.done():
            return  # the caller was cancelled
        if error is not None:
            done.set_exception(error)
        else:
            done.set_result(result)  # type: ignore[arg-type]

    def work() -> None:
        result, error = None, None
        try:
            result = function(*args, **kwargs)
        except Exception as exc:  # noqa: BLE001  carried over to the caller
            error = exc
        with suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(deliver, result, error)

    threading.Thread(target=work, name="off-loop", daemon=True).start()
    return await done
