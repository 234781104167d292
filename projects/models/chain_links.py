"""How a chain is balanced: which stage feeds which, by which factors, and which national figures are of a stage."""

from django.db import models
from django.db.models import F, Q

from record.models.facts import Fact

from .minerals import ChainStage
from .units import require_unit


class RestsOn(models.TextChoices):
    """On what rests how much of a stage one unit of the final product takes; none for the final product itself."""

    YIELDS = "yields", "yields on record"
    CONTAINED = "contained", "as contained, losses unknown: at least"
    ITSELF = "itself", "the final product itself"


class ChainLink(Fact):
    """That a stage feeds the next one, or joins it from another side, such as scrap. The last stage feeds none."""

    replaces_earlier_of = "stage"

    stage = models.ForeignKey(ChainStage, models.PROTECT, related_name="feeds")
    into = models.ForeignKey(ChainStage, models.PROTECT, related_name="fed_by")
    rests_on = models.CharField(
        max_length=20, choices=RestsOn, help_text="What says how much of the stage the final product takes."
    )
    is_host = models.BooleanField(
        default=False, help_text="The next stage is a by-product of this one, and can be no more than it carries."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(stage=F("into")),
                name="stage_feeds_another_one",
                violation_error_code="into",
                violation_error_message="A stage feeds another one. Choose the next stage.",
            ),
            models.CheckConstraint(
                condition=Q(rests_on__in=RestsOn.values),
                name="link_rests_on_a_known_ground",
                violation_error_code="rests_on",
                violation_error_message="Choose on what it rests: yields, contained or itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage} feeds {self.into.stage}"


class ChainFactor(Fact):
    """One factor of what a unit of the final product takes of a stage: a conversion on record, times or divided by it.

    All factors of a stage together give what is taken.
    """

    stage = models.ForeignKey(ChainStage, models.PROTECT, related_name="factors")
    from_product = models.CharField(max_length=150, help_text="As the conversion names it.")
    to_product = models.CharField(max_length=150, help_text="As the conversion names it.")
    is_divided = models.BooleanField(default=False, help_text="What is taken is divided by the factor, as by a yield.")

    def __str__(self) -> str:
        return f"{self.stage}: {'divided by' if self.is_divided else 'times'} {self.from_product} to {self.to_product}"


class Feed(models.TextChoices):
    """From what feed that is not of the stage before a national figure is made."""

    IMPORTED = "imported", "imported"
    SCRAP = "scrap", "scrap"


class StageStatistic(Fact):
    """Under which names and in which unit the national statistics publish what is made at a stage."""

    stage = models.ForeignKey(ChainStage, models.PROTECT, null=True, blank=True, related_name="statistics")
    stage_as_stated = models.CharField(max_length=80, blank=True, help_text="For a stage of no chain: as sources say.")
    published_mineral = models.CharField(max_length=100, help_text="Chapter of the statistics.")
    published_stage = models.CharField(max_length=200, help_text="The stage as the statistics name it.")
    published_unit = models.CharField(
        validators=[require_unit],
        max_length=60,
        blank=True,
        help_text="As printed, where it is named otherwise than that of the stage.",
    )
    from_product = models.CharField(max_length=150, blank=True, help_text="The conversion to the unit of the stage.")
    to_product = models.CharField(max_length=150, blank=True, help_text="Empty: the same unit by another name.")
    feed = models.CharField(max_length=20, choices=Feed, blank=True, help_text="Where it is not of the stage before.")
    only_mineral = models.CharField(
        max_length=80, blank=True, help_text="The one mineral that the figures are of. Empty: any of the stage."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__isnull=False, stage_as_stated="") | (Q(stage__isnull=True) & ~Q(stage_as_stated="")),
                name="statistic_is_of_one_stage",
                violation_error_code="stage_as_stated",
                violation_error_message="Name the stage of a chain, or the stage as sources say it, one of the two.",
            ),
            models.CheckConstraint(
                condition=~Q(published_mineral=""),
                name="production_names_its_chapter",
                violation_error_code="published_mineral",
                violation_error_message="Production is published under a chapter. Name it.",
            ),
            models.CheckConstraint(
                condition=Q(from_product="", to_product="") | (~Q(from_product="") & ~Q(to_product="")),
                name="statistic_converts_from_and_to",
                violation_error_code="to_product",
                violation_error_message="A conversion has both ends. Name both products, or neither.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage or self.stage_as_stated}: {self.published_mineral} {self.published_stage}".strip()
