"""The provenance of a page in words: source, what was read of it, model, prompts, program, date, checks."""

from __future__ import annotations

from dataclasses import dataclass

from summarize.layouts.clean import one_line
from summarize.layouts.findings.finding_view import open_findings
from summarize.layouts.labels import Words
from summarize.reading.instructions import looks_like_instruction
from summarize.values import Result


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact about how the page was made. ``label`` may be empty."""

    label: str
    text: str


def provenance_of(result: Result, words: Words, source: str) -> tuple[Fact, ...]:
    """Return the facts in the order in which pages give them. Unknown facts are left out.

    ``words`` are the page's own words in its script. ``source`` names the paper and its dates.
    """
    reading, made = result.reading, result.provenance
    basis = {
        "abstract": words.read_abstract,
        "pdf": words.read_pdf.format(read=reading.pages_read, total=reading.pages),
        "html": words.read_html,
    }[reading.what]
    details = [basis]
    if reading.left_out:
        details.append(words.left_out.format("、".join(_part(one_line(part), words) for part in reading.left_out)))
    if reading.parts > 1:
        details.append(words.parts.format(reading.parts))
    if reading.hidden:
        details.append(words.hidden.format(len(reading.hidden)))
        suspicious = sorted({h.page for h in reading.hidden if looks_like_instruction(h.text)})
        if suspicious:
            details.append(words.hidden_instruction.format("、".join(map(str, suspicious))))
    if not made.checked:
        checks = words.checks_skipped
    else:
        told = [told.view for told in open_findings(result.findings, words) if told.view.first]
        errors = sum(view.severity == "error" for view in told)
        hints = len(told) - errors
        checks = words.checks_open.format(errors) if errors else words.checks_passed
        if hints:
            checks += f"，{words.checks_hints.format(hints)}"
    rows = [
        (words.made_from, source),
        ("", "，".join(details)),
        (words.model, one_line(made.model)),
        (words.prompts, "、".join(f"{name} {version}" for name, version in sorted(made.prompts.items()))),
        (words.program, one_line(made.program)),
        (words.made, made.made),
        (words.checks, checks),
    ]
    return tuple(Fact(label, text) for label, text in rows if text)


def _part(name: str, words: Words) -> str:
    """Return a part that was not read in words of the page: 附录 A for "appendix A". An unknown name stays."""
    kind, _, rest = name.partition(" ")
    if kind == "pages" and rest:
        return words.page.format(rest.replace("-", "–"))
    known = dict(words.parts_left_out).get(kind)
    return name if known is None else f"{known} {rest}".rstrip()
