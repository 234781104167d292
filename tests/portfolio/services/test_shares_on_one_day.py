"""What shares, rights and the company do on one day comes out the same, whichever was recorded first.

Palisade: 200,000 common shares bought for 5,000,000; 1,500,000 rights at 30; 60,000 preferred of 1,000.
"""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from portfolio.calculations.kinds import Kind
from portfolio.models import SecurityPrice, Terms, Transaction
from portfolio.positions.figures import terms_of
from portfolio.positions.filters import Filters
from portfolio.positions.return_groups import Level
from portfolio.positions.values import Valued, values_at
from portfolio.reports.returns import answer
from portfolio.services import corporate_actions, investments, lapses
from record.services import entities, facts
from tests.cast import TODAY, Cast, day, entry, now, record_entries, writing
from tests.desk import approve_what_waits

from .actions import SPLIT_ON, action, holdings, price, propose

pytestmark = pytest.mark.long

EXERCISED = "2026-05-04"


def split(issuer: Cast) -> None:
    propose(issuer, action(issuer, "reverse_split", new=1, old=10))
    approve_what_waits(issuer.people["officer2"])


def valued(slug: str, on: date = TODAY) -> Valued:
    (found,) = [one for one in values_at(now(on)) if one.line.slug == slug]
    return found


def test_a_net_exercise_moves_no_cash_and_no_value(issuer: Cast):
    """1,500,000 x (45 - 30) / 45 = 500,000 shares, worth 22,500,000 as the rights were."""
    warrant = issuer.investments["palisade-warrant"]
    price(issuer, "palisade", EXERCISED, "45")
    (before,) = [one for one in answer(now(), Filters()).lines if (one.level, one.key) == (Level.COMPANY, "palisade")]
    assert valued("palisade-warrant").value == 22_500_000
    record_entries([entry(warrant, Kind.EXERCISE, EXERCISED, shares="1500000", shares_received="500000")])
    found = holdings()["palisade-warrant"]
    assert (found.shares, found.common, found.as_converted_and_exercised) == (0, 500_000, 500_000)
    assert valued("palisade-warrant").value == 22_500_000
    (after,) = [one for one in answer(now(), Filters()).lines if (one.level, one.key) == (Level.COMPANY, "palisade")]
    assert (after.tally, after.value) == (before.tally, before.value)


def test_an_exercise_without_cash_into_as_many_shares_asks_for_a_reason(issuer: Cast):
    warrant = issuer.investments["palisade-warrant"]
    free = {"shares": "1000", "shares_received": "1000"}
    with pytest.raises(ValidationError, match=r"1,000 rights into 1,000 shares without cash.*they cost \$30,000.00"):
        record_entries([entry(warrant, Kind.EXERCISE, EXERCISED, **free)])
    record_entries([entry(warrant, Kind.EXERCISE, EXERCISED, note=f"{facts.EXPLAINED}paid by the lender", **free)])


@pytest.mark.parametrize("close", ["30", "20"])
def test_a_net_exercise_at_or_below_the_strike_asks_for_a_reason(issuer: Cast, close: str):
    warrant = issuer.investments["palisade-warrant"]
    price(issuer, "palisade", EXERCISED, close)
    net = {"shares": "1000", "shares_received": "500"}
    assert valued("palisade-warrant", day(EXERCISED).end).value == 0
    with pytest.raises(ValidationError, match=rf"close of \${close}.00 against a strike of \$30.00.*worth nothing"):
        record_entries([entry(warrant, Kind.EXERCISE, EXERCISED, **net)])
    # Eleven trading days later the close is stale, and says nothing of the day.
    record_entries([entry(warrant, Kind.EXERCISE, "2026-05-20", **net)])
    record_entries([entry(warrant, Kind.EXERCISE, EXERCISED, note=f"{facts.EXPLAINED}a floor by contract", **net)])
    assert holdings()["palisade-warrant"].common == 1_000


def test_a_close_of_nought_is_refused_and_a_worthless_share_is_written_off(issuer: Cast):
    with pytest.raises(ValidationError, match="0 is no price. Write one above 0."):
        price(issuer, "palisade", EXERCISED, "0")
    record_entries([entry(issuer.investments["palisade-common"], Kind.WRITE_OFF, EXERCISED, "5000000")])
    found = holdings()["palisade-common"]
    assert (found.shares, found.cost) == (200_000, 0)


