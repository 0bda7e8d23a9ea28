"""What a page was made from, in words: source, what was read of it, model, prompts, program, date, checks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarize.layouts.clean import one_line

if TYPE_CHECKING:
    from summarize.layouts.view import PaperView


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that the page was made with. ``label`` may be empty."""

    label: str
    text: str


def provenance_of(view: PaperView) -> tuple[Fact, ...]:
    """The facts in the order in which pages give them; those that are not known are left out."""
    words, reading, made = view.words, view.result.reading, view.result.provenance
    dated = "，".join(d for d in (view.date, view.updated and f"{words.updated} {view.updated}") if d)
    if view.arxiv:
        source = f"arXiv:{view.arxiv}"
    else:
        source = view.name if view.result.paper.id else f"{words.local_pdf} {view.name}"
    basis = {
        "abstract": words.read_abstract,
        "pdf": words.read_pdf.format(read=reading.pages_read, total=reading.pages),
        "html": words.read_html,
    }[reading.what]
    details = [basis]
    if reading.left_out:
        details.append(words.left_out.format("、".join(one_line(part) for part in reading.left_out)))
    if reading.parts > 1:
        details.append(words.parts.format(reading.parts))
    if reading.hidden:
        details.append(words.hidden.format(len(reading.hidden)))
        from summarize.reading.instructions import looks_like_instruction

        suspicious = sorted({h.page for h in reading.hidden if looks_like_instruction(h.text)})
        if suspicious:
            details.append(words.hidden_instruction.format("、".join(map(str, suspicious))))
    if not made.checked:
        checks = words.checks_skipped
    else:
        hints = len(view.findings) - view.errors
        checks = words.checks_open.format(view.errors) if view.errors else words.checks_passed
        if hints:
            checks += f"，{words.checks_hints.format(hints)}"
    rows = [
        (words.made_from, f"{source}（{dated}）" if dated else source),
        ("", "，".join(details)),
        (words.model, one_line(made.model)),
        (words.prompts, "、".join(f"{name} {version}" for name, version in sorted(made.prompts.items()))),
        (words.program, one_line(made.program)),
        (words.made, made.made),
        (words.checks, checks),
    ]
    return tuple(Fact(label, text) for label, text in rows if text)
