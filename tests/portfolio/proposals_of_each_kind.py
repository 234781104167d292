"""A proposal of each registered kind, as its payload, and the programs that own it.

Palisade has preferred shares and a warrant under DOW-OSC and a grant under DOE-MESC, Saltwash a loan under DOE-ATVM.
"""

from collections.abc import Callable
from decimal import Decimal

from portfolio.calculations.kinds import Instrument, Kind, Status
from portfolio.imports.proposed import payload_of as of_file
from portfolio.models import (
    CorporateAction,
    Import,
    Investment,
    InvestmentStatus,
    Terms,
    Tranche,
    TrancheDecision,
    Transaction,
)
from portfolio.models.corporate_actions import ActionKind
from portfolio.services import deal_changes, deals, imports, tranches
from portfolio.services.handlers import chains, moves, progress
from portfolio.services.handlers import deal_changes as changes_of
from portfolio.services.handlers import deals as new_deals
from portfolio.services.progress import Progress
from projects.models import Company, CompanyMerge, Milestone, MilestoneForecast, Project, ProjectMerge
from record.services import entities
from record.services.approval_handlers import Payload
from record.services.row_formatting import format_value
from tests.cast import TODAY, Cast, day, now, writing

LOAN, EQUITY, GRANT = "DOE-ATVM", "DOW-OSC", "DOE-MESC"


def told_more(cast: Cast) -> Cast:
    """The cast, with a milestone and a tranche of Saltwash, and a second name of it and of its site."""
    loan = cast.investments["saltwash-doe-loan"]
    with writing(cast.people["officer"]) as recording:
        tranche = Tranche(slug="second", investment=loan, name="Second draw", amount=Decimal(30_000_000))
        tranches.create(tranche, recording=recording, today=TODAY)
    with writing() as recording:
        site = cast.projects["saltwash-clay"]
        for one in (
            Milestone(slug="power", project=site, name="Power on", kind="first_production"),
            Company(slug="saltwash-2", name="Salt Wash", country="US"),
            Project(
                slug="clay-2", name="Clay", operator=cast.companies["saltwash"], country="US", stage="construction"
            ),
        ):
            entities.create(one, recording=recording)
    return cast


def row(fact, **more) -> Payload:
    return {"row": format_value(fact), "sources": "cast1", **more}


def entry_of(book: Cast) -> Transaction:
    return Transaction(investment=book.investments["saltwash-doe-loan"], kind="disbursement", amount=Decimal(1),
                       effective_on=day("2026-05-15"))  # fmt: skip


def status_of(book: Cast) -> InvestmentStatus:
    loan = book.investments["saltwash-doe-loan"]
    return InvestmentStatus(investment=loan, status=Status.TERMINATED, effective_on=day("2026-05-15"))


def said_of(book: Cast) -> MilestoneForecast:
    milestone = Milestone.objects.get(slug="power")
    return MilestoneForecast(milestone=milestone, kind="actual", forecast_on=day("2026-05-15"))


def release_of(book: Cast) -> TrancheDecision:
    return TrancheDecision(tranche=Tranche.objects.get(), state="released", effective_on=day("2026-06-01"))


def award_of(book: Cast) -> deals.NewAward:
    deal = book.deals["saltwash-loan"]
    made = Investment(slug="new", deal=deal, agency=book.agencies["DOE"], program=book.programs[GRANT],
                      instrument=Instrument.GRANT, recipient=book.companies["saltwash"])  # fmt: skip
    return deals.NewAward(deal=deal, recipient=made.recipient, investment=made, terms=Terms(investment=made),
                          status=Status.CLOSED, status_on=day("2026-06-01"), cited=("cast1",))  # fmt: skip


def file_of(book: Cast) -> Import:
    sent = imports.keep(kind="security-prices", filename="p.csv", content=b"company\n", why="prices", sources="cast1",
                        by=book.people["officer"], now=now().known_at)  # fmt: skip
    sent.effect = {"places": [[book.agencies["DOE"].pk, book.programs[LOAN].pk]]}
    return sent


def last(kind: Kind) -> Transaction:
    return Transaction.objects.filter(investment__slug="saltwash-doe-loan", kind=kind.value).latest("number")


