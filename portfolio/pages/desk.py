"""My desk: what waits for one person, today and as known now. A section without lines is left out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from portfolio.models import RecordCheckRun
from portfolio.positions.assigned import Mine, of_programs
from portfolio.positions.calendar import CalendarBook
from portfolio.positions.dated import Dated
from portfolio.positions.filters import Filters
from portfolio.positions.investments import InvestmentAt
from portfolio.positions.questions import QuestionAt, asked_by, open_for
from portfolio.reports.production.what_to_find_out import answer, in_order
from projects.models import ProjectionRun
from record.calculations.as_of import AsOf
from record.models import Account, Decision, Proposal, Recording
from record.models.drafts import drafts_of
from record.models.saved_views import views_for
from record.roles import AUDITOR, OFFICER, roles_of

from .desk_checks import to_check
from .desk_dates import alerts, dates, due_of, soon
from .desk_feeds import found_by_feeds
from .desk_lines import SHOWN, Ask, Forms, Line, Section, line, section
from .desk_proposals import Handling, came_back, left_behind, to_decide, waiting_for_others
from .to_find_out import narrower

FACTS = 3


@dataclass(frozen=True, slots=True)
class Desk:
    """The sections with lines; `waits` counts what the header counts: to decide, come back, and asked."""

    sections: list[Section]
    waits: int
    returned: int
    asked: int
    next_date: Dated | None

    @property
    def sentence(self) -> str:
        if not self.sections:
            return "Nothing waits for you."
        number = f"{self.waits} wait{'s' * (self.waits == 1)}" if self.waits else "Nothing waits"
        waiting = f"{number} for your decision"
        back = f", {self.returned} came back" if self.returned else ""
        back += f", {self.asked} asked of you" if self.asked else ""
        date = f" Next date: {self.next_date.day}, {self.next_date.what}." if self.next_date else ""
        return f"{waiting}{back}.{date}"


def desk(
    user: Account,
    at: AsOf,
    waiting: Sequence[Proposal],
    *,
    check_after: timedelta,
    forms: Forms,
    own: Sequence[Proposal],
    handling: Handling,
    opened: str = "",
) -> Desk:
    """Everything on the user's desk at `at`: `waiting` are the proposals to decide about, `own` wait for others.

    An award is to be checked once it was not for longer than `check_after`. The section `opened` shows all its lines.
    A fixed number of questions to the database.
    """
    roles = roles_of(user)
    is_officer = OFFICER in roles
    mine = of_programs(user) if is_officer else lambda agency, program: True
    book = CalendarBook.read(at)
    found, due = soon(at, book, mine), due_of(at, book, mine)
    proposals = []
    if is_officer:
        proposals = [
            to_decide(waiting, handling, user),
            came_back(user, forms),
            waiting_for_others(own, handling, user, forms),
            left_behind(handling),
            drafts(user),
        ]
    follow = [alerts(at, due, mine, may_act=is_officer), dates(found, due, at.as_of, may_act=is_officer)]
    work: list[Section] = []
    if is_officer:
        work = [
            found_by_feeds(at, forms),
            to_check(at, mine, check_after),
            asked_of(mine, at),
            facts_to_find(at, book.awards, mine),
            recorded_last(user, forms),
        ]
    elif AUDITOR in roles:
        follow, work = [], [asked_by_me(user, at), kept_runs(), saved(user)]
    else:
        work = [asked_by_me(user, at), saved(user)]
    sections = [*proposals, *follow, *work]
    counts = {one.slug: one.count for one in proposals}
    return Desk(
        [replace(one, is_open=one.slug == opened) for one in sections if one.every],
        counts.get("decide", 0),
        counts.get("came-back", 0),
        next((one.count for one in work if one.slug == "asked"), 0) if is_officer else 0,
        found[0] if found and follow else None,
    )


def drafts(user: Account) -> Section:
    """What the user began to type and has not sent, the newest first."""
    lines = [
        line(
            f"{one.kind}: {one.name}" if one.name else one.kind,
            one.address,
            saved_at=timezone.localtime(one.saved_at).strftime("%Y-%m-%d %H:%M"),
            step=one.step,
            links=(("Go on", one.address), ("Delete", reverse("admin:draft_delete", args=[one.number]))),
        )
        for one in drafts_of(user)
    ]
    return section("drafts", "Drafts", lines)


def asked_of(mine: Mine, at: AsOf) -> Section:
    """Questions of managers and auditors about these programs that nobody answered yet."""
    lines = [
        line(
            one.question.text,
            page_asked(one),
            by=one.question.recording.by_name,
            since=one.question.effective_on,
            about=one.question.about,
            then=one.question.figure_then,
            asks=(Ask("answered", "Answer", "Answer", (("question", str(one.question.pk)),)),),
        )
        for one in open_for(mine, at)
    ]
    return section("asked", "Asked of me", lines)


def asked_by_me(user: Account, at: AsOf) -> Section:
    """The reader's own questions, with the newest answer."""
    lines = [
        line(
            one.question.text,
            page_asked(one),
            about=one.question.about,
            asked_on=one.question.effective_on,
            answer=one.answers[-1].text if one.answers else "not yet",
            by=one.answers[-1].recording.by_name if one.answers else "",
        )
        for one in asked_by(user, at)
    ]
    return section("asked", "Asked by me", lines)


