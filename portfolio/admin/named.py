"""A choice by name that works without JavaScript: the officer types, the browser proposes, the server decides."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

PROPOSED = 500
NEAREST = 5
BRACKETED = re.compile(r"\[([-\w]+)\]\s*$")


class ProposingInput(forms.TextInput):
    """A text input with a list of proposals; the list is drawn once and shared by inputs of one `list_id`."""

    template_name = "admin/proposing_input.html"

    def __init__(self, list_id: str, *, draws_list: bool = True) -> None:
        super().__init__({"list": list_id, "autocomplete": "off"})
        self.list_id, self.draws_list = list_id, draws_list
        self.proposals: list[str] = []

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """By the site's own templates, which the form's renderer does not look through."""
        return render_to_string(self.template_name, self.get_context(name, value, attrs))

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        return {**context, "list_id": self.list_id, "proposals": self.proposals if self.draws_list else None}


class NamedField(forms.CharField):
    """Finds one object by its identifier, its name or what else `by` lists. Its value is the object, or None."""

    def __init__(
        self, queryset: models.QuerySet, *, by: tuple[str, ...], noun: str, draws_list: bool = True, **kwargs: Any
    ) -> None:
        self.queryset, self.by, self.noun = queryset, by, noun
        kwargs.setdefault("widget", ProposingInput(f"proposed-{noun}", draws_list=draws_list))
        kwargs.setdefault("required", False)
        super().__init__(max_length=300, **kwargs)

    def propose(self) -> None:
        """Fill the list of proposals; asks the database, so only where the form is shown."""
        if self.widget.draws_list:
            self.widget.proposals = [formatted(row) for row in self.queryset.all()[:PROPOSED]]

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        slug = BRACKETED.search(text)
        if slug:
            found = self.queryset.filter(slug=slug[1]).first()
            if found:
                return found
        for lookup in ("slug__iexact", *(f"{name}__iexact" for name in self.by), f"{self.by[0]}__icontains"):
            rows = list(self.queryset.filter(**{lookup: text})[: NEAREST + 1])
            if len(rows) == 1:
                return rows[0]
            if rows:
                names = "; ".join(formatted(row) for row in rows[:NEAREST])
                raise ValidationError(f'"{text}" names several: {names}. Write the identifier of one.')
        raise ValidationError(
            f'No {self.noun} is on record as "{text}".{self._nearest(text)} Or write a new one below.'
        )

    def _nearest(self, text: str) -> str:
        first = text.split()[0][:4]
        rows = self.queryset.filter(**{f"{self.by[0]}__istartswith": first})[:NEAREST]
        names = "; ".join(formatted(row) for row in rows)
        return f" Near it: {names}." if names else ""


def formatted(row: models.Model) -> str:
    """How a proposal names an object: in words, then its identifier in brackets."""
    return f"{row} [{row.slug}]"
