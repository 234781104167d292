"""Stakes at an AsOf: holder × issuer × deal, with the instruments that make each up. Unlike securities never add.

Above them, of what is held: all that one agency holds of an issuer, and all that the government holds of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from portfolio.calculations.position import (
    Alert,
    alerts,
    as_converted_and_exercised_share,
    basic_share,
    fully_diluted_share,
)
from record.calculations.as_of import AsOf
from record.calculations.unknown import NotKnown

from .filters import Filters
from .holdings import Holding, Part, holdings_at
from .investments import InvestmentAt
from .share_counts import ShareCount, share_counts
from .to_come import all_to_come

ZERO = Decimal(0)


class Level(StrEnum):
    """Whose a line of stakes is."""

    STAKE = "stake"
    AGENCY = "agency"
    GOVERNMENT = "government"


class Measure(StrEnum):
    """The percentage that is to be quoted, and of what it speaks."""

    BASIC = "basic"
    STATED = "stated"
    AS_CONVERTED_AND_EXERCISED = "as_converted_and_exercised"

    @property
    def words(self) -> str:
        """As a sentence names it."""
        return "as stated" if self is Measure.STATED else self.value.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Stake:
    """What one holder has of one issuer by one deal; at the other levels by all its deals."""

    parts: tuple[Part, ...]
    count: ShareCount | None
    level: Level = Level.STAKE

    @property
    def first(self) -> InvestmentAt:
        return self.parts[0].line

    @property
    def key(self) -> str:
        """A stable name: holder, issuer, deal, and how far it is the government's."""
        issuer = self.first.issuer.slug if self.first.issuer else ""
        return "/".join((self.holder, issuer, self.deal or "", self.holding.value))

    @property
    def holder(self) -> str:
        """Code of the agency; of all agencies together "government"."""
        return GOVERNMENT if self.level is Level.GOVERNMENT else self.first.agency.code

    @property
    def holder_name(self) -> str:
        """The name of the agency; of all agencies together "the government"."""
        return "the government" if self.level is Level.GOVERNMENT else self.first.agency.name

    @property
    def deal(self) -> str | None:
        """The deal of a stake; None where several may be in it."""
        return self.first.deal.slug if self.level is Level.STAKE else None

    @property
    def holding(self) -> Holding:
        return self.parts[0].holding

    @property
    def outstanding(self) -> Decimal | None:
        """Shares outstanding on the day. Raises NotKnown where the count may or may not hold an issue."""
        return self.count.shares if self.count else None

    @property
    def before_own(self) -> Decimal | None:
        """Shares outstanding but for those that these awards brought, with every other issue in. Raises as above."""
        if self.count is None:
            return None
        return self.count.rolled.before(part.line.investment.pk for part in self.parts)

    @property
    def common(self) -> Decimal | None:
        return known_sum([part.common for part in self.parts])

    @property
    def as_converted_and_exercised(self) -> Decimal | None:
        return known_sum([part.as_converted_and_exercised for part in self.parts])

    @property
    def dilutive(self) -> Decimal | None:
        """Shares that may still be issued to anybody, as far as is on record: those of this stake among them."""
        return all_to_come(self.parts, self.count.to_come if self.count else ())

    @property
    def basic_share(self) -> Decimal | None:
        """Of what is held; None of what is agreed or proposed alone."""
        is_unknown = self.common is None or self.holding is not Holding.HELD
        return None if is_unknown else basic_share(self.common or ZERO, self.outstanding)

    @property
    def as_converted_and_exercised_share(self) -> Decimal | None:
        shares = self.as_converted_and_exercised
        return None if shares is None else as_converted_and_exercised_share(shares, ZERO, ZERO, self.before_own)

    @property
    def fully_diluted_share(self) -> Decimal | None:
        shares = self.as_converted_and_exercised
        return None if shares is None else fully_diluted_share(shares, ZERO, ZERO, self.outstanding, self.dilutive)

    @property
    def is_computed(self) -> bool:
        """True where both the share count and the number of its shares are known."""
        try:
            return self.count is not None and self.as_converted_and_exercised is not None
        except (NotKnown, ArithmeticError):
            return False

    @property
    def quoted(self) -> Measure:
        """Basic where common shares are held; else what the announcement promised, as converted and exercised.

        The stated one where no share count is known, or no number of shares.
        """
        if not self.is_computed and self.stated_share is not None and self.stated_stands:
            return Measure.STATED
        if self.holding is Holding.HELD and self.common:
            return Measure.BASIC
        return Measure.AS_CONVERTED_AND_EXERCISED

    def share_by(self, measure: Measure) -> Decimal | None:
        """The percentage of a measure, as a fraction. Raises NotKnown as the measure does."""
        if measure is Measure.STATED:
            return self.stated_share
        return self.basic_share if measure is Measure.BASIC else self.as_converted_and_exercised_share

    @property
    def cap(self) -> Decimal | None:
        """The least that the contracts of its awards set, as a fraction; None where none of them sets any."""
        return min((part.cap for part in self.parts if part.cap is not None), default=None)

    @property
    def alerts(self) -> str | None:
        """The levels that the stake has reached: "5%", "19.9% (cap)"; named where conversion and rights reach them."""
        by_quoted = alerts(self.share_held(self.quoted), cap=self.cap)
        with_rights = f" {self.watched.words}"
        reached = dict.fromkeys((*by_quoted, *alerts(self.watched_share, cap=self.cap)))
        ordered = sorted(reached, key=lambda alert: alert.level)
        return ";".join(in_words(alert) + ("" if alert in by_quoted else with_rights) for alert in ordered) or None

    @property
    def watched_share(self) -> Decimal | None:
        """The fraction by which caps are watched; None where it is not known, or where nothing is held."""
        return self.share_held(self.watched)

    def share_held(self, measure: Measure) -> Decimal | None:
        """The percentage of a measure, as a fraction; None where it is not known, or where nothing is held."""
        try:
            return self.share_by(measure) if self.holding is Holding.HELD else None
        except (NotKnown, ArithmeticError):
            return None

    @property
    def watched(self) -> Measure:
        """What that fraction is: the share to quote; where that is basic, with the rights and conversions left.

        The share to quote stands too where what conversion would bring can't be worked out.
        """
        has_more = self.is_computed and self.as_converted_and_exercised != self.common
        return Measure.AS_CONVERTED_AND_EXERCISED if self.quoted is Measure.BASIC and has_more else self.quoted

    @property
    def stated_share(self) -> Decimal | None:
        """The stake as stated, where one figure speaks for all the parts; history once the ledger moved."""
        groups = {part.line.investment.stake_group or part.line.slug for part in self.parts}
        return stated_by(self.parts) if len(groups) == 1 else None

    @property
    def stating(self) -> Part | None:
        """The part whose terms state the stake; None where none does."""
        return next((part for part in self.parts if states(part)), None)

    @property
    def stated_stands(self) -> bool:
        """False once a part has moved or expired: what was stated is history."""
        return not any(part.has_moved for part in self.parts)

    def stated_of(self, part: Part) -> Decimal | None:
        """The stake as stated of one part, where it does not speak for the whole; of a group, once, on its first."""
        if self.stated_share is not None:
            return None
        together = self.together_with(part)
        return stated_by(together) if together[0] is part else None

    def together_with(self, part: Part) -> list[Part]:
        """The parts for which one figure is stated, this one among them."""
        group = part.line.investment.stake_group
        return [other for other in self.parts if group and other.line.investment.stake_group == group] or [part]


