"""Deals, investments and their dated facts are written here."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.core.exceptions import ValidationError

from portfolio.calculations.kinds import Family, Instrument
from portfolio.calculations.terms_rules import refusals, warnings
from portfolio.models import (
    DueDate,
    Investment,
    InvestmentEvent,
    InvestmentProject,
    InvestmentStatus,
    RoundAward,
    SecurityPrice,
    StatedFigure,
    StatedTotal,
    Terms,
)
from portfolio.positions.basis import bases_at
from projects.models import Company
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate
from record.models import Citation, LabelChange, Recording
from record.services import entities, facts
from record.services.timing import day_of, require_past

from . import rights, tranches

HAPPENED = ("announced_on", "signed_on", "closed_on")
"""The days of terms on which something has happened, so that none of them lies ahead."""

F = TypeVar("F", Terms, InvestmentStatus, InvestmentProject, InvestmentEvent, RoundAward, StatedTotal, DueDate)


def create(investment: Investment, *, recording: Recording) -> Investment:
    """Put a new award on record. Raises PermissionDenied outside the writer's programs, ValidationError when wrong."""
    rights.require_for(recording, investment)
    return entities.create(investment, recording=recording)


MOVES = frozenset({"agency", "program", "recipient", "issuer", "fain", "piid", "uri", "ledger_is_complete"})
"""Labels by which money and stakes are counted, and whether what has no entry is 0: two persons change them."""


def relabel(
    investment: Investment,
    values: dict[str, Any],
    *,
    recording: Recording,
    effective_on: PartialDate | None = None,
    citation: Citation | None = None,
) -> list[LabelChange]:
    """Change labels of an award, and say what changed.

    Raises PermissionDenied outside the writer's programs, before or after; ValidationError for a program of another
    agency and as `entities.relabel` does.
    """
    rights.require_for(recording, investment)
    changed = entities.relabel(investment, values, recording=recording, effective_on=effective_on, citation=citation)
    program = investment.program
    if program is not None and program.agency_id != investment.agency_id:
        agency = investment.agency.code
        raise ValidationError({"program": f"{program.code} belongs to {program.agency.code}, not to {agency}."})
    rights.require_for(recording, investment)
    return changed


def moves(names: Iterable[str]) -> bool:
    """True where one of these labels of an award waits for a second officer."""
    return bool(MOVES & set(names))


def record(fact: F, *, recording: Recording, today: date | None = None) -> F:
    """Add a fact of an investment: a version of its terms, a status, a project that it reaches, an event, a due date.

    Raises PermissionDenied outside the writer's programs; ValidationError, by field, for what cannot be, and for what
    is unusual without a reason in the note.
    """
    rights.require_for(recording, fact.investment)
    facts.check(fact)
    today = today or day_of(recording)
    if isinstance(fact, Terms):
        for name in HAPPENED:
            require_past(name, getattr(fact, name), today, what="Write it when it has happened.")
        if found := refusals(terms_values(fact)):
            raise ValidationError(found)
        issuer = fact.investment.issuer
        facts.require_reason(fact, unusual(fact, issuer, at=AsOf(today, recording.moment, recording.reads)))
        fact.counts_from = facts.counts_from(fact.effective_on, fact.citation)
        tranches.require_terms(fact, recording=recording, today=today)
    if isinstance(fact, StatedTotal) and fact.figure == StatedFigure.ALLOWANCE:
        require_loan(fact.investment)
    if isinstance(fact, InvestmentStatus | InvestmentEvent):
        require_past("effective_on", fact.effective_on, today, what="Write it when it has happened.")
    if isinstance(fact, StatedTotal | DueDate):
        require_past("effective_on", fact.effective_on, today)
    return facts.record(fact, recording=recording)


def require_loan(award: Investment) -> None:
    """Raise ValidationError where an allowance is stated of what is no loan."""
    instrument = Instrument(award.instrument)
    if instrument.family is not Family.LOAN:
        said = f"{award.slug} is a {instrument.label.lower()}: an allowance is of a loan. Choose another figure."
        raise ValidationError({"figure": said})


def unusual(terms: Terms, issuer: Company | None, *, at: AsOf) -> list[str]:
    """What is unusual about terms and is taken only with a reason; of a strike by the issuer's newest close in USD."""
    close: Decimal | None = None
    if terms.strike_price is not None and issuer is not None and issuer.pk:
        newest = SecurityPrice.objects.filter(company=issuer, currency="USD").at(at).last()
        if newest is not None:
            close = bases_at(at).price(issuer.pk, newest.close, newest.counts_from)
    return warnings(terms_values(terms), close=close)


def terms_values(terms: Terms) -> dict:
    """The terms as a mapping of field to value, as the rules take them."""
    return {field.name: getattr(terms, field.name) for field in Terms._meta.concrete_fields if not field.is_relation}
