"""Every text of the program that a person reads, found in its source code.

A text of at least two words is a message, wherever it stands: in an error, a note, a help. What is none is told by where
it stands (an expression, SQL, a log) or is listed in ``not_messages.txt``. So no new message can be forgotten.

Each replaced expression of an f-string is a place of the message. Help is split as Click shows it: into paragraphs, and
into lines where a paragraph begins with ``\\b``.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import summarize
from summarize.checks import CHECKS
from summarize.prompting.prompts_folder import prompts_dir
from summarize.prompting.templates import load_template, template_names

PACKAGE = Path(summarize.__file__).parent
#: Files without a message; and texts that are none, as ``file<tab>text`` with the text as Python writes it.
NOT_MESSAGES = Path(__file__).with_name("not_messages.txt")
#: Messages that the search does not see: single words, and what the system says.
MORE_MESSAGES = Path(__file__).with_name("more_messages.txt")
#: Rooms whose texts are no messages of this catalogue: prompts for models; and checks, whose findings have one of their
#: own and whose explanations are read from their declarations.
_OTHER_ROOMS = ("checks/", "prompts/")
#: Calls whose texts are for programs or for the log.
_FOR_PROGRAMS = re.compile(
    r"(?:^|\.)(?:compile|execute|executemany|executescript|xpath|cast|TypeVar|getLogger|exception|warning|debug|info)$"
    r"|^_?(?:log|LOG)\.|^re\."
)
#: Texts that are no language: SQL, markup, headers, XPath.
_NO_LANGUAGE = re.compile(
    r"(?:SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|PRAGMA|BEGIN)\b|\s*<[a-z!?/]|\.?//|Bearer |default-src |\{\"|\("
)
_WORDS = re.compile(r"[A-Za-z]{2,}['’\"”)\]]*[,:;.?!…]*\s|\s[\"“(`]*[a-z]{2,}")
_HAN = re.compile("[\u3400-\u9fff]")
#: A place in a text that ``str.format`` fills in later.
_FORMAT_PLACE = re.compile(r"\{[a-z_]\w*\}")


@dataclass(frozen=True, slots=True)
class Message:
    """A message with ``{}`` places. ``file`` is relative to the package.

    ``optional`` are places that hold an ending of English alone, as the “s” of a plural.
    """

    text: str
    file: str
    optional: frozenset[str] = frozenset()


def package_messages() -> list[Message]:
    """Return all messages in the order of files and lines, each text of a file once."""
    excluded = frozenset(NOT_MESSAGES.read_text("utf-8").splitlines())
    found: dict[tuple[str, str], Message] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        file = path.relative_to(PACKAGE).as_posix()
        if not file.startswith(_OTHER_ROOMS) and file not in excluded:
            for message in file_messages(file, path.read_text("utf-8")):
                if f"{file}\t{message.text!r}" not in excluded:
                    found.setdefault((file, message.text), message)
    for check in CHECKS.values():
        for text in filter(None, (check.explanation, check.spared)):
            found.setdefault(("checks", text), Message(_escaped(text), "checks"))
    folders = (prompts_dir(),)
    for name in template_names(folders):
        template = load_template(name, folders)
        found.setdefault(("prompts", template.purpose), Message(_escaped(template.purpose), "prompts"))
    for text in MORE_MESSAGES.read_text("utf-8").splitlines():
        found.setdefault(("", text), Message(text, ""))
    return list(found.values())


def file_messages(file: str, code: str) -> Iterator[Message]:
    """Yield the messages of one source file in the order of its lines, repeated ones too."""
    tree = ast.parse(code)
    helps = _helps(tree)
    skipped = _skipped(tree)
    nodes = [node for node in ast.walk(tree) if isinstance(node, (ast.Constant, ast.JoinedStr))]
    for node in sorted(nodes, key=lambda node: (node.lineno, node.col_offset)):
        if id(node) in helps:
            for text in help_parts(helps[id(node)]):
                yield Message(_escaped(text), file)
        elif id(node) not in skipped:
            message = _message(node, file)
            if message is not None:
                yield message


def help_parts(text: str) -> list[str]:
    """Split a help text into what is translated: paragraphs, or lines where nothing is wrapped anew.

    Commands without a remark beside them are left out.
    """
    parts: list[str] = []
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        lines = paragraph.splitlines()
        if lines and lines[0].strip() == "\b":
            parts += [line.strip() for line in lines[1:] if not line.startswith("  ") or "   " in line.strip()]
        else:
            parts.append(" ".join(line.strip() for line in lines))
    return [part for part in parts if part]


def _message(node: ast.Constant | ast.JoinedStr, file: str) -> Message | None:
    if isinstance(node, ast.Constant):
        if not isinstance(node.value, str) or not _is_language(node.value):
            return None
        return Message(node.value if _FORMAT_PLACE.search(node.value) else _escaped(node.value), file)
    pieces, plain, optional = [], [], set()
    names: dict[str, str] = {}
    for value in node.values:
        if isinstance(value, ast.Constant):
            pieces.append(_escaped(str(value.value)))
            plain.append(str(value.value))
        elif isinstance(value, ast.FormattedValue):
            name = _place(value.value, names)
            pieces.append(f"{{{name}}}")
            plain.append("\0")
            if _is_ending(value.value):
                optional.add(name)
    if not _is_language("".join(plain)):
        return None
    return Message("".join(pieces), file, frozenset(optional))


def _is_language(text: str) -> bool:
    return bool(_WORDS.search(text)) and not _HAN.search(text) and not _NO_LANGUAGE.match(text)


def _escaped(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _place(expression: ast.expr, names: dict[str, str]) -> str:
    """A name for the place of an expression: its last word. ``names`` has those given in this text, by expression."""
    written = ast.unparse(expression)
    if written in names:
        return names[written]
    words = [word for word in re.findall(r"\b[a-z]\w*", re.sub(r"'[^']*'", "", written)) if word not in _COMMON]
    name = "s" if _is_ending(expression) else words[-1] if words else "value"
    base, count = name, 2
    while name in names.values():
        name, count = f"{base}{count}", count + 1
    names[written] = name
    return name


#: Words of expressions that say nothing of what stands in the place.
_COMMON = frozenset(
    {"if", "else", "in", "for", "or", "and", "not", "is", "join", "strip", "name", "str", "len", "self"}
)


def _is_ending(expression: ast.expr) -> bool:
    """Whether an expression chooses between words without a space, such as the endings of a plural (``_s(count)``)."""
    if isinstance(expression, ast.Call) and ast.unparse(expression.func) == "_s":
        return True
    if not isinstance(expression, ast.IfExp):
        return False
    sides = (expression.body, expression.orelse)
    return all(isinstance(side, ast.Constant) and " " not in str(side.value).strip() for side in sides)


def _helps(tree: ast.Module) -> dict[int, str]:
    """The texts that Click wraps, by node: docstrings of commands, epilogs."""
    helps: dict[int, str] = {}
    named = {
        node.targets[0].id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            if any(".command" in text or ".group" in text for text in map(ast.unparse, node.decorator_list)):
                first = node.body[0]
                if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                    helps[id(first.value)] = str(first.value.value)
        elif isinstance(node, ast.keyword) and node.arg == "epilog":
            value = named.get(node.value.id) if isinstance(node.value, ast.Name) else node.value
            if isinstance(value, ast.Constant):
                helps[id(value)] = str(value.value)
    return helps


def _skipped(tree: ast.Module) -> set[int]:
    """Nodes whose texts are no messages: docstrings, types, logs, ``__repr__``, and the pieces of f-strings."""
    skipped: set[int] = set()

    def skip(node: ast.AST | None) -> None:
        if node is not None:
            skipped.update(map(id, ast.walk(node)))

    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skip(node)  # a docstring
        elif isinstance(node, ast.JoinedStr):
            for value in node.values:
                if isinstance(value, ast.Constant):
                    skip(value)
                elif isinstance(value, ast.FormattedValue):
                    skip(value.format_spec)
        elif isinstance(node, ast.Call) and _FOR_PROGRAMS.search(ast.unparse(node.func)):
            skip(node)
        elif isinstance(node, (ast.AnnAssign, ast.arg)):
            skip(node.annotation)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            skip(node if node.name == "__repr__" else node.returns)
        elif isinstance(node, (ast.Assert, ast.Subscript)):
            skip(node.msg if isinstance(node, ast.Assert) else node.slice)
    return skipped
