"""Several entries of one award in one form: a commitment, its obligation and its payment, proposed as a whole."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.timezone import localdate

from portfolio.models import Investment, Transaction
from portfolio.services import identity, ledger, rights
from portfolio.services.handlers.chains import ChainHandler, payload_of
from portfolio.services.handlers.entries import draft_of
from record.admin.base import today_as_known
from record.admin.proposed_again import begun_from, earlier, reasons_again
from record.admin.refused import Refused, put_on, refusals
from record.admin.site import page_of
from record.admin.sourced import SOURCE_FIELDS, is_row_number
from record.models import Channel, Proposal, Recording
from record.roles import may_write
from record.services import approvals, facts, wording
from record.services.recordings import SINGLE_CONTROL, open_recording
from record.services.row_formatting import read

from .consequences import standing_of
from .entry_forms import FIRST, MOST, ROWS, ChainEntryForm, ChainForm, EntriesFormSet, figures_of, kinds_of
from .ledger import TransactionAdmin


def enter_in_order(request: Any) -> HttpResponse:
    """The page at /admin/entries-in-order/?investment=3."""
    if not may_write(request.user):
        raise PermissionDenied("Only an officer records entries.")
    award = award_of(request)
    entries, form = forms_of(request, award)
    if request.method == "POST" and entries.is_valid() & form.is_valid():
        try:
            return kept(request, award, entries.rows(), form)
        except Refused as refused:
            put_on(form, refused.error)
    context = {
        **admin.site.each_context(request),
        "title": f"Entries in order: {award}",
        "award": award,
        "award_page": page_of(award),
        "entries": entries,
        "form": form,
        "source_fields": [form[name] for name in SOURCE_FIELDS],
        "reason_fields": [form[name] for name in ("warning_reason", "why")],
        "standing": standing_of(award, at=today_as_known()),
        "media": form.media,
    }
    return TemplateResponse(request, "admin/chain.html", context)


def award_of(request: HttpRequest) -> Investment:
    """The award that the address names. Raises Http404."""
    text = request.GET.get("investment", "")
    found = Investment.objects.filter(pk=int(text)).select_related("agency", "program") if is_row_number(text) else None
    award = found.first() if found is not None else None
    if award is None:
        raise Http404("No award is on record under that number. Open the award, and enter them from there.")
    return award


def forms_of(request: HttpRequest, award: Investment) -> tuple[EntriesFormSet, ChainForm]:
    """The entries, and their sources and reason; filled in as a proposal was that the address names."""
    table: Any = admin.site.get_model_admin(Transaction)
    row = forms.modelform_factory(
        Transaction,
        form=type("AwardEntryForm", (ChainEntryForm,), {"award": award}),
        fields=("kind", *figures_of(award), "effective_on", "note"),
        formfield_callback=partial(table.formfield_for_dbfield, request=request),
    )
    again = begun_from(request, {ChainHandler.kind})
    filled = rows_again(again, row) if again else [{"kind": kind.value} for kind in FIRST if kind in kinds_of(award)]
    extra = max(ROWS, len(filled) + 1)
    many: Any = forms.formset_factory(row, formset=EntriesFormSet, extra=extra, max_num=MOST, validate_max=True)
    answers: dict[str, Any] = {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
    reasons = reasons_again(again) if again else None
    return many(**answers, initial=filled, prefix="entry"), ChainForm(**answers, initial=reasons)


def rows_again(proposal: Proposal, form: Any) -> list[dict[str, Any]]:
    rows = [read(Transaction, values) for values in proposal.payload["rows"]]
    return [{name: getattr(row, name) for name in form.base_fields} for row in rows]


def kept(request: Any, award: Investment, rows: list[Transaction], form: ChainForm) -> HttpResponse:
    """Propose the entries, amend the proposal that the address names, or record them in an office of one."""
    waits, why = approvals.is_asked(), form.cleaned_data["why"]
    proposal: Proposal | None = None
    approval = approvals.PROPOSAL if waits else SINGLE_CONTROL
    with refusals(), open_recording(by=request.user, why=why, channel=Channel.FORM, approval=approval) as recording:
        rights.require_for(recording, award)
        ask_reason(rows, form, recording)
        if waits:
            proposal = approvals.propose_or_amend(
                ChainHandler.kind,
                payload_of(rows),
                recording=recording,
                today=localdate(),
                earlier=earlier(request, {ChainHandler.kind}),
            )
        else:
            ledger.record_all([draft_of(row) for row in rows], recording=recording, today=localdate())
    if proposal is None:
        messages.success(request, f"Recorded: {len(rows)} entries of {award}.")
        return HttpResponseRedirect(page_of(award))
    messages.success(request, wording.proposed(proposal))
    return HttpResponseRedirect(page_of(proposal))


def ask_reason(rows: list[Transaction], form: ChainForm, recording: Recording) -> None:
    """Give each entry the sources, and the reason for what is unusual. Raises ValidationError where it is missing."""
    table, citation = TransactionAdmin(Transaction, admin.site), form.citation(recording)
    unusual = identity.like_each_other(rows)
    for row in rows:
        row.citation = citation
        unusual += table.unusual(row)
    for row in rows:
        row.note = facts.explained(row.note, form.cleaned_data["warning_reason"] if unusual else "")
        facts.require_reason(row, unusual)
