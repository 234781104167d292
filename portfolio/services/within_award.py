"""Amounts that are parts of an award: what lies beyond it is unusual, and is taken only with a reason."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from portfolio.calculations.kinds import Kind
from portfolio.models import DueDate, DueKind, Investment, InvestmentProject, StatedTotal
from record.calculations.as_of import AsOf
from record.calculations.formatting import dollars
from record.models import Recording
from record.services.remembered import remembered

from .ledger_book import book

Part = DueDate | InvestmentProject | StatedTotal
PARTS = (DueDate, InvestmentProject, StatedTotal)


def unusual(part: Part, recording: Recording, today: date) -> list[str]:
    """That an amount is above that of its award, alone or with the others; that the shares are above the whole."""
    return list(_unusual(part, recording, _size(part.investment, recording, today))) if _says_a_part(part) else []


def _unusual(part: Part, recording: Recording, size: Decimal | None) -> Iterator[str]:
    if isinstance(part, StatedTotal):
        what = part.get_figure_display().capitalize()
    else:
        what = DueKind(part.kind).label.capitalize() if isinstance(part, DueDate) else "A part"
    if part.amount is not None and size is not None and part.amount > size:
        yield f"{what}: {dollars(part.amount)} is above the {dollars(size)} of the award."
    elif isinstance(part, DueDate) and part.kind == DueKind.REPAYMENT:
        total = _together(part, "amount", recording)
        if size is not None and total > size:
            yield f"With it repayments of {dollars(total)} fall due, above the {dollars(size)} of the award."
    if isinstance(part, InvestmentProject):
        total, shares = (_together(part, name, recording) for name in ("amount", "share"))
        if size is not None and part.amount is not None and part.amount <= size < total:
            yield f"With it the parts of its projects are {dollars(total)}, above the {dollars(size)} of the award."
        if shares > 1:
            yield f"With it the shares of its projects are {(shares * 100).normalize():f}%, above the whole."


def take(part: Part, recording: Recording) -> None:
    """Count one that was recorded, for the rows after it."""
    if _says_a_part(part):
        _stated(part, recording)[_key(part)] = part


def _says_a_part(part: Part) -> bool:
    """False of a project that is reached with no figure, as by most awards, and of what falls due and is no payment."""
    if isinstance(part, DueDate):
        return DueKind(part.kind).is_payment
    return not isinstance(part, InvestmentProject) or part.amount is not None or part.share is not None


def _key(part: Part) -> Any:
    """What a newer one stands in the place of."""
    if isinstance(part, DueDate):
        return part.kind, part.day.text
    return part.project_id if isinstance(part, InvestmentProject) else part.figure


def _together(part: Part, name: str, recording: Recording) -> Decimal:
    """Its figure with those of all others of the award that are of its kind."""
    known = _stated(part, recording) | {_key(part): part}
    figures = [getattr(one, name) for one in known.values() if getattr(one, "kind", "") == getattr(part, "kind", "")]
    return sum((figure for figure in figures if figure is not None), Decimal(0))


def _stated(part: Part, recording: Recording) -> dict[Any, Part]:
    def read() -> dict[Any, Part]:
        at = AsOf(date.max, recording.moment, recording.reads)
        rows: Any = type(part)._default_manager.filter(investment=part.investment).known(at)
        return {_key(one): one for one in rows.order_by("counts_from", "recording_id", "pk")}

    return remembered(recording, ("parts", type(part), part.investment.pk), read)


def _size(award: Investment, recording: Recording, today: date) -> Decimal | None:
    """The most that an award is of by its terms or its ledger, in USD; None where neither says."""

    def read() -> Decimal | None:
        found = book(award, at=AsOf(today, recording.moment, recording.reads))
        stated, nothing = found.stated, Decimal(0)
        committed = sum((one.amount or nothing for one in found.entries if one.kind is Kind.COMMITMENT), nothing)
        if stated is None:
            return committed or None
        lent = (stated.principal or nothing) + (stated.capitalised_interest or nothing)
        return max(committed, lent, stated.announced_amount or nothing, stated.ceiling or nothing) or None

    return remembered(recording, ("size", award.pk), read)
