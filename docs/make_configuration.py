"""Writes the table of options in docs/configuration.md from the command itself: ``python docs/make_configuration.py``."""

from __future__ import annotations

from pathlib import Path

import click

from summarize.commands.make_pages import run

PAGE = Path(__file__).with_name("configuration.md")
BEGIN, END = "<!-- options -->\n", "<!-- /options -->\n"


def table() -> str:
    """The options as a Markdown table, in the order of ``--help``."""
    rows = ["| option | variable | in config.toml | default | |", "|---|---|---|---|---|"]
    context = click.Context(run, info_name="summarize")
    for option in run.params:
        if not isinstance(option, click.Option) or option.name == "help":
            continue
        names = ", ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
        record = option.get_help_record(context)
        described = (record[1] if record else "").split("  [")[0]
        long = next(name for name in option.opts if name.startswith("--")).removeprefix("--")
        default = _shown(option.default)
        rows.append(f"| {names} | `{option.envvar}` | `{long}` | {default} | {described} |")
    return "\n".join(rows).replace("…|", "…\\|") + "\n"


def _shown(value: object) -> str:
    if value is None or value == () or "UNSET" in repr(value).upper():
        return ""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{value}`"


def page_with(text: str, options: str) -> str:
    """``text`` with the table between its two marks."""
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    return f"{before}{BEGIN}{options}{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(page_with(PAGE.read_text(encoding="utf-8"), table()), encoding="utf-8")
