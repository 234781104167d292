"""Record a new deal: what it is, its terms, what follows from it, and only then one write."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.timezone import localdate

from portfolio.calculations.kinds import Instrument, Status
from portfolio.models import Deal, Investment, ProgramTerms, Transaction
from portfolio.positions.figures import program_committed
from portfolio.services import deals, identity, investments
from portfolio.services.handlers.deals import DealHandler, payload_of
from projects.models import Company, Project
from projects.services import identity as site_identity
from record.admin.numbers import dated, formatted
from record.admin.refused import Previewed, Refused, refusals
from record.admin.sections import page_of, today_under
from record.admin.sourced import sha256_of
from record.models import Channel, Proposal, Recording
from record.roles import may_write
from record.services import approvals, facts, slugs, sources
from record.services.recordings import SINGLE_CONTROL, open_recording

from .consequences import Line, money, stake_lines, standing_of
from .new_deal_forms import CITED, SITES, AwardForm, TermsStepForm

STEPS = ("What it is", "Its terms", "What follows from it")


@dataclass(slots=True)
class Preview:
    """What would be on record, in words, with what follows from it."""

    written: list[Line] = field(default_factory=list)
    stake: list[Line] = field(default_factory=list)
    totals: list[Line] = field(default_factory=list)
    program: list[Line] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def record_a_deal(request: HttpRequest) -> HttpResponse:
    """The page at /admin/record-a-deal/. Every step carries what was typed in the others; nothing is kept elsewhere."""
    if not may_write(request.user):
        raise PermissionDenied("Only an officer records a deal.")
    if request.method != "POST":
        initial = {"deal": request.GET.get("deal", ""), "company": request.GET.get("company", "")}
        return _page(request, 1, AwardForm(user=request.user, initial=initial))
    return _Desk(request).answer()


class _Desk:
    """One request of the flow: both forms as typed, and where the officer wants to go."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.step = {"2": 2, "3": 3}.get(request.POST.get("step", ""), 1)
        self.data = request.POST.copy()
        upload = request.FILES.get("new_file")
        if upload is not None:
            self.data["new_file_sha256"] = sha256_of(upload)
        self.award = AwardForm(self.data, user=request.user)

    def answer(self) -> HttpResponse:
        if not self.award.is_valid() or (self.step == 2 and "_back" in self.data):
            return self.first_page()
        self.instrument = Instrument(self.award.cleaned_data["instrument"])
        if self.step == 1 or (self.step == 3 and "_back" in self.data):
            return _page(self.request, 2, self.terms_form(bound=False), self.data, self.award)
        self.terms = self.terms_form(bound=True)
        if not self.terms.is_valid():
            return _page(self.request, 2, self.terms, self.data, self.award)
        try:
            with refusals():
                investment = self.write(saves=self.step == 3 and "_save" in self.data)
        except Previewed as previewed:
            return _page(self.request, 3, self.terms, self.data, self.award, preview=previewed.consequences)
        except Refused as refused:
            return self.refused(refused.error)
        if isinstance(investment, Proposal):
            stated = f"Proposed: {investment}. Nothing of it counts until another officer approves it."
            messages.success(self.request, stated)
            return HttpResponseRedirect(page_of(investment))
        messages.success(self.request, f"Recorded: {investment}. What you see now is on record.")
        return HttpResponseRedirect(page_of(investment))

    def first_page(self) -> HttpResponse:
        goes_back = "_back" in self.data
        form = AwardForm(user=self.request.user, initial=self.data.dict()) if goes_back else self.award
        return _page(self.request, 1, form, self.data)

    def terms_form(self, *, bound: bool) -> TermsStepForm:
        if bound:
            return TermsStepForm(self.data, instrument=self.instrument)
        return TermsStepForm(initial=self.data.dict(), instrument=self.instrument)

    def refused(self, error: ValidationError) -> HttpResponse:
        """Back to the step whose field the refusal names, as it was typed."""
        named = set(error.message_dict) if hasattr(error, "error_dict") else set()
        if named & set(self.award.fields):
            form = AwardForm(self.data, user=self.request.user)
            form.refusal = error
            return _page(self.request, 1, form, self.data)
        form = self.terms_form(bound=True)
        form.refusal = error
        return _page(self.request, 2, form, self.data, self.award)

    def write(self, *, saves: bool) -> Investment | Proposal:
        """Record everything at once, or propose it. Raises Previewed, which rolls it all back, unless it `saves`."""
        values = self.terms.cleaned_data
        waits = saves and approvals.is_asked()
        approval = approvals.PROPOSAL if waits else SINGLE_CONTROL
        with open_recording(
            by=self.request.user, why=values["why"], channel=Channel.FORM, approval=approval
        ) as recording:
            new = self.new_deal(recording)
            asked = [
                question
                for entity in (new.recipient, *new.projects)
                if entity.pk is None
                for question in site_identity.questions(entity)
            ]
            new.investment.deal = new.deal
            at = today_under(recording)
            asked += identity.award_questions(new.investment, new.terms.announced_amount, at=at)
            unusual = [*asked, *investments.unusual(new.terms, new.investment.issuer or new.recipient, at=at)]
            if unusual:
                new.terms.note = facts.explained("", values["warning_reason"] or "asked for below")
            if waits and (not unusual or values["warning_reason"]):
                return approvals.propose(DealHandler.kind, payload_of(new), recording=recording, today=localdate())
            before = program_committed(new.investment.program, at=at)
            was_new = [entity for entity in (new.deal, new.recipient, *new.projects) if entity.pk is None]
            investment = deals.record(new, recording=recording, today=localdate())
            if saves and (not unusual or values["warning_reason"]):
                return investment
            raise Previewed(
                Preview(
                    written=list(_written(new, was_new, recording)),
                    stake=stake_lines(investment, at=at),
                    totals=standing_of(investment, at=at),
                    program=_program_lines(investment, before, at=at),
                    warnings=unusual,
                )
            )

    def new_deal(self, recording: Recording) -> deals.NewDeal:
        """Everything typed as the service takes it; a new source is put on record under `recording`."""
        award, values = self.award.cleaned_data, self.terms.cleaned_data
        cited = [values[name].slug for name in CITED if values[name]]
        if self.terms.names_new_source:
            cited.append(self.terms.add_new_source(recording).slug)
        status = Status(values["status"])
        terms = self.terms.terms()
        company = award["company"] or Company(
            slug=slugs.free_slug(Company, award["new_company_name"]),
            name=award["new_company_name"],
            ticker=award["new_company_ticker"],
            country=award["new_company_country"].upper(),
        )
        deal = award["deal"] or Deal(
            slug=slugs.free_slug(Deal, award["new_deal_name"]),
            name=award["new_deal_name"],
            announced_on=terms.announced_on,
            headline=award["new_deal_headline"],
        )
        agency = award["agency"]
        return deals.NewDeal(
            deal=deal,
            recipient=company,
            investment=Investment(
                slug=slugs.free_slug(Investment, company.slug, agency.slug, self.instrument.label),
                agency=agency,
                program=award["program"],
                instrument=self.instrument.value,
                **{name: values[name] for name in ("fain", "piid", "uri")},
            ),
            terms=terms,
            status=status,
            status_on=values["status_on"],
            commitment_on=values["commitment_on"],
            projects=list(self.projects(award)),
            basis=award["basis"] or "stated",
            citation=sources.cite(cited),
        )

    def projects(self, award: dict[str, Any]) -> Iterable[Project]:
        yield from dict.fromkeys(award[name] for name in SITES if award[name])
        if award["new_project_name"]:
            yield Project(
                slug=slugs.free_slug(Project, award["new_project_name"]),
                name=award["new_project_name"],
                state=award["new_project_state"],
                country=award["new_project_country"].upper(),
                operator=award["company"],
            )


