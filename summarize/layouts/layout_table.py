"""Which layouts there are, and the layout of a name or of a template file."""

from __future__ import annotations

from pathlib import Path

from summarize.errors import UsageError
from summarize.layouts.json_layout import JsonLayout, JsonLinesLayout
from summarize.layouts.layout import Layout, LayoutOptions

#: Layout name -> what it gives, in one line. People see the layouts in this order.
LAYOUTS = {
    "report": "everything about a paper: both abstracts, summary, takeaways with evidence, findings",
    "digest": "English title, linked Chinese title, Chinese abstract in paragraphs",
    "bilingual": "titles, authors, link and both abstracts, one after the other",
    "interleaved": "sentence by sentence, both languages, one below the other",
    "table": "one row a paper: date, titles, Chinese abstract, first takeaway",
    "json": "one JSON object (several papers: one object that holds them), docs/json-schema.md",
    "jsonl": "one JSON object a line",
    "html": "one self-contained web page with search, filters and formulas",
    "bibtex": "references for LaTeX, Zotero and JabRef",
    "csl-json": "references for Zotero and Pandoc (the Citation Style Language)",
    "ris": "references for EndNote, NoteExpress and others",
}
#: Layouts that are lists of references. They hold no pages, and go into a file beside the references that stand there.
REFERENCE_LISTS = ("bibtex", "csl-json", "ris")
_PLAIN = LayoutOptions()


def load_layout(name_or_path: str, options: LayoutOptions = _PLAIN) -> Layout:
    """Return the layout of that name, or the one that a Jinja2 file describes (a path that ends in ``.j2``).

    Raises UsageError for an unknown name or a file that cannot be read, TemplateError (with file and line) for a
    template that cannot be compiled.
    """
    if name_or_path in ("json", "jsonl"):
        return JsonLayout() if name_or_path == "json" else JsonLinesLayout()
    # Jinja2 takes 26 ms of a stored page's 0.2 s. The JSON layouts need none, and only html needs what html does.
    if name_or_path == "html":
        from summarize.layouts.web.html_layout import HtmlLayout

        return HtmlLayout(options)
    if name_or_path in REFERENCE_LISTS:
        from summarize.layouts.references.reference_layouts import ReferenceLayout

        return ReferenceLayout(name_or_path)
    if name_or_path in LAYOUTS:
        from summarize.layouts.markdown.markdown_layout import MarkdownLayout

        return MarkdownLayout(name_or_path, options)
    if name_or_path.endswith(".j2"):
        from summarize.layouts.template_file import load_template_file

        return load_template_file(Path(name_or_path), options)
    raise UsageError(
        f"there is no layout {name_or_path!r}",
        hint=f"layouts: {', '.join(LAYOUTS)}; or the path of a Jinja2 template that ends in .j2",
    )
