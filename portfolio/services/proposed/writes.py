"""The kinds of write that wait for a second person: how each is performed, what it is about, what is shown of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from portfolio.calculations.kinds import Instrument, Kind
from portfolio.models import (
    Investment,
    InvestmentStatus,
    ProposalKind,
    Terms,
    Tranche,
    TrancheDecision,
    Transaction,
)
from portfolio.services import investments, ledger, tranches
from portfolio.services.standing import LABELS, LENDING_ONLY, OTHERS_ONLY, figures_of
from projects.models import MilestoneForecast
from projects.services import milestones
from record.calculations.as_of import AsOf
from record.models import Door, Fact, Recording, Thing
from record.services import facts
from record.services.row_spelling import Line, compared, grouped, read
from record.services.sources import cite

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """One kind. `things` are those whose state is the base, the first being the subject.

    `about` is what it is about where that is none of the things. `seen` is asked after the write and says all that is
    shown of it, instead of fields and totals. `decided` is told what became of a proposal that is not written. `door`
    is that of its recording where it is not the approver's.
    """

    perform: Callable[[Payload, Recording, date], Any]
    things: Callable[[Payload], Sequence[Thing]]
    fields: Callable[[Payload, AsOf], list[Line]]
    stake: Callable[[Payload, AsOf], tuple[Decimal | None, Decimal | None]] = lambda payload, at: (None, None)
    totals: Callable[[Payload, AsOf], dict[str, str]] | None = None
    subject: Callable[[Payload], str] | None = None
    investment: Callable[[Payload], Investment | None] | None = None
    about: Callable[[Payload], models.Model] | None = None
    seen: Callable[[Payload, Recording, date], dict[str, Any]] | None = None
    decided: Callable[[Payload, str, str], None] | None = None
    door: Door | None = None


def cited(payload: Payload) -> Any:
    return cite(payload["sources"].split(";")) if payload.get("sources") else None


def row_of(model: type[Fact]) -> Callable[[Payload], Any]:
    """What reads the fact that would be written."""

    def reading(payload: Payload) -> Any:
        row = read(model, payload["row"])
        row.citation = cited(payload)
        return row

    return reading


def figures_in_words(investment: Investment, at: AsOf) -> dict[str, str]:
    """The investment's totals at `at`, each by its label."""
    found, balance = figures_of(investment, at=at)
    family = Instrument(investment.instrument).family
    left_out = OTHERS_ONLY if family.is_lending else LENDING_ONLY
    lines = {label: grouped(getattr(found, name), 2) for name, label in LABELS if name not in left_out}
    if family.holds_shares:
        lines["Shares or rights held"] = grouped(balance.shares, 6)
    return lines


def totals(payload: Payload, at: AsOf) -> dict[str, str]:
    return figures_in_words(Investment.objects.get(pk=payload["row"]["investment_id"]), at)


# --- Ledger -----------------------------------------------------------------------------------------------------------
entry_row = row_of(Transaction)


def record_entry(payload: Payload, recording: Recording, today: date) -> Transaction:
    row = entry_row(payload)
    draft = ledger.Draft(
        investment=row.investment,
        kind=Kind(row.kind),
        effective_on=row.effective_on,
        amount=row.amount,
        shares=row.shares,
        shares_received=row.shares_received,
        is_derived=row.is_derived,
        note=row.note,
        citation=row.citation,
    )
    return ledger.record(draft, recording=recording, today=today)


def undone_entry(payload: Payload) -> Transaction:
    return Transaction.objects.select_related("investment").get(number=payload["number"])


def reverse_entry(payload: Payload, recording: Recording, today: date) -> Transaction:
    return ledger.reverse(undone_entry(payload), reason=payload["reason"], recording=recording, today=today)


def reversed_fields(payload: Payload, at: AsOf) -> list[Line]:
    entry = undone_entry(payload)
    return [["Entry", entry.reference, "reversed"], *compared(entry, None, ("investment", "reverses"))]


# --- Facts of an investment -------------------------------------------------------------------------------------------
def investment_fact(model: type[Fact]) -> Write:
    """A version of the terms, or a status: what counted before it stands beside it."""
    reading = row_of(model)

    def fields(payload: Payload, at: AsOf) -> list[Line]:
        row = reading(payload)
        before = model.objects.filter(investment_id=row.investment_id).at(at).last()
        return compared(before, row, ("investment",))

    def stake(payload: Payload, at: AsOf) -> tuple[Decimal | None, Decimal | None]:
        if model is not Terms:
            return None, None
        row = reading(payload)
        before = Terms.objects.filter(investment_id=row.investment_id).at(at).last()
        amounts = (getattr(before, "announced_amount", None), row.announced_amount)
        return difference(*amounts), difference(getattr(before, "shares", None), row.shares)

    return Write(
        perform=lambda payload, recording, today: investments.record(reading(payload), recording=recording),
        things=lambda payload: [reading(payload).investment],
        fields=fields,
        stake=stake,
        totals=totals,
        investment=lambda payload: reading(payload).investment,
    )


