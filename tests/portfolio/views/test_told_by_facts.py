"""What is told of a year by facts only, what is not promised, and why figures of a table are unknown."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from portfolio.charts.fan_words import fan_sentence
from portfolio.pages.country import of_form
from portfolio.pages.production_summary import SUMMARY, facts_first
from portfolio.reports.production.output import Base
from portfolio.reports.quoted import plain
from projects.models import ProjectedOutput
from tests.cast import Cast

BASE = Base(Decimal(1290), 4, 4, ("2024",))
WITH_BOTH = {
    "year": 2030, "unit": "t", "phases": 4, "known": 3, "known_estimated": 4,
    "p10": Decimal(0), "p50": Decimal(7900), "p90": Decimal(13000),
    "p10_estimated": Decimal(3260), "p50_estimated": Decimal(9040), "p90_estimated": Decimal(14100),
}  # fmt: skip


def told(*, is_of_facts: bool, **changed: object) -> str:
    return plain(fan_sentence([ProjectedOutput(**{**WITH_BOTH, **changed})], 2030, BASE, is_of_facts=is_of_facts))


def test_the_sentence_is_of_the_answer_that_is_asked_for() -> None:
    assert told(is_of_facts=False, promised=Decimal(15400)) == (
        "In 2030, with estimates, plants with signed federal money should make 9,040 t a year more, over 1,290 of "
        "2024: eight chances in ten that it is between 3,260 and 14,100; promised 15,400. Known for 4 of 4 phases. By "
        "facts only: 7,900 (0 to 13,000), known for 3."
    )
    assert told(is_of_facts=True, promised=Decimal(15400)) == (
        "In 2030, by facts only, plants with signed federal money should make 7,900 t a year more, over 1,290 of 2024: "
        "eight chances in ten that it is between 0 and 13,000; promised 15,400. Known for 3 of 4 phases."
    )


def test_what_nobody_promised_and_no_fact_draws_is_said_in_words() -> None:
    assert "no source says what is promised" in told(is_of_facts=False)
    assert told(is_of_facts=True, p10=None, p50=None, p90=None, known=0) == (
        "By facts only 0 of 4 phases can be drawn in 2030; no source says what is promised."
    )


def test_what_is_left_of_reliance_is_by_the_answer_that_is_asked_for() -> None:
    reliance = SimpleNamespace(year=2024, edition="the edition of 2026", low=None, high=None)
    left = {"estimated": (Decimal("0.1"), Decimal("0.4")), "facts": (Decimal("0.5"), Decimal("0.5"))}
    line: Any = SimpleNamespace(
        form=SimpleNamespace(form="gallium metal", reliance=reliance), reliance=(Decimal(1), Decimal(1)),
        reliance_after=left.get, demand=None, kind="", statute="", year=2030, why="no fact draws it",
    )  # fmt: skip
    net = "Gallium metal: 100% of US use is imported net in 2024, the edition of 2026; "
    assert of_form([line], "estimated") == [f"{net}after the gain of 2030, 10 to 40%."]
    assert of_form([line], "facts") == [f"{net}after the gain of 2030 by facts, 50%."]
    left.clear()
    assert of_form([line], "estimated") == [f"{net}after it unknown, since no fact draws it."]
    assert of_form([line], "facts") == [f"{net}after it unknown by facts."]


def test_asked_for_facts_the_line_has_no_share_on_estimates_and_their_answer_last() -> None:
    names = [one.name for one in facts_first(SUMMARY)]
    assert names.index("facts_only") < names.index("promised") < names.index("with_estimates")
    assert names[-1] == "with_estimates"
    assert not {"estimated_share", "share", "reliance"} & set(names)


@pytest.mark.django_db
def test_below_a_table_stands_why_its_figures_are_unknown(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.people["manager"])
    page = client.get("/reports/stakes/?as_of=2026-06-30").content.decode()
    unknown = page.partition('<p class="table-note unknowns">')[2].partition("</p>")[0]
    assert "Why unknown." in unknown
    assert page.count('class="unknown"') == sum(int(one.partition(")")[0]) for one in unknown.split("(")[1:])
