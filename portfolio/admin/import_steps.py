"""What an officer answers about a file in one step: its sheet, how it writes days, a cell that is mended in place."""

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.timezone import localdate, now

from portfolio.imports import kept, steps, templates, workflow
from portfolio.imports.cells import DAY_FIRST, MONTH_FIRST
from portfolio.imports.files import read_table
from portfolio.imports.kinds import KINDS
from portfolio.imports.mapping import Mapping
from portfolio.imports.mending import mendable
from portfolio.imports.preview import table_as_read
from portfolio.imports.row_outcomes import Becomes, RowOutcome
from portfolio.imports.tables import Table, UnreadableFile
from portfolio.imports.xlsx_file import sheet_names
from portfolio.models import Import, ImportState
from portfolio.services import imports
from record.admin.base import ReadOnlyAdmin
from record.calculations.typed_dates import in_words, readings
from record.services.jobs import notice

from .import_forms import MatchForm
from .saved_files import saved_file

CELL = "cell_"
"""How the fields of a mended row begin; the place of the column follows."""
LONGEST = 2_000


class ImportStepsAdmin(ReadOnlyAdmin):
    """The part of the imports' admin by which a file that was sent is read otherwise."""

    def get_urls(self) -> list[URLPattern]:
        page, file = (self.admin_site.admin_view(view) for view in (self.template_page, self.template_file))
        return [
            path("templates/<slug:kind>/", page, name="portfolio_import_template"),
            path("templates/<slug:kind>.csv", file, name="portfolio_import_template_file"),
            *super().get_urls(),
        ]

    def template_page(self, request: HttpRequest, kind: str) -> HttpResponse:
        """What a file of the kind holds, column by column, with the template to save."""
        if kind not in KINDS or not self.has_view_permission(request):
            raise Http404(f"Nothing called {kind} is imported.")
        columns = [
            (one, templates.example_of(kind, one.name), templates.unit_of(one)) for one in templates.columns_of(kind)
        ]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Template: {KINDS[kind].title}",
            "kind": kind,
            "columns": columns,
        }
        return TemplateResponse(request, "admin/import_template.html", context)

    def template_file(self, request: HttpRequest, kind: str) -> HttpResponse:
        """The headings and the example row, to be filled in."""
        if kind not in KINDS or not self.has_view_permission(request):
            raise Http404(f"Nothing called {kind} is imported.")
        return saved_file(templates.template(kind), f"{kind}.csv")

    def reread(self, request: HttpRequest, one: Import, **changes: Any) -> HttpResponse:
        """Read the file with another mapping or with mended cells, where nobody confirmed it meanwhile."""
        if not Import.objects.filter(pk=one.pk, state__in=workflow.OPEN).update(**changes):
            messages.error(request, "This file was confirmed meanwhile, so it is read as it was.")
            return HttpResponseRedirect(reverse("admin:portfolio_import_change", args=[one.pk]))
        for name, value in changes.items():
            setattr(one, name, value)
        return self.step(request, one, steps.SHOW)

    def step(self, request: HttpRequest, one: Import, step: str) -> HttpResponse:
        """A small file at once, a large one by the worker."""
        if not kept.is_small(one):
            if warning := notice(steps.ask(one, step, now=now())):
                messages.warning(request, warning)
        else:
            one = (workflow.show if step == steps.SHOW else workflow.carry_out)(one, today=localdate())
        if one.outcome:
            good = one.state in (ImportState.WRITTEN, ImportState.UNCHANGED, ImportState.PROPOSED)
            messages.add_message(request, messages.SUCCESS if good else messages.ERROR, one.outcome)
        return HttpResponseRedirect(self.address("change", one.pk))

    def answered(self, request: HttpRequest, one: Import) -> HttpResponse | None:
        """What came of one of these steps; None where none of them was sent."""
        if "_sheet" in request.POST:
            return self.sheet_chosen(request, one, request.POST.get("sheet", ""))
        if request.POST.get("_dates") in (MONTH_FIRST, DAY_FIRST):
            return self.reread(request, one, mapping=said(one, dates=request.POST["_dates"]))
        if "_mend" in request.POST:
            return self.row_mended(request, one, request.POST["_mend"])
        return None

    def sheet_chosen(self, request: HttpRequest, one: Import, sheet: str) -> HttpResponse:
        """Another sheet; the cells that were mended on the one before are forgotten."""
        if sheet not in sheets_in(one):
            messages.error(request, f"The workbook has no sheet {sheet}. Choose one of its sheets.")
            return HttpResponseRedirect(reverse("admin:portfolio_import_change", args=[one.pk]))
        return self.reread(request, one, mapping=said(one, sheet=sheet), mended={})

    def row_mended(self, request: HttpRequest, one: Import, row: str) -> HttpResponse:
        """The cells of a refused row, as they were typed; a row is named by its number, and its heading if wide."""
        number, _, of = row.partition(" ")
        table = table_of(one)
        places = mendable(table.header, one.kind, Mapping.of(one.mapping), of) if table else {}
        outcomes = kept.row_outcomes_of(one)
        refused = {
            (str(outcome.row), heading)
            for outcome, heading in zip(outcomes, headings_of(one, outcomes), strict=True)
            if outcome.becomes is Becomes.REFUSED
        }
        typed = {
            heading: request.POST[CELL + ours][:LONGEST]
            for ours, heading in places.items()
            if CELL + ours in request.POST
        }
        if (number, of) not in refused or not typed:
            messages.error(request, f"Row {number} has no cell to mend here. Look at the rows again.")
            return HttpResponseRedirect(reverse("admin:portfolio_import_change", args=[one.pk]))
        return self.reread(request, one, mended={**one.mended, number: {**one.mended.get(number, {}), **typed}})


