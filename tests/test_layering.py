"""Packages import in the order of docs/architecture.md, and start-up imports no more than it needs."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

import summarize

PACKAGE = Path(summarize.__file__).parent
#: The packages and modules of ``summarize/`` from the top down. An import goes down, never up or across.
ORDER = (
    "__main__", "cli", "commands", "run", "terminal", "page", "sources", "store", "lint", "layouts", "checks", "llm",
    "prompting", "reading", "interests", "network", "demo_paper", "settings", "event_loop", "processes", "language", "arxiv_categories", "characters", "values", "errors",
    "exit_status", "__init__",
)  # fmt: skip
#: The packages inside packages, from the top down; the modules beside them (a table, a pair) may be above or below.
INNER_ORDER = {
    "checks": (
        "order",
        "structure",
        "model_habits",
        "markup",
        "words",
        "lexical",
        "contrasts",
        "polarity",
        "numbers",
        "aligning",
    ),
    "layouts": ("site", "web", "markdown", "references", "arranging", "existing", "findings", "latex", "labels"),
    "llm": ("client", "local"),
    "run": ("daily_site",),
    "reading": ("html", "pdf_worker", "pdf"),
    "sources": ("arxiv",),
}
#: (importing module, imported package): an import that goes up, and why it may.
UPWARD: dict[tuple[str, str], str] = {}
#: Imports that stand inside functions, each with what it costs (two cores, 2026-11) and who is spared. Everything else
#: is imported at the top. "A stored page" takes 0.2 s in all and loads neither an event loop nor a client.
SEAMS = {
    # Third-party packages and parts of the standard library, wherever they are imported.
    "openai": "0.47 s; making.py loads it in a thread while arXiv answers; a stored page needs none",
    "httpx2": "with openai",
    "httpcore2": "with openai",
    "arxiv": "92 ms; local PDFs and stored pages ask no arXiv",
    "requests": "69 ms; as arxiv",
    "urllib3": "51 ms; as arxiv",
    "lxml": "6 ms and more memory; only arXiv's feeds and HTML",
    "xllamacpp": "46 ms; an extra that may not be installed",
    "jinja2": "31 ms; a stored page in JSON renders no template",
    "rich": "29 ms and more; only on a terminal",
    "yaml": "15 ms; only --front-matter",
    "latex2mathml": "55 ms; only web pages with formulas",
    "pylatexenc": "25 ms; only papers with LaTeX commands outside formulas",
    "opencc": "5 ms, 50 with its dictionaries; only where scripts are converted",
    "ctypes": "6 ms; only the process that reads PDFs",
    "cn2an": "95 ms; only checks, which run while no one waits for a stored page",
    "filelock": "35 ms; only requests to arXiv",
    "http.client": "20 ms; only the search for servers on this machine",
    "logging": "3 ms; only -v",
    "platformdirs": "3 ms; only where SUMMARIZE_HOME is not set",
    "webbrowser": "4 ms with subprocess and shlex; only --open and open",
    "asyncio": "22 ms; a stored page needs no event loop",
    # Our own modules: (importing module, imported module).
    ("checks", "checks.runner"): "16 ms; a stored page needs the declarations alone",
    ("cli", "reading.pdf_worker.worker_loop"): "msgspec; only in a program that is frozen into one file",
    ("cli", "settings"): "14 ms; --version needs none",
    ("cli", "terminal.completion"): "10 ms; only a shell that completes",
    ("commands.options", "terminal.completion"): "10 ms; only a shell that completes",
    ("commands.daily", "run.daily_site.make_site"): "as make_pages",
    ("commands.daily", "run.daily_site.site_wishes"): "as make_pages",
    ("commands.make_pages", "run.run_papers"): "80 ms; --help and the shell's completion need the options alone",
    ("language.catalogue", "language.compiled_catalogue"): "10 ms with pathlib; English needs none",
    ("terminal.spoken.command_language", "language.compiled_catalogue"): "as above",
    ("terminal.spoken.command_language", "settings"): "only a wrong value in config.toml needs it",
    ("terminal.spoken.command_language", "terminal.spoken.help_formatter"): "9 ms with shutil; English has Click's own",
    ("layouts.arranging.arrangement", "interests.ranking"): "8 ms of patterns; only --interests",
    ("layouts.layout_table", "layouts.web.html_layout"): "jinja2; JSON needs none",
    ("layouts.layout_table", "layouts.markdown.markdown_layout"): "jinja2; JSON needs none",
    ("layouts.layout_table", "layouts.references.reference_layouts"): "60 ms; only lists of references",
    ("layouts.layout_table", "layouts.template_file"): "only templates of users",
    ("llm.client.connection", "llm.client.bounded_body"): "with httpx2",
    ("llm.choice", "llm.client.listing"): "asyncio; only where a server is asked for its models",
    ("llm.choice", "llm.local.model_table"): "3 ms; only models of the embedded engine",
    ("page.additions", "checks.numbers.english_numbers"): "33 ms; only --also-english, after the model has answered",
    ("page.additions", "checks.numbers.quantities"): "with english_numbers",
    ("reading.pdf_worker.worker_loop", "reading.pdf_worker.pdf_answers"): "pymupdf, after the pipes are set apart",
    ("terminal.console", "layouts.findings.finding_text"): "6 ms with the labels; only Chinese messages",
    ("terminal.console", "layouts.labels"): "with finding_text",
    ("run.page_output", "interests.interests_file"): "with interests.ranking",
    ("run.page_output", "interests.ranking"): "8 ms of patterns; only --interests",
    ("run.page_output", "terminal.files.page_file"): "7 ms; a page on stdout has no file",
    ("run.page_output", "terminal.files.page_sinks"): "with page_file",
    ("run.page_output", "terminal.files.reference_file"): "60 ms; only lists of references in a file",
    ("run.page_output", "terminal.files.vault_folder"): "with reference_file; only --vault",
    ("run.page_output", "terminal.draw_page"): "66 ms with rich; only on a terminal",
    ("run.run_papers", "run.dry_run"): "asyncio; only --dry-run",
    ("run.run_papers", "run.making"): "106 ms with asyncio; a stored page is made already",
    ("terminal.live.progress", "terminal.live.draft_text"): "rich; a run of many papers shows no draft",
    ("sources.arxiv.arxiv_source", "network.retrying"): "with api",
    ("sources.arxiv.arxiv_source", "reading.html.read_html"): "11 ms with lxml; only --full",
    ("sources.arxiv.arxiv_source", "sources.arxiv.announcements.open_announcements"): "with api; only new and daily",
    ("sources.arxiv.arxiv_source", "sources.arxiv.api"): "24 ms; a stored page asks no arXiv",
    ("sources.arxiv.arxiv_source", "sources.arxiv.pace"): "with api",
    ("sources.arxiv.arxiv_source", "sources.arxiv.paper_files"): "20 ms; only --full",
    ("sources.arxiv.arxiv_source", "sources.arxiv.records_ahead"): "asyncio",
    ("sources.arxiv.pace", "event_loop"): "asyncio",
    ("sources.open_sources", "event_loop"): "asyncio",
    ("sources.pdf_reader", "reading.figure_files"): "with worker",
    ("sources.pdf_reader", "reading.pdf_worker.worker"): "15 ms with subprocess; only PDFs",
}
#: Packages whose functions go from values to values.
PURE = ("prompting", "checks", "layouts", "lint", "interests")
FOREIGN = {"click", "rich", "openai", "arxiv", "pymupdf", "requests", "httpx2", "sqlite3", "socket", "subprocess"}
#: Foreign package -> where it may be imported.
ONLY_IN = {
    "arxiv": ("sources/arxiv/",),
    "pymupdf": ("reading/pdf/",),
    "fitz": (),
    "openai": ("llm/",),
    "requests": ("network/",),
    "urllib3": ("network/",),
    "xllamacpp": ("llm/local/",),
}


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def _imports(path: Path, *, typing_too: bool = False) -> frozenset[str]:
    """Return the names of the modules that a file imports, wherever in it.

    With ``typing_too`` those that are imported for types alone are among them.
    """
    tree = _tree(path)
    typing_only = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.unparse(block.test)
        for node in ast.walk(block)
    }
    names = set()
    for node in ast.walk(tree):
        if id(node) in typing_only and not typing_too:
            continue
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(names)


FILES = sorted(path for path in PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_foreign_package_is_imported_only_in_its_room(path: Path) -> None:
    place = path.relative_to(PACKAGE).as_posix()
    for package, rooms in ONLY_IN.items():
        if any(name.split(".")[0] == package for name in _imports(path)):
            assert place.startswith(rooms), f"{place} imports {package}"


def test_pymupdf_is_loaded_only_in_the_process_that_reads_pdfs() -> None:
    imports = {
        "summarize." + ".".join(path.relative_to(PACKAGE).with_suffix("").parts): _imports(path) for path in FILES
    }
    del imports["summarize.reading.pdf_worker.worker_loop"]  # the first module of that process
    loading = {"pymupdf"}
    while more := {name for name, imported in imports.items() if imported & loading} - loading:
        loading |= more
    outside = {name for name in loading if not name.startswith("summarize.reading.pdf.")}
    assert outside == {"pymupdf", "summarize.reading.pdf_worker.pdf_answers"}


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if path.relative_to(PACKAGE).parts[0] in PURE],
    ids=lambda path: path.relative_to(PACKAGE).as_posix(),
)
def test_pure_rooms_import_nothing_that_reaches_outside(path: Path) -> None:
    assert not {name.split(".")[0] for name in _imports(path)} & FOREIGN


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_an_import_goes_down(path: Path) -> None:
    place = path.relative_to(PACKAGE).with_suffix("")
    module, own = ".".join(place.parts), place.parts[0]
    for name in _imports(path, typing_too=True):
        if name == "summarize" or not name.startswith("summarize."):
            continue
        there = name.split(".")[1]
        if there not in ORDER or (module, there) in UPWARD:
            continue  # a name of the package itself, such as __version__
        assert ORDER.index(own) <= ORDER.index(there), f"{module} imports {name}"


@cache
def _seams_of(path: Path) -> frozenset[str | tuple[str, str]]:
    """The imports inside functions of a file, as keys of SEAMS."""
    place = path.relative_to(PACKAGE).with_suffix("").parts
    module = ".".join(place[:-1] if place[-1] == "__init__" else place)
    tree = _tree(path)
    found: set[str | tuple[str, str]] = set()
    for function in ast.walk(tree):
        if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.ImportFrom) and node.module:
                whole = [f"{node.module}.{alias.name}" for alias in node.names]
                names = [name if _is_module(name) else node.module for name in whole]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            else:
                continue
            for name in names:
                own = name.startswith("summarize.")
                found.add((module, name.removeprefix("summarize.")) if own else _foreign(name))
    return frozenset(found)


@cache
def _is_module(name: str) -> bool:
    path = PACKAGE.parent.joinpath(*name.split("."))
    return path.with_suffix(".py").exists()


def _foreign(name: str) -> str:
    """``http.client`` as it is, ``rich.live`` by its package."""
    return name if name in SEAMS else name.split(".")[0]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_stand_at_the_top_but_for_the_seams(path: Path) -> None:
    assert _seams_of(path) <= set(SEAMS)


def test_every_seam_is_still_there() -> None:
    assert set(SEAMS) == set().union(*map(_seams_of, FILES))


@pytest.mark.parametrize("package", INNER_ORDER)
def test_an_import_goes_down_inside_a_package_too(package: str) -> None:
    order = INNER_ORDER[package]
    assert {path.parent.name for path in (PACKAGE / package).glob("*/__init__.py")} == set(order)
    for path in (PACKAGE / package).glob("*/*.py"):
        own = path.parent.name
        for name in _imports(path, typing_too=True):
            parts = name.split(".")
            if parts[:2] == ["summarize", package] and len(parts) > 2 and parts[2] in order:
                assert order.index(own) <= order.index(parts[2]), f"{path} imports {name}"


def test_every_package_has_its_place_in_the_order() -> None:
    there = {path.stem for path in PACKAGE.glob("*.py")} | {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert there == set(ORDER)


def test_no_two_modules_have_one_name() -> None:
    names = [path.stem if path.stem != "__init__" else path.parent.name for path in FILES if path.parent != PACKAGE]
    names += [path.stem for path in PACKAGE.glob("*.py")]
    assert sorted(name for name in set(names) if names.count(name) > 1) == []


def test_no_folder_is_larger_than_a_reader_can_take_in() -> None:
    for folder in {path.parent for path in FILES}:
        here = [path for path in folder.iterdir() if path.is_file() and path.suffix != ".pyc"]
        assert len(here) <= 16, f"{folder} has {len(here)} files"


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
