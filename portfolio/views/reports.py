"""The reports as pages and files."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from portfolio.charts.of_reports import picture_of
from portfolio.exports import csv, parquet
from portfolio.exports import datapackage as package
from portfolio.exports.answer_cache import File, file, pieces
from portfolio.large_files import MEDIA_TYPE, TooLong, write_at_once
from portfolio.positions.failed_runs import PROJECTION
from portfolio.reports import REPORTS
from portfolio.reports.base import Absent, Column, Definition, Line, Report
from portfolio.reports.index import WHO_WROTE, WOULD_STAND
from portfolio.reports.index import index as of_reports
from portfolio.sheet_forms import EVERY, PAGE_ROWS, CsvForm, SheetForm, is_sortable
from record.models import Recording
from record.models.saved_views import views_for
from record.roles import AUDITOR, roles_of

from .audit_packages import listed
from .chosen import chosen_before, kept_choice
from .files_taken import counting
from .large_files import page_of
from .question import address, asked_by, attached, defined, gone, question
from .times import carries_times, shows_runs
from .unchanged import answered

COLUMNS = ("column",)
"""What the address says of the columns, asked again of who chose them."""
LONGEST = 100
"""Characters of what is looked for among the reports."""


@dataclass(frozen=True, slots=True)
class Pager:
    """Which rows a page shows, and where the others are."""

    first: int
    last: int
    total: int
    previous_url: str | None
    next_url: str | None


@require_safe
@carries_times("q")
def index(request: HttpRequest) -> HttpResponse:
    """The reports by question, as of today: one that is empty then may have been no such thing before."""
    at, asked = Recording.objects.as_of(timezone.localdate(), timezone.now()), request.GET.get("q", "")[:LONGEST]
    first = (WOULD_STAND, WHO_WROTE) if AUDITOR in roles_of(request.user) else ()
    context = {"index": of_reports(at, asked, first=first), "asked": asked, "views": views_for(request.user)}
    return render(request, "portfolio/reports.html", {**context, **listed(request.user)})


@require_safe
def report(request: HttpRequest, name: str) -> HttpResponse:
    return gone(request, name) or sheet(request, defined(name), "portfolio/report.html")


def sheet(request: HttpRequest, definition: Definition, template: str) -> HttpResponse:
    """A report as a page: a sheet of its rows, sorted as asked, with its totals over all of them.

    One that is also kept as files, a report of `REPORTS`, comes with its downloads and its permanent address.
    """
    name = definition.name
    shows_runs(request, *definition.runs, *([PROJECTION] if definition.is_projected else []))
    form = SheetForm(definition, request.GET)
    if not form.is_valid():
        return render(request, template, {"definition": definition, "form": form}, status=400)
    again = chosen_before(request, name, COLUMNS, lambda chosen: SheetForm(definition, chosen).is_valid())
    if again is not None:
        return again
    asked = asked_by(request.user, definition, form)
    shown = f"page {template} {request.path}?{urlencode(sorted(request.GET.lists()), doseq=True)}"
    try:
        rows = pieces(asked, shown, lambda answer: [rows_of(request, answer, form).encode()], is_file=False)
    except ValidationError as error:
        form.add_error(None, error)
        return render(request, template, {"definition": definition, "form": form}, status=400)
    context = {
        "definition": definition,
        "form": form,
        "sort": form.sort,
        "at": asked.at,
        "filtered": asked.filters.asked(),
        "sheet": mark_safe(b"".join(rows).decode()),  # noqa: S308 what the template below has escaped
        "print_url": f"{page_url(request, form.number, **of_paper(form))}#print",
        "question": address(asked),
        "permanent_url": f"{request.path}?{address(asked)}",
        "downloads": [
            (label, f"{reverse(f'portfolio:{kind}', args=[name])}?{address(asked)}")
            for label, kind in (FILES if name in REPORTS else ())
        ],
    }
    page = render(request, template, context)
    return page if form.is_for_paper else kept_choice(page, request, name, COLUMNS)


def rows_of(request: HttpRequest, answer: Report, form: SheetForm) -> str:
    """The sheet that is asked for, as HTML: the first column and those that are chosen, all where none is.

    Raises ValidationError for an order or a sheet that the answer has not.
    """
    form.refuse_what_is_not_there(answer)
    sort, number = form.sort, form.number
    lines = sorted_lines(answer, sort)
    first = (number - 1) * PAGE_ROWS
    sheet = lines[first : first + PAGE_ROWS]
    total = len(lines)
    context = {
        "at": answer.at,
        "report": answer,
        "picture": None if answer.filters.figure else picture_of(answer),  # it is of the report's own figure
        "columns": columns_shown(answer, form.chosen),
        "all_columns": page_url(request, number, column="") if form.chosen else None,
        "is_chosen": form.is_chosen,
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


def of_paper(form: SheetForm) -> dict[str, str]:
    """What the address of the printed page asks besides: every column, unless the reader chose some."""
    return {} if form.is_chosen else {"column": EVERY}


def columns_shown(answer: Report, chosen: Sequence[str]) -> list[Column]:
    """The first column of the report and those that are chosen, in their order; all where none is."""
    by_name = {one.name: one for one in answer.columns}
    first, *others = answer.columns
    return [first, *([by_name[name] for name in chosen if name != first.name] if chosen else others)]


FILES = (("CSV", "csv"), ("XLSX", "xlsx"), ("JSON", "json"), ("Parquet", "parquet"), ("Data package", "datapackage"))


@require_safe
def csv_file(request: HttpRequest, name: str) -> HttpResponseBase:
    asked = question(request, name, CsvForm)
    if isinstance(asked, HttpResponse):
        return asked
    bom = request.GET.get("bom") == "1"
    spelling = f"csv {bom}"

    def write() -> HttpResponseBase:
        found = pieces(asked, spelling, lambda answer: csv.pieces(answer, bom=bom))
        response = StreamingHttpResponse(found, content_type="text/csv; charset=utf-8")
        counting(response, found)
        return attached(response, asked, "csv")

    return answered(request, asked, spelling, write)


@require_safe
def xlsx_file(request: HttpRequest, name: str) -> HttpResponseBase:
    asked = question(request, name)
    if isinstance(asked, HttpResponse):
        return asked
    spelling = f"xlsx {asked.at.known_at}"  # it tells the moment that was asked
    try:
        return answered(
            request,
            asked,
            spelling,
            lambda: attached(saved(file(asked, spelling, write_at_once), MEDIA_TYPE), asked, "xlsx"),
        )
    except TooLong:
        return HttpResponseRedirect(page_of(asked))
    except ValueError as error:
        return JsonResponse({"errors": {"__all__": [str(error)]}}, status=400)


@require_safe
def parquet_file(request: HttpRequest, name: str) -> HttpResponseBase:
    asked = question(request, name)
    if isinstance(asked, HttpResponse):
        return asked
    kind = "application/vnd.apache.parquet"
    return answered(
        request,
        asked,
        "parquet",
        lambda: attached(saved(file(asked, "parquet", parquet.write), kind), asked, "parquet"),
    )


def saved(found: File, kind: str) -> FileResponse:
    """A file that was written whole, as it is answered."""
    response = FileResponse(found.stream, content_type=kind)
    counting(response, found)
    return response


@require_safe
def datapackage(request: HttpRequest, name: str) -> HttpResponseBase:
    asked = question(request, name)
    if isinstance(asked, HttpResponse):
        return asked
    spelling = f"datapackage {asked.at.known_at}"

    def write() -> HttpResponseBase:
        found = pieces(asked, spelling, lambda answer: [package.content(answer)])
        return attached(HttpResponse(b"".join(found), content_type="application/json"), asked, "datapackage.json")

    return answered(request, asked, spelling, write)


def sorted_lines(answer: Report, sort: str) -> Sequence[Line]:
    """The lines by a column, `-` in front for descending; unknown ones last, ties in the report's own order."""
    name, descending = sort.removeprefix("-"), sort.startswith("-")
    columns = {column.name: column for column in answer.columns}
    if not name:
        return answer.lines
    value = columns[name].known
    known = [line for line in answer.lines if is_known(value(line))]
    unknown = [line for line in answer.lines if not is_known(value(line))]
    return sorted(known, key=lambda line: sort_key(value(line)), reverse=descending) + unknown


def is_known(value: object) -> bool:
    return value is not None and not isinstance(value, Absent)


def sort_key(value: object) -> object:
    return getattr(value, "sort_key", value)


def page_url(request: HttpRequest, number: int, **asked_besides: str) -> str:
    asked = request.GET.copy()
    asked["page"] = str(number)
    for name, value in asked_besides.items():
        asked[name] = value
    return f"?{asked.urlencode()}"
