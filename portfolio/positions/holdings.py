"""What is held, agreed or proposed at an AsOf, award by award: one security of one issuer by one deal.

Numbers are as of the day: entries up to it, splits included. A price of an earlier day is brought to the same basis
by `basis.bases_at`.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import partial

from portfolio.calculations.accrual import Schedule, accrued_in_kind
from portfolio.calculations.entries import Entry
from portfolio.calculations.kinds import Family, Instrument, Kind, Status
from portfolio.calculations.position import AS_AGREED, Conversion, as_converted
from portfolio.models import Transaction
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate
from record.calculations.unknown import NotKnown

from .basis import bases_at
from .filters import Filters
from .investments import InvestmentAt, investments_at
from .last_days import LastDay, last_day_of
from .versions import conversion_of

ZERO = Decimal(0)


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
MOVES = frozenset(
    {
        Kind.SALE,
        Kind.EXERCISE,
        Kind.CONVERSION,
        Kind.SPLIT,
        Kind.LAPSE,
        Kind.DIVIDEND_IN_KIND,
        Kind.TRANSFER_OUT,
    }
)


@dataclass(frozen=True, slots=True)
class Accrued:
    """Dividends in kind that have accrued and were not issued: in USD, in shares of the security, in common shares.

    `compounds` is False where the terms say that it does not, None where they do not say: then it is a least figure.
    """

    usd: Decimal
    shares: Decimal
    face: Decimal
    conversion_price: Decimal | None
    compounds: bool | None

    @property
    def common(self) -> Decimal | None:
        """Whole common shares at the conversion price; None where there is none. Raises NotKnown as the price does."""
        price = self.conversion_price
        return None if price is None else as_converted(self.shares, self.face, price)


@dataclass(frozen=True, slots=True)
class Part:
    """One award of a stake on a day: its own number of shares or rights, and what that is in common shares."""

    line: InvestmentAt
    on: date
    entries: tuple[Entry, ...] = ()
    """Its entries in recorded order; given where dividends accrue in kind."""
    agreed: Conversion | None = None
    """The conversion as it was agreed; given where the price was another one before."""

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
    def is_right(self) -> bool:
        return self.line.instrument.family is Family.RIGHT

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
        """True once its ledger shows more than the purchase or issue, and of rights once they expired.

        What was stated of it is then history.
        """
        return bool(self.line.balance.kinds & MOVES) or self.is_expired

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
    def shares_held(self) -> Decimal | None:
        """The same, of what is held; 0 while it is agreed or proposed alone, or has ended."""
        return self.shares if self.holding is Holding.HELD else ZERO

    @property
    def shares_agreed(self) -> Decimal | None:
        """Shares or rights of a definitive agreement that were not issued: not held, and without a value."""
        return self.shares if self.holding is Holding.AGREED else ZERO

    @property
    def common(self) -> Decimal | None:
        """Common shares held or to be held outright; none for preferred shares and rights."""
        if self.line.instrument is Instrument.COMMON_EQUITY:
            return None if self.shares is None else self.shares + self.line.balance.shares_received
        return self.line.balance.shares_received

    @property
    def conversion(self) -> Conversion | None:
        """At which price its shares convert, with the splits since it was agreed; None where no price is on record."""
        price = self.line.terms.conversion_price if self.line.terms else None
        return None if price is None else self.agreed or Conversion(price, AS_AGREED)

    @property
    def as_converted(self) -> Decimal | None:
        """Common shares that the preferred shares convert into; None where there is no ratio, or no number.

        Whole ones by the price that was agreed; a split divides them as it divides every other share.
        """
        conversion, shares = self.conversion, self.shares
        face = self.line.terms.original_price if self.line.terms else None
        return None if conversion is None or shares is None or face is None else conversion.of(shares, face)

    @property
    def as_converted_and_exercised(self) -> Decimal | None:
        """Common shares with every conversion and right used; None where the number or the conversion is unknown.

        Rights that have expired bring none.
        """
        shares, received = self.shares, self.line.balance.shares_received
        if shares is None:
            return None
        if shares == 0 or self.is_expired:
            return received
        if self.line.instrument is Instrument.COMMON_EQUITY or self.is_right:
            return shares + received
        converted = self.as_converted
        return None if converted is None else converted + received

    @property
    def last_day(self) -> LastDay | None:
        """The last day of a right, and how it is known; None where it is not known, or where it is no right."""
        try:
            return last_day_of(self.line.terms) if self.is_right else None
        except NotKnown:
            return None

    @property
    def expires_on(self) -> PartialDate | None:
        """The last day of a right, as stated or by its term; None as above."""
        return self.last_day.day if self.last_day else None

    @property
    def is_expiry_worked_out(self) -> bool | None:
        """True where no last day is stated and the term says it; None where it is not known."""
        return self.last_day.is_worked_out if self.last_day else None

    @property
    def is_expired(self) -> bool:
        """True for rights whose last day is over: they can no longer be used, recorded as lapsed or not."""
        return self.last_day is not None and self.last_day.is_over(self.on)

    @property
    def cap(self) -> Decimal | None:
        """The contractual cap on what its holder has of the issuer, as a fraction.

        None where its terms set none, and once the award has ended.
        """
        return self.line.terms.holding_cap_share if self.line.terms and not self.line.has_ended else None

    @property
    def strike(self) -> Decimal | None:
        return self.line.terms.strike_price if self.is_right and self.line.terms else None

    @property
    def exercisable(self) -> Decimal | None:
        """Rights that may be exercised now; None where no source states the part, 0 once they expired."""
        if self.is_expired:
            return ZERO
        part = self.line.terms.exercisable_share if self.line.terms else None
        return None if part is None or self.shares is None else self.shares * part

    @property
    def cost(self) -> Decimal | None:
        """Cost paid less that of what was sold or written off, in USD; None where it is not known."""
        return self.line.figures.outstanding

    @property
    def accrued(self) -> Accrued | None:
        """Dividends in kind up to the day; None where the security earns none, or none of it is held by number."""
        schedule = schedule_of(self.line)
        if schedule is None or not self.is_counted or self.is_redeemed:
            return None
        usd, terms = accrued_in_kind(self.entries, schedule, self.on), self.line.terms
        shares, price = usd / schedule.face, terms.conversion_price if terms else None
        return Accrued(usd, shares, schedule.face, price, None if schedule.months is None else bool(schedule.months))


def schedule_of(line: InvestmentAt) -> Schedule | None:
    """How dividends in kind accrue on an award; None where its terms state none."""
    terms = line.terms
    if terms is None or not terms.dividend_rate or not terms.original_price or "kind" not in terms.dividend_form:
        return None
    redeemed_at = terms.liquidation_preference or terms.original_price
    return Schedule(terms.dividend_rate, terms.original_price, terms.dividend_months, redeemed_at)


def holdings_at(at: AsOf, filters: Filters | None = None) -> list[Part]:
    """Every award of shares or rights whose issuer is known, at `at`, in the order of its slug.

    A fixed number of questions to the database; one more where dividends accrue in kind, and where a
    conversion price was another one before.
    """
    return holdings_of(investments_at(at, filters), at)


def holdings_of(awards: Iterable[InvestmentAt], at: AsOf) -> list[Part]:
    """The same of awards that were read at `at` before."""
    lines = [
        line
        for line in awards
        if line.instrument.family.holds_shares and line.issuer is not None and line.status is not None
    ]
    entries = entries_of((line for line in lines if schedule_of(line)), at)
    read = partial(bases_at, at)
    return [Part(one, at.as_of, tuple(entries.get(one.investment.pk, ())), conversion_of(one, read)) for one in lines]


def entries_of(lines: Iterable[InvestmentAt], at: AsOf) -> dict[int, list[Entry]]:
    """The entries of these awards, in recorded order; no question to the database where there are none of them."""
    ids = [line.investment.pk for line in lines]
    if not ids:
        return defaultdict(list)
    return Transaction.objects.filter(investment__in=ids).at(at).order_by("number").entries_by_investment()
