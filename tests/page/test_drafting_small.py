"""A small model is asked for one thing at a time, and answers that cannot be used are dealt with."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import pytest

from summarize.errors import ReplyTooLong, ReplyUnusable
from summarize.page.cached_chat import CachedChat, NoReplies
from summarize.page.drafting import Translation
from summarize.page.drafting_small import Key, SmallDrafter
from summarize.page.prompter import Prompter
from summarize.page.recipe import Recipe
from summarize.prompting.prompt_library import PromptLibrary
from summarize.prompting.replies import DigestReply
from summarize.values import Completion, Evidence, Message, Sentence, Source, Usage

TITLE = "Brackwater: Forecasting Fog"
SENTENCES = (
    "We present Brackwater, a forecaster for fog.",
    "It was trained on 3.2 million readings.",
    "Accuracy improves from 64% to 81%.",
    "The forecaster fails near rivers.",
)
CHINESE = (
    "Brackwater：预报雾",
    "我们提出雾的预报器 Brackwater。",
    "它用 320 万个读数训练。",
    "准确率从 64% 提高到 81%。",
    "该预报器在河流附近失效。",
)
IN_CHINESE = dict(zip((TITLE, *SENTENCES), CHINESE, strict=True))

AnswerFunction = Callable[[str], str]


class Model:
    """A model that answers by the last line of the last message. ``asked`` has every last message."""

    def __init__(self, answer: AnswerFunction) -> None:
        self.answer, self.asked = answer, list[str]()

    async def complete(
        self,
        messages: Sequence[Message],
        *,
        paper: str = "",
        most_characters: int,
        max_tokens: int | None = None,
        on_text: object = None,
        on_restart: object = None,
    ) -> Completion:
        assert max_tokens is not None, "a small model must be stopped when it begins to repeat itself"
        self.asked.append(messages[-1].content)
        return Completion(self.answer(messages[-1].content), "small", Usage())


def good(question: str) -> str:
    if "要求：用三句话" in question:
        return "我们提出 Brackwater。准确率从 64% 提高到 81%。"
    if "要求：用一句" in question:
        return "Brackwater 把准确率提高到 81%。"
    if "要求：写成" in question:
        return "短的要点。"
    line = question.splitlines()[-1].replace("320 万", "3.2 million")
    return IN_CHINESE.get(line, "这是一个很长的句子的译文，其中有 12 个港口。")


def drafter(model: Model) -> SmallDrafter:
    recipe = Recipe(model="m", endpoint="e", small_model=True)
    return SmallDrafter(Prompter(CachedChat(model, recipe, NoReplies()), PromptLibrary(), recipe))


def translated(model: Model) -> Translation:
    return asyncio.run(drafter(model).translation(TITLE, SENTENCES))


def digested(model: Model) -> DigestReply:
    translation = Translation(
        CHINESE[0], tuple(Sentence(n, SENTENCES[n - 1], CHINESE[n]) for n in range(1, len(CHINESE)))
    )
    small = drafter(model)
    return asyncio.run(small.digest(translation, small.keys_of_abstract(translation)))


def test_title_and_sentences_are_translated_one_by_one_with_figures_written_out() -> None:
    model = Model(good)
    translation = translated(model)
    assert (translation.title_zh, *(s.zh for s in translation.sentences)) == CHINESE
    assert [s.en for s in translation.sentences] == list(SENTENCES)
    assert "It was trained on 320 万 readings." in model.asked


@pytest.mark.parametrize("bad", ["", "译文一\n\n译文二\n\n译文三"], ids=["empty", "several lines"])
def test_a_sentence_without_usable_answer_stays_empty_and_the_others_stand(bad: str) -> None:
    translation = translated(Model(lambda question: bad if "fails" in question else good(question)))
    assert [s.zh for s in translation.sentences] == [*CHINESE[1:-1], ""]


def test_a_model_that_repeats_itself_costs_one_sentence_and_not_the_page() -> None:
    def loops(question: str) -> str:
        if "fails" in question:
            raise ReplyTooLong("cut")
        return good(question)

    assert translated(Model(loops)).sentences[-1].zh == ""


def test_a_model_that_gives_nothing_is_refused() -> None:
    with pytest.raises(ReplyUnusable, match="5 of 5"):
        translated(Model(lambda _: ""))


def test_the_digest_has_all_parts_and_the_evidence_is_the_sentence_itself() -> None:
    parts = digested(Model(good))
    assert parts.one_line == "Brackwater 把准确率提高到 81%。"
    assert parts.summary == "我们提出 Brackwater。准确率从 64% 提高到 81%。"
    assert [(t.text, t.evidence) for t in parts.takeaways] == [
        ("短的要点", (Evidence(sentence=n),)) for n in range(1, 5)
    ]


@pytest.mark.parametrize("bad", ["", "In English.", "准确率提高到 99%。"], ids=["empty", "English", "invented figure"])
def test_a_digest_that_cannot_stand_for_its_sentences_is_made_of_them(bad: str) -> None:
    parts = digested(Model(lambda question: bad))
    assert parts.one_line == CHINESE[0]
    assert parts.summary == "".join(CHINESE[1:4])
    assert [t.text for t in parts.takeaways] == [text.rstrip("。") for text in CHINESE[1:]]


def test_takeaways_of_a_whole_paper_cite_the_pages_of_their_sentences() -> None:
    pages = {
        1: "The sea was calm.",
        2: "Over 12 harbours the median warning came 47 minutes earlier than that of the observers.",
        3: "In harbours that are fed by rivers the forecast fails on 31% of all nights.",
    }
    keys = asyncio.run(drafter(Model(good)).keys_of_text(Source(TITLE, SENTENCES, pages)))
    assert [key.place for key in keys] == [Evidence(page=2), Evidence(page=3)]
    assert all(isinstance(key, Key) and key.zh for key in keys)
