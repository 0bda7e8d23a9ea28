"""Everything that documentation, docstrings and comments name exists: documents, files, modules and their parts."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import summarize

PACKAGE = Path(summarize.__file__).parent
ROOT = PACKAGE.parent
FOLDERS = ("summarize", "tests", "benchmarks", "docs", "prompts")
SUFFIXES = (".py", ".md", ".toml", ".txt", ".j2", ".css", ".js", ".json", ".yml", "")


def _shipped() -> tuple[Path, ...]:
    """Return every text file of the project, except the change log, which tells of files that are gone."""
    found = [path for path in ROOT.iterdir() if path.is_file() and path.name != "CHANGELOG.md"]
    # Below .ci there are the environment and the models that its scripts make.
    found += [path for path in (ROOT / ".ci").glob("*") if path.is_file()]
    found += [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.is_file()]
    return tuple(sorted(path for path in found if path.suffix in SUFFIXES and "__pycache__" not in path.parts))


FILES = _shipped()
NAMES = frozenset(path.name for path in FILES)
MODULES = {path.stem if path.stem != "__init__" else path.parent.name: path for path in FILES if path.suffix == ".py"}
PACKAGES = frozenset(path.parent.relative_to(PACKAGE).parts[0] for path in PACKAGE.glob("*/__init__.py"))

#: A document in capitals, or one whose section is named.
_DOCUMENT = re.compile(r"\bDE[S]IGN\b|\b[A-Z]{4,}(?:\.md\b|,? §|, section)")
#: Documents that are here, and names that stand for a user's file.
_KNOWN = frozenset({"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "PAGE.md", "NAME.md"})
#: A path with a folder and a suffix, or the bare name of a module.
_PATH = re.compile(r"(?<![\w/.~$-])((?:[\w.-]+/)+[\w.-]*\w\.(?:py|md|toml|txt|j2|css|js|json|yml)|\w+\.py)\b")
#: ``module.name`` in backquotes, or ``summarize.package.module`` anywhere.
_DOTTED = re.compile(r"`([a-z_]\w*(?:\.\w+)+)(?:\([^`]*\))?`|(?<![\w./-])(summarize(?:\.\w+)+)")
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def _prose(path: Path) -> Iterator[str]:
    """Return the words about the program in a file: all of a document, docstrings and comments of a module."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        yield text
    elif path.suffix == ".py":
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                yield ast.get_docstring(node) or ""
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                yield token.string


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


SPEAKING = tuple(path for path in FILES if path.suffix in (".py", ".md") and path.parent != ROOT / "prompts")


def test_no_file_names_a_document_that_is_not_here() -> None:
    found = [(_name(path), words) for path in FILES for words in _DOCUMENT.findall(path.read_text(encoding="utf-8"))]
    assert [(path, words) for path, words in found if words not in _KNOWN] == []


def test_every_path_that_is_named_exists() -> None:
    missing = []
    for path in SPEAKING:
        for match in (match for text in _prose(path) for match in _PATH.finditer(text)):
            named = match[1].removeprefix("./")
            first = named.split("/")[0]
            if "/" not in named:
                there = named in NAMES
            elif first in FOLDERS or first in PACKAGES or named.endswith(".py"):
                there = any((folder / named).exists() for folder in (ROOT, PACKAGE, path.parent))
            else:
                continue  # an address or a user's own file
            if not there:
                missing.append((_name(path), named))
    assert missing == []


def test_every_name_of_a_module_exists() -> None:
    missing = []
    for path in SPEAKING:
        for match in (match for text in _prose(path) for match in _DOTTED.finditer(text)):
            parts = (match[1] or match[2]).removeprefix("summarize.").split(".")
            if f".{parts[-1]}" in SUFFIXES or (parts[0] not in MODULES and parts[0] not in PACKAGES):
                continue  # a file, or a name of another package
            if match[1] and path.suffix == ".md" and len(parts) < 3:
                continue  # a field of a template, or a file
            if not _is_there(parts):
                missing.append((_name(path), ".".join(parts)))
    assert missing == []


def _is_there(parts: list[str]) -> bool:
    """Whether packages, then at most one module, then a name in it, follow each other in ``parts``."""
    place = PACKAGE
    for i, part in enumerate(parts):
        if (place / part).is_dir():
            place /= part
            continue
        module = place / f"{part}.py" if (place / f"{part}.py").exists() else MODULES.get(part) if i == 0 else None
        rest = parts[i + 1 :] if module else parts[i:]
        source = (module or place / "__init__.py").read_text(encoding="utf-8")
        return not rest or re.search(rf"\b{re.escape(rest[0])}\b", source) is not None
    return True


def test_every_link_inside_the_project_leads_somewhere() -> None:
    missing = []
    for path in (path for path in SPEAKING if path.suffix == ".md"):
        links = (link for link in _LINK.findall(path.read_text(encoding="utf-8")) if ":" not in link)
        missing += [(_name(path), link) for link in links if not (path.parent / link).exists()]
    assert missing == []
