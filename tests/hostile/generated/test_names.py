"""A word is a paper's name, which is read back, or is refused with an error of ours."""

from __future__ import annotations

from hypothesis import example, given

from tests.hostile.generated.inputs import TEXTS
from tests.hostile.generated.properties import names_are_read_back
from tests.hostile.generated.settings import tries


@example("arXiv:2501.18585v2")
@example("hep-th/9901001 \x00 2513.00001")
@given(TEXTS)
@tries(200)
def test_a_name_is_read_back_or_refused(text: str) -> None:
    names_are_read_back(text)