def _written(new: deals.NewDeal, was_new: list[Any], recording: Recording) -> Iterable[Line]:
    """Every row that the write makes, in words."""
    for entity in was_new:
        yield Line(f"New {entity._meta.verbose_name}", "", f"{entity} [{entity.slug}]")
    award = new.investment
    yield Line("Investment", "", f"{award.slug}: {award.get_instrument_display()} to {award.recipient.name}")
    yield Line("Given by", "", f"{award.agency} / {award.program or 'program not stated'}")
    yield Line("Deal", "", str(award.deal))
    for column in new.terms._meta.concrete_fields:
        text = (
            ""
            if column.is_relation or column.name in ("counts_from", "id")
            else formatted(column, getattr(new.terms, column.name))
        )
        if text:
            label = "terms from" if column.name == "effective_on" else str(column.verbose_name)
            yield Line(label[:1].upper() + label[1:], "", text)
    for status in award.statuses.order_by("pk"):
        yield Line("Status", "", f"{status.get_status_display()}, since {dated(status.effective_on)}")
    for reach in award.reaches.select_related("project"):
        yield Line("Project", "", f"{reach.project} ({reach.get_basis_display()})")
    for entry in Transaction.objects.filter(investment=award):
        yield Line(
            "Ledger", "", f"{entry.get_kind_display()} of {money(entry.amount)}, {dated(entry.effective_on)}",
            f"entry {entry.reference} as it stands now",
        )  # fmt: skip
    yield Line("Sources", "", new.citation.text if new.citation else "none")
    yield Line("Written as", "", f"recording {recording.serial} by {recording.by_name}: {recording.why}")


