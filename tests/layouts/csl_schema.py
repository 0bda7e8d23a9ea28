"""The rules of CSL-JSON for what this program writes.

They follow csl-data.json of https://github.com/citation-style-language/schema in our own words: which fields there
are, which of them are text, how names and dates are made up, and that there are no others.
"""

from __future__ import annotations

from typing import Any

_TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
_NAME_PARTS = ("family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal")
_NAME: dict[str, Any] = {
    "type": "object",
    "properties": dict.fromkeys(_NAME_PARTS, _TEXT),
    "anyOf": [{"required": ["family"]}, {"required": ["literal"]}],
    "additionalProperties": False,
}
_DATE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "date-parts": {
            "type": "array",
            "minItems": 1,
            "maxItems": 2,
            "items": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"type": ["integer", "string"]}},
        }
    },
    "required": ["date-parts"],
    "additionalProperties": False,
}
_TEXT_FIELDS = (
    "title", "publisher", "number", "DOI", "URL", "language", "keyword", "abstract", "note", "version", "genre",
    "archive", "archive_location", "container-title", "title-short",
)  # fmt: skip

CSL_SCHEMA: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "id": _TEXT,
            "type": {"enum": ["article", "article-journal", "paper-conference", "report", "webpage"]},
            "author": {"type": "array", "minItems": 1, "items": _NAME},
            "issued": _DATE,
            **dict.fromkeys(_TEXT_FIELDS, _TEXT),
        },
        "required": ["id", "type"],
        "additionalProperties": False,
    },
}
