"""Layouts that users write: a Jinja2 file in a sandbox, with the values and filters of the program's own templates."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, TemplateNotFound, TemplateSyntaxError

from summarize.errors import TemplateError, UsageError
from summarize.layouts.layout import LayoutOptions
from summarize.layouts.markdown.markdown_layout import TemplateLayout, environment
from summarize.layouts.web.html_text import html, marked_html, plain_html


def load_template_file(path: Path, options: LayoutOptions) -> TemplateLayout:
    """Return the layout in ``NAME.j2`` (Markdown) or ``NAME.SUFFIX.j2``.

    Output is escaped for Markdown with ``.md`` or no suffix, for HTML with ``.html``, and not at all with any other
    one. Raises UsageError where the file cannot be read, TemplateError where it is no template.
    """
    try:
        source = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(
            f"cannot read the layout {path}: {error.strerror}", hint="`summarize layouts` lists those by name"
        ) from error
    except UnicodeDecodeError as error:
        raise TemplateError(f"{path} is not a text file in UTF-8") from error
    suffix = Path(path.stem).suffix.lower() or ".md"
    env = _environment(suffix)
    loaders = [_BesideLoader(path.parent), *([env.loader] if env.loader else [])]
    env = env.overlay(loader=ChoiceLoader(loaders))
    try:
        code = env.compile(source, filename=str(path))
    except TemplateSyntaxError as error:
        raise TemplateError(
            f"{path}:{error.lineno}: Jinja cannot read the template: {error.message}",
            hint="docs/layouts.md shows templates",
        ) from error
    template = env.template_class.from_code(env, code, dict(env.globals))
    around = {"head", "overview", "contents", "tail"} & set(template.blocks)
    if around and "paper" not in template.blocks:
        raise TemplateError(
            f"{path}: the template has the block {sorted(around)[0]!r} but no block 'paper'",
            hint="put what is shown of each paper into {% block paper %} … {% endblock %}",
        )
    shared = "many_papers.md.j2" if suffix == ".md" else "many_papers.j2"
    return TemplateLayout(path.name, suffix, template, lambda: environment().get_template(shared), options, str(path))


class _BesideLoader(FileSystemLoader):
    """Loads what a template includes from the folder that it is in: other templates, and no other file."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        if not template.endswith(".j2"):
            raise TemplateNotFound(template)
        return super().get_source(environment, template)


def _environment(suffix: str) -> Environment:
    if suffix == ".md":
        return environment()
    env = environment().overlay(autoescape=suffix in (".html", ".htm"), finalize=None)
    env.filters = {name: value for name, value in env.filters.items() if name not in _MARKDOWN_FILTERS}
    if suffix in (".html", ".htm"):
        env.filters.update(html=html, plain=plain_html, marked=marked_html)
    return env


_MARKDOWN_FILTERS = {
    "inline",
    "block",
    "categories",
    "english_cited",
    "in_html",
    "numbered_chinese",
    "numbered_english",
    "sentence_number",
    "heading",
    "cell",
    "link_text",
    "cell_link_text",
    "url",
    "raw",
}
