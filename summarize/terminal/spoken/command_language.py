"""Commands in another language: their help, and the words of Click around it."""

from __future__ import annotations

import copy
import gettext
import inspect
import io
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from summarize.language.catalogue import LOCALES, translated
from summarize.language.language_choice import CHOICES, VARIABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarize.language.catalogue import Language

C = TypeVar("C", bound=click.Command)

LANG_HELP = "Language of help and messages: zh is Chinese; the locale's if left away."
_DOMAIN = "click"
#: The domain that gettext has before a program chooses one.
_NO_DOMAIN = "messages"
#: Click's types of numbers, which are told without their ranges: another message tells those.
_NUMBERS = {"integer": "whole number", "integer range": "whole number", "float": "number", "float range": "number"}


def lang_option() -> click.Option:
    """Return the option ``--lang``, which every command has. The command line reads it before Click does."""
    return click.Option(
        ["--lang"],
        type=click.Choice(CHOICES),
        envvar=VARIABLE,
        expose_value=False,
        help=LANG_HELP,
    )


def in_language(command: C, language: Language) -> C:
    """Return a copy of a command, its options and its own commands, with help in ``language`` and with ``--lang``."""
    spoken = copy.copy(command)
    spoken.params = [copy.copy(parameter) for parameter in command.params]
    if not any("--lang" in parameter.opts for parameter in spoken.params):
        spoken.params.append(lang_option())
    if isinstance(command, click.Group) and isinstance(spoken, click.Group):
        spoken.commands = {name: in_language(inner, language) for name, inner in command.commands.items()}
    if language == "en":
        return spoken
    from summarize.terminal.spoken.help_formatter import CellFormatter

    base = command.context_class
    spoken.context_class = type(base.__name__, (base,), {"formatter_class": CellFormatter})
    spoken.help, spoken.epilog = _help(command.help, language), _help(command.epilog, language)
    if spoken.help:
        spoken.short_help = spoken.help.partition("\n")[0].partition("。")[0]
    for parameter in spoken.params:
        if parameter.type.name in _NUMBERS:
            parameter.metavar = parameter.metavar or parameter.type.name.upper()  # as in the English help
            parameter.type = _named_in(parameter.type, language)
        if isinstance(parameter, click.Option) and parameter.help:
            parameter.help = translated(parameter.help, language)
    return spoken


def _help(text: str | None, language: Language) -> str | None:
    """Return a help text translated by paragraphs, or by lines where they are not wrapped."""
    if not text:
        return text
    paragraphs = []
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        lines = paragraph.splitlines()
        if lines and lines[0].strip() == "\b":
            paragraphs.append("\n".join(["\b", *(translated(line, language) for line in lines[1:])]))
        else:
            paragraphs.append(translated(" ".join(line.strip() for line in lines), language))
    return "\n\n".join(paragraphs)


def error_of_click(error: click.ClickException, language: Language) -> str:
    """Return what Click says of a wrong command line, in ``language``. Its own words are in the language already.

    A value that is wrong in config.toml is said to be of that file.
    """
    if isinstance(error, click.BadParameter) and _is_configured(error):
        from summarize.settings import find_places

        assert error.param is not None
        key = max((name.lstrip("-") for name in error.param.opts), key=len)
        path = find_places(os.environ).config_file
        return translated(f"summarize: {path}: the value of {key} is wrong: {error.message}", language)
    shown = io.StringIO()
    error.show(file=shown)
    text = shown.getvalue().rstrip().replace(error.message, translated(error.message, language))
    if language != "en" and isinstance(error, click.MissingParameter):
        text = f"{text.removesuffix('.')}。"
    return text


def _is_configured(error: click.BadParameter) -> bool:
    """Whether the value that an error is about comes from config.toml."""
    if error.ctx is None or error.param is None or not error.param.name:
        return False
    return error.ctx.get_parameter_source(error.param.name) is ParameterSource.DEFAULT_MAP


def _named_in(kind: click.ParamType[Any], language: Language) -> click.ParamType[Any]:
    """Return a type of values with its name in ``language``, for messages such as “'x' is not a valid integer”."""
    name = _NUMBERS.get(kind.name)
    if name is None:
        return kind
    spoken = copy.copy(kind)
    spoken.name = translated(name, language)
    return spoken


@contextmanager
def click_speaks(language: Language) -> Iterator[None]:
    """Give Click's own words in ``language`` while the context lasts.

    Click asks gettext, and gettext asks the variable LANGUAGE.
    """
    if language == "en":
        yield
        return
    from summarize.language.compiled_catalogue import CATALOGUES

    before = os.environ.get("LANGUAGE")
    os.environ["LANGUAGE"] = LOCALES[language]
    gettext.bindtextdomain(_DOMAIN, str(CATALOGUES))
    gettext.textdomain(_DOMAIN)
    try:
        yield
    finally:
        gettext.textdomain(_NO_DOMAIN)
        if before is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = before
