"""The ledger: entries are made and reversed from the investment's page, and read everywhere."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localdate

from portfolio.calculations.entries import Entry
from portfolio.calculations.kinds import Kind
from portfolio.calculations.ledger_rules.rules import warnings
from portfolio.models import Investment, Transaction
from portfolio.positions.figures import figures_of, terms_of
from portfolio.services import identity, ledger
from portfolio.services.handlers.chains import ChainHandler
from portfolio.services.handlers.entries import CorrectionHandler, EntryHandler, ReversalHandler, draft_of
from record.admin.base import shown, today_as_known, today_under
from record.admin.filters import value_filter
from record.admin.proposed_again import values_again
from record.admin.sections import Link, Row
from record.admin.site import page_of
from record.admin.sourced import WarnedForm, is_row_number
from record.models import Proposal, Recording
from record.services import approvals
from record.services.row_formatting import format_value

from .consequences import compared, standing_of
from .entry_forms import EntryRules, choices_of
from .entry_forms import figures_of as figures_of_form
from .investment_facts import InvestmentFactAdmin


def in_order(award: int) -> str:
    """The form of several entries of the award with that id."""
    return f"{reverse('admin:entries_in_order')}?investment={award}"


CORRECTS = "corrects"  # in the address of the form: the entry whose place the new one takes


class EntryForm(EntryRules, WarnedForm):
    """One entry of a kind that the instrument may have."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.parent and "kind" in self.fields:
            self.fields["kind"].choices = choices_of(self.parent[1])
            self.fields["effective_on"].required = True


