"""The table of the plants of a mineral's figure, the marks of what they promised, and what is not in the figure."""

import re

import pytest

from portfolio.pages import production
from portfolio.pages.production_apart import counted_apart
from portfolio.reports.production.gains import Reason
from tests.cast import Cast, make_people

from .october import DAY, asked

pytestmark = pytest.mark.long


@pytest.fixture
def cast(october, db):
    return Cast(people=make_people())


def rows(text: str) -> dict[str, dict[str, str]]:
    """By plant what its row says, by heading; nothing of it lies in a fold."""
    table = text.partition('id="carried"')[2].partition("</table>")[0]
    assert "<details" not in table
    found = {}
    for row in table.partition("<tbody>")[2].split("<tr")[1:]:
        head, *cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        labels = re.findall(r'data-label="([^"]+)"', row)
        plain = [re.sub(r'<span class="usa-sr-only">.*?</span>|<[^>]+>', "", one) for one in (head, *cells)]
        found[plain[0]] = dict(zip(labels, plain[1:], strict=True))
    return found


def test_each_plant_has_its_state_its_starts_its_odds_and_its_dollars_a_tonne(cast, open_page):
    """70,000,000 over 3,600 t is 19,444; 75,000,000 over 6,400 t is 11,719. Preferred shares reach several sites."""
    plants = rows(open_page(f"/production/?as_of={DAY}&mineral=magnet&year=2030").text)
    assert list(plants) == [
        "10X magnet campus (Northlake)",
        "Stillwater magnet and metals plant",
        "Independence magnet plant (Fort Worth)",
        "Blacksburg (South Carolina) magnet and metals plant",
    ]
    stillwater = plants["Stillwater magnet and metals plant"]
    assert (stillwater["State"], stillwater["Start promised"], stillwater["Start now"]) == (
        "Oklahoma", "2024", "2026-Q1",
    )  # fmt: skip
    assert stillwater["Equity cash"] == "19,400, of the whole site"
    assert plants["Blacksburg (South Carolina) magnet and metals plant"]["Equity cash"] == "11,700, of the whole site"
    assert plants["10X magnet campus (Northlake)"]["Equity cash"] == "unknown"
    assert {one["Odds that it succeeds"] for one in plants.values()} == {"88%", "45%"}
    assert [name for name, one in plants.items() if one["Start now"].endswith(", est.")] == [
        "Independence magnet plant (Fort Worth)"
    ]


def test_a_plant_whose_line_has_no_middle_has_its_row_and_no_bar(cast):
    (none,) = production.page(asked(), "nb", stage="").carried
    assert (none.bars, len(none.table.lines)) == ([], 1)
    assert none.title.endswith(": no plant carries a middle by 2030")


def test_the_mark_of_a_promise_is_as_far_as_what_was_promised(cast):
    """The width is the middle: the mark of 10X is its promise over the middle of all plants."""
    (picture,) = production.page(asked(), "magnet").carried
    line = picture.table.lines[0].carries
    assert picture.bars[0].promised == round(float(line.promised / line.output.p50_estimated) * 100, 1)
    assert [one.promised is None for one in picture.bars] == [False, False, True, False]


def test_by_facts_only_the_plants_and_the_chain_are_those_of_the_facts(cast, open_page):
    """Independence has no start by facts: three plants carry it, and add up to the middle by facts only."""
    page = production.page(asked(), "magnet", by_facts=True)
    (picture,), (chain,) = page.carried, page.flows
    lines = [line.carries for line in picture.table.lines]
    assert (len(picture.bars), picture.is_hatched) == (3, False)
    assert sum(line.by_facts or 0 for line in lines) == lines[0].output.p50
    assert picture.title.endswith(" in the middle by 2030, by facts only")
    names = [one.name for one in (*picture.table.columns, *chain.table.columns)]
    assert [one for one in names if one.endswith("_estimated") or one in ("has_estimate", "start_now")] == []
    assert (chain.is_hatched, ", by facts only: separation is the narrowest" in chain.finding) == (False, True)
    text = open_page(f"/production/?as_of={DAY}&mineral=magnet&year=2030&estimates=facts").text
    for part in ("carried", "chains"):
        told = text.partition(f'id="{part}"')[2].partition("Source:")[0]
        assert told
        assert not re.search(r"\best\.|with estimates|rests on estimates", told)


def test_what_is_not_in_the_figure_is_counted_by_its_reason(cast):
    """Independence has no start: it is in the figure by estimates alone. Benson has a conditional award."""
    assert production.page(asked(), "magnet").apart_counted == "2 plants: conditional only 1; no capacity 1"
    by_facts = production.page(asked(), "magnet", by_facts=True).apart_counted
    assert by_facts == "3 plants: conditional only 1; not known by facts alone 1; no capacity 1"


def test_a_plant_with_two_reasons_is_one_plant():
    found = [
        Reason("letters only", "Not counted", frozenset({"a", "b"})),
        Reason("abroad", "Abroad", frozenset({"b"})),
        Reason("not known by facts alone", "By facts", frozenset({"c"}), by_facts=True),
    ]
    assert counted_apart(found, by_facts=False) == "2 plants: letters only 2; abroad 1, some twice"
    assert counted_apart([], by_facts=True) == "no plant"


def test_one_stage_of_a_mineral_is_told_at_a_time(cast):
    page = production.page(asked(), "ti", stage="")
    assert [one.stage for one in page.summary.lines] == ["titanium-metal-metal"]
