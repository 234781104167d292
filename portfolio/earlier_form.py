"""With which earlier answer a report is compared: a kept one, or the same question of another day or recording."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from portfolio.form_fields import DayField, SerialField
from portfolio.forms import ReportForm
from portfolio.kept_answers import answer
from portfolio.models import KeptRun
from portfolio.pages.difference import Asked, of_kept, of_report
from portfolio.reports.base import Definition
from record.models import Recording


class EarlierForm(forms.Form):
    """What an address says of the earlier answer; a `ReportForm` beside it reads the later one."""

    from_kept = forms.IntegerField(required=False, min_value=1, label="Kept answer")
    from_as_of = DayField(label="Day before")
    from_serial = SerialField(label="Recording before")

    def __init__(self, definition: Definition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.definition = definition

    @property
    def is_asked(self) -> bool:
        """True where the address says with what to compare."""
        return any(self.data.get(name) for name in self.fields)

    def clean_from_kept(self) -> KeptRun | None:
        """The answer of that number. Raises ValidationError where it is none of this report."""
        number = self.cleaned_data["from_kept"]
        if number is None:
            return None
        kept = KeptRun.objects.filter(pk=number, report=self.definition.name).first()
        if kept is None:
            raise ValidationError(f"No answer of this report is kept under the number {number}.")
        return kept

    def clean(self) -> dict[str, Any] | None:
        """Refuse two earlier answers."""
        asked = super().clean() or {}
        if asked.get("from_kept") and (asked.get("from_as_of") or asked.get("from_serial") is not None):
            raise ValidationError("A kept answer has its own day and recording. Give it, or a day and a recording.")
        return asked

    def before(self, later: ReportForm) -> Asked:
        """The earlier answer; what is not said of it is as in the later one."""
        asked, at = self.cleaned_data, later.at()
        if asked["from_kept"]:
            return of_kept(asked["from_kept"])
        serial = at.serial if asked["from_serial"] is None else asked["from_serial"]
        moment = Recording.objects.filter(serial=serial).values_list("moment", flat=True).first() or at.known_at
        earlier = Recording.objects.as_of(asked["from_as_of"] or at.as_of, moment, serial)
        return of_report(answer(self.definition, earlier, later.filters()))
