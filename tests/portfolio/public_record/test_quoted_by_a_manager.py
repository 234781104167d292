"""What a manager quotes of a mineral over both editions: over which year, of which demand, beside which host."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from portfolio.pages import partners, production
from portfolio.reports.quoted import plain
from portfolio.services import capacity
from record.models import Recording
from tests.portfolio.reports.answers import ask, rows_of

pytestmark = pytest.mark.long


@pytest.fixture
def at(editions, db):
    found = Recording.objects.as_of(date(2026, 10, 8), timezone.now())
    capacity.stand_at(found)
    return Recording.objects.as_of(date(2026, 10, 8), timezone.now())


def test_a_gain_is_told_with_the_year_that_it_counts_over(at):
    """Mountain Pass put out 1,294 t of NdPr in 2024; no plant of antimony made any."""
    (ndpr,) = production.page(at, "ndpr", asked=2030).fans
    assert ", over 1,290 of 2024." in ndpr.summary
    (antimony,) = production.page(at, "sb", asked=2030).odds
    assert ", over none before." in antimony.summary


def test_a_rough_range_says_what_its_host_could_carry(at):
    """1,000,000 t of alumina at 17.55 g of gallium a tonne are 17,550 kg; the range goes to 46.8 g."""
    (rough,) = production.page(at, "ga", asked=2030, with_rough=True).rough
    assert "Its host could carry 17,600 kg Ga a year at full throughput and the yield on record" in rough.summary


def test_a_host_of_which_the_base_is_not_known_carries_at_least_so_much(at):
    (chain,) = production.page(at, "ga", asked=2030).flows
    assert "no stage but host is known, which could carry at least " in chain.summary


def test_each_demand_is_a_sentence_of_its_own(at):
    magnet = production.page(at, "magnet", asked=2030)
    (shares,) = magnet.country.shares
    assert [one.count(" t magnet") for one in plain(shares).split(". It is ")] == [1, 1, 1]


def test_a_plant_without_a_capacity_is_found_from_its_mineral_with_the_reason(at):
    """Thompson Falls, late on the briefing, smelts antimony; its expansion has no capacity on record."""
    antimony = production.page(at, "sb", asked=2030)
    assert "no capacity 4" in antimony.apart_counted
    assert any("no capacity for it is on record" in one and "Thompson Falls" in one for one in antimony.apart)


def test_what_has_no_place_leads_to_the_awards_that_add_up_to_it(at):
    row = next(one for one in partners.page(at).active.lines if not one.line.code)
    column = next(one for one in partners.ACTIVE if one.name == "committed_usd")
    _, committed = column.value(row)
    rows = rows_of(ask("exposure", at=at, **committed.narrowed))
    assert committed.narrowed == {"country": "not stated"}
    assert sum(Decimal(one["committed_usd"] or 0) for one in rows) == Decimal(committed.exact)
