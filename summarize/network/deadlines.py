"""A deadline for a whole GET: headers that drip, a handshake that does not end, a body of one byte a second.

Timeouts of sockets limit one read. The deadline shuts the connections themselves, which ends every read.
"""

from __future__ import annotations

import contextlib
import math
import socket
import threading
import time
from functools import cache
from types import TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import requests
    from requests.adapters import HTTPAdapter


class Deadline:
    """A context in which the connections of a session are shut at ``moment``, in ``time.monotonic()`` seconds.

    The session's adapters come from :func:`watched`. ``math.inf`` is no deadline. With ``piece_s`` they are shut sooner:
    so many seconds after the start, or after the last call of ``came``.
    """

    def __init__(self, session: requests.Session, moment: float, *, piece_s: float = math.inf) -> None:
        self._session, self._last, self._piece_s = session, moment, piece_s
        self._moment = moment
        self._timer: threading.Timer | None = None

    @property
    def is_over(self) -> bool:
        """Whether the deadline has passed."""
        return time.monotonic() >= self._moment

    def came(self) -> None:
        """Note that a piece came. It costs next to nothing."""
        self._moment = min(self._last, time.monotonic() + self._piece_s)

    def __enter__(self) -> Deadline:
        self.came()
        for adapter in self._session.adapters.values():
            adapter.deadline = self  # type: ignore[attr-defined]
        self._wait()
        return self

    def _wait(self) -> None:
        if self._moment < math.inf:
            self._timer = threading.Timer(max(0.0, self._moment - time.monotonic()), self._shut)
            self._timer.daemon = True
            self._timer.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._moment = math.inf
        if self._timer is not None:
            self._timer.cancel()

    def _shut(self) -> None:
        if not self.is_over:
            self._wait()
            return
        for adapter in self._session.adapters.values():
            for connection in list(getattr(adapter, "open_sockets", ())):
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)


def watched() -> HTTPAdapter:
    """Return an adapter for a session, whose connections a :class:`Deadline` can shut."""
    return _adapter_class()()


@cache
def _adapter_class() -> type[HTTPAdapter]:
    from requests.adapters import HTTPAdapter

    class Watched(HTTPAdapter):
        """``open_sockets`` has the socket of the GET that is under way, ``deadline`` is the one in force."""

        def __init__(self) -> None:
            self.deadline: Deadline | None = None
            self.open_sockets: list[socket.socket] = []
            super().__init__()

        def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
            pool = super().get_connection_with_tls_context(*args, **kwargs)
            if not getattr(pool.ConnectionCls, "notes_sockets", False):
                pool.ConnectionCls = _noting(pool.ConnectionCls, self.open_sockets)
            return pool

    return Watched


def _noting(connections: Any, opened: list[socket.socket]) -> Any:
    """A subclass of ``connections``, a class of urllib3, that keeps the socket of its connection in ``opened``.

    ``_new_conn`` is what urllib3's own kinds of connections, SOCKS among them, override.
    """

    class Noting(connections):  # type: ignore[misc]
        notes_sockets = True

        def _new_conn(self) -> socket.socket:
            connection: socket.socket = super()._new_conn()
            # TLS takes the socket over while it shakes hands, so a duplicate is kept for so long.
            opened[:] = [connection.dup()]
            return connection

        def connect(self) -> None:
            try:
                super().connect()
            finally:
                for duplicate in opened:
                    duplicate.close()
                opened.clear()

        def getresponse(self) -> Any:
            opened[:] = [self.sock]
            return super().getresponse()

    return Noting
