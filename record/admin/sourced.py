"""What every form of a write shares: the source of its figure, why it is written, and rows chosen by their number."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.timezone import localdate

from record.admin.worded_form import WordedForm
from record.models import Citation, Recording, Source
from record.models.fields import DATE_HINT, DayField, PartialDateFormField
from record.services import attachments, slugs, sources

from .refused import put_on


def is_row_number(text: Any) -> bool:
    """True for what may be the number of a row; a database is asked for nothing else."""
    return str(text).isdecimal() and str(text).isascii() and len(str(text)) < 19


class RelationSelect(AutocompleteSelect):
    def optgroups(self, name: str, value: Sequence[str], attrs: dict[str, Any] | None = None) -> list:
        return super().optgroups(name, [one for one in value if is_row_number(one)], attrs)


class RelationSelectMultiple(AutocompleteSelectMultiple):
    def optgroups(self, name: str, value: Sequence[str], attrs: dict[str, Any] | None = None) -> list:
        return super().optgroups(name, [one for one in value if is_row_number(one)], attrs)


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows of one table."""

    def clean(self, value: Any) -> Any:
        for one in value or []:
            if not is_row_number(one):
                raise ValidationError(f'"{str(one)[:40]}" is none of the choices. Choose from the list.')
        return super().clean(value)


FILE_HINT = "A PDF, an image, or a Word, Excel, PowerPoint or OpenDocument file without macros. The file is kept."


class SentFileField(forms.FileField):
    """A file that is read at once, so that what is wrong with it stands beside the field."""

    def clean(self, data: Any, initial: Any = None) -> attachments.SentFile | None:
        upload = super().clean(data, initial)
        return attachments.read(upload) if upload else None


NEW_SOURCE = ("new_publisher", "new_title", "new_published_on", "new_address", "new_accessed_on", "new_file")
SOURCE_FIELDS = ("sources", *NEW_SOURCE)


class NewSourceForm(WordedForm, forms.Form):
    """A publication that is not on record yet; nothing is asked while all of it is empty."""

    new_publisher = forms.CharField(label="New source: publisher", max_length=200, required=False)
    new_title = forms.CharField(label="New source: title", max_length=500, required=False)
    new_published_on = PartialDateFormField(label="New source: date", required=False, help_text=DATE_HINT)
    new_address = Source._meta.get_field("address").formfield(label="New source: address", required=False)
    new_accessed_on = DayField(
        label="New source: read on", required=False, help_text="The day on which you read it, as in Feb 14 2026."
    )
    new_file = SentFileField(label="New source: file", required=False, help_text=FILE_HINT)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if any(cleaned.get(name) for name in NEW_SOURCE):
            for name, what in (("new_publisher", "publisher"), ("new_title", "title")):
                if name not in self.errors and not cleaned.get(name):
                    self.add_error(name, f"A new source names its {what}. Write it, or empty the new source.")
        return cleaned

    @property
    def names_new_source(self) -> bool:
        return bool(self.cleaned_data.get("new_publisher") and self.cleaned_data.get("new_title"))

    def add_new_source(self, recording: Recording) -> Source:
        """Put the new publication on record, with its file. Raises ValidationError when a part of it is wrong."""
        values = self.cleaned_data
        sent = values.get("new_file")
        source = sources.add_source(
            recording=recording,
            today=localdate(),
            slug=slugs.free_slug(Source, values["new_publisher"], str(values.get("new_published_on") or "")),
            publisher=values["new_publisher"],
            title=values["new_title"],
            published_on=values.get("new_published_on"),
            address=values.get("new_address") or "",
            accessed_on=values.get("new_accessed_on"),
            file_sha256=sent.sha256 if sent else "",
        )
        if sent:
            attachments.attach(source, sent, recording=recording, today=localdate())
        return source


class SourcedForm(NewSourceForm):
    """Sources that are on record, a new one, and the reason. At least one source is required."""

    sources = RowsField(
        Source.objects.all(),
        required=False,
        label="Sources on record",
        help_text="Search by publisher, title or identifier, as in Energy, Thacker Pass or mp16.",
        widget=RelationSelectMultiple(Citation._meta.get_field("sources"), admin.site),
    )
    why = forms.CharField(
        label="Why",
        max_length=500,
        help_text="Why you write this now, as in: the company filed its 10-K. It stays with the record.",
        strip=True,
    )
    preview: Any = None
    refusal: ValidationError | None = None

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.refusal is not None and not self.errors:
            put_on(self, self.refusal)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        has_new = any(cleaned.get(name) for name in NEW_SOURCE) or any(name in self.errors for name in NEW_SOURCE)
        if "sources" in self.fields and "sources" not in self.errors and not cleaned.get("sources") and not has_new:
            self.add_error("sources", "Every figure names its source. Choose one on record, or write a new one below.")
        return cleaned

    def is_valid(self) -> bool:
        """False for a preview as well: the form is then shown again, as it was typed."""
        return super().is_valid() and self.preview is None

    def citation(self, recording: Recording) -> Citation | None:
        """The citation of what was chosen and of the new source, made under `recording`."""
        cited = [source.slug for source in self.cleaned_data["sources"]]
        if self.names_new_source:
            cited.append(self.add_new_source(recording).slug)
        return sources.cite(cited)


class FactForm(SourcedForm, forms.ModelForm):
    """A new fact about `parent` (the name of the relation, and the object)."""

    parent: tuple[str, models.Model] | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.parent:
            setattr(self.instance, *self.parent)


class WarnedForm(FactForm):
    """A fact that may be unusual: it is then taken with a reason."""

    warning_reason = forms.CharField(
        label="Reason for what is unusual",
        required=False,
        max_length=500,
        help_text="Asked only when something here is unusual; kept in the note.",
    )


class ReasonForm(WordedForm, forms.Form):
    reason = forms.CharField(
        label="Reason", max_length=500, widget=forms.Textarea(attrs={"rows": 3}), help_text="Say what was wrong."
    )


class UndoForm(ReasonForm):
    """The undoing of a whole write."""

    along = forms.BooleanField(
        label="Also undo what rests on it",
        required=False,
        help_text="What was recorded since and rests on it is taken back in the same step.",
    )
