"""Filters of lists by the values that occur, without a DISTINCT over a join."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from projects.models import Mineral


class _Filter(admin.SimpleListFilter):
    """Narrows by one value of `path`; the values are `choices`, or those that the list's own column holds."""

    path = ""
    choices_given: tuple[tuple[str, str], ...] | None = None

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        if self.choices_given is not None:
            return self.choices_given
        values = model_admin.model._default_manager.exclude(**{self.path: ""}).values_list(self.path, flat=True)
        return [(value, value) for value in values.order_by(self.path).distinct()]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        return queryset.filter(**{self.path: self.value()}) if self.value() else queryset


def value_filter(path: str, title: str = "", parameter: str = "", choices: Any = None) -> type[_Filter]:
    """A filter of the list by the text in the column `path`."""
    name = path.replace("__", " ").replace("_", " ")
    given = None if choices is None else tuple(choices)
    values = {"path": path, "title": title or name, "parameter_name": parameter or path, "choices_given": given}
    return type("ValueFilter", (_Filter,), values)


def mineral_filter(path: str) -> type[admin.SimpleListFilter]:
    """A filter by a mineral that is reached by `path` from a row, asked as one subquery."""

    class MineralFilter(admin.SimpleListFilter):
        title = parameter_name = "mineral"

        def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
            return Mineral.objects.filter(projects__isnull=False).distinct().values_list("slug", "name")

        def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
            if not self.value():
                return queryset
            chosen = queryset.model._default_manager.filter(**{f"{path}__slug": self.value()})
            return queryset.filter(pk__in=chosen.values("pk"))

    return MineralFilter