GOVERNMENT = "government"


def in_words(alert: Alert) -> str:
    return f"{(alert.level * 100).normalize():f}%" + (" (cap)" if alert.is_cap else "")


def states(part: Part) -> bool:
    """True for a part whose terms state the stake."""
    return part.line.terms is not None and part.line.terms.stated_stake_share is not None


def stated_by(parts: Sequence[Part]) -> Decimal | None:
    """The one stake that the terms of these parts state; None when they state none, or several."""
    stated = {part.line.terms.stated_stake_share for part in parts if part.line.terms} - {None}
    return stated.pop() if len(stated) == 1 else None


def known_sum(numbers: Sequence[Decimal | None]) -> Decimal | None:
    """The sum, or None when any part is unknown."""
    known = [number for number in numbers if number is not None]
    return sum(known, ZERO) if len(known) == len(numbers) else None


def stakes_at(at: AsOf, filters: Filters | None = None) -> list[Stake]:
    """Every stake at `at`, in the order of its key; held, agreed and proposed ones apart."""
    grouped: dict[tuple[int, int, int, Holding], list[Part]] = defaultdict(list)
    for part in holdings_at(at, filters):
        line = part.line
        assert line.issuer is not None
        grouped[line.agency.pk, line.issuer.pk, line.deal.pk, part.holding].append(part)
    counts = share_counts(at, only={issuer for _, issuer, _, _ in grouped}) if grouped else {}
    stakes = [Stake(tuple(parts), counts.get(issuer)) for (_, issuer, _, _), parts in grouped.items()]
    return sorted(stakes, key=lambda stake: stake.key)


def taken_together(stakes: Iterable[Stake]) -> list[Stake]:
    """Of what is held: each issuer's line of the whole government, and one of each agency that holds of it."""
    held: dict[tuple[int, Level, str], list[Stake]] = defaultdict(list)
    for stake in stakes:
        if stake.holding is Holding.HELD and stake.first.issuer is not None:
            held[stake.first.issuer.pk, Level.GOVERNMENT, ""].append(stake)
            held[stake.first.issuer.pk, Level.AGENCY, stake.first.agency.code].append(stake)
    return [
        Stake(tuple(part for stake in found for part in stake.parts), found[0].count, level)
        for (_, level, _), found in held.items()
    ]
