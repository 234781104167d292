"""New awards are recorded here as one write: award, terms, status, the projects it reaches, its entries.

A deal is recorded with all its awards at once, or not at all.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date

from django.core.exceptions import ValidationError

from portfolio.calculations.endings import ENDINGS
from portfolio.calculations.kinds import Instrument, Kind, Status, kinds_for
from portfolio.calculations.terms_rules import closing_question
from portfolio.models import Deal, Investment, InvestmentProject, InvestmentStatus, ReachBasis, Terms, Transaction
from projects.models import Company, Project
from record.calculations.formatting import dollars
from record.calculations.partial_dates import PartialDate
from record.models import Citation, Claim, Entity, Recording, Source
from record.services import attachments, entities, facts, sources

from . import investments, ledger

OF_SOURCE = ("publisher", "title", "published_on", "address", "accessed_on", "file_sha256")


@dataclass(slots=True, kw_only=True)
class Rival:
    """What another source says of a figure of the award: its value as text, its unit, where it is said."""

    figure: str
    value: str
    unit: str
    cited: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class NewAward:
    """What an officer has on the desk. Entities without a primary key are new and are put on record with it.

    `cited`: sources by their identifiers, where they may be new as well; else `citation`. `basis` empty: a lone project
    is stated, of several the first is the main one. `entries`: what happened besides the commitment, in order.
    """

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
    cited: tuple[str, ...] = ()
    entries: list[ledger.Draft] = field(default_factory=list)
    rivals: list[Rival] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class NewDeal:
    """Several awards of one deal; `sources`: the place of the award that brings it, from 1 → a new publication."""

    awards: list[NewAward]
    sources: dict[int, Source] = field(default_factory=dict)

    @property
    def deal(self) -> Deal:
        return self.awards[0].deal


def record_all(new: NewDeal, *, recording: Recording, today: date) -> list[Investment]:
    """Put a deal on record with all its awards and sources, or nothing of it (the caller's transaction).

    Raises as `record` does; a refusal names the field of an award with the award's place before it: `a2-shares`.
    """
    bring(new.sources, recording=recording, today=today)
    made = []
    for place, award in enumerate(new.awards, 1):
        with prefixed(f"a{place}-", but=("new_deal_",)):
            made.append(record(award, recording=recording, today=today))
    return made


def bring(new: dict[int, Source], *, recording: Recording, today: date) -> None:
    """Put new publications on record; a refusal names the field of the award that brings one: `a2-new_title`."""
    for place, source in new.items():
        with prefixed(f"a{place}-new_", but=()):
            values = {name: getattr(source, name) for name in OF_SOURCE}
            added = sources.add_source(recording=recording, slug=source.slug, today=today, **values)
            attachments.attach_held(added, recording=recording, today=today)


def record(new: NewAward, *, recording: Recording, today: date) -> Investment:
    """Put all of it on record, or nothing (the caller's transaction), and return the award.

    A definitive award with an amount commits it in the ledger. An award announced before it reached its status keeps
    the announcement in its history. Raises PermissionDenied outside the writer's programs and ValidationError by
    field: of the terms by their own names, of new entities with `new_company_`, `new_deal_`, `new_project_` before.
    """
    if new.cited:
        new.citation = sources.cite(new.cited)
    award = new.investment
    award.recipient = _on_record(new.recipient, "new_company_", new.citation, recording)
    award.deal = _on_record(new.deal, "new_deal_", new.citation, recording)
    instrument = Instrument(award.instrument)
    if instrument.family.holds_shares and award.issuer_id is None:
        award.issuer = award.recipient
    investments.create(award, recording=recording)
    if asked := closing_question(new.terms.closed_on, new.status, today):
        raise ValidationError({"status": asked})
    new.terms.investment = award
    new.terms.citation = new.citation
    new.terms.effective_on = first_known(new.terms.closed_on, new.terms.signed_on, new.terms.announced_on)
    investments.record(new.terms, recording=recording, today=today)
    stated = status_of(new)
    earlier = [
        InvestmentStatus(investment=award, status=status, effective_on=day, citation=new.citation)
        for status, day in _earlier(new)
    ]
    for fact in (*earlier, stated):
        with renamed(status="status", effective_on="status_on"):
            investments.record(fact, recording=recording, today=today, is_settled_later=True)
    for place, project in enumerate(new.projects):
        site = _on_record(project, "new_project_", new.citation, recording)
        reach = InvestmentProject(
            investment=award,
            project=site,
            basis=basis_of(new, place),
            effective_on=new.terms.effective_on,
            citation=new.citation,
        )
        investments.record(reach, recording=recording, today=today)
    _commit(new, recording, today)
    enter(new.entries, new.citation, recording=recording, today=today)
    investments.require_settled(stated, recording=recording, today=today)
    for rival in new.rivals:
        claim = Claim(figure=rival.figure, value=rival.value, unit=rival.unit, citation=sources.cite(rival.cited))
        claim.entity = award
        facts.record_by_service(claim, recording=recording, today=today)
    return award


def status_of(new: NewAward) -> InvestmentStatus:
    """How far it is; an ending bears the reason for what is unusual about the award."""
    note = facts.explanation(new.terms.note) if new.status in ENDINGS else ""
    return InvestmentStatus(
        investment=new.investment, status=new.status, effective_on=new.status_on, citation=new.citation, note=note
    )


def unsettled(new: NewAward, recording: Recording, today: date) -> list[str]:
    """What is asked of an award that is recorded as ended, by what its entries leave."""
    return investments.unsettled(status_of(new), recording, today, along=map(ledger.entry_of, new.entries))


def basis_of(new: NewAward, place: int) -> str:
    """Why the project at that place is said to be reached."""
    if new.basis:
        return new.basis
    if len(new.projects) == 1:
        return ReachBasis.STATED
    return ReachBasis.COMPANY_WIDE if place else ReachBasis.LEAD_PROJECT


def commits(instrument: Instrument, status: Status, terms: Terms) -> bool:
    """True when recording the award commits its amount in the ledger."""
    return status.is_committed_money and bool(terms.announced_amount) and Kind.COMMITMENT in kinds_for(instrument)


def first_known(*days: PartialDate | None) -> PartialDate | None:
    return next((day for day in days if day is not None), None)


def _commit(new: NewAward, recording: Recording, today: date) -> Transaction | None:
    if not commits(Instrument(new.investment.instrument), new.status, new.terms):
        return None
    day = first_known(new.commitment_on, new.terms.closed_on, new.terms.signed_on, new.terms.announced_on)
    if day is None:
        raise ValidationError(
            {"commitment_on": f"{dollars(new.terms.announced_amount)} would be committed on no day. Write the day."}
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


def enter(entries: list[ledger.Draft], citation: Citation | None, *, recording: Recording, today: date) -> None:
    """What happened besides, entry by entry; a refusal names the amount of the entry's row."""
    for place, draft in enumerate(entries, 1):
        try:
            ledger.record(_cited(draft, citation), recording=recording, today=today)
        except ValidationError as error:
            raise ValidationError({f"entry_{place}_amount": error.messages}) from error


def _cited(draft: ledger.Draft, citation: Citation | None) -> ledger.Draft:
    """The entry with the sources of the award, where it names none of its own."""
    return draft if draft.citation is not None else replace(draft, citation=citation)


def _earlier(new: NewAward) -> list[tuple[Status, PartialDate | None]]:
    """The announcement, where that surely came before the status as given."""
    announced = new.terms.announced_on
    came_later = announced is not None and new.status_on is not None and announced.surely_before(new.status_on)
    return [(Status.ANNOUNCED, announced)] if came_later and new.status is not Status.ANNOUNCED else []


def _on_record(entity: Entity, prefix: str, citation: Citation | None, recording: Recording) -> Entity:
    if entity.pk is not None:
        return entity
    entity.citation = citation
    with prefixed(prefix, but=()):
        return entities.create(entity, recording=recording)


@contextmanager
def prefixed(prefix: str, *, but: tuple[str, ...]) -> Iterator[None]:
    """Name the fields of a refusal with `prefix` before them, those that begin with one of `but` left alone."""
    try:
        yield
    except ValidationError as error:
        if not hasattr(error, "error_dict"):
            raise
        named = {
            name if but and name.startswith(but) else prefix + name: texts for name, texts in error.message_dict.items()
        }
        raise ValidationError(named) from error


@contextmanager
def renamed(**names: str) -> Iterator[None]:
    """Name the fields of a refusal as the new deal names them."""
    try:
        yield
    except ValidationError as error:
        if not hasattr(error, "error_dict"):
            raise
        raise ValidationError({names.get(name, name): texts for name, texts in error.message_dict.items()}) from error
