"""``summarize check`` on pages prints a line for each finding and a count, and its exit status tells what was found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from summarize.checks import CHECKS
from summarize.commands.check import check

PAGE = """\
# Counting Sparrows from Space

**Title (ZH)**: 从太空清点麻雀

**Abstract**: We count 1,200 sparrows. The error is at most 5%.

**Abstract (ZH)**: 我们清点了 1,500 只麻雀。误差最多为 5%。
"""
CLEAN = PAGE.replace("1,500", "1,200")
DIGEST = "## Counting Sparrows from Space\n[从太空清点麻雀](https://arxiv.org/abs/2501.01234)\n\n好的，以下是翻译：我们清点麻雀。\n"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SUMMARIZE_HOME", str(tmp_path / "home"))
    return tmp_path


def run(*args: str, text: str | None = None) -> Result:
    return CliRunner().invoke(check, list(args), input=text)


def write(folder: Path, text: str, name: str = "page.md") -> str:
    file = folder / name
    file.write_text(text, "utf-8")
    return str(file)


def test_a_finding_has_its_file_line_and_column_and_the_words_of_both_sides(tmp_path: Path) -> None:
    file = write(tmp_path, PAGE)
    result = run(file)
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "Counting Sparrows from Space",
        f"{file}:7:26 number-changed sentence 1: 1,200 became 1,500",
        "    1,200 → 1,500",
        "    我们清点了 1,500 只麻雀。",
        "",
        "1 error, 0 warnings in 2 texts of 1 paper",
    ]
    assert PAGE.splitlines()[6][25:].startswith("1,500")


def test_a_clean_page_ends_with_0(tmp_path: Path) -> None:
    result = run(write(tmp_path, CLEAN))
    assert (result.exit_code, result.output) == (0, "0 errors, 0 warnings in 2 texts of 1 paper\n")


def test_standard_input_is_read() -> None:
    result = run("-", text=PAGE)
    assert result.exit_code == 1
    assert result.output.splitlines()[1].startswith("<stdin>:7:26 number-changed")


def test_github_format_is_a_workflow_command(tmp_path: Path) -> None:
    result = run("--output-format", "github", write(tmp_path, PAGE))
    line = result.stdout.splitlines()[0]
    assert line.startswith("::error file=")
    assert ",line=7,col=26,title=number-changed::Counting Sparrows from Space, sentence 1: 1,200 became 1,500" in line


def test_a_workflow_command_is_escaped_as_github_reads_it(tmp_path: Path) -> None:
    """Source: ``escapeData`` and ``escapeProperty`` of @actions/core."""
    file = write(tmp_path, PAGE.replace("1,500 只麻雀。误差最多为 5%", "1,200 只麻雀。误差最多为 9%"), "a, 50%:b.md")
    line = run("--output-format", "github", file).stdout.splitlines()[0]
    properties, _, message = line.removeprefix("::error ").partition("::")
    assert "a%2C 50%25%3Ab.md" in properties
    assert "9%25" in message and "9% " not in message


#: Twenty papers, each with the same half-width comma.
FORMAT = "".join(
    f"# Counting {bird} from Space\n\n**Title (ZH)**: 从太空清点鸟类\n\n**Abstract**: We see it, and we count it.\n\n"
    "**Abstract (ZH)**: 我们看到它,并且清点它。\n\n---\n"
    for bird in ("sparrows", "pigeons", "swallows", "magpies") * 5
)


def test_one_format_finding_is_shown_a_few_times_and_then_counted(tmp_path: Path) -> None:
    file = write(tmp_path, FORMAT)
    shown = run(file).output
    assert shown.count(" format (warning) ") == 3
    assert "17 more format: half-width , between Chinese characters (--max-same 0 shows all)" in shown
    assert ", 20 warnings in" in shown
    assert run("--max-same", "0", file).output.count(" format (warning) ") == 20
    github = run("--output-format", "github", "--max-same", "1", file).stdout.splitlines()
    assert [line.count("title=format") for line in github] == [1, 1]
    assert "19 more format" in github[1]


def test_statistics_count_by_code_with_the_most_frequent_first(tmp_path: Path) -> None:
    file = write(tmp_path, FORMAT + PAGE)
    lines = run("--statistics", file).output.splitlines()
    assert lines[0].split()[:2] == ["20", "format"]
    assert lines[1].split()[:2] == ["1", "number-changed"]
    assert lines[1].endswith(CHECKS["number-changed"].name)
    assert lines[-1].startswith("1 error, 20 warnings")
    rows = json.loads(run("--statistics", "--output-format", "json", file).stdout)
    assert [(row["code"], row["count"], row["errors"]) for row in rows] == [("format", 20, 0), ("number-changed", 1, 1)]


def test_json_has_every_finding_with_paper_sentence_and_passage(tmp_path: Path) -> None:
    file = write(tmp_path, PAGE)
    result = run("--output-format", "json", file, write(tmp_path, FORMAT, "format.md"))
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert (found["schema"], found["errors"], found["warnings"]) == (1, 1, 20)
    first, second = found["files"]
    assert (first["file"], first["papers"], first["texts"], first["without_english"]) == (file, 1, 2, [])
    assert len(second["findings"]) == 20
    (finding,) = first["findings"]
    assert finding == {
        "line": 7,
        "column": 26,
        "paper": {"id": "", "title": "Counting Sparrows from Space"},
        "passage": "我们清点了 1,500 只麻雀。",
        "code": "number-changed",
        "severity": "error",
        "message": "1,200 became 1,500",
        "unit": "abstract",
        "sentence": 1,
        "source": "1,200",
        "target": "1,500",
        "state": "open",
        "expected": "",
    }


def test_findings_of_a_paper_stand_below_its_id_and_title(tmp_path: Path) -> None:
    one = "# Counting Sparrows {n}\n\n**Title (ZH)**: 清点\n\n**Link**: https://arxiv.org/abs/2501.0000{n}\n\n"
    one += "**Abstract**: We count 1,200 sparrows.\n\n**Abstract (ZH)**: 我们清点 1,500 只麻雀。\n\n---\n"
    lines = run(write(tmp_path, one.format(n=1) + one.format(n=2))).output.splitlines()
    heads = [n for n, line in enumerate(lines) if line.startswith("2501.0000")]
    assert [lines[n] for n in heads] == ["2501.00001 Counting Sparrows 1", "2501.00002 Counting Sparrows 2"]
    assert lines[heads[1] - 1] == ""


def test_json_lines_and_the_formats_of_pages_do_not_go_together(tmp_path: Path) -> None:
    for words in (("--statistics",), ("--output-format", "json")):
        assert run("--json", *words, "-", text="").exit_code == 2


def test_only_a_terminal_gets_colours(tmp_path: Path) -> None:
    assert "\x1b" not in run(write(tmp_path, PAGE)).output


def test_many_papers_without_english_are_named_in_part(tmp_path: Path) -> None:
    digest = "".join(DIGEST.replace("01234", f"0123{n}").replace("好的，以下是翻译：", "") + "\n" for n in range(8))
    said = run("--offline", write(tmp_path, digest)).stderr.splitlines()
    assert len(said) == 4
    assert said[-1].endswith("5 more papers without English")


def test_codes_can_be_selected_and_ignored(tmp_path: Path) -> None:
    file = write(tmp_path, PAGE)
    assert run("--ignore", "number-changed", file).exit_code == 0
    assert run("--ignore", "number", file).exit_code == 0
    assert run("--select", "chatter,garbage", file).exit_code == 0
    assert run("--select", "number-changed", file).exit_code == 1
    unknown = run("--select", "nonsense", file)
    assert unknown.exit_code == 2 and "nonsense" in unknown.stderr


def test_a_digest_without_english_is_checked_in_chinese_alone_and_says_so(tmp_path: Path) -> None:
    result = run("--offline", write(tmp_path, DIGEST))
    assert result.exit_code == 1
    assert "chatter" in result.stdout and "(1 checked without the English)" in result.stdout
    assert "2501.01234: no English for this" in result.stderr


def test_a_page_that_holds_no_paper_ends_with_2(tmp_path: Path) -> None:
    result = run(write(tmp_path, "hello\n"))
    assert result.exit_code == 2 and "page.md:1: no paper" in result.stderr
    assert run(str(tmp_path / "nothing.md")).exit_code == 2
    assert run(write(tmp_path, "", "empty.md")).exit_code == 0


def own(**more: object) -> dict[str, object]:
    return {
        "schema": 1,
        "paper": {"id": "2501.01234", "version": 1, "title": "Counting Sparrows"},
        "title_zh": "清点麻雀",
        "sentences": [{"n": 1, "en": "We count 1,200 sparrows.", "zh": "我们清点了 1,500 只麻雀。"}],
        "one_line": "",
        "summary": "清点了 1,200 只麻雀。",
        "takeaways": [{"text": "共有 1,200 只。", "evidence": [{"sentence": 1}]}],
        "read": {"what": "abstract"},
        "error": None,
        **more,
    }


def test_our_own_json_is_checked_sentence_by_sentence(tmp_path: Path) -> None:
    one = write(tmp_path, json.dumps(own(), ensure_ascii=False, indent=1), "one.json")
    many = write(tmp_path, json.dumps({"schema": 1, "papers": [own()]}), "many.json")
    rows = write(
        tmp_path, json.dumps(own(), ensure_ascii=False) + "\n" + json.dumps(own(), ensure_ascii=False) + "\n", "a.jsonl"
    )
    for file, errors in ((one, 1), (many, 1), (rows, 2)):
        result = run(file)
        assert result.exit_code == 1
        assert result.output.count("number-changed") == errors, result.output
    assert ":2:" in run(rows).output


def test_a_failed_paper_in_json_is_passed_over(tmp_path: Path) -> None:
    failed = {"schema": 1, "paper": {"id": "2501.01234"}, "error": {"code": "not-found", "message": "…"}}
    assert run(write(tmp_path, json.dumps(failed), "failed.json")).exit_code == 0


def test_json_that_is_not_ours_ends_with_2_and_names_the_line(tmp_path: Path) -> None:
    broken = run(write(tmp_path, '{"a": 1}\n{"b":\n', "bad.jsonl"))
    assert broken.exit_code == 2 and "bad.jsonl:" in broken.stderr
    assert run(write(tmp_path, '{"id": 1}', "other.json")).exit_code == 2


@pytest.mark.parametrize("code", CHECKS)
def test_every_code_is_explained(code: str) -> None:
    result = run("--explain", code)
    assert result.exit_code == 0
    explained = CHECKS[code]
    for said in (explained.name, explained.name_hans, explained.name_hant, explained.severity):
        assert said in result.output.split("\n\n")[0]
    assert explained.explanation in result.output and explained.spared in result.output
    for example in (*explained.bad, *explained.good):
        assert example.source in result.output


def test_an_example_is_shown_with_both_sides() -> None:
    output = run("--explain", "untranslated").output
    assert "Reported, for example:\n  We study private equity firms.\n  → 我们研究私人 equity 公司。\n" in output
    assert "Right, for example:\n  We train on 3 billion tokens.\n  → 我们在 30 亿 token 上训练。\n" in output


def test_an_unknown_code_cannot_be_explained() -> None:
    assert run("--explain", "nonsense").exit_code == 2


def test_what_a_page_was_made_from_is_not_held_against_the_english(tmp_path: Path) -> None:
    made = "来源：arXiv:2501.01234v1（2025-01-30）；依据摘要；模型：acme/kite；生成：2026-11-21；核对：通过。"
    page = f"{CLEAN}\n**Takeaways**\n\n1. 共有 1,200 只麻雀。\n\n---\n\n{made}\n"
    result = run(write(tmp_path, page))
    assert (result.exit_code, result.output) == (0, "0 errors, 0 warnings in 3 texts of 1 paper\n")


#: Wrong shapes of our own JSON.
WRONG_JSON = {
    "a list where an object stands": {
        "paper": {"id": "2501.01234", "title": "Sparrows"},
        "title_zh": "麻雀",
        "read": [1],
    },
    "a paper that is a list": {"paper": [1], "title_zh": "麻雀"},
    "sentences that are numbers": {
        "paper": {"id": "2501.01234", "title": "Sparrows"},
        "title_zh": "麻雀",
        "sentences": [1],
    },
}


@pytest.mark.parametrize("name", WRONG_JSON)
def test_json_of_a_wrong_shape_ends_with_2(name: str, tmp_path: Path) -> None:
    result = run(write(tmp_path, json.dumps(WRONG_JSON[name], ensure_ascii=False), "wrong.json"))
    assert result.exit_code == 2
    assert "wrong.json:1:" in result.stderr


def test_json_that_is_nested_too_deeply_ends_with_2(tmp_path: Path) -> None:
    assert run(write(tmp_path, "[" * 100_000, "deep.json")).exit_code == 2


@pytest.mark.timeout(20)
def test_a_long_bracket_at_the_end_of_a_takeaway_is_its_own_words(tmp_path: Path) -> None:
    said = (
        "误差最多为 7%（用一台只有四个核心的旧计算机在三个周末里断断续续地训练整整五天又六个小时之后才终于得到的模型）优于基线"
        + "，效果很好" * 3
    )
    page = CLEAN + f"\n## 要点\n\n1. {said}（[第 2 句](#s2)、[第 1 句](#s1)）\n2. 方法{'（很快' * 3000}\n"
    assert "7%" in run(write(tmp_path, page)).output
    long = CLEAN + f"\n## 要点\n\n1. 误差最多为 7%（{'这句话' * 2000}）\n"
    assert "7%" in run(write(tmp_path, long)).output
