"""What is unknown on the page of a mineral has its reason in words: of a plant's part, and of a stage of the chain."""

from types import SimpleNamespace
from typing import Any

import pytest

from portfolio.charts.chains import why_unknown
from portfolio.pages.production_plants import why_not_carried

NOTHING = "give nothing by 2030, so that no plant carries the middle"


@pytest.mark.parametrize(
    ("phase", "middle", "by_facts", "told"),
    [
        (("no start is stated", ""), 0, True, "no start is stated"),
        (("no start is stated", ""), 0, False, f"half of the draws {NOTHING}"),
        (("no start is stated", "only a rough size is known"), None, False, "only a rough size is known"),
        (("", ""), None, True, "it has no part of the middle"),
    ],
)  # fmt: skip
def test_a_plant_without_a_part_says_why(phase, middle, by_facts, told):
    line: Any = SimpleNamespace(
        phase=SimpleNamespace(why=phase[0], why_estimated=phase[1], size_class="A"),
        output=SimpleNamespace(year=2030, p50=middle, p50_estimated=middle),
    )
    assert why_not_carried(line, by_facts=by_facts) == told


@pytest.mark.parametrize(
    ("why", "left_out", "output", "told"),
    [
        ("no conversion is on record", (), None, "no conversion is on record"),
        ("", ("gramercy",), None, "no output is known of Gramercy"),
        ("", (), None, "nothing is known to be made there"),
        ("", (), 5, "its yield is not known"),
    ],
)
def test_a_stage_without_a_bar_says_why(why, left_out, output, told):
    one = SimpleNamespace(
        output=SimpleNamespace(left_out=left_out), row=SimpleNamespace(stage=SimpleNamespace(output=output))
    )
    line: Any = SimpleNamespace(why=why, leading=one)
    assert why_unknown(line, {"gramercy": "Gramercy"}) == told
