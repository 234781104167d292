"""The holdings of the book of every report: shares, preferred with dividends in kind, rights; and what a company did.

Saltwash: 10,000,000 shares counted, 500,000 issued to Energy after that, then one for two; a spin-off of one for four.
"""

from decimal import Decimal
from typing import Any

from portfolio.calculations.kinds import Instrument, Kind, Status
from portfolio.models import (
    Capitalization,
    CorporateAction,
    CountKind,
    Deal,
    Investment,
    InvestmentStatus,
    Terms,
)
from portfolio.services import investments
from projects.models import Company, Ownership
from record.models import Recording
from record.services import entities, facts
from record.services.sources import cite
from tests.cast import TODAY, Cast, day, entry, record_entries, writing

AWARDS: dict[str, tuple[Instrument, dict[str, Any]]] = {
    "saltwash-common": (
        Instrument.COMMON_EQUITY,
        {
            "announced_amount": Decimal(5_000_000),
            "shares": Decimal(500_000),
            "price_per_share": Decimal(10),
            "stated_stake_share": Decimal("0.05"),
            "holding_cap_share": Decimal("0.199"),
        },
    ),
    "saltwash-kind": (
        Instrument.CONVERTIBLE_PREFERRED,
        {
            "announced_amount": Decimal(1_000_000),
            "shares": Decimal(1_000),
            "price_per_share": Decimal(1_000),
            "original_price": Decimal(1_000),
            "conversion_price": Decimal(25),
            "dividend_rate": Decimal("0.08"),
            "dividend_form": "in kind",
            "dividend_months": 3,
            "holding_cap_share": Decimal("0.199"),
        },
    ),
    "saltwash-rights": (
        Instrument.WARRANT,
        {
            "shares": Decimal(100_000),
            "strike_price": Decimal(20),
            "tenor_years": Decimal(4),
            "exercisable_share": Decimal("0.5"),
        },
    ),
}
ISSUED = "2026-03-01"


def add_stakes(cast: Cast) -> None:
    with writing(why="shares of Saltwash") as recording:
        deal = entities.create(
            Deal(slug="saltwash-equity", name="Shares of Saltwash", announced_on=day("2026-02-20")),
            recording=recording,
        )
        for slug, (instrument, values) in AWARDS.items():
            add_award(cast, deal, slug, instrument, values, recording)
        saltwash, cited = cast.companies["saltwash"], {"citation": cite(["filing"])}
        cast.companies["salts"] = entities.create(
            Company(slug="salts", name="Salts of Saltwash", ticker="SLT", country="US"), recording=recording
        )
        for fact in (
            Capitalization(company=saltwash, kind=CountKind.COVER, basic_shares=Decimal(10_000_000),
                           effective_on=day("2026-01-15"), **cited),
            Ownership(owner_company=saltwash, owned_project=cast.projects["saltwash-clay"], basis="stated",
                      economic_share=Decimal("0.8"), voting_share=Decimal("0.7"), effective_on=day("2025"), **cited),
        ):  # fmt: skip
            facts.record_by_service(fact, recording=recording, today=TODAY)
    common, preferred, rights = (cast.investments[slug] for slug in AWARDS)
    record_entries(
        [
            entry(award, kind, ISSUED, amount, shares=shares if kind is Kind.DISBURSEMENT else None)
            for award, amount, shares in ((common, "5000000", "500000"), (preferred, "1000000", "1000"))
            for kind in (Kind.COMMITMENT, Kind.OBLIGATION, Kind.DISBURSEMENT)
        ]
        + [entry(rights, Kind.WARRANT_ISSUE, ISSUED, shares="100000")]
    )
    add_actions(cast)


def add_award(
    cast: Cast, deal: Deal, slug: str, instrument: Instrument, values: dict[str, Any], recording: Recording
) -> None:
    program, saltwash = cast.programs["DOE-ATVM"], cast.companies["saltwash"]
    award = Investment(
        slug=slug, deal=deal, agency=program.agency, program=program, instrument=instrument, recipient=saltwash,
        issuer=saltwash,
    )  # fmt: skip
    cast.investments[slug] = investments.create(award, recording=recording)
    about = {"investment": award, "citation": cite(["filing"]), "effective_on": day(ISSUED)}
    investments.record(Terms(closed_on=day(ISSUED), confidence="high", **values, **about), recording=recording)
    investments.record(InvestmentStatus(status=Status.CLOSED, **about), recording=recording)


def add_actions(cast: Cast) -> None:
    """One for two, a spin-off that takes a tenth of the cost along, another ticker."""
    about = {"company": cast.companies["saltwash"], "citation": cite(["filing"])}
    for fact in (
        CorporateAction(
            kind="reverse_split", new_shares=Decimal(1), old_shares=Decimal(2), effective_on=day("2026-04-01"), **about
        ),
        CorporateAction(
            kind="spin_off", new_shares=Decimal(1), old_shares=Decimal(4), other=cast.companies["salts"],
            carried_cost_share=Decimal("0.1"), effective_on=day("2026-05-01"), **about,
        ),
        CorporateAction(
            kind="ticker_change", ticker="SWX", effective_on=day("2026-05-04"), note="as printed", **about
        ),
    ):  # fmt: skip
        with writing(why="what Saltwash did to its shares") as recording:
            facts.record_by_service(fact, recording=recording, today=TODAY)
