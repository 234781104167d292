"""Fields of several names that are searched as they are typed, each in an input of its own; an empty one more is there.

They work without a script: a name, or an identifier, is read as it was typed.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portfolio.calculations.filter_match import NoSuchValue, Option, matched

INPUT = (
    '<span class="searched"><input class="usa-input" type="text" name="{}" value="{}" id="{}" maxlength="200"'
    ' autocomplete="off" data-options="{}"{}></span>'
)


class SearchedInputs(forms.Widget):
    """An input for each name that was chosen, and one more. `offered` names the JSON of the page that is searched."""

    offered = ""
    names: Mapping[str, str] = {}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return [text.strip() for text in data.getlist(name) if text.strip()]

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        own = str((attrs or {}).get("id", name))
        chosen = [self.names.get(text, text) for text in value or []]
        rows = []
        for place, text in enumerate([*chosen, ""]):
            more = format_html(' aria-label="{}"', "Another project") if place else ""
            if not place and (attrs or {}).get("required"):
                more = format_html("{}", " required")
            rows.append((name, text, f"{own}-{place}" if place else own, self.offered, more))
        return format_html_join("", INPUT, rows)


class SearchedField(forms.Field):
    """The identifiers that the names mean, each once, in the order given."""

    widget = SearchedInputs

    def __init__(self, *, refused: str, **more: Any) -> None:
        super().__init__(**more)
        self.refused = refused
        self.options: Sequence[Option] = ()

    def offer(self, names: Mapping[str, str], offered: str) -> None:
        """What may be chosen: identifier and name of each, and the name of the page's JSON that lists them."""
        self.options = [Option(*one) for one in names.items()]
        self.widget.names, self.widget.offered = names, offered

    def to_python(self, value: Any) -> list[str]:
        try:
            return list(
                dict.fromkeys(matched(one, self.options, refused=f"{one} {self.refused}") for one in value or [])
            )
        except NoSuchValue as error:
            raise ValidationError(str(error), code="invalid_choice") from error
