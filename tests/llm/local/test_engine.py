"""The embedded engine runs for real, on a model of a few hundred kilobytes that writes nonsense."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import openai
import pytest
from openai.types.chat import ChatCompletionMessageParam

from summarize.errors import ModelFileError
from summarize.llm.local.engine import LocalEngine, default_threads, usable_cores
from summarize.llm.local.model_table import LocalModel, sha256_of
from tests.llm.local.tiny_gguf import write_tiny_gguf

pytest.importorskip("xllamacpp", reason="the extra `local` is not installed")

CONTEXT = 4096
MESSAGES: list[ChatCompletionMessageParam] = [{"role": "user", "content": "hello"}]
#: The model may end its nonsense at any time; this makes it go on to the limit.
NO_END = {"ignore_eos": True, "temperature": 0}


@pytest.fixture(scope="module")
def model_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_gguf(tmp_path_factory.mktemp("model") / "nonsense.gguf")


@pytest.fixture(scope="module")
def engine(model_file: Path) -> Iterator[LocalEngine]:
    with LocalEngine.start(model_file, context=CONTEXT) as running:
        yield running


def row(path: Path) -> LocalModel:
    return LocalModel(
        "nonsense", "org/m", "main", path.name, path.stat().st_size, sha256_of(path), CONTEXT, True, "a test"
    )


def test_it_answers_through_the_ordinary_client(engine: LocalEngine) -> None:
    with openai.OpenAI(base_url=engine.base_url, api_key=engine.key) as client:
        reply = client.chat.completions.create(model="any", messages=MESSAGES, max_tokens=20, extra_body=NO_END)
        assert reply.choices[0].finish_reason == "length"
        assert reply.usage
        assert reply.usage.completion_tokens == 20
        assert [model.id for model in client.models.list()] == ["nonsense"]


def test_it_listens_on_loopback_only_and_wants_the_key(engine: LocalEngine) -> None:
    assert engine.base_url.startswith("http://127.0.0.1:")
    with (
        openai.OpenAI(base_url=engine.base_url, api_key="another", max_retries=0) as client,
        pytest.raises(openai.AuthenticationError),
    ):
        client.chat.completions.create(model="any", messages=MESSAGES, max_tokens=5)
    assert engine.key not in repr(engine)


def test_it_streams(engine: LocalEngine) -> None:
    with openai.OpenAI(base_url=engine.base_url, api_key=engine.key) as client:
        stream = client.chat.completions.create(
            model="any", messages=MESSAGES, max_tokens=30, stream=True, extra_body=NO_END
        )
        chunks = list(stream)
    assert len(chunks) > 10
    assert chunks[-1].choices[0].finish_reason == "length"


def test_too_long_an_input_is_refused_with_the_numbers_and_not_cut(engine: LocalEngine) -> None:
    with openai.OpenAI(base_url=engine.base_url, api_key=engine.key, max_retries=0) as client:
        long: list[ChatCompletionMessageParam] = [{"role": "user", "content": "x" * 5000}]
        with pytest.raises(openai.BadRequestError) as caught:
            client.chat.completions.create(model="any", messages=long, max_tokens=5)
    body = caught.value.body
    assert isinstance(body, dict)
    assert body["type"] == "exceed_context_size_error"
    assert body["n_ctx"] == CONTEXT
    assert body["n_prompt_tokens"] > 5000


def test_a_reply_that_fills_the_context_ends_as_cut(engine: LocalEngine) -> None:
    with openai.OpenAI(base_url=engine.base_url, api_key=engine.key, max_retries=0) as client:
        long: list[ChatCompletionMessageParam] = [{"role": "user", "content": "x" * (CONTEXT - 60)}]
        reply = client.chat.completions.create(model="any", messages=long, max_tokens=500, extra_body=NO_END)
    assert reply.choices[0].finish_reason == "length"
    assert reply.usage
    assert reply.usage.total_tokens <= CONTEXT


def test_two_papers_at_once_are_answered_one_after_the_other(engine: LocalEngine) -> None:
    async def ask(client: openai.AsyncOpenAI, text: str) -> str:
        reply = await client.chat.completions.create(
            model="any", messages=[{"role": "user", "content": text}], max_tokens=40, extra_body=NO_END
        )
        return str(reply.choices[0].message.content)

    async def both() -> list[str]:
        async with openai.AsyncOpenAI(base_url=engine.base_url, api_key=engine.key) as client:
            alone = [await ask(client, "one"), await ask(client, "two")]
            together = await asyncio.gather(ask(client, "one"), ask(client, "two"))
        return [*alone, *together]

    first, second, *together = asyncio.run(both())
    assert first != second
    assert together == [first, second]


def test_a_cancelled_request_frees_the_engine_for_the_next(engine: LocalEngine) -> None:
    async def cancel_then_ask() -> float:
        async with openai.AsyncOpenAI(base_url=engine.base_url, api_key=engine.key) as client:
            long = client.chat.completions.create(
                model="any", messages=MESSAGES, max_tokens=2000, stream=True, extra_body=NO_END
            )
            async with await long as stream:
                await anext(aiter(stream))
            began = time.monotonic()
            await client.chat.completions.create(model="any", messages=MESSAGES, max_tokens=5)
            return time.monotonic() - began

    whole = time.monotonic()
    with openai.OpenAI(base_url=engine.base_url, api_key=engine.key) as client:
        client.chat.completions.create(model="any", messages=MESSAGES, max_tokens=2000, extra_body=NO_END)
    whole = time.monotonic() - whole
    assert asyncio.run(cancel_then_ask()) < whole / 2


def test_stopping_ends_the_port_and_twice_is_fine(model_file: Path) -> None:
    engine = LocalEngine.start(model_file, context=512)
    engine.stop()
    engine.stop()
    with (
        openai.OpenAI(base_url=engine.base_url, api_key=engine.key, max_retries=0) as client,
        pytest.raises(openai.APIConnectionError),
    ):
        client.models.list()


def test_an_engine_that_is_stopped_at_once_ends_every_time(model_file: Path) -> None:
    """In a process of its own: a native server that waits for its loop holds the interpreter, also against signals."""
    again = "from pathlib import Path\nfrom summarize.llm.local.engine import LocalEngine\n"
    again += f"for _ in range(100): LocalEngine.start(Path({str(model_file)!r}), context=512).stop()"
    subprocess.run([sys.executable, "-c", again], timeout=60, check=True)


def test_a_model_of_the_table_is_started_with_its_context_and_name(model_file: Path) -> None:
    with LocalEngine.start(model_file, model=row(model_file), threads=1) as engine:
        assert engine.context == CONTEXT


def test_missing_cut_corrupt_and_foreign_files_are_told_apart(model_file: Path, tmp_path: Path) -> None:
    model = row(model_file)
    whole = model_file.read_bytes()
    path = tmp_path / "m.gguf"
    with pytest.raises(ModelFileError, match="is not there") as missing:
        LocalEngine.start(path, model=model)
    assert "models pull nonsense" in missing.value.hint
    path.write_bytes(whole[:-100])
    with pytest.raises(ModelFileError, match="cut short"):
        LocalEngine.start(path, model=model)
    path.write_bytes(whole[:-100] + bytes(100))
    with pytest.raises(ModelFileError, match="corrupt"):
        LocalEngine.start(path, model=model)
    path.write_bytes(b"<!DOCTYPE html>".ljust(len(whole)))
    with pytest.raises(ModelFileError, match="not a GGUF"):
        LocalEngine.start(path, model=model)
    with pytest.raises(ModelFileError, match="not a GGUF"):
        LocalEngine.start(path)


def test_a_gguf_that_the_engine_cannot_load_is_an_error_with_a_hint(model_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "cut.gguf"
    path.write_bytes(model_file.read_bytes()[:-1000])
    with pytest.raises(ModelFileError, match="cannot load") as caught:
        LocalEngine.start(path)
    assert "-v" in caught.value.hint


def test_threads_fit_the_machine() -> None:
    assert 1 <= usable_cores() <= (os.cpu_count() or 1)
    assert [default_threads(cores, load=0.2) for cores in (1, 2, 4, 8)] == [1, 2, 4, 7]
    assert [default_threads(cores, load=3.0) for cores in (1, 2, 4, 8)] == [1, 1, 3, 7]


_SCRIPT = """
import sys, time
from pathlib import Path
from openai import OpenAI
from summarize.llm.local.engine import LocalEngine
engine = LocalEngine.start(Path(sys.argv[1]), context=4096, verbose="-v" in sys.argv)
client = OpenAI(base_url=engine.base_url, api_key=engine.key, max_retries=0)
for size in (5, 9000):
    try:
        client.chat.completions.create(model="m", messages=[{"role": "user", "content": "x" * size}], max_tokens=5)
    except Exception as error:
        assert "exceeds" in str(error), error
if "sleep" in sys.argv:
    print("ready", flush=True)
    time.sleep(30)
"""


def test_the_engine_writes_nothing_on_either_stream(model_file: Path) -> None:
    done = subprocess.run([sys.executable, "-c", _SCRIPT, str(model_file)], capture_output=True, timeout=30)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    talking = subprocess.run([sys.executable, "-c", _SCRIPT, str(model_file), "-v"], capture_output=True, timeout=30)
    assert talking.stdout == b""
    assert b"model loaded" in talking.stderr


def test_ctrl_c_ends_a_process_whose_engine_was_never_stopped(model_file: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _SCRIPT, str(model_file), "sleep"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=10)
    assert process.returncode != 0
    assert b"KeyboardInterrupt" in errors
    assert b"terminate called" not in errors