@pytest.mark.parametrize("is_split_first", [True, False])
def test_a_redemption_after_a_purchase_on_the_day_of_a_split(issuer: Cast, is_split_first: bool):
    """60,000 preferred of 1,000 and 1,000 more on that day; 30,500 redeemed at 1,000 leave 30,500 at their cost.

    They convert into 30,500,000 / 30 = 1,016,666 whole shares of before the split, which are 101,666.6 of after it.
    """
    preferred = issuer.investments["palisade-preferred"]
    more = [
        entry(preferred, Kind.COMMITMENT, SPLIT_ON, "1000000"),
        entry(preferred, Kind.OBLIGATION, SPLIT_ON, "1000000"),
        entry(preferred, Kind.DISBURSEMENT, SPLIT_ON, "1000000", shares="1000"),
    ]
    for step in (split, lambda _: record_entries(more))[:: 1 if is_split_first else -1]:
        step(issuer)
    assert holdings()["palisade-preferred"].cost == 61_000_000
    record_entries([entry(preferred, Kind.SALE, "2026-03-03", "30500000")])
    found = holdings()["palisade-preferred"]
    assert (found.shares, found.cost, found.as_converted) == (30_500, 30_500_000, Decimal("101666.6"))


@pytest.mark.parametrize("is_split_first", [True, False])
def test_what_is_bought_on_the_day_of_a_split_is_not_split(issuer: Cast, is_split_first: bool):
    """200,000 become 20,000; 1,000 of the new shares come on that day: 21,000 either way."""
    bought = entry(issuer.investments["palisade-common"], Kind.SHARE_ISSUE, SPLIT_ON, shares="1000")
    for step in (split, lambda _: record_entries([bought]))[:: 1 if is_split_first else -1]:
        step(issuer)
    assert holdings()["palisade-common"].shares == 21_000
    assert holdings(date(2026, 3, 1))["palisade-common"].shares == 200_000


@pytest.mark.parametrize("is_split_first", [True, False])
def test_what_is_sold_on_the_day_of_a_split_takes_the_cost_of_new_shares(issuer: Cast, is_split_first: bool):
    """5,000 of 20,000 new shares take a quarter of 5,000,000 along."""
    sold = entry(issuer.investments["palisade-common"], Kind.SALE, SPLIT_ON, "225000", shares="5000")
    for step in (split, lambda _: record_entries([sold]))[:: 1 if is_split_first else -1]:
        step(issuer)
    found = holdings()["palisade-common"]
    assert (found.shares, found.cost) == (15_000, 3_750_000)


def test_terms_of_the_day_of_a_split_are_of_the_new_basis(issuer: Cast):
    """The agreement was amended for the split on its day: a strike of 300 is not multiplied once more."""
    warrant = issuer.investments["palisade-warrant"]
    with writing() as recording:
        terms = Terms(investment=warrant, shares=Decimal(150_000), strike_price=Decimal(300), confidence="high")
        terms.effective_on, terms.citation = day(SPLIT_ON), issuer.citation
        terms.note = f"{facts.EXPLAINED}amended for the split"
        investments.record(terms, recording=recording)
    split(issuer)
    assert terms_of(warrant, at=now()).strike_price == 300
    assert holdings()["palisade-warrant"].shares == 150_000


def unlisted(issuer: Cast) -> None:
    with writing() as recording:
        for close in SecurityPrice.objects.filter(company=issuer.companies["palisade"]):
            facts.retract(close, reason="of another company", recording=recording)
        entities.relabel(issuer.companies["palisade"], {"ticker": "", "exchange": ""}, recording=recording)


def test_an_unlisted_company_splits_and_stays_at_cost(issuer: Cast):
    unlisted(issuer)
    before = valued("palisade-common", date(2026, 3, 1))
    split(issuer)
    after = valued("palisade-common")
    assert [(one.units, one.value, one.worth.method.value) for one in (before, after)] == [
        (200_000, 5_000_000, "cost"),
        (20_000, 5_000_000, "cost"),
    ]


def test_a_company_that_is_not_listed_is_not_delisted(issuer: Cast):
    unlisted(issuer)
    with writing() as recording, pytest.raises(ValidationError) as refused:
        corporate_actions.record(action(issuer, "delisting"), recording=recording, today=TODAY)
    assert "has no ticker and no exchange on record" in " ".join(refused.value.message_dict["company"])


