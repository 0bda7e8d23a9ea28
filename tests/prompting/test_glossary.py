"""The glossary finds terms as papers write them, and says what is wrong with a file."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from summarize.errors import GlossaryError
from summarize.prompting.glossary import Glossary, Term, load_glossary


@pytest.fixture(scope="module")
def packaged() -> Glossary:
    return load_glossary()


def _own(tmp_path: Path, text: str) -> Glossary:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return load_glossary(path)


def _names(glossary: Glossary, text: str) -> list[str]:
    return [term.en for term in glossary.occurring(text)]


def test_the_glossary_covers_the_field(packaged: Glossary) -> None:
    assert len(packaged.terms) >= 400
    assert sum(bool(term.avoid or term.wrong) for term in packaged.terms) >= 300


def test_no_rendering_stands_in_its_own_lists_of_wrong_ones(packaged: Glossary) -> None:
    for term in packaged.terms:
        for bad in (*term.avoid, *term.wrong):
            assert bad not in term.zh, term.en


def test_no_english_form_belongs_to_two_terms(packaged: Glossary) -> None:
    owner: dict[str, str] = {}
    for term in packaged.terms:
        for form in (term.en, *term.also):
            assert owner.setdefault(form.casefold(), term.en) == term.en, form


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("We use attention heads of two layers.", "attention head"),
        ("ATTENTION is all: Multi-Head Attention", "multi-head attention"),
        ("Finetuning a model", "fine-tuning"),
        ("fine tuning", "fine-tuning"),
        ("It is fine-tuned on tables.", "fine-tuning"),
        ("chain of thought traces", "chain-of-thought"),
        ("a small corpus; two corpora", "corpus"),
        ("tokenisation of rare scripts", "tokenization"),
        ("in 1-shot trials", "one-shot"),
        ("the model hallucinates", "hallucination"),
        ("LLMs answer", "LLM"),
        ("inter\u2010annotator\nagreement", "inter-annotator agreement"),
    ],
)
def test_a_term_is_found_in_the_form_a_paper_writes_it(packaged: Glossary, text: str, term: str) -> None:
    assert term in _names(packaged, text)


@pytest.mark.parametrize("text", ["a rag doll", "attention, heads", "self. Attention", "transformations", ""])
def test_other_words_are_no_terms(packaged: Glossary, text: str) -> None:
    assert not {"RAG", "attention head", "self-attention", "Transformer"} & set(_names(packaged, text))


def test_of_nested_terms_the_longest_is_named_once(packaged: Glossary) -> None:
    assert _names(packaged, "A large language model is a language model. Large language models win.") == [
        "large language model",
        "language model",
    ]


def test_the_prompt_gets_only_the_terms_of_the_text(packaged: Glossary) -> None:
    lines = packaged.prompt_lines("Transformers with self-attention")
    assert lines == ("Transformer: keep", "self-attention → 自注意力")


def test_taiwans_rendering_is_used_for_traditional_chinese(packaged: Glossary) -> None:
    assert packaged.prompt_lines("few-shot", "zh-Hant") == ("few-shot → 少樣本",)
    assert packaged.prompt_lines("few-shot") == ("few-shot → 少样本",)


def test_a_users_entry_overrides_and_another_adds(tmp_path: Path) -> None:
    glossary = _own(tmp_path, '"Agent" = "代理"\n"flux capacitor" = ["通量电容器", "磁通电容器"]\n')
    assert glossary.occurring("agents and flux capacitors") == (
        Term(en="Agent", zh=("代理",), own=True),
        Term(en="flux capacitor", zh=("通量电容器", "磁通电容器"), own=True),
    )


def test_of_two_files_the_later_one_wins(tmp_path: Path) -> None:
    first, second = tmp_path / "1.toml", tmp_path / "2.toml"
    first.write_text('"agent" = "甲"', encoding="utf-8")
    second.write_text('[terms]\n"agent" = "乙"', encoding="utf-8")
    assert load_glossary(first, second).prompt_lines("agent") == ("agent → 乙",)


def test_the_digest_follows_the_content(tmp_path: Path, packaged: Glossary) -> None:
    assert load_glossary().digest == packaged.digest
    one = _own(tmp_path, '"agent" = "甲"').digest
    assert one != packaged.digest
    assert one != _own(tmp_path, '"agent" = "乙"').digest


def test_a_glossary_survives_pickling(packaged: Glossary) -> None:
    copy = pickle.loads(pickle.dumps(packaged))
    assert copy.digest == packaged.digest
    assert copy.occurring("tokens") == packaged.occurring("tokens")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('"agent" = "甲"\n"judge" = 3\n', "line 2: 'judge': must be"),
        ('"agent" = "甲"\n\n"judge" = { zh = "评判", avoid = ["评判"] }\n', "line 3: 'judge': 评判 is both accepted"),
        ('"judge" = { zn = "评判" }\n', "unknown key 'zn'"),
        ('"judge" = { zh = [""] }\n', "zh must be a string or a list"),
        ('"judge" = { zh = ["评判", "评判"] }\n', "zh has a string twice"),
        ('"judge" = { when = ["@nowhere"], avoid = ["法官"] }\n', "unknown context '@nowhere'"),
        ('"judge" = { keep = "yes" }\n', "keep must be true or false"),
        ('"judge" = {}\n', "says nothing"),
        ('"judge" = "甲"\n"Judge" = "乙"\n', "line 2: 'Judge': stands twice"),
        ('"judge" = "甲"\n"judge" = "乙"\n', "(at line 2"),
        ("judge 评判\n", "(at line 1"),
        ('"--" = "甲"\n', "has no word"),
        ("contexts = 1\n", "'contexts': must be a table"),
    ],
)
def test_an_entry_that_is_not_understood_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(GlossaryError) as caught:
        _own(tmp_path, text)
    assert said in str(caught.value)
    assert "mine.toml" in str(caught.value)


def test_a_file_that_is_not_there_or_not_text_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GlossaryError, match=r"gone\.toml cannot be read"):
        load_glossary(tmp_path / "gone.toml")
    latin = tmp_path / "gbk.toml"
    latin.write_bytes('"agent" = "x"\n"judge" = "评判"\n'.encode("gbk"))
    with pytest.raises(GlossaryError, match=r"gbk\.toml, line 2: not UTF-8"):
        load_glossary(latin)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('"a b" = ' + "[" * 5_000 + '"x"' + "]" * 5_000, "nested too deeply"),
        ("x = " + "[" * 100_000, "nested too deeply"),
        ("x = " + "{a=" * 5_000 + "1" + "}" * 5_000, "nested too deeply"),
        (".".join("a" * 50_000) + " = 1", "nested too deeply"),
        ("a = " + "9" * 5_000, "4300 digits"),
        ("a = 1979-05-27", "must be a rendering"),
        ("a = nan", "must be a rendering"),
        ('"a' + "\x00" * 3 + '" = "x"', "Illegal character"),
        ('"' + "a " * 100_000 + '" = 1', "a …': must be"),
        ("# " + "x" * 5_000_000, "longer than 4 MB"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else None,
)
def test_a_file_made_to_do_harm_is_an_error(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(GlossaryError, match=r"mine\.toml") as caught:
        _own(tmp_path, text)
    assert said in str(caught.value)
    assert len(str(caught.value)) < 1_000