def action_of(book: Cast) -> CorporateAction:
    return CorporateAction(company=book.companies["palisade"], kind=ActionKind.SPLIT, old_shares=Decimal(1),
                           new_shares=Decimal(2), effective_on=day("2026-06-01"))  # fmt: skip


def merge(model, one, other) -> Payload:
    return row(model(entity=one, into=other, note="the same"))


PAYLOADS: dict[str, tuple[Callable[[Cast], Payload], list[str]]] = {
    "entry": (lambda book: row(entry_of(book)), [LOAN]),
    "chain": (lambda book: chains.payload_of([entry_of(book)]), [LOAN]),
    "reversal": (lambda book: {"number": last(Kind.DISBURSEMENT).number, "reason": "twice"}, [LOAN]),
    "correction": (lambda book: row(entry_of(book), number=last(Kind.DISBURSEMENT).number, reason="x"), [LOAN]),
    "terms": (lambda book: row(Terms(investment=book.investments["saltwash-doe-loan"])), [LOAN]),
    "status": (lambda book: row(status_of(book)), [LOAN]),
    "ending": (lambda book: row(status_of(book)), [LOAN]),
    "completion": (lambda book: row(said_of(book)), [LOAN]),
    "tranche": (lambda book: row(release_of(book)), [LOAN]),
    "tranche_size": (
        lambda book: {"pk": Tranche.objects.get().pk, "values": {"amount": "1"}, "effective_on": "", "sources": ""},
        [LOAN],
    ),
    "progress": (lambda book: progress.payload_of(Progress(evidence=said_of(book)), None), [LOAN]),
    "retraction": (
        lambda book: {
            "model": "portfolio.terms",
            "pk": Terms.objects.get(investment__slug="saltwash-doe-loan").pk,
            "reason": "wrong",
        },
        [LOAN],
    ),
    "deal": (lambda book: new_deals.payload_of(deals.NewDeal(awards=[award_of(book)])), [GRANT]),
    "deal_change": (
        lambda book: changes_of.payload_of(
            deal_changes.DealChange(
                deal=book.deals["saltwash-loan"],
                changes=[deal_changes.AwardChange(place=1, investment=book.investments["saltwash-doe-loan"],
                                                  status=status_of(book))],
                new={2: award_of(book)},
            )
        ),
        [LOAN, GRANT],
    ),
    "withdrawal": (
        lambda book: {"pk": book.investments["saltwash-doe-loan"].pk, "reason": "twice", "along": True},
        [LOAN],
    ),
    "takeback": (lambda book: {"serial": last(Kind.DISBURSEMENT).recording_id, "reason": "x"}, [LOAN, GRANT, EQUITY]),
    "move": (
        lambda book: moves.payload_of(
            book.investments["saltwash-doe-loan"],
            {"agency": book.agencies["DOW"], "program": book.programs[EQUITY]},
        ),
        [LOAN, EQUITY],
    ),
    "awards": (
        lambda book: {"model": "portfolio.investment", "field": "status", "value": "repaid", "effective_on": "",
                      "rows": [book.investments[slug].pk for slug in ("saltwash-doe-loan", "palisade-doe-grant")]},
        [LOAN, GRANT],
    ),
    "companymerge": (
        lambda book: merge(CompanyMerge, Company.objects.get(slug="saltwash-2"), book.companies["saltwash"]),
        [LOAN],
    ),
    "projectmerge": (
        lambda book: merge(ProjectMerge, Project.objects.get(slug="clay-2"), book.projects["saltwash-clay"]),
        [LOAN],
    ),
    "action": (lambda book: row(action_of(book)), [EQUITY]),
    "import": (lambda book: of_file(file_of(book)), [LOAN]),
    "undo": (lambda book: {**of_file(file_of(book)), "reason": "twice"}, [LOAN]),
    "labels": (
        lambda book: {"model": "projects.project", "field": "state", "value": "NV", "effective_on": "",
                      "rows": [book.projects["saltwash-clay"].pk]},
        [LOAN],
    ),
}  # fmt: skip
