"""Accounts: who signs in. A person of a fact is always one of these."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class Account(AbstractUser):
    """One person. An address belongs to one account, whatever its case; an account may have none."""

    class Meta(AbstractUser.Meta):
        verbose_name = "account"
        swappable = "AUTH_USER_MODEL"
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="address_belongs_to_one_account",
                violation_error_message="Another account has this address. Give each person an own one.",
            )
        ]


def person(help_text: str, *, may_be_none: bool = False) -> models.ForeignKey:
    """A column that names an account, which then cannot be deleted."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=may_be_none,
        blank=may_be_none,
        related_name="+",
        help_text=help_text,
    )
