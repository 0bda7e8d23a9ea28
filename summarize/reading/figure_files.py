"""Files of the pictures of one paper."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from summarize.errors import OutputError
from summarize.values import Figure


class FigureFolder:
    """The folder ``path`` of one paper's pictures. Each is called after its label (``figure-3.png``)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._taken: set[str] = set()

    def save(self, figure: Figure, png: bytes) -> Figure:
        """Write the picture, whole or not at all. Returns the figure with the name of its file. Raises OutputError."""
        name = self._name(figure.label)
        self._taken.add(name)
        target, part = self._path / f"{name}.png", self._path / f"{name}.png.part"
        try:
            self._path.mkdir(parents=True, exist_ok=True)
            part.write_bytes(png)
            part.replace(target)
        except OSError as exc:
            raise OutputError(
                f"cannot write {target}: {exc.strerror or exc}", hint="name another folder with --figures DIR"
            ) from exc
        return replace(figure, path=target.name)

    def _name(self, label: str) -> str:
        # A file's name may have 255 bytes; labels are short unless a file is made to have others.
        base = re.sub(r"[^a-z0-9]+", "-", label.lower()[:80]).strip("-") or "figure"
        name, count = base, 1
        while name in self._taken:
            count += 1
            name = f"{base}-{count}"
        return name
