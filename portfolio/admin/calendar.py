"""Days that agreements set, and decisions about what was due."""

from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import localdate

from portfolio.models import DueDate, DueDecision, DueKind, Trigger
from portfolio.positions.decisions_due import DecisionDue, decisions_due_at
from portfolio.services import rights
from record.admin.base import shown, today_as_known
from record.admin.facts import FactAdmin
from record.admin.filters import value_filter
from record.admin.sourced import SOURCE_FIELDS, WarnedForm
from record.models import Recording

from .investment_facts import InvestmentFactAdmin


@admin.register(DueDate)
class DueDateAdmin(InvestmentFactAdmin):
    form = WarnedForm
    section_title, section_place = "Due dates", 8
    written = ("kind", "due_on", "amount")
    section_fields = ("kind", "due_on", "amount", "note")
    add_label = "New due date"
    list_display = ("investment", "kind", shown("due_on"), shown("amount"), shown("effective_on"), "note")
    list_filter = (value_filter("kind", choices=DueKind.choices),)
    search_fields = ("investment__slug", "note")


@admin.register(DueDecision)
class DueDecisionAdmin(FactAdmin):
    """Recorded from the list of decisions that are due, whose links name what is decided about."""

    shown_on = ("investment",)
    section_title, section_place = "Decisions about what was due", 9
    section_fields = ("trigger", "due_on", "decided", "note")
    add_label = "Decided"
    written = ("decided",)
    list_display = ("stated", "trigger", "due_on", "decided", "note", shown("effective_on"))
    list_filter = (value_filter("trigger", choices=Trigger.choices),)
    list_select_related = ("investment", "recording")
    search_fields = ("subject", "stated", "decided", "investment__slug")

    @property
    def adds(self) -> bool:
        """True: a decision is recorded here, and so retracted here as well."""
        return True

    def pending(self, request: HttpRequest) -> DecisionDue | None:
        """What the address names of the list as it stands now; None where it is not on it."""
        trigger, subject, day = (request.GET.get(name, "") for name in ("trigger", "subject", "due_on"))
        due = decisions_due_at(today_as_known())
        return next((one for one in due if (one.trigger, one.subject, str(one.day)) == (trigger, subject, day)), None)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        """The form of one decision. What is not due leads back to the list."""
        if not self.has_add_permission(request):
            return super().add_view(request, form_url, extra_context)
        due = self.pending(request)
        if due is None:
            messages.info(request, "Nothing of that name and day is to be decided. Choose from the list.")
            return HttpResponseRedirect(reverse("portfolio:calendar"))
        context = {
            "parent": due.what,
            "parent_page": reverse("portfolio:calendar"),
            "title": f"Decided: {due.what}",
        }
        return super(FactAdmin, self).add_view(request, form_url, {**context, **(extra_context or {})})

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list:
        return [
            ("What is decided", {"fields": ["decided", "effective_on"]}),
            ("Source", {"fields": SOURCE_FIELDS}),
            ("Why", {"fields": ("why",)}),
        ]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.base_fields["why"].help_text = "Why it is decided so, as in: its rate is too high. It stays with it."
        form.base_fields["effective_on"].label = "Decided on"
        return form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().get_changeform_initial_data(request), "effective_on": localdate().isoformat()}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Say of what it is the decision; its reason is also that of the recording."""
        obj.trigger, obj.subject = request.GET.get("trigger", ""), request.GET.get("subject", "")
        obj.due_on = date.fromisoformat(request.GET.get("due_on", ""))
        obj.note = form.cleaned_data["why"]
        super().save_model(request, obj, form, change)

    def require(self, recording: Recording, obj: Any) -> None:
        """Asked by its service, which knows whose it is; of one that is retracted here."""
        if obj.pk and obj.agency:
            rights.require(recording, obj.agency, obj.program)

    def page_after(self, request: HttpRequest, obj: Any) -> str:
        return reverse("portfolio:calendar")
