"""What every form of a write shares: its refusals are those of a file, and a rule is asked by the service alone."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from record.services.wording import VIOLATED, in_words, none_of


class WordedForm(forms.BaseForm):
    """A form whose refusals are in the words of the field.

    The rules of a fact are asked by its service, which puts what it refuses on the form (`put_on`).
    """

    def add_error(self, field: str | None, error: Any) -> None:
        if isinstance(error, ValidationError):
            error = self.choice_refused(field, error) or in_words(error)
        super().add_error(field, error)

    def choice_refused(self, field: str | None, error: ValidationError) -> ValidationError | None:
        """The refusal of a choice, with what may be chosen; None for any other."""
        asked = self.fields.get(field or "")
        if getattr(error, "code", "") != "invalid_choice" or type(asked) not in (
            forms.ChoiceField,
            forms.TypedChoiceField,
        ):
            return None
        return ValidationError(none_of((error.params or {}).get("value"), asked.choices), code=error.code)

    def _update_errors(self, errors: ValidationError) -> None:
        """What the columns refuse. Constraints are asked by the service, with all that it gives a row."""
        codes = {VIOLATED, *(one.violation_error_code for one in self.instance._meta.constraints)}
        found = dict(errors.error_dict)
        found[NON_FIELD_ERRORS] = [one for one in found.get(NON_FIELD_ERRORS, []) if one.code not in codes]
        super()._update_errors(ValidationError({name: some for name, some in found.items() if some}))
