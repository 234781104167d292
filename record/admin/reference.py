"""Things of the reference: they have a page, and no form."""

from typing import Any

from django.http import HttpRequest

from .entities import EntityAdmin


class ReferenceEntityAdmin(EntityAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
