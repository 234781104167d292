"""States of the United States: written in full or as their two letters, kept as the letters."""

import csv
from difflib import SequenceMatcher
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from .units import REFERENCE


@cache
def state_names() -> dict[str, str]:
    """Each state's code → its name."""
    with (REFERENCE / "us_states.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


@cache
def state_codes() -> dict[str, str]:
    """Each state's name and code, in small letters → its code."""
    return {spelt.casefold(): code for code, name in state_names().items() for spelt in (name, code)}


def code_of(text: str) -> str | None:
    """The code of the state that is written, in full or as its letters; None where it is no state's."""
    return state_codes().get(" ".join(text.casefold().split()))


NEAR = 0.75
"""From here on a name is near a state's, of 1."""
AS_NEAR = 0.05
"""Names that are this much less near than the nearest are named with it."""


def near_states(text: str) -> list[str]:
    """The names of the states that are near what is written, the nearest first."""
    bare = " ".join(text.replace(".", " ").casefold().split())
    scored = [(SequenceMatcher(None, bare, name.casefold()).ratio(), name) for name in state_names().values()]
    best = max(score for score, _ in scored)
    near = [(-score, name) for score, name in scored if score >= max(NEAR, best - AS_NEAR)]
    return [name for _, name in sorted(near)]


def state_of(text: str, country: str) -> str:
    """The code of a state of the United States; the region of another country as written.

    Raises ValidationError where the country is the United States and it is none of its states, where no country is
    named and it is near the name of one, and where the letters of a region abroad are those of a state.
    """
    code = code_of(text)
    where = country.strip().upper()
    if where not in ("", "US"):
        if code and code == text.strip().upper():
            told = f'Write the name of the region in full: "{text}" is read as {state_names()[code]}.'
            raise ValidationError(told, code="state")
        return text
    if code:
        return code
    near = " or ".join(near_states(text))
    if where:
        asked = f"Did you mean {near}?" if near else "Write its name or its two letters, as in TX or Texas."
        raise ValidationError(f'"{text}" is no state of the United States. {asked}', code="state")
    if near:
        raise ValidationError(f'"{text}" is near {near}. Write that, or the country whose region it is.', code="state")
    return text


def state_in_words(text: str, country: str) -> str:
    """How a state is kept, in words: "North Carolina (NC)"; of another country's region that it stays as written.

    Raises ValidationError as `state_of`.
    """
    kept = state_of(text, country)
    name = state_names().get(kept) if country.strip().upper() in ("", "US") else None
    return f"{name} ({kept})" if name else f"{text}, as written"


class StateFormField(forms.CharField):
    """What an officer types for a state; what it is kept as is said below. `beside`: the field of its country."""

    def __init__(self, *, beside: str = "country", **kwargs: Any) -> None:
        self.beside = beside
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"data-echo": "state", "data-echo-beside": self.beside}


class StateField(models.CharField):
    """A state, or the region of another country: a state of the United States is cleaned to its code."""

    def in_words(self, row: models.Model) -> str:
        """The name of a state of the United States; the region of another country as written."""
        text = str(getattr(row, self.name) or "")
        country = str(getattr(row, "country", "")).strip().upper()
        return state_names().get(text.upper(), text) if country in ("", "US") else text

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": StateFormField, **kwargs})

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        """As the country of its row takes it."""
        text = super().clean(value, model_instance)
        return state_of(text, getattr(model_instance, "country", "")) if text else text
