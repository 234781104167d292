"""What the market says: shares outstanding and closing prices."""

from django.db import models
from django.db.models import Q

from projects.models.companies import Company
from projects.models.facts import Fact
from projects.models.fields import share_count, unit_price


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
            )
        ]

    def __str__(self) -> str:
        return f"{self.company} on {self.effective_on or 'no date'}"


class SecurityPrice(Fact):
    """A closing price on a day."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="prices")
    close = unit_price()
    currency = models.CharField(max_length=3)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(close__gt=0), name="close_is_positive")]

    def __str__(self) -> str:
        return f"{self.company} {self.close} {self.currency}"
