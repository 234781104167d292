"""A new deal is recorded here as one write: award, terms, status, the projects it reaches, its commitment."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError

from portfolio.calculations.kinds import Instrument, Kind, Status, kinds_for
from portfolio.models import Deal, Investment, InvestmentProject, InvestmentStatus, Terms, Transaction
from projects.models import Company, Project
from record.calculations.partial_dates import PartialDate
from record.models import Citation, Entity, Recording
from record.services import entities

from . import investments, ledger


@dataclass(slots=True, kw_only=True)
class NewDeal:
    """What an officer has on the desk. Things without a primary key are new and are put on record with it."""

    deal: Deal
    recipient: Company
    investment: Investment
    terms: Terms
    status: Status
    status_on: PartialDate | None
    commitment_on: PartialDate | None = None
    projects: list[Project] = field(default_factory=list)
    basis: str = "stated"
    citation: Citation | None = None


def record(new: NewDeal, *, recording: Recording, today: date) -> Investment:
    """Put all of it on record, or nothing (the caller's transaction), and return the award.

    A definitive award with an amount commits it in the ledger. An award announced before it reached its status keeps
    the announcement in its history. Raises PermissionDenied outside the writer's programs and ValidationError by
    field: of the terms by their own names, of new entities with `new_company_`, `new_deal_`, `new_project_` before.
    """
    award = new.investment
    award.recipient = _on_record(new.recipient, "new_company_", new.citation, recording)
    award.deal = _on_record(new.deal, "new_deal_", new.citation, recording)
    instrument = Instrument(award.instrument)
    if instrument.family.holds_shares and award.issuer_id is None:
        award.issuer = award.recipient
    investments.create(award, recording=recording)
    new.terms.investment = award
    new.terms.citation = new.citation
    new.terms.effective_on = first_known(new.terms.closed_on, new.terms.signed_on, new.terms.announced_on)
    investments.record(new.terms, recording=recording, today=today)
    for status, day in _statuses(new):
        fact = InvestmentStatus(investment=award, status=status, effective_on=day, citation=new.citation)
        with _named(status="status", effective_on="status_on"):
            investments.record(fact, recording=recording, today=today)
    for project in new.projects:
        site = _on_record(project, "new_project_", new.citation, recording)
        reach = InvestmentProject(
            investment=award,
            project=site,
            basis=new.basis,
            effective_on=new.terms.effective_on,
            citation=new.citation,
        )
        investments.record(reach, recording=recording, today=today)
    _commit(new, recording, today)
    return award


def commits(instrument: Instrument, status: Status, terms: Terms) -> bool:
    """True when recording the award commits its amount in the ledger."""
    return status.is_committed_money and bool(terms.announced_amount) and Kind.COMMITMENT in kinds_for(instrument)


def first_known(*days: PartialDate | None) -> PartialDate | None:
    return next((day for day in days if day is not None), None)


def _commit(new: NewDeal, recording: Recording, today: date) -> Transaction | None:
    if not commits(Instrument(new.investment.instrument), new.status, new.terms):
        return None
    day = first_known(new.commitment_on, new.terms.closed_on, new.terms.signed_on, new.terms.announced_on)
    if day is None:
        raise ValidationError(
            {"commitment_on": f"{new.terms.announced_amount:,.2f} would be committed on no day. Write the day."}
        )
    draft = ledger.Draft(
        investment=new.investment,
        kind=Kind.COMMITMENT,
        effective_on=day,
        amount=new.terms.announced_amount,
        citation=new.citation,
    )
    try:
        return ledger.record(draft, recording=recording, today=today)
    except ValidationError as error:
        raise ValidationError({"commitment_on": error.messages}) from error


def _statuses(new: NewDeal) -> list[tuple[Status, PartialDate | None]]:
    """The status as given, after the announcement where that surely came before it."""
    announced = new.terms.announced_on
    came_later = announced is not None and new.status_on is not None and announced.surely_before(new.status_on)
    earlier = [(Status.ANNOUNCED, announced)] if came_later and new.status is not Status.ANNOUNCED else []
    return [*earlier, (new.status, new.status_on)]


def _on_record(entity: Entity, prefix: str, citation: Citation | None, recording: Recording) -> Entity:
    if entity.pk is not None:
        return entity
    entity.citation = citation
    try:
        return entities.create(entity, recording=recording)
    except ValidationError as error:
        raise ValidationError({prefix + name: texts for name, texts in error.message_dict.items()}) from error


@contextmanager
def _named(**names: str) -> Iterator[None]:
    """Name the fields of a refusal as the new deal names them."""
    try:
        yield
    except ValidationError as error:
        if not hasattr(error, "error_dict"):
            raise
        raise ValidationError({names.get(name, name): texts for name, texts in error.message_dict.items()}) from error
