"""Record progress: a milestone or a condition is reached, and what follows, in one form and one proposal."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.timezone import localdate

from portfolio.calculations.tranches import TrancheState
from portfolio.models import Assignment, Investment, TrancheCondition
from portfolio.positions.assigned import of_programs
from portfolio.positions.milestones import MilestoneAt, in_time_order, milestones_at
from portfolio.positions.tranche_state import ConditionStatus, TrancheStatus, tranche_statuses
from portfolio.services import progress
from portfolio.services.handlers.base import is_within
from portfolio.services.handlers.progress import ProgressHandler, payload_of
from projects.models import Milestone, MilestoneForecast, StatementKind
from record.admin.base import today_as_known
from record.admin.proposed_again import begun_from, earlier, reasons_again
from record.admin.refused import Refused, put_on, refusals
from record.admin.site import page_of
from record.admin.sourced import is_row_number
from record.calculations.formatting import ended
from record.calculations.partial_dates import PartialDate
from record.models import Channel, Proposal
from record.roles import may_write
from record.services import approvals
from record.services.recordings import SINGLE_CONTROL, open_recording

from .progress_form import RENAMED, ProgressForm, said_in, sizes, subject_of

Subject = Milestone | TrancheCondition


def record_progress(request: HttpRequest) -> HttpResponse:
    """The page at /admin/record-progress/: what waits, or the form of what the address names."""
    if not may_write(request.user):
        raise PermissionDenied("Only an officer records progress.")
    standing = waiting_tranches(request)
    subject = named(request)
    if subject is None:
        return listed(request, standing)
    if evidence := evidence_of(subject):
        messages.info(request, f"{subject} is on record as met on {evidence}. Open it, and verify it there.")
        return HttpResponseRedirect(page_of(subject if isinstance(subject, Milestone) else subject.tranche))
    if isinstance(subject, TrancheCondition) and all(subject.tranche != one.tranche for one in standing):
        raise PermissionDenied(f"{subject.tranche} is not open, or is not of your programs.")
    opens = [one.tranche for one in standing if any(is_of(part, subject) for part in one.conditions)]
    filled = filled_again(request)
    form = ProgressForm(request.POST or None, request.FILES or None, subject=subject, tranches=opens, initial=filled)
    if request.method == "POST" and form.is_valid():
        try:
            return write(request, form)
        except Refused as refused:
            put_on(form, renamed(refused.error))
    return shown(request, form, [one for one in standing if one.tranche in opens])


def named(request: HttpRequest) -> Subject | None:
    """The milestone, or the condition in words, that the address names, itself or by a proposal about it."""
    before = begun_from(request, {ProgressHandler.kind})
    if before is not None:
        return subject_of(ProgressHandler().evidence_row(before.payload))
    for name, model in (("milestone", Milestone), ("condition", TrancheCondition)):
        text = request.GET.get(name, "")
        rows: Any = model.objects.filter(pk=int(text)) if is_row_number(text) else model.objects.none()
        found = rows.first()
        if isinstance(found, TrancheCondition) and found.milestone:
            return found.milestone
        if found is not None:
            return found  # type: ignore[no-any-return]
    return None


def filled_again(request: HttpRequest) -> dict[str, Any]:
    """What the form starts from: what the proposal said that the address names."""
    before = begun_from(request, {ProgressHandler.kind})
    return {} if before is None else {**said_in(before.payload), **reasons_again(before)}


def is_of(condition: ConditionStatus, subject: Subject) -> bool:
    """True where the subject meets that condition of a tranche."""
    own = condition.condition
    return own == subject or (isinstance(subject, Milestone) and own.milestone_id == subject.pk)


def evidence_of(subject: Subject) -> str:
    """The day of the evidence on record, in words; empty where there is none yet."""
    at = today_as_known()
    if isinstance(subject, Milestone):
        said = MilestoneForecast.objects.filter(milestone=subject, kind=StatementKind.ACTUAL).at(at).last()
        return str(said.forecast_on or "an unknown day") if said else ""
    given = subject.evidence.all().at(at).last()  # type: ignore[attr-defined]
    return str(given.effective_on or "an unknown day") if given else ""


def waiting_tranches(request: HttpRequest) -> list[TrancheStatus]:
    """The open tranches of the officer's programs; of one award where the address names it."""
    officer: Any = request.user
    places = Assignment.objects.filter(officer=officer).values_list("agency_id", "program_id")
    assigned: set[tuple[int, int | None]] = set(places)
    awards = Investment.objects.standing().filter(tranches__isnull=False).distinct()
    text = request.GET.get("investment", "")
    if is_row_number(text):
        awards = awards.filter(pk=int(text))
    mine = [one for one in awards if is_within((one.agency_id, one.program_id), assigned)]
    return [one for one in tranche_statuses(today_as_known(), mine) if one.state.is_open]


