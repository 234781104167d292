"""The warrant desk: each right that is held or agreed, what using it would cost and give, and what was decided."""

from collections.abc import Callable
from decimal import Decimal

from portfolio.positions.filters import Filters
from portfolio.positions.warrants import WarrantAt, warrants_at
from record.calculations.as_of import AsOf
from record.calculations.formatting import rounded

from . import columns as c
from . import investments
from .base import Absent, Answer, Column, Definition, Type

KNOWN = {column.name: column for column in investments.COLUMNS}
PLACES = Decimal("0.000001")
NO_CLOSE = "no close is on record"
NO_COUNT = "no share count of the issuer, or no number of shares held, is on record"


def share(value: Callable[[WarrantAt], Decimal | None]) -> Callable[[WarrantAt], Decimal | None]:
    """The value to the six places that a column of fractions shows."""

    def shown(line: WarrantAt) -> Decimal | None:
        found = value(line)
        return None if found is None else rounded(found, PLACES)

    return shown


HOLDING = Column(
    "held_or_agreed", "Held or agreed", "Held, also when 0 are left; or agreed and not issued: that has no value.",
    value=lambda line: line.part.holding.value,
)  # fmt: skip
RIGHTS = c.SHARES.of(lambda line: line.part.shares, label="Rights")
STRIKE = KNOWN["strike_price_usd"].of(lambda line: line.strike)
CLOSE = Column("close_usd", "Close", "The newest close of one share on or before the day, in US dollars on its basis.",
               Type.PRICE, "USD", unknown=NO_CLOSE, value=lambda line: line.price)  # fmt: skip
CLOSE_ON = Column(
    "close_on", "Day of the close", "The trading day of the close; a quotation of a weekend is the close before it.",
    Type.DATE, unknown=NO_CLOSE, is_optional=True, value=lambda line: line.close.on if line.close else None,
)  # fmt: skip
CLOSE_AGE = Column(
    "close_age", "Age of the close", "Trading days of its exchange since then.", Type.INTEGER, "days",
    unknown="no close, or its exchange is not known", is_optional=True,
    value=lambda line: line.close.age if line.close else None,
)  # fmt: skip
STALE = Column(
    "close_is_stale", "Stale", "Whether the close is older than 10 trading days of its exchange.", Type.BOOLEAN,
    unknown=NO_CLOSE, is_optional=True, value=lambda line: line.close.is_stale if line.close else None,
)  # fmt: skip
MONEYNESS = Column(
    "moneyness", "Moneyness", "Whether the close is above, at or below the strike; of none that expired.",
    unknown="close or strike is not known, or it expired", value=lambda line: line.moneyness.value,
)  # fmt: skip
ABOVE = Column(
    "above_strike_usd", "Close above strike", "Close less strike; below 0 is out of the money.", Type.PRICE, "USD",
    unknown="close or strike is not known", value=lambda line: line.above_strike,
)  # fmt: skip
EXPIRES = KNOWN["expires_on"].of(lambda line: line.expires_on, unknown=c.NO_LAST_DAY)
BY_TENOR = c.EXPIRY_BY_TERM.of(lambda line: line.is_expiry_worked_out)
DAYS = Column(
    "days_to_expiry", "Days to expiry", "Days to its last day; below 0 once that is over.", Type.INTEGER, "days",
    unknown=c.NO_LAST_DAY, value=lambda line: line.days_to_expiry,
)  # fmt: skip
TRIGGER = Column("exercise_trigger", "Trigger", "What must have happened first, as stated.", is_prose=True,
                 unknown="none is stated", is_optional=True, value=lambda line: line.trigger or None)  # fmt: skip
