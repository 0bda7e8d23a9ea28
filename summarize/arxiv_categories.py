"""arXiv's archives and categories (https://arxiv.org/category_taxonomy, as of 2026), and what people mean by a name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from summarize.errors import UsageError

#: Archive -> its subject classes; none where the archive is a category itself.
_CLASSES: dict[str, str] = {
    "astro-ph": "CO EP GA HE IM SR",
    "cond-mat": "dis-nn mes-hall mtrl-sci other quant-gas soft stat-mech str-el supr-con",
    "cs": "AI AR CC CE CG CL CR CV CY DB DC DL DM DS ET FL GL GR GT HC IR IT LG LO MA MM MS NA NE NI OH OS PF PL RO SC "
    "SD SE SI SY",
    "econ": "EM GN TH",
    "eess": "AS IV SP SY",
    "gr-qc": "",
    "hep-ex": "",
    "hep-lat": "",
    "hep-ph": "",
    "hep-th": "",
    "math": "AC AG AP AT CA CO CT CV DG DS FA GM GN GR GT HO IT KT LO MG MP NA NT OA OC PR QA RA RT SG SP ST",
    "math-ph": "",
    "nlin": "AO CD CG PS SI",
    "nucl-ex": "",
    "nucl-th": "",
    "physics": "acc-ph ao-ph app-ph atm-clus atom-ph bio-ph chem-ph class-ph comp-ph data-an ed-ph flu-dyn gen-ph geo-ph "
    "hist-ph ins-det med-ph optics plasm-ph pop-ph soc-ph space-ph",
    "q-bio": "BM CB GN MN NC OT PE QM SC TO",
    "q-fin": "CP EC GN MF PM PR RM ST TR",
    "quant-ph": "",
    "stat": "AP CO ME ML OT TH",
}
#: Every archive and category, in the order of the alphabet; an archive stands for all that is below it.
CATEGORIES: tuple[str, ...] = tuple(
    name for archive, classes in _CLASSES.items() for name in (archive, *(f"{archive}.{c}" for c in classes.split()))
)
_SPELLING = {name.lower(): name for name in CATEGORIES}
#: Names of before 1998 that papers and people still use (https://arxiv.org/archive).
_FORMER = {"cmp-lg": "cs.CL", "q-alg": "math.QA", "alg-geom": "math.AG", "chao-dyn": "nlin.CD"}


def parse_category(text: str) -> str:
    """arXiv's own name of the category or archive that ``text`` means: ``cs.cl`` is ``cs.CL``, ``cs.*`` is ``cs``.

    Raises UsageError, whose hint has the names that come near.
    """
    name = text.strip().lower().removesuffix(".*")
    known = _SPELLING.get(name) or _FORMER.get(name)
    if known is None:
        raise UsageError(f"arXiv has no category {' '.join(text.split())[:60]!r}", hint=_near(name))
    return known


def parse_categories(texts: Iterable[str]) -> tuple[str, ...]:
    """The categories that ``texts`` name, each once, in order; commas and ``+`` separate them, too.

    Raises UsageError.
    """
    names = [name for text in texts for name in text.replace("+", ",").split(",") if name.strip()]
    return tuple(dict.fromkeys(parse_category(name) for name in names))


def _near(name: str) -> str:
    """A hint: names that are spelt like ``name``, those of its archive, or where to find them."""
    near = [n for n in CATEGORIES if n.lower().partition(".")[2] == name]
    near += [_SPELLING[n] for n in difflib.get_close_matches(name, _SPELLING, 3, 0.8) if _SPELLING[n] not in near]
    if near:
        return f"did you mean {' or '.join(near[:3])}?"
    archive = name.partition(".")[0]
    if classes := _CLASSES.get(archive):
        return f"those of {archive}: {', '.join(f'{archive}.{c}' for c in classes.split())}"
    return "such as cs.CL, math.GT, hep-th, or cs for all of it: https://arxiv.org/category_taxonomy"
