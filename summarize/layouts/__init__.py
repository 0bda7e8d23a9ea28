"""The layouts of pages: a layout turns the results of one or many papers into a page's text (docs/layouts.md).

``load_layout`` gives a layout by its name or from a template file. ``LAYOUTS`` lists the names.
"""

from __future__ import annotations

from summarize.layouts.layout import MARKDOWN_TEMPLATES, WEB_TEMPLATES, Layout, LayoutOptions, RunInfo
from summarize.layouts.layout_table import LAYOUTS, REFERENCE_LISTS, load_layout

__all__ = [
    "LAYOUTS",
    "MARKDOWN_TEMPLATES",
    "REFERENCE_LISTS",
    "WEB_TEMPLATES",
    "Layout",
    "LayoutOptions",
    "RunInfo",
    "load_layout",
]
