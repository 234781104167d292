"""What every form of a write shares: its refusals are those of a file, and a rule is asked by the service alone."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from record.admin.field_help import explain
from record.calculations.partial_dates import PartialDate
from record.calculations.typed_dates import noted
from record.services.wording import in_words, none_of


class WordedForm(forms.BaseForm):
    """A form whose refusals are in the words of the field.

    The rules of a fact are asked by its service, which puts what it refuses on the form (`put_on`).
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        explain(self)

    def add_error(self, field: str | None, error: Any) -> None:
        if isinstance(error, ValidationError):
            error = self.worded(self.fields.get(field or ""), error)
            if hasattr(error, "error_dict"):
                error = self.on_fields(error)
        super().add_error(field, error)

    def on_fields(self, error: ValidationError) -> ValidationError:
        """Refusals by field; what is said of a column that the form does not have is said of the whole."""
        found: dict[str, list[Any]] = {}
        for name, some in error.error_dict.items():
            found.setdefault(name if name in self.fields else NON_FIELD_ERRORS, []).extend(some)
        return ValidationError(found)

    def worded(self, asked: Any, error: ValidationError) -> ValidationError:
        """What is refused, in words. A field that has a sentence of its own for it keeps it."""
        code = getattr(error, "code", "")
        if asked is not None and asked.error_messages.get(code) != usual(type(asked), code):
            return error
        if code == "invalid_choice" and type(asked) in (forms.ChoiceField, forms.TypedChoiceField):
            return ValidationError(none_of((error.params or {}).get("value"), asked.choices), code=code)
        return in_words(error)

    def _clean_form(self) -> None:
        above: Any = super()
        above._clean_form()
        self._keep_words()

    def _keep_words(self) -> None:
        """What the words of a date say beyond its interval stands in the note; refused where the form has none."""
        given = self.cleaned_data
        for name, one in list(given.items()):
            if not isinstance(one, PartialDate) or not one.words:
                continue
            if "note" in self.fields:
                given["note"] = noted(given.get("note") or "", one.words)
            else:
                self.add_error(name, f'"{one.words}" says more than a year, and nothing here keeps it. Write {one}.')

    def _update_errors(self, errors: ValidationError) -> None:
        """What the columns refuse. Constraints are asked by the service, with all that it gives a row."""
        asked: Any = getattr(self, "instance", None)
        codes = {one.violation_error_code for one in asked._meta.constraints}
        found = dict(errors.error_dict)
        found[NON_FIELD_ERRORS] = [one for one in found.get(NON_FIELD_ERRORS, []) if one.code not in codes]
        above: Any = super()
        above._update_errors(ValidationError({name: some for name, some in found.items() if some}))


def usual(kind: type[forms.Field], code: str) -> Any:
    """The sentence that fields of a kind have for a refusal, unless one says otherwise."""
    stated = (vars(one).get("default_error_messages", {}) for one in kind.__mro__)
    return next((sentences[code] for sentences in stated if code in sentences), None)
