"""The picture of what programs may commit: a bar for each authority in force, with what is on this record of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portfolio.positions.authorities import AuthorityAt
from record.calculations.formatting import compact

LEAST, WHOLE = 0.4, 100
"""The shortest bar, and the longest, in percent of the width."""


@dataclass(frozen=True, slots=True)
class AuthorityBar:
    """An outline as long as the amount; what is committed and the face of loans within it; a tick where it is used."""

    name: str
    depth: int
    """How deep it lies inside another."""
    width: float
    committed: float
    face: float
    tick: float | None
    text: str


@dataclass(frozen=True, slots=True)
class AuthorityBars:
    title: str
    bars: list[AuthorityBar]
    summary: str


def authority_bars(day: date, lines: Sequence[tuple[AuthorityAt, int]], summary: str) -> AuthorityBars:
    """The bars of the authorities in force on `day`, each with how deep it lies inside another.

    Those without an amount have none.
    """
    drawn = [(line, depth) for line, depth in lines if line.fact.amount]
    most = max((line.fact.amount or Decimal(0) for line, _ in drawn), default=Decimal(1))

    def length(amount: Decimal | None) -> float:
        return round(min(1.0, float(amount / most)) * WHOLE, 1) if amount else 0.0

    bars = [
        AuthorityBar(
            name=line.name,
            depth=depth,
            width=max(LEAST, length(line.fact.amount)),
            committed=length(line.committed),
            face=length(line.face_value),
            tick=length(line.used.amount) if line.used and line.used.amount else None,
            text=in_words(line),
        )
        for line, depth in drawn
    ]
    return AuthorityBars(finding(day, [line for line, _ in drawn]), bars, summary)


def finding(day: date, drawn: Sequence[AuthorityAt]) -> str:
    """As in "On 2026-10-08 the largest of 3 authorities in force is EXIM, $135B, nothing committed on this record"."""
    if not drawn:
        return f"On {day} no authority in force states an amount"
    most = max(drawn, key=lambda line: line.fact.amount or Decimal(0))
    which = f"the largest of {len(drawn)} authorities in force is" if len(drawn) > 1 else "the authority in force is"
    here = " and ".join(on_this_record(most)) or "nothing committed"
    return f"On {day} {which} {most.name}, {compact(most.fact.amount or Decimal(0))}, {here} on this record"


def on_this_record(line: AuthorityAt) -> list[str]:
    """What is committed under it and the face of its loans, as far as known: "$620M committed"."""
    known = ((line.committed, "committed"), (line.face_value, "face of loans"))
    return [f"{compact(amount)} {what}" for amount, what in known if amount is not None]


def in_words(line: AuthorityAt) -> str:
    """$100B; on this record $620M committed, $1.2B face of loans; used at least $8.4B (2026-08-07)."""
    here = on_this_record(line)
    if line.unknown_awards:
        here.append(f"{len(line.unknown_awards)} without amount")
    words = [compact(line.fact.amount or Decimal(0)), f"on this record {', '.join(here) or 'nothing committed'}"]
    if line.used and line.used.amount is not None:
        least = "at least " if line.used.is_at_least else ""
        words.append(f"used {least}{compact(line.used.amount)} ({line.used.effective_on or 'undated'})")
    return "; ".join(words)
