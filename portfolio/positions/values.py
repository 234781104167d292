"""What each holding is worth on a day: units, close, method, level, and the reason where no value is known."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from portfolio.calculations import option_price
from portfolio.calculations.kinds import Family, Instrument, Kind
from portfolio.calculations.valuation import ZERO, Method, Worth, at_market, convertible, intrinsic, lent
from portfolio.models import StatedFigure
from record.calculations.as_of import AsOf
from record.calculations.formatting import percent
from record.calculations.unknown import TOO_LARGE, NotKnown

from .filters import Filters
from .holdings import Holding, Part
from .investments import InvestmentAt
from .last_days import last_day_of
from .market import Close
from .value_book import ValueBook
from .versions import conversion_of

OWNED = (Holding.HELD, Holding.AGREED)
NOT_ISSUED = "agreed, not issued: it has no value"
YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Modelled:
    """A right by Black-Scholes, in USD, and what went into it; or why it can't be worked out."""

    value: Decimal | None
    words: str


@dataclass(frozen=True, slots=True)
class Valued:
    """One award on a day. `part` is None for a loan.

    `close` and `price`, which is the close in USD, are on the basis of the day, as the units and the strike are.
    """

    line: InvestmentAt
    part: Part | None
    cost: Decimal | None
    close: Close | None = None
    price: Decimal | None = None
    worth: Worth | None = None
    why: str = ""
    modelled: Modelled | None = None

    @property
    def units(self) -> Decimal | None:
        """Shares or rights of it that are held, or agreed; of common shares with those received for others."""
        if self.part is None:
            return None
        return self.part.common if self.line.instrument is Instrument.COMMON_EQUITY else self.part.shares

    @property
    def value(self) -> Decimal | None:
        return self.worth.value if self.worth else None

    @property
    def holding(self) -> Holding:
        return self.part.holding if self.part else Holding.HELD

    @property
    def is_loan(self) -> bool:
        return self.part is None

    @property
    def rests_on_close(self) -> bool:
        return self.worth is not None and self.worth.method in (Method.MARKET, Method.AS_CONVERTED, Method.INTRINSIC)

    @property
    def is_stale(self) -> bool:
        """True when its value rests on a close that is stale."""
        return self.rests_on_close and self.close is not None and self.close.is_stale


def values_at(at: AsOf, filters: Filters | None = None) -> list[Valued]:
    """What is held or agreed at `at`, each with its value, in the order of the awards' slugs."""
    return values_on(ValueBook.read(at, filters), at.as_of)


def values_on(book: ValueBook, day: date) -> list[Valued]:
    """The same for any day up to the one at which the book was read."""
    return [valued for line in book.on(day) if (valued := value_of(book, line, day)) is not None]


def value_of(book: ValueBook, line: InvestmentAt, day: date) -> Valued | None:
    """One award on a day; None where nothing of it is owned or agreed. A figure that can't be worked out is unknown."""
    if line.instrument.family is Family.LOAN:
        return loan(line)
    if line.issuer is None:
        return None
    entries = tuple(book.ledger(line).up_to(day))
    part = Part(line, day, entries, conversion_of(line, lambda: book.bases))
    if part.holding not in OWNED:
        return None
    return security(book, part, day)


def loan(line: InvestmentAt) -> Valued | None:
    """A loan at what is outstanding: never called a fair value, and no allowance but one that a source states."""
    if not line.is_money and not line.balance.disbursed:
        return None
    outstanding = line.figures.outstanding
    if outstanding is None:
        return Valued(line, None, None, why="what is drawn of it is not known")
    try:
        return Valued(line, None, outstanding, worth=lent(outstanding, line.to_date.get(StatedFigure.ALLOWANCE)))
    except NotKnown as error:
        return Valued(line, None, outstanding, why=str(error))


