"""What the market says: shares outstanding, closing prices, prices of commodities, exchange rates."""

from django.db import models
from django.db.models import Q

from projects.models.companies import Company
from projects.models.units import require_currency, require_unit
from record.models.facts import Fact
from record.models.fields import ExactField, fraction, share_count, unit_price


class CountKind(models.TextChoices):
    """Where a share count comes from. Only the first three fill `basic_shares`."""

    COVER = "cover", "cover of a filing"
    VENDOR = "vendor", "data vendor"
    DERIVED = "derived", "derived from two sourced figures, rounded"
    EVENT = "event", "new shares issued"
    CONTINGENT = "contingent", "shares that may be issued"


class Capitalization(Fact):
    """Shares outstanding on a day (`effective_on`), or an event that changes them."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="capitalizations")
    basic_shares = share_count(null=True, blank=True)
    diluted_or_other = share_count(null=True, blank=True)
    kind = models.CharField(max_length=12, choices=CountKind)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(basic_shares__isnull=False, kind__in=["cover", "vendor", "derived"])
                | Q(basic_shares__isnull=True, kind__in=["event", "contingent"]),
                name="basic_shares_come_from_a_count",
                violation_error_code="basic_shares",
                violation_error_message="A count gives the shares outstanding; others leave them empty.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.company} on {self.effective_on or 'no date'}"


class SecurityPrice(Fact):
    """A closing price on a day."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="prices")
    close = unit_price()
    currency = models.CharField(max_length=3, validators=[require_currency])

    def __str__(self) -> str:
        return f"{self.company} {self.close} {self.currency}"


class CommodityPrice(Fact):
    """The price of a product over a period or on a day (`effective_on`), as a source prints it."""

    product = models.CharField(max_length=200)
    price = unit_price()
    currency = models.CharField(max_length=3, validators=[require_currency])
    unit = models.CharField(
        max_length=40, help_text="For one of which the price is: kg, t, lb.", validators=[require_unit]
    )
    basis = models.CharField(max_length=200, blank=True, help_text="Index and terms of delivery, as the source says.")

    class Meta:
        indexes = [models.Index(fields=["product", "counts_from"], name="commodity_price_of_product")]

    def __str__(self) -> str:
        return f"{self.product} {self.price} {self.currency}/{self.unit}"


class ExchangeRate(Fact):
    """What one unit of a currency was worth in US dollars on a day, or on average over a period (`effective_on`)."""

    currency = models.CharField(max_length=3, validators=[require_currency])
    usd = unit_price("US dollars for one")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(currency="USD"),
                name="a_rate_is_of_another_currency",
                violation_error_code="currency",
                violation_error_message="One US dollar is one US dollar. Write the code of another currency.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.usd} USD"


class TreasuryYield(Fact):
    """The par yield of a US Treasury of one term on a day (`effective_on`)."""

    term_years = ExactField(
        "term in years", places=2, noun="term in years", above=0, most=100, help_text="0.25 for three months."
    )
    rate = fraction("yield a year", least=-1, help_text="0.0425 is 4.25%.")

    def __str__(self) -> str:
        return f"Treasury of {self.term_years} years on {self.effective_on or 'no date'}"
