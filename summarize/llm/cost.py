"""The cost of calls: an estimate of tokens where a server does not count them, money where a price is known."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from summarize.characters import EAST_ASIAN
from summarize.values import Message, Usage

# Characters a token in English prose of papers, LaTeX included. It is rounded so that tokens are rather over-estimated.
_CHARS_PER_TOKEN = 4.1
# Chinese: about 0.6 tokens a character (DeepSeek's documentation), 1.5 to 1.8 characters a token (Qwen's).
_TOKENS_PER_CJK = 0.65
_TOKENS_PER_OTHER = 0.5  # Greek, Cyrillic, mathematical signs
_TOKENS_PER_MESSAGE = 4  # role and separators of the chat template

# Han and what is written full width, and also Hangul: tokenizers count it alike.
_CJK = re.compile(f"[{EAST_ASIAN}\uac00-\ud7af\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars per million tokens in and out, and the ISO date (``checked``) on which ``source`` stated them."""

    input_usd: float
    output_usd: float
    checked: str
    source: str

    def cost_usd(self, prompt_tokens: int, completion_tokens: int) -> float:
        """Return the price of so many tokens in US dollars."""
        return (prompt_tokens * self.input_usd + completion_tokens * self.output_usd) / 1_000_000


def estimate_tokens(text: str) -> int:
    """Return about how many tokens ``text`` is, without a tokenizer: 0 for empty text, at least 1 otherwise."""
    if not text:
        return 0
    cjk = len(_CJK.findall(text)) if not text.isascii() else 0
    ascii_chars = len(text) if text.isascii() else len(text.encode("ascii", "ignore"))
    other = len(text) - ascii_chars - cjk
    return math.ceil(ascii_chars / _CHARS_PER_TOKEN + cjk * _TOKENS_PER_CJK + other * _TOKENS_PER_OTHER)


def estimate_prompt_tokens(messages: Iterable[Message]) -> int:
    """Return about how many tokens a request with these messages is."""
    return sum(estimate_tokens(m.content) + _TOKENS_PER_MESSAGE for m in messages)


def usage(prompt_tokens: int, completion_tokens: int, price: Price | None, *, estimated: bool = False) -> Usage:
    """Return the usage of one call. Its cost is None where no price is known."""
    cost = price.cost_usd(prompt_tokens, completion_tokens) if price is not None else None
    return Usage(prompt_tokens, completion_tokens, cost, estimated)


def format_cost(cost_usd: float | None) -> str:
    """Return ``$0.0123``, ``$1.50``, ``under $0.0001``, or "price not known" for None."""
    if cost_usd is None:
        return "price not known"
    if cost_usd == 0:
        return "$0"
    if cost_usd < 0.0001:
        return "under $0.0001"
    return f"${cost_usd:.2f}" if cost_usd >= 1 else f"${cost_usd:.4f}"


def format_usage(usage: Usage) -> str:
    """Return one line for people: tokens in and out, and the money, with "about" where tokens were estimated."""
    prompt, completion = f"{usage.prompt_tokens:,}", f"{usage.completion_tokens:,}"
    counts = (
        f"about {prompt} tokens in, about {completion} out"
        if usage.estimated
        else f"{prompt} tokens in, {completion} out"
    )
    about = "about " if usage.estimated else ""
    return f"{counts}, {about if usage.cost_usd else ''}{format_cost(usage.cost_usd)}"
