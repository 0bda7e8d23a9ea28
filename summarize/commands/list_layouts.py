"""``summarize layouts``: which page layouts there are, and how to make one's own."""

from __future__ import annotations

from pathlib import Path

import click

from summarize.commands.options import completing
from summarize.errors import OutputError, UsageError
from summarize.layouts import LAYOUTS, MARKDOWN_TEMPLATES
from summarize.terminal.files.output_files import write_whole
from summarize.terminal.spoken.speech import show_text, tell, worded_on_terminal


@click.group(
    invoke_without_command=True,
    epilog="\b\nExamples:\n  summarize layouts\n  summarize layouts show digest\n"
    "  summarize layouts export digest mine.md.j2 && summarize 2501.18585 --layout mine.md.j2",
)
@click.pass_context
def layouts(ctx: click.Context) -> None:
    """The layouts of a page, and templates to start from."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_layouts)


@layouts.command("list", epilog="\b\nExample:\n  summarize layouts list")
def list_layouts() -> None:
    """List the layouts, one a line."""
    for name, description in LAYOUTS.items():
        click.echo(f"{name:12} {worded_on_terminal(description)}")
    show_text(f"{'FILE.j2':12} a Jinja2 template of your own (`summarize layouts export` gives one to start from)")


@layouts.command(epilog="\b\nExample:\n  summarize layouts show digest")
@click.argument("name", shell_complete=completing("template"))
def show(name: str) -> None:
    """Print the template of layout NAME."""
    click.echo(_template(name).read_text(encoding="utf-8"), nl=False)


@layouts.command(
    epilog="\b\nExamples:\n  summarize layouts export report\n  summarize layouts export table wide.md.j2\n"
    "  summarize 2501.18585 --layout wide.md.j2"
)
@click.argument("name", shell_complete=completing("template"))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@click.option("--force", is_flag=True, help="Overwrite a file that is there.")
def export(name: str, file: Path | None, force: bool) -> None:
    """Write the template of layout NAME to FILE (default: NAME.md.j2), to be changed and used with --layout FILE."""
    template = _template(name)
    target = file or Path(template.name)
    if target.suffix != ".j2":
        raise UsageError(f"{target} does not end in .j2", hint=f"call it {target}.j2, so that --layout takes it")
    if target.exists() and not force:
        raise OutputError(f"{target} is there already", hint="Overwrite it with --force")
    write_whole(target, template.read_text(encoding="utf-8"))
    tell(f"{target} written; use it with --layout {target}")


def _template(name: str) -> Path:
    path = MARKDOWN_TEMPLATES / f"{name}.md.j2"
    if name in LAYOUTS and path.is_file():
        return path
    templates = ", ".join(known for known in LAYOUTS if (MARKDOWN_TEMPLATES / f"{known}.md.j2").is_file())
    what = f"{name} is not made from a template" if name in LAYOUTS else f"there is no layout {name!r}"
    raise UsageError(what, hint=f"templates: {templates}")
