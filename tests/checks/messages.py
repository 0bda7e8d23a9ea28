"""The messages of findings, as the source of the checks has them: templates whose places are numbered.

A message is a literal of more than one word, inside a function, that is no pattern, no log line and no error.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import summarize

_PACKAGE = Path(summarize.__file__).parent
#: The modules outside ``summarize/checks`` that make findings.
_OTHERS = ("page/page_steps.py", "page/additions.py")
#: Calls whose arguments nobody reads: patterns, logs.
_NOT_SHOWN = ("re.", "_log.", "read_words", "read_table")
_TWO_WORDS = re.compile(r"(?:\{\d+\}|[\w”“»'-])[,;)]? [^\s]")


def message_templates() -> dict[str, str]:
    """Return every message that a check can emit, and where it stands (file and line)."""
    files = sorted((_PACKAGE / "checks").rglob("*.py"))
    found = {template: place for path in files for template, place in _messages(path, everywhere=True)}
    for name in _OTHERS:
        found |= dict(_messages(_PACKAGE / name, everywhere=False))
    return found


def _messages(path: Path, *, everywhere: bool) -> Iterator[tuple[str, str]]:
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for literal in _shown(node.body[bool(ast.get_docstring(node)) :], everywhere=everywhere):
                template = _template(literal)
                if _TWO_WORDS.search(template) and re.search("[A-Za-z]{2}", re.sub(r"\{\d+\}", "", template)):
                    yield template, f"{path.relative_to(_PACKAGE).as_posix()}:{literal.lineno}"


def _shown(nodes: list[ast.stmt], *, everywhere: bool) -> Iterator[ast.Constant | ast.JoinedStr]:
    """Yield the string literals in some statements, or those in calls of ``new_finding`` alone."""
    waiting: list[tuple[ast.AST, bool]] = [(node, everywhere) for node in nodes]
    while waiting:
        node, counts = waiting.pop()
        if isinstance(node, ast.Raise | ast.Compare | ast.FunctionDef):  # a function inside is looked at by itself
            continue
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            if name.startswith(_NOT_SHOWN):
                continue
            counts = counts or name == "new_finding"
        if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            if counts:
                yield node
            continue
        waiting += [(child, counts) for child in ast.iter_child_nodes(node)]


def _template(literal: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(literal, ast.Constant):
        return str(literal.value).replace("{", "{{").replace("}", "}}")
    parts, place = [], 0
    for value in literal.values:
        if isinstance(value, ast.Constant):
            parts.append(str(value.value).replace("{", "{{").replace("}", "}}"))
        else:
            parts.append(f"{{{place}}}")
            place += 1
    return "".join(parts)
