"""The key of a call, taken out of a reply in which the server sends it back."""

from __future__ import annotations

#: A shorter key is a word that a server without keys is given ("ollama", "lm-studio"), and may stand in a text.
_SHORTEST_KEY = 12
_IN_ITS_PLACE = "[key]"


class KeyMask:
    """A filter for the text of one reply, in pieces or whole.

    ``sent`` is the text that was asked about: a key that stands in it is a word of the paper, and stays.
    """

    def __init__(self, key: str, sent: str) -> None:
        self._key = key if len(key) >= _SHORTEST_KEY and key not in sent else ""
        self._held = ""  # the end of the last piece, where it may be the beginning of the key

    def whole(self, text: str) -> str:
        """Return a whole text without the key."""
        return text.replace(self._key, _IN_ITS_PLACE) if self._key else text

    def piece(self, text: str) -> str:
        """Return what of a text that comes in pieces can be shown: "" while a piece may be the beginning of the key."""
        if not self._key:
            return text
        text = self.whole(self._held + text)
        if self._key[0] not in text[1 - len(self._key) :]:
            self._held = ""
            return text
        held = next((n for n in range(min(len(self._key) - 1, len(text)), 0, -1) if text.endswith(self._key[:n])), 0)
        shown, self._held = text[: len(text) - held], text[len(text) - held :]
        return shown

    def rest(self) -> str:
        """Return what was held back, at the end of the text."""
        held, self._held = self._held, ""
        return held
