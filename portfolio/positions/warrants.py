"""Rights that are held or agreed at an AsOf: how far they are in the money, and what using them would cost and give."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portfolio.calculations.exercise import Exercise, Moneyness, moneyness
from portfolio.calculations.kinds import Instrument
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate
from record.calculations.unknown import NotKnown

from .decision_log import LoggedDecision, decisions_at
from .filters import Filters
from .holdings import Holding, Part
from .investments import InvestmentAt
from .last_days import last_day_of
from .market import DOLLARS, Close
from .names import award_name
from .stakes import Stake, stakes_at
from .value_book import ValueBook
from .values import Valued, values_on

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class WarrantAt:
    """A right with all that a decision about it asks. What is not known is None or raises NotKnown, with the reason.

    `stakes` are all that its holder has of its issuer; `closes` those in US dollars, on the basis of the day.
    """

    valued: Valued
    part: Part
    stakes: tuple[Stake, ...]
    decisions: tuple[LoggedDecision, ...]
    closes: tuple[tuple[date, Decimal], ...] = ()

    @property
    def line(self) -> InvestmentAt:
        return self.valued.line

    @property
    def name(self) -> str:
        return award_name(self.line.instrument, self.line.recipient, self.line.issuer)

    @property
    def close(self) -> Close | None:
        return self.valued.close

    @property
    def price(self) -> Decimal:
        """The newest close in USD, on the basis of the day. Raises NotKnown where there is none."""
        if self.valued.price is None:
            issuer = self.line.issuer.name if self.line.issuer else "its issuer"
            raise NotKnown(self.valued.why if self.close else f"no close of {issuer} by then is on record")
        return self.valued.price

    @property
    def strike(self) -> Decimal:
        """What one share costs, in USD. Raises NotKnown where no source states it."""
        if self.part.strike is None:
            raise NotKnown("no strike is on record")
        return self.part.strike

    @property
    def expires_on(self) -> PartialDate:
        """Its last day as stated, else by its tenor after the closing. Raises NotKnown where neither is on record."""
        return last_day_of(self.line.terms).day

    @property
    def is_expiry_worked_out(self) -> bool | None:
        """True where it is by the tenor; None where it is not known."""
        return self.part.is_expiry_worked_out

    @property
    def days_to_expiry(self) -> int:
        """Days to its last day; below 0 once it is over. Raises NotKnown where that is not on record."""
        return (self.expires_on.end - self.part.on).days

    @property
    def moneyness(self) -> Moneyness:
        """Raises NotKnown where the close or the strike is not on record, and once its last day is over."""
        if self.part.is_expired:
            raise NotKnown(f"it expired on {self.expires_on}")
        return moneyness(self.price, self.strike)

    @property
    def above_strike(self) -> Decimal:
        """Close less strike, in USD; below 0 is out of the money. Raises NotKnown as the two do."""
        return self.price - self.strike

    @property
    def trigger(self) -> str:
        """What must have happened first, as stated; empty where no source states a trigger."""
        return self.line.terms.exercise_trigger if self.line.terms else ""

    @property
    def trigger_state(self) -> str | None:
        """Whether they may be used, by the exercisable part on record; None where nothing says so."""
        if self.part.is_expired:
            return "expired"
        share = self.line.terms.exercisable_share if self.line.terms else None
        if share is not None:
            return "met" if share == 1 else "not met" if share == 0 else "met in part"
        return None if self.trigger else "none is stated"

    @property
    def exercise(self) -> Exercise:
        """All of them used for cash; none of those that expired. Raises NotKnown without a number or a strike."""
        rights = ZERO if self.part.is_expired else self.part.shares
        if rights is None:
            raise NotKnown("the number of rights is not known")
        return Exercise(rights, self.strike, self.valued.price, self.is_of_new_shares)

    @property
    def is_of_new_shares(self) -> bool:
        """False for rights over shares that another holder has: who receives the cash is not the issuer."""
        award = self.line.investment
        return (award.counterparty_id or award.recipient_id) == award.issuer_id

    @property
    def outstanding(self) -> Decimal:
        """Shares of the issuer that are out. Raises NotKnown where no count is on record."""
        found = next((stake.outstanding for stake in self.stakes if stake.outstanding is not None), None)
        if found is None:
            raise NotKnown("no share count of the issuer is on record")
        return found

    @property
    def before_own(self) -> Decimal:
        """The same without what the holder's own awards brought: the base of shares as converted. Raises NotKnown."""
        count = next((stake.count for stake in self.stakes if stake.count is not None), None)
        if count is None:
            raise NotKnown("no share count of the issuer is on record")
        return count.rolled.before(part.line.investment.pk for stake in self.stakes for part in stake.parts)

    @property
    def common(self) -> Decimal:
        """Common shares of the issuer that the holder holds now. Raises NotKnown where a number is not on record."""
        held = [stake.common for stake in self.stakes if stake.holding is Holding.HELD]
        if any(number is None for number in held):
            raise NotKnown("a number of shares held is not known")
        return sum((number for number in held if number is not None), ZERO)

    @property
    def share_before(self) -> Decimal:
        """Common held over shares outstanding, as a fraction. Raises NotKnown."""
        return self.exercise.before(self.common, self.outstanding)

    @property
    def share_after(self) -> Decimal:
        """The same once all of them were used. Raises NotKnown."""
        return self.exercise.after(self.common, self.outstanding)

    @property
    def converted(self) -> Decimal:
        """The same with the preferred shares that it holds converted. Raises NotKnown without a ratio or a number."""
        held = [part for stake in self.stakes if stake.holding is Holding.HELD for part in stake.parts]
        kind = Instrument.CONVERTIBLE_PREFERRED
        found = [part.as_converted for part in held if part.line.instrument is kind and part.shares != 0]
        if any(number is None for number in found):
            raise NotKnown("into how many shares the preferred shares convert is not known")
        return self.common + sum((number for number in found if number is not None), ZERO)

    @property
    def as_converted_before(self) -> Decimal:
        """Common held and on conversion over the shares outstanding before them, as a fraction. Raises NotKnown."""
        return self.exercise.before(self.converted, self.before_own)

    @property
    def as_converted_after(self) -> Decimal:
        """The same with all the rights used, over the same count: the convention of the announcements."""
        return self.exercise.before(self.converted + self.exercise.rights, self.before_own)

    @property
    def cap(self) -> Decimal | None:
        """The contractual cap on what the holder has of the issuer; the least of several. None where none is stated."""
        return min((stake.cap for stake in self.stakes if stake.cap is not None), default=None)

    @property
    def room_before(self) -> Decimal | None:
        """What is left under the cap, as converted. None without a cap. Raises NotKnown."""
        return None if self.cap is None else self.cap - self.as_converted_before

    @property
    def room_after(self) -> Decimal | None:
        """The same once all were used; below 0: above the cap."""
        return None if self.cap is None else self.cap - self.as_converted_after


