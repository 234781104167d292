"""A filter of lists by mineral, asked as one subquery."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from projects.models import Mineral


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
