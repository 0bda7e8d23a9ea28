"""The limiter keeps to its limits, goes in order, and gives up in time, against simulated servers in virtual time."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from summarize.errors import (
    ContentFiltered,
    KeyRefused,
    ModelBusy,
    ModelServerError,
    ModelUnreachable,
    QuotaUsedUp,
    SummarizeError,
)
from summarize.llm.client.limiter import Limiter
from summarize.llm.client.retry_policy import RetryPolicy
from tests.llm.client.virtual_time import run

ROUND_TRIP_S = 0.005


@dataclass
class Server:
    """A server that answers after ``latency_s``.

    It refuses (429) what comes faster than ``rate``, or more than ``at_once`` calls together.
    """

    latency_s: float = 1.0
    rate: float | None = None
    burst: float = 1.0
    at_once: int | None = None
    retry_after_s: float | None = None
    fault: Callable[[float], SummarizeError | None] = lambda now: None
    calls: int = 0
    refused: int = 0
    running: int = 0
    most: int = 0
    _tokens: float = field(default=-1.0)
    _filled_at: float = 0.0

    async def answer(self) -> SummarizeError | None:
        self.calls += 1
        await asyncio.sleep(ROUND_TRIP_S)
        now = asyncio.get_running_loop().time()
        if (fault := self.fault(now)) is not None:
            return fault
        if not self._admitted(now) or (self.at_once is not None and self.running >= self.at_once):
            self.refused += 1
            return ModelBusy("busy", retry_after_s=self.retry_after_s)
        self.running += 1
        self.most = max(self.most, self.running)
        await asyncio.sleep(self.latency_s)
        self.running -= 1
        return None

    def _admitted(self, now: float) -> bool:
        if self.rate is None:
            return True
        if self._tokens < 0:
            self._tokens, self._filled_at = self.burst, now
        self._tokens = min(self.burst, self._tokens + (now - self._filled_at) * self.rate)
        self._filled_at = now
        if self._tokens < 1 - 1e-9:
            return False
        self._tokens -= 1
        return True


@dataclass
class Run:
    seconds: float
    failed: list[SummarizeError]
    limits: list[int]


def drive(server: Server, calls: int, jobs: int, seed: int = 1) -> Run:
    async def main() -> Run:
        loop = asyncio.get_running_loop()
        limiter = Limiter(jobs, clock=loop.time)
        policy = RetryPolicy(jitter=random.Random(seed).random)
        limits: list[int] = []

        async def one() -> SummarizeError | None:
            tries = 0
            while True:
                tries += 1
                try:
                    async with limiter.turn(again=tries > 1) as turn:
                        error = await server.answer()
                        limits.append(limiter.limit)
                        if error is None:
                            turn.succeeded()
                            return None
                        turn.failed(error)
                    served_at = limiter.succeeded_at
                    wait_s = policy.wait_s(error, tries, None if served_at is None else loop.time() - served_at)
                    if wait_s is None:
                        limiter.gave_up(error)
                        return error
                    await limiter.pause(wait_s)
                except SummarizeError as broken:
                    return broken

        ends = await asyncio.gather(*(one() for _ in range(calls)))
        return Run(loop.time(), [e for e in ends if e is not None], limits)

    return run(main())


def test_without_faults_no_time_is_lost() -> None:
    done = drive(Server(latency_s=1.0), calls=2_000, jobs=32)
    assert done.failed == []
    assert done.seconds <= 63 / 0.95


@pytest.mark.parametrize(("rate", "burst"), [(10.0, 1.0), (10.0, 10.0), (25.0, 1.0), (50.0, 5.0)])
@pytest.mark.parametrize("retry_after_s", [None, 1.0])
def test_a_server_that_enforces_a_rate_is_used_at_nine_tenths_of_it(
    rate: float, burst: float, retry_after_s: float | None
) -> None:
    calls = int(rate * 120)
    done = drive(Server(latency_s=0.5, rate=rate, burst=burst, retry_after_s=retry_after_s), calls, jobs=32)
    assert done.failed == []
    assert (calls - burst) / done.seconds >= 0.9 * rate


@pytest.mark.parametrize("at_once", [10, 24])
def test_a_server_that_limits_calls_at_once_is_used_nearly_whole(at_once: int) -> None:
    server = Server(latency_s=1.0, at_once=at_once)
    done = drive(server, calls=2_000, jobs=32)
    assert done.failed == []
    assert done.seconds <= 1.1 * 2_000 / at_once
    assert server.refused < 400


def test_isolated_faults_are_tried_again_alone() -> None:
    chance = random.Random(7)

    def fault(now: float) -> SummarizeError | None:
        if chance.random() >= 0.05:
            return None
        return chance.choice([ModelBusy("429", retry_after_s=1.0), ModelServerError("500"), ModelServerError("502")])

    done = drive(Server(latency_s=1.0, fault=fault), calls=2_000, jobs=32)
    assert done.failed == []
    assert done.seconds <= 1.3 * 63


def test_three_busy_replies_in_twenty_halve_the_limit_and_quiet_seconds_bring_it_back() -> None:
    def storm(now: float) -> SummarizeError | None:
        return ModelBusy("429") if 5 <= now < 8 else None

    done = drive(Server(latency_s=0.2, fault=storm), calls=3_000, jobs=16)
    assert done.failed == []
    assert done.limits[0] == 16
    assert min(done.limits) <= 4
    assert done.limits[-1] == 16


def test_two_busy_replies_in_twenty_are_no_storm() -> None:
    async def main() -> int:
        limiter = Limiter(8)
        for n in range(200):
            async with limiter.turn() as turn:
                if n % 10 == 0:
                    turn.failed(ModelBusy("429"))
                else:
                    turn.succeeded()
        return limiter.limit

    assert run(main()) == 8


def test_never_more_at_once_than_asked_for() -> None:
    server = Server(latency_s=1.0)
    drive(server, calls=100, jobs=5)
    assert server.most == 5


def test_turns_are_given_in_the_order_they_were_asked_for() -> None:
    order: list[int] = []

    async def main() -> None:
        limiter = Limiter(2)

        async def one(n: int) -> None:
            async with limiter.turn() as turn:
                order.append(n)
                await asyncio.sleep(1 + n % 3)
                turn.succeeded()

        await asyncio.gather(*(one(n) for n in range(20)))

    run(main())
    assert order == list(range(20))


def test_a_call_that_is_tried_again_comes_before_those_that_were_never_tried() -> None:
    order: list[str] = []

    async def main() -> None:
        limiter = Limiter(1)

        async def one(name: str, *, again: bool = False) -> None:
            async with limiter.turn(again=again) as turn:
                order.append(name)
                await asyncio.sleep(1)
                turn.succeeded()

        names = ("first", "second", "third")
        tasks = [asyncio.create_task(one(name)) for name in names]
        await asyncio.sleep(0.5)
        await asyncio.gather(one("again", again=True), *tasks)

    run(main())
    assert order == ["first", "again", "second", "third"]


def test_a_stalled_call_holds_up_nobody() -> None:
    async def main() -> float:
        loop = asyncio.get_running_loop()
        limiter = Limiter(4, clock=loop.time)

        async def stalled() -> None:
            async with limiter.turn():
                await asyncio.sleep(10_000)

        async def quick() -> None:
            async with limiter.turn() as turn:
                await asyncio.sleep(1)
                turn.succeeded()

        task = asyncio.create_task(stalled())
        await asyncio.sleep(0)
        await asyncio.gather(*(quick() for _ in range(300)))
        task.cancel()
        return loop.time()

    assert run(main()) == pytest.approx(100)


def test_a_cancelled_waiter_does_not_lose_a_turn() -> None:
    async def main() -> int:
        limiter = Limiter(1)

        async def hold() -> None:
            async with limiter.turn():
                await asyncio.sleep(1)

        tasks = [asyncio.create_task(hold()) for _ in range(3)]
        await asyncio.sleep(0.5)
        tasks[1].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        async with limiter.turn():
            return limiter.running

    assert run(main()) == 1


@pytest.mark.parametrize("error", [KeyRefused("401"), QuotaUsedUp("no credit")])
def test_a_refused_key_stops_everything_at_the_first_call(error: SummarizeError) -> None:
    server = Server(fault=lambda now: error)
    done = drive(server, calls=10_000, jobs=8)
    assert len(done.failed) == 10_000
    assert all(type(e) is type(error) for e in done.failed)
    assert server.calls <= 8


def test_a_dead_endpoint_stops_everything_after_a_few_calls() -> None:
    server = Server(fault=lambda now: ModelUnreachable("refused", hint="start it", paper="one"))
    done = drive(server, calls=10_000, jobs=8)
    assert len(done.failed) == 10_000
    assert server.calls <= 30
    assert done.seconds < 3
    assert done.failed[-1].paper == ""
    assert done.failed[-1].hint == "start it"


def test_a_papers_own_trouble_stops_nobody_else() -> None:
    server = Server(fault=lambda now: ContentFiltered("refused"))
    done = drive(server, calls=50, jobs=4)
    assert len(done.failed) == 50
    assert server.calls == 50


def test_a_busy_server_that_serves_nobody_is_given_up_after_a_few_tries() -> None:
    server = Server(fault=lambda now: ModelBusy("429"))
    done = drive(server, calls=1, jobs=1)
    assert isinstance(done.failed[0], ModelBusy)
    assert server.calls == 4


def test_a_longer_wait_than_a_minute_is_not_waited() -> None:
    server = Server(fault=lambda now: ModelBusy("429", retry_after_s=3_600))
    done = drive(server, calls=1, jobs=1)
    assert server.calls == 1
    assert "3600 s" in done.failed[0].hint


def test_failures_end_no_run_in_which_a_call_has_just_succeeded() -> None:
    """Eight calls at once meet one hiccup of a server; eight papers in a row may each have a fault of their own."""
    now = 100.0

    async def run() -> Limiter:
        nonlocal now
        limiter = Limiter(32, clock=lambda: now)
        async with limiter.turn() as turn:
            turn.succeeded()
        for _ in range(20):
            limiter.gave_up(ModelServerError("500"))
        assert limiter.broken is None
        now += 10
        limiter.gave_up(ModelServerError("500"))
        return limiter

    assert asyncio.run(run()).broken is not None
