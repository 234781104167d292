"""My desk: always today, as known now."""

from datetime import timedelta
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portfolio.admin.feeds import ways
from portfolio.pages.desk import desk
from portfolio.pages.desk_lines import Forms
from portfolio.pages.desk_proposals import Handling, waiting_of
from portfolio.positions.absences import absences_at, assignees, colleagues, for_desk, takers
from portfolio.positions.failed_runs import PROJECTION, WATCH
from portfolio.services import capacity, undoing
from record.admin.proposed_again import again_link, amend_link, duplicate_link
from record.admin.sections import Link
from record.calculations.as_of import AsOf
from record.models import Account, Proposal, Recording
from record.roles import OFFICER, roles_of
from record.services import approvals, handling

from .times import carries_times, shown, shows_runs


def address_of(link: Link | None) -> str:
    return link.address if link else ""


FORMS = Forms(
    again=lambda proposal: address_of(again_link(proposal)),
    amend=lambda proposal: address_of(amend_link(proposal)),
    undoable=undoing.standing_under,
    duplicate=lambda proposal: address_of(duplicate_link(proposal)),
    ways=lambda candidate, nearest: tuple((one.text, one.address) for one in ways(candidate, nearest)),
    no_facts=(approvals.PROPOSAL, approvals.DECISION),
)


def handling_of(reader: Account, listed: list[Proposal], at: AsOf) -> Handling:
    """Who handles these proposals; and those of persons who left."""
    return Handling(
        named=assignees(listed),
        away=absences_at(at),
        taken=takers(listed),
        deciders=handling.deciders(listed),
        open_by=handling.open_by(listed, now=timezone.now(), but=reader),
        left=handling.left_behind(reader),
        reminded=handling.reminded(listed),
        said=handling.said_about(listed),
    )


@require_safe
@carries_times("all", "next")
def my_desk(request: HttpRequest) -> HttpResponse:
    """The page of the person who is signed in."""
    at = Recording.objects.as_of(timezone.localdate(), timezone.now())
    capacity.stand_at(at)
    reader = cast(Account, request.user)
    shows_runs(request, WATCH, *([PROJECTION] if OFFICER in roles_of(reader) else []))
    waiting, own = for_desk(reader, approvals.waiting_for(reader), at), waiting_of(reader)
    handled = handling_of(reader, [*waiting, *own], at)
    opened = request.GET.get("all", "")
    sections = desk(
        reader,
        at,
        waiting,
        check_after=timedelta(days=settings.CHECK_AFTER_DAYS),
        forms=FORMS,
        own=own,
        handling=handled,
        opened=opened,
    )
    context = {
        "desk": sections,
        "focus": request.GET.get("next", ""),
        "nothing_to_check": opened == "to-check" and all(one.slug != opened for one in sections.sections),
        "check_days": settings.CHECK_AFTER_DAYS,
        "title": "My desk",
        "is_officer": OFFICER in roles_of(reader),
        "colleagues": colleagues(reader) if OFFICER in roles_of(reader) else [],
        "absence": handled.away.get(reader.pk),
    }
    return shown(request, at, "portfolio/desk.html", context)
