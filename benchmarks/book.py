"""A book of a million entries, written as a loader would: under recordings, chained, with every trigger standing."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection

from portfolio.calculations.entry_chain import entry_link
from portfolio.calculations.kinds import Instrument, Kind, Status
from portfolio.models import Agency, Deal, Investment, InvestmentProject, InvestmentStatus, Program, Terms, Transaction
from projects.models import Company, Project
from record.calculations.formatting import moment, plain
from record.calculations.hash_chain import GENESIS
from record.calculations.partial_dates import PartialDate
from record.models import Channel, Citation, Recording
from record.services import sources
from record.services.recordings import open_recording

ENTRIES, INVESTMENTS, PROJECTS = 1_000_000, 5_000, 1_000
FIRST_DAY = date(2015, 10, 1)
DAYS = 3_900
A_FILE = 20_000
"""So many entries are recorded together."""
INSTRUMENTS = (Instrument.GRANT, Instrument.DIRECT_LOAN, Instrument.CONTRACT, Instrument.COMMON_EQUITY)


def make_book(*, entries: int = ENTRIES, investments: int = INVESTMENTS, projects: int = PROJECTS) -> None:
    """Fill an empty database: the entities in one recording, the ledger in the next ones, a file of entries each."""
    with open_recording(by_name="bench", why="a book to measure", channel=Channel.IMPORT) as recording:
        _make_entities(recording, investments, projects)
    previous = GENESIS
    for first in range(1, entries + 1, A_FILE):
        with open_recording(by_name="bench", why="a ledger to measure", channel=Channel.IMPORT) as recording:
            rows = list(_rows(recording, first, min(first + A_FILE, entries + 1), previous))
            _insert(iter(rows))
            previous = rows[-1]["hash"]


def _make_entities(recording: Recording, investments: int, projects: int) -> None:
    stamp = {"created_in": recording, "recording": recording}
    sources.add_source(
        recording=recording, slug="bench1", publisher="Gazette", title="A book", published_on=PartialDate.parse("2015")
    )
    citation = sources.cite(["bench1"])
    day = PartialDate.of(FIRST_DAY)
    dated = {"effective_on": day, "counts_from": FIRST_DAY, "citation": citation, "recording": recording}
    agencies = Agency.objects.bulk_create(
        [Agency(slug=f"a{n}", code=f"A{n}", name=f"Agency {n}", **stamp) for n in range(10)]
    )
    programs = Program.objects.bulk_create(
        [Program(slug=f"p{n}", code=f"P{n}", agency=agencies[n % 10], name=f"Program {n}", **stamp) for n in range(40)]
    )
    companies = Company.objects.bulk_create(
        [Company(slug=f"firm-{n:04d}", name=f"Firm {n}, Inc.", country="US", **stamp) for n in range(projects)]
    )
    sites = Project.objects.bulk_create(
        [
            Project(slug=f"site-{n:04d}", name=f"Site {n}", operator=firm, country="US", state="NV", **stamp)
            for n, firm in enumerate(companies)
        ]
    )
    deals = Deal.objects.bulk_create(
        [Deal(slug=f"deal-{n:05d}", name=f"Deal {n}", announced_on=day, **stamp) for n in range(investments)]
    )
    awards = Investment.objects.bulk_create(
        [
            Investment(
                slug=f"award-{n:05d}",
                deal=deal,
                agency=programs[n % 40].agency,
                program=programs[n % 40],
                instrument=INSTRUMENTS[n % 4],
                recipient=companies[n % projects],
                issuer=companies[n % projects] if INSTRUMENTS[n % 4] is Instrument.COMMON_EQUITY else None,
                **stamp,
            )
            for n, deal in enumerate(deals)
        ]
    )
    InvestmentStatus.objects.bulk_create(
        [InvestmentStatus(investment=award, status=Status.CLOSED, **dated) for award in awards]
    )
    Terms.objects.bulk_create(
        [Terms(investment=award, announced_amount=Decimal("900000000"), confidence="high", **dated) for award in awards]
    )
    InvestmentProject.objects.bulk_create(
        [
            InvestmentProject(investment=award, project=sites[n % projects], basis="stated", **dated)
            for n, award in enumerate(awards)
        ]
    )


def _rows(recording: Recording, first: int, end: int, previous: str) -> Iterator[dict]:
    """Column → value as the table holds it: first each award's commitment and obligation, then what was paid."""
    awards = list(Investment.objects.order_by("slug").values_list("pk", "slug", "instrument"))
    citation = Citation.objects.get().pk
    stamped, by = moment(recording.moment), recording.by_name
    for number in range(first, end):
        lap, place = divmod(number - 1, len(awards))
        pk, slug, instrument = awards[place]
        lends = instrument == Instrument.DIRECT_LOAN
        kind = (Kind.COMMITMENT, Kind.DISBURSEMENT if lends else Kind.OBLIGATION)[lap] if lap < 2 else Kind.DISBURSEMENT
        cents = (90_000_000_000, 40_000_000_000)[lap] if lap < 2 else 100 + (number * 7_919) % 10_000_000
        if lends and lap == 1:
            cents = 123
        shares = 1_000_000 * (1 + number % 97) if instrument == Instrument.COMMON_EQUITY and lap > 1 else None
        on = (FIRST_DAY + timedelta(days=(number * 31) % DAYS if lap > 1 else lap)).isoformat()
        note = "Paid; invoice 4, part 2" if number % 10 == 0 else "=see the file" if number % 101 == 0 else ""
        content = {
            "transaction": f"T{number:06d}",
            "investment": slug,
            "kind": str(kind),
            "amount_usd": plain(Decimal(cents).scaleb(-2), 2),
            "shares": "" if shares is None else plain(Decimal(shares).scaleb(-6), 6),
            "shares_received": "",
            "effective_on": on,
            "counts_from": on,
            "reverses": "",
            "derived": "false",
            "note": note,
            "sources": "bench1",
            "recording": str(recording.serial),
            "recorded_at": stamped,
            "recorded_by": by,
        }
        digest = entry_link(previous, content)
        yield {
            "number": number,
            "investment_id": pk,
            "kind": str(kind),
            "amount": cents,
            "shares": shares,
            "shares_received": None,
            "reverses_id": None,
            "is_derived": False,
            "effective_on": on,
            "counts_from": on,
            "note": note,
            "citation_id": citation,
            "recording_id": recording.serial,
            "previous_hash": previous,
            "hash": digest,
        }
        previous = digest


def _insert(rows: Iterator[dict]) -> None:
    """Straight into the table; its triggers and constraints look at every row."""
    table = Transaction._meta.db_table
    first = next(rows)
    columns = ", ".join(first)

    def values() -> Iterator[tuple]:
        yield tuple(first.values())
        for row in rows:
            yield tuple(row.values())

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for value in values():
                    copy.write_row(value)
            return
        marks = ", ".join("?" * len(first))
        cursor.connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", values())