def warrants_at(at: AsOf, filters: Filters | None = None) -> list[WarrantAt]:
    """Every right that is held or agreed at `at`, in the order of its award; a fixed number of questions.

    What was used up, sold or lapsed is none; what expired is one until its lapse is on record.
    """
    book = ValueBook.read(at, filters)
    found = [one for one in values_on(book, at.as_of) if one.part and one.part.is_right and one.part.shares != 0]
    stakes = by_holder(stakes_at(at))
    decided: dict[int, list[LoggedDecision]] = defaultdict(list)
    for one in decisions_at(at):
        if one.investment:
            decided[one.investment.pk].append(one)
    return [
        WarrantAt(
            valued,
            valued.part,
            tuple(stakes.get(holder_of(valued.line), ())),
            tuple(decided.get(valued.line.investment.pk, ())),
            closes(book, valued.line, at.as_of),
        )
        for valued in found
        if valued.part is not None
    ]


def holder_of(line: InvestmentAt) -> tuple[int, int]:
    return line.agency.pk, line.issuer.pk if line.issuer else 0


def by_holder(stakes: Iterable[Stake]) -> dict[tuple[int, int], list[Stake]]:
    """(agency, issuer) → the stakes of that agency in that issuer."""
    found: dict[tuple[int, int], list[Stake]] = defaultdict(list)
    for stake in stakes:
        found[holder_of(stake.first)].append(stake)
    return found


def closes(book: ValueBook, line: InvestmentAt, day: date) -> tuple[tuple[date, Decimal], ...]:
    """The closes of its issuer in US dollars up to a day, on its basis; those that cannot be read so are left out."""
    if line.issuer is None:
        return ()
    found, bases = [], book.bases_on(day)
    for on, close in sorted(book.market.closes_of(line.issuer).quoted_in(DOLLARS).items()):
        if on <= day:
            try:
                found.append((on, bases.price(line.issuer.pk, close, on)))
            except (NotKnown, ArithmeticError):
                continue
    return tuple(found)
