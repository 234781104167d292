"""Investments: their labels; statuses, projects and events, which are added from their page."""

from collections.abc import Collection
from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.forms import Field, Select
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate

from portfolio.calculations.kinds import Instrument, Status
from portfolio.models import (
    Confidence,
    Investment,
    InvestmentProject,
    InvestmentStatus,
    Terms,
)
from portfolio.positions.figures import terms_of
from portfolio.services import endings, identity, investments, rights
from portfolio.services.handlers import moves
from portfolio.services.handlers.endings import EndingHandler
from portfolio.services.handlers.facts import StatusHandler
from portfolio.services.handlers.together import STATUS, AwardsHandler
from projects.admin.mineral_filter import mineral_filter
from projects.models import Mineral, Project
from record.admin.base import shown, today_as_known
from record.admin.entities import EntityForm
from record.admin.filters import value_filter
from record.admin.sections import Link
from record.admin.sourced import WarnedForm
from record.calculations.column_figures import formatted_number
from record.models import Fact, Recording
from record.models.facts import Retraction

from .choices import agencies_of, programs_of
from .consequences import standing_of
from .investment_facts import InvestmentFactAdmin
from .payments_known import PaymentsKnownField
from .status_form import StatusForm
from .withdrawing import WithdrawingAdmin


def newest(model: type[Fact], column: str) -> Subquery:
    """A column of an investment's newest fact of `model` that counts today, as a subquery of its list."""
    at = today_as_known()
    rows = model.objects.filter(investment=OuterRef("pk"), counts_from__lte=at.as_of)
    retracted = Retraction.objects.filter(table=model._meta.db_table, fact_id=OuterRef("pk"))
    rows = rows.filter(~Exists(retracted)).order_by("-counts_from", "-recording_id", "-pk")
    return Subquery(rows.values(column)[:1])


class ReachedFilter(admin.SimpleListFilter):
    """Narrows to investments that reach a project with a property, asked as one subquery."""

    def reached(self, queryset: QuerySet, **of_project: Any) -> QuerySet:
        sites = Project.objects.filter(**of_project)
        return queryset.filter(pk__in=InvestmentProject.objects.filter(project__in=sites).values("investment"))


class ReachedMineralFilter(ReachedFilter):
    title = parameter_name = "mineral"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list:
        return list(Mineral.objects.filter(projects__isnull=False).distinct().values_list("slug", "name"))

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return self.reached(queryset, minerals__slug=self.value()) if self.value() else queryset


class ReachedStateFilter(ReachedFilter):
    title = parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list:
        states = Project.objects.exclude(state="").order_by("state").values_list("state", flat=True).distinct()
        return [(state, state) for state in states]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return self.reached(queryset, state=self.value()) if self.value() else queryset


class InvestmentForm(EntityForm):
    ledger_is_complete = PaymentsKnownField()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        agency = cleaned.get("agency") or getattr(self.instance, "agency", None)
        program = cleaned.get("program")
        if program and agency and program.agency_id != agency.pk:
            self.add_error("program", f"{program.code} belongs to {program.agency.code}, not to {agency.code}.")
        return cleaned


