"""A reply that runs away costs its paper alone, and heavy checks hold up no other paper's stream."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

from summarize.page.cached_chat import CachedChat
from summarize.page.off_loop import off_loop
from summarize.page.recipe import Recipe
from summarize.values import Completion, Message, Usage
from tests.loopback.model_server import ModelServer, Reply
from tests.loopback.sample_papers import SAMPLES, competent


def test_a_runaway_reply_fails_its_paper_and_no_other(invoke: Callable[..., Result], model_server: ModelServer) -> None:
    bad, good = SAMPLES[0].paper, SAMPLES[1].paper

    def reply(request: dict[str, Any]) -> Reply | str:
        asked = str(request["messages"])
        return Reply("的" * 12_001, chunk_chars=500) if bad.title in asked else competent(request)

    model_server.reply = reply
    ran = invoke(bad.id, good.id, "--retries", "1")
    assert ran.exit_code == 1
    assert good.title in ran.stdout
    failed = ran.stdout.partition("## 未完成的论文")[2]
    assert bad.id in failed and good.id not in failed
    assert "longer than the text allows (12,000 characters) and was cut off" in ran.stderr
    calls = [str(request.body["messages"]) for request in model_server.chats]
    assert 2 <= sum(bad.title in call for call in calls) <= 4  # translation and digest, each once more


class _OneReply:
    """A store of one reply, and a chat that gives another."""

    def __init__(self, stored: str) -> None:
        self.stored = Completion(stored, "m", Usage())

    def get(self, key: str) -> Completion:
        return self.stored

    def put(self, key: str, completion: Completion) -> None:
        self.stored = completion

    async def complete(self, messages: object, **options: object) -> Completion:
        return Completion("new", "m", Usage())


@pytest.mark.parametrize(
    ("stored", "taken"), [("的" * 100, "的" * 100), ("的" * 101, "new"), ("<think>" + "的" * 101, None)]
)
def test_a_stored_reply_over_the_limit_is_asked_for_again(stored: str, taken: str | None) -> None:
    there = _OneReply(stored)
    recipe = Recipe(endpoint="http://127.0.0.1:1/v1", model="custom/m")
    chat = CachedChat(there, recipe, there)
    assert asyncio.run(chat.ask([Message("user", "hi")], most_characters=100)) == (taken or stored)


def test_work_off_the_loop_lets_the_loop_go_on() -> None:
    async def run() -> tuple[int, str]:
        ticks = 0

        async def tick() -> None:
            nonlocal ticks
            while True:
                await asyncio.sleep(0.001)
                ticks += 1

        def work() -> str:
            ends_at = time.monotonic() + 0.3
            while time.monotonic() < ends_at:
                sum(range(1000))
            return threading.current_thread().name

        ticking = asyncio.create_task(tick())
        name = await off_loop(work)
        ticking.cancel()
        return ticks, name

    ticks, name = asyncio.run(run())
    assert ticks > 3
    assert name == "off-loop"


def test_an_error_of_work_off_the_loop_is_the_callers_and_a_cancelled_caller_waits_for_nothing() -> None:
    async def run() -> float:
        with pytest.raises(ValueError, match="invalid literal"):
            await off_loop(int, "x")
        began = time.monotonic()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await off_loop(time.sleep, 1.0)
        return time.monotonic() - began

    assert asyncio.run(run()) < 0.9
