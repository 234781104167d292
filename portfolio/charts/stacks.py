"""Bars of money below each other, each made of its forms; their words above them, as wide as the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from portfolio.calculations.money_form import MoneyForm
from record.calculations.formatting import compact

LEAST, WHOLE = 0.4, 100
"""The shortest part, and the longest bar, in percent of the width."""
FILLS = {
    MoneyForm.GRANTS_AND_CONTRACTS: "#1a4480",
    MoneyForm.EQUITY: "#7fb1de",
    MoneyForm.LOANS: "#ffffff",
    MoneyForm.GUARANTEES: "#565c65",
}
ZERO = Decimal(0)
ByForm = Mapping[MoneyForm, Decimal]


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar: where it begins and how long it is, in percent of the width."""

    x: float
    width: float
    fill: str


@dataclass(frozen=True, slots=True)
class Stack:
    name: str
    text: str
    segments: list[Segment]


@dataclass(frozen=True, slots=True)
class Stacks:
    """One picture: what it finds, what it is of, its bars on one scale."""

    title: str
    summary: str
    bars: list[Stack]


@dataclass(frozen=True, slots=True)
class StackGroup:
    """Pictures that share the legend of their forms, and what is said of all of them: unit, source, day."""

    legend: list[tuple[str, str]]
    pictures: list[Stacks]
    note: str


def stacks(title: str, summary: str, bars: Sequence[tuple[str, str, ByForm]]) -> Stacks:
    """The bars in their order: name, words, dollars by form. What is below 0 or not known has words alone."""
    most = max((_length(parts) for _, _, parts in bars), default=ZERO) or Decimal(1)
    return Stacks(title, summary, [Stack(name, text, _segments(parts, most)) for name, text, parts in bars])


def group(pictures: Sequence[Stacks], forms: Sequence[MoneyForm], note: str) -> StackGroup:
    """The pictures with the legend of the forms that occur in them."""
    return StackGroup([(form.label, FILLS[form]) for form in MoneyForm if form in forms], list(pictures), note)


def _length(parts: ByForm) -> Decimal:
    return sum((amount for amount in parts.values() if amount > 0), ZERO)


def _segments(parts: ByForm, most: Decimal) -> list[Segment]:
    found, x = [], 0.0
    for form in MoneyForm:
        amount = parts.get(form, ZERO)
        if amount > 0:
            width = round(max(LEAST, float(amount / most) * WHOLE), 1)
            found.append(Segment(round(x, 1), width, FILLS[form]))
            x += width
    return found


def in_words(parts: ByForm) -> str:
    """$1.02B: equity $150M, loans $876M. Of one form: $102M, loans."""
    told = [(form.label, parts[form]) for form in MoneyForm if parts.get(form)]
    whole = dollars(sum(parts.values(), ZERO))
    if len(told) == 1:
        return f"{whole}, {told[0][0].lower()}"
    return f"{whole}: {', '.join(f'{label.lower()} {dollars(amount)}' for label, amount in told)}" if told else whole


def counted(known: int, of: int) -> str:
    """Known for 3 of 7 awards; not known, of 1 award."""
    awards = f"{of:,} award{'' if of == 1 else 's'}"
    return f"known for {known:,} of {awards}" if known else f"not known, of {awards}"


def dollars(amount: Decimal) -> str:
    """Compact, with its sign in front: -$3M."""
    return f"-{compact(-amount)}" if amount < 0 else compact(amount)
