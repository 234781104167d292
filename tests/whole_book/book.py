"""One book in which every table of the three apps has rows: that of the golden files, and what it lacks."""

from datetime import UTC, datetime
from decimal import Decimal

from django.apps import apps
from django.db import models

from portfolio.imports import saved, workflow
from portfolio.models import InvestmentEvent, RecordCheckRun, Transaction
from portfolio.services import imports
from projects.models import Company, Country, CountryStanding, Ownership, ProjectFunding
from record.models import Job
from record.services import approvals, entities, facts
from record.services.row_formatting import format_value
from record.services.sources import cite
from tests.cast import TODAY, Cast, day, writing
from tests.golden.book_of_every_report import make_book, still_clock
from tests.rows import a_row_of, recording

APPS = ("record", "projects", "portfolio")


def tables() -> list[type[models.Model]]:
    """Every table of the three apps."""
    return [model for model in apps.get_models() if model._meta.app_label in APPS]


def empty_tables() -> list[str]:
    return [model._meta.label for model in tables() if not model._base_manager.exists()]


def make_whole_book() -> Cast:
    """The cast of the book. The clock stands still between two recordings."""
    with still_clock():
        cast = make_book()
        add_owners(cast)
        add_proposals(cast)
        add_import(cast)
        add_runs()
        fill_the_rest()
    return cast


def add_owners(cast: Cast) -> None:
    """Who owns the site and its owner, what it costs, where it stands; one ownership taken back."""
    site, firm = cast.projects["saltwash-clay"], cast.companies["saltwash"]
    dated = {"effective_on": day("2026-01-01"), "citation": cite(["filing"])}
    with writing(why="who owns what") as under:
        abroad = Country.objects.filter(slug="ca").first() or entities.create(
            Country(slug="ca", name="Canada"), recording=under
        )
        parent = entities.create(
            Company(slug="parent", name="Parent Mines", country="CA", citation=dated["citation"]), recording=under
        )
        for fact in (
            Ownership(owner_company=firm, owned_project=site, economic_share=Decimal("0.6"), basis="stated", **dated),
            Ownership(owner_company=parent, owned_company=firm, economic_share=Decimal("0.5"),
                      voting_share=Decimal("0.5"), basis="stated", **dated),
            Ownership(owner_code="DOE", owned_company=firm, economic_share=Decimal("0.05"), basis="stated", **dated),
            ProjectFunding(project=site, total=Decimal(500_000_000), **dated),
            CountryStanding(country=abroad, standing="partner", **dated),
            InvestmentEvent(investment=cast.investments["saltwash-doe-loan"], kind="amendment", **dated),
        ):  # fmt: skip
            facts.record(fact, recording=under)
    with writing(why="it was sold") as under:
        facts.retract(Ownership.objects.get(owner_code="DOE"), reason="sold before", recording=under)


def add_proposals(cast: Cast) -> None:
    """A payment that waits for a second officer, and one that was returned."""
    grant, officer = cast.investments["palisade-doe-grant"], cast.people["officer"]
    for amount in ("1000000", "2000000"):
        row = Transaction(investment=grant, kind="disbursement", amount=Decimal(amount), effective_on=day("2026-05-15"))
        with writing(officer, "the invoice of May") as under:
            payload = {"row": format_value(row), "sources": "cast1"}
            proposal = approvals.propose("entry", payload, recording=under, today=TODAY)
    approvals.send_back(proposal, by=cast.people["officer2"], reason="The invoice is missing.", today=TODAY)


def add_import(cast: Cast) -> None:
    """A file of prices that was read and waits to be confirmed."""
    content = b"company,effective_on,close,currency\npalisade,2026-06-01,42,USD\n"
    sent = imports.keep(
        kind="security-prices", filename="prices.csv", content=content, why="prices of June", sources="cast1",
        by=cast.people["officer"], now=datetime(2026, 6, 20, tzinfo=UTC),
    )  # fmt: skip
    workflow.show(sent, today=TODAY)
    (kind, source), mapping = next(iter(saved.shipped().items()))
    with writing(cast.people["officer"], why="how the agency's files are read") as under:
        imports.save_mapping(source=source, kind=kind, content=mapping.content(), recording=under)


def add_runs() -> None:
    """A check of the ledger that found something, and a projection that failed."""
    then = datetime(2026, 6, 20, 4, tzinfo=UTC)
    RecordCheckRun.objects.create(
        day=TODAY, at=then, recordings=3, entries=9, head_number=9, head="a" * 64, problems=1,
        first_problems=["T000003: the hash is another one"],
    )  # fmt: skip
    Job.objects.create(
        kind="projection", key="2026-06-19", state="failed", queued_at=then, not_before=then, started_at=then,
        finished_at=then, outcome="The machine had no memory left.", attempts=3,
    )  # fmt: skip


def fill_the_rest() -> None:
    """A row of each table that is still empty, without meaning."""
    with recording() as under:
        for model in tables():
            if not model._base_manager.exists():
                a_row_of(model, under)
