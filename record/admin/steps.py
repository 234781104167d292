"""Steps: facts that rest on what is on record already, so they ask for words and no source of their own."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from record.models import Citation, Fact, Recording

from .attached import evidence_of
from .facts import FactAdmin, FactForm
from .sections import source_links
from .sourced import WarnedForm


class StepForm(FactForm):
    """Without the fields of a source; the day is today."""

    sources = new_publisher = new_title = new_published_on = None
    new_address = new_accessed_on = new_file = None

    def citation(self, recording: Recording) -> Citation | None:
        """None: a step cites what it rests on by naming it."""


class WarnedStepForm(StepForm, WarnedForm):
    """A step that may be unusual: it is then taken with a reason."""


class StepAdmin(FactAdmin):
    """`note_label` says what is asked in words, and `note_needed` whether it must be answered.

    `verifies`: of a fact that is verified, the relation to what it is about.
    """

    form = StepForm
    note_label = "Note"
    note_needed = False
    verifies = ""

    def add_context(self, request: HttpRequest, parent: Any) -> dict[str, Any]:
        """Of what is verified: the fact as recorded, its sources, and their files to be opened."""
        if not self.verifies:
            return {}
        return {
            "fact": parent,
            "rows": self.rows_of(parent),
            "sources": source_links(parent.citation),
            "evidence": evidence_of(parent, [getattr(parent, self.verifies)]),
        }

    def get_fieldsets(self, request: HttpRequest, obj: Fact | None = None) -> list:
        reasons = ("warning_reason", "why") if issubclass(self.form, WarnedForm) else ("why",)
        return [("What is recorded", {"fields": [*self.written, "note"]}), ("Reason", {"fields": reasons})]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "note":
            field.label, field.required = self.note_label, self.note_needed
            field.error_messages["required"] = "Say it in a sentence."
            field.widget = forms.Textarea(attrs={"rows": 3})
        return field

    def write(self, fact: Fact, recording: Recording) -> Any:
        self.take(fact, recording)
        return []

    def take(self, fact: Fact, recording: Recording) -> None:
        """Do the step by its service. Raises ValidationError when it is refused."""
        raise ValidationError("This step cannot be taken here.")
