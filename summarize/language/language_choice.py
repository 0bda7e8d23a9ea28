"""Which language the program speaks: what was asked for, or what the locale of the environment says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from summarize.language.catalogue import Language

#: What ``--lang`` takes. ``zh`` is Simplified Chinese.
CHOICES = ("en", "zh", "zh-Hant")
VARIABLE = "SUMMARIZE_LANG"
_OPTION = "--lang"
#: The variables of a locale for messages, the first that is set counts (GNU gettext manual, "Locale Environment
#: Variables"). LANGUAGE is a list of languages and comes before them.
_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
#: Regions and scripts whose Chinese is Traditional.
_TRADITIONAL = frozenset({"tw", "hk", "mo", "hant"})


def named_language(name: str) -> Language | None:
    """Return the language that ``zh``, ``zh-Hant``, ``zh_TW.UTF-8`` or ``en_US`` names, or None for another one."""
    parts = name.lower().partition(".")[0].partition("@")[0].replace("-", "_").split("_")
    if parts[0] == "zh":
        hans = "hans" in parts
        return "zh-Hant" if not hans and _TRADITIONAL.intersection(parts[1:]) else "zh-Hans"
    return "en" if parts[0] in ("en", "c", "posix") else None


def locale_language(env: Mapping[str, str]) -> Language:
    """Return the language of the locale: LANGUAGE, LC_ALL, LC_MESSAGES, LANG, in that order; English without any.

    LANGUAGE counts only where the locale is not ``C``, as in gettext. Languages of it that the program does not speak
    are passed over.
    """
    locale = next((env[name] for name in _LOCALE_VARIABLES if env.get(name)), "")
    if locale.partition(".")[0] not in ("C", "POSIX"):
        for name in env.get("LANGUAGE", "").split(":"):
            if language := named_language(name):
                return language
    return named_language(locale) or "en"


def asked_language(args: Sequence[str], env: Mapping[str, str]) -> Language | None:
    """Return the language that ``--lang`` or SUMMARIZE_LANG names, or None where neither does.

    The last ``--lang`` counts, wherever it stands before ``--``. A wrong name is left to the parser of options to tell.
    """
    asked = ""
    for word, following in zip(args, [*args, ""][1:], strict=True):
        if word == "--":
            break
        if word == _OPTION:
            asked = following
        elif word.startswith(f"{_OPTION}="):
            asked = word.removeprefix(f"{_OPTION}=")
    asked = asked or env.get(VARIABLE, "")
    return named_language(asked) if asked in CHOICES else None


def words_of_lang(args: Sequence[str]) -> int:
    """Return how many words at the beginning of the command line belong to ``--lang``."""
    count = 0
    while args[count : count + 1] and (args[count] == _OPTION or args[count].startswith(f"{_OPTION}=")):
        count += 2 if args[count] == _OPTION else 1
    return min(count, len(args))
