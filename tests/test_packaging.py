"""The wheel and the sdist are complete: templates, glossary and demo paper come along."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an sdist of the checkout, and the wheel that was built from that sdist."""
    folder = tmp_path_factory.mktemp("dist")
    code = "import sys; from hatchling.build import build_sdist; print(build_sdist(sys.argv[1]))"
    _python(code, str(folder), cwd=ROOT)
    (sdist,) = folder.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        # The filter came with Python 3.11.4; the archive is ours.
        archive.extraction_filter = getattr(tarfile, "data_filter", None)
        archive.extractall(folder / "unpacked")
    (source,) = (folder / "unpacked").iterdir()
    code = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    _python(code, str(folder), cwd=source)
    return folder


def _python(code: str, *args: str, cwd: Path) -> str:
    ran = subprocess.run([sys.executable, "-c", code, *args], cwd=cwd, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_the_wheel_has_templates_glossary_layouts_and_no_tests(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in (
        "prompts/translate.md",
        "prompts/glossary.toml",
        "layouts/markdown/report.md.j2",
        "layouts/web/page.html.j2",
        "llm/providers.toml",
        "demo_paper/brackwater.pdf",
        "demo_paper/brackwater.json",
        "checks/aligning/lexicon.txt",
        "checks/words/ordinary.toml",
        "checks/numbers/units.toml",
        "lint/headings.toml",
        "py.typed",
    ):
        assert f"summarize/{name}" in names
    assert not [name for name in names if name.startswith(("tests/", "benchmarks/"))]
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_the_sdist_has_what_tests_and_readme_need(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    for name in ("README.md", "LICENSE", "CHANGELOG.md", "prompts/translate.md", "tests/conftest.py", "pyproject.toml"):
        assert name in names


def test_an_installed_wheel_runs_from_another_directory(built: Path, tmp_path: Path, env: dict[str, str]) -> None:
    (wheel,) = built.glob("*.whl")
    site = tmp_path / "site"
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            "--no-index",
            "--target",
            str(site),
            str(wheel),
        ],
        check=True,
    )
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    own = {**env, "PYTHONPATH": str(site), "PYTHONSAFEPATH": "1", "SYSTEMROOT": os.environ.get("SYSTEMROOT", "")}
    where = subprocess.run(
        [sys.executable, "-c", "import summarize; print(summarize.__file__)"],
        env=own, cwd=elsewhere, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert Path(where.strip()).is_relative_to(site)
    listed = subprocess.run(
        [sys.executable, "-m", "summarize", "prompts", "list"], env=own, cwd=elsewhere, capture_output=True, text=True
    )
    assert str(site) in listed.stdout
    page = subprocess.run(
        [sys.executable, "-m", "summarize", "2501.10001"], env=own, cwd=elsewhere, capture_output=True, encoding="utf-8"
    )
    assert page.returncode == 0, page.stderr
    assert page.stdout.startswith("# Lantern")


def _imported() -> dict[str, str]:
    """Return the top-level names of third-party modules that ``summarize/`` imports, each with one file that does."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "summarize").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            else:
                continue
            found |= {name.partition(".")[0]: path.relative_to(ROOT).as_posix() for name in names}
    return {name: path for name, path in found.items() if name not in {*sys.stdlib_module_names, "summarize"}}


def _normal(requirement: str) -> str:
    """Return the normalized name of a requirement's distribution (PEP 503)."""
    name = re.match(r"[\w.-]+", requirement)
    assert name is not None
    return re.sub(r"[-_.]+", "-", name[0]).lower()


def test_every_module_that_is_imported_belongs_to_a_declared_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {_normal(r) for r in (*project["dependencies"], *project["optional-dependencies"]["local"])}
    installed = packages_distributions()
    imported = _imported()
    assert {"yaml", "requests", "xllamacpp"} <= set(imported)
    missing = {
        name: path
        for name, path in imported.items()
        # The engine of the extra `local` may be missing; its distribution has the module's name.
        if declared.isdisjoint(map(_normal, installed.get(name, [name])))
    }
    assert missing == {}
