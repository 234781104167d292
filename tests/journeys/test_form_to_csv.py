"""From the officer's form, over the second officer's approval, to the auditor's CSV, byte for byte."""

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from django.utils import timezone

from portfolio.calculations.entry_chain import CONTENT, entry_link
from portfolio.models import Investment, Transaction
from record.models import Proposal
from record.services import recordings
from tests.cast import Cast, make_cast
from tests.desk import add_page, approve_what_waits, deal_form, sign_in

pytestmark = pytest.mark.long

MOMENT = datetime(2026, 11, 2, 15, 0, 0, 250_000, tzinfo=UTC)


@pytest.fixture
def book(db, monkeypatch) -> Cast:
    """The cast, under a database clock that goes a minute further with each recording."""
    minutes = count()
    monkeypatch.setattr(recordings, "database_clock", lambda: MOMENT + timedelta(minutes=next(minutes)))
    monkeypatch.setattr(timezone, "now", lambda: MOMENT + timedelta(hours=1))
    return make_cast()


@pytest.fixture
def grant(book: Cast) -> Investment:
    """A grant of 12.5 million to Palisade, entered, obligated and paid in part on the forms, each step approved."""
    officer = sign_in(book.people["officer"])
    answers = {
        "_save": "1",
        "new_deal_name": "A furnace for Palisade",
        "agency": str(book.agencies["DOE"].pk),
        "program": str(book.programs["DOE-MESC"].pk),
        "company": "palisade",
        "project_1": "palisade-magnets",
        "basis": "stated",
        "instrument": "grant",
        "announced_amount": "12,500,000.00",
        "announced_on": "2026-02",
        "closed_on": "2026-03-01",
        "status": "closed",
        "confidence": "high",
        "summary": '=A "furnace", in two lines\nof 500 t',
        "source_1": "cast1",
        "why": "the award was signed",
    }
    assert officer.post("/admin/record-a-deal/", deal_form(answers)).status_code == 302
    approve_what_waits(book.people["officer2"])
    grant = Investment.objects.get(deal__name="A furnace for Palisade")
    for kind, amount, on, note in (
        ("obligation", "7,000,000.01", "2026-Q2", "first part"),
        ("disbursement", "2500000", "2026-07-04", "-paid"),
    ):
        entry = {"kind": kind, "amount": amount, "effective_on": on, "note": note}
        entry |= {"sources": str(book.citation.sources.get().pk), "why": f"{kind} of the furnace"}
        assert officer.post(add_page(Transaction, investment=grant), entry).status_code == 302
        approve_what_waits(book.people["officer2"])
    return grant


def controls() -> list[str]:
    """Who approved each of the three proposals, as the CSV says it."""
    numbers = Proposal.objects.order_by("pk").values_list("pk", flat=True)
    return [f'"proposed by officer, approved by officer2: proposal {number}"' for number in numbers]


def rows(book: Cast, address: str) -> list[bytes]:
    """The file that an auditor is given, without its header, cut at its line ends."""
    response = sign_in(book.people["auditor"]).get(address)
    assert response.status_code == 200
    return b"".join(response.streaming_content).split(b"\n", 1)[1].removesuffix(b"\n").split(b"\n")


def test_the_award_comes_out_as_it_was_entered(book, grant):
    found = rows(book, f"/reports/investments.csv?as_of=2026-10-31&investment={grant.slug}")
    assert b"\n".join(found).decode() == (
        f"{grant.slug},{grant.deal.slug},DOE,,DOE-MESC,palisade,,grant,closed,2026-03-01,2026-02,2026-03-01,2026,"
        "12500000.00,12500000.00,7000000.01,2500000.00,2500000.00,0.00,0.00,,,4500000.01,,,,,,,,palisade-magnets,,TX,,"
        f'high,{controls()[0]},,2025-07-10,false,cast1,"\'=A ""furnace"", in two lines\nof 500 t"'
    )


def test_the_exposure_is_what_is_bound_and_not_yet_paid(book, grant):
    found = rows(book, f"/reports/exposure.csv?as_of=2026-10-31&investment={grant.slug}")
    assert found == [
        f"{grant.slug},palisade,DOE,DOE-MESC,grant,closed,12500000.00,,7000000.01,,2500000.00,0.00,5499999.99,4500000.01,,"
        "4500000.01,4500000.01,,high,cast1".encode()
    ]


def test_each_entry_comes_out_with_its_moment_its_writer_and_its_hash(book, grant):
    found = rows(book, f"/reports/transactions.csv?as_of=2026-10-31&investment={grant.slug}")
    award = f"{grant.slug},{grant.deal.slug},DOE,DOE-MESC,palisade,grant"
    # Each takes three recordings: the proposal, what was written, and the decision.
    entries = (
        (11, "commitment", "12500000.00", "2026-03-01", "2026-03-01", 3, ""),
        (12, "obligation", "7000000.01", "2026-Q2", "2026-06-30", 6, "first part"),
        (13, "disbursement", "2500000.00", "2026-07-04", "2026-07-04", 9, "-paid"),
    )
    previous = Transaction.objects.get(number=10).hash
    for line, control, (number, kind, amount, on, counts_from, minute, note) in zip(
        found, controls(), entries, strict=True
    ):
        note = note or Transaction.objects.get(number=number).note
        moment = f"2026-11-02T15:0{minute}:00.250Z"
        stated = (f"T{number:06d}", grant.slug, kind, amount, "", "", on, counts_from, "", "false", note, "cast1")
        digest = entry_link(previous, dict(zip(CONTENT, (*stated, str(minute + 1), moment, "officer"), strict=True)))
        formatted = f"'{note}" if note.startswith("-") else note
        assert line.decode() == (
            f"T{number:06d},{award},{kind},{amount},,,{on},{counts_from},2026,,false,{formatted},{control},cast1,false,"
            f"{minute + 1},{moment},officer,{previous},{digest},"
        )
        previous = digest
