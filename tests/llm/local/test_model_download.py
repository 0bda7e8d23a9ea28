"""Model files are fetched from hubs, and every failure of a server or a disk is told apart.

What had come is kept.
"""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from summarize.errors import BadSetting, ModelFileError
from summarize.llm.local.hub import HttpSource, hub_source
from summarize.llm.local.model_download import pull, pull_file, remove, sources_from
from summarize.llm.local.model_table import Carrier, LocalModel, check_model_file, load_local_models
from summarize.network.resuming import part_path
from tests.loopback.model_hub import Fault, FileServer, file_server

BYTES = b"GGUF" + os.urandom(700_000)
PATH = "/org/model/resolve/main/m.gguf"


def a_model(data: bytes = BYTES, carrier: Carrier | None = None) -> LocalModel:
    digest = hashlib.sha256(data).hexdigest()
    return LocalModel("m", "org/model", "main", "m.gguf", len(data), digest, 512, True, "a test", carrier)


class Report:
    def __init__(self) -> None:
        self.notes: list[str] = []
        self.done: list[int] = []

    def note(self, line: str) -> None:
        self.notes.append(line)

    def progress(self, done_bytes: int, total_bytes: int) -> None:
        self.done.append(done_bytes)


@pytest.fixture
def hub() -> Iterator[FileServer]:
    with file_server() as server:
        server.files[PATH] = BYTES
        yield server


def source(server: FileServer, stall_s: float = 5.0) -> HttpSource:
    return HttpSource(server.url, stall_s=stall_s, sleep=lambda _: None)


def test_a_file_is_fetched_checked_and_not_fetched_again(hub: FileServer, tmp_path: Path) -> None:
    report = Report()
    path = pull(a_model(), sources=[source(hub)], dest_dir=tmp_path / "new", report=report)
    assert path.read_bytes() == BYTES
    assert report.done[-1] == len(BYTES)
    assert not part_path(path).exists()
    assert pull(a_model(), sources=[], dest_dir=tmp_path / "new", report=report) == path
    assert len(hub.requests) == 1


