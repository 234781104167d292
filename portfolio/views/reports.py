"""The reports as pages and files."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from portfolio.charts.of_reports import picture_of
from portfolio.exports import csv, parquet, xlsx
from portfolio.exports import datapackage as package
from portfolio.exports.answer_cache import Question, file, pieces
from portfolio.forms import ReportForm
from portfolio.reports import REPORTS, why_none
from portfolio.reports.base import Absent, Definition, Line, Report, file_name
from portfolio.services import capacity
from record.models.saved_views import views_for
from record.roles import roles_of

from .audit_packages import listed

PAGE_ROWS = 200


@dataclass(frozen=True, slots=True)
class Pager:
    """Which rows a page shows, and where the others are."""

    first: int
    last: int
    total: int
    previous_url: str | None
    next_url: str | None


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "portfolio/reports.html",
        {"reports": REPORTS.values(), "views": views_for(request.user), **listed(request.user)},
    )


@require_safe
def report(request: HttpRequest, name: str) -> HttpResponse:
    return sheet(request, defined(name), "portfolio/report.html")


def sheet(request: HttpRequest, definition: Definition, template: str) -> HttpResponse:
    """A report as a page: a sheet of its rows, sorted as asked, with its totals over all of them.

    One that is also kept as files, a report of `REPORTS`, comes with its downloads and its permanent address.
    """
    name = definition.name
    form = ReportForm(definition, request.GET or {})
    if not form.is_valid():
        return render(request, template, {"definition": definition, "form": form}, status=400)
    asked = asked_by(request.user, definition, form)
    shown = f"page {template} {request.path}?{urlencode(sorted(request.GET.items()))}"
    rows = pieces(asked, shown, lambda answer: [rows_of(request, answer, form.chosen).encode()])
    context = {
        "definition": definition,
        "form": form,
        "at": asked.at,
        "filtered": asked.filters.asked(),
        "sheet": mark_safe(b"".join(rows).decode()),  # noqa: S308 what the template below has escaped
        "permanent_url": f"{request.path}?{address(asked)}",
        "downloads": [
            (label, f"{reverse(f'portfolio:{kind}', args=[name])}?{address(asked)}")
            for label, kind in (FILES if name in REPORTS else ())
        ],
    }
    return render(request, template, context)


def rows_of(request: HttpRequest, answer: Report, chosen: Sequence[str]) -> str:
    """The sheet that is asked for, as HTML: the first column and those that are chosen, all where none is."""
    sort = request.GET.get("sort", "")
    lines = sorted_lines(answer, sort)
    number = page_number(request)
    first = (number - 1) * PAGE_ROWS
    sheet = lines[first : first + PAGE_ROWS]
    total = len(lines)
    context = {
        "at": answer.at,
        "report": answer,
        "picture": picture_of(answer),
        "columns": [one for place, one in enumerate(answer.columns) if not (place and chosen) or one.name in chosen],
        "rows": sheet,
        "totals": answer.totals,
        "sort": sort,
        "sortable": is_sortable(answer),
        "pager": Pager(
            first=first + 1 if sheet else 0,
            last=first + len(sheet),
            total=total,
            previous_url=page_url(request, number - 1) if number > 1 else None,
            next_url=page_url(request, number + 1) if first + len(sheet) < total else None,
        ),
    }
    return render_to_string("portfolio/parts/sheet.html", context, request)


FILES = (("CSV", "csv"), ("XLSX", "xlsx"), ("JSON", "json"), ("Parquet", "parquet"), ("Data package", "datapackage"))


@require_safe
def csv_file(request: HttpRequest, name: str) -> HttpResponse:
    asked = question(request, name)
    if isinstance(asked, HttpResponse):
        return asked
    bom = request.GET.get("bom") == "1"
    found = pieces(asked, f"csv {bom}", lambda answer: csv.pieces(answer, bom=bom))
    return attached(StreamingHttpResponse(found, content_type="text/csv; charset=utf-8"), asked, "csv")


@require_safe
def xlsx_file(request: HttpRequest, name: str) -> HttpResponse:
    asked = question(request, name)
    if isinstance(asked, HttpResponse):
        return asked
    try:
        found = file(asked, f"xlsx {asked.at.known_at}", xlsx.write)  # it tells the moment that was asked
    except ValueError as error:
        return JsonResponse({"errors": {"__all__": [str(error)]}}, status=400)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return attached(FileResponse(found, content_type=kind), asked, "xlsx")


@require_safe
def parquet_file(request: HttpRequest, name: str) -> HttpResponse:
    asked = question(request, name)
    if isinstance(asked, HttpResponse):
        return asked
    found = file(asked, "parquet", parquet.write)
    return attached(FileResponse(found, content_type="application/vnd.apache.parquet"), asked, "parquet")


@require_safe
def datapackage(request: HttpRequest, name: str) -> HttpResponse:
    asked = question(request, name)
    if isinstance(asked, HttpResponse):
        return asked
    found = pieces(asked, f"datapackage {asked.at.known_at}", lambda answer: [package.content(answer)])
    return attached(HttpResponse(b"".join(found), content_type="application/json"), asked, "datapackage.json")


def defined(name: str) -> Definition:
    if name not in REPORTS:
        raise Http404(why_none(name))
    return REPORTS[name]


def question(request: HttpRequest, name: str) -> Question | HttpResponse:
    """What is asked of a report, or the response that says what is wrong with the question."""
    definition = defined(name)
    form = ReportForm(definition, request.GET)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=400)
    return asked_by(request.user, definition, form)


def asked_by(user: Any, definition: Definition, form: ReportForm) -> Question:
    """What a valid form asks, and the run that its figures come from stands."""
    at = form.at()
    if definition.is_projected:
        capacity.stand_at(at)
    return Question(definition, at, form.filters(), tuple(sorted(roles_of(user))))


def attached(response: HttpResponse, asked: Question, extension: str) -> HttpResponse:
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


def is_sortable(answer: Report) -> bool:
    """A report held in memory can be sorted; the ledger stays in its own order."""
    return isinstance(answer.lines, list)


def sorted_lines(answer: Report, sort: str) -> Sequence[Line]:
    """The lines by a column, `-` in front for descending; unknown ones last, ties in the report's own order."""
    name, descending = sort.removeprefix("-"), sort.startswith("-")
    columns = {column.name: column for column in answer.columns}
    if name not in columns or not is_sortable(answer):
        return answer.lines
    value = columns[name].known
    known = [line for line in answer.lines if is_known(value(line))]
    unknown = [line for line in answer.lines if not is_known(value(line))]
    return sorted(known, key=lambda line: sort_key(value(line)), reverse=descending) + unknown


def is_known(value: object) -> bool:
    return value is not None and not isinstance(value, Absent)


def sort_key(value: object) -> object:
    return getattr(value, "sort_key", value)


def page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 8 else 1


def page_url(request: HttpRequest, number: int) -> str:
    return "?" + urlencode({**request.GET.dict(), "page": number})
