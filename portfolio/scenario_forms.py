"""What the pages of scenarios may be asked: what if, and price floors. Nothing of it is written."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from portfolio.calculations.filter_match import NoSuchValue, Option, matched
from portfolio.calculations.price_paths import ANY, MOST_USD_PER_KG, NUMBER, path_of, path_of_csv
from portfolio.calculations.quarters import dated, quarter_named
from portfolio.reports.production.what_if import Change
from portfolio.reports.words import words
from portfolio.searched_fields import SearchedField

MOST_TEXT = 3_000
MOST_BYTES = 100_000
MOST_CELLS = 12
FOUR = Decimal("0.0001")
FOR_ALL = "for all"


def as_refusal(error: ValueError, code: str) -> ValidationError:
    return ValidationError(str(error), code=code)


def hint_of(products: Collection[str]) -> str:
    """How prices are written, with a product that the field takes; without one, none is named."""
    own = format_html("; <code>{}:250</code> for a product of its own", min(products)) if products else ""
    return format_html("<code>60</code>, or <code>2026-Q4=60; 2027=65</code>{}. Empty: those on record.", own)


class PricesField(forms.CharField):
    """A path of prices, as its own text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=MOST_TEXT, help_text=hint_of(()), **kwargs)

    def clean(self, value: Any) -> str:
        try:
            return path_of(super().clean(value)).text
        except ValidationError:
            raise
        except ValueError as error:
            raise as_refusal(error, "prices") from error


class QuarterField(forms.CharField):
    """A quarter, 2026-Q4; a year stands for its first one, where it is an end for its last one."""

    def __init__(self, *, at_end: bool = False, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=10, **kwargs)
        self.at_end = at_end

    def clean(self, value: Any) -> str:
        text = super().clean(value).strip()
        try:
            return str(dated(quarter_named(text, at_end=self.at_end))) if text else ""
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


class NumberField(forms.DecimalField):
    """A number from 0 to `most`, or none. What is refused is told once: what is wrong, and the next step."""

    def __init__(self, *, most: Decimal | int, places: int, step: str, **more: Any) -> None:
        super().__init__(required=False, min_value=0, max_value=most, decimal_places=places, **more)
        of_format = step.replace("%", "%%")
        self.error_messages |= {
            "invalid": f"This is no number. {step}",
            "min_value": f"%(show_value)s is below 0. {of_format}",
            "max_value": f"%(show_value)s is above {most:,}. {of_format}",
            "max_decimal_places": f"%(value)s has more than {places} decimal places. {of_format}",
        }

    def run_validators(self, value: Any) -> None:
        """The first refusal alone: a number that is too large has nothing else to be told."""
        try:
            super().run_validators(value)
        except ValidationError as error:
            raise error.error_list[0] from error


def share_a_year(most: int, **more: Any) -> NumberField:
    """A fraction a year from 0 to `most`, or none."""
    return NumberField(most=most, places=6, step="Give a fraction, such as 0.04 for 4%.", **more)


class FlatPricesField(forms.CharField):
    """A price for each product, or one for all; as prices in USD a kilogram by mineral."""

    def __init__(self, **kwargs: Any) -> None:
        told = format_html(
            "One for all: <code>60</code>. One for each: <code>{}</code>. Tells what the change is worth, and what a "
            "price floor would pay.",
            "NdPr oxide: 60; Lithium: 12",
        )
        super().__init__(required=False, max_length=MOST_TEXT, help_text=told, **kwargs)
        self.products: Sequence[Option] = ()

    def clean(self, value: Any) -> dict[str, Decimal]:
        """Refuses what is no price, a product that nothing is projected of, and one that is named twice."""
        found: dict[str, Decimal] = {}
        for part in filter(None, (one.strip() for one in super().clean(value).split(";"))):
            named, _, text = part.rpartition(":")
            price = self.price((text if named else text.removesuffix(FOR_ALL)).strip())
            try:
                product = (
                    matched(named.strip(), self.products, refused=f"{named.strip()} is no product.") if named else ANY
                )
            except NoSuchValue as error:
                raise as_refusal(error, "product") from error
            if product in found:
                raise ValidationError(f"{named.strip() or 'The price of all'} is given twice.", code="twice")
            found[product] = price
        return found

    def price(self, text: str) -> Decimal:
        if not NUMBER.fullmatch(text) or Decimal(text) > MOST_USD_PER_KG:
            how = "Write 60, or NdPr oxide: 60; Lithium: 12."
            raise ValidationError(f'"{text}" is no price from 0 to {MOST_USD_PER_KG:,} USD a kilogram. {how}')
        return Decimal(text)


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
    last = QuarterField(at_end=True, label="To quarter", help_text="2035-Q4. Empty: the end of the term.")
    grid_prices = NumbersField(most=MOST_USD_PER_KG, label="Prices of the grid", help_text="USD a kilogram: 40 60 80.")
    grid_volumes = NumbersField(most=Decimal(10**9), label="Volumes of the grid", help_text="Tonnes: 1500 2599 4000.")
    per = forms.ChoiceField(required=False, choices=PER, label="These volumes are")
    cells = forms.ChoiceField(required=False, choices=CELLS, label="The grid shows")

    def __init__(
        self, *args: Any, contracts: Iterable[tuple[str, str]], products: Collection[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.products = products
        self.fields["prices"].help_text = hint_of(products)
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

    file = forms.FileField(
        label="Prices as CSV", help_text=mark_safe("Headings product, period, <code>price_usd_per_kg</code>.")
    )

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

    project = SearchedField(
        label="Projects",
        help_text="Type a part of a name. One or several: Show gives room for another.",
        refused="has no phase that can be drawn and no price floor.",
        error_messages={"required": "Choose a project: nothing is changed of none."},
    )
    slip_median_months = NumberField(
        most=600, places=4, step="Give months from 0 to 600.", label="Median slip, months",
        help_text="A start that is estimated by a lead time has no slip.",
    )  # fmt: skip
    success_share = NumberField(
        most=1, places=6, step="Give a fraction, such as 0.45.", label="Share that succeeds, 0 to 1"
    )
    curve = forms.ChoiceField(required=False, label="Ramp-up curve", help_text="A reconstruction.")
    nameplate_times = NumberField(most=100, places=4, step="Give 1.5 for half as much again.", label="Nameplate times")
    price_usd_per_kg = FlatPricesField(label="Price of each product, USD a kilogram")

    def __init__(
        self,
        *args: Any,
        projects: Mapping[str, str],
        curves: Iterable[str],
        products: Sequence[Option],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        prices: Any = self.fields["price_usd_per_kg"]
        prices.products = products
        project: Any = self.fields["project"]
        curve: Any = self.fields["curve"]
        project.offer(projects, "projects-offered")
        curve.choices = [("", "as it is"), *((name, words(name)) for name in curves)]

    def change(self) -> Change:
        asked = dict(self.cleaned_data)
        return Change(projects=tuple(asked.pop("project")), prices=asked.pop("price_usd_per_kg"), **asked)
