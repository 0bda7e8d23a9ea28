"""``python -m tests.language`` brings the catalogues of ``summarize/language/catalogues`` in step with the program.

It gives new messages an empty entry in ``summarize.po`` and removes those that are gone, then compiles all catalogues and
names what still lacks Chinese. Run it after changing a text that a person sees, and after editing a ``.po`` file.
"""

from __future__ import annotations

from tests.language.compiling import SIMPLIFIED, compiled_files, read_catalogue
from tests.language.messages import package_messages
from tests.language.renewing import renewed, written


def main() -> None:
    catalog = renewed(read_catalogue("summarize"), package_messages())
    (SIMPLIFIED / "summarize.po").write_text(written(catalog), encoding="utf-8")
    for path, content in compiled_files().items():
        path.write_bytes(content)
    for entry in catalog:
        if entry.id and not entry.string:
            print(f"no Chinese yet: {entry.id!r}")


if __name__ == "__main__":
    main()
