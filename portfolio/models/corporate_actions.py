"""What a company does to its shares: one dated event, from which the new basis of every holding follows."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from projects.models.companies import Company
from record.models.facts import Fact
from record.models.fields import fraction, share_count


class ActionKind(models.TextChoices):
    SPLIT = "split", "split"
    REVERSE_SPLIT = "reverse_split", "reverse split"
    SPIN_OFF = "spin_off", "spin-off"
    EXCHANGE = "exchange", "merger or exchange of shares"
    TICKER_CHANGE = "ticker_change", "change of ticker"
    DELISTING = "delisting", "delisting"


SPLITS = (ActionKind.SPLIT.value, ActionKind.REVERSE_SPLIT.value)
TO_OTHERS = (ActionKind.SPIN_OFF.value, ActionKind.EXCHANGE.value)
WITH_RATIO = (*SPLITS, *TO_OTHERS)


class CorporateAction(Fact):
    """An event of an issuer from a day on. `old_shares` of it become, or bring, `new_shares`."""

    changes: ClassVar[Any] = ()
    """What it was recorded with, award by award, on the row that was just recorded."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="corporate_actions")
    kind = models.CharField(max_length=20, choices=ActionKind)
    new_shares = share_count("shares after", null=True, blank=True)
    old_shares = share_count("for shares before", null=True, blank=True)
    other = models.ForeignKey(
        Company,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="other company",
        help_text="Whose shares a spin-off or an exchange brings.",
    )
    carried_cost_share = fraction(
        "cost that goes along",
        null=True,
        blank=True,
        help_text="Part of the cost that goes to the other company, as stated.",
    )
    ticker = models.CharField("new ticker", max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=WITH_RATIO, new_shares__isnull=False, old_shares__isnull=False)
                | (~Q(kind__in=WITH_RATIO) & Q(new_shares__isnull=True, old_shares__isnull=True)),
                name="corporate_action_has_its_ratio",
                violation_error_code="new_shares",
                violation_error_message="A split, a spin-off and an exchange have a ratio: so many shares for so many. "
                "A change of ticker and a delisting have none.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=TO_OTHERS, other__isnull=False)
                | (~Q(kind__in=TO_OTHERS) & Q(other__isnull=True, carried_cost_share__isnull=True)),
                name="corporate_action_names_the_other_company",
                violation_error_code="other",
                violation_error_message="A spin-off and an exchange name the other company; other actions have none, "
                "and carry no cost to it.",
            ),
            models.CheckConstraint(
                condition=Q(kind=ActionKind.TICKER_CHANGE.value) & ~Q(ticker="")
                | (~Q(kind=ActionKind.TICKER_CHANGE.value) & Q(ticker="")),
                name="only_a_change_of_ticker_gives_one",
                violation_error_code="ticker",
                violation_error_message="A change of ticker gives the new one; other actions give none.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company}: {self.get_kind_display()} on {self.effective_on or 'no day'}"
