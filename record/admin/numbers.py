"""How an officer types a number, and how it is spelt back: percents as percents, dollars with their separators."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst

from record.calculations.column_figures import DOLLARS, PRICES, formatted_number, is_fraction, trimmed
from record.calculations.partial_dates import PartialDate
from record.calculations.typed_numbers import read_number
from record.models.fields import ExactField

UNSTATED = "not stated"
DIGITS_APART = re.compile(r"\D*\d{1,3}([ \u00a0]\d{3})*(\.\d*)?\D*", re.ASCII)
PART_OF_ONE = re.compile(r"-?0*\.\d*[1-9]\d*", re.ASCII)


class ExactFormField(forms.DecimalField):
    """A number as a person types it: separators and a dollar or percent sign are no mistake. Read as in a file."""

    def __init__(self, *args: Any, percent: bool = False, echo: str = "number", **kwargs: Any) -> None:
        self.percent, self.echo = percent, "percent" if percent else echo
        kwargs.setdefault("widget", forms.TextInput())
        super().__init__(*args, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"data-echo": self.echo}

    def to_python(self, value: Any) -> Decimal | None:
        """The exact number; in a field of percents 15 and 15% are both 0.15. Raises ValidationError.

        Below 1 a percentage needs its sign: 0.15 may be 0.15% or the fraction that is 15%.
        """
        if value in self.empty_values:
            return None
        text = str(value).strip()
        if not self.percent and DIGITS_APART.fullmatch(text):
            text = text.replace(" ", "").replace("\u00a0", "")
        try:
            if self.percent and not text.lower().endswith(("%", "percent", "per cent")):
                return self.without_sign(text)
            return read_number(text, places=self.decimal_places or 0, is_money=True, is_fraction=self.percent)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def without_sign(self, text: str) -> Decimal | None:
        """The share that a bare percentage means. Raises ValidationError below 1: it may mean two shares.

        Raises ValueError, in the digits as they were typed, for what is no number, and for what is none either way.
        """
        places = self.decimal_places or 0
        if PART_OF_ONE.fullmatch(text):
            read_number(text, places=places, is_fraction=True)
            whole = trimmed(Decimal(text).scaleb(2))
            raise ValidationError(f'"{text}" may be {text}% or {whole}%. Write it with its sign.', code="two shares")
        found = read_number(text, places=max(places - 2, 0), is_money=True, is_fraction=True)
        return None if found is None else found.scaleb(-2)

    def run_validators(self, value: Any) -> None:
        """Its places and its size were asked as it was read; its bounds are the column's."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return f"{trimmed(value.scaleb(2))}%" if self.percent else trimmed(value)
        return value


class WholeFormField(forms.IntegerField):
    """A whole number as a person types it. Read as in a file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput())
        super().__init__(*args, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"inputmode": "numeric"}

    def to_python(self, value: Any) -> int | None:
        """Raises ValidationError with what to do."""
        if value in self.empty_values:
            return None
        try:
            found = read_number(str(value), places=0)
        except ValueError as error:
            raise ValidationError(str(error), code="unreadable") from error
        return None if found is None else int(found)


def unit_of(field: models.Field) -> str:
    """The unit in which an officer types the figure; empty where the figure's own text says it."""
    if is_fraction(field.name):
        return "percent"
    if field.name in DOLLARS:
        return "US dollars"
    if field.name in PRICES:
        return "US dollars a share"
    return "years" if field.name.endswith("_years") else ""


def form_field(field: models.IntegerField, **kwargs: Any) -> Any:
    """The form field of an exact column, with its unit in the label; or of a whole number."""
    if not isinstance(field, ExactField):
        return field.formfield(form_class=WholeFormField, **kwargs)
    unit = unit_of(field)
    label = capfirst(str(field.verbose_name))
    percent = unit == "percent"
    hints = [str(field.help_text), "15 stands for 15%." if percent else ""]
    return ExactFormField(
        label=f"{label} ({unit})" if unit else label,
        required=kwargs.get("required", not field.blank),
        help_text=" ".join(hint for hint in hints if hint),
        max_digits=19,
        decimal_places=field.places,
        percent=percent,
        echo="money" if unit.startswith("US dollars") else "number",
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


def dated(value: PartialDate | None) -> str:
    return str(value) if value else "undated"
