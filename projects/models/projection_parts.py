"""Parts of a projection that several workers work out. Not facts: taken away once the run is on record."""

from django.db import models


class ProjectionPart(models.Model):
    """Phases of whole lines, all that is needed to draw them, and what came of it; `answer` is empty until then."""

    asked_hash = models.CharField(max_length=64, help_text="SHA-256 of all that the run is asked with.")
    number = models.PositiveIntegerField()
    asked = models.JSONField(help_text="Day, seed, draws, parameters, version of the formulas.")
    phases = models.JSONField(help_text="What is known of each phase, as text.")
    answer = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asked_hash", "number"], name="part_is_drawn_once")]

    def __str__(self) -> str:
        return f"{self.asked_hash[:12]}, part {self.number}"
