"""What every form of a write shares: its refusals are those of a file, and no more is asked than the service asks."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from record.services.wording import in_words


class WordedForm(forms.BaseForm):
    """A form whose refusals are in the words of the field.

    The rules of a fact are asked by its service, which puts what it refuses on the form (`put_on`).
    """

    def add_error(self, field: str | None, error: Any) -> None:
        super().add_error(field, in_words(error) if isinstance(error, ValidationError) else error)

    def validate_constraints(self) -> None:
        """Constraints are asked by the service, with all that it gives a row."""
