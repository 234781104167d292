"""Pages of facts: added from the page of what they are about, read, retracted with a reason, never changed."""

from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.text import capfirst, format_lazy
from django.utils.timezone import localdate

from record.admin.attached import files_section
from record.admin.base import today_as_known, today_under
from record.admin.sections import MOST_ROWS, Link, Row, Section, source_links
from record.admin.site import page_of
from record.admin.sourced import FactForm, WarnedForm, is_row_number
from record.models import Proposal, Recording
from record.models.proposals import KIND_LABELS
from record.roles import may_write
from record.services import approvals, facts
from record.services.recordings import SINGLE_CONTROL

from . import rivals
from .duplicates import duplicate, sources_named
from .numbers import UNSTATED, dated, formatted
from .proposed_again import earlier, values_again
from .refused import refusals
from .sourced import SOURCE_FIELDS
from .undoing import UndoingAdmin


class FactAdmin(UndoingAdmin):
    form = FactForm
    add_form_template = "admin/new_fact.html"
    written: tuple[str, ...] = ()  # the fields of the form, besides the day, the note and the source
    section_fields: tuple[str, ...] = ()  # the columns on the page of what it is about
    section_related: tuple[str, ...] = ()
    unstated = UNSTATED
    add_label = ""
    continues = False  # its form starts from the one before it
    list_select_related: ClassVar[tuple[str, ...]] = ("recording",)
    ordering = ("-pk",)

    # --- Adding ---------------------------------------------------------------------------------------------------
    def parent(self, request: HttpRequest) -> tuple[str, Any] | None:
        """The relation and the object that the address names; None when it names none."""
        for relation in self.belongs_to:
            text = request.GET.get(relation, "")
            model = self.model._meta.get_field(relation).related_model
            found = model.objects.filter(pk=int(text)).first() if is_row_number(text) else None
            if found is not None:
                return relation, found
        return None

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        parent = self.parent(request)
        if parent is None:
            return self.sent_to_parents(request)
        context = {"parent": parent[1], "parent_page": page_of(parent[1]), **self.add_context(request, parent[1])}
        context.setdefault("title", format_lazy("{}: {}", self.add_label or f"New {self.opts.verbose_name}", parent[1]))
        return super().add_view(request, form_url, {**context, **(extra_context or {})})

    def sent_to_parents(self, request: HttpRequest) -> HttpResponse:
        if not self.belongs_to:
            raise PermissionDenied
        opts = self.model._meta.get_field(self.belongs_to[0]).related_model._meta
        messages.info(request, f"Open the {opts.verbose_name} that it is about, and add it from there.")
        return HttpResponseRedirect(self.admin_site.changelist_of(opts))

    def add_context(self, request: HttpRequest, parent: Any) -> dict[str, Any]:
        return {}

    def fields_for(self, request: HttpRequest, parent: Any) -> tuple[str, ...]:
        return self.written

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list:
        parent = self.parent(request)
        fields = self.fields_for(request, parent[1] if parent else None)
        return [
            ("What is recorded", {"fields": [*fields, "effective_on", "note"]}),
            ("Source", {"fields": SOURCE_FIELDS}),
            ("Reason", {"fields": ("warning_reason", "why") if issubclass(self.form, WarnedForm) else ("why",)}),
        ]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> type[forms.Form]:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.parent = self.parent(request)
        return form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        parent = self.parent(request)
        known = set(self.fields_for(request, parent[1] if parent else None))
        initial: dict[str, Any] = {}
        if self.continues and parent:
            last = self.model.objects.filter(**{parent[0]: parent[1]}).at(today_as_known()).last()
            if last is not None:
                initial = {name: getattr(last, self.opts.get_field(name).attname) for name in known}
        named = self.named_in_address(request, known) | sources_named(request)
        return initial | named | values_again(request, self, known)

    def proposes(self) -> set[str]:
        """The kinds of proposals that its forms make."""
        return {self.proposed_as, self.undone_as if self.proposed_as else ""} - {""}

    def corrected_in(self, payload: dict[str, Any]) -> dict[str, Any]:
        """What the address of the form names besides, for a proposal of that payload."""
        return {}

    def form_of(self, proposal: Proposal) -> str:
        """The address of the form that a proposal came from; empty where it has none."""
        if proposal.kind == self.undone_as:
            return self.undo_form_of(proposal.payload)
        row = proposal.payload.get("row", {})
        relation = next((name for name in self.belongs_to if row.get(f"{name}_id")), "")
        if not relation:
            return ""
        asked = {relation: row[f"{relation}_id"], **self.corrected_in(proposal.payload)}
        return f"{self.address('add')}?{urlencode(asked)}"

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        waits = self.waits(request, self.proposal_kind(obj))
        approval = approvals.PROPOSAL if waits else SINGLE_CONTROL
        with refusals(), self.recording(request, form.cleaned_data["why"], approval=approval) as recording:
            obj.citation = form.citation(recording)
            self.require(recording, obj)
            self.ask_reason(obj, form)
            facts.refuse_second(obj, at=today_under(recording))
            if waits:
                obj.earlier = self.earlier(request, obj)
                request.proposal = self.propose(obj, recording)
                return
            consequences = self.write(obj, recording)
            self.stop_if_preview(request, consequences)

    def earlier(self, request: HttpRequest, fact: Any) -> approvals.Earlier:
        """What the form words anew or corrects. Raises ValidationError where it amends and the fact is of another kind
        now.
        """
        found, kind = earlier(request, self.proposes()), self.proposal_kind(fact)
        if found.amends is not None and found.amends.kind != kind:
            label = KIND_LABELS[kind]
            raise ValidationError(f'"{found.amends}" is no {label}. Withdraw it, then propose the {label} by itself.')
        return found

    def propose(self, fact: Any, recording: Recording) -> models.Model:
        """Keep the fact as a proposal, or as the new text of one. Raises ValidationError as its write would."""
        return approvals.propose_row(
            self.proposal_kind(fact), fact, recording=recording, today=localdate(), earlier=fact.earlier
        )

    def unusual(self, fact: Any) -> list[str]:
        """What is unusual about the fact besides what its service asks, and is taken only with a reason."""
        return []

    def ask_reason(self, fact: Any, form: Any) -> None:
        """Keep the reason for what is unusual in the note. Raises ValidationError where there is none."""
        fact.note = facts.explained(fact.note, form.cleaned_data.get("warning_reason"))
        facts.require_reason(fact, self.unusual(fact))

    def write(self, fact: Any, recording: Recording) -> Any:
        """Record the fact by its service, and say what follows from it."""
        facts.record_by_service(fact, recording=recording, today=localdate())
        return []

    def page_after(self, request: HttpRequest, obj: Any) -> str:
        parent = self.parent(request)
        return page_of(parent[1]) if parent else self.address("changelist")

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        parent = self.parent(request)
        if parent is not None:
            rivals.offer(context["adminform"].form, parent[1], rivals.figures_of(self.model))
        context["show_save_and_add_another"] = context["show_save_and_continue"] = False
        context["consequences"] = getattr(request, "consequences", None)
        return super().render_change_form(request, context, *args, **kwargs)

    # --- Reading --------------------------------------------------------------------------------------------------
    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return super().changelist_view(request, {"has_add_permission": False, **(extra_context or {})})

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_{self.undo}"
        view = self.admin_site.admin_view(self.undo_view)
        return [path(f"<path:object_id>/{self.undo}/", view, name=name), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or not self.has_view_permission(request):
            raise PermissionDenied
        fact = self.fact(request, object_id)
        files = files_section(request, fact)
        context = {
            **self.admin_site.each_context(request),
            "title": f"{capfirst(str(self.opts.verbose_name))}: {fact}",
            "opts": self.opts,
            "fact": fact,
            "rows": self.rows_of(fact),
            "sources": source_links(fact.citation),
            "retraction": self.retraction_of(fact),
            "undo": Link(f"{self.undone} this", self.address(self.undo, fact.pk))
            if self.may_undo(request, fact)
            else None,
            "undone_by": fact.undone_by if may_write(request.user) else "",
            "actions": [*self.actions_of(request, fact), *self.duplicates_of(request, fact)],
            "about": self.about(fact),
            "sections": [files] if files else [],
        }
        return TemplateResponse(request, "admin/fact.html", context)

    def about(self, fact: Any) -> Link | None:
        """What it is about, where no column says so."""
        return None

    def actions_of(self, request: HttpRequest, fact: Any) -> list[Link]:
        """What else can be done about a fact from its page."""
        return []

    def duplicates_of(self, request: HttpRequest, fact: Any) -> list[Link]:
        """The form of a new fact about the same, filled in with what this one states; none where none is added."""
        relation = next((name for name in self.belongs_to if getattr(fact, f"{name}_id") is not None), "")
        if not relation or not self.has_add_permission(request):
            return []
        parent = getattr(fact, relation)
        names = self.fields_for(request, parent)
        return [duplicate(self.address("add"), fact, names, {relation: parent.pk})]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """A fact never changes: its page is its history."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(page_of(self.fact(request, object_id)))

    # --- On the page of what it is about ---------------------------------------------------------------------------
    def sections_on(self, request: HttpRequest, relation: str, parent: models.Model) -> list[Section]:
        relations = [field.name for field in self.opts.concrete_fields if field.is_relation]
        rows = list(
            self.model.objects.known(today_as_known())
            .about(**{relation: parent})
            .select_related(*relations, *self.section_related)
            .prefetch_related("citation__sources")
            .order_by("-counts_from", "-recording_id", "-pk")[: MOST_ROWS + 1]
        )
        columns = [self.opts.get_field(name) for name in self.section_fields if name != relation]
        title = self.section_title or str(self.opts.verbose_name_plural)
        section = Section(
            title[:1].upper() + title[1:],
            ["Holds from", *(capfirst(str(column.verbose_name)) for column in columns)],
            slug=f"{self.opts.model_name}-{relation}",
        )
        may_add = relation in self.belongs_to and self.has_add_permission(request)
        section.rows = [self.section_row(row, columns, may_add) for row in rows[:MOST_ROWS]]
        if len(rows) > MOST_ROWS:
            section.more = Link("All of them", f"{self.address('changelist')}?{relation}__id__exact={parent.pk}")
        if may_add:
            section.buttons = self.add_buttons(relation, parent)
        return [section] if rows or section.buttons else []

    def add_buttons(self, relation: str, parent: models.Model) -> list[Link]:
        label = self.add_label or f"New {self.opts.verbose_name}"
        return [Link(label, f"{self.address('add')}?{relation}={parent.pk}")]

    def section_row(self, row: Any, columns: list[models.Field], may_undo: bool) -> Row:
        cells = [Link(dated(row.effective_on), page_of(row), f"open this {self.opts.verbose_name}")]
        for column in columns:
            value = getattr(row, column.name)
            if column.is_relation:
                cells.append(self.link_to(value) if value is not None else Link(self.unstated))
            else:
                cells.append(Link(formatted(column, value) or ("" if column.name == "note" else self.unstated)))
        actions = []
        if may_undo and self.may_undo_row(row):
            actions = [Link(self.undone, self.address(self.undo, row.pk), str(row))]
        return Row(cells, source_links(row.citation), actions)

    def may_undo_row(self, row: Any) -> bool:
        return not row.undone_by
