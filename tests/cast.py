"""The cast of the tests: five people, two projects and three deals, written through the services as officers do.

Made-up firms with round numbers, so that a reader can check every figure by hand.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.contrib.auth.models import Group

from portfolio.calculations.kinds import Instrument, Kind, Status
from portfolio.models import (
    Agency,
    Assignment,
    Deal,
    Investment,
    InvestmentProject,
    InvestmentStatus,
    Program,
    Terms,
    Transaction,
)
from portfolio.services import investments, ledger
from projects.models import Company, Project
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate
from record.models import Account, Channel, Citation, Recording
from record.services import entities, sources
from record.services.recordings import open_recording

TODAY = date(2026, 6, 30)
PASSWORD = "a long word for the tests"

ROLES = {
    "officer": "officer",
    "officer2": "officer",
    "manager": "manager",
    "auditor": "auditor",
    "administrator": "administrator",
}


@dataclass(slots=True)
class Cast:
    """Everybody and everything by name."""

    people: dict[str, Account] = field(default_factory=dict)
    agencies: dict[str, Agency] = field(default_factory=dict)
    programs: dict[str, Program] = field(default_factory=dict)
    companies: dict[str, Company] = field(default_factory=dict)
    projects: dict[str, Project] = field(default_factory=dict)
    deals: dict[str, Deal] = field(default_factory=dict)
    investments: dict[str, Investment] = field(default_factory=dict)
    citation: Citation | None = None


def day(text: str) -> PartialDate:
    return PartialDate.parse(text)


def now(as_of: date = TODAY, *, serial: int | None = None) -> AsOf:
    """The AsOf of `as_of` as known by the newest recording, or by the one of `serial`."""
    last = Recording.objects.get(serial=serial) if serial else Recording.objects.order_by("-serial").first()
    return AsOf(as_of, last.moment, last.serial)


@contextmanager
def writing(by: Account | None = None, why: str = "the cast is set") -> Iterator[Recording]:
    """A recording of an officer, or of a loader when nobody is named."""
    with open_recording(
        by=by, by_name="" if by else "loader", why=why, channel=Channel.FORM if by else Channel.IMPORT
    ) as one:
        yield one


def make_people() -> dict[str, Account]:
    people = {}
    for name, role in ROLES.items():
        people[name] = Account.objects.create_user(name, password=PASSWORD, is_staff=role != "manager")
        people[name].groups.add(Group.objects.get(name=role))
    return people


def entry(investment: Investment, kind: Kind, on: str, amount: str | None = None, **figures: object) -> ledger.Draft:
    """An entry to be recorded; shares as text."""
    shares = {
        name: Decimal(figures.pop(name)) for name in ("shares", "shares_received") if figures.get(name) is not None
    }
    return ledger.Draft(
        investment=investment,
        kind=kind,
        effective_on=day(on) if on else None,
        amount=None if amount is None else Decimal(amount),
        **shares,
        **figures,
    )


def record_entries(
    drafts: Iterable[ledger.Draft], *, by: Account | None = None, today: date = TODAY
) -> list[Transaction]:
    """Record entries in a recording of their own."""
    with writing(by) as recording:
        return ledger.record_all(drafts, recording=recording, today=today)


def make_cast() -> Cast:
    """Everything in one recording of the loader, then the ledger in one of the officer."""
    cast = Cast(people=make_people())
    with writing() as recording:
        sources.add_source(
            recording=recording,
            slug="cast1",
            publisher="Gazette",
            title="Three awards for two mines",
            published_on=day("2025-07-10"),
        )
        cast.citation = sources.cite(["cast1"])
        _make_agencies(cast, recording)
        _make_companies(cast, recording)
        _make_deals(cast, recording)
    officers = [cast.people["officer"], cast.people["officer2"]]
    Assignment.objects.bulk_create(
        Assignment(officer=officer, agency=cast.agencies[code]) for officer in officers for code in ("DOW", "DOE")
    )
    _make_ledger(cast)
    return cast


def _make_agencies(cast: Cast, recording: Recording) -> None:
    for code, name in {
        "DOW": "Department of War",
        "DOE": "Department of Energy",
        "DOC": "Department of Commerce",
    }.items():
        cast.agencies[code] = entities.create(Agency(slug=code.lower(), code=code, name=name), recording=recording)
    for code, agency, name in (
        ("DOW-OSC", "DOW", "Office of Strategic Capital"),
        ("DOE-ATVM", "DOE", "Advanced Technology Vehicles Manufacturing loans"),
        ("DOE-MESC", "DOE", "Battery materials processing grants"),
        ("DOC-CHIPS", "DOC", "CHIPS incentives"),
    ):
        cast.programs[code] = entities.create(
            Program(slug=code.lower(), code=code, agency=cast.agencies[agency], name=name), recording=recording
        )


def _make_companies(cast: Cast, recording: Recording) -> None:
    for slug, name, ticker in (("palisade", "Palisade Magnetics", "PLM"), ("saltwash", "Saltwash Lithium", "SWL")):
        cast.companies[slug] = entities.create(
            Company(slug=slug, name=name, ticker=ticker, exchange="NYSE", country="US", citation=cast.citation),
            recording=recording,
        )
    for slug, name, owner, state in (
        ("palisade-magnets", "Palisade magnet works", "palisade", "TX"),
        ("saltwash-clay", "Saltwash clay", "saltwash", "NV"),
    ):
        cast.projects[slug] = entities.create(
            Project(
                slug=slug,
                name=name,
                operator=cast.companies[owner],
                country="US",
                state=state,
                stage="construction",
                citation=cast.citation,
            ),
            recording=recording,
        )


def _make_deals(cast: Cast, recording: Recording) -> None:
    """An equity and warrant deal, a loan, a grant."""
    for slug, name in (
        ("palisade-equity", "Preferred stock and a warrant of Palisade"),
        ("saltwash-loan", "A loan to Saltwash"),
        ("palisade-grant", "A grant to Palisade"),
    ):
        cast.deals[slug] = entities.create(
            Deal(slug=slug, name=name, announced_on=day("2025-07-10"), citation=cast.citation), recording=recording
        )
    palisade, saltwash = cast.companies["palisade"], cast.companies["saltwash"]
    awards = (
        ("palisade-preferred", "palisade-equity", "DOW-OSC", Instrument.CONVERTIBLE_PREFERRED, palisade, "palisade"),
        ("palisade-warrant", "palisade-equity", "DOW-OSC", Instrument.WARRANT, palisade, "palisade"),
        ("saltwash-doe-loan", "saltwash-loan", "DOE-ATVM", Instrument.DIRECT_LOAN, saltwash, ""),
        ("palisade-doe-grant", "palisade-grant", "DOE-MESC", Instrument.GRANT, palisade, ""),
    )
    for slug, deal, program, instrument, company, group in awards:
        cast.investments[slug] = investments.create(
            Investment(
                slug=slug,
                deal=cast.deals[deal],
                agency=cast.programs[program].agency,
                program=cast.programs[program],
                instrument=instrument,
                recipient=company,
                issuer=company if group else None,
                stake_group=group,
            ),
            recording=recording,
        )
    _make_terms(cast, recording)
    for slug, investment in cast.investments.items():
        common = {"investment": investment, "citation": cast.citation}
        for status, on in ((Status.ANNOUNCED, "2025-07-10"), (Status.CLOSED, "2025-08-01")):
            investments.record(InvestmentStatus(status=status, effective_on=day(on), **common), recording=recording)
        project = cast.projects["saltwash-clay" if slug.startswith("saltwash") else "palisade-magnets"]
        investments.record(
            InvestmentProject(project=project, basis="stated", effective_on=day("2025-07-10"), **common),
            recording=recording,
        )


def _make_terms(cast: Cast, recording: Recording) -> None:
    terms = {
        "palisade-preferred": {
            "announced_amount": Decimal("60000000"),
            "shares": Decimal("60000"),
            "price_per_share": Decimal("1000"),
            "original_price": Decimal("1000"),
            "conversion_price": Decimal("30"),
            "stated_stake_share": Decimal("0.15"),
        },
        "palisade-warrant": {
            "shares": Decimal("1500000"),
            "strike_price": Decimal("30"),
            "expires_on": day("2035-08-01"),
            "stated_stake_share": Decimal("0.15"),
        },
        "saltwash-doe-loan": {
            "announced_amount": Decimal("100000000"),
            "principal": Decimal("90000000"),
            "capitalised_interest": Decimal("10000000"),
        },
        "palisade-doe-grant": {"announced_amount": Decimal("10000000")},
    }
    for slug, values in terms.items():
        investments.record(
            Terms(
                investment=cast.investments[slug],
                announced_on=day("2025-07-10"),
                closed_on=day("2025-08-01"),
                effective_on=day("2025-08-01"),
                confidence="high",
                citation=cast.citation,
                **values,
            ),
            recording=recording,
        )


def _make_ledger(cast: Cast) -> None:
    """60.00 million of preferred paid; a loan of 90 drawn to 35; a grant of 10, 8 bound and 3 paid."""
    preferred, warrant, loan, grant = cast.investments.values()
    cited = {"citation": cast.citation}
    record_entries(
        [
            entry(preferred, Kind.COMMITMENT, "2025-08-01", "60000000", **cited),
            entry(preferred, Kind.OBLIGATION, "2025-08-01", "60000000", **cited),
            entry(preferred, Kind.DISBURSEMENT, "2025-08-01", "60000000", shares="60000", **cited),
            entry(warrant, Kind.WARRANT_ISSUE, "2025-08-01", shares="1500000", **cited),
            entry(loan, Kind.COMMITMENT, "2025-08-01", "100000000", **cited),
            entry(loan, Kind.DISBURSEMENT, "2025-10-20", "20000000", **cited),
            entry(loan, Kind.DISBURSEMENT, "2026-02-15", "15000000", **cited),
            entry(grant, Kind.COMMITMENT, "2025-08-01", "10000000", **cited),
            entry(grant, Kind.OBLIGATION, "2025-09-30", "8000000", **cited),
            entry(grant, Kind.DISBURSEMENT, "2025-10-01", "3000000", **cited),
        ],
        by=cast.people["officer"],
    )
