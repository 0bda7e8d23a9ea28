"""A benchmark of ways to ask a small model: made-up abstracts in different ways, judged by the program's checks.

    python benchmarks/prompts.py MODEL_FILE [--ways steps,lines] [--papers 20] [--repair] [--show FILE]

The ways:

steps       sentence by sentence with examples and figures written out; the digest in steps from the Chinese
bare        as steps, without glossary terms and without writing figures out
lines       translate.md with all lines at once, digest.md: what larger models get
lines-1     translate.md one line at a time, digest.md

For each way: pages with every part, Chinese and at least three takeaways with evidence in range ("whole"); the checks'
errors and warnings in the translation and in the digest; sentences in which no error was found; seconds a page.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

from summarize.checks import check_draft
from summarize.errors import SummarizeError
from summarize.llm.choice import resolve_model
from summarize.llm.client.chat import OpenAIChat
from summarize.llm.local.engine import LocalEngine
from summarize.page.cached_chat import CachedChat, NoReplies
from summarize.page.drafting import digest, translate
from summarize.page.drafting_small import SmallDrafter
from summarize.page.material import abstract_material
from summarize.page.prompter import Prompter
from summarize.page.recipe import Recipe
from summarize.page.repairing import repair
from summarize.prompting.prompt_library import PromptLibrary
from summarize.prompting.templates import Template
from summarize.values import Draft, Finding, Paper

ABSTRACTS = Path(__file__).with_name("abstracts")


@dataclass
class Score:
    """The sums over the papers of one way."""

    papers: int = 0
    whole: int = 0
    refused: int = 0
    sentences: int = 0
    clean: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    errors: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)

    def line(self, way: str) -> str:
        errors = ", ".join(f"{code} {n}" for code, n in self.errors.most_common())
        return (
            f"{way:8} whole {self.whole}/{self.papers} refused {self.refused} clean sentences {self.clean}/{self.sentences} "
            f"errors {self.errors.total()} warnings {self.warnings.total()} "
            f"{self.seconds / max(1, self.papers):.1f} s/page (slowest {self.slowest:.1f}) [{errors}]"
        )


class BarePrompts(PromptLibrary):
    """The shipped prompts with ``translate-small`` without its examples."""

    def template(self, name: str) -> Template:
        template = super().template(name)
        return (
            replace(template, blocks=(template.blocks[0], template.blocks[-1]))
            if name == "translate-small"
            else template
        )


@dataclass(frozen=True, slots=True)
class TermlessPrompter(Prompter):
    """A prompter that mentions no terms of the glossary."""

    def terms(self, *texts: str) -> tuple[str, ...]:
        return ()


def prompter_of(way: str, chat: OpenAIChat, name: str) -> Prompter:
    """Return a prompter that asks in the given way."""
    small = way in ("steps", "bare", "lines-1")
    recipe = Recipe(model=chat.spec.label, endpoint="local", small_model=small)
    cached = CachedChat(chat, recipe, NoReplies(), paper=name)
    if way == "bare":
        return TermlessPrompter(cached, BarePrompts(), recipe)
    if way == "lines-1":
        return LargeTemplates(cached, PromptLibrary(), recipe)
    return Prompter(cached, PromptLibrary(), recipe)


class LargeTemplates(Prompter):
    """A prompter that asks one line at a time with the templates of large models."""

    def template(self, name: str) -> Template:
        return self.prompts.template(name)


async def draft_of(way: str, prompter: Prompter, paper: Paper, sentences: tuple[str, ...]) -> Draft:
    """Return one page's draft, asked for in one of the ways."""
    if way in ("steps", "bare"):
        drafter = SmallDrafter(prompter)
        translation = await drafter.translation(paper.title, sentences)
        parts = await drafter.digest(translation, drafter.keys_of_abstract(translation))
    else:
        translation = await translate(prompter, paper.title, sentences)
        parts = await digest(prompter, paper.title, abstract_material(paper, sentences))
    return Draft(translation.title_zh, translation.sentences, parts.one_line, parts.summary, parts.takeaways)


