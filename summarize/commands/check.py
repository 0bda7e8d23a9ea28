"""``summarize check``: holds pages that exist against their English. No model."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from summarize.checks import CHECKS, check_pair
from summarize.checks.declaration import UNITS
from summarize.commands.options import completing
from summarize.errors import ArxivUnreachable, PaperError, SummarizeError, UsageError
from summarize.lint.report import Remark, Report, Unreadable, lint
from summarize.prompting.glossary import Glossary, load_glossary
from summarize.settings import Settings
from summarize.sources.open_sources import run_with_sources
from summarize.sources.source_table import parse_name
from summarize.terminal.check_report import (
    blind_lines,
    counted,
    escaped,
    github_lines,
    json_text,
    statistics_json,
    statistics_lines,
    text_lines,
)
from summarize.terminal.console import Console, wants_colour
from summarize.terminal.spoken.speech import spoken_language, tell, terminal_language, worded_on_terminal
from summarize.values import Finding, UnitName

if TYPE_CHECKING:
    from summarize.checks.declaration import Check, Example
    from summarize.language.catalogue import Language
    from summarize.sources.open_sources import Sources
    from summarize.values import Paper, PaperRef

#: Cells of an excerpt where the output is no terminal, and the most that it has on one.
_PLAIN_WIDTH, _WIDEST = 100, 120


class Codes(click.ParamType[frozenset[str]]):
    """Codes of checks, separated by commas; ``number`` stands for all that begin with it."""

    name = "codes"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> frozenset[str]:
        if isinstance(value, frozenset):
            return value
        codes: set[str] = set()
        for word in str(value).replace(",", " ").split():
            fitting = {code for code in CHECKS if code == word or code.startswith(f"{word}-")}
            if not fitting:
                self.fail(f"{word!r} is no code of a check; there are {', '.join(CHECKS)}", param, ctx)
            codes |= fitting
        return frozenset(codes)


def _explain(ctx: click.Context, param: click.Parameter, code: str | None) -> None:
    if code is None:
        return
    if code not in CHECKS:
        raise click.BadParameter(f"{code!r} is no code of a check; there are {', '.join(CHECKS)}", ctx, param)
    click.echo("\n\n".join(_said_of(CHECKS[code])))
    ctx.exit()


def _said_of(check: Check) -> Iterator[str]:
    """The paragraphs that explain a check."""
    yield f"{check.code}: {check.name} ({check.severity})\n{check.name_hans} / {check.name_hant}"
    yield worded_on_terminal(check.explanation)
    yield worded_on_terminal(f"Not reported: {check.spared}")
    for title, examples in (("Reported, for example:", check.bad), ("Right, for example:", check.good)):
        if examples:
            yield "\n".join((worded_on_terminal(title), *(_shown(example) for example in examples)))


def _shown(example: Example) -> str:
    chinese = example.target.replace("\n", "\n    ") or "(nothing)"
    unit = "" if example.unit == "abstract" else f"({example.unit.replace('_', ' ')}) "
    return f"  {unit}{example.source}\n  → {chinese}"


@click.command(
    epilog="\b\nExamples:\n  summarize check page.md\n  summarize check pages/*.md --select number-changed,number-missing\n"
    "  summarize check --json pairs.jsonl > findings.jsonl\n  summarize check --explain number-changed"
)
@click.argument("files", nargs=-1, required=True, metavar="FILE…", shell_complete=completing("file"))
@click.option("--json", "as_json", is_flag=True, help="JSON lines in and out: one {id, unit, source, target} a line.")
@click.option("--select", type=Codes(), metavar="CODES", shell_complete=completing("codes"),
    help="Only these codes, separated by commas.",
)  # fmt: skip
@click.option("--ignore", type=Codes(), metavar="CODES", default="", shell_complete=completing("codes"),
    help="All but these codes.",
)  # fmt: skip
@click.option(
    "--output-format", type=click.Choice(["text", "json", "github"]), default="text", show_default=True,
    help="json: one object; github: workflow commands that mark the lines of a pull request.",
)  # fmt: skip
@click.option("--statistics", is_flag=True, help="Show how many findings each code has, instead of the findings.")
@click.option(
    "--max-same", type=click.IntRange(min=0), default=3, show_default=True, metavar="N",
    help="Show one format finding at most N times a file; 0 shows all.",
)  # fmt: skip
@click.option(
    "--glossary", "glossaries", multiple=True, metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Terms of your own, added to the packaged ones.",
)  # fmt: skip
@click.option("--offline", is_flag=True, help="English that a page lacks is taken from the store only, not from arXiv.")
@click.option(
    "--explain",
    metavar="CODE",
    callback=_explain,
    expose_value=False,
    is_eager=True,
    help="Explain a code and exit.",
    shell_complete=completing("code"),
)
def check(
    files: tuple[str, ...],
    as_json: bool,
    select: frozenset[str] | None,
    ignore: frozenset[str],
    output_format: str,
    statistics: bool,
    max_same: int,
    glossaries: tuple[Path, ...],
    offline: bool,
) -> None:
    """Check pages that exist: hold the Chinese against the English, without a model.

    FILE is a Markdown page (report, digest, bilingual, interleaved or table, ours or others'), a web page or JSON of
    this program, or - for standard input. A page without English (digest) is held against the store or arXiv by its IDs. Ends with 1 if
    errors were found, with 2 if a file cannot be used.
    """
    if as_json and (statistics or output_format != "text"):
        raise click.UsageError("--json answers each line of JSON lines; --statistics and --output-format are for pages")
    # A check that failed may be one of those selected, so it is told as well.
    wanted = (select | {"check-failed"} if select is not None else frozenset(CHECKS)) - ignore
    try:
        glossary = load_glossary(*glossaries)
        if as_json:
            errors = sum(_check_json_lines(name, glossary, wanted, sys.stdout) for name in files)
        else:
            show = _Shown(
                output_format, statistics, max_same, wants_colour(sys.stdout, os.environ), terminal_language()
            )
            errors = _check_pages(files, glossary, wanted, show, offline)
    except UsageError as exc:
        tell(f"summarize check: {exc}")
        raise SystemExit(2) from exc
    raise SystemExit(1 if errors else 0)


def _open(name: str) -> IO[str]:
    try:
        return click.open_file(name, encoding="utf-8")
    except (OSError, ValueError) as exc:
        raise UsageError(f"{name}: {getattr(exc, 'strerror', None) or exc}") from exc


def _check_json_lines(name: str, glossary: Glossary, wanted: frozenset[str], out: IO[str]) -> int:
    """Answers every pair as it comes; returns the number of errors found."""
    errors = 0
    with _open(name) as lines:
        for row, unit, source, target in _pairs(lines, name):
            findings = [f for f in check_pair(unit, source, target, glossary) if f.code in wanted]
            errors += _errors(findings)
            answer = json.dumps({**row, "findings": [asdict(f) for f in findings]}, ensure_ascii=False)
            out.write(escaped(answer) + "\n")
            out.flush()
    return errors


def _errors(findings: Iterable[Finding]) -> int:
    return sum(finding.severity == "error" for finding in findings)


def _pairs(lines: Iterable[str], name: str) -> Iterator[tuple[dict[str, object], UnitName, str, str]]:
    number = 0
    try:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _pair(line, f"{name}:{number}")
    except UnicodeDecodeError as exc:
        raise UsageError(f"{name}:{number + 1}: not UTF-8: {exc.reason}") from exc


def _pair(line: str, where: str) -> tuple[dict[str, object], UnitName, str, str]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as exc:
        raise UsageError(f"{where}: not JSON: {exc}") from exc
    if not isinstance(row, dict):
        raise UsageError(f"{where}: not an object")
    for key in ("id", "unit", "source", "target"):
        if key not in row:
            raise UsageError(f"{where}: no {key!r}")
    source, target = row.pop("source"), row.pop("target")
    if not isinstance(source, str) or not isinstance(target, str):
        raise UsageError(f"{where}: source and target must be strings")
    if row["unit"] not in UNITS:
        raise UsageError(f"{where}: unit must be one of {', '.join(UNITS)}, not {row['unit']!r}")
    return row, row["unit"], source, target


@dataclass(frozen=True, slots=True)
class _Shown:
    """How the findings of pages are shown."""

    output_format: str
    statistics: bool
    most_alike: int
    colour: bool
    language: Language

    def findings(self, report: Report) -> Iterator[str]:
        """Yield the lines that are printed as soon as a file was read."""
        if self.statistics or self.output_format == "json":
            return iter(())
        if self.output_format == "github":
            return github_lines(report, most_alike=self.most_alike)
        width = min(shutil.get_terminal_size().columns, _WIDEST) if sys.stdout.isatty() else _PLAIN_WIDTH
        return text_lines(report, width=width, colour=self.colour, most_alike=self.most_alike, language=self.language)

    def conclusion(self, reports: Sequence[Report]) -> Iterator[str]:
        """Yield the lines that are printed when all files were read, without the count."""
        if self.output_format == "json":
            yield statistics_json(reports) if self.statistics else json_text(reports)
        elif self.statistics:
            yield from statistics_lines(reports, colour=self.colour, language=self.language)


def _check_pages(files: Sequence[str], glossary: Glossary, wanted: frozenset[str], show: _Shown, offline: bool) -> int:
    reports: list[Report] = []
    for name in files:
        with _open(name) as file:
            try:
                text = file.read()
            except UnicodeDecodeError as exc:
                raise UsageError(f"{name}: not UTF-8: {exc.reason}") from exc
        try:
            report = lint("<stdin>" if name == "-" else name, text, lambda ids: _look_up(ids, offline), glossary)
        except Unreadable as exc:
            raise UsageError(f"{name}:{exc.line}: {exc}") from exc
        report = _only(report, wanted)
        if reports and reports[-1].remarks and report.remarks and show.output_format == "text" and not show.statistics:
            click.echo()
        reports.append(report)
        for line in show.findings(report):
            click.echo(line, color=show.colour)
        for line in blind_lines(report):
            tell(line)
    for line in show.conclusion(reports):
        click.echo(line, color=show.colour)
    as_text = show.output_format == "text"
    if as_text and any(report.remarks for report in reports):
        click.echo()
    language = show.language if as_text else spoken_language()
    count = counted(reports, colour=show.colour and as_text, language=language)
    click.echo(count, err=not as_text, color=show.colour)
    return sum(_errors(remark.finding for remark in report.remarks) for report in reports)


def _only(report: Report, wanted: frozenset[str]) -> Report:
    kept: tuple[Remark, ...] = tuple(remark for remark in report.remarks if remark.finding.code in wanted)
    return replace(report, remarks=kept)


def _look_up(names: Sequence[str], offline: bool) -> Mapping[str, Paper]:
    """The papers of these names, from the store or from their sources; what cannot be had is left out."""
    refs: dict[str, PaperRef] = {}
    for name in names:
        with contextlib.suppress(UsageError):
            refs[name] = parse_name(name)

    async def records(sources: Sources) -> dict[PaperRef, Paper]:
        found: dict[PaperRef, Paper] = {}
        wanted = tuple(dict.fromkeys(refs.values()))
        sources.expect(wanted)
        try:
            for ref in wanted:
                with contextlib.suppress(PaperError, ArxivUnreachable):
                    found[ref] = await sources.record(ref)
        except SummarizeError as exc:
            tell(f"summarize check: {exc}")
        return found

    known = run_with_sources(records, Settings(offline=offline), os.environ, notice=Console().note)
    return {name: known[ref] for name, ref in refs.items() if ref in known}
