"""What a report page may be asked."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from portfolio.calculations.kinds import Instrument, Status
from portfolio.models import Confidence
from portfolio.reports.base import Definition
from portfolio.reports.filters import Filters
from portfolio.reports.support import Support
from projects.calculations.as_of import AsOf
from projects.models import Recording
from projects.models.recordings import end_of_day


class MomentField(forms.CharField):
    """A moment with its offset, or a bare date: then the end of that day in New York."""

    def to_python(self, value: Any) -> datetime | None:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            moment = datetime.fromisoformat(text)
        except ValueError as error:
            raise ValidationError(
                f'"{text}" is no moment. Write 2026-10-05 or 2026-10-05T17:00:00Z.', code="moment"
            ) from error
        if len(text) == len("2026-10-05"):
            return end_of_day(moment.date())
        return moment if moment.tzinfo else timezone.make_aware(moment, timezone.get_default_timezone())

    def run_validators(self, value: Any) -> None:
        """CharField's validators count characters; a moment has been read already."""


class AsOfForm(forms.Form):
    """The two times of every answer; both may be left out for today as known now."""

    as_of = forms.DateField(required=False, label="As of", help_text="The day the answer is about, 2026-06-18.")
    known_at = MomentField(
        required=False, label="As known at", help_text="What was on record by then: a day or a moment."
    )
    serial = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=2**63 - 1,
        label="Recording",
        help_text="What was on record up to this recording.",
    )

    def clean_serial(self) -> int | None:
        """Refuse a recording that is yet to come: the same address would answer otherwise tomorrow."""
        serial = self.cleaned_data["serial"]
        if serial and serial > (last := Recording.objects.last_serial()):
            raise ValidationError(f"Recording {serial} is not on record. The last one is {last}.", code="serial")
        return serial

    def at(self) -> AsOf:
        """The AsOf that was asked for. Today and now are read here, at the edge."""
        asked = self.cleaned_data
        return Recording.objects.as_of(
            asked.get("as_of") or timezone.localdate(),
            asked.get("known_at") or timezone.now(),
            asked.get("serial"),
        )


class ReportForm(AsOfForm):
    """What narrows a report, as far as the report knows it."""

    agency = forms.CharField(required=False, help_text="Code of the agency, DOW.")
    program = forms.CharField(required=False, help_text='Code of the program, DOE-ATVM, or "not stated".')
    company = forms.CharField(required=False, help_text="Identifier of the company, lac.")
    project = forms.CharField(required=False, help_text="Identifier of the project, thacker-pass.")
    deal = forms.CharField(required=False, help_text="Identifier of the deal, lac-doe.")
    investment = forms.CharField(required=False, help_text="Identifier of the investment, lac-doe-loan.")
    mineral = forms.CharField(required=False, help_text="Identifier of the mineral, li.")
    state = forms.CharField(required=False, help_text="Code of the state, NV.")
    instrument = forms.ChoiceField(required=False, choices=[("", "any"), *((i.value, i.label) for i in Instrument)])
    status = forms.ChoiceField(required=False, choices=[("", "any"), *((s.value, s.label) for s in Status)])
    confidence = forms.ChoiceField(required=False, choices=[("", "any"), *Confidence.choices])
    stage = forms.CharField(required=False, help_text="Stage of the site, construction.")
    site_kind = forms.CharField(required=False, label="Class", help_text="Class of the site, mine.")
    support = forms.ChoiceField(required=False, choices=[("", "any"), *((s.value, s.value) for s in Support)])
    fiscal_year = forms.IntegerField(required=False, min_value=1900, max_value=2200, help_text="2026")

    # What the address may carry besides: how the page shows the answer, never what the answer is.
    DISPLAY = {"sort", "page", "bom", "format"}

    def __init__(self, definition: Definition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(AsOfForm.base_fields) - set(definition.filters):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Refuse what the report does not know: a misspelt filter would answer another question."""
        unknown = sorted(set(self.data) - set(self.fields) - self.DISPLAY)
        if unknown:
            raise ValidationError(
                f"The report knows no {', '.join(unknown)}. It may be asked for {', '.join(self.fields)}."
            )
        return self.cleaned_data

    def filters(self) -> Filters:
        times = set(AsOfForm.base_fields)
        return Filters(**{name: value for name, value in self.cleaned_data.items() if name not in times})
