"""One small book in which every report has rows: the cast, and one or two facts of each further kind.

The reference data are a few rows in `reference/`, the figures in them made up. The clock stands still between two
recordings, so that the moments in the reports are always the same.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path

import pytest

from portfolio.models import (
    Capitalization,
    CommodityPrice,
    ExchangeRate,
    SecurityPrice,
)
from portfolio.services.kept_runs import AnswerToKeep, keep
from projects.reference.load import load_reference
from projects.services import capacity as projection
from record.calculations.as_of import AsOf
from record.models import Claim, ClaimChoice, Recording
from record.services import facts, recordings, sources
from record.services.sources import cite
from tests.cast import Cast, day, make_cast, writing
from tests.golden.authorities_of_every_report import add_authorities
from tests.golden.calendar_of_every_report import add_due_dates
from tests.golden.evidence_of_every_report import add_accesses, add_returned, add_sample
from tests.golden.money_of_every_report import (
    add_agency_files,
    add_awards,
    add_commitment_of_two_years,
    add_price_floor,
    add_tranches,
)
from tests.golden.partners_of_every_report import add_partners
from tests.golden.projects_of_every_report import add_capacity, add_milestones
from tests.golden.stakes_of_every_report import add_stakes
from tests.golden.values_of_every_report import add_values

REFERENCE = Path(__file__).parent / "reference"
BEGUN = datetime(2026, 6, 1, 12, 0, 0, 250_000, tzinfo=UTC)


@contextmanager
def still_clock() -> Iterator[None]:
    """Each recording a minute after the one before; the hash of the formulas' text is none of the figures."""
    minutes = count()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recordings, "database_clock", lambda: BEGUN + timedelta(minutes=next(minutes)))
        patch.setattr(projection, "code_version", lambda: "c" * 64)
        yield


def make_book() -> Cast:
    load_reference(say=lambda *stated: None, folder=REFERENCE)
    cast = make_cast()
    with writing(why="the evidence") as recording:
        sources.add_source(
            recording=recording,
            slug="filing",
            publisher="SEC",
            title="A quarterly report",
            published_on=day("2026-05-10"),
            address="https://example.org/filing",
            accessed_on=date(2026, 5, 20),
            read_in="A tracker of filings",
            file_sha256="a" * 64,
        )
    add_awards(cast)
    add_milestones(cast)
    add_tranches(cast)
    add_market(cast)
    add_claims(cast)
    add_agency_files(cast)
    add_partners(cast)
    add_capacity(cast)
    add_authorities(cast)
    add_price_floor(cast)
    add_stakes(cast)
    add_values(cast)
    add_due_dates(cast)
    add_kept_run()
    add_commitment_of_two_years(cast)
    add_sample(cast)
    add_returned(cast)
    add_accesses(cast)
    return cast


def add_kept_run() -> None:
    """An answer about a day in May, as it was known before the evidence came."""
    before = Recording.objects.filter(serial__lt=Recording.objects.get(why="the evidence").serial).latest("serial")
    at = AsOf(date(2026, 5, 15), before.moment, before.serial)
    with writing(why="kept") as recording:
        keep("May briefing", AnswerToKeep("exposure", 1, at, rows=0, content=b"investment\n"), recording=recording)


def add_market(cast: Cast) -> None:
    palisade = cast.companies["palisade"]
    common = {"effective_on": day("2026-05-30"), "citation": cite(["filing"]), "note": "as printed"}
    with writing(why="prices and counts") as recording:
        for fact in (
            Capitalization(company=palisade, basic_shares=30_000_000, diluted_or_other=33_000_000, kind="cover",
                           **common),
            SecurityPrice(company=palisade, close=Decimal("41.5"), currency="USD", **common),
            CommodityPrice(product="Lithium carbonate", price=Decimal("9.25"), currency="USD", unit="kg",
                           basis="cif", **common),
            ExchangeRate(currency="CAD", usd=Decimal("0.73"), **common),
        ):  # fmt: skip
            facts.record(fact, recording=recording)


def add_claims(cast: Cast) -> None:
    """Two claims of one figure, the second chosen."""
    with writing(cast.people["officer"]) as recording:
        for value, slug, note in (("10000", "cast1", "the press release"), ("7000", "filing", "the filing")):
            claim = Claim(figure="nameplate_tpa", value=value, unit="t/yr", note=note, citation=cite([slug]))
            claim.entity = cast.projects["saltwash-clay"]
            facts.record(claim, recording=recording)
        for entity in (cast.investments["palisade-warrant"], cast.deals["palisade-grant"], cast.companies["palisade"]):
            other = Claim(figure="announced_amount", value="9000000", unit="USD", citation=cite(["filing"]))
            other.entity = entity
            facts.record(other, recording=recording)
        facts.record(ClaimChoice(claim=claim, note="A filing is sworn.", citation=claim.citation), recording=recording)
