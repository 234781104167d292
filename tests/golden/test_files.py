"""The CSVs as an auditor gets them, byte for byte, on both databases.

The database's clock stands still for them. To write them anew after a wanted change: WRITE_GOLDEN=1 pytest tests/golden
"""

import os
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from portfolio.calculations.kinds import Instrument, Kind, Status
from portfolio.models import Capitalization, Investment, InvestmentStatus, Terms
from portfolio.services import investments, ledger
from record.services import facts, recordings
from tests.cast import TODAY, day, entry, make_cast, now, record_entries, writing
from tests.portfolio.reports.answers import ask, csv_bytes

FOLDER = Path(__file__).parent / "files"
NAMES = ("investments", "transactions", "exposure", "stakes", "programs", "sources")


@pytest.fixture
def book(db, monkeypatch):
    """The cast and what is awkward, each recording a minute after the one before."""
    minutes = count()
    clock = lambda: datetime(2026, 7, 1, 12, 0, 0, 250_000, tzinfo=UTC) + timedelta(minutes=next(minutes))  # noqa: E731
    monkeypatch.setattr(recordings, "database_clock", clock)
    cast = make_cast()
    grant, loan = cast.investments["palisade-doe-grant"], cast.investments["saltwash-doe-loan"]
    notes = ("=1+1", "'=1+1", "-0.01", "00123", "1e5", 'a "quoted", text', "two\nlines", "\ttab", "＝全角", "🪨")
    *_, last = record_entries([entry(grant, Kind.FEE, "2026-01", "0.01", note=note) for note in notes])
    record_entries([entry(loan, Kind.REPAYMENT, "2026-Q1", "1234567.89"), entry(grant, Kind.FEE, "", "7400000000000")])
    with writing(why="a mistake") as recording:
        ledger.reverse(last, reason="entered twice", recording=recording, today=TODAY)
    with writing(why="what is only publicly known") as recording:
        letter = {"deal": cast.deals["saltwash-loan"], "agency": cast.agencies["DOC"], "ledger_is_complete": False}
        for slug, instrument, status in (
            ("saltwash-letter", Instrument.DIRECT_LOAN, Status.LOI),
            ("saltwash-public-loan", Instrument.DIRECT_LOAN, Status.COMMITTED),
            ("saltwash-announced", Instrument.CONTRACT, Status.ANNOUNCED),
        ):
            award = investments.create(
                Investment(slug=slug, instrument=instrument, recipient=cast.companies["saltwash"], **letter),
                recording=recording,
            )
            investments.record(
                InvestmentStatus(investment=award, status=status, effective_on=day("2026-02")), recording=recording
            )
            if status is not Status.ANNOUNCED:
                terms = Terms(
                    investment=award, announced_amount="250000000", announced_on=day("2026"), confidence="low"
                )
                investments.record(terms, recording=recording)
        count_ = Capitalization(
            company=cast.companies["palisade"], basic_shares=30_000_000, kind="cover", effective_on=day("2026-05-30")
        )
        facts.record(count_, recording=recording)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("on", ["2025-12-31", "2026-06-30"])
def test_an_auditor_gets_these_bytes(book, name, on):
    found = csv_bytes(ask(name, now(date.fromisoformat(on))))
    file = FOLDER / f"{name}_{on}.csv"
    if os.environ.get("WRITE_GOLDEN"):
        file.write_bytes(found)
    assert found == file.read_bytes()