def _program_lines(investment: Investment, before: Any, *, at: Any) -> list[Line]:
    """The program's committed total, and its headroom where it has a ceiling, before and after."""
    program = investment.program
    if program is None:
        return []
    after = program_committed(program, at=at)
    lines = [Line(f"Committed under {program.code}", money(before), money(after), "as the ledger shows it")]
    terms = ProgramTerms.objects.filter(program=program).at(at).last()
    ceiling = terms.ceiling if terms else None
    if ceiling is None:
        note = "no ceiling of the program is on record as a number"
        return [*lines, Line("Program's headroom", "unknown", "unknown", note)]
    return [
        *lines,
        Line("Program's headroom", money(ceiling - before), money(ceiling - after), f"ceiling {money(ceiling)}"),
    ]


def _page(
    request: HttpRequest,
    step: int,
    form: Any,
    data: Any = None,
    award: AwardForm | None = None,
    preview: Preview | None = None,
) -> HttpResponse:
    """One step as a page, with everything typed in the other steps as hidden fields."""
    shown = set(form.fields) if preview is None else set()
    if preview is not None and preview.warnings:
        shown.add("warning_reason")
    left_out = {"csrfmiddlewaretoken", "step", "_back", "_next", "_save", *shown}
    carried = [(name, data[name]) for name in data if name not in left_out] if data else []
    summary = None
    if award is not None and award.is_valid():
        values = award.cleaned_data
        summary = {
            "deal": values["deal"] or f"{values['new_deal_name']} (new)",
            "company": values["company"] or f"{values['new_company_name']} (new)",
            "agency": values["agency"],
            "program": values["program"] or "program not stated",
            "instrument": Instrument(values["instrument"]).label,
        }
    context = {
        **admin.site.each_context(request),
        "title": "Record a new deal",
        "step": step,
        "steps": [(number, name, number == step) for number, name in enumerate(STEPS, 1)],
        "form": form if preview else form.propose(),
        "carried": carried,
        "award": summary,
        "preview": preview,
        "asked_reason": preview is not None and "_save" in request.POST,
    }
    return TemplateResponse(request, "admin/record_a_deal.html", context)