@admin.register(Investment)
class InvestmentAdmin(WithdrawingAdmin):
    form = InvestmentForm
    asks_reason = True
    fixed = ("instrument",)
    labels = (
        "deal", "agency", "agency_text", "office", "program", "program_text", "recipient", "issuer", "counterparty",
        "stake_group", "fain", "piid", "uri", "ledger_is_complete",
    )  # fmt: skip
    together = (STATUS, "program", "agency", "office", "deal", "recipient", "issuer", "counterparty", "stake_group")
    together_as = AwardsHandler.kind
    changes_as = moves.KIND
    shown_on = ("deal", "program", "recipient", "issuer")
    section_title = "investments"
    autocomplete_fields = ("deal", "recipient", "issuer", "counterparty")
    list_display = (
        "slug", "recipient", "instrument", "agency_code", "program_code", "status", "announced_amount", "confidence",
        "award_number",
    )  # fmt: skip
    list_select_related = ("recipient", "agency", "program", "deal")
    list_filter = (
        "agency",
        value_filter("instrument", choices=[(one.value, one.label) for one in Instrument]),
        value_filter("latest_status", "status", "status", choices=[(one.value, one.label) for one in Status]),
        ReachedMineralFilter,
        ReachedStateFilter,
        value_filter("latest_confidence", "confidence", "confidence", choices=Confidence.choices),
    )
    search_fields = (
        "slug", "recipient__name", "recipient__ticker", "issuer__name", "issuer__ticker", "deal__name", "deal__slug",
        "fain", "piid", "uri", "agency__code", "program__code",
    )  # fmt: skip
    search_help_text = "Identifier, company or ticker (MP), deal, award number (FAIN, PIID, URI), agency or program."

    def together_besides(self, name: str) -> dict[str, Field]:
        """Of a status what its own form asks."""
        names = ("warning_reason", "leaves_rest")
        return {one: StatusForm.base_fields[one] for one in names} if name == STATUS else {}

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return (
            super()
            .get_queryset(request)
            .annotate(
                latest_status=newest(InvestmentStatus, "status"),
                latest_confidence=newest(Terms, "confidence"),
                latest_amount=newest(Terms, "announced_amount"),
            )
        )

    @admin.display(description="agency", ordering="agency__code")
    def agency_code(self, row: Investment) -> str:
        return row.agency.code

    @admin.display(description="program", ordering="program__code")
    def program_code(self, row: Investment) -> str | None:
        return row.program.code if row.program else None

    @admin.display(ordering="latest_status")
    def status(self, row: Investment) -> str | None:
        return Status(row.latest_status).label if row.latest_status else None

    @admin.display(description="amount as stated", ordering="latest_amount")
    def announced_amount(self, row: Investment) -> str | None:
        return None if row.latest_amount is None else formatted_number("amount", row.latest_amount)

    @admin.display(ordering="latest_confidence")
    def confidence(self, row: Investment) -> str | None:
        return row.latest_confidence or None

    @admin.display(description="award number")
    def award_number(self, row: Investment) -> str | None:
        return row.award_number or None

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A new award comes with its terms, status and source: "Record a new deal"."""
        return False

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in ("agency", "program"):
            mine = agencies_of(request.user) if db_field.name == "agency" else programs_of(request.user)
            kwargs |= {"queryset": mine, "widget": Select}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def together_field(self, name: str) -> Any:
        """The status is a column of a fact of the award, all else a label of its own."""
        return InvestmentStatus._meta.get_field(name) if name == STATUS else super().together_field(name)

    def unusual(self, obj: Investment, names: Collection[str]) -> list[str]:
        at, changed = today_as_known(), set(names)
        terms = terms_of(obj, at=at) if {"recipient", "agency"} & changed else None
        asked = identity.award_questions(obj, terms, at=at)
        return asked if terms or set(identity.NUMBERS) & changed else []

    def require(self, recording: Recording, obj: Investment) -> None:
        rights.require_for(recording, obj)

    def create(self, obj: Investment, form: Any, recording: Recording) -> None:
        investments.create(obj, recording=recording)

    def waiting_kind(self, form: Any) -> str:
        return moves.KIND if investments.moves(form.changed_data) else ""

    def payload(self, obj: Investment, values: dict[str, Any], form: Any, recording: Recording) -> dict[str, Any]:
        citation = form.citation(recording)
        day, cited = form.cleaned_data["effective_on"], citation.text if citation else ""
        return moves.payload_of(obj, values, effective_on=day, sources=cited)

    def proposed_labels(self, payload: dict[str, Any]) -> dict[str, Any]:
        return dict(payload["labels"])

    def relabel(self, obj: Investment, values: dict[str, Any], form: Any, recording: Recording) -> None:
        day, citation = form.cleaned_data["effective_on"], form.citation(recording)
        investments.relabel(obj, values, recording=recording, effective_on=day, citation=citation)

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        if context.get("original"):
            context["standing"] = standing_of(context["original"], at=today_as_known())
        return super().render_change_form(request, context, *args, **kwargs)

    def section_queryset(self) -> QuerySet:
        rows = self.model.objects.standing().select_related("recipient", "agency")
        return rows.annotate(
            latest_status=newest(InvestmentStatus, "status"), latest_amount=newest(Terms, "announced_amount")
        )

    def section_headings(self) -> list[str]:
        return ["Instrument", "Agency", "Recipient", "Status", "Amount as stated"]

    def section_cells(self, row: Investment) -> list[Link]:
        return [
            Link(row.get_instrument_display()),
            Link(row.agency.code),
            Link(row.recipient.name),
            Link(self.status(row) or "not stated"),
            Link(self.announced_amount(row) or "not stated"),
        ]


@admin.register(InvestmentStatus)
class InvestmentStatusAdmin(InvestmentFactAdmin):
    form = StatusForm
    proposed_as = StatusHandler.kind
    section_title, section_place = "Statuses", 2
    written = ("status",)
    section_fields = ("status", "note")
    add_label = "New status"
    list_display = ("investment", "status", shown("effective_on"), "recording")
    list_filter = (value_filter("status", choices=[(one.value, one.label) for one in Status]),)
    search_fields = ("investment__slug",)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list:
        stated, *others = super().get_fieldsets(request, obj)
        return [(stated[0], {"fields": [*stated[1]["fields"], "leaves_rest"]}), *others]

    def proposes(self) -> set[str]:
        return {*super().proposes(), EndingHandler.kind}

    def ask_reason(self, fact: Any, form: Any) -> None:
        """An ending takes back what is left, unless the form says why that stays."""
        super().ask_reason(fact, form)
        endings.say_why_rest_stays(fact, form.cleaned_data.get("leaves_rest"))

    def proposal_kind(self, fact: Any) -> str:
        return EndingHandler.kind if endings.takes_rest(fact) else self.proposed_as

    def write(self, fact: Any, recording: Recording) -> Any:
        endings.state(fact, recording=recording, today=localdate())
        return []


@admin.register(InvestmentProject)
class InvestmentProjectAdmin(InvestmentFactAdmin):
    form = WarnedForm
    section_title, section_place = "Projects reached", 3
    shown_on = ("project",)
    written = ("project", "share", "amount", "basis")
    section_fields = ("investment", "project", "share", "amount", "basis")
    add_label = "Reach another project"
    autocomplete_fields = ("project",)
    list_display = ("investment", "project", shown("share"), shown("amount"), "basis")
    list_select_related = ("investment", "project")
    list_filter = (mineral_filter("project__minerals"),)
    search_fields = ("investment__slug", "project__name", "project__slug")
