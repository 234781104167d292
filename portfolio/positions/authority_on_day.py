"""Whether the authority of a program is established on the day of an award, by what is on record of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from portfolio.calculations.kinds import Status
from portfolio.models import AuthorityKind, InvestmentStatus
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate

from .authorities import AuthorityAt

NO_AUTHORITY = frozenset({AuthorityKind.COMMITTED_TOTAL, AuthorityKind.SHARE})
"""Kinds that give a program neither money nor time of its own."""


@dataclass(frozen=True, slots=True)
class OnDay:
    """`established`: True or False where what is on record settles it, None where it does not; `why` in words."""

    established: bool | None
    why: str
    sources: str = ""


def days_of_awards(at: AsOf) -> dict[int, PartialDate | None]:
    """Award → the day from which it is committed or later, None where that is undated; asks the database once."""
    found: dict[int, PartialDate | None] = {}
    for row in InvestmentStatus.objects.at(at):
        if Status(row.status).is_committed_money:
            found.setdefault(row.investment_id, row.effective_on)
    return found


def authority_on(day: PartialDate | None, lines: Iterable[AuthorityAt]) -> OnDay:
    """What is on record of a program's authority on `day`.

    One that was enacted by then, or of which only the end is known, and that ends later, establishes it. Where one
    ended before that day, only one enacted after that end does; it is unknown where the record does not say whether the
    ended one was extended.
    """
    known = [line for line in lines if not line.kind.is_pending and line.kind not in NO_AUTHORITY]
    if not known:
        return OnDay(None, "no dated authority of the program is on record")
    if day is None:
        return OnDay(None, "the day of the award is not known")
    ended = {line.fact.pk: ends.end for line in known if (ends := line.fact.expires_on) and ends.end < day.start}
    newest = max(ended.values(), default=None)
    found = [
        _by(day, line)
        for line in known
        if newest is None or line.fact.pk in ended or (line.fact.effective_on and line.fact.effective_on.start > newest)
    ]
    return min(found, key=lambda one: (one.established is not True, one.established is not False))


def _by(day: PartialDate, line: AuthorityAt) -> OnDay:
    fact = line.fact
    law = fact.statute or "statute not stated"
    sources = fact.citation.text if fact.citation else ""

    def said(established: bool | None, why: str) -> OnDay:
        return OnDay(established, f"{law}: {why}", sources)

    begins, ends = fact.effective_on, fact.expires_on
    if ends is not None and ends.end < day.start:
        why = f"ended on {ends}, before the award of {day}"
        return said(None, f"{why}, unless it was extended") if "unknown" in fact.state else said(False, why)
    if ends is not None and ends.start <= day.end:
        return said(None, f"ends in {ends}, and the award is of {day}")
    if begins is None:
        return said(True, f"runs to {ends}") if ends else said(None, "stated as in force, on no day")
    if begins.start > day.end:
        return said(None, f"is of {begins}, after the award of {day}; what came before it is not on record")
    if begins.end > day.start and not (begins.is_day and day.is_day):
        return said(None, f"is of {begins}, and the award of {day}: which came first is not known")
    return said(True, f"in force since {begins}" + (f", to {ends}" if ends else ""))
