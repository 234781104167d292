"""From letter to cash: how much stands at each step between a letter and a payment, each step a bar of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from portfolio.calculations.kinds import Status
from portfolio.calculations.money_form import LOANS_APART
from portfolio.positions.investments import InvestmentAt
from portfolio.reports.sums import AwardSums, Sum
from record.calculations.formatting import compact

from .bars import LEAST, WHOLE

EXPOSURE = "exposure"
PROMISED = (
    (Status.LOI, "Letters of interest"),
    (Status.ANNOUNCED, "Announced"),
    (Status.CONDITIONAL, "Conditional"),
    (Status.APPROVED, "Approved"),
)
"""What binds nobody yet, by the amount as stated."""


@dataclass(frozen=True, slots=True)
class Step:
    """A bar, as long as its part of the longest in percent. `is_firm`: the money is committed; else an outline.

    Its amount is the sum of a column of a report, narrowed to its awards.
    """

    name: str
    amount: Sum
    report: str
    column: str
    narrowed: Mapping[str, str] = field(default_factory=dict)
    width: float = 0.0

    @property
    def is_firm(self) -> bool:
        return self.report == EXPOSURE


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
    found = [
        Step(name, of_status(lines, status), "investments", "announced_usd", {"status": status.value})
        for status, name in PROMISED
    ]
    found += [
        Step("Committed", committed, EXPOSURE, "committed_usd"),
        Step("Obligated", Sum.over(line.figures.obligated for line in own), EXPOSURE, "obligated_usd"),
        Step("Paid, loans apart", paid, EXPOSURE, "disbursed_usd", {"money_form": LOANS_APART}),
    ]
    longest = max((step.amount.total for step in found if step.amount.total), default=None)
    if longest is None:
        return None
    steps = [replace(step, width=width_of(step.amount.total, longest)) for step in found]
    face = f"{in_words(sums.face_value)} of face of loans and guarantees" if sums.face_value.total else ""
    summary = f"Committed: {in_words(committed)}. Paid of it: {in_words(paid)}."
    amount, _, known = in_words(committed).partition(",")
    title = f"From letter to cash: {amount} committed on {on}{known and f',{known} awards'}"
    return LetterToCash(title, summary, steps, face)


def width_of(amount: Decimal | None, longest: Decimal) -> float:
    return round(max(LEAST, float(amount / longest) * WHOLE), 1) if amount else 0.0


def of_status(lines: Sequence[InvestmentAt], status: Status) -> Sum:
    return Sum.over(line.terms.announced_amount if line.terms else None for line in lines if line.status is status)


def in_words(amount: Sum) -> str:
    """$4.1B at least, known for 9 of 12; "none" where there is no award."""
    if not amount.of:
        return "none"
    if amount.total is None:
        return amount.why_none
    if amount.known < amount.of:
        return f"at least {compact(amount.total)}, known for {amount.known:,} of {amount.of:,}"
    return f"{compact(amount.total)} in {amount.of:,} award{'' if amount.of == 1 else 's'}"
