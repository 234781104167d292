"""Questions of which a row is no award: differences with an agency's file, waivers, projects, authorities."""

from portfolio.models import InvestmentEvent
from portfolio.models.investments import RELIEF
from portfolio.positions.tranche_state import tranche_statuses
from portfolio.reports.reconciliation import Line, State
from portfolio.reports.reconciliation import lines as compared

from .base import Book, Finding, Row

"""Kinds of events by which a term was waived, put off or changed."""


def differences(book: Book) -> list[Row]:
    """Ours beside agencies' own files, award by award; unknown where no file of any agency was imported."""
    found = compared(book.at)
    if not found:
        return [Row(award=line, finding=Finding.UNKNOWN, why="no agency's file had been imported", about=line.slug)
                for line in book.awards]  # fmt: skip
    return [_difference(line) for line in found]


def _difference(line: Line) -> Row:
    finding = Finding.SETTLED if line.is_resolved else Finding.OPEN
    if line.state is State.NO_FIGURE:
        finding = Finding.UNKNOWN
    why = str(line.state)
    if line.match and line.match.note and line.match.explained is not None:
        still = "explained" if line.is_resolved else "explained before at another figure"
        why = f"{why}, {still}: {line.match.note}"
    return Row(
        finding=finding,
        why=why,
        about=line.award_number or "no award number",
        award=line.ours[0] if line.ours else None,
        usd=None if line.difference is None else abs(line.difference),
        sources=(line.award and line.award.citation and line.award.citation.text) or "",
    )


def waivers(book: Book) -> list[Row]:
    """Waivers of a tranche's conditions, and events by which a term was waived or put off."""
    awards = {line.investment.pk: line for line in book.every_award}
    found = []
    for standing in tranche_statuses(book.at):
        for waiver, decided in standing.waivers:
            state = "open" if decided is None else "granted" if decided.is_granted else "declined"
            met = all(one.verification for one in standing.conditions)
            found.append(
                Row(
                    finding=Finding.SETTLED if state == "declined" or met else Finding.OPEN,
                    why=f"{standing.tranche.name}, waiver {state}: {waiver.note}",
                    about=standing.tranche.slug,
                    award=awards.get(standing.tranche.investment_id),
                    day=waiver.effective_on,
                    usd=standing.tranche.amount,
                    sources=waiver.citation.text if waiver.citation else "",
                )
            )
    for event in InvestmentEvent.objects.filter(kind__in=RELIEF).at(book.at).select_related("citation"):
        if event.investment_id in awards:
            found.append(
                Row(
                    finding=Finding.OPEN,
                    why=f"{event.kind}: {event.note}",
                    about=event.kind,
                    award=awards[event.investment_id],
                    day=event.effective_on,
                    sources=event.citation.text if event.citation else "",
                )
            )
    return found


def ceilings(book: Book) -> list[Row]:
    """Each ceiling and appropriation against all that is known of its use; the headroom, else why it is unknown."""
    found = []
    for line in book.authorities:
        if not (line.kind.is_ceiling or line.kind.value == "appropriation"):
            continue
        room = line.room
        why = room.why
        finding = Finding.UNKNOWN
        if room.amount is not None:
            finding = Finding.SETTLED if room.amount >= 0 else Finding.OPEN
            left = f"{'at most ' if room.is_at_most else ''}{room.amount:,.0f} USD"
            why = f"{left} is left" if room.amount >= 0 else f"used {-room.amount:,.0f} USD more than it gives"
        code = line.program.code if line.program else line.agency.code
        found.append(
            Row(
                finding=finding,
                why=why,
                about=f"{code}: {line.fact.get_kind_display()}",
                agencies=frozenset({line.agency.code}),
                programs=frozenset({code}),
                day=line.fact.effective_on,
                usd=line.fact.amount,
                sources=line.fact.citation.text if line.fact.citation else "",
            )
        )
    return found
