"""Thinking that a model writes into its reply, between tags of its own."""

from __future__ import annotations

import re

#: A tag that opens or closes a block of thinking. Group 1 is ``/`` in a closing tag, group 2 is the name.
THINKING_TAG = re.compile(r"<(/?)(think|thinking|thought|reasoning)>", re.IGNORECASE)
#: The longest such tag, in characters.
LONGEST_TAG = len("</reasoning>")


def without_thinking(reply: str) -> str:
    """Return a reply without its thinking: whole blocks, a block without its beginning, a block without its end.

    The time is linear in the length of the reply, however many tags it has.
    """
    if not (tags := list(THINKING_TAG.finditer(reply))):
        return reply
    last_close = {tag[2].lower(): tag.start() for tag in tags if tag[1]}
    kept: list[str] = []
    position, inside = 0, ""
    for tag in tags:
        name = tag[2].lower()
        if inside:
            if tag[1] and name == inside:
                inside, position = "", tag.end()
        elif not tag[1] and last_close.get(name, -1) > tag.start():
            kept.append(reply[position : tag.start()])
            inside = name
    text = "".join(kept) + reply[position:]
    if end := next((tag for tag in THINKING_TAG.finditer(text) if tag[1]), None):
        text = text[end.end() :]
    begun = THINKING_TAG.search(text)
    while begun and begun[1]:
        begun = THINKING_TAG.search(text, begun.end())
    return text[: begun.start()] if begun else text
