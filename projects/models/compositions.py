"""What a feed is made of: the distribution of its elements, by which a group line is split."""

from django.db import models
from django.db.models import F, Q

from record.models.facts import Fact
from record.models.fields import ExactField


class FeedMeasure(models.TextChoices):
    """What a figure of a feed is; a group line is split by shares of oxides or by a ratio alone."""

    OXIDES = "share of oxides", "share of its oxides"
    RATIO = "ratio", "ratio of two elements by mass"
    GRADE = "grade", "grade"
    YIELD = "yield", "yield"
    COMPOSITION = "composition", "composition by weight"
    MOLES = "mole fraction", "mole fraction"
    CAPACITY = "capacity", "capacity"
    PRODUCTION = "production", "production"


class FeedShare(Fact):
    """One element of a feed: its share from 0 to 1, or a figure in its unit; low and high where a range is given.

    `element` is spelt as the source does; of a ratio both, as "Dy : Tb", the figure being the first over the second.
    """

    feed = models.CharField(max_length=60, help_text="Identifier of the feed.")
    name = models.CharField(max_length=150)
    measure = models.CharField(max_length=20, choices=FeedMeasure)
    element = models.CharField(max_length=60)
    value = ExactField(places=8, noun="figure", least=0)
    low = ExactField(places=8, noun="figure", least=0, null=True, blank=True)
    high = ExactField(places=8, noun="figure", least=0, null=True, blank=True)
    unit = models.CharField(max_length=60)
    confidence = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(low__isnull=True, high__isnull=True)
                | Q(low__isnull=False, high__isnull=False, low__lte=F("value"), high__gte=F("value")),
                name="feed_share_lies_in_its_range",
                violation_error_code="value",
                violation_error_message="The figure lies between low and high; give both, or neither.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.element}, {self.get_measure_display()}"
