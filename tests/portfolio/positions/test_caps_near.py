"""A cap is compared with all that its holder has, by one deal or by several, and with all that the government has.

Palisade has 25,000,000 shares. The deal of the cast brings the Department of War 2,000,000 of them on conversion and
1,500,000 by its warrant: 14%, under a cap of 15.5%.
"""

from datetime import date
from decimal import Decimal

import pytest

from portfolio.calculations.kinds import Instrument, Kind, Status
from portfolio.models import Capitalization, CountKind, DueDecision, Investment, InvestmentStatus, Terms, Trigger
from portfolio.positions.decisions_due import DecisionDue, decisions_due_at
from portfolio.positions.filters import Filters
from portfolio.positions.stakes import Measure, stakes_at, taken_together
from portfolio.services import due_decisions, investments
from projects.models import Company
from record.services import entities, facts
from record.services.sources import cite
from tests.cast import TODAY, Cast, day, entry, now, record_entries, writing

ALONE, TOGETHER, GOVERNMENT = (
    "DOW/palisade/palisade-equity/held", "DOW/palisade//held", "government/palisade//held",
)  # fmt: skip


@pytest.fixture
def palisade(cast: Cast) -> Company:
    with writing() as recording:
        facts.record(
            Capitalization(company=cast.companies["palisade"], kind=CountKind.COVER, citation=cast.citation,
                           basic_shares=Decimal(25_000_000), effective_on=day("2026-01-31")),
            recording=recording,
        )  # fmt: skip
        for slug in ("palisade-preferred", "palisade-warrant"):
            terms = Terms.objects.filter(investment=cast.investments[slug]).latest("pk")
            changed = {"holding_cap_share": Decimal("0.155"), "stated_stake_share": None}
            fact = replaced(terms, effective_on=day("2026-02-01"), **changed)
            investments.record(fact, recording=recording)
    return cast.companies["palisade"]


def replaced(terms: Terms, **changed) -> Terms:
    kept = ("investment", "citation", "confidence", "shares", "strike_price", "original_price", "conversion_price",
            "expires_on", "closed_on")  # fmt: skip
    return Terms(**{name: getattr(terms, name) for name in kept} | changed)


def buy(cast: Cast, agency: str, shares: int, on: str = "2026-03-02", *, is_new: bool = False) -> Investment:
    """Common shares of Palisade by another deal, bought of another holder: the count stays 25,000,000.

    Those that `is_new` were issued for it.
    """
    slug = f"more-{agency.lower()}"
    with writing() as recording:
        seller = entities.create(Company(slug=f"s-{slug}", name=f"Seller {agency}", country="US"), recording=recording)
        award = investments.create(
            Investment(slug=slug, deal=cast.deals["palisade-grant"], agency=cast.agencies[agency],
                       instrument=Instrument.COMMON_EQUITY, recipient=cast.companies["palisade"],
                       issuer=cast.companies["palisade"], counterparty=None if is_new else seller),
            recording=recording,
        )  # fmt: skip
        status = InvestmentStatus(investment=award, status=Status.CLOSED, effective_on=day("2026-03-01"))
        investments.record(status, recording=recording)
    money = [entry(award, kind, on, str(shares)) for kind in (Kind.COMMITMENT, Kind.OBLIGATION)]
    record_entries([*money, entry(award, Kind.DISBURSEMENT, on, str(shares), shares=str(shares))])
    return award


def near(as_of: date = TODAY) -> list[DecisionDue]:
    return [one for one in decisions_due_at(now(as_of)) if one.trigger is Trigger.CAP_NEAR]


def test_a_deal_of_14_percent_alone_is_not_near_a_cap_of_155(cast, palisade):
    assert near() == []


def test_two_deals_of_one_agency_that_are_15_percent_together_are(cast, palisade):
    buy(cast, "DOW", 250_000)
    assert near(date(2026, 3, 1)) == []
    (one,) = near()
    assert (one.subject, str(one.day), one.owner) == (TOGETHER, "2026-03-02", "DOW-OSC")
    assert one.what == (
        "Department of War comes to 15% of Palisade Magnetics (PLM) by several deals, as converted and exercised, "
        "under a cap of 15.5%"
    )
    assert one.award.slug == "palisade-preferred"


def test_two_deals_that_are_1449_percent_together_are_not(cast, palisade):
    buy(cast, "DOW", 122_500)  # 14.49%
    assert near() == []


def test_14_percent_of_one_agency_and_1_of_another_are_15_of_the_government(cast, palisade):
    buy(cast, "DOC", 250_000)
    (one,) = near()
    assert (one.subject, one.owner) == (GOVERNMENT, "DOW-OSC")
    assert one.what == (
        "The government comes to 15% of Palisade Magnetics (PLM), as converted and exercised, under a cap of 15.5%"
    )


