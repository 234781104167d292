"""The officers' admin as one site: who enters, what its start page shows, in which groups its lists stand."""

from typing import Any, cast

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import SimpleLazyObject
from django.views.decorators.cache import never_cache

from record.models import Recording
from record.models.drafts import drafts_of
from record.roles import ADMINISTRATOR, AUDITOR, OFFICER, may_write, roles_of
from record.services import approvals
from record.start_page import PAGES, groups

from .guide import link_of

READERS = {OFFICER, AUDITOR, ADMINISTRATOR}
NEWEST = 10


class FoundByName(AutocompleteJsonView):
    """What is found as a name is typed, each told from others that are called the same."""

    def serialize_result(self, obj: models.Model, to_field_name: str) -> dict[str, str]:
        return super().serialize_result(obj, to_field_name) | {"text": called(obj)}


class OfficersSite(admin.AdminSite):
    site_header = site_title = "Lodebook"
    index_title = "Record and look up"
    site_url = "/"
    enable_nav_sidebar = False
    index_template = "admin/start.html"
    empty_value_display = "not stated"

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(roles_of(request.user) & READERS)

    def changelist_of(self, opts: Any) -> str:
        return reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Sign-in is the site's own; who is signed in and has no business here is told so."""
        target = request.GET.get("next") or reverse("admin:index")
        if not request.user.is_authenticated:
            return redirect_to_login(target, reverse("login"))
        if self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index"))
        messages.info(request, "Recording is for officers. What is on record stands in the reports.")
        return HttpResponseRedirect(resolve_url(settings.READERS_PAGE))

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return cast(HttpResponse, FoundByName.as_view(admin_site=self)(request))

    def get_urls(self) -> list[URLPattern | URLResolver]:
        own = [path(address, self.admin_view(view), name=name) for address, view, name in PAGES]
        return [
            *own,
            *super().get_urls(),
        ]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """The lists in groups that are named in words, instead of one for each application.

        Django asks for them on every page, and one page shows them: they are worked out there.
        """
        if app_label:
            return super().get_app_list(request, app_label)
        grouped: Any = SimpleLazyObject(lambda: self._in_groups(super(OfficersSite, self).get_app_list(request)))
        return grouped

    def _in_groups(self, apps: list[dict[str, Any]]) -> list[dict[str, Any]]:
        lists = {row["model"]._meta.model_name: row for app in apps for row in app["models"]}
        return [
            {
                "name": name,
                "app_label": name.split()[0].lower(),
                "app_url": "",
                "has_module_perms": True,
                "models": rows,
            }
            for name, wanted in groups().items()
            if (rows := [lists[model] for model in wanted if model in lists])
        ]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        context = {
            "newest": Recording.objects.order_by("-serial")[:NEWEST],
            "may_write": may_write(request.user),
            "waiting": approvals.waiting_for(request.user),
            "drafts": drafts_of(request.user),
        }
        return super().index(request, {**context, **(extra_context or {})})

    def app_index(self, request: HttpRequest, app_label: str, extra_context: Any = None) -> HttpResponse:
        """The lists stand on the start page, in groups that are named in words."""
        return HttpResponseRedirect(reverse("admin:index"))

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "is_officer": may_write(request.user), "guide": link_of(request)}


def called(row: models.Model) -> str:
    """Its name, with what it is of where names are only told apart within that: a milestone with its project."""
    within = getattr(admin.site._registry.get(type(row)), "within", "")
    return f"{row}, {getattr(row, within)}" if within and str(getattr(row, within)) not in str(row) else str(row)


def page_of(obj: models.Model) -> str:
    """The admin's page of an object."""
    return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change", args=[obj.pk])
