"""Facts about nothing that has a page, such as a conversion: added from their list."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst

from .facts import FactAdmin
from .sections import Link


class ListedFactAdmin(FactAdmin):
    trust = ""  # how far the figures may be trusted, in a sentence
    new_label = ""
    change_list_template = "admin/named_facts.html"

    @property
    def adds(self) -> bool:
        return True

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        context = {
            "parent": capfirst(str(self.opts.verbose_name_plural)),
            "parent_page": self.address("changelist"),
            "title": self.new_label,
            "trust": self.trust,
        }
        return super(FactAdmin, self).add_view(request, form_url, {**context, **(extra_context or {})})

    def page_after(self, request: HttpRequest, obj: Any) -> str:
        return self.address("changelist")

    def buttons(self, request: HttpRequest) -> list[Link]:
        """What may be done from the list."""
        return [Link(self.new_label, self.address("add"))] if self.has_add_permission(request) else []

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        context = {"buttons": self.buttons(request), "trust": self.trust, **(extra_context or {})}
        return super().changelist_view(request, context)
