"""Relations chosen by autocomplete, that take whatever is posted for what it is: a row's number, or a mistake."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError


def is_row_number(text: Any) -> bool:
    """True for what may be the number of a row; a database is asked for nothing else."""
    return str(text).isdecimal() and str(text).isascii() and len(str(text)) < 19


class RelationSelect(AutocompleteSelect):
    def optgroups(self, name: str, value: list, attr: dict | None = None) -> list:
        return super().optgroups(name, [one for one in value if is_row_number(one)], attr)


class RelationSelectMultiple(AutocompleteSelectMultiple):
    def optgroups(self, name: str, value: list, attr: dict | None = None) -> list:
        return super().optgroups(name, [one for one in value if is_row_number(one)], attr)


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows of one table."""

    def clean(self, value: Any) -> Any:
        for one in value or []:
            if not is_row_number(one):
                raise ValidationError(f'"{str(one)[:40]}" is none of the choices. Choose from the list.')
        return super().clean(value)