def test_a_close_of_nought_is_refused_and_a_thousandth_of_a_cent_is_a_price(issuer: Cast):
    with pytest.raises(ValidationError, match="above 0"):
        price(issuer, "palisade", EXERCISED, "0")
    price(issuer, "palisade", EXERCISED, "0.00001", reason="It trades over the counter.")
    assert valued("palisade-common").value == 2  # 200,000 at a thousandth of a cent
    assert valued("palisade-warrant").value == 0  # far below the strike: known, and nought


def test_no_more_is_sold_than_is_held_on_the_day_nor_on_a_later_one(issuer: Cast):
    common = issuer.investments["palisade-common"]
    with pytest.raises(ValidationError, match=r"200,001 shares.*200,000"):
        record_entries([entry(common, Kind.SALE, "2026-02-02", "900000", shares="200001")])
    with pytest.raises(ValidationError, match="held"):
        record_entries([entry(common, Kind.SALE, "2025-07-31", "4500", shares="1")])  # the day before the purchase
    record_entries([entry(common, Kind.SALE, "2026-02-03", "450000", shares="100000")])
    with pytest.raises(ValidationError, match="held"):  # 150,000 are held on the day, 50,000 too few the day after
        record_entries([entry(common, Kind.SALE, "2026-02-02", "675000", shares="150000")])
    with pytest.raises(ValidationError, match="held"):  # nothing was received for it
        record_entries([entry(common, Kind.SALE, "2026-02-04", "4500", shares_received="1")])
    assert holdings()["palisade-common"].shares == 100_000


@pytest.fixture
def expiring(issuer: Cast) -> Cast:
    """The last day of the warrant is 2026-05-04."""
    warrant = issuer.investments["palisade-warrant"]
    before = Terms.objects.get(investment=warrant)
    with writing() as recording:
        terms = Terms(investment=warrant, shares=before.shares, strike_price=before.strike_price, confidence="high")
        terms.expires_on, terms.effective_on, terms.citation = day(EXERCISED), day("2026-01-05"), issuer.citation
        investments.record(terms, recording=recording)
    return issuer


def used(issuer: Cast, rights: int) -> list[Transaction]:
    """So many rights used for cash on their last day, at 30 each."""
    paid = Decimal(rights * 30)
    warrant = issuer.investments["palisade-warrant"]
    money = [entry(warrant, kind, EXERCISED, str(paid)) for kind in (Kind.COMMITMENT, Kind.OBLIGATION)]
    shares = {"shares": str(rights), "shares_received": str(rights)}
    return record_entries([*money, entry(warrant, Kind.EXERCISE, EXERCISED, str(paid), **shares)])


def lapse(issuer: Cast) -> str:
    return lapses.propose_lapses(TODAY, now=timezone.now(), by=issuer.people["officer"])


def test_what_is_used_on_the_last_day_does_not_lapse(expiring: Cast):
    used(expiring, 1_000_000)
    assert lapse(expiring) == "1 lapse proposed."
    approve_what_waits(expiring.people["officer2"])
    (gone,) = Transaction.objects.filter(kind=Kind.LAPSE)
    assert gone.shares == 500_000
    found = holdings()["palisade-warrant"]
    assert (found.shares, found.common) == (0, 1_000_000)


def test_rights_that_are_all_used_on_their_last_day_leave_nothing_to_lapse(expiring: Cast):
    used(expiring, 1_500_000)
    assert lapse(expiring) == "No right has expired that is not proposed to lapse."


def test_a_lapse_that_waits_does_not_pass_an_exercise_that_is_recorded_after_it(expiring: Cast):
    """The lapse of 1,500,000 is proposed in the night; then the exercise of the last day comes in."""
    assert lapse(expiring) == "1 lapse proposed."
    used(expiring, 1_500_000)
    with pytest.raises(AssertionError, match="This would let 1,500,000 rights lapse against 0 held"):
        approve_what_waits(expiring.people["officer2"])
    assert not Transaction.objects.filter(kind=Kind.LAPSE).exists()
    assert holdings()["palisade-warrant"].common == 1_500_000


def test_rights_that_lapsed_are_not_used_on_the_same_day(expiring: Cast):
    lapse(expiring)
    approve_what_waits(expiring.people["officer2"])
    with pytest.raises(ValidationError, match=r"1,000 (shares|rights).*held"):
        used(expiring, 1_000)
