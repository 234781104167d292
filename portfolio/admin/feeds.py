"""Found by feeds: candidates, each with the nearest on record and what may be decided; and the answers kept."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode, urlsplit

from django import forms
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join

from portfolio.models import (
    CandidateDecision,
    CandidateKind,
    CandidateOutcome,
    FeedAnswer,
    FeedCandidate,
    Investment,
)
from portfolio.positions.nearest import Nearest
from portfolio.services import feeds, rights
from projects.models import Company
from record.admin.base import ReadOnlyAdmin, today_as_known
from record.admin.facts import FactAdmin
from record.admin.sections import Link
from record.admin.site import page_of
from record.admin.sourced import SOURCE_FIELDS, FactForm
from record.models import Citation, Recording
from record.roles import may_write

from .saved_files import saved_file


class WaitingFilter(admin.SimpleListFilter):
    """Those about which nobody has decided, unless others are asked for."""

    title = "decision"
    parameter_name = "decision"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("made", "made"), ("any", "made or not")]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        return [{**first, "display": "waiting"}, *others]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        at = today_as_known()
        newest = FeedCandidate.objects.newest(at).values("pk")
        waiting = FeedCandidate.objects.waiting(at).values("pk")
        if self.value() == "made":
            return queryset.filter(pk__in=newest).exclude(pk__in=waiting)
        return queryset.filter(pk__in=newest if self.value() == "any" else waiting)


@admin.register(FeedCandidate)
class FeedCandidateAdmin(FactAdmin):
    """Only feeds add here."""

    list_filter = (WaitingFilter, "kind")
    search_fields = ("title", "name", "number")
    search_help_text = "Recipient or company, award number or CIK."
    sortable_by = ()
    ordering = ("-counts_from",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_list_display(self, request: HttpRequest) -> tuple[Any, ...]:
        """What is on record and what was decided is read once for the whole list."""
        desk = Desk()

        @admin.display(description="nearest on record")
        def near(candidate: FeedCandidate) -> Any:
            found = desk.nearest.of(candidate)
            if found is None:
                return "nothing is near"
            links = format_html_join("; ", '<a href="{}">{}</a>', ((page_of(one), one) for one in found.all))
            return format_html("{} ({})", links, found.why)

        @admin.display(description="decide")
        def decide(candidate: FeedCandidate) -> Any:
            made = desk.made(candidate)
            if made or not may_write(request.user):
                return made or None
            links = ((one.address, one.text, one.context) for one in ways(candidate, desk.nearest))
            return format_html_join(" ", '<a href="{}">{}<span class="visually-hidden"> {}</span></a>', links)

        return ("title", where, stated, near, decide)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        response: Any = super().change_view(request, object_id, *args, **kwargs)
        candidate, context = response.context_data["fact"], response.context_data
        desk = Desk()
        found = desk.nearest.of(candidate)
        context["nearest"] = [Link(str(one), page_of(one)) for one in found.all] if found else []
        context["near_by"] = found.why if found else ""
        context["decision"] = desk.made(candidate)
        context["opened"] = Link("Open it at its source", candidate.address)
        if may_write(request.user) and not context["decision"]:
            context["actions"] = ways(candidate, desk.nearest)
        response.template_name = "admin/feed_candidate.html"
        return response


class Desk:
    """The nearest on record to each candidate, and what was decided about it; both read when first asked."""

    def __init__(self) -> None:
        self.nearest = Nearest()

    @cached_property
    def decisions(self) -> dict[int, CandidateDecision]:
        made = CandidateDecision.objects.known(today_as_known()).select_related("recording", "investment")
        return {one.candidate_id: one for one in made.order_by("pk")}

    def made(self, candidate: FeedCandidate) -> str:
        """What was decided, in words; empty where nothing was."""
        last = self.decisions.get(candidate.pk)
        if last is None:
            return ""
        award = f" {last.investment}" if last.investment else ""
        return f"{last.get_outcome_display().capitalize()}{award}: {last.note} ({last.recording.by_name})"


@admin.display(description="what its source says")
def stated(candidate: FeedCandidate) -> str:
    """The lines that the title does not say already, in one."""
    told = (candidate.name, candidate.number, candidate.key)
    return "; ".join(line for line in candidate.content.splitlines() if line.partition(": ")[2] not in told)


@admin.display(description="where")
def where(candidate: FeedCandidate) -> Any:
    """The link to the source."""
    host = urlsplit(candidate.address).hostname
    link = '<a href="{}" rel="noreferrer">{}<span class="visually-hidden">: {}</span></a>'
    return format_html(link, candidate.address, host, candidate)


def ways(candidate: FeedCandidate, nearest: Nearest) -> list[Link]:
    """The three decisions. "Record it" leads to the form of what is recorded; the decision is then "same as"."""
    found = nearest.of(candidate)
    entity = found.entity if found else None
    form = reverse("admin:portfolio_candidatedecision_add")
    named = {"candidate": candidate.pk}
    same: dict[str, Any] = {**named, "outcome": CandidateOutcome.SAME.value}
    if isinstance(entity, Investment):
        same["investment"] = entity.pk
    if candidate.kind == CandidateKind.FILING:
        record = page_of(entity) if isinstance(entity, Company) else reverse("admin:projects_company_changelist")
        same["outcome"] = CandidateOutcome.RECORDED.value
        second = "It is on record"
    else:
        record = f"{reverse('admin:record_a_deal')}?{urlencode(named)}"
        second = "Same as"
    refused = {**named, "outcome": CandidateOutcome.NOT_OURS.value}
    context = str(candidate)
    return [
        Link("Record it", record, context),
        Link(second, f"{form}?{urlencode(same)}", context),
        Link("Not ours", f"{form}?{urlencode(refused)}", context),
    ]


class DecisionForm(FactForm):
    """What a candidate is; its reason is kept with it. It cites what its candidate cites."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in SOURCE_FIELDS:
            self.fields.pop(name, None)
        self.fields["why"].help_text = "It stays with the candidate, which is then not offered again."
        about = self.parent and self.parent[1]
        if isinstance(about, FeedCandidate) and about.kind == CandidateKind.FILING:
            self.fields["investment"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.instance.note = cleaned.get("why", "")
        return cleaned

    def citation(self, recording: Recording) -> Citation | None:
        return self.instance.candidate.citation


@admin.register(CandidateDecision)
class CandidateDecisionAdmin(FactAdmin):
    form = DecisionForm
    belongs_to = ("candidate",)
    written = ("outcome", "investment")
    autocomplete_fields = ("investment",)
    add_label = "Decide"
    list_display = ("candidate", "outcome", "investment", "note", "recording")
    list_select_related = ("candidate", "investment", "recording")
    search_fields = ("candidate__title", "candidate__number", "note")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list:
        return [("What it is", {"fields": list(self.written)}), ("Reason", {"fields": ("why",)})]

    def require(self, recording: Recording, obj: CandidateDecision) -> None:
        if obj.investment is not None:
            rights.require_for(recording, obj.investment)

    def page_after(self, request: HttpRequest, obj: CandidateDecision) -> str:
        """Back to those that still wait."""
        return reverse("admin:portfolio_feedcandidate_changelist")


@admin.register(FeedAnswer)
class FeedAnswerAdmin(ReadOnlyAdmin):
    list_display = ("feed", "part", "address", "size", "source", "recording")
    list_select_related = ("source", "recording")
    search_fields = ("feed", "part", "sha256")
    fields = ("feed", "part", "address", "count", "size", "sha256", "source", "recording", "file")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> Any:
        """Without the answers themselves: a list needs none of their bytes."""
        return super().get_queryset(request).defer("content")

    @admin.display(description="answer")
    def file(self, answer: FeedAnswer) -> Any:
        return format_html('<a href="{}">Save the answer as it came</a>', self.address("file", answer.pk))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.file_view)
        return [path("<int:number>/file/", view, name="portfolio_feedanswer_file"), *super().get_urls()]

    def file_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """The bytes, to be saved and never shown as a page."""
        answer = FeedAnswer.objects.filter(pk=number).first()
        if answer is None or not self.has_view_permission(request, answer):
            raise Http404("No such answer.")
        name = f"answer-{answer.pk}.{'zip' if answer.count > 1 else 'txt'}"
        return saved_file(feeds.content_of(answer), name)
