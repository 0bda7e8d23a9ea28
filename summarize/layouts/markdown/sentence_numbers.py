"""Numbers before the sentences of a page: ①, ②, … with a no-break space, so that none is taken for a footnote.

The same number stands before a sentence in both languages. A no-break space comes from no paper and no model, because
their white space becomes plain spaces (``clean.one_line``). So ``SENTENCE_NUMBER`` finds the numbers of a page again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarize.layouts.markdown.escaping import Markdown, inline
from summarize.layouts.paper_parts import SentenceView

_SPACE = "\u00a0"
#: Unicode has circled numbers up to 50, in three blocks: first number, last number, first character.
_CIRCLED = ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1))
#: A number with its space. Pages before 0.2 have <sup> elements.
SENTENCE_NUMBER = re.compile(rf"(?:[①-⑳㉑-㉟㊱-㊿]|（\d+）){_SPACE}")


def sentence_number(n: int) -> str:
    """Return the number that stands before the sentence ``n``, with its space."""
    for first, last, code in _CIRCLED:
        if first <= n <= last:
            return chr(code + n - first) + _SPACE
    return f"（{n}）{_SPACE}"


def numbered_english(sentences: Sequence[SentenceView]) -> Markdown:
    """Return the English of some sentences as one text, each behind its number."""
    return Markdown(" ".join(f"{sentence_number(s.n)}{inline(s.en)}" for s in sentences))


def numbered_chinese(sentences: Sequence[SentenceView]) -> Markdown:
    """Return the Chinese of some sentences as one text, each behind its anchor and number, with ⚠ behind faulty ones."""
    text = ""
    for s in sentences:
        gap = " " if text and text[-1].isascii() and not text[-1].isspace() else ""
        mark = f" {s.mark} " if s.mark else ""
        text += f"{gap}{anchor(s)}{sentence_number(s.n)}{inline(s.zh)}{mark}"
    return Markdown(text.rstrip())


def anchor(sentence: SentenceView) -> Markdown:
    """Return the place to which a link to the sentence leads."""
    return Markdown(f'<a id="{sentence.anchor}"></a>')
