"""The reports as pages and files."""

from collections.abc import Sequence
from dataclasses import dataclass
from tempfile import TemporaryFile
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portfolio.exports import csv, parquet, xlsx
from portfolio.exports import datapackage as package
from portfolio.exports.file_names import file_name
from portfolio.forms import ReportForm
from portfolio.reports import REPORTS
from portfolio.reports.base import Absent, Definition, Line, Report

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
    return render(request, "portfolio/reports.html", {"reports": REPORTS.values()})


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
    answer = definition.report(at=form.at(), filters=form.filters())
    sort = request.GET.get("sort", "")
    lines = sorted_lines(answer, sort)
    number = page_number(request)
    first = (number - 1) * PAGE_ROWS
    sheet = lines[first : first + PAGE_ROWS]
    total = len(lines)
    context = {
        "definition": definition,
        "form": form,
        "at": answer.at,
        "report": answer,
        "columns": answer.columns,
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
        "permanent_url": f"{request.path}?{asked(form, answer)}",
        "downloads": [
            (label, f"{reverse(f'portfolio:{kind}', args=[name])}?{asked(form, answer)}")
            for label, kind in (FILES if name in REPORTS else ())
        ],
    }
    return render(request, template, context)


FILES = (("CSV", "csv"), ("XLSX", "xlsx"), ("JSON", "json"), ("Parquet", "parquet"), ("Data package", "datapackage"))


@require_safe
def csv_file(request: HttpRequest, name: str) -> HttpResponse:
    answer = answered(request, name)
    if isinstance(answer, HttpResponse):
        return answer
    pieces = csv.pieces(answer, bom=request.GET.get("bom") == "1")
    return attached(StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8"), answer, "csv")


@require_safe
def xlsx_file(request: HttpRequest, name: str) -> HttpResponse:
    answer = answered(request, name)
    if isinstance(answer, HttpResponse):
        return answer
    file = TemporaryFile()  # noqa: SIM115 closed by the response
    try:
        xlsx.write(answer, file)
    except ValueError as error:
        file.close()
        return JsonResponse({"errors": {"__all__": [str(error)]}}, status=400)
    file.seek(0)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return attached(FileResponse(file, content_type=kind), answer, "xlsx")


@require_safe
def parquet_file(request: HttpRequest, name: str) -> HttpResponse:
    answer = answered(request, name)
    if isinstance(answer, HttpResponse):
        return answer
    file = TemporaryFile()  # noqa: SIM115 closed by the response
    parquet.write(answer, file)
    file.seek(0)
    return attached(FileResponse(file, content_type="application/vnd.apache.parquet"), answer, "parquet")


@require_safe
def datapackage(request: HttpRequest, name: str) -> HttpResponse:
    answer = answered(request, name)
    if isinstance(answer, HttpResponse):
        return answer
    return attached(JsonResponse(package.describe(answer)), answer, "datapackage.json")


def defined(name: str) -> Definition:
    if name not in REPORTS:
        raise Http404(f"There is no report {name}. The reports are {', '.join(REPORTS)}.")
    return REPORTS[name]


def answered(request: HttpRequest, name: str) -> Report | HttpResponse:
    """The report that was asked for, or the response that says what is wrong with the question."""
    definition = defined(name)
    form = ReportForm(definition, request.GET)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=400)
    return definition.report(at=form.at(), filters=form.filters())


def attached(response: HttpResponse, answer: Report, extension: str) -> HttpResponse:
    """The response as a file named after the question, with the recording that it read in a header."""
    response["Content-Disposition"] = f'attachment; filename="{file_name(answer, extension)}"'
    response["Lodebook-Recording"] = str(answer.at.serial)
    return response


def asked(form: ReportForm, answer: Report) -> str:
    """The question as an address asks it again: the same day, and the same knowledge by its serial."""
    return urlencode({"as_of": answer.at.as_of.isoformat(), "serial": answer.at.serial, **answer.filters.asked()})


def is_sortable(answer: Report) -> bool:
    """A report held in memory can be sorted; the ledger stays in its own order."""
    return isinstance(answer.lines, list)


def sorted_lines(answer: Report, sort: str) -> Sequence[Line]:
    """The lines by a column, `-` in front for descending; unknown ones last, ties in the report's own order."""
    name, descending = sort.removeprefix("-"), sort.startswith("-")
    columns = {column.name: column for column in answer.columns}
    if name not in columns or not is_sortable(answer):
        return answer.lines
    value = columns[name].value
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