def difference(before: Decimal | None, after: Decimal | None) -> Decimal | None:
    """How much would change; None where nothing is stated."""
    return None if after is None and before is None else abs((after or Decimal(0)) - (before or Decimal(0)))


# --- Milestones and tranches ------------------------------------------------------------------------------------------
statement_row = row_of(MilestoneForecast)


def completion_fields(payload: Payload, at: AsOf) -> list[Line]:
    row = statement_row(payload)
    before = MilestoneForecast.objects.filter(milestone_id=row.milestone_id).at(at).last()
    return compared(before, row, ("milestone",))


decision_row = row_of(TrancheDecision)


def decide_tranche(payload: Payload, recording: Recording, today: date) -> TrancheDecision:
    row = decision_row(payload)
    if row.state == "lapsed":
        return tranches.lapse(row.tranche, reason=row.note, recording=recording, today=today)
    return tranches.release(row.tranche, note=row.note, recording=recording, today=today)


def tranche_of(payload: Payload) -> Tranche:
    return decision_row(payload).tranche


# --- Retractions ------------------------------------------------------------------------------------------------------
ABOUT = ("investment", "milestone", "tranche")


def retracted(payload: Payload) -> Fact:
    model = apps.get_model(payload["model"])
    found = model.objects.filter(pk=payload["pk"]).first()
    if found is None:
        raise ValidationError("What was to be retracted is not on record.")
    return found


def retracted_things(payload: Payload) -> list[Thing]:
    fact = retracted(payload)
    return [getattr(fact, name) for name in ABOUT if getattr(fact, name, None) is not None][:1]


def retracted_investment(payload: Payload) -> Investment | None:
    thing = next(iter(retracted_things(payload)), None)
    return thing if isinstance(thing, Investment) else getattr(thing, "investment", None)


def retracted_totals(payload: Payload, at: AsOf) -> dict[str, str]:
    investment = retracted_investment(payload)
    return figures_in_words(investment, at) if investment else {}


def retract(payload: Payload, recording: Recording, today: date) -> Any:
    fact = retracted(payload)
    if isinstance(fact, TrancheDecision):  # money may rest on it
        return tranches.take_back(fact, reason=payload["reason"], recording=recording, today=today)
    return facts.retract(fact, reason=payload["reason"], recording=recording)


OF_ONE_ROW: dict[str, Write] = {
    ProposalKind.ENTRY: Write(
        perform=record_entry,
        things=lambda payload: [entry_row(payload).investment],
        fields=lambda payload, at: compared(None, entry_row(payload), ("investment", "reverses")),
        stake=lambda payload, at: (entry_row(payload).amount, entry_row(payload).shares),
        totals=totals,
        investment=lambda payload: entry_row(payload).investment,
    ),
    ProposalKind.REVERSAL: Write(
        perform=reverse_entry,
        things=lambda payload: [undone_entry(payload).investment],
        fields=reversed_fields,
        stake=lambda payload, at: (undone_entry(payload).amount, undone_entry(payload).shares),
        totals=lambda payload, at: figures_in_words(undone_entry(payload).investment, at),
        investment=lambda payload: undone_entry(payload).investment,
    ),
    ProposalKind.TERMS: investment_fact(Terms),
    ProposalKind.STATUS: investment_fact(InvestmentStatus),
    ProposalKind.COMPLETION: Write(
        perform=lambda payload, recording, today: milestones.state(
            statement_row(payload), recording=recording, today=today
        ),
        things=lambda payload: [statement_row(payload).milestone],
        fields=completion_fields,
    ),
    ProposalKind.TRANCHE: Write(
        perform=decide_tranche,
        things=lambda payload: [tranche_of(payload), tranche_of(payload).investment],
        fields=lambda payload, at: compared(None, decision_row(payload)),
        stake=lambda payload, at: (tranche_of(payload).amount, tranche_of(payload).shares),
        totals=lambda payload, at: figures_in_words(tranche_of(payload).investment, at),
        investment=lambda payload: tranche_of(payload).investment,
    ),
    ProposalKind.RETRACTION: Write(
        perform=retract,
        things=retracted_things,
        fields=lambda payload, at: compared(retracted(payload), None),
        totals=retracted_totals,
        investment=retracted_investment,
    ),
}
