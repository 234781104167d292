"""Fields of what a page may be asked: a day, a recording, a moment in New York, a choice by its code or its name."""

from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from portfolio.calculations.filter_match import NoSuchValue, Option, matched
from record.models import Recording
from record.models.recordings import end_of_day

WRITE_A_MOMENT = "Write 2026-10-05 or 2026-10-05T17:00:00Z."


ABSENT = "absent"
"""The code of a refusal of what is written well and names nothing on record."""


class NearValues(ValidationError):
    """A refusal of a value that nobody has, with what may be asked in its place, for a page that leads there."""

    def __init__(self, error: NoSuchValue, code: str = "near") -> None:
        super().__init__(str(error), code=code)
        self.found = error


class DayField(forms.DateField):
    """A day, as 2026-06-18."""

    def __init__(self, **kwargs: Any) -> None:
        said = {"invalid": "This is no day. Write it as 2026-06-18."}
        super().__init__(required=False, input_formats=["%Y-%m-%d"], error_messages=said, **kwargs)


class SerialField(forms.IntegerField):
    """A recording that is on record: of one that is yet to come the same address would answer otherwise tomorrow."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, min_value=0, max_value=2**63 - 1, **kwargs)

    def clean(self, value: Any) -> int | None:
        serial: int | None = super().clean(value)
        if serial and serial > (last := Recording.objects.last_serial()):
            raise ValidationError(f"Recording {serial} is not on record. The last one is {last}.", code=ABSENT)
        return serial


class MomentField(forms.CharField):
    """A moment with its offset, or a bare date: then the end of that day in New York."""

    def to_python(self, value: Any) -> datetime | None:  # type: ignore[override]
        text = str(value or "").strip()
        if not text:
            return None
        try:
            bare, moment = None, datetime.fromisoformat(text)
            with suppress(ValueError):
                bare = date.fromisoformat(text)
        except ValueError as error:
            raise ValidationError(f'"{text}" is no moment. {WRITE_A_MOMENT}', code="moment") from error
        if not 1900 <= moment.year < 9999:
            raise ValidationError(f'"{text}" lies outside the calendar of the record. {WRITE_A_MOMENT}', code="moment")
        if bare:
            return end_of_day(bare)
        return moment if moment.tzinfo else in_new_york(moment)

    def run_validators(self, value: Any) -> None:
        """CharField's validators count characters; a moment has been read already."""


def in_new_york(moment: datetime) -> datetime:
    """The moment that the clocks in New York showed. Raises ValidationError where they showed it twice, or never."""
    aware = timezone.make_aware(moment, timezone.get_default_timezone())
    if aware.utcoffset() != aware.replace(fold=1).utcoffset():
        raise ValidationError(
            f'Clocks in New York changed around "{moment.isoformat()}". Write the moment with its offset, '
            "2026-11-01T01:30:00-04:00.",
            code="moment",
        )
    return aware


class NamedChoiceField(forms.ChoiceField):
    """A choice by its code or its name, whatever the case; another one is refused with what is near."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value).strip()
        if not text:
            return ""
        try:
            choices: Any = self.choices
            options = [Option(str(code), str(name)) for code, name in choices if code]
            return matched(text, options, refused=f"{text} is not one of the available choices.")
        except NoSuchValue as error:
            raise NearValues(error) from error
