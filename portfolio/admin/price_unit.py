"""The unit of a floor as two choices, the currency and what the price is for, in place of a text."""

from typing import Any

from django import forms

from projects.models.units import currencies

MEASURES = ("kg", "t", "lb", "oz", "troy oz", "g", "kt", "mtu", "stu", "L", "MWh", "yr")
"""For what a contract states a price, the usual first."""
LACKING = "A price is for a measure. Choose for what it is: kg, t, lb."


def currency_field() -> forms.ChoiceField:
    named = {"USD": "USD, US dollar"} | {code: f"{code}, {name}" for code, name in sorted(currencies().items())}
    return forms.ChoiceField(
        label="Currency of the floor",
        help_text="As in USD.",
        required=False,
        initial="USD",
        choices=list(named.items()),
    )


def measure_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="The floor is for one",
        required=False,
        choices=[("", "---------"), *((one, one) for one in MEASURES)],
        help_text="What the price is for, as in USD per kg. A guaranteed yearly sum is for one yr.",
    )


def unit_of(cleaned: dict[str, Any]) -> str:
    """The unit as terms keep it, "USD/kg"; empty without a price. Raises ValidationError where nothing is chosen."""
    if cleaned.get("floor_price") is None:
        return ""
    if not cleaned.get("floor_measure"):
        raise forms.ValidationError(LACKING)
    return f"{cleaned.get('floor_currency') or 'USD'}/{cleaned['floor_measure']}"
