"""``summarize prompts``: see the prompt templates, and take them out to change them."""

from __future__ import annotations

from pathlib import Path

import click

from summarize.commands.options import completing, option
from summarize.errors import OutputError
from summarize.prompting.prompts_folder import prompts_dir
from summarize.prompting.templates import load_template, template_names
from summarize.terminal.files.output_files import write_whole
from summarize.terminal.spoken.speech import tell, worded_on_terminal

_FOLDER = option(
    "--prompts",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder whose prompt templates replace the shipped ones.",
)


@click.group(
    invoke_without_command=True,
    epilog="\b\nExamples:\n  summarize prompts\n  summarize prompts show translate\n"
    "  summarize prompts export my-prompts/ && summarize 2501.18585 --prompts my-prompts/",
)
@click.pass_context
def prompts(ctx: click.Context) -> None:
    """The prompt templates: Markdown with a short header, rendered by Jinja2."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_prompts)


@prompts.command("list", epilog="\b\nExample:\n  summarize prompts list")
@_FOLDER
def list_prompts(prompts: Path | None) -> None:
    """List the templates: name, version, purpose, and the file each is taken from."""
    folders = _folders(prompts)
    for name in template_names(folders):
        template = load_template(name, folders)
        purpose = worded_on_terminal(template.purpose)
        click.echo(f"{name:18} v{template.version:4} {purpose}  ({template.path})")


@prompts.command(epilog="\b\nExample:\n  summarize prompts show digest")
@click.argument("name", shell_complete=completing("prompt"))
@_FOLDER
def show(name: str, prompts: Path | None) -> None:
    """Print the template NAME as it stands in its file."""
    click.echo(load_template(name, _folders(prompts)).text, nl=False)


@prompts.command(epilog="\b\nExample:\n  summarize prompts export my-prompts/")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Overwrite files that are there.")
def export(folder: Path, force: bool) -> None:
    """Copy the shipped templates and the glossary to FOLDER, to be changed and used with --prompts."""
    sources = sorted(path for path in prompts_dir().iterdir() if path.suffix in (".md", ".toml"))
    there = [path.name for path in sources if (folder / path.name).exists()]
    if there and not force:
        raise OutputError(f"{folder} has {', '.join(there)} already", hint="Overwrite them with --force")
    for path in sources:
        write_whole(folder / path.name, path.read_text(encoding="utf-8"))
    tell(f"{len(sources)} files in {folder}")


def _folders(own: Path | None) -> tuple[Path, ...]:
    return (own, prompts_dir()) if own else (prompts_dir(),)
