"""PDFs written object by object, for files that no library would write."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>"
#: Enough letters that a page is no scan.
WORDS = b" ".join(b"(Lanterns glow over harbour %d while the tide comes in.) Tj 0 -14 Td" % n for n in range(12))


def stream(body: bytes, entries: bytes = b"", length: int | None = None) -> bytes:
    """A stream object. ``length`` is what it says of its length, where that is a lie."""
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(body) if length is None else length, body)


def deflated(body: bytes, entries: bytes = b"") -> bytes:
    """A stream object, compressed."""
    return stream(zlib.compress(body, 9), entries + b"/Filter/FlateDecode")


def written(objects: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """The file of these objects with a correct table. Object 1 is the catalogue."""
    parts, places, at = [b"%PDF-1.7\n"], {}, 9
    for number, body in objects.items():
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        places[number] = at
        at += len(parts[-1])
    most = max(objects) + 1
    table = b"".join(
        b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n" for number in range(most)
    )
    parts.append(
        b"xref\n0 %d\n%strailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (most, table, most, trailer, at)
    )
    return b"".join(parts)


def one_page(
    content: bytes = b"BT /F1 10 Tf 72 700 Td " + WORDS + b" ET",
    *,
    page: bytes = b"",
    resources: bytes = b"",
    more: Mapping[int, bytes] | None = None,
    catalogue: bytes = b"",
    box: bytes = b"[0 0 612 792]",
    trailer: bytes = b"",
) -> bytes:
    """A paper of one page: 1 catalogue, 2 page tree, 3 page, 4 content, 5 font; ``more`` adds or replaces objects.

    ``page``, ``resources`` and ``catalogue`` are further entries of these dictionaries.
    """
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R%s>>" % catalogue,
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox%s/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>%s>>%s>>"
        % (box, resources, page),
        4: stream(content),
        5: _FONT,
        **(more or {}),
    }
    return written(objects, trailer)


def nested_forms(depth: int, width: int) -> bytes:
    """A page with forms inside forms, each ``width`` times: ``width ** depth`` lines of text from some kilobytes."""
    first = 10
    more = {
        first + level: stream(
            b"/X Do " * width,
            b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</XObject<</X %d 0 R>>>>" % (first + level + 1),
        )
        for level in range(depth)
    }
    more[first + depth] = stream(
        b"BT /F1 9 Tf 72 700 Td (Lanterns) Tj ET",
        b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</Font<</F1 5 0 R>>>>",
    )
    return one_page(b"/X Do", resources=b"/XObject<</X %d 0 R>>" % first, more=more)
