"""Columns of rights to shares: what one costs, how many may be exercised, and until when."""

from portfolio.calculations.kinds import Family
from portfolio.reports.base import Column, Type

RIGHTS = frozenset({Family.RIGHT})

STRIKE_PRICE = Column(
    "strike_price_usd",
    "Strike price",
    "Paid for one share on exercise.",
    Type.PRICE,
    "USD",
    unknown="not stated",
    families=RIGHTS,
    value=lambda line: line.terms and line.terms.strike_price,
)
EXERCISABLE_RIGHTS = Column(
    "exercisable_rights",
    "Exercisable now",
    "Rights that may be exercised on the day: the exercisable part of those held or agreed.",
    Type.SHARES,
    unknown="no source states which part is exercisable",
    families=RIGHTS,
)
EXPIRES_ON = Column(
    "expires_on",
    "Expires",
    "Last day of the right, or maturity.",
    Type.PARTIAL_DATE,
    unknown="not stated",
    value=lambda line: line.terms and line.terms.expires_on,
)
NO_LAST_DAY = "neither its last day nor its term is on record"
EXPIRY_BY_TERM = Column(
    "expiry_is_worked_out",
    "Expiry by its term",
    "True where no day is stated: the term is counted from the closing.",
    Type.BOOLEAN,
    unknown=NO_LAST_DAY,
)
