"""Prompt templates: one Markdown file each, with a short TOML header, rendered by Jinja2 into chat messages.

A template is looked for in the user's folder first (``--prompts DIR``), then among the shipped ones. A user can so
replace one and keep the rest. A template looks like this::

    +++
    purpose = "Translate a paper's title and abstract"
    version = "1"
    reply = "lines"
    +++
    [system]
    You translate …
    [user]
    {{ open_mark }} …

The blocks are split before values are filled in, so no paper can open a block of its own. An undefined name is an
error that names the file and the line.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal, cast

from summarize.errors import TemplateError
from summarize.values import Message

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import jinja2

Role = Literal["system", "user", "assistant"]
#: The shapes that a template can ask for: numbered lines, the digest's three headings, or free text.
REPLY_SHAPES = ("lines", "digest", "text")
_ROLES = ("system", "user", "assistant")
#: A stored page is known by the texts of its prompts. A file that one of them included would not be among them.
_ONE_FILE = "a prompt template is one file; it cannot include, import or extend another"
#: The place that tomllib's message names.
_TOML_LINE = re.compile(r"at line (\d+)")
#: Blocks that are kept compiled: several times those of all shipped templates.
_COMPILED_BLOCKS = 64


@dataclass(frozen=True, slots=True)
class Block:
    """One message of a template: its role, its Jinja2 source, and the line of the file it starts on (from 1)."""

    role: Role
    source: str
    line: int


@dataclass(frozen=True, slots=True)
class Template:
    """A template as it stands in its file. ``digest`` is the SHA-256 of the file's text and part of every cache key."""

    name: str
    path: str
    purpose: str
    version: str
    reply: str
    blocks: tuple[Block, ...]
    text: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    def render(self, values: Mapping[str, object]) -> tuple[Message, ...]:
        """Return the messages with ``values`` filled in.

        Raises TemplateError, naming file and line, where a name is undefined or the template cannot be evaluated.
        """
        import jinja2

        messages = []
        for block in self.blocks:
            try:
                content = _compiled(block).render(values).strip()
            except jinja2.TemplateSyntaxError as error:
                raise self._error(str(error.message), error.lineno) from error
            except jinja2.TemplateError as error:
                raise self._error(str(error.message), _line_of(error)) from error
            except Exception as error:  # a user's template can raise anything
                if "no loader" in str(error):
                    raise self._error(_ONE_FILE, _line_of(error)) from error
                raise self._error(f"{type(error).__name__}: {error}", _line_of(error)) from error
            messages.append(Message(role=block.role, content=content))
        return tuple(messages)

    def _error(self, what: str, line: int | None) -> TemplateError:
        where = f"{self.path}:{line}" if line else self.path
        return TemplateError(
            f"{where}: {what}",
            hint=f"Correct the template, or compare it with the shipped one: summarize prompts show {self.name}",
        )


def load_template(name: str, folders: tuple[Path, ...]) -> Template:
    """Read ``name``.md from the first of ``folders`` that has it.

    Raises TemplateError where no folder has it, or where its header or blocks are not valid.
    """
    for folder in folders:
        path = folder / f"{name}.md"
        try:
            return parse_template(name, path.read_text(encoding="utf-8"), str(path))
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError) as error:
            raise TemplateError(f"{path}: {error}") from error
    raise TemplateError(
        f"there is no prompt template {name!r} in {', '.join(map(str, folders))}",
        hint="List the templates with: summarize prompts list",
    )


def parse_template(name: str, text: str, path: str) -> Template:
    """Split a template's text into header and blocks. Raises TemplateError, which names ``path`` and the line."""
    lines = text.splitlines()
    if not lines or lines[0].strip() != "+++" or "+++" not in (line.strip() for line in lines[1:]):
        raise TemplateError(
            f"{path}:1: a template begins with a header between two lines +++",
            hint=f"See the shipped one: summarize prompts show {name}",
        )
    end = next(i for i, line in enumerate(lines[1:], 1) if line.strip() == "+++")
    try:
        header = tomllib.loads("\n".join(["", *lines[1:end]]))  # an empty line in front keeps the numbers of the file
    except tomllib.TOMLDecodeError as error:
        place = _TOML_LINE.search(str(error))
        raise TemplateError(f"{path}:{place[1] if place else 1}: the header is not TOML: {error}") from error
    for key in ("purpose", "version", "reply"):
        if not isinstance(header.get(key), str):
            raise TemplateError(f'{path}:{_line_with(key, lines[:end])}: the header needs {key} = "…"')
    if header["reply"] not in REPLY_SHAPES:
        line = _line_with("reply", lines[:end])
        raise TemplateError(f"{path}:{line}: reply is {header['reply']!r}; it can be {', '.join(REPLY_SHAPES)}")
    blocks = _split_blocks(lines, end + 1)
    if not any(block.role == "user" for block in blocks):
        raise TemplateError(f"{path}:{end + 1}: a template needs a [user] block below its header")
    return Template(name, path, header["purpose"], header["version"], header["reply"], blocks, text)


def _line_with(key: str, header: list[str]) -> int:
    """Return the number of the line that sets ``key``, or 1 where none does."""
    return next((n for n, line in enumerate(header, 1) if line.split("=")[0].strip() == key), 1)


def template_names(folders: tuple[Path, ...]) -> tuple[str, ...]:
    """Return the names of all templates in ``folders``, sorted."""
    return tuple(sorted({path.stem for folder in folders if folder.is_dir() for path in folder.glob("*.md")}))


def _split_blocks(lines: list[str], start: int) -> tuple[Block, ...]:
    blocks: list[Block] = []
    role: str | None = None
    first = start
    for i in range(start, len(lines) + 1):
        heading = lines[i].strip().strip("[]") if i < len(lines) and lines[i].strip().startswith("[") else ""
        is_heading = i < len(lines) and heading in _ROLES and lines[i].strip() == f"[{heading}]"
        if is_heading or i == len(lines):
            if role is not None:
                blocks.append(Block(cast("Role", role), "\n".join(lines[first:i]), first + 1))
            role, first = heading, i + 1
    return tuple(blocks)


@lru_cache(maxsize=_COMPILED_BLOCKS)
def _compiled(block: Block) -> jinja2.Template:
    """Return the block compiled. Its text is part of the key, so a changed file is compiled anew.

    A syntax error is raised each time, because nothing is kept of it.
    """
    # Empty lines in front keep the line numbers of the file.
    return _environment().from_string("\n" * (block.line - 1) + block.source)


@cache
def _environment() -> jinja2.Environment:
    """Return the one sandbox of all prompt templates. It keeps no values between renders."""
    import jinja2
    from jinja2.sandbox import SandboxedEnvironment

    return SandboxedEnvironment(undefined=jinja2.StrictUndefined, autoescape=False, keep_trailing_newline=False)


def _line_of(error: BaseException) -> int | None:
    """Return the template's line in a traceback, or None. Jinja2's frames are named ``<template>``."""
    line, step = None, error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == "<template>":
            line = step.tb_lineno
        step = step.tb_next
    return line