def write(request: HttpRequest, form: ProgressForm) -> HttpResponse:
    """Propose it; in an office of one record the evidence, which nobody there can verify. Raises Refused."""
    waits, today = approvals.is_asked(), localdate()
    officer: Any = request.user
    approval, why = approvals.PROPOSAL if waits else SINGLE_CONTROL, form.cleaned_data["why"]
    recording_of = open_recording(by=officer, why=why, channel=Channel.FORM, approval=approval)
    with refusals(), recording_of as recording:
        one, entry = form.progress(form.citation(recording), PartialDate.of(today))
        if waits:
            payload = payload_of(one, entry)
            kind = ProgressHandler.kind
            done: Any = approvals.propose_or_amend(
                kind, payload, recording=recording, today=today, earlier=earlier(request, {kind})
            )
        else:
            done = progress.give_evidence(one.evidence, recording=recording, today=today)
            progress.follow(one, recording=recording, today=today)
    if isinstance(done, Proposal):
        sentence = "Another officer opens the evidence; the approval verifies it, and what follows counts from then on."
        messages.success(request, f"{ended(f'Proposed: {done}')} {sentence}")
        return HttpResponseRedirect(page_of(done))
    messages.success(request, ended(f"Recorded: {form.subject}"))
    return HttpResponseRedirect(page_of(form.subject))


def renamed(error: ValidationError) -> ValidationError:
    """What is refused of a fact, on the field of the form that asked for it."""
    if not hasattr(error, "error_dict"):
        return error
    return ValidationError({RENAMED.get(name, name): said for name, said in error.message_dict.items()})


def listed(request: HttpRequest, standing: list[TrancheStatus]) -> HttpResponse:
    """What waits in the officer's programs, each with a link to its form."""
    rows = [
        (one, sizes(one.tranche), condition, named_by(condition))
        for one in standing
        for condition in one.conditions
        if condition.state is TrancheState.WAITING
    ]
    text = request.GET.get("investment", "")
    award = int(text) if is_row_number(text) else None
    listed = {condition.milestone.pk for _, _, condition, _ in rows if condition.milestone}
    milestones = [one for one in open_milestones(request, award) if one.milestone.pk not in listed]
    return page(request, {"rows": rows, "milestones": milestones, "title": "Record progress"})


def open_milestones(request: HttpRequest, award: int | None) -> list[MilestoneAt]:
    """The milestones that are not met, of the officer's programs, by their day; of one award where it is given."""
    officer: Any = request.user
    mine = of_programs(officer)
    return in_time_order(
        one
        for one in milestones_at(today_as_known())
        if one.stated.done is None
        and any(mine(line.agency, line.program) and award in (None, line.investment.pk) for line in one.awards)
    )


def named_by(condition: ConditionStatus) -> tuple[str, models.Model]:
    return ("milestone", condition.milestone) if condition.milestone else ("condition", condition.condition)


def shown(request: HttpRequest, form: ProgressForm, standing: list[TrancheStatus]) -> HttpResponse:
    return page(request, {"form": form, "standing": standing, "title": f"Record progress: {form.subject}"})


def page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The page, with what each of the admin's pages shows."""
    return TemplateResponse(request, "admin/record_progress.html", {**admin.site.each_context(request), **context})
