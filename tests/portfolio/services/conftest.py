"""What tests of several services begin with."""

from decimal import Decimal

import pytest

from portfolio.calculations.kinds import Instrument, Kind, Status
from portfolio.models import (
    Capitalization,
    CountKind,
    Investment,
    InvestmentStatus,
    SecurityPrice,
    Terms,
)
from portfolio.services import investments
from projects.models import Company
from record.services import entities, facts
from tests.cast import TODAY, Cast, day, entry, record_entries, writing


@pytest.fixture
def issuer(cast: Cast) -> Cast:
    """With the common shares, a second company, a count and closes on both sides of the day."""
    palisade = cast.companies["palisade"]
    with writing() as recording:
        spun = Company(slug="palisade-spun", name="Spun Off Palisade", country="US", citation=cast.citation)
        cast.companies["spun"] = entities.create(spun, recording=recording)
        common = Investment(
            slug="palisade-common", deal=cast.deals["palisade-equity"], agency=cast.agencies["DOW"],
            program=cast.programs["DOW-OSC"], instrument=Instrument.COMMON_EQUITY, recipient=palisade, issuer=palisade,
        )  # fmt: skip
        cast.investments["palisade-common"] = investments.create(common, recording=recording)
        about = {"investment": common, "citation": cast.citation, "effective_on": day("2025-08-01")}
        terms = Terms(
            announced_amount=Decimal(5_000_000), shares=Decimal(200_000), price_per_share=Decimal(25),
            closed_on=day("2025-08-01"), confidence="high", **about,
        )  # fmt: skip
        investments.record(terms, recording=recording)
        investments.record(InvestmentStatus(status=Status.CLOSED, **about), recording=recording)
        for fact in (
            Capitalization(company=palisade, kind=CountKind.COVER, basic_shares=Decimal(20_000_000),
                           effective_on=day("2026-02-20"), citation=cast.citation),
            SecurityPrice(company=palisade, close=Decimal("4.50"), currency="USD", effective_on=day("2026-02-27"),
                          citation=cast.citation),
        ):  # fmt: skip
            facts.record_by_service(fact, recording=recording, today=TODAY)
    money = [(Kind.COMMITMENT, None), (Kind.OBLIGATION, None), (Kind.DISBURSEMENT, "200000")]
    record_entries([entry(common, kind, "2025-08-01", "5000000", shares=shares) for kind, shares in money])
    return cast