def is_whole(draft: Draft, sentences: int) -> bool:
    """Whether every part is there, in Chinese, with three takeaways that cite sentences which exist."""

    def chinese(text: str) -> bool:
        return len(re.findall("[\u4e00-\u9fff]", text)) >= 4

    marked = [t for t in draft.takeaways if t.evidence and all(1 <= (e.sentence or 0) <= sentences for e in t.evidence)]
    texts = [draft.title_zh, draft.one_line, draft.summary, *(s.zh for s in draft.sentences), *(t.text for t in marked)]
    return len(draft.sentences) == sentences and len(marked) >= 3 and all(map(chinese, texts))


async def measure(way: str, engine: LocalEngine, args: argparse.Namespace) -> Score:
    score = Score()
    spec = resolve_model("local/starter", env={}, key_dir=Path()).spec
    spec = replace(spec, base_url=engine.base_url, key=engine.key)
    async with OpenAIChat(spec) as chat:
        for path in sorted(ABSTRACTS.glob("*.json"))[: args.papers]:
            paper = json.loads(path.read_text(encoding="utf-8"))
            sentences = tuple(paper["sentences"])
            record = Paper("", 0, paper["title"], " ".join(sentences))
            prompter = prompter_of(way, chat, path.stem)
            material = abstract_material(record, sentences)
            glossary, source = prompter.glossary, material.source
            began = time.monotonic()
            score.papers += 1
            findings: tuple[Finding, ...] = ()
            draft = None
            try:
                draft = await draft_of(way, prompter, record, sentences)
                if args.repair:
                    draft, findings = await repair(
                        prompter,
                        draft,
                        material,
                        lambda d, s=source, g=glossary: check_draft(d, s, g),  # type: ignore[misc]
                    )
                else:
                    findings = check_draft(draft, source, glossary)
            except SummarizeError as error:
                score.refused += 1
                print(f"{path.stem}: {error}", file=sys.stderr)
            seconds = time.monotonic() - began
            score.seconds += seconds
            score.slowest = max(score.slowest, seconds)
            findings = tuple(f for f in findings if f.state == "open")
            wrong = {f.sentence for f in findings if f.unit == "abstract" and f.severity == "error"}
            score.sentences += len(sentences)
            score.clean += len(sentences) - len(wrong) if draft else 0
            score.whole += draft is not None and is_whole(draft, len(sentences))
            for f in findings:
                part = "" if f.unit in ("title", "abstract") else " (digest)"
                (score.errors if f.severity == "error" else score.warnings)[f.code + part] += 1
            if args.show and draft:
                show(args.show, way, path.stem, draft, findings)
            print(f"{way} {path.stem} {seconds:.1f} s, {len(findings)} findings", file=sys.stderr, flush=True)
    return score


def show(file: Path, way: str, name: str, draft: Draft, findings: tuple[Finding, ...]) -> None:
    with file.open("a", encoding="utf-8") as out:
        print(f"== {way} {name}\n{draft.title_zh}", file=out)
        for s in draft.sentences:
            print(f"[{s.n}] {s.en}\n    {s.zh}", file=out)
        print(f"# {draft.one_line}\n# {draft.summary}", file=out)
        for t in draft.takeaways:
            print(f"- {t.text} {[e.sentence for e in t.evidence]}", file=out)
        for f in findings:
            print(f"  !! {f.severity} {f.unit} {f.sentence} {f.code} {f.message}: {f.source} -> {f.target}", file=out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model_file", type=Path)
    parser.add_argument("--ways", default="steps,lines")
    parser.add_argument("--papers", type=int, default=20)
    parser.add_argument("--repair", action="store_true", help="Also repair, and count what stays open.")
    parser.add_argument("--show", type=Path, help="Append pages and findings to this file.")
    args = parser.parse_args()
    with LocalEngine.start(args.model_file, context=8192) as engine:
        for way in args.ways.split(","):
            print(asyncio.run(measure(way, engine, args)).line(way), flush=True)


if __name__ == "__main__":
    main()
