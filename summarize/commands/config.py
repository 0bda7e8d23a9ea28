"""``summarize config``: what is in force and where it came from; and keys."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from summarize.commands.make_pages import run
from summarize.commands.options import completing
from summarize.errors import BadSetting
from summarize.llm.providers import presets
from summarize.settings import arxiv_settings, find_places, read_prices
from summarize.terminal.spoken.speech import show_text, tell, worded, worded_on_terminal

if TYPE_CHECKING:
    from summarize.settings import Places

_SOURCES = {
    ParameterSource.COMMANDLINE: "command line",
    ParameterSource.ENVIRONMENT: "environment",
    ParameterSource.DEFAULT_MAP: "config.toml",
    ParameterSource.DEFAULT: "default",
}


@click.group(
    invoke_without_command=True,
    epilog="\b\nExamples:\n  summarize config\n  summarize config path\n  summarize config set-key deepseek",
)
@click.pass_context
def config(ctx: click.Context) -> None:
    """Show every option that is in force and where it came from: option, environment, config.toml, default."""
    if ctx.invoked_subcommand is not None:
        return
    places = find_places(os.environ)
    show_text(f"# {places.config_file}" if places.config_file.exists() else f"# {places.config_file} (not there)")
    resolved = run.make_context("summarize", [], default_map=ctx.default_map)
    for parameter in run.params:
        if isinstance(parameter, click.Option) and parameter.name:
            source = resolved.get_parameter_source(parameter.name)
            name = parameter.opts[-1].removeprefix("--")
            where = _SOURCES.get(source, "default") if source else "default"
            if where == "environment":
                where = f"environment, {parameter.envvar}"
            click.echo(f"{name} = {_shown(resolved.params[parameter.name])}  # {worded_on_terminal(where)}")
    for model, price in read_prices(places.config_file).items():
        show_text(f"[prices.{json.dumps(model, ensure_ascii=False)}]  # config.toml, US dollars per million tokens")
        click.echo(f"input = {_shown(price.input_usd)}\noutput = {_shown(price.output_usd)}")
    arxiv = arxiv_settings(os.environ)
    show_text(f"# arXiv is asked at {arxiv.url}, every {arxiv.delay_s:g} s")
    _show_places(places)


@config.command(epilog='\b\nExample:\n  $EDITOR "$(summarize config path)"')
def path() -> None:
    """Print the path of config.toml."""
    click.echo(find_places(os.environ).config_file)


@config.command(
    "set-key",
    epilog="\b\nExamples:\n  summarize config set-key deepseek\n  pass show deepseek | summarize config set-key deepseek",
)
@click.argument("provider", shell_complete=completing("provider"))
def set_key(provider: str) -> None:
    """Store PROVIDER's key in a file that only you can read. The key is asked for, or read from a pipe."""
    if provider not in presets():
        raise BadSetting(f"there is no provider {provider!r}", hint=f"There are: {', '.join(presets())}")
    key = (
        click.prompt(worded(f"Key of {provider}"), hide_input=True, err=True)
        if sys.stdin.isatty()
        else sys.stdin.readline()
    )
    key = key.strip()
    if not key:
        raise BadSetting("no key was given")
    folder = find_places(os.environ).keys_dir
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / provider
    # The mode is given when the file is made: there is no moment in which others can read it.
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(key + "\n")
    if os.name == "posix":
        target.chmod(0o600)
    tell(f"the key of {provider} is in {target}")


def _shown(value: Any) -> str:
    if value is None:
        return '""'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_shown(item) for item in value) + "]"
    if isinstance(value, (int, float)):
        return f"{value:g}"
    return '"' + str(value if not isinstance(value, Path) else value.as_posix()).replace('"', '\\"') + '"'


def _show_places(places: Places) -> None:
    show_text(f"# store   {places.store_file}")
    show_text(f"# papers  {places.papers_dir}")
    show_text(f"# models  {places.models_dir}")
    show_text(f"# keys    {places.keys_dir}")
