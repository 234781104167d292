"""What came of the money: by the package that was paid for, and by company, agency, program and the whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

import numpy as np

from portfolio.calculations.cash_flows import Bucket, Tally, bucket_of, tally
from portfolio.calculations.entries import Entry
from portfolio.calculations.internal_rate import Amounts, Days, Rate, rates
from portfolio.calculations.kinds import Kind
from portfolio.calculations.valuation import ZERO, multiple
from record.calculations.formatting import dollars
from record.calculations.unknown import NotKnown
from record.models import UNDATED

from .figures import read_by
from .holdings import HOLDING, Holding
from .investments import InvestmentAt
from .return_groups import Group, Level, groups_of
from .value_book import ValueBook
from .values import Valued, value_of

EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Flow:
    """One payment of an award, or cost that was carried to or from it."""

    line: InvestmentAt
    entry: Entry
    bucket: Bucket


@dataclass(frozen=True)
class Position:
    """One award on a day: its payments, what they come to, and what is left is worth."""

    line: InvestmentAt
    flows: tuple[Flow, ...]
    tally: Tally
    valued: Valued | None

    @cached_property
    def value(self) -> Decimal | None:
        """What is left is worth; 0 where nothing is left; None where that is not known."""
        if self.valued is not None:
            return self.valued.value
        status = self.line.status
        return ZERO if status is not None and HOLDING[status] is Holding.ENDED else None

    @property
    def why_no_value(self) -> str:
        return self.valued.why if self.valued else "neither held nor ended"

    @property
    def is_of_right(self) -> bool:
        return self.valued is not None and self.valued.part is not None and self.valued.part.is_right

    @cached_property
    def why_not_invested(self) -> str:
        """Why what was paid in is not known, or not by its days; empty where it is.

        Rights that were issued came with what else was paid for: of them nothing is asked.
        """
        paid = self.line.figures.disbursed
        if paid is None:
            return "" if Kind.WARRANT_ISSUE in self.line.balance.kinds else "what was paid in is not known"
        if paid != self.tally.paid:
            return f"of {dollars(paid)} paid in {dollars(self.tally.paid)} are on record by their days"
        return "a payment has no day" if any(flow.entry.on == UNDATED for flow in self.flows) else ""

    @property
    def is_complete(self) -> bool:
        """False where only the public record is known: what has no entry is then unknown."""
        return self.line.investment.ledger_is_complete

    @property
    def is_received_known(self) -> bool:
        """False where nothing that came is on record, and only the public record is known: that is not 0."""
        return self.is_complete or bool(self.tally.received)

    @cached_property
    def cash(self) -> tuple[Days, Amounts]:
        """The payments as days since 1970 and amounts: floats, for a rate alone."""
        days = np.array([flow.entry.on.toordinal() - EPOCH for flow in self.flows], dtype=np.int64)
        signed = [float(flow.entry.amount or 0) * flow.bucket.sign for flow in self.flows]
        return days, np.array(signed, dtype=np.float64)


@dataclass(frozen=True)
class Together:
    """Some awards together, and what they come to, each figure worked out once."""

    positions: tuple[Position, ...]

    @cached_property
    def tally(self) -> Tally:
        return Tally.of(one.tally for one in self.positions)

    @cached_property
    def value(self) -> Decimal | None:
        """What is left is worth; None where that of one award is not known."""
        known = [one.value for one in self.positions if one.value is not None]
        return sum(known, ZERO) if len(known) == len(self.positions) else None

    @cached_property
    def owned(self) -> list[Position]:
        """The securities among them."""
        return [one for one in self.positions if one.line.instrument.family.holds_shares]

    @cached_property
    def gain(self) -> Decimal | None:
        """Value above cost of the securities; None where one is not known, or where there is none among them."""
        if not self.owned or any(one.value is None or one.why_not_invested for one in self.owned):
            return None
        return sum(((one.value or ZERO) - one.tally.remaining for one in self.owned), ZERO)

    @cached_property
    def is_invested_known(self) -> bool:
        return not any(one.why_not_invested for one in self.positions)

    @cached_property
    def is_complete(self) -> bool:
        return all(one.is_complete for one in self.positions)

    @cached_property
    def methods(self) -> list[str]:
        """The names of the methods by which what is left is valued."""
        return sorted({one.valued.worth.method.label for one in self.positions if one.valued and one.valued.worth})

    @cached_property
    def why_not_paid_in(self) -> str:
        """Why nothing can be taken over what was paid in; empty where that is known and not nothing."""
        for one in self.positions:
            if one.why_not_invested:
                return f"{one.line.in_words}: {one.why_not_invested}"
        return "" if any(one.tally.invested for one in self.positions) else "nothing was paid in"

    @cached_property
    def why_not_received(self) -> str:
        """Why what came back is not known; empty where it is."""
        without = [one for one in self.positions if not one.is_received_known]
        if not without:
            return ""
        of = "" if len(without) == len(self.positions) else f" for {len(without)} of {len(self.positions)} awards"
        return f"what came back is not on the public record{of}"

    @cached_property
    def why_no_value(self) -> str:
        """Why what is left has no known value; empty where it has."""
        without = [one for one in self.positions if one.value is None]
        if not without:
            return ""
        return f"no valuation of what remains: {without[0].line.in_words}: {without[0].why_no_value}"

    @cached_property
    def why_no_rate(self) -> str:
        """Why no rate is asked for: the first thing that is not known of what it rests on; empty where all is."""
        return self.why_not_paid_in or self.why_not_received or self.why_no_value

    @cached_property
    def cash(self) -> tuple[Days, Amounts]:
        """All their payments in the order of their days."""
        days = np.concatenate([one.cash[0] for one in self.positions])
        order = np.argsort(days, kind="stable")
        return days[order], np.concatenate([one.cash[1] for one in self.positions])[order]

    def flows_until(self, day: date) -> tuple[Days, Amounts]:
        """The payments, and at the end what is left of them is worth."""
        days, amounts = self.cash
        return np.append(days, day.toordinal() - EPOCH), np.append(amounts, float(self.value or ZERO))


@dataclass(frozen=True)
class Return:
    """What came of some awards together."""

    level: Level
    key: str
    together: Together
    rate: Rate

    @property
    def positions(self) -> tuple[Position, ...]:
        return self.together.positions

    @property
    def tally(self) -> Tally:
        return self.together.tally

    @property
    def value(self) -> Decimal | None:
        """What is left is worth; None where that of one award is not known."""
        return self.together.value

    @property
    def dpi(self) -> Decimal | None:
        """Received over paid in. Raises NotKnown with the one reason, as the two below do."""
        return self._over_paid_in(self.tally.received, self.together.why_not_received)

    @property
    def rvpi(self) -> Decimal | None:
        """Value over paid in."""
        return self._over_paid_in(self.value or ZERO, self.together.why_no_value)

    @property
    def tvpi(self) -> Decimal | None:
        """Received and value over paid in."""
        why = self.together.why_not_received or self.together.why_no_value
        return self._over_paid_in(self.tally.received + (self.value or ZERO), why)

    def _over_paid_in(self, figure: Decimal, why: str) -> Decimal | None:
        if why := self.together.why_not_paid_in or why:
            raise NotKnown(why)
        return multiple(figure, self.tally.invested)

    @property
    def is_complete(self) -> bool:
        return self.together.is_complete

    @property
    def why_no_value(self) -> str:
        return "; ".join(f"{one.line.in_words}: {one.why_no_value}" for one in self.positions if one.value is None)

    @property
    def first_paid_on(self) -> date | None:
        days = [flow.entry.on for one in self.positions for flow in one.flows if flow.bucket is Bucket.INVESTED]
        return min(days, default=None)


def flows_of(book: ValueBook, line: InvestmentAt, day: date) -> tuple[Flow, ...]:
    """The payments of an award up to a day, in order."""
    found = ((entry, bucket_of(entry.kind, line.instrument.family)) for entry in book.ledger(line).up_to(day))
    return tuple(Flow(line, entry, bucket) for entry, bucket in found if bucket is not None and entry.amount)


def position_of(book: ValueBook, line: InvestmentAt, day: date) -> Position | None:
    """An award on a day; None where nothing was paid or came, and nothing of it is held."""
    flows, valued = flows_of(book, line, day), value_of(book, line, day)
    if not flows and (valued is None or valued.holding is not Holding.HELD):
        return None
    entries = book.ledger(line).up_to(day)
    return Position(line, flows, tally(entries, line.instrument.family, read_by(line.investment, line.terms)), valued)


def positions_on(book: ValueBook, day: date) -> list[Position]:
    found = (position_of(book, line, day) for line in book.on(day))
    return [one for one in found if one is not None]


def returns_of(positions: Sequence[Position], day: date, levels: Iterable[Level] = Level) -> list[Return]:
    """The returns of these awards on a day by these levels."""
    groups = groups_of([one.line for one in positions], levels)
    return rated([(one, Together(tuple(positions[place] for place in one.places))) for one in groups], day)


def rated(groups: Sequence[tuple[Group, Together]], day: date) -> list[Return]:
    """Each with its rate on a day; awards that stand together in several groups are asked about once."""
    asked = {id(found): found for _, found in groups if not found.why_no_rate}
    answers = dict(zip(asked, rates([found.flows_until(day) for found in asked.values()]), strict=True))
    return [
        Return(group.level, group.key, found, answers.get(id(found)) or Rate(None, found.why_no_rate))
        for group, found in groups
    ]
