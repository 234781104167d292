"""From letter to cash: how much stands at each step between a letter and a payment, each step a bar of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portfolio.calculations.kinds import Status
from portfolio.positions.investments import InvestmentAt
from portfolio.reports.sums import AwardSums, Sum
from record.calculations.formatting import compact

from .bars import LEAST, WHOLE

PROMISED = (
    (Status.LOI, "Letters of interest"),
    (Status.ANNOUNCED, "Announced"),
    (Status.CONDITIONAL, "Conditional"),
    (Status.APPROVED, "Approved"),
)
"""What binds nobody yet, by the amount as stated."""


@dataclass(frozen=True, slots=True)
class Step:
    """A bar, as long as its part of the longest in percent. `is_firm`: the money is committed; else an outline."""

    name: str
    width: float
    text: str
    is_firm: bool


@dataclass(frozen=True, slots=True)
class LetterToCash:
    title: str
    summary: str
    steps: list[Step]
    face: str
    """The face of loans and guarantees, which is no step of this money; empty where none is known."""


def letter_to_cash(lines: Sequence[InvestmentAt], on: date) -> LetterToCash | None:
    """The seven steps of these awards on a day; None where no amount is known at any."""
    sums = AwardSums(lines)
    own = [line for line in sums.money if not line.instrument.family.is_lending]
    committed, paid = sums.committed, Sum.over(line.figures.disbursed for line in own)
    found = [(name, of_status(lines, status), False) for status, name in PROMISED]
    found += [
        ("Committed", committed, True),
        ("Obligated", Sum.over(line.figures.obligated for line in own), True),
        ("Paid, loans apart", paid, True),
    ]
    longest = max((amount.total for _, amount, _ in found if amount.total), default=None)
    if longest is None:
        return None
    steps = [
        Step(name, round(max(LEAST, float(amount.total / longest) * WHOLE), 1) if amount.total else 0.0,
             in_words(amount), is_firm)
        for name, amount, is_firm in found
    ]  # fmt: skip
    face = f"{in_words(sums.face_value)} of face of loans and guarantees" if sums.face_value.total else ""
    summary = f"Committed: {in_words(committed)}. Paid of it: {in_words(paid)}."
    amount, _, known = in_words(committed).partition(",")
    title = f"From letter to cash: {amount} committed on {on}{known and f',{known} awards'}"
    return LetterToCash(title, summary, steps, face)


def of_status(lines: Sequence[InvestmentAt], status: Status) -> Sum:
    return Sum.over(line.terms.announced_amount if line.terms else None for line in lines if line.status is status)


def in_words(amount: Sum) -> str:
    """$4.1B at least, known for 9 of 12; "none" where there is no award."""
    if not amount.of:
        return "none"
    if amount.total is None:
        return f"not published for any of {amount.of:,}"
    if amount.known < amount.of:
        return f"at least {compact(amount.total)}, known for {amount.known:,} of {amount.of:,}"
    return f"{compact(amount.total)} in {amount.of:,} award{'' if amount.of == 1 else 's'}"
