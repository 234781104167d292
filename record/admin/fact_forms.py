"""The forms by which a fact is added, taken with a reason where it is unusual, or undone."""

from typing import Any

from django import forms
from django.db import models

from .sourced import SourcedForm
from .worded_form import WordedForm


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
