"""The part that every form of a write shares: where the figure comes from, and why it is written."""

import hashlib
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from record.models import Citation, Recording, Source
from record.models.fields import PartialDateFormField
from record.services import slugs, sources

from .refused import put_on
from .relations import RelationSelectMultiple, RowsField
from .worded_form import WordedForm

NEW_SOURCE = ("new_publisher", "new_title", "new_published_on", "new_address", "new_accessed_on", "new_file")
SOURCE_FIELDS = ("sources", *NEW_SOURCE)
DATE_HINT = "A day, a month, a quarter, a half or a year: 2026-02-14, 2026-02, 2026-Q3, 2026."


class NewSourceForm(WordedForm, forms.Form):
    """A publication that is not on record yet; nothing is asked while all of it is empty."""

    new_publisher = forms.CharField(label="New source: publisher", max_length=200, required=False)
    new_title = forms.CharField(label="New source: title", max_length=500, required=False)
    new_published_on = PartialDateFormField(label="New source: date", required=False, help_text=DATE_HINT)
    new_address = Source._meta.get_field("address").formfield(label="New source: address", required=False)
    new_accessed_on = forms.DateField(
        label="New source: read on", required=False, help_text="The day on which you read it, 2026-02-14."
    )
    new_file = forms.FileField(
        label="New source: file", required=False, help_text="Kept as its SHA-256, which proves later what you read."
    )

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
        """Put the new publication on record. Raises ValidationError when a part of it is wrong."""
        values = self.cleaned_data
        upload = values.get("new_file")
        return sources.add_source(
            recording=recording,
            today=localdate(),
            slug=slugs.free_slug(Source, values["new_publisher"], str(values.get("new_published_on") or "")),
            publisher=values["new_publisher"],
            title=values["new_title"],
            published_on=values.get("new_published_on"),
            address=values.get("new_address") or "",
            accessed_on=values.get("new_accessed_on"),
            file_sha256=sha256_of(upload) if upload else values.get("new_file_sha256", ""),
        )


class SourcedForm(NewSourceForm):
    """Sources that are on record, a new one, and the reason. At least one source is required."""

    sources = RowsField(
        Source.objects.all(),
        required=False,
        label="Sources on record",
        help_text="Search by publisher, title or identifier.",
        widget=RelationSelectMultiple(Citation._meta.get_field("sources"), admin.site),
    )
    why = forms.CharField(
        label="Why", max_length=500, help_text="Why you write this now. It stays with the record.", strip=True
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


def sha256_of(upload: Any) -> str:
    """The SHA-256 of an uploaded file, in hexadecimal."""
    digest = hashlib.sha256()
    upload.seek(0)
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()
