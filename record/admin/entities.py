"""Pages of entities: their labels, and below them every fact about them."""

from collections.abc import Collection
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate, localtime

from record.models import Claim, Entity, Proposal, Recording, Withdrawal
from record.models.fields import PartialDateFormField
from record.models.redirects import alike, merged
from record.services import approvals, entities, slugs
from record.services.comments import COMMENTED
from record.services.proposal_notices import waiting_about
from record.services.recordings import SINGLE_CONTROL

from . import rivals
from .attached import files_section
from .base import RecordedAdmin
from .comments import shown_on
from .duplicates import duplicate, sources_named
from .history import history_page
from .notices import notices_of
from .opened import stake
from .proposed_again import begun_from, earlier, reasons_again
from .refused import refusals
from .sections import MOST_ROWS, Link, Row, Section, cell
from .sourced import SOURCE_FIELDS, SourcedForm
from .together import TogetherAdmin


class EntityForm(SourcedForm, forms.ModelForm):
    """Labels of an entity, from which day they hold, the source and the reason."""

    effective_on = PartialDateFormField(
        label="Holds from",
        required=False,
        help_text="The day of the change, as in Feb 14 2026. Empty: a correction, so it always held.",
    )
    again: ClassVar[dict[str, Any]] = {}
    """What a proposal said from which the form starts."""
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    warning_reason = forms.CharField(
        label="Reason for what is unusual",
        required=False,
        max_length=500,
        help_text="Asked only when something here is unusual; kept with the reason of the recording.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "seen" in self.fields and self.instance.pk:
            self.initial["seen"] = self.instance.recording_id
        if not self.is_bound:
            self.initial |= self.again
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = "Empty: made from the name. It stays for good."

    def clean_slug(self) -> str:
        named = self.data.get("name") or self.data.get("product") or ""
        return self.cleaned_data["slug"] or slugs.free_slug(type(self.instance), str(named))


class EntityAdmin(TogetherAdmin):
    """Officers add entities and change their labels; each change keeps what was there before."""

    form = EntityForm
    change_form_template = "admin/entity.html"
    labels: tuple[str, ...] = ("name",)
    fixed: tuple[str, ...] = ()  # set when the entity is made, never changed
    asks_reason = False  # True where `unusual` may ask for one
    changes_as = ""  # the kind of proposal by which labels wait for a second officer, where some do

    def get_fieldsets(self, request: HttpRequest, obj: Entity | None = None) -> list:
        labels = list(self.labels)
        if obj is not None and not self.has_change_permission(request, obj):
            return [("Labels", {"fields": ["slug", *self.fixed, *labels]})]
        source = ("Source", {"fields": SOURCE_FIELDS})
        if obj is None:
            fields = [*self.fixed, *labels, "slug"]
            return [("Labels", {"fields": fields}), source, ("Reason", {"fields": self.reasons()})]
        return [
            ("Labels", {"fields": ["slug", *self.fixed, *labels]}),
            source,
            ("Reason", {"fields": ("effective_on", *self.reasons(), "seen")}),
        ]

    def reasons(self) -> tuple[str, ...]:
        """The fields that ask why."""
        return ("warning_reason", "why") if self.asks_reason else ("why",)

    def unusual(self, obj: Any, names: Collection[str]) -> list[str]:
        """What is asked before the entity bears new labels in these columns; it is taken with a reason."""
        return []

    def reason(self, obj: Entity, form: EntityForm) -> str:
        """Why it is written, with the reason for what is unusual. Raises ValidationError where that is missing."""
        why, given = form.cleaned_data["why"], form.cleaned_data.get("warning_reason")
        found = self.unusual(obj, set(form.changed_data)) if self.asks_reason else []
        if found and not given:
            raise ValidationError(
                {"warning_reason": [f"{one} Say why it is another one, or leave this page." for one in found]}
            )
        return f"{why} Unusual, and why: {given}" if found else why

    def get_readonly_fields(self, request: HttpRequest, obj: Entity | None = None) -> tuple[str, ...]:
        return ("slug", *self.fixed) if obj else ()

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return self.named_in_address(request, {*self.labels, *self.fixed}) | sources_named(request)

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        """With what a found one was merged into: its old name leads there."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        into = merged(self.model) if search_term else {}
        heads = {into[pk] for pk in found.filter(pk__in=into).values_list("pk", flat=True)} if into else set()
        return (found | queryset.filter(pk__in=heads) if heads else found), may_repeat

    def save_model(self, request: Any, obj: Entity, form: EntityForm, change: bool) -> None:
        waits = change and self.waits(request, self.waiting_kind(form))
        approval = approvals.PROPOSAL if waits else SINGLE_CONTROL
        with refusals(), self.recording(request, self.reason(obj, form), approval=approval) as recording:
            if change:
                entity, labels = self.changed(obj, form)
                self.require(recording, entity)
                if waits:
                    payload = self.payload(entity, labels, form, recording)
                    kind = self.waiting_kind(form)
                    request.proposal = approvals.propose_or_amend(
                        kind, payload, recording=recording, today=localdate(), earlier=earlier(request, {kind})
                    )
                    return
                self.relabel(entity, labels, form, recording)
            else:
                citation = form.citation(recording)
                if hasattr(obj, "citation_id"):
                    obj.citation = citation
                self.create(obj, form, recording)
            self.stop_if_preview(request, [])

    def create(self, obj: Entity, form: EntityForm, recording: Recording) -> None:
        self.require(recording, obj)
        entities.create(obj, recording=recording)

    def waiting_kind(self, form: EntityForm) -> str:
        """As what kind of proposal the change waits for a second officer; empty where it does not."""
        return ""

    def proposes(self) -> set[str]:
        """The kinds of proposals that its forms make."""
        return {self.changes_as, self.together_as if self.together else ""} - {""}

    def form_of(self, proposal: Proposal) -> str:
        """The address of the form that a proposal came from; empty where it is about another table."""
        if proposal.kind == self.together_as:
            return self.together_form_of(proposal.payload)
        return self.address("change", proposal.entity_id)

    def proposed_labels(self, payload: dict[str, Any]) -> dict[str, Any]:
        """The new labels as `payload` spelt them, by the name or the column of each."""
        raise NotImplementedError(f"{type(self).__name__} proposes no change.")

    def values_again(self, request: HttpRequest) -> dict[str, Any]:
        """What the proposal says that the address names; nothing where it names none."""
        proposal = begun_from(request, {self.changes_as})
        if proposal is None:
            return {}
        labels = self.proposed_labels(proposal.payload)
        columns = {name: field.name for field in self.opts.concrete_fields for name in (field.name, field.attname)}
        day = proposal.payload.get("effective_on", "")
        stated = {columns[name]: value for name, value in labels.items() if name in columns}
        return {**stated, "effective_on": day, **reasons_again(proposal)}

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.again = self.values_again(request) if obj is not None else {}
        return form

    def payload(self, obj: Any, values: dict[str, Any], form: EntityForm, recording: Recording) -> dict[str, Any]:
        """The change as that kind of proposal holds it."""
        raise NotImplementedError(f"{type(self).__name__} proposes no change.")

    def changed(self, obj: Entity, form: EntityForm) -> tuple[Entity, dict[str, Any]]:
        """The entity as it is on record, and its new labels. Raises ValidationError when it moved, or nothing did."""
        entity = self.model.objects.select_related("recording").get(pk=obj.pk)
        if entity.recording_id != form.cleaned_data["seen"]:
            last = entity.recording
            raise ValidationError(
                f"{last.by_name} changed this on {localtime(last.moment):%Y-%m-%d at %H:%M}, after you opened it. "
                "Nothing of yours was written. Open the page again, look at the change, then make yours."
            )
        names = {field.name for field in self.model._meta.concrete_fields}
        values = {name: form.cleaned_data[name] for name in form.changed_data if name in names}
        if not values:
            raise ValidationError("Nothing was changed, so nothing was written. Change a label, or leave the page.")
        return entity, values

    def relabel(self, obj: Any, values: dict[str, Any], form: EntityForm, recording: Recording) -> None:
        day, citation = form.cleaned_data["effective_on"], form.citation(recording)
        entities.relabel(obj, values, recording=recording, effective_on=day, citation=citation)
        self.require(recording, obj)

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        obj = context.get("original")
        rivals.offer(context["adminform"].form, obj, rivals.figures_of(self.model))
        context["sections"] = self.sections(request, obj) if obj else []
        context["notices"] = notices_of(obj) if obj else []
        context["waiting_about"] = [(one, stake(one)) for one in waiting_about(obj)] if obj else []
        if obj is not None and self.has_add_permission(request):
            context["duplicate"] = duplicate(self.address("add"), obj, (*self.fixed, *self.labels), {})
        if obj is not None and self.model in COMMENTED:
            context |= shown_on(request, obj)
        context["show_save_and_add_another"] = context["show_save_and_continue"] = False
        return super().render_change_form(request, context, *args, **kwargs)

    def sections(self, request: HttpRequest, obj: Entity) -> list[Section]:
        """The tables of this page, those that are written from it first."""
        own: list[Section] = []
        others: list[Section] = []
        for model, other in sorted(self.admin_site._registry.items(), key=lambda item: _place(item[1])):
            if not isinstance(other, RecordedAdmin) or not other.has_view_permission(request):
                continue
            for relation in (*other.belongs_to, *other.shown_on):
                if model._meta.get_field(relation).related_model is self.model:
                    tables = own if relation in other.belongs_to else others
                    tables.extend(other.sections_on(request, relation, obj))
        claims = self.admin_site._registry[Claim].section_about(request, obj)
        return [*own, *others, *(section for section in (files_section(request, obj), claims) if section)]

    def sections_on(self, request: HttpRequest, relation: str, parent: models.Model) -> list[Section]:
        rows = list(self.section_queryset().filter(alike(relation, type(parent), parent.pk))[: MOST_ROWS + 1])
        title = self.section_title or str(self.opts.verbose_name_plural)
        section = Section(title[:1].upper() + title[1:], ["Name", *self.section_headings()], slug=self.opts.model_name)
        section.rows = [
            Row([cell(row), *self.section_cells(row)], actions=self.section_actions(request, row))
            for row in rows[:MOST_ROWS]
        ]
        if len(rows) > MOST_ROWS:
            section.more = Link("All of them", f"{self.address('changelist')}?{relation}__id__exact={parent.pk}")
        if relation in self.belongs_to and self.has_add_permission(request):
            section.buttons.append(
                Link(f"New {self.opts.verbose_name}", f"{self.address('add')}?{relation}={parent.pk}")
            )
        return [section] if rows or section.buttons else []

    def section_queryset(self) -> models.QuerySet:
        return self.model.objects.standing()

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Lists and choices leave out what was withdrawn; its own page and history stay."""
        rows = super().get_queryset(request)
        name = (request.resolver_match and request.resolver_match.url_name) or ""
        is_list = name.endswith(("_changelist", "autocomplete"))
        withdrawn = Withdrawal.standing(self.model).values("entity_id")
        return rows.exclude(pk__in=withdrawn) if is_list else rows

    def section_headings(self) -> list[str]:
        return []

    def section_cells(self, row: Entity) -> list[Link]:
        return []

    def section_actions(self, request: HttpRequest, row: Entity) -> list[Link]:
        return []

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return history_page(self, request, object_id)


def _place(model_admin: Any) -> int:
    return getattr(model_admin, "section_place", 0)
