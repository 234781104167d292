"""A choice by name that works without JavaScript: the officer types, the browser proposes, the server decides."""

import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from projects.models import Company
from projects.services import identity

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
        context["widget"]["attrs"].pop("maxlength", None)  # a browser would cut there what is typed
        return {**context, "list_id": self.list_id, "proposals": self.proposals if self.draws_list else None}


@dataclass(frozen=True, slots=True)
class NewName:
    """A name that nothing on record bears: what is new, and is put on record under it."""

    text: str

    def __str__(self) -> str:
        return self.text


class NamedField(forms.CharField):
    """Finds one object by its identifier, its name or what else `by` lists. Its value is the object, or None."""

    next_step = "Or write a new one below."

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
        found = self.find(text, "slug__iexact", *(f"{name}__iexact" for name in self.by), f"{self.by[0]}__icontains")
        return found if found is not None else self.absent(text)

    def find(self, text: str, *lookups: str) -> models.Model | None:
        """What bears the identifier in brackets, or is found by the first lookup that finds any. Raises
        ValidationError where that finds several.
        """
        slug = BRACKETED.search(text)
        if slug and (bracketed := self.queryset.filter(slug=slug[1]).first()):
            return bracketed
        for lookup in lookups:
            rows = list(self.queryset.filter(**{lookup: text})[: NEAREST + 1])
            if len(rows) == 1:
                return rows[0]
            if rows:
                names = "; ".join(formatted(row) for row in rows[:NEAREST])
                raise ValidationError(f'"{text}" names several: {names}. Write the identifier of one.')
        return None

    def absent(self, text: str) -> Any:
        """What a name is worth that nothing bears: here it is refused. Raises ValidationError with what is near."""
        raise ValidationError(f'No {self.noun} is on record as "{text}".{self._nearest(text)} {self.next_step}')

    def _nearest(self, text: str) -> str:
        first = text.split()[0][:4]
        rows = self.queryset.filter(**{f"{self.by[0]}__istartswith": first})[:NEAREST]
        names = "; ".join(formatted(row) for row in rows)
        return f" Near it: {names}." if names else ""


class KnownOrNewField(NamedField):
    """What is on record under the name, exactly; else the name is that of something new. What is near is asked about
    before it is written.
    """

    def clean(self, value: Any) -> Any:
        text = forms.CharField.clean(self, value)
        if not text:
            return None
        found = self.find(text, "slug__iexact", *(f"{name}__iexact" for name in self.by))
        return found if found is not None else self.absent(text)

    def absent(self, text: str) -> NewName:
        """A new name. Raises ValidationError for an identifier in brackets, which is meant to be on record."""
        if BRACKETED.search(text):
            raise ValidationError(f'No {self.noun} is on record as "{text}". Choose from the list, or leave [] out.')
        return NewName(text)


class CompanyField(KnownOrNewField):
    """A company by all that it is called, as a file looks one up: its identifier, name, ticker or a former name."""

    def find(self, text: str, *lookups: str) -> models.Model | None:
        if BRACKETED.search(text):
            return super().find(text, *lookups)
        found = identity.standing(Company).called(text)
        if len(found) > 1:
            raise ValidationError(identity.several(text, found))
        return found[0] if found else None


class SeveralField(forms.CharField):
    """Several of what one field finds, with semicolons between; each once. Its value is a list."""

    def __init__(self, one: NamedField, **kwargs: Any) -> None:
        self.one = one
        widget = ProposingInput(one.widget.list_id, draws_list=one.widget.draws_list)
        widget.attrs["data-several"] = ";"
        kwargs.setdefault("required", False)
        super().__init__(max_length=1000, widget=widget, **kwargs)

    def propose(self) -> None:
        """Fill the list of proposals, in which a semicolon would part one in two."""
        if self.widget.draws_list:
            self.one.propose()
            self.widget.proposals = [text.replace(";", ",") for text in self.one.widget.proposals]

    def clean(self, value: Any) -> list[Any]:
        text = super().clean(value)
        return list(dict.fromkeys(self.one.clean(part.strip()) for part in text.split(";") if part.strip()))


def formatted(row: models.Model) -> str:
    """How a proposal names an object: in words, then its identifier in brackets."""
    return f"{row} [{row.slug}]"