def page_asked(one: QuestionAt) -> str:
    """The page on which the question and its answers stand."""
    question = one.question
    if question.investment is not None:
        return f"{reverse('portfolio:investment', args=[question.investment.slug])}#questions"
    project = question.project or (question.milestone and question.milestone.project)
    return f"{reverse('portfolio:project', args=[project.slug])}#questions" if project else ""


def facts_to_find(at: AsOf, awards: Sequence[InvestmentAt], mine: Mine) -> Section:
    """Of plants that an award of these programs reaches, the facts that would narrow a figure most."""
    reached = {site.pk for one in awards if mine(one.agency, one.program) for site in one.projects}
    found = [
        one
        for one in answer(at, Filters()).lines
        if one.unknown.is_field and one.form and one.phase and one.phase.phase.project_id in reached
    ]
    found.sort(key=in_order)
    lines = [
        line(
            f"{one.unknown.what} of {one.phase.phase}",
            one.form,
            share_of_the_variance=narrower(one),
            links=(("Record it", one.form),),
        )
        for one in found
        if one.form and one.phase
    ]
    address = reverse("portfolio:report", args=["what-to-find-out"])
    return section("facts", "Facts that would narrow a figure", lines, address, most=FACTS)


def recorded_last(user: Account, forms: Forms) -> Section:
    """The last recordings in the user's name; what was proposed opens its form again, filled in as a new one."""
    newest = list(Recording.objects.filter(by=user).exclude(approval__in=forms.no_facts).order_by("-serial")[:SHOWN])
    approved = Decision.objects.filter(written__in=newest).select_related("proposal", "recording")
    decisions = {one.written_id: one for one in approved}
    standing = forms.undoable([one.serial for one in newest])
    lines = []
    for one in newest:
        decision = decisions.get(one.serial)
        again = forms.duplicate(decision.proposal) if decision else ""
        page = reverse("admin:record_recording_change", args=[one.serial])
        lines.append(
            line(
                one.why,
                page,
                recording=one.serial,
                day=timezone.localdate(one.moment),
                approved_by=decision.recording.by_name if decision else one.approval,
                links=(("Look", page), *((("Duplicate as new", again),) if again else ())),
                asks=(undo(one.serial),) if one.serial in standing else (),
            )
        )
    return section("recorded", "Recorded last by me", lines)


def undo(serial: int) -> Ask:
    return Ask("undone", "Undo", "Why it is undone", (("recording", str(serial)),))


def saved(user: Account) -> Section:
    """Views that the user saved, or that others share with a role of theirs."""
    views = views_for(user)
    lines = [line(one.name, one.address, shared_by="" if one.person_id == user.pk else one.person) for one in views]
    return section("views", "Saved views", lines)


def kept_runs() -> Section:
    """The newest run of the projection and of the check of the ledger, which an auditor opens."""
    runs: list[Line] = []
    projected, checked = ProjectionRun.objects.order_by("-pk").first(), RecordCheckRun.objects.newest()
    if projected is not None:
        runs.append(line(f"Projection: {projected}", reverse("admin:projects_projectionrun_changelist")))
    if checked is not None:
        found = "nothing is broken" if checked.is_clean else "something is broken"
        page = reverse("admin:portfolio_recordcheckrun_changelist")
        runs.append(line(f"Check of the ledger: {checked}", page, found=found))
    return section("runs", "Runs kept", runs)
