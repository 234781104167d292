"""The columns of values."""

from portfolio.calculations.valuation import Method

from . import columns as c
from .base import Absent, Column, Type
from .stake_columns import COLUMNS as OF_STAKES
from .stake_lines import compounding
from .value_lines import (
    BY_AWARD,
    NOT_HELD,
    absent_gain,
    absent_multiple,
    accrued,
    cost,
    is_valued,
    known_or,
    of_award,
    on_close,
    only_of_one,
)
from .words import labels_of

NO_CLOSE = "no close by then is on record"
LOANS = Absent("none", "a loan has no such figure")
PACKAGE = Column(
    "package",
    "Package",
    "What was paid for together: deal and issuer, of a loan the award, and whether it is held or agreed.",
    names="path",
    value=lambda line: line.package.key,
)
PACKAGE_LINE = Column(
    "package_line",
    "Package or award",
    "A package of several awards, or one award. Awards are part of the package above them: never add them to it.",
    value=lambda line: "package" if line.is_group else "award",
)
COST = Column(
    "cost_usd",
    "Cost",
    "Paid for what is held, less the average cost of what was sold or written off; of a loan, outstanding.",
    Type.USD,
    "USD",
    unknown="no payment is known",
    value=cost,
    absent=only_of_one,
)
VALUE = Column(
    "value_usd",
    "Value",
    "What is held is worth by the method beside it; of a loan what is outstanding, less an allowance that a source "
    "states: no fair value.",
    Type.USD,
    "USD",
    value=lambda line: (
        known_or(line.one.value, line.one.why) if line.one else known_or(line.package.value, line.package.why)
    ),
    absent=lambda line: None if is_valued(line) else NOT_HELD,
)
GAIN = Column(
    "unrealised_gain_usd",
    "Gain, unrealised",
    "Value less cost; below 0 for a loss.",
    Type.USD,
    "USD",
    unknown="cost or value is not known",
    value=lambda line: None if only_of_one(line) else line.package.gain,
    absent=absent_gain,
)
MULTIPLE = Column(
    "value_multiple",
    "Multiple",
    "Value over cost.",
    Type.FACTOR,
    unknown="cost or value is not known",
    value=lambda line: None if only_of_one(line) else line.package.multiple,
    absent=absent_multiple,
)
ACCRUED_IN_KIND, ACCRUAL_BASIS = (
    next(column for column in OF_STAKES if column.name == name) for name in ("accrued_in_kind_usd", "accrual_basis")
)
VALUE_COLUMNS = (
    PACKAGE,
    PACKAGE_LINE,
    c.DEAL.of(lambda line: line.award.deal.slug),
    c.ISSUER.of(lambda line: line.award.issuer.slug if line.award.issuer else None),
    c.AGENCY.of(lambda line: line.award.agency.code),
    c.INVESTMENT.of(**of_award(lambda one: one.line.slug)),
    c.INSTRUMENT.of(**of_award(lambda one: one.line.instrument.value)),
    Column(
        "held_or_agreed",
        "Held or agreed",
        "Held, also when 0 are left; or agreed and not issued: that has no value.",
        value=lambda line: line.package.holding.value,
    ),
    Column(
        "units",
        "Units",
        "Shares or rights on the day; of common shares with those received for others.",
        Type.SHARES,
        unknown="the number is not known",
        value=lambda line: None if line.one is None else line.one.units,
        absent=lambda line: BY_AWARD if line.one is None else LOANS if line.one.is_loan else None,
    ),
    COST,
    VALUE,
    GAIN,
    MULTIPLE,
    Column(
        "value_method",
        "Method",
        "How the value was found.",
        unknown="no value",
        is_optional=True,
        words=labels_of(Method),
        **of_award(lambda one: one.worth.method.value if one.worth else None),
    ),
    Column(
        "value_level",
        "Level",
        "1: quoted. 2: follows from what is quoted. 3: neither.",
        Type.INTEGER,
        unknown="no fair value",
        is_optional=True,
        is_grouped=False,
        **of_award(lambda one: one.worth.method.level if one.worth else None),
    ),
    Column(
        "is_stale",
        "Stale",
        "Whether the value rests on a close older than 10 trading days of its exchange.",
        Type.BOOLEAN,
        value=lambda line: line.one.is_stale if line.one else line.package.is_stale,
    ),
    Column(
        "close",
        "Close",
        "Closing price of one share: as quoted, or on the basis of the units beside it.",
        Type.PRICE,
        unknown=NO_CLOSE,
        is_optional=True,
        **on_close(lambda one: one.close.price),
    ),
    Column(
        "currency",
        "Currency",
        "ISO 4217 code.",
        unknown=NO_CLOSE,
        is_optional=True,
        **on_close(lambda one: one.close.currency),
    ),
    Column(
        "close_on",
        "Day of the close",
        "The trading day of the close; a quotation of a weekend is the close before it.",
        Type.DATE,
        unknown=NO_CLOSE,
        is_optional=True,
        **on_close(lambda one: one.close.on),
    ),
    Column(
        "close_age",
        "Age of the close",
        "Trading days of its exchange since then.",
        Type.INTEGER,
        "days",
        unknown="no close, or its exchange is not known",
        is_optional=True,
        **on_close(lambda one: one.close.age),
    ),
    Column(
        "rate_usd",
        "Rate",
        "What one unit of the currency of the close was worth in US dollars.",
        Type.PRICE,
        "USD",
        unknown="a close in US dollars needs none",
        is_optional=True,
        **on_close(lambda one: one.close.rate and one.close.rate.usd),
    ),
    Column(
        "rate_on",
        "Day of the rate",
        "The day of that rate, on or before the day of the close.",
        Type.DATE,
        unknown="a close in US dollars needs none",
        is_optional=True,
        **on_close(lambda one: one.close.rate and one.close.rate.on),
    ),
    c.STRIKE_PRICE.of(lambda line: line.one.part.strike if line.one and line.one.part else None),
    Column(
        "above_strike_usd",
        "Close above strike",
        "Close less strike; below 0 is out of the money.",
        Type.PRICE,
        "USD",
        unknown="close or strike is not known",
        families=c.RIGHTS,
        **of_award(
            lambda one: (
                None
                if one.part is None or one.price is None or one.part.strike is None
                else one.price - one.part.strike
            )
        ),
    ),
    ACCRUED_IN_KIND.of(**of_award(lambda one: accrued(one) and accrued(one).usd)),
    ACCRUAL_BASIS.of(**of_award(lambda one: accrued(one) and compounding(accrued(one)))),
    Column(
        "black_scholes_usd",
        "Black-Scholes",
        "The rights by that formula, beside their intrinsic value: dividend yield 0, undiluted.",
        Type.USD,
        "USD",
        families=c.RIGHTS,
        **of_award(lambda one: one.modelled and known_or(one.modelled.value, one.modelled.words)),
    ),
    Column(
        "black_scholes_of",
        "Black-Scholes, of what",
        "What went into it, or why it is not there.",
        unknown="no intrinsic value",
        is_optional=True,
        is_prose=True,
        **of_award(lambda one: one.modelled and one.modelled.words),
    ),
    Column(
        "stored_value_usd",
        "Value as stored",
        "What the nightly valuation of that day found, as it was known then.",
        Type.USD,
        "USD",
        unknown="that day was not valued, or no value was known",
        is_optional=True,
        value=lambda line: line.stored.value if line.stored else None,
    ),
    Column(
        "why_no_value",
        "Why no value",
        "Why its value is not known.",
        unknown="it is known",
        is_optional=True,
        is_prose=True,
        value=lambda line: (line.one.why if line.one else line.package.why) or None,
    ),
    c.SOURCES.of(**of_award(lambda one: one.line.sources or None)),
    c.SECONDARY,
)
