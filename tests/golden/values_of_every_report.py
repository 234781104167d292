"""What is owned in the book of every report, and worth: a firm of Toronto, agreed rights, yields, a stored day."""

from datetime import UTC, datetime
from decimal import Decimal

from portfolio.calculations.kinds import Instrument, Kind, Status
from portfolio.models import Deal, Investment, InvestmentStatus, SecurityPrice, Terms, TreasuryYield
from portfolio.services import investments, valuations
from projects.models import Company
from record.services import entities, facts
from record.services.sources import cite
from tests.cast import TODAY, Cast, day, entry, record_entries, writing


def add_values(cast: Cast) -> None:
    """1,000 shares bought at 5 and half of them sold, preferred that earns in kind, and rights that are agreed."""
    filing = {"citation": cite(["filing"])}
    with writing(why="what is owned of a firm of Toronto") as under:
        firm = entities.create(
            Company(slug="kaolin", name="Kaolin Corp.", ticker="KAO", exchange="TSX", country="CA", **filing),
            recording=under,
        )
        deal = entities.create(Deal(slug="kaolin-equity", name="Shares of Kaolin", **filing), recording=under)
        program = cast.programs["DOC-CHIPS"]
        for slug, instrument, status, terms in (
            ("kaolin-shares", Instrument.COMMON_EQUITY, Status.CLOSED, {}),
            (
                "kaolin-preferred",
                Instrument.CONVERTIBLE_PREFERRED,
                Status.CLOSED,
                {
                    "dividend_rate": "0.08",
                    "dividend_form": "paid in kind",
                    "original_price": 100,
                    "conversion_price": 10,
                },
            ),
            ("kaolin-warrant", Instrument.WARRANT, Status.COMMITTED, {"shares": 400, "strike_price": 12}),
        ):
            award = investments.create(
                Investment(
                    slug=slug,
                    deal=deal,
                    agency=program.agency,
                    program=program,
                    instrument=instrument,
                    recipient=firm,
                    issuer=firm,
                ),
                recording=under,
            )
            cast.investments[slug] = award
            on = {"effective_on": day("2026-03-02"), **filing}
            investments.record(InvestmentStatus(investment=award, status=status, **on), recording=under)
            figures = {name: Decimal(figure) if name != "dividend_form" else figure for name, figure in terms.items()}
            investments.record(Terms(investment=award, confidence="medium", **figures, **on), recording=under)
        for fact in (
            SecurityPrice(company=firm, close=Decimal("9.5"), currency="CAD", effective_on=day("2026-06-06"), **filing),
            TreasuryYield(term_years=Decimal(10), rate=Decimal("0.0425"), effective_on=day("2026-05-29"), **filing),
        ):
            facts.record(fact, recording=under)
    shares, preferred = cast.investments["kaolin-shares"], cast.investments["kaolin-preferred"]
    record_entries(
        [
            entry(shares, Kind.COMMITMENT, "2026-03-02", "5000"),
            entry(shares, Kind.OBLIGATION, "2026-03-02", "5000"),
            entry(shares, Kind.DISBURSEMENT, "2026-03-02", "5000", shares="1000"),
            entry(shares, Kind.SALE, "2026-06-10", "3500", shares="500"),
            entry(shares, Kind.DIVIDEND, "2026-05-04", "40"),
            entry(preferred, Kind.COMMITMENT, "2026-03-02", "20000"),
            entry(preferred, Kind.OBLIGATION, "2026-03-02", "20000"),
            entry(preferred, Kind.DISBURSEMENT, "2026-03-02", "20000", shares="200"),
        ]
    )
    valuations.value_day(TODAY, now=datetime(2026, 7, 2, tzinfo=UTC))
