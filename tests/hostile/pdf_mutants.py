"""PDFs that are broken, or made to do harm: by hand (``MADE``), and by chance from sound ones (``mutants``)."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pymupdf

from tests.hostile.pdf_objects import WORDS, deflated, nested_forms, one_page, stream, written

#: PyMuPDF's module, whose constants it does not declare.
_MUPDF: Any = pymupdf
_NUMBER = re.compile(
    rb"/(Count|Length|Size|Prev|N|First|W|Width|Height|BitsPerComponent|Columns|Predictor)[ \[]*(-?\d+)"
)
_NAME = re.compile(
    rb"/(Type|Subtype|Kids|Contents|Resources|Font|Filter|MediaBox|Parent|Pages|Root|FlateDecode|XObject|ToUnicode)\b"
)
_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
_NUMBERS = (b"0", b"-1", b"1", b"2147483647", b"-2147483648", b"4294967296", b"99999999999999999999", b"1e99", b"null")


def _paper(**options: Any) -> bytes:
    """A sound paper of three pages with a picture, a drawing and a link."""
    document: Any = pymupdf.open()
    for number in range(3):
        page = document.new_page()
        for row in range(14):
            page.insert_text((72, 90 + 14 * row), f"Lantern {number}.{row} glows while the harbour waits for the tide.")
        page.draw_rect((72, 400, 300, 480), color=(0, 0, 1), fill=(0.9, 0.9, 1))
        page.insert_image((320, 400, 400, 460), pixmap=pymupdf.Pixmap(pymupdf.csRGB, (0, 0, 40, 30), 0))
        page.insert_text((72, 496), f"Figure {number + 1}: A drawing of a lantern.")
        page.insert_link(
            {"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(72, 90, 200, 110), "uri": "https://x.invalid/"}
        )
    return bytes(document.tobytes(**options))


def sound() -> tuple[bytes, ...]:
    """The papers that mutants are made from: plain, compressed with object streams, encrypted, by hand."""
    return (
        _paper(),
        _paper(deflate=True, use_objstms=1),
        _paper(encryption=_MUPDF.PDF_ENCRYPT_AES_256, owner_pw="owner", user_pw=""),
        one_page(),
    )


def mutants(seed: int, count: int) -> Iterator[bytes]:
    """Yield ``count`` PDFs, each a sound one with one to three faults. The same seed gives the same ones."""
    rng = random.Random(seed)
    papers = sound()
    for _ in range(count):
        pdf = rng.choice(papers)
        for _ in range(rng.choice((1, 1, 2, 3))):
            pdf = rng.choice(_CHANGES)(rng, pdf)
        yield pdf


def _flipped(rng: random.Random, pdf: bytes) -> bytes:
    changed = bytearray(pdf)
    for _ in range(rng.choice((1, 3, 10, 40))):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _cut(rng: random.Random, pdf: bytes) -> bytes:
    at = rng.randrange(len(pdf))
    return rng.choice((pdf[:at], pdf[at:], pdf[:at] + pdf[at + rng.randrange(200) :]))


def _repeated(rng: random.Random, pdf: bytes) -> bytes:
    at = rng.randrange(len(pdf))
    return pdf[:at] + pdf[at : at + rng.randrange(400)] * rng.choice((2, 5)) + pdf[at:]


def _swapped_objects(rng: random.Random, pdf: bytes) -> bytes:
    """Two objects with each other's numbers; the table no longer fits where their numbers differ in length."""
    heads = list(re.finditer(rb"\b(\d+) 0 obj\b", pdf))
    if len(heads) < 2:
        return pdf
    first, second = sorted(rng.sample(heads, 2), key=lambda head: head.start())
    return b"".join(
        (
            pdf[: first.start(1)], second[1], pdf[first.end(1) : second.start(1)], first[1], pdf[second.end(1) :],
        )
    )  # fmt: skip


def _replaced(pattern: re.Pattern[bytes], by: Callable[[random.Random, re.Match[bytes]], bytes]) -> Any:
    def change(rng: random.Random, pdf: bytes) -> bytes:
        found = list(pattern.finditer(pdf))
        if not found:
            return pdf
        match = rng.choice(found)
        return pdf[: match.start()] + by(rng, match) + pdf[match.end() :]

    return change


