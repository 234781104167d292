"""Tags of the frame around every page: who is here, what is on record, and at which times it is shown."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from portfolio.large_files import gone_on, is_ready, question_of
from portfolio.positions.failed_runs import FailedRun, failed_runs
from portfolio.positions.record_extent import RecordExtent, before_the_first, is_to_come, record_extent
from portfolio.reports import REPORTS
from record.calculations.as_of import AsOf
from record.models import Job, Recording
from record.roles import ADMINISTRATOR, AUDITOR, OFFICER, may_write, roles_of

from .addresses import TIMES, carried

register = template.Library()

ENTERS_RECORD = {OFFICER, AUDITOR, ADMINISTRATOR}


@register.simple_tag
def edition_at(at: AsOf | None) -> RecordExtent:
    """What the record holds at `at`; without one, now."""
    return record_extent(at or Recording.objects.as_of(timezone.localdate(), timezone.now()))


@register.simple_tag
def before_the_record(at: AsOf) -> str:
    """For a day before the first dated fact, that nothing was dated by then; else empty."""
    return before_the_first(at)


@register.filter
def to_come(at: AsOf) -> bool:
    """True of a day after the one by which the answer is known."""
    return is_to_come(at)


@register.simple_tag(takes_context=True)
def runs_that_failed(context: Any, at: AsOf | None) -> list[FailedRun]:
    """The nightly work whose figures this page would have shown, where its last run failed."""
    kinds = getattr(context.get("request"), "runs_shown", ())
    return failed_runs(at, dict.fromkeys(kinds)) if at is not None else []


@register.simple_tag(takes_context=True)
def enters_record(context: Any) -> bool:
    """True for who may enter the record: officers, auditors, administrators."""
    return bool(roles_of(context["user"]) & ENTERS_RECORD)


@register.simple_tag(takes_context=True)
def records_deals(context: Any) -> bool:
    """True for who may record a deal: officers."""
    return may_write(context["user"])


@register.filter
def save_of(asked: QueryDict, path: str) -> str:
    """What leads to the form that saves a page with what it was asked."""
    return urlencode({"save": f"{path}?{asked.urlencode()}" if asked else path})


@register.simple_tag(takes_context=True)
def roles(context: Any) -> str:
    """What the reader is: an officer, a manager, an auditor, an administrator."""
    return ", ".join(sorted(roles_of(context["user"])))


@register.simple_tag(takes_context=True)
def is_here(context: Any, *prefixes: str) -> SafeString:
    """aria-current for the part of the site that the page belongs to: under one of its addresses."""
    path = context["request"].path
    here = path == "/" if prefixes == ("/",) else path.startswith(prefixes)
    return SafeString('aria-current="page"') if here else SafeString("")


@register.simple_tag(takes_context=True)
def times_form(context: Any) -> dict[str, Any]:
    """What the form of the two times says now, and what else the address asks, to be kept."""
    request = context["request"]
    others = [(name, value) for name, values in request.GET.lists() for value in values if name not in (*TIMES, "page")]
    return {
        "as_of": request.GET.get("as_of", ""),
        "known_at": request.GET.get("known_at", ""),
        "serial": request.GET.get("serial", ""),
        "others": others,
        "without": urlencode(others),
        "asked": bool(carried(request)),
    }


@register.simple_tag(takes_context=True)
def written_files(context: Any) -> list[dict[str, Any]]:
    """The workbooks that the reader asked for, that are written and not saved yet: title, question, until when.

    Nothing is asked of the database for a reader who waits for none.
    """
    waits_for = context["request"].session.get("large_files", [])
    ready = [one for one in Job.objects.filter(pk__in=waits_for) if is_ready(one)] if waits_for else []
    return [
        {
            "title": REPORTS[one.arguments["report"]].title,
            "address": f"{reverse('portfolio:workbook', args=[one.arguments['report']])}?{question_of(one)}",
            "gone_on": gone_on(one),
        }
        for one in ready
    ]