def test_what_is_near_alone_and_together_is_said_once_of_all_of_it(cast, palisade):
    buy(cast, "DOW", 250_000)
    buy(cast, "DOC", 250_000)
    (one,) = near()
    assert one.what == (
        "The government comes to 16% of Palisade Magnetics (PLM), as converted and exercised, under a cap of 15.5%"
    )


def test_a_number_that_is_not_known_elsewhere_leaves_the_deal_that_is_near_alone(cast, palisade):
    with writing() as recording:
        terms = Terms.objects.filter(investment=cast.investments["palisade-preferred"]).latest("pk")
        fact = replaced(terms, holding_cap_share=Decimal("0.149"), effective_on=day("2026-02-02"))
        investments.record(fact, recording=recording)
        award = investments.create(
            Investment(slug="unknown", deal=cast.deals["palisade-grant"], agency=cast.agencies["DOW"],
                       instrument=Instrument.COMMON_EQUITY, recipient=palisade, issuer=palisade),
            recording=recording,
        )  # fmt: skip
        status = InvestmentStatus(investment=award, status=Status.CLOSED, effective_on=day("2026-03-01"))
        investments.record(status, recording=recording)
    assert [one.subject for one in near()] == [ALONE]


def test_shares_that_come_later_bring_it_back_after_a_decision(cast, palisade):
    award = buy(cast, "DOW", 250_000)
    decision = DueDecision(trigger=Trigger.CAP_NEAR, subject=TOGETHER, due_on=date(2026, 3, 2), decided="Hold",
                           note="Below it", citation=cite(["cast1"]), effective_on=day("2026-06-30"))  # fmt: skip
    with writing(cast.people["officer"]) as recording:
        due_decisions.decide(decision, recording=recording, today=TODAY)
    assert near() == []
    money = [entry(award, kind, "2026-06-30", "50000") for kind in (Kind.COMMITMENT, Kind.OBLIGATION)]
    record_entries([*money, entry(award, Kind.DISBURSEMENT, "2026-06-30", "50000", shares="50000")])
    (one,) = near()
    assert (one.subject, str(one.day)) == (TOGETHER, "2026-06-30")
    assert one.what == (
        "Department of War comes to 15.2% of Palisade Magnetics (PLM) by several deals, as converted and exercised, "
        "under a cap of 15.5%"
    )


def test_a_conversion_of_the_preferred_shares_leaves_the_share_and_is_told(cast, palisade):
    """2,000,000 common shares for the 60,000 preferred: still 14% alone, and 15% with 250,000 more."""
    buy(cast, "DOW", 250_000)
    converted = entry(cast.investments["palisade-preferred"], Kind.CONVERSION, "2026-04-01", shares="60000",
                      shares_received="2000000")  # fmt: skip
    record_entries([converted])
    (one,) = near()
    assert (str(one.day), one.what[:33]) == ("2026-04-01", "Department of War comes to 15% of")


def levels(as_of: date = TODAY) -> str | None:
    (stake,) = [
        one for one in taken_together(stakes_at(now(as_of), Filters(company="palisade"))) if one.key == TOGETHER
    ]
    return stake.alerts


def test_levels_are_those_of_the_share_to_quote_and_what_rights_alone_reach_is_named(cast, palisade):
    """1% basic once 250,000 are bought, 15% with conversion and rights; 5.2% basic once 1,050,000 more are."""
    assert levels() == "5%;10%"
    award = buy(cast, "DOW", 250_000)
    with_rights = "as converted and exercised"
    assert levels() == f"5% {with_rights};10% {with_rights};15% {with_rights}"
    money = [entry(award, kind, "2026-03-03", "1050000") for kind in (Kind.COMMITMENT, Kind.OBLIGATION)]
    record_entries([*money, entry(award, Kind.DISBURSEMENT, "2026-03-03", "1050000", shares="1050000")])
    assert levels() == f"5%;10% {with_rights};15% {with_rights};15.5% (cap) {with_rights}"


def test_common_shares_alone_go_by_the_basic_share(cast, palisade):
    """1,315,000 new shares of 26,315,000 are 4.997% basic, and 5.26% of the count before them: no level is reached."""
    buy(cast, "DOE", 1_315_000, is_new=True)
    (stake,) = stakes_at(now(), Filters(company="palisade", agency="DOE"))
    assert (stake.quoted, stake.watched, stake.alerts) == (Measure.BASIC, Measure.BASIC, None)
    assert round(stake.as_converted_and_exercised_share, 4) == Decimal("0.0526")
