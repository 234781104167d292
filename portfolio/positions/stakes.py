"""Stakes at an AsOf: holder × issuer × deal, with the instruments that make each up. Unlike securities never add."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from portfolio.calculations.kinds import Family, Instrument, Kind, Status
from portfolio.calculations.position import (
    alerts,
    as_converted,
    as_converted_and_exercised_share,
    basic_share,
    fully_diluted_share,
)
from portfolio.models import Capitalization, CountKind
from record.calculations.as_of import AsOf

from .filters import Filters
from .investments import InvestmentAt, investments_at

ZERO = Decimal(0)
COUNTS = (CountKind.COVER, CountKind.VENDOR, CountKind.DERIVED)


class Holding(StrEnum):
    """How far a stake is the government's."""

    HELD = "held"
    AGREED = "agreed"
    PROPOSED = "proposed"
    ENDED = "ended"


# What a status says of an award of whose shares the ledger knows nothing.
HOLDING: dict[Status, Holding] = {
    Status.ANNOUNCED: Holding.PROPOSED,
    Status.LOI: Holding.PROPOSED,
    Status.CONDITIONAL: Holding.PROPOSED,
    Status.APPROVED: Holding.PROPOSED,
    Status.COMMITTED: Holding.AGREED,
    Status.CLOSED: Holding.HELD,
    Status.DISBURSING: Holding.HELD,
    Status.DISBURSED: Holding.HELD,
    Status.REPAID: Holding.ENDED,
    Status.EXITED: Holding.ENDED,
    Status.TERMINATED: Holding.ENDED,
    Status.LAPSED: Holding.ENDED,
}

# Entries by which a holding is another than the one that was agreed and stated.
MOVES = frozenset({Kind.SALE, Kind.EXERCISE, Kind.CONVERSION, Kind.SPLIT, Kind.LAPSE, Kind.DIVIDEND_IN_KIND})


@dataclass(frozen=True, slots=True)
class Part:
    """One instrument of a stake: its own number of shares or rights, and what that is in common shares."""

    line: InvestmentAt

    @property
    def holding(self) -> Holding:
        """Held once its ledger says so, also when nothing is left of it; else what its status says.

        Raises KeyError, with the status, for one that is not defined in HOLDING.
        """
        status = self.line.status
        if status is None:
            raise ValueError(f"{self.line.slug} has no status, so it is no stake.")
        return Holding.HELD if self.is_counted or self.is_redeemed else HOLDING[status]

    @property
    def is_counted(self) -> bool:
        """True when shares or rights of it are or were on the ledger by number."""
        return bool(self.line.balance.shares_acquired)

    @property
    def is_redeemed(self) -> bool:
        """True when shares of it were redeemed in dollars, at a price that no terms state."""
        return not self.line.balance.shares_are_known

    @property
    def has_moved(self) -> bool:
        """True once its ledger shows more than the purchase or issue: what was stated of it is history."""
        return bool(self.line.balance.kinds & MOVES)

    @property
    def shares(self) -> Decimal | None:
        """Shares, units or rights: those held by the ledger, 0 when they are gone; those of the terms while none was.

        None where the number is not known.
        """
        status, balance = self.line.status, self.line.balance
        has_ended = status is not None and HOLDING[status] is Holding.ENDED
        if self.is_redeemed:
            is_paid_back = balance.cost <= 0 and not self.is_counted
            return ZERO if has_ended or is_paid_back else None
        if self.is_counted:
            return balance.shares
        if has_ended:
            return ZERO
        if self.holding is Holding.HELD:
            return None
        return self.line.terms.shares if self.line.terms else None

    @property
    def common(self) -> Decimal | None:
        """Common shares held or to be held outright; none for preferred shares and rights."""
        if self.line.instrument is Instrument.COMMON_EQUITY:
            return None if self.shares is None else self.shares + self.line.balance.shares_received
        return self.line.balance.shares_received

    @property
    def as_converted_and_exercised(self) -> Decimal | None:
        """Common shares with every conversion and right used; None where the number or the conversion is unknown."""
        shares, terms, received = self.shares, self.line.terms, self.line.balance.shares_received
        if shares is None:
            return None
        if shares == 0:
            return received
        if terms is None:
            return None
        if self.line.instrument is Instrument.COMMON_EQUITY or self.line.instrument.family is Family.RIGHT:
            return shares + received
        if terms.original_price is None or terms.conversion_price is None:
            return None
        return as_converted(shares, terms.original_price, terms.conversion_price) + received


