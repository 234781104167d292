"""That an officer looked at the sources of an award on a day, and found nothing new."""

from django.db import models
from django.db.models import Q

from record.models.facts import Fact

from .investments import Investment


class SourceCheck(Fact):
    """Checked, nothing new: `effective_on` is the day of it, and the citation names what was looked at."""

    investment = models.ForeignKey(Investment, models.PROTECT, related_name="source_checks")

    class Meta:
        verbose_name = "check of an award's sources"
        verbose_name_plural = "checks of awards' sources"
        constraints = [
            models.CheckConstraint(
                condition=Q(citation__isnull=False),
                name="check_names_what_was_looked_at",
                violation_error_code="citation",
                violation_error_message="Name the source that you looked at.",
            ),
            models.CheckConstraint(
                condition=~Q(effective_on=""),
                name="check_has_its_day",
                violation_error_code="effective_on",
                violation_error_message="Say on which day you looked.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.investment}: checked on {self.effective_on}"