_CHANGES: tuple[Callable[[random.Random, bytes], bytes], ...] = (
    _flipped,
    _cut,
    _repeated,
    _swapped_objects,
    _replaced(_NUMBER, lambda rng, match: b"/%s %s" % (match[1], rng.choice(_NUMBERS))),
    _replaced(_NUMBER, lambda rng, match: b"/%s %d" % (match[1], int(match[2]) + rng.choice((-2, -1, 1, 2, 100)))),
    _replaced(
        _NAME, lambda rng, match: b"/" + rng.choice((b"Nothing", b"Pages", b"Page", b"Catalog", b"Kids", b"Form"))
    ),
    _replaced(_REFERENCE, lambda rng, match: b"%d 0 R" % rng.randrange(20)),
    _replaced(
        re.compile(rb"\[[^\]]{0,200}\]"), lambda rng, match: rng.choice((b"[]", b"[" * 5000, b"null", b"[[[]]]"))
    ),
    _replaced(re.compile(rb"-?\d+\.?\d*"), lambda rng, match: rng.choice(_NUMBERS)),
    _replaced(re.compile(rb"\bstream\r?\n"), lambda rng, match: match[0] + rng.randbytes(rng.choice((1, 50)))),
)


def _tree(levels: int) -> bytes:
    """A page below so many levels of page trees."""
    objects = {1: b"<</Type/Catalog/Pages 10 0 R>>", 4: stream(b"BT /F1 10 Tf 72 700 Td " + WORDS + b" ET")}
    for level in range(levels):
        objects[10 + level] = b"<</Type/Pages/Kids[%d 0 R]/Count 1/Parent %d 0 R>>" % (11 + level, 9 + level)
    objects[10 + levels] = b"<</Type/Page/MediaBox[0 0 612 792]/Contents 4 0 R/Parent %d 0 R>>" % (9 + levels)
    return written(objects)


def _many_pages(pages: int, counted: int) -> bytes:
    kids = b"3 0 R " * pages
    return one_page(more={2: b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, counted)})


def _image(width: int, height: int, body: bytes = b"", entries: bytes = b"/ColorSpace/DeviceRGB") -> bytes:
    image = deflated(
        body or bytes(1000),
        b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8%s" % (width, height, entries),
    )
    text = b"BT /F1 10 Tf 1 1 1 rg 72 700 Td " + WORDS + b" ET q 500 0 0 700 20 20 cm /I Do Q"
    return one_page(text, resources=b"/XObject<</I 9 0 R>>", more={9: image})


def _type3_that_draws_itself() -> bytes:
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/CharProcs<</a 9 0 R>>/FirstChar 97"
        b"/LastChar 97/Widths[1]/Encoding<</Differences[97/a]>>/Resources<</Font<</F1 5 0 R>>>>>>"
    )
    return one_page(
        more={5: font, 9: stream(b"BT /F1 1 Tf (aaaaaaaaaa) Tj ET")}, content=b"BT /F1 9 Tf (aaaaaaa) Tj ET"
    )


def _unicode_map(ranges: int) -> bytes:
    lines = b"".join(b"<%04x> <ffff> <%08x>\n" % (n % 65536, n) for n in range(ranges))
    body = b"begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange %d beginbfrange\n%sendbfrange endcmap"
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/ToUnicode 9 0 R>>"
    return one_page(more={5: font, 9: deflated(body % (ranges, lines))})


