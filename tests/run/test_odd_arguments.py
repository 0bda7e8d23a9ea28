"""Arguments and variables of any kind end in a clear message without a live control character, and never a traceback."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result as Ran

from summarize.errors import BadSetting
from summarize.settings import arxiv_settings

Invoke = Callable[..., Ran]

LIVE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
ODD = {
    "long": "a" * 300,
    "a long PDF": "a" * 300 + ".pdf",
    "a long path": "/" + "a" * 300 + "/x",
    "longer than a path": "a/" * 5000,
    "an escape sequence": "x\x1b[31mred\x1b]0;title\x07",
    "controls": "x\x07\x08\x9by",
    "lines": "x\ny\rz",
    "NUL": "x\x00y",
    "a lone surrogate": "x\udcff",
    "an ID and a surrogate": "2501.10001\udcff",
    "a version without end": "2501.10001v" + "9" * 5000,
    "a number without end": "9" * 5000,
}


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("command", [[], ["text"], ["search"], ["check"]], ids=["page", "text", "search", "check"])
def test_an_odd_argument_is_an_error_that_can_be_printed(name: str, command: list[str], invoke: Invoke) -> None:
    ran = invoke(*command, "--", ODD[name])
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
    assert ran.exit_code in ((0, 2) if command == ["search"] else (2,))
    assert not LIVE.search(ran.stderr), ran.stderr
    if ran.exit_code:
        assert len(ran.stderr) < 12_000


def test_odd_lines_of_a_list_fail_alone(invoke: Invoke, tmp_path: Path) -> None:
    (tmp_path / "ids.txt").write_text(
        "\n".join(["2501.10001", *(ODD[n] for n in ("long", "NUL", "an escape sequence"))])
    )
    ran = invoke("ids.txt")
    assert ran.exit_code == 1, ran.stderr
    assert "1 of 4 papers done, 3 failed" in ran.stderr
    assert not LIVE.search(ran.stderr)


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="file names are Unicode there")
def test_a_file_whose_name_is_not_utf8_is_named_and_refused(env: dict[str, str], tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/x\xff.pdf"
    Path(os.fsdecode(name)).write_bytes(b"%PDF-1.7")
    command = [os.fsencode(sys.executable), b"-m", b"summarize", name]
    ran = subprocess.run(command, env=env, cwd=tmp_path, capture_output=True, timeout=60)
    assert ran.returncode == 2
    assert b"not UTF-8" in ran.stderr
    assert b"Traceback" not in ran.stderr


@pytest.mark.parametrize(
    "url",
    [
        "http://[::1",
        "http://[::g]",
        "localhost:80",
        "//localhost",
        "http://",
        "http:///api",
        "ftp://arxiv.example",
        "file:///etc",
        "http://a b",
        "http://a\tb",
        "http://x:99999",
        "http://x:0",
        "http://x:²",
        "http://x/?a=b",
        "http://x/#f",
        "http://x\\y",
        "http://x\x1b[31m",
        "http://x\udcff",
        "http://user:secret@x",
    ],
)
def test_an_address_of_arxiv_that_is_none_is_a_configuration_error(url: str) -> None:
    with pytest.raises(BadSetting, match="SUMMARIZE_ARXIV_URL") as caught:
        arxiv_settings({"SUMMARIZE_ARXIV_URL": url})
    assert caught.value.exit_status == 3
    assert not LIVE.search(str(caught.value))
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8080", "https://mirror.example/arxiv/", "http://[::1]:80", "HTTP://localhost"]
)
def test_an_address_with_port_and_path_is_taken(url: str) -> None:
    assert arxiv_settings({"SUMMARIZE_ARXIV_URL": url, "SUMMARIZE_ARXIV_DELAY": "0"}).url == url.rstrip("/")


@pytest.mark.parametrize("command", [["2501.10001"], ["text", "2501.10001"], ["search", "tides"]], ids=" ".join)
def test_every_command_says_so(command: list[str], invoke: Invoke) -> None:
    ran = invoke(*command, SUMMARIZE_ARXIV_URL="http://[::1")
    assert (ran.exit_code, ran.stdout) == (3, "")
    assert "SUMMARIZE_ARXIV_URL" in ran.stderr