def security(book: ValueBook, part: Part, day: date) -> Valued:
    """Shares or rights by the method of their kind."""
    issuer, cost = part.line.issuer, cost_of(part)
    assert issuer is not None
    quoted = book.market.close_on(issuer, day)
    close = price = None
    try:
        if quoted is not None:
            bases = book.bases_on(day)
            close = replace(quoted, price=bases.price(issuer.pk, quoted.price, quoted.on))
            bases.require_whole(issuer.pk, quoted.on)
            price = bases.price(issuer.pk, quoted.usd, quoted.on)
        why_no_price = "" if close else "no close of its issuer by then is on record"
    except NotKnown as error:
        price, why_no_price = None, str(error)
    except ArithmeticError:
        price, why_no_price = None, TOO_LARGE
    if part.holding is Holding.AGREED:
        return Valued(part.line, part, cost, close, price, why=NOT_ISSUED)
    try:
        worth = worth_of(part, price, cost, bool(close or issuer.ticker), why_no_price)
    except NotKnown as error:
        return Valued(part.line, part, cost, close, price, why=str(error))
    except ArithmeticError:
        return Valued(part.line, part, cost, close, price, why=TOO_LARGE)
    modelled = model(book, part, quoted, day) if part.is_right and worth.method is Method.INTRINSIC else None
    return Valued(part.line, part, cost, close, price, worth, modelled=modelled)


def cost_of(part: Part) -> Decimal | None:
    """Cost of what is held, in USD; 0 for rights that were issued and never paid for; None where it is not known."""
    kinds = part.line.balance.kinds
    if part.cost is None and Kind.WARRANT_ISSUE in kinds and not kinds & {Kind.DISBURSEMENT, Kind.EXERCISE}:
        return ZERO
    return part.cost


def worth_of(part: Part, price: Decimal | None, cost: Decimal | None, is_listed: bool, why_no_price: str) -> Worth:
    """The value of what is held. Raises NotKnown with the reason where there is none."""
    received = part.line.balance.shares_received
    if part.shares == 0 and not received:
        return Worth(Method.NONE_HELD, ZERO)
    is_plain = part.line.instrument is Instrument.PREFERRED_EQUITY
    if is_plain or not is_listed:
        return at_cost(part, cost)
    if part.shares is None:
        raise NotKnown("the number of shares is not known")
    if price is None:
        raise NotKnown(why_no_price)
    if part.line.instrument is Instrument.COMMON_EQUITY or part.shares == 0:
        return at_market(part.shares + received, price)
    own = right(part, price) if part.is_right else preferred(part, price)
    return Worth(own.method, own.value + at_market(received, price).value)


def at_cost(part: Part, cost: Decimal | None) -> Worth:
    """What has no market, at cost. A right that nobody paid for has no cost to stand at."""
    if part.is_right and not cost:
        raise NotKnown("unlisted, and no price was paid for the right")
    if cost is None:
        raise NotKnown("unlisted, and its cost is not known")
    return Worth(Method.COST, cost)


def right(part: Part, price: Decimal) -> Worth:
    assert part.shares is not None
    if part.is_expired:
        return Worth(Method.INTRINSIC, ZERO)
    if part.strike is None:
        raise NotKnown("no strike is on record")
    return intrinsic(part.shares, part.strike, price)


def preferred(part: Part, price: Decimal) -> Worth:
    terms, converted = part.line.terms, part.as_converted
    preference = (terms.liquidation_preference or terms.original_price) if terms else None
    assert part.shares is not None
    if converted is None or preference is None:
        raise NotKnown("no face or no conversion price is on record")
    return convertible(part.shares, Decimal(preference), converted, price)


def model(book: ValueBook, part: Part, close: Close | None, day: date) -> Modelled:
    """Rights by Black-Scholes, where the closes of the last year, a Treasury yield and the expiry are on record."""
    issuer, rights, strike = part.line.issuer, part.shares, part.strike
    if issuer is None or not rights or strike is None or close is None:
        return Modelled(None, "the rights, their strike or the close are not known")
    try:
        expiry = last_day_of(part.line.terms).day.end
        years = (expiry - day) / YEAR
        closes = book.market.closes_of(issuer).quoted_in(close.currency)
        bases = book.bases_on(day)
        price = bases.price(issuer.pk, close.usd, close.on)
        on_one_basis = {one: bases.price(issuer.pk, close, one) for one, close in closes.items() if one <= day}
        sigma = option_price.volatility(on_one_basis, day)
        found = book.market.yield_on(day, years)
        one = option_price.black_scholes(spot=price, strike=strike, years=years, rate=found.rate, sigma=sigma)
        value = option_price.of_all(rights, one)
    except (NotKnown, ArithmeticError, ValueError) as error:
        return Modelled(None, str(error) if isinstance(error, NotKnown) else TOO_LARGE)
    of = f"Treasury of {found.term.normalize():f} years at {percent(found.rate)} on {found.on}"
    words = f"volatility {percent(sigma, 1)}, {of}, {years:.1f} years to {expiry}; dividend yield 0, undiluted"
    return Modelled(value, words)
