"""Alerts are acknowledged here; they are raised and closed by the nightly watch alone."""

from datetime import date

from django.core.exceptions import ValidationError

from projects.calculations.alerts import raises_alert
from projects.models import Acknowledgement, HealthChange
from record.calculations.partial_dates import PartialDate
from record.models import Recording
from record.services import facts


def acknowledge(change: HealthChange, *, note: str, recording: Recording, today: date) -> Acknowledgement:
    """Say that an alert was seen and what is done about it. Raises ValidationError without a word, or for no alert."""
    if not raises_alert(change.health):
        raise ValidationError(f"{change} is no alert: there is nothing to acknowledge.")
    if not note.strip():
        raise ValidationError("Say what is done about it.")
    later = HealthChange.objects.filter(milestone=change.milestone, counts_from__gt=change.counts_from).first()
    if later:
        raise ValidationError(
            f"This alert was closed on {later.effective_on}: {later.get_health_display()} since then."
        )
    return facts.record(
        Acknowledgement(change=change, note=note.strip(), effective_on=PartialDate.of(today)), recording=recording
    )