@dataclass(frozen=True, slots=True)
class Stake:
    """What one holder has of one issuer by one deal."""

    parts: tuple[Part, ...]
    count: Capitalization | None
    dilutive: Decimal | None

    @property
    def first(self) -> InvestmentAt:
        return self.parts[0].line

    @property
    def key(self) -> str:
        """A stable name: holder, issuer, deal, and how far it is the government's."""
        issuer = self.first.issuer.slug if self.first.issuer else ""
        return "/".join((self.first.agency.code, issuer, self.first.deal.slug, self.holding.value))

    @property
    def holding(self) -> Holding:
        return self.parts[0].holding

    @property
    def outstanding(self) -> Decimal | None:
        return self.count.basic_shares if self.count else None

    @property
    def common(self) -> Decimal | None:
        return known_sum([part.common for part in self.parts])

    @property
    def as_converted_and_exercised(self) -> Decimal | None:
        return known_sum([part.as_converted_and_exercised for part in self.parts])

    @property
    def basic_share(self) -> Decimal | None:
        return None if self.common is None else basic_share(self.common, self.outstanding)

    @property
    def as_converted_and_exercised_share(self) -> Decimal | None:
        shares = self.as_converted_and_exercised
        return None if shares is None else as_converted_and_exercised_share(shares, ZERO, ZERO, self.outstanding)

    @property
    def fully_diluted_share(self) -> Decimal | None:
        shares = self.as_converted_and_exercised
        return None if shares is None else fully_diluted_share(shares, ZERO, ZERO, self.outstanding, self.dilutive)

    @property
    def cap(self) -> Decimal | None:
        caps = {part.line.terms.holding_cap_share for part in self.parts if part.line.terms} - {None}
        return min(caps) if caps else None

    @property
    def alerts(self) -> str | None:
        """The levels that the stake has reached: "5%", "19.9% (cap)"; by the computed share once the ledger moved."""
        share = self.stated_share if self.stated_share is not None else self.as_converted_and_exercised_share
        if self.holding is not Holding.HELD:
            return None
        reached = alerts(share, cap=self.cap)
        levels = [f"{(alert.level * 100).normalize():f}%" + (" (cap)" if alert.is_cap else "") for alert in reached]
        return ";".join(levels) or None

    @property
    def stated_share(self) -> Decimal | None:
        """The stake as stated, where one figure speaks for all the parts and none of them has moved since."""
        if any(part.has_moved for part in self.parts):
            return None
        groups = {part.line.investment.stake_group or part.line.slug for part in self.parts}
        return stated_by(self.parts) if len(groups) == 1 else None

    def stated_of(self, part: Part) -> Decimal | None:
        """The stake as stated of one part, where it does not speak for the whole; of a group, once, on its first.

        None once the ledger of a part of the group has moved.
        """
        if self.stated_share is not None:
            return None
        group = part.line.investment.stake_group
        together = [other for other in self.parts if group and other.line.investment.stake_group == group] or [part]
        if together[0] is not part or any(one.has_moved for one in together):
            return None
        return stated_by(together)


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
    counts, dilutive = share_counts(at)
    grouped: dict[tuple[int, int, int, Holding], list[Part]] = defaultdict(list)
    for line in investments_at(at, filters):
        if line.instrument.family.holds_shares and line.issuer is not None:
            part = Part(line)
            grouped[line.agency.pk, line.issuer.pk, line.deal.pk, part.holding].append(part)
    stakes = [
        Stake(tuple(parts), counts.get(issuer), dilutive.get(issuer)) for (_, issuer, _, _), parts in grouped.items()
    ]
    return sorted(stakes, key=lambda stake: stake.key)


def share_counts(at: AsOf) -> tuple[dict[int, Capitalization], dict[int, Decimal]]:
    """The newest share count of each company at `at`, and the dilutive shares known of it."""
    known = Capitalization.objects.at(at).select_related("citation")
    counts = known.filter(kind__in=COUNTS).latest_by("company_id")
    dilutive: dict[int, Decimal] = defaultdict(Decimal)
    for row in known.filter(kind=CountKind.CONTINGENT):
        dilutive[row.company_id] += row.diluted_or_other or ZERO
    return counts, dilutive
