"""Accounts and roles: the administrator's. Each change names its recording, as any other write does."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse

from record.admin.base import ReadOnlyAdmin
from record.admin.paginator import BoundedPaginator
from record.admin.worded_form import WordedForm
from record.models import Access, Account, Channel, RightsChange
from record.roles import ADMINISTRATOR
from record.services.recordings import open_recording

REASON = ("Reason", {"fields": ("why",)})


class _NothingChanged(Exception):
    """Carries the answer out of a recording under which nothing was written."""


class ReasonedForm(WordedForm, forms.ModelForm):
    """What an administrator changes, and why."""

    why = forms.CharField(label="Why", max_length=500, help_text="It stays with the record.", strip=True)


class AccountsAdmin(admin.ModelAdmin):
    paginator = BoundedPaginator
    show_full_result_count = False
    list_max_show_all = 0
    actions = None
    change_list_template = "admin/bounded_change_list.html"

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> type[forms.Form]:
        form = super().get_form(request, obj, change=change, **kwargs)
        for field in form.base_fields.values():
            for name in ("can_add_related", "can_change_related", "can_delete_related", "can_view_related"):
                if hasattr(field.widget, name):
                    setattr(field.widget, name, False)
        return form

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.recorded(request, super().changeform_view, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.recorded(request, super().delete_view, *args, **kwargs)

    def recorded(self, request: HttpRequest, view: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """What a view answers, its writes under one recording that says who and why; none where nothing changed."""
        if request.method != "POST":
            return view(request, *args, **kwargs)
        why = request.POST.get("why", "").strip() or f"A change of {self.opts.verbose_name_plural} in the admin"
        try:
            with open_recording(by=request.user, why=why, channel=Channel.FORM, approval=ADMINISTRATOR) as recording:
                answer = view(request, *args, **kwargs)
                if not recording.rights_changes.exists():
                    raise _NothingChanged(answer)
        except _NothingChanged as unchanged:
            return unchanged.args[0]
        return answer


admin.site.unregister(Group)


@admin.register(Account)
class AccountAdmin(AccountsAdmin, UserAdmin):
    """Roles are groups. Nobody is made a superuser, or given single permissions, from a page."""

    list_display = ("username", "first_name", "last_name", "email", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    filter_horizontal = ()
    form = type(
        "AccountForm",
        (ReasonedForm, UserChangeForm),
        {"Meta": type("Meta", (UserChangeForm.Meta,), {"model": Account})},
    )
    add_form = type(
        "NewAccountForm",
        (ReasonedForm, AdminUserCreationForm),
        {"Meta": type("Meta", (AdminUserCreationForm.Meta,), {"model": Account})},
    )
    add_fieldsets = (*UserAdmin.add_fieldsets, REASON)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Person", {"fields": ("first_name", "last_name", "email")}),
        ("Role", {"fields": ("is_active", "groups")}),
        ("Dates", {"fields": ("last_login", "date_joined")}),
        REASON,
    )
    readonly_fields = ("last_login", "date_joined")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest | None, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Account | None = None) -> bool:
        """Who has written stays named: an account is closed by making it inactive."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Account | None = None) -> bool:
        """A superuser's account is changed by a superuser alone."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or not obj.is_superuser or request.user.is_superuser)


@admin.register(Group)
class RoleAdmin(AccountsAdmin):
    """The four roles and what they may do come from `roles.py` of each app; here they are only read."""

    list_display = ("name",)
    fields = ("name", "may")
    readonly_fields = ("may",)
    search_fields = ("name",)

    @admin.display(description="may")
    def may(self, group: Group) -> str:
        return "; ".join(group.permissions.order_by("codename").values_list("name", flat=True)) or "read the reports"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return False


@admin.register(RightsChange)
class RightsChangeAdmin(ReadOnlyAdmin):
    list_display = ("moment", "table", "row_id", "event", "before", "after", "made_in")
    list_select_related = ("made_in",)
    search_fields = ("table", "before", "after")
    ordering = ("-pk",)
    sortable_by = ()


@admin.register(Access)
class AccessAdmin(ReadOnlyAdmin):
    list_display = ("moment", "by_name", "kind", "file", "question", "read_serial", "rows", "size", "is_whole")
    list_filter = ("kind",)
    search_fields = ("by_name", "question", "file")
    ordering = ("-pk",)
    sortable_by = ()
