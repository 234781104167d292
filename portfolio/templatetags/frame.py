"""Tags of the frame around every page: who is here, what is on record, and at which times it is shown."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.http import QueryDict
from django.utils import timezone
from django.utils.safestring import SafeString

from portfolio.positions.failed_runs import FailedRun, failed_runs
from portfolio.positions.record_extent import RecordExtent, record_extent
from portfolio.reports import REPORTS
from portfolio.reports.production import DEFINITIONS as PRODUCTION
from record.calculations.as_of import AsOf
from record.models import Recording

from .addresses import TIMES, carried

register = template.Library()

ENTERS_RECORD = {"officer", "auditor", "administrator"}


@register.simple_tag
def edition_at(at: AsOf | None) -> RecordExtent:
    """What the record holds at `at`; without one, now."""
    return record_extent(at or Recording.objects.as_of(timezone.localdate(), timezone.now()))


PROJECTED = {"production", "chains", "what_if", "project", "partners"}
PROJECTED_REPORTS = {one.name for one in PRODUCTION} | {name for name, one in REPORTS.items() if one.is_projected}
WATCHED_REPORTS = {"alerts", "milestones", "slippage"}


@register.simple_tag(takes_context=True)
def runs_that_failed(context: Any, at: AsOf | None) -> list[FailedRun]:
    """The nightly work whose figures this page would have shown, where its last run failed."""
    match = getattr(context.get("request"), "resolver_match", None)
    if at is None or match is None:
        return []
    page, report = match.url_name, match.kwargs.get("name", "")
    kinds = []
    if page == "overview" or page in PROJECTED or report in PROJECTED_REPORTS:
        kinds.append("projection")
    if page in ("overview", "project") or report in WATCHED_REPORTS:
        kinds.append("watch")
    if page == "overview" or report == "transactions":
        kinds.append("ledger-check")
    if page == "overview" or report == "valuations":
        kinds.append("valuation")
    return failed_runs(at, kinds)


@register.simple_tag(takes_context=True)
def enters_record(context: Any) -> bool:
    """True for who may enter the record: officers, auditors, administrators."""
    user = getattr(context.get("request"), "user", None)
    return bool(user and user.is_authenticated and user.groups.filter(name__in=ENTERS_RECORD).exists())


@register.filter
def save_of(asked: QueryDict, path: str) -> str:
    """What leads to the form that saves a page with what it was asked."""
    return urlencode({"save": f"{path}?{asked.urlencode()}" if asked else path})


@register.simple_tag(takes_context=True)
def roles(context: Any) -> str:
    user = context["request"].user
    return ", ".join(sorted(user.groups.values_list("name", flat=True)))


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
