"""Columns that keep exactly what was given, and their bounds: scaled integers for numbers, text for partial dates.

A bound stands with its column. Every way in asks it before a write (`clean`), and the database as the last guard
(`db_check`).
"""

import re
from datetime import date
from decimal import Context, Decimal, Inexact
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Sum
from django.db.models.expressions import Combinable
from django.utils.text import capfirst

from record.calculations.partial_dates import FIRST_YEAR, LAST_YEAR, PartialDate
from record.calculations.typed_dates import read_date
from record.calculations.typed_numbers import LARGEST, Bound, Limit, short

SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.ASCII | re.IGNORECASE)
DATE_HINT = "A day, a month, a quarter or a year, as in Feb 14 2026, 2/14/2026, Feb 2026, Q3 2026, 2026, mid-2026."
WEB_ADDRESS = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)
# Scaling in the usual context would round what has more than 28 digits; here that is an error.
EXACT = Context(prec=100, traps=[Inexact])


class ExactField(models.BigIntegerField):
    """A decimal number with a fixed count of places, kept as a scaled integer.

    Python sees Decimal; the table holds `number × 10^places`. SQLite keeps a DecimalField as a float, and a million
    of those sum to the wrong cents; integers add exactly on every database.
    """

    def __init__(
        self,
        *args: Any,
        places: int,
        above: Limit = None,
        least: Limit = None,
        most: Limit = None,
        noun: str = "figure",
        is_percent: bool = False,
        is_money: bool = False,
        **kwargs: Any,
    ) -> None:
        self.is_money = is_money
        self.places, self.bound = places, Bound(noun, above, least, most, is_percent)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple:
        name, path, args, kwargs = super().deconstruct()
        limits = {"above": self.bound.above, "least": self.bound.least, "most": self.bound.most}
        stated = {name: limit for name, limit in limits.items() if limit is not None}
        return name, path, args, {**kwargs, "places": self.places, **stated}

    @property
    def validators(self) -> list:
        """The bound alone; what the column can hold is asked by `get_prep_value`."""
        return [*self._validators, self.require_bound]

    def require_bound(self, number: Decimal) -> None:
        """Raises ValidationError that names the number and what is taken."""
        if sentence := self.bound.refusal(number):
            raise ValidationError(sentence)

    def db_check(self, connection: Any) -> str | None:
        """The bound as the database asks it of the scaled integer."""
        column = connection.ops.quote_name(self.column)
        return " AND ".join(f"{column} {sign} {self.get_prep_value(limit)}" for sign, limit in self.bound.asked) or None

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-self.places)

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or value == "":
            return None
        try:
            number = Decimal(str(value))
        except ArithmeticError as error:
            raise ValidationError(f'"{value}" is no number.') from error
        if not number.is_finite():
            raise ValidationError(f'"{value}" is no number.')
        return number

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        self.get_prep_value(value)

    def get_prep_value(self, value: Any) -> int | None:
        """The scaled integer. Raises ValidationError rather than rounding a figure away."""
        number = self.to_python(value)
        if number is None:
            return None
        try:
            scaled = EXACT.to_integral_exact(EXACT.scaleb(number, self.places))
        except Inexact as error:
            raise ValidationError(f"{number} has more than {self.places} decimal places.") from error
        if abs(scaled) > LARGEST:
            raise ValidationError(f"{number} is larger than the record can hold.")
        return int(scaled)

    def formfield(self, **kwargs: Any) -> forms.Field:
        defaults = {
            "required": not self.blank,
            "label": kwargs.pop("label", self.verbose_name and capfirst(str(self.verbose_name))),
            "help_text": self.help_text,
            "max_digits": 19,
            "decimal_places": self.places,
            "localize": False,
        }
        kwargs.pop("form_class", None)
        return forms.DecimalField(**{**defaults, **kwargs})


def usd(verbose_name: str | None = None, *, least: int | None = 0, **kwargs: Any) -> ExactField:
    """Money: whole cents; from 0, unless it says otherwise."""
    return ExactField(verbose_name, places=2, noun="amount", is_money=True, **{"least": least, **kwargs})


def unit_price(verbose_name: str | None = None, **kwargs: Any) -> ExactField:
    """A price per share, per kilogram: above 0, to 1e-8."""
    return ExactField(verbose_name, places=8, noun="price", **{"above": 0, **kwargs})


def fraction(verbose_name: str | None = None, *, least: int = 0, **kwargs: Any) -> ExactField:
    """A share of a whole from 0 to 1, to 1e-6: 7.945% is 0.07945."""
    return ExactField(verbose_name, places=6, noun="share", is_percent=True, least=least, most=1, **kwargs)


def share_count(verbose_name: str | None = None, **kwargs: Any) -> ExactField:
    """Numbers of shares, units or rights: above 0, to 1e-6."""
    return ExactField(verbose_name, places=6, noun="number of shares", **{"above": 0, **kwargs})


