"""Which labels a page has. Their words stand in ``simplified_labels.py`` and ``traditional_labels.py``."""

from __future__ import annotations

from dataclasses import dataclass

from summarize.checks.check_table import CHECKS


# There is one value a script, so that it is compared by identity. Methods that go through all fields take 1.5 ms to make.
@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Words:
    """The labels of a page in one script. Those with ``{}`` are filled with ``str.format``."""

    lang: str
    authors: str
    date: str
    updated: str
    added: str
    matched: str
    unwanted: str
    author: str
    category: str
    and_more: str
    rest: str
    rest_count: str
    rest_note: str
    unfold: str
    folded: str
    categories: str
    comment: str
    journal: str
    links: str
    mentioned: str
    abs_page: str
    code: str
    project: str
    one_line: str
    abstract: str
    summary: str
    takeaways: str
    sections: str
    figures: str
    findings: str
    repaired: str
    overview: str
    contents: str
    failures: str
    failed: str
    paper: str
    title: str
    first_takeaway: str
    made_from: str
    made_how: str
    paper_date: str
    local_pdf: str
    read_abstract: str
    read_pdf: str
    read_html: str
    left_out: str
    parts_left_out: tuple[tuple[str, str], ...]
    table: str
    parts: str
    hidden: str
    hidden_instruction: str
    model: str
    prompts: str
    program: str
    made: str
    checks: str
    checks_passed: str
    checks_open: str
    checks_hints: str
    checks_skipped: str
    small_model: str
    warning: str
    warning_unchecked: str
    papers_count: str
    sentence: str
    page: str
    section: str
    takeaway: str
    no_title: str
    evidence: str
    repaired_all: str
    expected: str
    expected_lost: str
    quoted: str
    translated_as: str
    copied_as: str
    translation_is: str
    original_is: str
    as_at: str
    hint: str
    skip: str
    search: str
    search_hint: str
    all: str
    only_doubtful: str
    language: str
    both: str
    theme: str
    theme_auto: str
    theme_light: str
    theme_dark: str
    papers_found: str
    nothing_found: str
    marks: str
    unread: str
    starred: str
    read: str
    marks_count: str
    all_read: str
    marks_lost: str
    shortcuts: str
    key_next: str
    key_move: str
    key_read: str

    def fault(self, code: str) -> str:
        """Return the name of the check with that code; the code itself where it is not known."""
        check = CHECKS.get(code)
        if check is None:
            return code
        return check.name_hant if self.lang == "zh-Hant" else check.name_hans

    def where(self, unit: str, sentence: int | None) -> str:
        """Return the words for a unit, or for one sentence or takeaway of it; another unit's name as it is."""
        if unit == "abstract" and sentence:
            return self.sentence.format(sentence)
        if unit == "takeaways" and sentence:
            return self.takeaway.format(sentence)
        return {
            "title": self.title,
            "abstract": self.abstract,
            "one_line": self.one_line,
            "summary": self.summary,
            "takeaways": self.takeaways,
        }.get(unit, unit)
