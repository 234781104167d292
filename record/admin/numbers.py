"""How an officer types a number, and how it is spelt back: percents as percents, dollars with their separators."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from record.calculations.partial_dates import PartialDate
from record.calculations.typed_numbers import read_number
from record.models.fields import ExactField

UNSTATED = "not stated"
DIGITS_APART = re.compile(r"\D*\d{1,3}([ \u00a0]\d{3})*(\.\d*)?\D*", re.ASCII)
RATES = {"share", "dividend_rate", "interest_rate", "spread", "success_share_low", "success_share_high"}
DOLLARS = {
    "amount", "announced_amount", "headline", "liquidation_preference", "principal", "capitalised_interest",
    "subsidy_cost", "ceiling", "cost_share", "total",
}  # fmt: skip
PRICES = {"price_per_share", "original_price", "conversion_price", "strike_price"}
COUNTS = {"shares", "shares_received", "basic_shares", "diluted_or_other"}


def is_fraction(name: str) -> bool:
    """True for a column that keeps a part of a whole, from 0 to 1."""
    return name in RATES or (name.endswith("_share") and name not in PRICES | DOLLARS)


class ExactFormField(forms.DecimalField):
    """A number as a person types it: separators and a dollar or percent sign are no mistake. Read as in a file."""

    def __init__(self, *args: Any, percent: bool = False, **kwargs: Any) -> None:
        self.percent = percent
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        """The exact number; in a field of percents 15 and 15% are both 0.15. Raises ValidationError."""
        if value in self.empty_values:
            return None
        text = str(value).strip()
        if self.percent:
            text = f"{text.removesuffix('%').rstrip()}%"
        elif DIGITS_APART.fullmatch(text):
            text = text.replace(" ", "").replace("\u00a0", "")
        try:
            return read_number(text, places=self.decimal_places or 0, is_money=True, is_fraction=self.percent)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def run_validators(self, value: Any) -> None:
        """Its places and its size were asked as it was read; its bounds are the column's."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return plain(value.scaleb(2) if self.percent else value)
        return value


def plain(number: Decimal) -> str:
    """A number without needless zeros: 15, 0.5, 1200."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def unit_of(field: models.Field) -> str:
    """The unit in which an officer types the figure; empty where the figure's own text says it."""
    if is_fraction(field.name):
        return "percent"
    if field.name in DOLLARS:
        return "US dollars"
    if field.name in PRICES:
        return "US dollars a share"
    return "years" if field.name.endswith("_years") else ""


def form_field(field: ExactField, **kwargs: Any) -> ExactFormField:
    """The form field of an exact column, with its unit in the label."""
    unit = unit_of(field)
    label = str(field.verbose_name).capitalize()
    percent = unit == "percent"
    hints = [str(field.help_text), "15 stands for 15%." if percent else ""]
    return ExactFormField(
        label=f"{label} ({unit})" if unit else label,
        required=kwargs.get("required", not field.blank),
        help_text=" ".join(hint for hint in hints if hint),
        max_digits=19,
        decimal_places=field.places,
        percent=percent,
    )


def formatted(field: models.Field, value: Any) -> str:
    """A column's value in words for a person; empty when nothing is stated."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(field, ExactField):
        return formatted_number(field.name, value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return str(value)


def formatted_number(name: str, value: Decimal) -> str:
    """A number with its unit as its column's name tells it."""
    if is_fraction(name):
        return f"{plain(value.scaleb(2))}%"
    if name in DOLLARS:
        return f"${value:,.2f}"
    if name in PRICES:
        return f"${_separated(value)}"
    return _separated(value) if name in COUNTS else plain(value)


def _separated(value: Decimal) -> str:
    whole, _, places = plain(value).partition(".")
    return f"{int(whole):,}" + (f".{places}" if places else "")


def dated(value: PartialDate | None) -> str:
    return str(value) if value else "undated"
