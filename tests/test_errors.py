"""Every error survives pickle and copy with all its fields, and stands in the documented tree."""

from __future__ import annotations

import copy
import importlib
import inspect
import pickle
import pkgutil
from collections.abc import Callable, Iterator

import pytest

import summarize
from summarize import errors
from summarize.errors import ArxivBusy, ContextTooLong, ModelBusy, QuotaUsedUp, SummarizeError

WAYS: dict[str, Callable[[SummarizeError], SummarizeError]] = {
    "pickle": lambda error: pickle.loads(pickle.dumps(error)),
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
}
#: Made-up values of the fields that a leaf adds, by the field's type.
VALUES: dict[str, object] = {"int | None": 8_192, "float | None": 2.5, "str": "a word"}


def _below(kind: type[SummarizeError]) -> Iterator[type[SummarizeError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _below(child)


def _kinds() -> list[type[SummarizeError]]:
    """Return every error of the program, also those of other modules than errors.py."""
    for module in pkgutil.walk_packages(summarize.__path__, "summarize."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    return [kind for kind in dict.fromkeys(_below(SummarizeError)) if kind.__module__.startswith("summarize.")]


def _own_fields(kind: type[SummarizeError]) -> dict[str, object]:
    """Return a value for each keyword argument that ``kind`` adds to those of the root."""
    known = inspect.signature(SummarizeError).parameters
    added = [p for name, p in inspect.signature(kind).parameters.items() if name not in known]
    return {p.name: VALUES[str(p.annotation)] for p in added}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", _kinds(), ids=lambda kind: kind.__name__)
def test_an_error_keeps_all_its_fields(kind: type[SummarizeError], way: str) -> None:
    fields = {"hint": "try again", "paper": "2501.10001", **_own_fields(kind)}
    error = kind("it failed", **fields)  # type: ignore[arg-type]
    error.message = "it failed twice"
    again = WAYS[way](error)
    assert type(again) is kind
    assert vars(again) == {"message": "it failed twice", **fields}
    assert str(again) == "2501.10001: it failed twice"


def test_the_fields_that_leaves_add_are_seen_by_this_test() -> None:
    assert _own_fields(ContextTooLong) == {"limit_tokens": 8_192}
    assert _own_fields(QuotaUsedUp) == _own_fields(ModelBusy) == {"retry_after_s": 2.5}
    assert _own_fields(ArxivBusy) == {}


def test_the_tree_in_the_documentation_has_every_class_of_the_module() -> None:
    drawn = {line.split("── ")[1].split()[0] for line in (errors.__doc__ or "").splitlines() if "── " in line}
    there = {kind.__name__ for kind in _below(SummarizeError) if kind.__module__ == errors.__name__}
    assert drawn | {"SummarizeError"} == there
