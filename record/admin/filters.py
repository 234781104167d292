"""Filters of lists by the values that occur, without a DISTINCT over a join."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest


class _Filter(admin.SimpleListFilter):
    """Narrows by one value of `path`; the values are `choices`, or those that the list's own column holds."""

    path = ""
    choices_given: Any = None

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        if self.choices_given is not None:
            return tuple(self.choices_given())
        values = model_admin.model._default_manager.exclude(**{self.path: ""}).values_list(self.path, flat=True)
        return [(value, value) for value in values.order_by(self.path).distinct()]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        return queryset.filter(**{self.path: self.value()}) if self.value() else queryset


def value_filter(path: str, title: str = "", parameter: str = "", choices: Any = None) -> type[_Filter]:
    """A filter of the list by the text in the column `path`.

    `choices` are pairs of value and label, or a function that gives them when the list is shown.
    """
    name = path.replace("__", " ").replace("_", " ")
    given = choices if choices is None or callable(choices) else lambda: choices
    values = {
        "path": path,
        "title": title or name,
        "parameter_name": parameter or path,
        "choices_given": given and staticmethod(given),
    }
    return type("ValueFilter", (_Filter,), values)
