"""The kinds of facts whose changes are told: what each is about, which row it replaces, and what is said of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from portfolio.models import (
    Capitalization,
    DueDate,
    InvestmentEvent,
    InvestmentProject,
    InvestmentStatus,
    ProgramAuthority,
    SecurityPrice,
    StatedTotal,
    Terms,
    Transaction,
)
from portfolio.reports.trail.values import described
from portfolio.reports.words import words
from projects.models import (
    CapacityEstimate,
    MilestoneForecast,
    Ownership,
    PhaseEstimate,
    ProductionRecord,
    StatementKind,
)
from record.calculations.partial_dates import PartialDate
from record.models import Fact

from .lines import About, Entities

Said = dict[str, str]
COUNTS = ("cover", "vendor", "derived")


@dataclass(frozen=True, slots=True)
class ChangeKind:
    """One table. `key` names what a newer row stands in place of the older for; None: rows stand side by side.

    `is_newest_alone`: of many rows only what stood on the day and what stands now is compared. `happened_on`: when what
    a row states happened, where that is not the day of the statement; None where it has not.
    """

    subject: str
    noun: str
    model: type[Fact]
    about: Callable[[Entities, Any], About | None]
    said: Callable[[Any], Said]
    key: Callable[[Any], tuple | None] = lambda row: None
    amount: Callable[[Any], Decimal | None] = lambda row: None
    is_of_award: bool = False
    is_newest_alone: bool = False
    happened_on: Callable[[Any], PartialDate | None] = lambda row: None

    def day(self, row: Any) -> date:
        """The day from which a row counts as happened: that of what it states, else that of the statement."""
        happened = self.happened_on(row)
        return happened.counts_from(row.effective_on) if happened else row.counts_from


def number(value: Any) -> str:
    """Grouped digits without needless noughts: 12,458,128 and 0.925."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def worded(row: Any, name: str) -> str:
    """What a column says, a code in words; empty for what is not stated."""
    value = getattr(row, name)
    if value is None or value == "":
        return ""
    field = row._meta.get_field(name)
    if field.choices:
        return str(getattr(row, f"get_{name}_display")())
    if isinstance(value, bool):
        return "yes" if value else "no"
    bound = getattr(field, "bound", None)
    if isinstance(value, Decimal):
        if bound is not None and bound.is_percent:
            return f"{number(value * 100)}%"
        return f"{number(value)} USD" if bound is not None and bound.noun == "amount" else number(value)
    return str(value)


def columns(*names: str) -> Callable[[Any], Said]:
    """Each of these columns by its label."""

    def said(row: Any) -> Said:
        return {str(row._meta.get_field(name).verbose_name): worded(row, name) for name in names}

    return said


def all_columns(model: type[Fact], *left_out: str) -> Callable[[Any], Said]:
    """Every column that says something, but for relations and these."""
    apart = (*left_out, "note")
    told = [one for one in described(model) if not one.is_relation and not isinstance(one, models.JSONField)]
    return columns(*(one.name for one in told if one.name not in apart))


def entry(row: Transaction) -> Said:
    """The kind, the dollars and the shares of an entry, as one."""
    kind = str(row.get_kind_display())
    if row.reverses:
        kind = f"Reversal of {str(row.reverses.get_kind_display()).lower()}"
    figures = [f"{number(row.amount)} USD"] if row.amount is not None else []
    figures += [f"{number(row.shares)} shares or rights"] if row.shares is not None else []
    return {"": f"{kind}: {', '.join(figures)}" if figures else kind}


def stated_total(row: StatedTotal) -> Said:
    return {"": f"{row.get_figure_display()}: {number(row.amount)} USD"}


def statement(row: MilestoneForecast) -> Said:
    return {"": f"{row.get_kind_display()} {row.forecast_on or 'no date'}"}


def happened(row: MilestoneForecast) -> PartialDate | None:
    """When it was reached; None of a promise or a forecast, which is news of its own day."""
    return row.forecast_on if row.kind == StatementKind.ACTUAL else None


def close(row: SecurityPrice) -> Said:
    return {"": f"{number(row.close)} {row.currency} on {row.effective_on}"}


