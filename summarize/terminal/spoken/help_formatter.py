"""The help of a command in columns of terminal cells. Click counts characters, and a Chinese one takes two cells."""

from __future__ import annotations

import shutil
from gettext import gettext
from typing import TYPE_CHECKING

import click

from summarize.terminal.line_breaks import cells, line_breaks

if TYPE_CHECKING:
    from collections.abc import Iterable

#: The widest help, and the narrowest one, in cells. The first is Click's own.
_WIDEST, _NARROWEST = 80, 30


def wrapped(text: str, width: int) -> list[str]:
    """Return a text of one paragraph in lines of at most ``width`` cells."""
    starts = [0, *line_breaks(text, width, cells)]
    return [text[start:end].strip() for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


class CellFormatter(click.HelpFormatter):
    """Click's formatter for text with wide characters. It follows narrow terminals too."""

    def __init__(self, *, width: int | None = None, max_width: int | None = None) -> None:
        columns = min(shutil.get_terminal_size().columns, max_width or _WIDEST) - 2
        super().__init__(width=width or max(columns, _NARROWEST))

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage line; further lines begin below the program's arguments."""
        head = f"{_spaced(gettext('Usage:')) if prefix is None else prefix}{prog}"
        self._write_hanging(head, args, cells(head) + 1)

    def write_heading(self, heading: str) -> None:
        """Write a heading with the colon of its language."""
        self.write(f"{'':>{self.current_indent}}{heading}{':' if heading.isascii() else '：'}\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs. Lines of a paragraph that begins with ``\\b`` stay as they are."""
        indent = " " * self.current_indent
        paragraphs = []
        for paragraph in text.split("\n\n"):
            lines = paragraph.splitlines()
            if lines and lines[0].strip() == "\b":
                paragraphs.append("\n".join(f"{indent}{line}".rstrip() for line in lines[1:]))
            else:
                whole = " ".join(line.strip() for line in lines)
                paragraphs.append("\n".join(f"{indent}{line}" for line in wrapped(whole, self.width - len(indent))))
        self.write("\n\n".join(paragraphs) + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write terms and their descriptions in two columns; on a narrow terminal the descriptions below the terms."""
        rows = list(rows)
        widest = min(max((cells(term) for term, _ in rows), default=0), col_max)
        column = self.current_indent + widest + col_spacing
        if self.width - column < _NARROWEST:
            column = self.current_indent + 4
        for term, description in rows:
            self._write_hanging(f"{'':>{self.current_indent}}{term}", description, column, col_spacing)

    def _write_hanging(self, head: str, text: str, column: int, spacing: int = 0) -> None:
        """Write a head and a text that hangs at ``column``. It begins on the next line where the head is too wide."""
        lines = wrapped(text, max(self.width - column, 10)) if text else []
        if lines and cells(head) + spacing <= column:
            head += " " * (column - cells(head)) + lines.pop(0)
        self.write(f"{head.rstrip()}\n" + "".join(f"{'':>{column}}{line}\n" for line in lines))


def _spaced(text: str) -> str:
    """Return a text with the space that divides it from what follows; wide punctuation has its own."""
    return f"{text} " if text[-1:].isascii() else text
