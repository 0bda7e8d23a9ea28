"""The rooms of docs/architecture.md: who may import what, and what is imported at start-up."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import summarize

PACKAGE = Path(summarize.__file__).parent
PURE = ("prompting", "checks", "layouts")
FOREIGN = {"click", "rich", "openai", "arxiv", "pymupdf", "requests", "httpx2", "sqlite3", "socket", "subprocess"}
#: Foreign package -> where it may be imported.
ONLY_IN = {"arxiv": ("papers/arxiv",), "pymupdf": ("papers/pdf",), "openai": ("llm/",), "xllamacpp": ("llm/",)}


def _imports(path: Path, *, top_level_only: bool = False) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.unparse(block.test)
        for node in ast.walk(block)
    }
    names = set()
    for node in tree.body if top_level_only else ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


FILES = sorted(path for path in PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_foreign_package_is_imported_only_in_its_room(path: Path) -> None:
    place = path.relative_to(PACKAGE).as_posix()
    for package, rooms in ONLY_IN.items():
        if any(name.split(".")[0] == package for name in _imports(path)):
            assert place.startswith(rooms), f"{place} imports {package}"


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if path.relative_to(PACKAGE).parts[0] in PURE],
    ids=lambda path: path.relative_to(PACKAGE).as_posix(),
)
def test_pure_rooms_import_nothing_that_reaches_outside(path: Path) -> None:
    roots = {name.split(".")[0] for name in _imports(path)}
    assert not roots & FOREIGN
    rooms = {name.split(".")[1] for name in _imports(path) if name.startswith("summarize.")}
    allowed = {"values", "errors", "prompting", "checks", "layouts", "papers"}
    assert rooms <= allowed, rooms - allowed


def test_imports_point_one_way() -> None:
    """Papers, llm, prompting, checks and layouts know nothing of the command, the run or the store."""
    outer = {"cli", "commands", "running", "session", "outlet", "pipeline", "batch", "store", "console"}
    for path in FILES:
        if path.relative_to(PACKAGE).parts[0] in ("papers", "llm", "prompting", "checks", "layouts"):
            inner = {name.split(".")[1] for name in _imports(path) if name.startswith("summarize.")}
            assert not inner & outer, f"{path} imports {inner & outer}"


def test_the_version_is_the_same_in_both_places() -> None:
    project = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert summarize.__version__ == project["version"]


def test_the_version_is_printed_without_loading_anything_heavy() -> None:
    code = (
        "import sys; sys.argv=['summarize','--version']\n"
        "from summarize.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(sorted({'openai','arxiv','pymupdf','rich','jinja2','asyncio','msgspec','sqlite3'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines() == [f"summarize {summarize.__version__}", "[]"]


def test_a_stored_paper_needs_no_model_client_and_no_event_loop(env: dict[str, str], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "summarize", "2501.10001"]
    subprocess.run(command, env=env, cwd=tmp_path, check=True, capture_output=True)
    code = (
        "import sys; sys.argv=['summarize','2501.10001']\n"
        "from summarize.cli import main\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code\n"
        "print(sorted({'openai','arxiv','pymupdf','asyncio','rich','lxml'} & set(sys.modules)), file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], env=env, cwd=tmp_path, check=True, capture_output=True, encoding="utf-8"
    )
    assert ran.stderr.splitlines()[-1] == "[]"
    assert ran.stdout.startswith("# Lantern")