def said(one: Import, **changes: str) -> dict[str, Any]:
    """The mapping of a file with something said otherwise."""
    return {**Mapping.of(one.mapping).content(), **changes}


def table_of(one: Import) -> Table | None:
    """The table of the file as it was sent; None for one that cannot be read."""
    try:
        return read_table(imports.content_of(one), Mapping.of(one.mapping).sheet)
    except UnreadableFile:
        return None


def headings_of(one: Import, outcomes: list[RowOutcome]) -> list[str]:
    """Of each outcome of a wide file that may be mended, the heading of its cell; empty for those of any other file."""
    mapping = Mapping.of(one.mapping)
    if mapping.melted and one.state in workflow.OPEN:
        with suppress(UnreadableFile):
            lines = table_as_read(one.kind, imports.content_of(one), mapping, one.mended).lines
            if len(lines) == len(outcomes):
                return [line.of for line in lines]
    return [""] * len(outcomes)


def sheets_in(one: Import) -> tuple[str, ...]:
    """The sheets of a workbook; none of any other file."""
    try:
        return sheet_names(imports.content_of(one))
    except UnreadableFile:
        return ()


def refused_in(outcomes: list[RowOutcome]) -> list[RowOutcome]:
    return [one for one in outcomes if one.becomes is Becomes.REFUSED]


def dates_asked(outcomes: list[RowOutcome]) -> list[tuple[str, str, str]]:
    """The question how the file writes days, once: of the first cell with two readings, each answer in words.

    Nothing where no refused cell has two readings.
    """
    for outcome in refused_in(outcomes):
        for _, cell, _ in outcome.changes:
            if found := readings(cell):
                months, days = found
                return [(MONTH_FIRST, cell, in_words(months)), (DAY_FIRST, cell, in_words(days))]
    return []


def cells_to_mend(outcome: RowOutcome, of: str, kind: str, form: MatchForm) -> list[tuple[str, str, str]]:
    """Of a refused row: name of the field, heading, and the cell, for each cell that is mended in place."""
    if outcome.becomes is not Becomes.REFUSED:
        return []
    places = mendable(form.header, kind, form.mapping, of)
    found = {name: cell for name, cell, _ in outcome.changes if name in places}
    return [(CELL + name, places[name], cell) for name, cell in found.items()]
