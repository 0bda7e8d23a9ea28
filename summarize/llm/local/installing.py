"""How the embedded engine is installed beside this copy of the program."""

from __future__ import annotations

from pathlib import Path

#: What the extra ``local`` of pyproject.toml installs.
_ENGINE = "xllamacpp>=2026.1"
_PACKAGE = Path(__file__).resolve().parents[2]


def install_command(package: Path = _PACKAGE) -> str:
    """Return the command that installs the engine.

    ``package`` is the folder of this program's modules. In a checkout the extra of the checkout is named, which pip
    takes from the folder; elsewhere the engine itself, because pip may not know this program by its name.
    """
    checkout = package.parent
    if not _is_checkout(checkout):
        return f"pip install '{_ENGINE}'"
    try:
        here = Path.cwd() == checkout
    except OSError:  # the working directory is gone
        here = False
    return f"pip install '{'.' if here else checkout}[local]'"


def _is_checkout(folder: Path) -> bool:
    try:
        return 'name = "summarize-arxiv"' in (folder / "pyproject.toml").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
