"""What each holding was thought worth on a day, as it was known then. Written by the nightly valuation alone."""

from django.db import models
from django.db.models import Q

from portfolio.calculations.valuation import Method
from projects.models.units import require_currency
from record.models.facts import Fact
from record.models.fields import share_count, unit_price, usd

from .investments import Investment


class Valuation(Fact):
    """One holding on one day (`effective_on`); what was not known is empty, and `note` says why."""

    investment = models.ForeignKey(Investment, models.PROTECT, related_name="valuations")
    method = models.CharField(max_length=30, blank=True, choices=[(one.value, one.label) for one in Method])
    units = share_count(above=None, least=0, null=True, blank=True)
    cost = usd(least=None, null=True, blank=True, help_text="Cost of what is held.")
    close = unit_price("close", least=0, above=None, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, validators=[require_currency])
    close_on = models.DateField("day of the close", null=True, blank=True)
    close_age = models.BigIntegerField("age of the close", null=True, blank=True, help_text="In trading days.")
    value = usd(least=None, null=True, blank=True)
    accrued = usd("accrued in kind", null=True, blank=True)
    model_value = usd("by Black-Scholes", null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["investment", "counts_from"], name="valuation_of_investment")]
        constraints = [
            models.CheckConstraint(
                condition=Q(value__isnull=True) | ~Q(method=""),
                name="value_has_its_method",
                violation_error_code="method",
                violation_error_message="A value has its method. Name it, or leave the value empty.",
            ),
            models.CheckConstraint(
                condition=Q(close_age__isnull=True) | Q(close_age__gte=0),
                name="close_age_is_not_negative",
                violation_error_code="close_age",
                violation_error_message="A close is no younger than its day. Write an age of 0 or more.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.investment} on {self.effective_on or 'no date'}"
