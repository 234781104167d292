"""What the pages of scenarios may be asked: what if, and price floors. Nothing of it is written."""

from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from portfolio.calculations.price_paths import MOST_USD_PER_KG, NUMBER, path_of, path_of_csv
from portfolio.calculations.quarters import dated, quarter_named
from portfolio.reports.production.what_if import Change

MOST_TEXT = 3_000
MOST_BYTES = 100_000
MOST_CELLS = 12
FOUR = Decimal("0.0001")


def as_refusal(error: ValueError, code: str) -> ValidationError:
    return ValidationError(str(error), code=code)


class PricesField(forms.CharField):
    """A path of prices, as its own text."""

    def __init__(self, **kwargs: Any) -> None:
        help_text = "60, or 2026-Q4=60; 2027=65; dy:250 for a product of its own. Empty: those on record."
        super().__init__(required=False, max_length=MOST_TEXT, help_text=help_text, **kwargs)

    def clean(self, value: Any) -> str:
        try:
            return path_of(super().clean(value)).text
        except ValidationError:
            raise
        except ValueError as error:
            raise as_refusal(error, "prices") from error


class QuarterField(forms.CharField):
    """A quarter, 2026-Q4; a year stands for its first one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=10, **kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value).strip()
        try:
            return str(dated(quarter_named(text))) if text else ""
        except ValueError as error:
            raise as_refusal(error, "quarter") from error


class NumbersField(forms.CharField):
    """A few numbers from 0 to `most`, parted by blanks, commas or semicolons; as Decimals in their order."""

    def __init__(self, *, most: Decimal, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=200, **kwargs)
        self.most = most

    def clean(self, value: Any) -> tuple[Decimal, ...]:
        found = []
        for text in super().clean(value).replace(",", " ").replace(";", " ").split():
            if not NUMBER.fullmatch(text):
                raise ValidationError(f'"{text}" is no number. Write 40 60 80.', code="numbers")
            number = Decimal(text)
            if number > self.most or number != number.quantize(FOUR):
                raise ValidationError(
                    f"{text} is not from 0 to {self.most:,} with at most four places. Write 40 60 80.", code="numbers"
                )
            found.append(number)
        if len(found) > MOST_CELLS:
            raise ValidationError(f"{len(found)} numbers are too many. Give {MOST_CELLS} at most.", code="numbers")
        return tuple(dict.fromkeys(found))


def share_a_year(most: int, **more: Any) -> forms.DecimalField:
    """A fraction a year from 0 to `most`, or none."""
    field = forms.DecimalField(required=False, min_value=0, max_value=most, max_digits=7, decimal_places=6, **more)
    field.error_messages |= {
        "invalid": "This is no number. Give a fraction, such as 0.04 for 4%.",
        "min_value": "%(show_value)s is below 0. Give a fraction, such as 0.04 for 4%%.",
        "max_value": f"%(show_value)s is above {most}. Give a fraction, such as 0.04 for 4%%.",
    }
    return field


class PriceFloorForm(forms.Form):
    """A contract, the prices it is asked under, and the grid of prices and volumes that a manager moves."""

    PER = (("year", "a year"), ("quarter", "a quarter"))
    CELLS = (
        ("period", "support in that period"),
        ("range", "support over the quarters"),
        ("discounted", "the same, discounted"),
    )
    investment = forms.ChoiceField(required=False, label="Contract")
    prices = PricesField(label="Reference price, USD a kilogram")
    volatility = share_a_year(5, label="Volatility a year", help_text="0.4: lognormal about that path. Empty: none.")
    discount_rate = share_a_year(1, label="Discount rate a year", help_text="0.04 for 4%.")
    upside_from = QuarterField(label="Upside due from", help_text="2028-Q1. Empty: once it is on record.")
    first = QuarterField(label="From quarter", help_text="2026-Q4. Empty: the first that has not ended.")
    last = QuarterField(label="To quarter", help_text="2035-Q4. Empty: the end of the term.")
    grid_prices = NumbersField(most=MOST_USD_PER_KG, label="Prices of the grid", help_text="USD a kilogram: 40 60 80.")
    grid_volumes = NumbersField(most=Decimal(10**9), label="Volumes of the grid", help_text="Tonnes: 1500 2599 4000.")
    per = forms.ChoiceField(required=False, choices=PER, label="These volumes are")
    cells = forms.ChoiceField(required=False, choices=CELLS, label="The grid shows")

    def __init__(
        self, *args: Any, contracts: Iterable[tuple[str, str]], products: Collection[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.products = products
        investment: Any = self.fields["investment"]
        investment.choices = list(contracts)
        investment.error_messages["invalid_choice"] = (
            "%(value)s is no price floor on record. Choose among those listed."
        )

    def clean_prices(self) -> str:
        """The path; it names only products that a contract is about."""
        path: str = self.cleaned_data["prices"]
        strange = [name for name in path_of(path).products if name not in self.products]
        if strange:
            known = ", ".join(self.products) or "none"
            raise ValidationError(f"{strange[0]} is in no contract. Its products are: {known}.", code="product")
        return path

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        first, last = asked.get("first"), asked.get("last")
        if first and last and quarter_named(first) > quarter_named(last):
            raise ValidationError(f"{first} is after {last}. Give the earlier quarter first.", code="order")
        return asked


class PricesFileForm(forms.Form):
    """A file of prices: it becomes a part of the address, and is not kept."""

    file = forms.FileField(label="Prices as CSV", help_text="Headings product, period, price_usd_per_kg.")

    def clean_file(self) -> str:
        """The path as its own text."""
        sent = self.cleaned_data["file"]
        if sent.size > MOST_BYTES:
            raise ValidationError(f"The file has {sent.size:,} bytes. Send at most {MOST_BYTES:,}.", code="size")
        try:
            text = path_of_csv(sent.read()).text
        except ValueError as error:
            raise as_refusal(error, "file") from error
        if len(text) > MOST_TEXT:
            raise ValidationError("The path is too long for an address. Give fewer prices.", code="size")
        return text


class WhatIfForm(forms.Form):
    """What a manager changes to see what would come out. Empty leaves it as the stored run has it."""

    # What is below or above, and the next step.
    BOUNDS = {
        "slip_median_months": (0, 600, "Give months from 0 to 600."),
        "success_share": (0, 1, "Give a fraction, such as 0.45."),
        "nameplate_times": (0, 100, "Give 1.5 for half as much again."),
        "price_usd_per_kg": (0, "what a price can be", "Give US dollars a kilogram."),
    }
    project = forms.MultipleChoiceField(label="Projects", help_text="One or several.")
    slip_median_months = forms.DecimalField(
        required=False, min_value=0, max_value=600, max_digits=9, decimal_places=4, label="Median slip, months",
        help_text="A start that is estimated by a lead time has no slip.",
    )  # fmt: skip
    success_share = forms.DecimalField(
        required=False, min_value=0, max_value=1, max_digits=7, decimal_places=6, label="Share that succeeds, 0 to 1"
    )
    curve = forms.ChoiceField(required=False, label="Ramp-up curve", help_text="A reconstruction.")
    nameplate_times = forms.DecimalField(
        required=False, min_value=0, max_value=100, max_digits=9, decimal_places=4, label="Nameplate times"
    )
    price_usd_per_kg = forms.DecimalField(
        required=False, min_value=0, max_digits=15, decimal_places=8, label="Price, USD a kilogram",
        help_text="What the change is worth, and what a price floor would pay.",
    )  # fmt: skip

    def __init__(self, *args: Any, projects: Iterable[str], curves: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, bounds in self.BOUNDS.items():
            messages = self.fields[name].error_messages
            messages["invalid"] = f"This is no number. {bounds[2]}"
            messages["min_value"] = f"%(show_value)s is below {bounds[0]}. {bounds[2]}"
            messages["max_value"] = f"%(show_value)s is above {bounds[1]}. {bounds[2]}"
        project: Any = self.fields["project"]
        curve: Any = self.fields["curve"]
        project.error_messages["invalid_choice"] = (
            "%(value)s has no phase that can be drawn and no price floor. Choose among those listed."
        )
        project.choices = [(name, name) for name in projects]
        curve.choices = [("", "as it is"), *((name, name) for name in curves)]

    def change(self) -> Change:
        asked = dict(self.cleaned_data)
        return Change(projects=tuple(asked.pop("project")), **asked)