def output(row: ProductionRecord) -> Said:
    return {"": f"{number(row.output)} {words(row.unit)} in {row.effective_on}"}


def count(row: Capitalization) -> Said:
    shares = row.basic_shares if row.basic_shares is not None else row.diluted_or_other
    return {"": f"{'not stated' if shares is None else number(shares)}, {row.get_kind_display()}"}


def due(row: DueDate) -> Said:
    amount = f", {number(row.amount)} USD" if row.amount is not None else ""
    return {"": f"{row.get_kind_display()} {row.due_on}{amount}"}


def authority_of(entities: Entities, row: ProgramAuthority) -> About | None:
    """The program that it belongs to; of a statement, which has none, its subject."""
    return entities.program(row.program_id) if row.program_id else About(name=row.subject)


def counted_for(row: Capitalization) -> tuple | None:
    """A count replaces the one before; new shares and shares that may be issued stand side by side."""
    return (row.company_id,) if row.kind in COUNTS else None


KINDS = (
    ChangeKind("money", "ledger", Transaction, lambda all_, row: all_.award(row.investment_id), entry,
               amount=lambda row: row.amount, is_of_award=True),
    ChangeKind("money", "stated in all", StatedTotal, lambda all_, row: all_.award(row.investment_id),
               stated_total, lambda row: (row.investment_id, row.figure),
               amount=lambda row: row.amount, is_of_award=True),
    ChangeKind("status", "status", InvestmentStatus, lambda all_, row: all_.award(row.investment_id),
               columns("status"), lambda row: (row.investment_id,), is_of_award=True),
    ChangeKind("terms", "terms", Terms, lambda all_, row: all_.award(row.investment_id),
               all_columns(Terms, "confidence", "summary"), lambda row: (row.investment_id,), is_of_award=True),
    ChangeKind("event", "event", InvestmentEvent, lambda all_, row: all_.award(row.investment_id),
               lambda row: {"": words(row.kind)}, is_of_award=True),
    ChangeKind("milestone", "milestone", MilestoneForecast, lambda all_, row: all_.milestone(row.milestone_id),
               statement, lambda row: (row.milestone_id,), happened_on=happened),
    ChangeKind("reach", "part of the award", InvestmentProject, Entities.reached, columns("share", "amount", "basis"),
               lambda row: (row.investment_id, row.project_id)),
    ChangeKind("due date", "due date", DueDate, lambda all_, row: all_.award(row.investment_id), due,
               lambda row: (row.investment_id, row.kind, row.due_on.text), amount=lambda row: row.amount,
               is_of_award=True),
    ChangeKind("authority", "authority", ProgramAuthority, authority_of,
               columns("kind", "amount", "expires_on", "state"),
               lambda row: (row.program_id, row.subject, row.kind, row.statute)),
    ChangeKind("stake", "stake", Ownership, Entities.owned,
               columns("economic_share", "voting_share", "ends_on", "basis"),
               lambda row: (row.owner_company_id, row.owner_code, row.owned_company_id, row.owned_project_id,
                            row.basis)),
    ChangeKind("share_count", "shares", Capitalization, lambda all_, row: all_.company(row.company_id), count,
               counted_for),
    ChangeKind("close", "close", SecurityPrice, lambda all_, row: all_.company(row.company_id), close,
               lambda row: (row.company_id, row.currency), is_newest_alone=True),
    ChangeKind("output", "recorded output", ProductionRecord, lambda all_, row: all_.phase(row.phase_id), output),
    ChangeKind("capacity", "capacity", CapacityEstimate, lambda all_, row: all_.phase(row.phase_id),
               all_columns(CapacityEstimate, "ramp_curve_reason"), lambda row: (row.phase_id,)),
    ChangeKind("estimate", "estimate", PhaseEstimate, lambda all_, row: all_.phase(row.phase_id),
               columns("field", "shape", "low", "middle", "high", "pairs", "unit", "rule", "feed"),
               lambda row: (row.phase_id, row.field)),
)  # fmt: skip
"""In the order in which a reader asks: money first."""

LABEL, PROJECTION, WITHDRAWN = "label", "projection", "withdrawn"
SUBJECTS = (*dict.fromkeys(kind.subject for kind in KINDS), LABEL, PROJECTION, WITHDRAWN)
