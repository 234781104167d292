"""What the pages show of the cast, in numbers that a reader can check by hand."""

from collections.abc import Callable

import pytest

from portfolio.pages import overview
from tests.cast import Cast, now

from .conftest import Opened

pytestmark = pytest.mark.long

Open = Callable[..., Opened]


def test_the_loan_shows_its_undrawn_principal_and_its_exposure(open_page: Open) -> None:
    """90 of principal, drawn to 35: 55 undrawn, and 35 + 55 = 90 at risk; the face of 100 stands apart."""
    text = open_page("/investments/saltwash-doe-loan/").text
    for figure in ("100,000,000", "90,000,000", "55,000,000", "35,000,000"):
        assert figure in text
    assert "Strike price" not in text


def test_only_the_terms_of_the_instrument_are_shown(open_page: Open) -> None:
    warrant = open_page("/investments/palisade-warrant/").text
    assert "Strike price" in warrant
    assert "Capitalised interest" not in warrant


def test_awards_of_one_stake_name_each_other(open_page: Open) -> None:
    text = open_page("/investments/palisade-preferred/").text
    assert "one figure for this award and" in text
    assert 'href="/investments/palisade-warrant/"' in text


def test_a_deal_shows_the_stake_once(open_page: Open) -> None:
    """60,000 preferred of 1,000 convert at 30 into 2,000,000; with 1,500,000 rights that is 3,500,000 (15%)."""
    text = open_page("/deals/palisade-equity/").text
    assert "3,500,000" in text
    assert text.count(">15%<") == 1


def test_money_stands_by_status_and_never_in_one_sum(cast: Cast) -> None:
    described = overview.overview(now())
    (line,) = described.money
    assert (line.status, line.awards, line.stated.known, line.stated.of) == ("closed", 4, 3, 4)
    assert (line.committed.total, line.face_value.total) == (70_000_000, 100_000_000)
    assert line.exposure.total == 60_000_000 + 90_000_000 + 5_000_000


def test_projects_are_counted_when_a_committed_award_reaches_them(cast: Cast) -> None:
    described = overview.overview(now())
    assert [(line.label, line.total) for line in described.by_stage.lines] == [("construction", 2)]
    assert {support.value for support in described.by_stage.columns} == {"counted"}


def test_the_list_of_deals_sorts_both_ways_with_the_unknown_last(open_page: Open) -> None:
    up = open_page("/deals/?sort=face_value_usd").text
    assert 'aria-sort="ascending"' in up
    down = open_page("/deals/?sort=-deal").text
    assert down.index("saltwash-loan") < down.index("palisade-grant") < down.index("</tbody>")


def test_the_list_of_deals_narrows(open_page: Open) -> None:
    text = open_page("/deals/?agency=DOE").text
    body = text[text.index("<tbody>") : text.index("</tbody>")]
    assert "palisade-grant" in body
    assert "palisade-equity" not in body


def test_a_misspelt_filter_is_refused(open_page: Open) -> None:
    opened = open_page("/deals/?agancy=DOE")
    assert opened.status == 400
    assert "knows no agancy" in opened.text
