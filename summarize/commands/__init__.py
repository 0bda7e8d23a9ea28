"""Which commands there are. Each has a file here; ``options.py`` has the options of a run."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class CommandEntry(NamedTuple):
    """Where a command is (``module:attribute``), and what the list of commands says of it: the first words of its help.

    ``keys`` are the keys of config.toml that concern this command alone, each with the name of its parameter.
    """

    where: str
    summary: str
    keys: Mapping[str, str] = MappingProxyType({})


#: Commands by name. Their modules are imported when they run or show their own help, not to be listed (0.14 s).
COMMANDS = {
    "cache": CommandEntry(
        "summarize.commands.cache:cache", "What is stored: records of papers, finished results, raw replies, PDFs."
    ),
    "check": CommandEntry(
        "summarize.commands.check:check",
        "Check pages that exist: hold the Chinese against the English, without a model.",
    ),
    "config": CommandEntry(
        "summarize.commands.config:config",
        "Show every option that is in force and where it came from: option, environment, config.toml, default.",
    ),
    "daily": CommandEntry(
        "summarize.commands.daily:daily",
        "Keep a folder that is a small site: a page a day of what arXiv announces.",
        {"categories": "categories", "kind": "kinds", "title": "title", "site_url": "url"},
    ),
    "demo": CommandEntry(
        "summarize.commands.demo:demo",
        "Make the page of a short made-up paper, from its PDF to the checks, with a model inside this program.",
    ),
    "layouts": CommandEntry(
        "summarize.commands.list_layouts:layouts", "The layouts of a page, and templates to start from."
    ),
    "models": CommandEntry(
        "summarize.commands.models:models",
        "Local models: list, fetch and remove their files; and what a provider offers.",
    ),
    "new": CommandEntry(
        "summarize.commands.new:new", "Print the IDs of the papers that arXiv announced in CATEGORY, each once."
    ),
    "open": CommandEntry("summarize.commands.open:open_page", "Show finished papers as a web page."),
    "prompts": CommandEntry(
        "summarize.commands.prompts:prompts",
        "The prompt templates: Markdown with a short header, rendered by Jinja2.",
    ),
    "run": CommandEntry("summarize.commands.make_pages:run", "Make a bilingual page of each PAPER."),
    "runs": CommandEntry("summarize.commands.runs:runs", "Earlier runs: papers done and failed, reasons, cost."),
    "search": CommandEntry("summarize.commands.search:search", "Find papers at arXiv and print their IDs."),
    "text": CommandEntry(
        "summarize.commands.text:text",
        "Show the text of a paper, an arXiv ID or a PDF file, as it would be sent to a model.",
    ),
}
