"""Drives the chat client against llmock (MIT), a stand-in that others wrote, and says how the client behaved.

llmock breaks calls at random. It brings a web framework with it, so it is no dependency of the tests. Install it
anywhere and name its command:

    python3 -m venv /tmp/llmock && /tmp/llmock/bin/pip install llmock
    python -m tests.llm.client.against_llmock /tmp/llmock/bin/llmock
"""

from __future__ import annotations

import asyncio
import signal
import socket
import subprocess
import sys
import time
from collections import Counter

from summarize.errors import SummarizeError
from summarize.llm.client.chat import OpenAIChat
from summarize.llm.client.limiter import Limiter
from summarize.llm.client.listing import list_models
from summarize.llm.providers import ModelSpec
from summarize.values import Completion, Message

FAULTS = (
    *("--error-rate", "429=0.05", "--error-rate", "500=0.05", "--error-rate", "503=0.05"),
    *("--stream-fault", "disconnect=0.03", "--stream-fault", "truncate=0.03", "--stream-fault", "malformed=0.03"),
    *("--stream-fault", "stall=0.02", "--stream-stall-seconds", "60"),
)
CALLS = 200


def main() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = (
        sys.argv[1],
        "serve",
        "--port",
        str(port),
        "--log-level",
        "error",
        "--response-style",
        "echo",
        "--report",
    )
    server = subprocess.Popen([*command, "--latency-ms", "50", *FAULTS], stdout=subprocess.PIPE, text=True)
    try:
        spec = ModelSpec("custom", "gpt-4o", f"http://127.0.0.1:{port}/v1", key="sk-mock")
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        print("lists", len(list_models(spec)), "models")
        started = time.perf_counter()
        ends = asyncio.run(_calls(spec))
        print(f"{CALLS} calls in {time.perf_counter() - started:.1f} s: {dict(ends)}")
    finally:
        server.send_signal(signal.SIGINT)
    print(server.communicate(timeout=30)[0])
    return 0 if ends == Counter({"whole": CALLS}) else 1


async def _calls(spec: ModelSpec) -> Counter[str]:
    async with OpenAIChat(spec, limiter=Limiter(16), deadline_s=3) as chat:

        async def one(n: int) -> str:
            words = f"Sentence number {n} of a made-up abstract."
            try:
                completion: Completion = await chat.complete([Message("user", words)])
            except SummarizeError as exc:
                return f"{exc.code}: {exc}"
            return "whole" if words in completion.text else f"not whole: {completion.text!r}"

        return Counter(await asyncio.gather(*(one(n) for n in range(CALLS))))


if __name__ == "__main__":
    sys.exit(main())
