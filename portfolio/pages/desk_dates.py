"""Alerts and dates on the desk: what turned late, did not come or nears its limit; and what has its day soon."""

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from portfolio.models import Trigger
from portfolio.positions.assigned import Mine
from portfolio.positions.calendar import CalendarBook, calendar_at
from portfolio.positions.dated import Dated, DatedKind
from portfolio.positions.decisions_due import DecisionDue, decisions_due_at
from portfolio.reports.alerts import alerts_at
from projects.models import Milestone
from record.calculations.as_of import AsOf
from record.calculations.column_figures import as_written, formatted_number

from .desk_lines import Ask, Line, Section, line, section

SOON = 30
"""Days within which a date stands on the desk."""
LIMITS = (Trigger.PAYMENT_MISSED, Trigger.CAP_NEAR, Trigger.AUTHORITY_ENDS)
"""What is due that stands among the alerts."""
DID_NOT_COME = "did not come"
OVERDUE = "overdue"


def alerts(at: AsOf, due: Iterable[DecisionDue], mine: Mine, *, may_act: bool) -> Section:
    """Alerts of milestones that nobody has acknowledged, then missed payments, caps and authorities that end."""
    lines = [
        line(
            f"{one.line.milestone.name}, {one.line.project.name}",
            reverse("portfolio:project", args=[one.line.project.slug]),
            alert=one.change.get_health_display(),
            since=one.since,
            next_step=one.next_step,
            links=(progress(one.line.milestone.pk),) if may_act else (),
            asks=(acknowledge(one.change.pk),) if may_act else (),
        )
        for one in alerts_at(at)
        if one.closed_by is None
        and one.acknowledged is None
        and any(mine(award.agency, award.program) for award in one.line.awards)
    ]
    limits = [
        due_line(one, may_act=may_act, red=DID_NOT_COME if one.trigger == Trigger.PAYMENT_MISSED else "")
        for one in due
        if one.trigger in LIMITS
    ]
    title = "Alerts of my programs"
    if lines and limits:
        title += f": {len(lines)} of milestones, not acknowledged; {len(limits)} of payments, caps and authorities"
    return section("alerts", title, [*lines, *limits])


def progress(milestone: int) -> tuple[str, str]:
    """The form that says it happened, with what follows."""
    return "Record progress", f"{reverse('admin:record_progress')}?milestone={milestone}"


def acknowledge(change: int) -> Ask:
    return Ask("acknowledged", "Acknowledge", "What is done about it", (("change", str(change)),))


def due_line(one: DecisionDue, *, may_act: bool, red: str = "") -> Line:
    """A line of what is to be decided; `red` says in words what is wrong with it."""
    return line(
        one.what,
        award_page(one.award) or reverse("portfolio:calendar"),
        red=red,
        alert=one.trigger.label.capitalize(),
        day=one.day,
        program=one.owner_name,
        award=one.award.slug if one.award else "",
        at_stake=as_written(formatted_number("amount", one.amount)) if one.amount is not None else "",
        links=decided(one) if may_act else (),
    )


def decided(one: DecisionDue) -> tuple[tuple[str, str], ...]:
    """The form that records what was decided."""
    asked = urlencode({"trigger": one.trigger.value, "subject": one.subject, "due_on": one.day})
    return (("Decided", f"{reverse('admin:portfolio_duedecision_add')}?{asked}"),)


def soon(at: AsOf, book: CalendarBook, mine: Mine) -> list[Dated]:
    """The dates of the next 30 days."""
    return [one for one in calendar_at(at, book=book) if 0 <= one.days <= SOON and mine(one.agency, one.program)]


def due_of(at: AsOf, book: CalendarBook, mine: Mine) -> list[DecisionDue]:
    """What is to be decided, but for proposals: these stand under what waits."""
    due = decisions_due_at(at, book=book)
    return [one for one in due if one.trigger != Trigger.PROPOSAL_WAITS and one.is_of(mine)]


def dates(found: Iterable[Dated], due: Iterable[DecisionDue], on: date, *, may_act: bool) -> Section:
    """Dates by their day, each once, with the form of what is to be decided about it; what is overdue stands first."""
    decisions = {(one.subject, one.day): one for one in due if one.trigger not in LIMITS}
    listed = list(found)
    slugs = [one.key for one in listed if one.kind is DatedKind.MILESTONE] if may_act else []
    milestones = dict(Milestone.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    placed: list[tuple[date, Line]] = []
    for one in listed:
        decision = decisions.pop((one.key, one.day.end), None)
        links = decided(decision) if decision and may_act else ()
        if one.kind is DatedKind.MILESTONE and one.key in milestones:
            links = (progress(milestones[one.key]), *links)
        placed.append((one.day.end, date_line(one, links)))
    ahead = [one for one in decisions.values() if (one.day - on).days <= SOON]
    placed += [(one.day, due_line(one, may_act=may_act, red=OVERDUE if one.day < on else "")) for one in ahead]
    lines = [line for _, line in sorted(placed, key=lambda pair: pair[0])]
    return section("dates", f"Dates in {SOON} days", lines, reverse("portfolio:calendar"))


def date_line(one: Dated, links: tuple[tuple[str, str], ...]) -> Line:
    return line(
        one.what,
        award_page(one.award) or reverse("portfolio:calendar"),
        red=DID_NOT_COME if one.is_red else "",
        day=one.day,
        kind=one.kind.label,
        award=one.award.slug if one.award else "",
        at_stake=as_written(formatted_number("amount", one.amount)) if one.amount is not None else "",
        links=links,
    )


def award_page(award: object) -> str:
    return reverse("portfolio:investment", args=[award.slug]) if award is not None else ""  # type: ignore[attr-defined]
