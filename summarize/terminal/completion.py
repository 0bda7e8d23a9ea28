"""What shells offer while a command line is typed: the names that options and arguments take.

Nothing here asks a network or opens the store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from click.shell_completion import CompletionItem

from summarize.checks import CHECKS
from summarize.layouts import LAYOUTS, MARKDOWN_TEMPLATES
from summarize.llm.local.model_table import load_local_models
from summarize.llm.providers import presets
from summarize.prompting.prompts_folder import prompts_dir
from summarize.prompting.templates import template_names

Items = list[CompletionItem[str]]


def complete_file(incomplete: str) -> Items:
    """Let the shell offer files."""
    return [CompletionItem(incomplete, type="file")]


def complete_layout(incomplete: str) -> Items:
    """Offer the layouts, or files where none begins so: a layout may be a template file."""
    return _beginning(incomplete, LAYOUTS.items()) or complete_file(incomplete)


def complete_template(incomplete: str) -> Items:
    """Offer the layouts that are made from a template."""
    made = [row for row in LAYOUTS.items() if (MARKDOWN_TEMPLATES / f"{row[0]}.md.j2").is_file()]
    return _beginning(incomplete, made)


def complete_model(incomplete: str) -> Items:
    """Offer the providers; with a provider's name begun or given, its models that are known without asking it."""
    providers = _beginning(incomplete, ((name, preset.title) for name, preset in presets().items()))
    if incomplete and ("/" in incomplete or len(providers) <= 2):
        models = ((f"{name}/{model}", "") for name in presets() for model in _models_of(name))
        return [*providers, *_beginning(incomplete, models)]
    return providers


def complete_provider(incomplete: str) -> Items:
    """Offer the providers that have a key."""
    return _beginning(incomplete, ((name, p.title) for name, p in presets().items() if p.keys))


def complete_local_model(incomplete: str) -> Items:
    """Offer the models of the embedded engine, with ``local/`` before them where that is typed."""
    prefix = "local/" if incomplete.startswith("local/") else ""
    return _beginning(incomplete, ((f"{prefix}{name}", about) for name, about in _local_models().items()))


def complete_prompt(incomplete: str) -> Items:
    """Offer the shipped prompt templates."""
    return _beginning(incomplete, ((name, "") for name in template_names((prompts_dir(),))))


def complete_code(incomplete: str) -> Items:
    """Offer the codes of checks."""
    return _beginning(incomplete, ((code, check.name) for code, check in CHECKS.items()))


def complete_codes(incomplete: str) -> Items:
    """Offer the codes of checks, and words that stand for several, for the last of codes with commas between them."""
    before, comma, last = incomplete.rpartition(",")
    families = [code.partition("-")[0] for code in CHECKS]
    several = [(name, "all of these") for name in dict.fromkeys(families) if families.count(name) > 1]
    rows = [*several, *((code, check.name) for code, check in CHECKS.items() if code not in dict(several))]
    return [CompletionItem(f"{before}{comma}{item.value}", help=item.help) for item in _beginning(last, rows)]


def complete_command(incomplete: str, commands: Iterable[tuple[str, str]]) -> Items:
    """Offer the commands, which come with what they do, or files where none begins so: the first word may be a paper."""
    return _beginning(incomplete, commands) or complete_file(incomplete)


#: What commands call these functions by (``commands/options.py``).
OFFERS: dict[str, Callable[[str], Items]] = {
    "file": complete_file,
    "layout": complete_layout,
    "template": complete_template,
    "model": complete_model,
    "provider": complete_provider,
    "local model": complete_local_model,
    "prompt": complete_prompt,
    "code": complete_code,
    "codes": complete_codes,
}


def _models_of(provider: str) -> Iterable[str]:
    if provider == "local":
        return _local_models()
    preset = presets()[provider]
    return dict.fromkeys(name for name in (preset.default_model, *preset.models) if name)


def _local_models() -> dict[str, str]:
    return {model.name: model.about for model in load_local_models().values()}


def _beginning(incomplete: str, rows: Iterable[tuple[str, str]]) -> Items:
    """Items for the names, each with what it is, that begin with what is typed."""
    return [CompletionItem(name, help=about or None) for name, about in rows if name.startswith(incomplete)]
