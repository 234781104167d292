"""The federal share of a project's funding, as its awards state it."""

from decimal import Decimal
from types import SimpleNamespace

from portfolio.calculations.kinds import Family
from portfolio.models.investments import ReachBasis
from portfolio.reports.production.shares import added_up, share_of

SITE = 7


def award(family, amount, cost_share, sites=1):
    """An award of `amount`, of which the recipient adds `cost_share`."""
    reaches = [
        SimpleNamespace(project_id=SITE + at, share=None, amount=None, basis=ReachBasis.STATED) for at in range(sites)
    ]
    terms = SimpleNamespace(cost_share=None if cost_share is None else Decimal(cost_share), principal=None)
    return SimpleNamespace(
        slug="award",
        instrument=SimpleNamespace(family=family),
        terms=terms,
        reaches=reaches,
        figures=SimpleNamespace(committed=None if amount is None else Decimal(amount)),
    )


def test_a_grant_and_what_its_recipient_adds_give_the_federal_share():
    # 60 of 60 + 40, and two grants of 60 and 20 beside 40 + 80: 80 of 200.
    assert share_of([award(Family.AWARD, "60", "40")], SITE).share == Decimal("0.6")
    assert share_of([award(Family.AWARD, "60", "40"), award(Family.AWARD, "20", "80")], SITE).share == Decimal("0.4")


def test_the_share_is_unknown_where_one_award_does_not_say_what_its_recipient_adds():
    found = share_of([award(Family.AWARD, "60", "40"), award(Family.LOAN, "500", None)], SITE)
    assert (found.share, found.why) == (None, "total funding of the project is unknown")
    assert share_of([award(Family.AWARD, None, "40")], SITE).share is None
    assert share_of([award(Family.AWARD, "60", "40", sites=2)], SITE).share is None
    assert share_of([], SITE).share is None


def test_a_total_on_record_counts_whatever_recipients_say_they_add():
    # 60 of 240.
    assert share_of([award(Family.LOAN, "60", None)], SITE, Decimal(240)).share == Decimal("0.25")
    above = share_of([award(Family.LOAN, "60", None)], SITE, Decimal(50))
    assert (above.share, above.why) == (None, "federal funding is above the stated total of 50 USD")


def test_a_line_is_attributed_only_where_every_share_is_known():
    assert added_up([Decimal("1.5"), Decimal(2)]) == Decimal("3.5")
    assert added_up([Decimal("1.5"), None]) is added_up([]) is None
