"""Bilingual, checked pages of arXiv papers."""

#: A literal, so that ``summarize --version`` reads no package metadata; a test compares it with pyproject.toml.
__version__ = "0.1.0"