def test_no_key_cookie_or_netrc_entry_is_sent(hub: FileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login a password b\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    pull(a_model(), sources=[source(hub)], dest_dir=tmp_path, report=Report())
    assert not {"authorization", "cookie"} & set(hub.requests[0][1])


def test_a_cut_connection_goes_on_from_where_it_was(hub: FileServer, tmp_path: Path) -> None:
    hub.faults = [Fault(cut_after=300_000), Fault(cut_after=100_000)]
    path = pull(a_model(), sources=[source(hub)], dest_dir=tmp_path, report=Report())
    assert path.read_bytes() == BYTES
    assert hub.ranges == ["", "bytes=300000-", "bytes=400000-"]


def test_a_stalled_transfer_goes_on_from_where_it_was(hub: FileServer, tmp_path: Path) -> None:
    hub.faults = [Fault(stall_after=300_000)]
    report = Report()
    path = pull(a_model(), sources=[source(hub, stall_s=0.3)], dest_dir=tmp_path, report=report)
    assert path.read_bytes() == BYTES
    assert hub.ranges[1].startswith("bytes=")
    assert any("nothing came for a while" in note for note in report.notes)


def test_a_source_that_brings_nothing_is_given_up_and_the_part_is_kept(hub: FileServer, tmp_path: Path) -> None:
    hub.faults = [Fault(cut_after=300_000), Fault(cut_after=0), Fault(cut_after=0), Fault(cut_after=0)]
    with pytest.raises(ModelFileError, match=r"cut at 300,000 of 700,004 bytes") as caught:
        pull(a_model(), sources=[source(hub)], dest_dir=tmp_path, report=Report())
    assert "--file" in caught.value.hint
    assert part_path(tmp_path / "m.gguf").stat().st_size == 300_000
    assert not (tmp_path / "m.gguf").exists()


def test_an_earlier_part_is_used(hub: FileServer, tmp_path: Path) -> None:
    (tmp_path / "m.gguf.part").write_bytes(BYTES[:500_000])
    pull(a_model(), sources=[source(hub)], dest_dir=tmp_path, report=Report())
    assert hub.ranges == ["bytes=500000-"]


def test_a_whole_part_needs_no_request(hub: FileServer, tmp_path: Path) -> None:
    (tmp_path / "m.gguf.part").write_bytes(BYTES)
    assert pull(a_model(), sources=[source(hub)], dest_dir=tmp_path, report=Report()).read_bytes() == BYTES
    assert hub.requests == []


def test_a_wrong_part_is_thrown_away_and_the_file_fetched_whole(hub: FileServer, tmp_path: Path) -> None:
    (tmp_path / "m.gguf.part").write_bytes(b"x" * 500_000)
    path = pull(a_model(), sources=[source(hub)], dest_dir=tmp_path, report=Report())
    assert path.read_bytes() == BYTES
    assert hub.ranges == ["bytes=500000-", ""]


def test_a_part_that_is_too_long_is_thrown_away(hub: FileServer, tmp_path: Path) -> None:
    (tmp_path / "m.gguf.part").write_bytes(BYTES + b"x")
    assert pull(a_model(), sources=[source(hub)], dest_dir=tmp_path, report=Report()).read_bytes() == BYTES


def test_a_server_without_ranges_starts_over(hub: FileServer, tmp_path: Path) -> None:
    (tmp_path / "m.gguf.part").write_bytes(b"x" * 500_000)
    hub.faults = [Fault(ignore_range=True)]
    assert pull(a_model(), sources=[source(hub)], dest_dir=tmp_path, report=Report()).read_bytes() == BYTES
    assert len(hub.requests) == 1


def test_416_starts_over(hub: FileServer, tmp_path: Path) -> None:
    (tmp_path / "m.gguf.part").write_bytes(b"x" * 500_000)
    hub.faults = [Fault(status=416)]
    assert pull(a_model(), sources=[source(hub)], dest_dir=tmp_path, report=Report()).read_bytes() == BYTES
    assert hub.ranges == ["bytes=500000-", ""]


def test_a_server_that_answers_416_to_everything_is_given_up(hub: FileServer, tmp_path: Path) -> None:
    (tmp_path / "m.gguf.part").write_bytes(BYTES[:10])
    hub.faults = [Fault(status=416)] * 10
    with pytest.raises(ModelFileError, match="answered 416"):
        pull(a_model(), sources=[source(hub)], dest_dir=tmp_path, report=Report())


def test_another_range_than_the_one_asked_for_is_refused(hub: FileServer, tmp_path: Path) -> None:
    (tmp_path / "m.gguf.part").write_bytes(BYTES[:10])
    hub.faults = [Fault(status=206, headers={"Content-Range": f"bytes 0-9/{len(BYTES)}"})]
    with pytest.raises(ModelFileError, match=r"sends another range than the one asked for \(0-9\)"):
        pull(a_model(), sources=[source(hub)], dest_dir=tmp_path, report=Report())
    assert (tmp_path / "m.gguf.part").read_bytes() == BYTES[:10]


def test_waits_between_tries_double_and_start_anew_when_more_came(hub: FileServer, tmp_path: Path) -> None:
    hub.faults = [Fault(cut_after=300_000), *[Fault(cut_after=0)] * 2, Fault(cut_after=100_000), Fault(cut_after=0)]
    waits: list[float] = []
    report = Report()
    patient = HttpSource(hub.url, sleep=waits.append)
    assert pull(a_model(), sources=[patient], dest_dir=tmp_path, report=report).read_bytes() == BYTES
    assert waits == [1.0, 2.0, 4.0, 1.0, 2.0]
    assert f"{patient.name}: the connection was cut at 300,000 of 700,004 bytes; going on from there" in report.notes


@pytest.mark.parametrize("body", [BYTES[:-1], BYTES + b"x"], ids=["short", "long"])
def test_a_file_of_another_size_is_refused_before_it_is_read(hub: FileServer, tmp_path: Path, body: bytes) -> None:
    hub.files[PATH] = body
    report = Report()
    with pytest.raises(ModelFileError, match=f"has a file of {len(body):,} bytes, not 700,004"):
        pull(a_model(), sources=[source(hub)], dest_dir=tmp_path, report=report)
    assert report.done == []


def test_a_server_that_sends_more_than_it_said_fills_no_disk(tmp_path: Path) -> None:
    """Without Content-Length there is nothing to check beforehand: reading stops at the known size."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                if not connection.recv(10_000):
                    continue  # only looked whether someone is there
                connection.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
                try:
                    for _ in range(200):
                        connection.sendall(b"x" * 100_000)
                except OSError:
                    pass

    threading.Thread(target=serve, daemon=True).start()
    endless = HttpSource(f"http://127.0.0.1:{listener.getsockname()[1]}", sleep=lambda _: None)
    with pytest.raises(ModelFileError, match="sends more than the 700,004 bytes"):
        pull(a_model(), sources=[endless], dest_dir=tmp_path, report=Report())
    listener.close()
    assert part_path(tmp_path / "m.gguf").stat().st_size <= len(BYTES)


def test_wrong_bytes_of_the_right_size_are_thrown_away_and_the_next_source_is_asked(
    hub: FileServer, tmp_path: Path
) -> None:
    with file_server() as liar:
        liar.files[PATH] = b"GGUF" + b"x" * (len(BYTES) - 4)
        report = Report()
        path = pull(a_model(), sources=[source(liar), source(hub)], dest_dir=tmp_path, report=report)
        assert len(liar.requests) == 1
    assert path.read_bytes() == BYTES
    assert any("wrong SHA-256" in note for note in report.notes)
    assert hub.ranges == [""]


def test_a_redirect_to_another_host_is_followed(hub: FileServer, tmp_path: Path) -> None:
    with file_server() as files:
        files.files["/blob"] = BYTES
        hub.faults = [Fault(status=302, headers={"Location": f"{files.url}/blob".replace("127.0.0.1", "localhost")})]
        (tmp_path / "m.gguf.part").write_bytes(BYTES[:1000])
        assert pull(a_model(), sources=[source(hub)], dest_dir=tmp_path, report=Report()).read_bytes() == BYTES
        assert files.ranges == ["bytes=1000-"]


def test_redirects_in_circles_end(hub: FileServer, tmp_path: Path) -> None:
    hub.faults = [Fault(status=302, headers={"Location": f"{hub.url}{PATH}"})] * 50
    with pytest.raises(ModelFileError, match="redirects in circles"):
        pull(a_model(), sources=[source(hub)], dest_dir=tmp_path, report=Report())


def test_404_names_the_source_and_the_next_one_is_asked(hub: FileServer, tmp_path: Path) -> None:
    with file_server() as empty:
        report = Report()
        pull(a_model(), sources=[source(empty), source(hub)], dest_dir=tmp_path, report=report)
        assert f"{empty.url.removeprefix('http://')}: answered 404 Not Found" in report.notes


def test_a_dead_host_is_given_up_in_time(hub: FileServer, tmp_path: Path) -> None:
    # 192.0.2.0/24 is reserved for documentation (RFC 5737): packets to it are dropped or refused at once.
    dead = HttpSource("http://192.0.2.1", reach_s=0.5)
    began = time.monotonic()
    pull(a_model(), sources=[dead, source(hub)], dest_dir=tmp_path, report=Report())
    assert time.monotonic() - began < 2.0


def test_a_full_disk_is_named_before_anything_is_fetched(hub: FileServer, tmp_path: Path) -> None:
    huge = LocalModel("m", "org/model", "main", "m.gguf", 10**18, "0" * 64, 512, True, "too large")
    with pytest.raises(ModelFileError, match="not enough room"):
        pull(huge, sources=[source(hub)], dest_dir=tmp_path, report=Report())
    assert hub.requests == []


def test_a_folder_that_cannot_be_written_is_named(hub: FileServer, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ModelFileError, match="cannot write in"):
        pull(a_model(), sources=[source(hub)], dest_dir=tmp_path / "file", report=Report())


def test_two_at_once_fetch_once(hub: FileServer, tmp_path: Path) -> None:
    reports = [Report(), Report()]
    paths: list[Path] = []

    def one(report: Report) -> None:
        paths.append(pull(a_model(), sources=[source(hub)], dest_dir=tmp_path, report=report))

    threads = [threading.Thread(target=one, args=(report,)) for report in reports]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [path.read_bytes() == BYTES for path in paths] == [True, True]
    assert len(hub.requests) == 1


_PULL_IN_A_PROCESS = """
import sys
from pathlib import Path
from summarize.llm.local.model_download import pull
from summarize.llm.local.hub import HttpSource
from summarize.llm.local.model_table import LocalModel
class Report:
    def note(self, line): pass
    def progress(self, done, total): print(done, flush=True)
url, dest, size, digest = sys.argv[1:]
model = LocalModel("m", "org/model", "main", "m.gguf", int(size), digest, 512, True, "a test")
pull(model, sources=[HttpSource(url)], dest_dir=Path(dest), report=Report())
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=["ctrl-c", "kill"])
def test_what_was_received_survives_the_process(hub: FileServer, tmp_path: Path, how: signal.Signals) -> None:
    model = a_model()
    hub.faults = [Fault(stall_after=300_000)]
    with subprocess.Popen(
        [sys.executable, "-c", _PULL_IN_A_PROCESS, hub.url, str(tmp_path), str(model.bytes), model.sha256],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        while int(process.stdout.readline()) < 262_144:
            pass
        process.send_signal(how)
    kept = part_path(tmp_path / "m.gguf").stat().st_size
    assert kept > 0 or how == signal.SIGKILL
    assert pull(model, sources=[source(hub)], dest_dir=tmp_path, report=Report()).read_bytes() == BYTES
    assert hub.ranges[1] == (f"bytes={kept}-" if kept else "")


def test_a_file_from_elsewhere_is_taken_when_it_is_right(tmp_path: Path) -> None:
    mine = tmp_path / "download.bin"
    mine.write_bytes(BYTES)
    path = pull_file(a_model(), mine, dest_dir=tmp_path / "models", report=Report())
    assert path.read_bytes() == BYTES
    mine.write_bytes(b"GGUF" + bytes(len(BYTES) - 4))
    with pytest.raises(ModelFileError, match="wrong SHA-256"):
        pull_file(a_model(), mine, dest_dir=tmp_path / "models", report=Report())
    with pytest.raises(ModelFileError, match="cannot be read"):
        pull_file(a_model(), tmp_path / "none", dest_dir=tmp_path / "models", report=Report())


def test_a_checked_file_is_hashed_again_only_when_it_changed(tmp_path: Path) -> None:
    path = tmp_path / "m.gguf"
    path.write_bytes(BYTES)
    os.utime(path, ns=(10**18, 10**18))
    check_model_file(path, a_model())
    # Same size and time, other bytes: believed, because nothing says that it changed.
    path.write_bytes(BYTES[:-1] + b"?")
    os.utime(path, ns=(10**18, 10**18))
    check_model_file(path, a_model())
    os.utime(path, ns=(10**18 + 1, 10**18 + 1))
    with pytest.raises(ModelFileError, match="corrupt"):
        check_model_file(path, a_model())


def test_remove_deletes_file_part_and_notes(hub: FileServer, tmp_path: Path) -> None:
    path = pull(a_model(), sources=[source(hub)], dest_dir=tmp_path, report=Report())
    part_path(path).write_bytes(b"left")
    assert remove(a_model(), tmp_path) >= len(BYTES)
    assert list(tmp_path.iterdir()) == []
    assert remove(a_model(), tmp_path) == 0


def test_sources_are_chosen_by_name_and_in_order() -> None:
    env = {"HF_ENDPOINT": "https://hub.example.org/"}
    assert [s.name for s in sources_from("index, hub", env)] == ["package index", "hub.example.org"]
    with pytest.raises(BadSetting, match="'torrent'"):
        sources_from("hub,torrent", env)
    with pytest.raises(BadSetting, match="empty"):
        sources_from(" ,", env)


def test_addresses_of_the_table() -> None:
    starter = load_local_models()["starter"]
    assert hub_source({"HF_ENDPOINT": "mirror.example.org"}).url(starter) == (
        "https://mirror.example.org/Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF/resolve/"
        "f86cb2c1fa58255f8052cc32aeede1b7482d4361/qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"
    )


def test_the_pieces_of_the_table_add_up() -> None:
    for model in load_local_models().values():
        if model.carrier:
            last = model.bytes - (model.carrier.parts - 1) * model.carrier.part_bytes
            assert 0 < last <= model.carrier.part_bytes