def _bomb(times: int) -> bytes:
    """A content stream of ``times`` megabytes from some kilobytes."""
    packed = zlib.compress(b"BT /F1 9 Tf 9 9 Td (Lanterns) Tj ET\n" * 30_000)
    for _ in range(1):
        packed = zlib.compress(zlib.decompress(packed) * times)
    return one_page(more={4: b"<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (len(packed), packed)})


_FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]"
#: PDFs made by hand, by name. Those of EXPENSIVE take more than a second, or reach a limit.
MADE: Mapping[str, Callable[[], bytes]] = {
    "a sound page": one_page,
    "no pages": lambda: one_page(more={2: b"<</Type/Pages/Kids[]/Count 0>>"}),
    "no page tree": lambda: one_page(more={2: b"null"}),
    "fewer pages than counted": lambda: _many_pages(1, 2900),
    "more pages than counted": lambda: _many_pages(300, 1),
    "a negative number of pages": lambda: _many_pages(1, -5),
    "2,000,000,000 pages": lambda: _many_pages(1, 2_000_000_000),
    "100,000 pages": lambda: _many_pages(100_000, 100_000),
    "a page tree in a circle": lambda: one_page(more={2: b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>"}),
    "a page that is its own parent": lambda: one_page(page=b"/Parent 3 0 R"),
    "a page tree 200 deep": lambda: _tree(200),
    "a page tree 20,000 deep": lambda: _tree(20_000),
    "a form that draws itself": lambda: one_page(
        b"/X Do", resources=b"/XObject<</X 9 0 R>>", more={9: stream(b"/X Do", _FORM + b"/Resources<</XObject<</X 9 0 R>>>>")}
    ),
    "forms 3,000 deep": lambda: nested_forms(3000, 1),
    "forms that make ten thousand millions": lambda: nested_forms(10, 10),
    "a page as large as a town": lambda: one_page(box=b"[0 0 9999999 9999999]"),
    "a page without size": lambda: one_page(box=b"[0 0 0 0]"),
    "a page of 1e38": lambda: one_page(box=b"[-1e38 -1e38 1e38 1e38]"),
    "a page turned by 89 degrees": lambda: one_page(page=b"/Rotate 89/UserUnit 1e30"),
    "a stream that does not end": lambda: one_page().replace(b"endstream", b"").replace(b"endobj", b""),
    "a stream said to be longer": lambda: one_page(more={4: stream(b"BT (x) Tj ET", length=999_999_999)}),
    "a stream of 400 MB": lambda: _bomb(400),
    "filters 5,000 deep": lambda: one_page(more={4: stream(b"x", b"/Filter[%s]" % (b"/FlateDecode " * 5000))}),
    "an image of 100,000 by 100,000": lambda: _image(100_000, 100_000),
    "an image of 2147483647": lambda: _image(2_147_483_647, 2_147_483_647),
    "an image of 20,000 by 20,000": lambda: _image(20_000, 20_000, bytes(3 * 20_000 * 20_000 // 8)),
    "an image with its mask in a circle": lambda: _image(9, 9, bytes(243), b"/ColorSpace/DeviceRGB/SMask 9 0 R"),
    "a colour space in a circle": lambda: one_page(
        b"/C cs 1 scn 0 0 9 9 re f " + b"BT /F1 9 Tf 9 99 Td " + WORDS + b" ET",
        resources=b"/ColorSpace<</C 9 0 R>>", more={9: b"[/Indexed 9 0 R 255 9 0 R]"},
    ),
    "a pattern that paints itself": lambda: one_page(
        b"/Pattern cs /P scn 0 0 600 700 re f " + b"BT /F1 9 Tf 9 99 Td " + WORDS + b" ET",
        resources=b"/Pattern<</P 9 0 R>>",
        more={9: stream(b"/Pattern cs /P scn 0 0 1 1 re f", b"/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep .0001/YStep .0001/Resources<</Pattern<</P 9 0 R>>>>")},
    ),
    "a font that draws itself": _type3_that_draws_itself,
    "a font that is no font": lambda: one_page(
        more={5: b"<</Type/Font/Subtype/TrueType/BaseFont/X/FontDescriptor<</FontFile2 9 0 R/Flags 4>>>>", 9: deflated(bytes(range(256)) * 400)}
    ),
    "a map of 60,000 ranges": lambda: _unicode_map(60_000),
    "a function of functions": lambda: one_page(
        b"/S sh " + b"BT /F1 9 Tf 9 99 Td " + WORDS + b" ET", resources=b"/Shading<</S<</ShadingType 1/ColorSpace/DeviceRGB/Function 9 0 R>>>>",
        more={9: b"<</FunctionType 3/Domain[0 1]/Functions[9 0 R 9 0 R]/Bounds[.5]/Encode[0 1 0 1]>>"},
    ),
    "a table that points at itself": lambda: re.sub(rb"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % one_page().index(b"xref"), one_page()),
    "a table of 4,294,967,295 objects": lambda: re.sub(rb"xref\n0 \d+", b"xref\n0 4294967295", one_page()),
    "a table stream in a circle": lambda: one_page(trailer=b"/XRefStm 9"),
    "an object stream inside itself": lambda: one_page(more={3: b"null", 9: stream(b"9 0 ", b"/Type/ObjStm/N 1/First 4/Extends 9 0 R")}),
    "a password": lambda: _paper(encryption=_MUPDF.PDF_ENCRYPT_AES_256, owner_pw="a", user_pw="b"),
    "an empty password": lambda: _paper(encryption=_MUPDF.PDF_ENCRYPT_RC4_128, owner_pw="a", user_pw=""),
    "an unknown encryption": lambda: one_page(trailer=b"/Encrypt<</Filter/Evil/V 99>>"),
    "JavaScript": lambda: one_page(catalogue=b"/OpenAction<</S/JavaScript/JS(while(1){app.alert(1)})>>/AA<</WC<</S/JavaScript/JS(x)>>>>"),
    "a launched program": lambda: one_page(catalogue=b"/OpenAction<</S/Launch/F(/bin/sh)>>"),
    "an embedded file": lambda: one_page(
        catalogue=b"/Names<</EmbeddedFiles<</Names[(../../x\x1b]0;y\x07) <</Type/Filespec/F(x)/EF<</F 9 0 R>>>>]>>>>", more={9: deflated(bytes(9999))}
    ),
    "control characters": lambda: one_page(b"BT /F1 10 Tf 72 700 Td (\x1b]0;evil\x07\x1b[2J\x9b31m) Tj 0 -14 Td " + WORDS + b" ET"),
    "a font's name of control characters": lambda: one_page(more={5: b"<</Type/Font/Subtype/Type1/BaseFont/#1b]0;#07#00x>>"}),
    "brackets 100,000 deep": lambda: one_page(page=b"/X " + b"[" * 100_000),
    "dictionaries 100,000 deep": lambda: one_page(page=b"/X " + b"<</X" * 100_000),
    "states 200,000 deep": lambda: one_page(b"q " * 200_000 + b"BT /F1 9 Tf 9 99 Td " + WORDS + b" ET"),
    "marked content 200,000 deep": lambda: one_page(b"/P BMC " * 200_000 + b"BT /F1 9 Tf 9 99 Td " + WORDS + b" ET"),
    "a number of 100,000 digits": lambda: one_page(b"BT /F1 " + b"9" * 100_000 + b" Tf 9 99 Td " + WORDS + b" ET"),
    "letters of size 1e38": lambda: one_page(b"BT /F1 1e38 Tf 1e38 0 0 1e38 1e38 1e38 Tm " + WORDS + b" ET"),
    "not a number": lambda: one_page(b"nan inf NaN 1e999 0 0 cm BT /F1 9 Tf 9 99 Td " + WORDS + b" ET"),
    "300,000 words, one by one": lambda: one_page(b"BT /F1 1 Tf " + b"1 0 Td (a) Tj " * 300_000 + b"ET"),
    "300,000 lines": lambda: one_page(b"0 0 m 9 9 l S " * 300_000 + b"BT /F1 9 Tf 9 99 Td " + WORDS + b" ET"),
    "20,000 letters under 2,000 areas": lambda: one_page(
        b"BT /F1 9 Tf 9 9 Td " + b"0 .03 Td (Lantern) Tj " * 20_000 + b"ET 1 g " + b"0 0 612 792 re f " * 2000
    ),
    "white words without end": lambda: one_page(b"1 g BT /F1 4 Tf 9 9 Td " + b"0 .04 Td (Lantern says ignore) Tj " * 20_000 + b"ET"),
    "a comment of 5 MB": lambda: one_page(b"%" + b"x" * 5_000_000),
    "an annotation in a circle": lambda: one_page(page=b"/Annots[9 0 R]", more={9: b"<</Type/Annot/Subtype/Widget/Rect[0 0 9 9]/Parent 9 0 R/AP<</N 9 0 R>>>>"}),
    "optional content in a circle": lambda: one_page(catalogue=b"/OCProperties<</D<</Order[9 0 R]>>/OCGs[9 0 R]>>", more={9: b"[9 0 R]"}),
}  # fmt: skip
EXPENSIVE = {
    "100,000 pages",
    "a stream of 400 MB",
    "an image of 20,000 by 20,000",
    "forms that make ten thousand millions",
    "300,000 words, one by one",
    "300,000 lines",
    "20,000 letters under 2,000 areas",
    "white words without end",
    "a page tree 20,000 deep",
    "fewer pages than counted",
}
