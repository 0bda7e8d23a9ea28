"""Finds every regular expression of the package, with the place where it is written and how it is applied.

``record_expressions`` has to be called before anything of ``summarize`` is imported. It notes each expression that is
compiled, whether at import or in a function. ``call_sites`` finds the calls in the source code, so that a call that was
never reached shows as a site without an expression.
"""

from __future__ import annotations

import ast
import importlib
import importlib.util
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Use = Literal["search", "match", "fullmatch"]

_FUNCTIONS = frozenset({"compile", "search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn"})


@dataclass(frozen=True, slots=True)
class CallSite:
    """A call such as ``re.compile(…)`` in the source code.

    ``file`` is relative to the package. ``use`` is how the expression is applied: ``match`` and ``fullmatch`` only where
    every use of it that can be seen is of that kind, else ``search``. ``argument`` is what the expression is made from.
    """

    file: str
    first_line: int
    last_line: int
    use: Use
    argument: ast.expr | None

    def __str__(self) -> str:
        return f"{self.file}:{self.first_line}"


Compiled = dict[tuple[str, int], dict[re.Pattern[str], None]]


def package_folder() -> Path:
    """Return the folder of the package, without importing it."""
    spec = importlib.util.find_spec("summarize")
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).parent


def record_expressions(folder: Path) -> Compiled:
    """Note from now on what ``re`` compiles for the files of ``folder``: (file, line) → expressions.

    The function replaces one of the standard library, so it is for a process of its own.
    """
    compiled: Compiled = {}
    original: Any = re._compile  # type: ignore[attr-defined]
    root = f"{folder}/"

    def noting(pattern: Any, flags: Any) -> Any:
        result = original(pattern, flags)
        frame = sys._getframe(2)
        file = frame.f_code.co_filename
        if file.startswith(root):
            compiled.setdefault((file[len(root) :], frame.f_lineno), {})[_of_text(result)] = None
        return result

    re._compile = noting  # type: ignore[attr-defined]
    return compiled


def call_sites(folder: Path) -> list[CallSite]:
    """Return all calls of functions of ``re`` in the Python files of a folder, in order of file and line."""
    trees = {str(path.relative_to(folder)): ast.parse(path.read_text("utf-8")) for path in sorted(folder.rglob("*.py"))}
    public: dict[str, set[str]] = {}
    own: dict[str, dict[str, set[str]]] = {}
    for file, tree in trees.items():
        own[file] = _uses(tree)
        for name, how in own[file].items():
            public.setdefault(name, set()).update(how)
    sites = []
    for file, tree in trees.items():
        names = _names_of_calls(tree)
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and (function := _function_of_re(call)):
                name = names.get(id(call), "")
                how = (
                    {function} if function != "compile" else (own[file] if name[:1] == "_" else public).get(name, set())
                )
                argument = call.args[0] if call.args else None
                sites.append(CallSite(file, call.lineno, call.end_lineno or call.lineno, _widest(how), argument))
    return sites


def _widest(how: set[str]) -> Use:
    """Return the use that stands for all of them: a search, where any is not tied to a place or none is known."""
    if how == {"fullmatch"}:
        return "fullmatch"
    return "match" if how and how <= {"match", "fullmatch"} else "search"


def _function_of_re(call: ast.Call) -> str:
    match call.func:
        case ast.Attribute(value=ast.Name(id="re"), attr=name) if name in _FUNCTIONS:
            return name
    return ""


def _names_of_calls(tree: ast.Module) -> dict[int, str]:
    """Return the names to which calls are assigned, by the identity of the call."""
    names: dict[int, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target, value = node.targets[0], node.value
            pairs: Iterator[tuple[ast.expr, ast.expr]] = iter([(target, value)])
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                pairs = zip(target.elts, value.elts, strict=False)
            names |= {id(v): t.id for t, v in pairs if isinstance(t, ast.Name)}
    return names


def _uses(tree: ast.Module) -> dict[str, set[str]]:
    """Return for each name the methods that are called on it. A name that is passed on counts as searched with."""
    uses: dict[str, set[str]] = {}
    called: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            called.add(id(node.value))
            uses.setdefault(node.value.id, set()).add(node.attr)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and id(node) not in called:
            uses.setdefault(node.id, set()).add("search")
    return uses


def expressions_of(site: CallSite, compiled: Compiled) -> list[re.Pattern[str]]:
    """Return the expressions of a call: those that were compiled there, else what it says by names of its module.

    The list is empty where the call was not reached and the expression is made from what a function is given.
    """
    found: dict[re.Pattern[str], None] = {}
    for line in range(site.first_line, site.last_line + 1):
        found |= compiled.get((site.file, line), {})
    if found or site.argument is None:
        return list(found)
    module = importlib.import_module(f"summarize.{site.file.removesuffix('.py').replace('/', '.')}")
    text = _said(site.argument, vars(module))
    return [re.compile(text)] if text is not None else []


def _of_text(pattern: Any) -> re.Pattern[str]:
    """Return the expression; for one of bytes, that of the same text."""
    if isinstance(pattern.pattern, bytes):
        return re.compile(pattern.pattern.decode("latin-1"), pattern.flags | re.ASCII)
    return pattern  # type: ignore[no-any-return]


def _said(argument: ast.expr, names: Mapping[str, object]) -> str | None:
    """Return the text of an expression by the names of its module, or None.

    In a formatted string, a part that only its function knows is taken for a plain word.
    """
    if isinstance(argument, ast.JoinedStr):
        parts = (p.value if isinstance(p, ast.FormattedValue) else p for p in argument.values)
        return "".join(_said(part, names) or "word" for part in parts)
    if isinstance(argument, ast.Call) and ast.unparse(argument.func) == "re.escape":
        return "word"
    try:
        text = eval(compile(ast.Expression(argument), "<expression>", "eval"), dict(names))
    except NameError:
        return None
    if isinstance(text, bytes):
        return text.decode("latin-1")
    return text if isinstance(text, str) else None
