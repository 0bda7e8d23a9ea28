"""Translating a message of the program.

``catalogues/LOCALE/LC_MESSAGES/DOMAIN.mo`` is what is read. The source beside it, ``DOMAIN.po``, is what people edit;
``python -m tests.language`` compiles it.
"""

from __future__ import annotations

from typing import Literal

Language = Literal["en", "zh-Hans", "zh-Hant"]
Domain = Literal["summarize", "findings"]

#: The folder of each language's catalogues. English has none: the messages are written in it.
LOCALES: dict[str, str] = {"zh-Hans": "zh_CN", "zh-Hant": "zh_TW"}


def translated(text: str, language: str, domain: Domain = "summarize") -> str:
    """Return an English message of the program in a language; the text itself where no template of it is known.

    ``text`` is what was made from a message: its places are filled in. What stands in a place is translated too where
    it is a message. ``language`` is "en", "zh-Hans" or "zh-Hant"; another one is English.
    """
    if language not in LOCALES or not text:
        return text
    from summarize.language.compiled_catalogue import load_catalogue

    return load_catalogue(language, domain).translate(text)
