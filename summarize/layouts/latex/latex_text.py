r"""LaTeX of running text as the text that it stands for: ``\textit{x}``, accents, quotation marks, ``\&``, ``--``, ``~``.

arXiv's titles and abstracts are no whole LaTeX: a bare ``%``, ``_`` or ``$`` is itself there, and most braces are braces.
Formulas stay LaTeX for the reader's renderer, and so does every command that is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from summarize.layouts.latex.math_spans import split_math

#: A text without any of these has no LaTeX.
_LATEX = re.compile(r"[\\{`~]|--")
_DRESSING = frozenset(
    [
        "emph",
        "hbox",
        "mbox",
        "text",
        "textbf",
        "textit",
        "textmd",
        "textnormal",
        "textrm",
        "textsc",
        "textsf",
        "textsl",
        "textsubscript",
        "textsuperscript",
        "texttt",
        "textup",
        "uline",
        "underline",
    ]
)
_DECLARATIONS = frozenset(
    [
        "bf",
        "bfseries",
        "em",
        "it",
        "itshape",
        "large",
        "mdseries",
        "noindent",
        "normalfont",
        "normalsize",
        "protect",
        "relax",
        "rm",
        "rmfamily",
        "sc",
        "scshape",
        "sf",
        "sffamily",
        "sl",
        "small",
        "tt",
        "ttfamily",
        "upshape",
        "xspace",
    ]
)
_ACCENTS = frozenset("'`^\"~=.cHkbdruvt")
#: Letters of a word: the space that ends the command is none of the word.
_LETTERS = frozenset(
    [
        "AA",
        "AE",
        "DH",
        "DJ",
        "L",
        "NG",
        "O",
        "OE",
        "TH",
        "aa",
        "ae",
        "dh",
        "dj",
        "i",
        "j",
        "l",
        "ng",
        "o",
        "oe",
        "ss",
        "th",
    ]
)
_SPACES = frozenset([" ", "\\", ",", ";", ":", "newline", "qquad", "quad", "thinspace"])
_BREAKS = frozenset("-/!@")
_ITSELF = frozenset("%$&#_{}")
#: Names that the library does not know, and abbreviations that many authors define.
_WORDS = {
    "BibTeX": "BibTeX", "LaTeX": "LaTeX", "TeX": "TeX", "slash": "/", "textbackslash": "\\", "S": "§", "P": "¶",
    "pounds": "£", "copyright": "©", "textendash": "–", "textemdash": "—", "textasciitilde": "~", "textquoteright": "’",
    "eg": "e.g.", "etal": "et al.", "etc": "etc.", "ie": "i.e.", "wrt": "w.r.t.",
}  # fmt: skip

#: Private-use characters in the place of what the parser must not read: formulas and addresses, % and $, a brace
#: without a partner.
_KEPT, _PERCENT, _DOLLAR, _CLOSER = "\ue000", "\ue001", "\ue002", "\ue003"
_STAND_INS = re.compile(f"[{_KEPT}{_PERCENT}{_DOLLAR}{_CLOSER}]")
_ADDRESS = re.compile(r"https?://(?:\\[%#_&~]|[!#-&(-;=?-\[\]_a-z~A-Z])+", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([%#_&~])")
#: A title or abstract with more braces or commands than this is left as it is.
_MOST_BRACES, _MOST_COMMANDS = 100, 400

_DOUBLE_QUOTED = re.compile(r"``([^`]*?)''")
_SINGLE_QUOTED = re.compile(r"(?<![`\w])`([^`']+)'(?![\w'])")
_LONG_DASH = re.compile(r"(?<!-)---(?!-)")
#: Hyphens before a word only ("the --fast flag") stay.
_SHORT_DASH = re.compile(r"(?<=[^\W_])--(?=[^\W_])|(?<= )--(?= )")
#: "~5" is about five, and "5~10" is a range.
_TIE = re.compile(rf"(?:(?<=[^\W\d])|(?<=[.,)\]{_KEPT}]))~(?=[\w({_KEPT}])|(?<=\d)~(?=[^\W\d]|[({_KEPT}])")


def latex_to_text(text: str, *, english: bool = True) -> str:
    """Return a text with its LaTeX commands as text. Formulas and addresses stay.

    Without ``english``, hyphens and ``~`` stay too: in Chinese these are signs of their own.
    """
    if not _LATEX.search(text):
        return text
    kept: list[str] = []

    def keep(piece: str) -> str:
        kept.append(piece)
        return _KEPT

    spans = split_math(_STAND_INS.sub("", text))
    plain = "".join(keep(span.text) if span.tex is not None else _without_signs(span.text, keep) for span in spans)
    if "\\" in plain or "{" in plain:
        plain = _without_commands(plain)
    plain = _SINGLE_QUOTED.sub(r"‘\1’", _DOUBLE_QUOTED.sub(r"“\1”", plain))
    if english:
        plain = _TIE.sub(" ", _SHORT_DASH.sub("–", _LONG_DASH.sub("—", plain)))
    pieces = iter(kept)
    plain = re.sub(_KEPT, lambda _: next(pieces), plain)
    return plain.replace(_PERCENT, "%").replace(_DOLLAR, "$")


def _without_signs(text: str, keep: Callable[[str], str]) -> str:
    """Return a text with stand-ins for its addresses, and for % and $ that LaTeX would read."""
    text = _ADDRESS.sub(lambda m: keep(_ESCAPED.sub(r"\1", m.group())), text)
    return re.sub(r"(?<!\\)[%$]", lambda m: _PERCENT if m.group() == "%" else _DOLLAR, text)


def _without_commands(text: str) -> str:
    # The parser takes 25 ms to load, which papers without commands do not need.
    from pylatexenc.latexwalker import LatexWalker, LatexWalkerError

    if text.count("{") > _MOST_BRACES or text.count("\\") > _MOST_COMMANDS:
        return text
    body = text[:-1] if (len(text) - len(text.rstrip("\\"))) % 2 else text
    walker = LatexWalker(_with_held_braces(body), latex_context=_commands(), tolerant_parsing=True)
    try:
        nodes = walker.get_latex_nodes()[0]
    except (LatexWalkerError, RecursionError):
        return text
    return _text_of(nodes).replace(_CLOSER, "}") + text[len(body) :]


def _with_held_braces(text: str) -> str:
    """Return the text with a stand-in for each closing brace that nothing opens."""
    depth = 0

    def stand_in(match: re.Match[str]) -> str:
        nonlocal depth
        if match.group() == "}" and depth == 0:
            return _CLOSER
        depth += {"{": 1, "}": -1}.get(match.group(), 0)
        return match.group()

    return re.sub(r"\\.|[{}]", stand_in, text, flags=re.DOTALL)


@cache
def _commands() -> Any:
    """Return the commands that take arguments. All others are read as if they took none."""
    from pylatexenc.macrospec import LatexContextDb, MacroSpec

    known = LatexContextDb()
    one = [MacroSpec(name, "{") for name in (*_DRESSING, *_ACCENTS, "url")]
    known.add_context_category("text", macros=[*one, MacroSpec("href", "{{")])
    known.set_unknown_macro_spec(MacroSpec(""))
    return known


@cache
def _converter() -> Any:
    from pylatexenc.latex2text import LatexNodes2Text

    return LatexNodes2Text()


def _text_of(nodes: Sequence[Any]) -> str:
    """Return the text of parsed nodes. What is neither command nor group stands as it was written."""
    parts: list[str] = []
    for at, node in enumerate(nodes):
        kind = type(node).__name__
        if kind == "LatexMacroNode":
            parts.append(_command(node))
        elif kind == "LatexGroupNode":
            following = nodes[at + 1].latex_verbatim()[:1] if at + 1 < len(nodes) else ""
            around = (parts[-1][-1:] if parts else "") + following
            unknown = at > 0 and type(nodes[at - 1]).__name__ == "LatexMacroNode" and parts[-1].startswith("\\")
            parts.append(_group(node, around, unknown))
        else:
            parts.append(node.latex_verbatim())
    return "".join(parts)


def _group(node: Any, around: str, unknown: bool) -> str:
    """Return a pair of braces with its text. Braces inside a word, or around a command, are LaTeX; others are text.

    ``unknown`` says that a command which is not known stands before them, whose argument they may be.
    """
    text = _text_of(node.nodelist)
    commands = any(type(inner).__name__ == "LatexMacroNode" for inner in node.nodelist[:1])
    if unknown:
        return str(node.latex_verbatim()) if node.nodelist else ""
    if not node.nodelist or commands or any(char.isalpha() for char in around):
        return text
    return f"{{{text}}}" if node.latex_verbatim().endswith("}") else f"{{{text}"


def _command(node: Any) -> str:
    name, after = node.macroname, node.macro_post_space
    arguments = node.nodeargd.argnlist if node.nodeargd is not None else []
    if name in _DRESSING and arguments:
        return _argument(arguments[0])
    if name in ("url", "href") and arguments:
        address, *words = [_argument(argument) for argument in arguments]
        return f"{words[0]} ({address})" if words and words[0] != address else address
    if name in _ACCENTS and arguments:
        return str(_converter().node_to_text(node))
    if name in _ITSELF or name in _WORDS:
        return f"{_WORDS.get(name, name)}{after}"
    if name in _SPACES or name in _BREAKS or name in _DECLARATIONS:
        return " " if name in _SPACES else ""
    sign: object = getattr(_signs().get_macro_spec(name), "simplify_repl", None)
    if isinstance(sign, str) and len(sign) == 1 and not sign.isascii():
        return f"{sign}{'' if name in _LETTERS else after}"
    return str(node.latex_verbatim())


@cache
def _signs() -> Any:
    from pylatexenc.latex2text import get_default_latex_context_db

    return get_default_latex_context_db()


def _argument(node: Any) -> str:
    return _text_of(node.nodelist if type(node).__name__ == "LatexGroupNode" else [node])