@admin.register(Transaction)
class TransactionAdmin(InvestmentFactAdmin):
    form = EntryForm
    undo, undone = "reverse", "Reverse"
    undone_as = ReversalHandler.kind
    proposed_as = EntryHandler.kind
    section_fields = ("number", "kind", "amount", "shares", "reverses")
    section_title, section_place, unstated = "Ledger", 4, ""
    section_related = ("reversed_by",)
    add_label = "New ledger entry"
    list_display = (
        "reference", "investment", "kind", shown("amount"), shown("shares"), shown("effective_on"), "recording",
    )  # fmt: skip
    list_display_links = ("reference",)
    list_select_related = ("investment", "recording")
    list_filter = (value_filter("kind", choices=[(kind.value, kind.label) for kind in Kind]),)
    ordering = ("-number",)
    sortable_by = ()
    search_fields = ("investment__slug",)
    search_help_text = "Reference (T000042) or the beginning of an investment's identifier."

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """By an exact number, or by investments found first: never by a walk through every entry."""
        term = search_term.strip()
        number = term.upper().removeprefix("T").lstrip("0")
        if number.isdecimal() and len(number) < 19:
            return queryset.filter(number=int(number)), False
        if term:
            found = Investment.objects.filter(slug__startswith=term.lower()).values("pk")
            return queryset.filter(investment__in=found), False
        return queryset, False

    def corrected(self, request: HttpRequest) -> Transaction | None:
        """The entry whose place a new one takes, where the address names one that still stands."""
        parent, text = self.parent(request), request.GET.get(CORRECTS, "")
        if parent is None or not is_row_number(text):
            return None
        found = Transaction.objects.filter(pk=int(text), investment=parent[1], reversed_by__isnull=True)
        return found.exclude(kind=Kind.REVERSAL).select_related("investment", "citation").first()

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        entry = self.corrected(request)
        if entry is None:
            return super().get_changeform_initial_data(request)
        sources = list(entry.citation.sources.values_list("pk", flat=True)) if entry.citation else []
        stands = {name: getattr(entry, name) for name in (*ledger.CORRECTED, "note")} | {"sources": sources}
        return stands | values_again(request, self, set(ledger.CORRECTED))

    def proposes(self) -> set[str]:
        return {EntryHandler.kind, CorrectionHandler.kind, ChainHandler.kind, ReversalHandler.kind}

    def form_of(self, proposal: Proposal) -> str:
        if proposal.kind != ChainHandler.kind:
            return super().form_of(proposal)
        return in_order(proposal.payload["rows"][0]["investment_id"])

    def add_buttons(self, relation: str, parent: Any) -> list[Link]:
        return [*super().add_buttons(relation, parent), Link("Several entries in order", in_order(parent.pk))]

    def corrected_in(self, payload: dict[str, Any]) -> dict[str, Any]:
        found = Transaction.objects.filter(number=payload["number"]).first() if "number" in payload else None
        return {CORRECTS: found.pk} if found else {}

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        if CORRECTS in request.GET and self.corrected(request) is None:
            messages.error(request, "That entry does not stand any more, so it cannot be corrected.")
            parent = self.parent(request)
            return HttpResponseRedirect(page_of(parent[1]) if parent else self.address("changelist"))
        return super().add_view(request, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Any, form: EntryForm, change: bool) -> None:
        obj.corrected, obj.why = self.corrected(request), form.cleaned_data["why"]
        super().save_model(request, obj, form, change)

    def proposal_kind(self, fact: Any) -> str:
        return CorrectionHandler.kind if getattr(fact, "corrected", None) else super().proposal_kind(fact)

    def propose(self, fact: Any, recording: Recording) -> Any:
        if fact.corrected is None:
            return super().propose(fact, recording)
        sources = fact.citation.text if fact.citation else ""
        payload = {"row": format_value(fact), "sources": sources, "number": fact.corrected.number, "reason": fact.why}
        return approvals.propose_or_amend(
            CorrectionHandler.kind, payload, recording=recording, today=localdate(), earlier=fact.earlier
        )

    def actions_of(self, request: HttpRequest, fact: Any) -> list[Link]:
        return [self.correct_link(fact)] if self.may_undo(request, fact) else []

    def correct_link(self, entry: Transaction) -> Link:
        address = f"{self.address('add')}?investment={entry.investment_id}&{CORRECTS}={entry.pk}"
        return Link("Correct", address, str(entry))

    def section_row(self, row: Any, columns: list[Any], may_undo: bool) -> Row:
        shown_row = super().section_row(row, columns, may_undo)
        if may_undo and self.may_undo_row(row):
            shown_row.actions.append(self.correct_link(row))
        return shown_row

    def fields_for(self, request: HttpRequest, parent: Any) -> tuple[str, ...]:
        return ("kind", *figures_of_form(parent)) if parent is not None else ("kind", "amount")

    def add_context(self, request: HttpRequest, parent: Any) -> dict[str, Any]:
        entry = self.corrected(request)
        title = {"title": f"Correct {entry.reference}: {parent}"} if entry else {}
        standing = SimpleLazyObject(lambda: standing_of(parent, at=today_as_known()))
        return {"standing": standing, "may_preview": True, **title}

    def write(self, fact: Any, recording: Recording) -> Any:
        at = today_under(recording)
        before = figures_of(fact.investment, at=at)
        draft = draft_of(fact)
        if fact.corrected is None:
            row = ledger.record(draft, recording=recording, today=localdate())
        else:
            row = ledger.replace_entry(fact.corrected, draft, reason=fact.why, recording=recording, today=localdate())
        fact.number = row.number
        return compared(fact.investment, before, figures_of(fact.investment, at=at))

    def unusual(self, fact: Transaction) -> list[str]:
        terms = terms_of(fact.investment, at=today_as_known())
        price = (terms.price_per_share or terms.strike_price) if terms else None
        entry = Entry(Kind(fact.kind), localdate(), fact.amount, fact.shares, fact.shares_received)
        found = ledger.unusual(fact, at=today_as_known())
        return [
            *identity.entry_questions(fact, corrects=getattr(fact, "corrected", None)),
            *warnings([entry], price=price),
            *([found] if found else []),
        ]

    def retraction_of(self, fact: Transaction) -> Any:
        return Transaction.objects.filter(reverses=fact).select_related("recording").first()

    def undone_otherwise(self, request: HttpRequest, fact: Transaction) -> str:
        if fact.kind == Kind.REVERSAL:
            return "A reversal stays. Enter anew what it reversed."
        return super().undone_otherwise(request, fact)

    def may_undo_row(self, row: Transaction) -> bool:
        return row.kind != Kind.REVERSAL and not hasattr(row, "reversed_by")

    def undoing(self, fact: Transaction, reason: str) -> dict[str, Any]:
        """An entry is reversed, never retracted."""
        return {"number": fact.number, "reason": reason}

    def undo_form_of(self, payload: dict[str, Any]) -> str:
        return self.address(self.undo, Transaction.objects.get(number=payload["number"]).pk)

    def undo_fact(self, fact: Transaction, reason: str, recording: Recording) -> None:
        ledger.reverse(fact, reason=reason, recording=recording, today=localdate())