def with_scheme(text: str) -> str:
    """An address without a scheme is one of https."""
    return f"https://{text}" if text and not SCHEME.match(text) else text


def require_web_address(text: str) -> None:
    """Raises ValidationError for an address that is not of the web."""
    if not WEB_ADDRESS.fullmatch(text):
        raise ValidationError(f'"{short(text)}" is no address on the web. Write one that begins with https://.')


class AddressFormField(forms.CharField):
    """What an officer types for an address on the web."""

    default_validators = [require_web_address]

    def to_python(self, value: Any) -> str:
        return with_scheme(super().to_python(value) or "")


class AddressField(models.CharField):
    """Where something is read on the web: http or https, and nothing else that a link could run."""

    def to_python(self, value: Any) -> Any:
        """An address without a scheme is one of https."""
        return with_scheme(super().to_python(value))

    @property
    def validators(self) -> list:
        """With the length, which Django adds to a list of its own making."""
        return [*super().validators, MaxLengthValidator(self.max_length), require_web_address]

    def formfield(self, **kwargs: Any) -> Any:
        """Asked in the form as well, so that what is wrong with it stands beside the field, whatever its name there."""
        return super().formfield(**{"form_class": AddressFormField, **kwargs})

    def db_check(self, connection: Any) -> str:
        """Without blanks after commas: Django splits a table of SQLite there when it reads its columns."""
        column = connection.ops.quote_name(self.column)
        starts = " OR ".join(f"lower(substr({column},1,{len(one)})) = '{one}'" for one in ("http://", "https://"))
        return f"{column} = '' OR {starts}"


if TYPE_CHECKING:
    # What may be given to such a column, and what Python sees in it.
    TextOfDate = models.CharField[PartialDate | str | Combinable | None, PartialDate | None]
else:
    TextOfDate = models.CharField


class PartialDateField(TextOfDate):
    """A partial date, as given; None (an empty text in the table) when no date is known."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> PartialDate | None:
        return PartialDate.parse(value) if value else None

    def to_python(self, value: Any) -> PartialDate | None:
        if isinstance(value, PartialDate) or value is None:
            return value
        if value == "":
            return None
        try:
            return PartialDate.parse(str(value))
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def get_default(self) -> None:
        """Python sees None for no date, from the first moment on; the empty text is the table's."""

    def run_validators(self, value: Any) -> None:
        """CharField's validators count characters; of a parsed date only the year is asked."""
        if value and value.beyond_calendar:
            raise ValidationError(value.beyond_calendar)

    def db_check(self, connection: Any) -> str:
        column = connection.ops.quote_name(self.column)
        return f"{column} = '' OR substr({column},1,4) BETWEEN '{FIRST_YEAR}' AND '{LAST_YEAR}'"

    def get_prep_value(self, value: Any) -> str:
        parsed = self.to_python(value)
        return "" if parsed is None else parsed.text

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))

    def formfield(self, **kwargs: Any) -> forms.Field:
        return PartialDateFormField(
            required=not self.blank,
            label=kwargs.get("label", self.verbose_name and capfirst(str(self.verbose_name))),
            help_text=self.help_text or DATE_HINT,
        )


class PartialDateFormField(forms.CharField):
    """What an officer types for a date that may be known only in part, the month first as Americans write it."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"data-echo": "date"}

    def to_python(self, value: Any) -> PartialDate | None:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return read_date(text, month_first=True)
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, PartialDate) else value

    def run_validators(self, value: Any) -> None:
        """CharField's validators count characters; a parsed date has been checked already."""


class DayField(forms.DateField):
    """What an officer types for one day, read as every other date; a month or a year is refused."""

    widget = forms.TextInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"data-echo": "date"}

    def to_python(self, value: Any) -> date | None:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            found = read_date(text, month_first=True)
        except ValueError as error:
            raise ValidationError(str(error)) from error
        if found.start != found.end or found.words:
            raise ValidationError(f'"{short(text)}" is no single day. Write it as in Feb 14 2026, 2/14/2026.')
        return found.start


HALF = 32
"""Bits. SQLite's sum() of integers ends the whole answer where it passes 63 bits; two sums of half a number do not."""
MASK = (1 << HALF) - 1


class ExactSum(Sum):
    """The sum of an exact column, as large as it may be: PostgreSQL adds bigints as numerics, SQLite in two halves."""

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        argument, parameters = compiler.compile(self.get_source_expressions()[0])
        halves = f"(SUM({argument} >> {HALF}) || ' ' || SUM({argument} & {MASK}))"
        return halves, (*parameters, *parameters)

    def convert_value(self, value: Any, expression: Any, connection: Any) -> int | None:
        """The scaled integer; the column then makes its number of it."""
        if isinstance(value, str):
            high, low = value.split()
            return (int(high) << HALF) + int(low)
        return None if value is None else int(value)
