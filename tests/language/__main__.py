"""``python -m tests.language`` compiles the catalogues of ``summarize/language/catalogues``."""

from __future__ import annotations

from tests.language.compiling import compiled_files

if __name__ == "__main__":
    for path, content in compiled_files().items():
        path.write_bytes(content)
