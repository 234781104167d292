"""What is asked of a report by its address, and a file that answers it."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from portfolio.exports.answer_cache import Question
from portfolio.forms import ReportForm
from portfolio.reports import REPORTS, answered_by, why_none
from portfolio.reports.base import Definition
from portfolio.reports.file_names import file_name
from portfolio.services import capacity
from record.roles import roles_of


def gone(request: HttpRequest, name: str) -> HttpResponse | None:
    """The page that says of a report that is gone which one answers instead, and leads to it with what was asked."""
    instead = REPORTS.get(answered_by(name))
    if instead is None:
        return None
    asked = f"?{request.GET.urlencode()}" if request.GET else ""
    address = f"{reverse('portfolio:report', args=[instead.name])}{asked}"
    context = {"exception": why_none(name), "instead": instead, "address": address}
    return render(request, "404.html", context, status=404)


def defined(name: str) -> Definition:
    if name not in REPORTS:
        raise Http404(why_none(name))
    return REPORTS[name]


def question(request: HttpRequest, name: str, form_of: type[ReportForm] = ReportForm) -> Question | HttpResponse:
    """What is asked of a report, or the response that says what is wrong with the question."""
    if (instead := gone(request, name)) is not None:
        return instead
    definition = defined(name)
    form = form_of(definition, request.GET)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=400)
    return asked_by(request.user, definition, form)


def asked_by(user: Any, definition: Definition, form: ReportForm) -> Question:
    """What a valid form asks, and the run that its figures come from stands."""
    at = form.at()
    if definition.is_projected:
        capacity.stand_at(at)
    return Question(definition, at, form.filters(), tuple(sorted(roles_of(user))))


def attached(response: HttpResponseBase, asked: Question, extension: str) -> HttpResponseBase:
    """The response as a file named after the question, with the recording that it read in a header.

    Another header leads to the data package, which says what the filters leave out.
    """
    filename = file_name(asked.definition.name, asked.at, asked.filters, extension)
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["Lodebook-Recording"] = str(asked.at.serial)
    package_url = f"{reverse('portfolio:datapackage', args=[asked.definition.name])}?{address(asked)}"
    response["Link"] = f'<{package_url}>; rel="describedby"; type="application/json"'
    return response


def address(asked: Question) -> str:
    """The question as an address asks it again: the same day, and the same knowledge by its serial."""
    return urlencode({"as_of": asked.at.as_of.isoformat(), "serial": asked.at.serial, **asked.filters.asked()})