TRIGGER_STATE = Column(
    "trigger_state", "State of the trigger", "Whether the rights may be used, by the exercisable part on record.",
    unknown="nothing on record says whether it is met", value=lambda line: line.trigger_state,
)  # fmt: skip
EXERCISABLE = c.EXERCISABLE_RIGHTS.of(lambda line: line.part.exercisable)
COST = Column(
    "exercise_cost_usd", "Cost of exercise", "Strike × rights: what using all of them for cash costs.", Type.USD, "USD",
    unknown="the number or the strike is not known", value=lambda line: line.exercise.cost,
)  # fmt: skip
GIVES = Column(
    "exercise_gives_shares", "Shares it gives", "One share for each right used.", Type.SHARES,
    unknown="the number or the strike is not known", value=lambda line: line.exercise.rights,
)  # fmt: skip
WORTH = Column(
    "exercise_worth_usd", "Worth at the close", "The shares that it gives × the close.", Type.USD, "USD",
    unknown=NO_CLOSE, value=lambda line: line.exercise.worth,
)  # fmt: skip
GAIN = Column(
    "exercise_gain_usd", "Gain", "Worth at the close less cost; below 0 out of the money.", Type.USD, "USD",
    unknown=NO_CLOSE, value=lambda line: line.exercise.gain,
)  # fmt: skip
BEFORE = Column(
    "share_before", "Percentage before", "Common shares that the holder holds ÷ shares outstanding.", Type.FRACTION,
    is_ownership=True, unknown=NO_COUNT, value=share(lambda line: line.share_before),
)  # fmt: skip
AFTER = Column(
    "share_after", "Percentage after", "The same once all rights are used; new shares are in the count as well.",
    Type.FRACTION, is_ownership=True, unknown=NO_COUNT, value=share(lambda line: line.share_after),
)  # fmt: skip
CONVERTED_BEFORE = Column(
    "share_as_converted_before", "As converted before",
    "Common shares held and on conversion of preferred shares held ÷ shares outstanding before them.", Type.FRACTION,
    is_ownership=True, unknown=NO_COUNT, value=share(lambda line: line.as_converted_before),
)  # fmt: skip
CONVERTED_AFTER = Column(
    "share_as_converted_after", "As converted after",
    "The same with all rights used, over the same count: the convention of the announcements.", Type.FRACTION,
    is_ownership=True, unknown=NO_COUNT, value=share(lambda line: line.as_converted_after),
)  # fmt: skip
CAP = Column("cap_share", "Cap", "Contractual cap on what the holder has of the issuer.", Type.FRACTION,
             unknown="no cap is stated", is_optional=True, value=lambda line: line.cap)  # fmt: skip
ROOM_BEFORE = Column(
    "cap_room_before", "Under the cap before", "Cap less percentage as converted before.", Type.FRACTION,
    is_ownership=True, unknown=NO_COUNT, value=share(lambda line: line.room_before), absent=lambda line: no_cap(line),
)  # fmt: skip
ROOM_AFTER = Column(
    "cap_room_after", "Under the cap after", "Cap less percentage as converted after; below 0: above the cap.",
    Type.FRACTION, is_ownership=True, unknown=NO_COUNT, value=share(lambda line: line.room_after),
    absent=lambda line: no_cap(line),
)  # fmt: skip
DECISIONS = Column("decisions_logged", "Decisions", "How many decisions about it are in the log.", Type.INTEGER,
                   value=lambda line: len(line.decisions))  # fmt: skip
LAST = Column(
    "last_decision", "Last decision", "The newest: its day and what was decided.", is_prose=True,
    unknown="none in the log", is_optional=True, value=lambda line: last_decision(line),
)  # fmt: skip

IF_USED = (
    COST, GIVES, WORTH, GAIN, BEFORE, AFTER, CONVERTED_BEFORE, CONVERTED_AFTER, CAP, ROOM_BEFORE, ROOM_AFTER,
)  # fmt: skip
WHERE_IT_STANDS = (
    HOLDING, RIGHTS, DAYS, STRIKE, CLOSE, CLOSE_ON, CLOSE_AGE, MONEYNESS, ABOVE, TRIGGER, TRIGGER_STATE, EXERCISABLE,
)  # fmt: skip
COLUMNS = (
    c.INVESTMENT.of(lambda line: line.line.slug),
    c.ISSUER.of(lambda line: line.line.issuer.slug if line.line.issuer else None),
    c.AGENCY.of(lambda line: line.line.agency.code),
    c.PROGRAM.of(lambda line: line.line.program_code),
    c.DEAL.of(lambda line: line.line.deal.slug),
    c.INSTRUMENT.of(lambda line: line.line.instrument.value),
    HOLDING, RIGHTS, EXPIRES, BY_TENOR, DAYS, STRIKE, CLOSE, CLOSE_ON, CLOSE_AGE, STALE, MONEYNESS, ABOVE, TRIGGER,
    TRIGGER_STATE, EXERCISABLE, *IF_USED, DECISIONS, LAST,
    c.SECONDARY.of(lambda line: line.line.is_secondary),
    c.SOURCES.of(lambda line: line.line.sources or None),
)  # fmt: skip
FILTERS = ("agency", "program", "company", "deal", "investment")
NOTES = (
    "Rights that are held, or agreed and not issued; those of a letter or an announcement stand in the stakes.",
    "Cost and what it gives are of all rights that did not expire, usable now or not: one share for each, for cash.",
    "Where no last day is stated, it is the term after the closing.",
)


def no_cap(line: WarrantAt) -> Absent | None:
    """What stands where no cap is stated: there is no room to speak of."""
    return Absent("none", "no cap is stated") if line.cap is None else None


def last_decision(line: WarrantAt) -> str | None:
    if not line.decisions:
        return None
    fact = line.decisions[0].fact
    return f"{fact.effective_on or 'undated'}: {fact.decided}"


def answer(at: AsOf, filters: Filters) -> Answer:
    return Answer(warrants_at(at, filters), notes=NOTES)


DEFINITION = Definition(
    "warrants",
    "Warrant desk",
    "Which rights are in the money, what would using them cost and give, and how long is left?",
    COLUMNS,
    FILTERS,
    answer,
)
