"""Every version of the terms of each award, with each term that is on record."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.db.models import Field

from portfolio.calculations.kinds import Instrument
from portfolio.models import Terms
from portfolio.models.terms import COMMON, AwardTerms, EquityTerms, LoanTerms, RightTerms, SupplyTerms
from portfolio.positions.filters import Filters
from portfolio.positions.investments import InvestmentAt, investments_at
from record.calculations.as_of import AsOf
from record.models.fields import ExactField, PartialDateField
from record.models.labels import column_of as column_field

from . import columns as c
from .base import Answer, Column, Definition, Type
from .investments import AWARD_FILTERS
from .investments import COLUMNS as OF_AWARDS
from .programs import COLUMNS as OF_PROGRAMS
from .stake_columns import COLUMNS as OF_STAKES
from .tables import cited
from .warrants import TRIGGER

SHARES = {"shares"}
PARTS = (EquityTerms, RightTerms, LoanTerms, AwardTerms, SupplyTerms)
LISTING = [column for column in OF_PROGRAMS if column.name == "assistance_listing"]
NAMED = {column.name: column for column in (*OF_STAKES, *OF_AWARDS, TRIGGER, *LISTING)}
CALLED = {
    "announced_amount": "announced_usd",
    "ceiling": "ceiling_usd",
    "price_per_share": "price_per_share_usd",
    "strike_price": "strike_price_usd",
    "subsidy_cost": "subsidy_cost_usd",
    "product": "product_as_stated",
}
"""Field → the name of its column in other reports, where that is not its own."""


def type_of(field: Field) -> Type:
    """What a field of the terms holds."""
    if isinstance(field, PartialDateField):
        return Type.PARTIAL_DATE
    if isinstance(field, ExactField):
        if field.name == "tenor_years" or field.name in SHARES:
            return Type.SHARES
        return {2: Type.USD, 8: Type.PRICE, 6: Type.FRACTION}.get(field.places, Type.SHARES)
    return Type.INTEGER if field.name == "dividend_months" else Type.TEXT


def label_of(field: Field) -> str:
    text = str(field.verbose_name)
    return text[:1].upper() + text[1:]


@dataclass(frozen=True, slots=True)
class TermsLine:
    """A version of the terms of an award, and whether it is the one in force."""

    award: InvestmentAt
    terms: Terms

    @property
    def instrument(self) -> Instrument:
        return self.award.instrument

    @property
    def is_in_force(self) -> bool:
        return self.award.terms is not None and self.award.terms.pk == self.terms.pk


def column_of(name: str) -> Column:
    """The column of a field: that of another report where one tells the same, else as the field words it."""
    field = column_field(Terms(), name)
    found, kind = NAMED.get(CALLED.get(name, name)), type_of(field)
    unit = {Type.USD: "USD", Type.PRICE: "" if name == "floor_price" else "USD"}.get(kind, "")
    called = CALLED.get(name) or (f"{name}_usd" if unit else name)
    meaning = "" if isinstance(field, PartialDateField) else str(field.help_text)
    own = Column(
        called,
        label_of(field),
        meaning or f"{label_of(field)}, as the terms have it.",
        kind,
        "years" if name == "tenor_years" else unit,
        unknown="no source states it, or its instrument has none",
        is_optional=True,
        is_computed=False,
    )
    return replace(found or own, value=lambda line: none_if_blank(getattr(line.terms, name)), absent=None)


def none_if_blank(value: object) -> object:
    return None if value == "" else value


def fields() -> Iterator[str]:
    """The fields of all terms, the common ones first."""
    yield from COMMON
    yield from (field.name for part in PARTS for field in part._meta.local_fields)


COLUMNS = (
    Column("terms", "Terms", "Number of the version.", Type.INTEGER, is_unique=True, is_grouped=False,
           value=lambda line: line.terms.pk),
    c.INVESTMENT.of(lambda line: line.award.slug),
    c.INSTRUMENT.of(lambda line: line.instrument.value),
    c.EFFECTIVE_ON.of(lambda line: line.terms.effective_on),
    Column("in_force", "In force", "True for the version that holds on the day.", Type.BOOLEAN,
           value=lambda line: line.is_in_force),
    *(column_of(name) for name in dict.fromkeys(fields())),
    c.NOTE.of(lambda line: line.terms.note or None),
    c.CONTROL.of(lambda line: line.terms.recording.approval),
    c.SOURCES.of(lambda line: cited(line.terms.citation) or None),
    c.RECORDING.of(lambda line: line.terms.recording_id),
    c.RECORDED_AT.of(lambda line: line.terms.recording.moment),
    c.RECORDED_BY.of(lambda line: line.terms.recording.by_name),
)  # fmt: skip


def answer(at: AsOf, filters: Filters) -> Answer:
    return Answer([TermsLine(award, one) for award in investments_at(at, filters) for one in award.versions])


DEFINITION = Definition(
    "terms", "Terms", "On what terms is each award, and since when?", COLUMNS, AWARD_FILTERS, answer
)
