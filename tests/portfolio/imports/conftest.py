"""Files to import, and what becomes of them."""

import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from portfolio.calculations.kinds import Kind
from portfolio.exports import csv, xlsx
from portfolio.imports.mapping import Mapping
from portfolio.imports.preview import preview, read, try_out, write
from portfolio.imports.row_outcomes import Plan
from portfolio.models import Transaction
from portfolio.reports import REPORTS
from portfolio.services import ledger
from projects.models import CapacityPhase, Chain, ChainStage, Milestone, Mineral, RampUpCurve
from record.calculations.as_of import AsOf
from record.models import Recording
from record.services import entities, facts, sources
from tests.cast import TODAY, Cast, entry, now, writing


def as_bytes(text: str) -> bytes:
    return text.encode()


def show(kind: str, content: bytes | str, **options: Any) -> Plan:
    """Every row's fate; nothing is written."""
    content = content.encode() if isinstance(content, str) else content
    reading = read(kind, content, options.pop("mapping", Mapping()), sources=options.pop("sources", ""))
    return preview(reading, why="a test", today=TODAY, **({"by_name": "loader"} | options))


def put(kind: str, content: bytes | str, **options: Any) -> tuple[Plan, Recording | None]:
    """The file written."""
    content = content.encode() if isinstance(content, str) else content
    reading = read(kind, content, options.pop("mapping", Mapping()), sources=options.pop("sources", ""))
    named = {"by_name": "loader"} | options
    tried = try_out(reading, why="a test", today=TODAY, **named)
    expected = tried.plan.hash(reading.sha256)
    return write(reading, expected=expected, why="a test", today=TODAY, tried=tried, **named)


def exported(name: str, spelling: str = "csv", *, at: AsOf | None = None) -> bytes:
    """A report as the program writes it."""
    report = REPORTS[name].report(at=at or now())
    if spelling == "csv":
        return b"".join(csv.pieces(report))
    file = io.BytesIO()
    xlsx.write(report, file)
    return file.getvalue()


@pytest.fixture
def lines(cast: Cast) -> Callable[..., str]:
    """A CSV of these lines, the first of them the header."""
    return lambda *rows: "".join(f"{row}\n" for row in rows)


@pytest.fixture
def desk(cast):
    """A book in which a row of every kind has what it names."""
    with writing() as recording:
        for slug, name in (("li", "Lithium"), ("ni", "Nickel")):
            entities.create(Mineral(slug=slug, name=name), recording=recording)
        chain = entities.create(Chain(slug="lithium", name="Lithium"), recording=recording)
        for place, stage in enumerate(("chemical", "metal")):
            new = ChainStage(
                slug=f"li-{stage}", chain=chain, sequence=place, stage=stage, product=stage, unit_of_account="t LCE"
            )
            entities.create(new, recording=recording)
        for series in ("S1", "S3"):
            curve = {"asymptote_percent": Decimal(90), "tau_months": Decimal(8), "shape": Decimal(1)}
            facts.record(RampUpCurve(series=series, **curve), recording=recording)
        project = cast.projects["palisade-magnets"]
        new = Milestone(slug="m", project=project, name="First magnet", kind="first_production")
        entities.create(new, recording=recording)
        entities.create(CapacityPhase(slug="p", project=project, product="magnets"), recording=recording)
        sources.add_source(recording=recording, slug="cast2", publisher="Gazette", title="Second", published_on=None)
    return cast


def becomes(plan):
    return [one.becomes for one in plan.row_outcomes]


def obligated(award):
    balances = Transaction.objects.filter(investment=award).at(now()).balances_by_investment()
    return balances[award.pk].obligated


@pytest.fixture
def grant(cast):
    """A grant of 20 million that nothing was obligated of, with its award number."""
    award = cast.investments["palisade-doe-grant"]
    with writing() as recording:
        entities.relabel(award, {"fain": "DEEE0010001"}, recording=recording)
        for one in Transaction.objects.filter(investment=award).order_by("-number"):
            ledger.reverse(one, reason="the test begins anew", recording=recording, today=TODAY)
        ledger.record(entry(award, Kind.COMMITMENT, "2025-08-01", "20000000"), recording=recording, today=TODAY)
    return award
