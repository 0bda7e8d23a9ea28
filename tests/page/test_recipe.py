"""The key of a result depends on every field of its recipe, and on nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import pytest

from summarize.page.recipe import Recipe

BASE = Recipe(model="custom/m", endpoint="http://127.0.0.1:8080/v1", checks={"number-changed": "1"})


def _another(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, Mapping):
        return {**value, "one more": "1"}
    if value is None:
        return "something"
    return f"{value} else"


@pytest.mark.parametrize("name", [field.name for field in fields(Recipe)])
def test_another_value_of_any_field_is_another_key(name: str) -> None:
    changed = replace(BASE, **{name: _another(getattr(BASE, name))})
    assert changed.key("2501.10001v2") != BASE.key("2501.10001v2")


def test_equal_recipes_have_one_key_and_two_papers_have_two() -> None:
    assert replace(BASE).key("2501.10001v2") == BASE.key("2501.10001v2")
    assert BASE.key("2501.10001v1") != BASE.key("2501.10001v2")


def test_the_order_in_which_parameters_are_named_does_not_matter() -> None:
    one, other = replace(BASE, parameters={"a": 1, "b": 2}), replace(BASE, parameters={"b": 2, "a": 1})
    assert one.key("x") == other.key("x")


def test_templates_follow_from_what_is_read_and_from_the_model() -> None:
    assert BASE.template_names == ("translate", "digest", "repair", "repair-digest")
    assert "notes" in replace(BASE, read="pdf").template_names
    assert "section" in replace(BASE, read="html", sections=True).template_names
    assert replace(BASE, small_model=True).template_names[:2] == ("translate-small", "digest-small")
