"""What a sheet of rows may be asked besides: its order, its columns, and which of its pages."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from portfolio.calculations.filter_match import NoSuchValue, Option, matched
from portfolio.forms import ReportForm
from portfolio.pages.leading_columns import leading
from portfolio.reports.base import Definition, Report

PAGE_ROWS = 200
EVERY = "all"
"""What the address of a page that is printed asks for as its column."""
DISPLAY = {"sort": forms.CharField(), "page": forms.IntegerField(), "column": forms.MultipleChoiceField()}
OF_CSV = {"bom": forms.CharField()}
OF_API = {"format": forms.CharField()}
"""What the API is asked to answer in; its framework refuses a format that it has not."""


class CsvForm(ReportForm):
    """A report as a CSV, which a byte-order mark may come before."""

    def __init__(self, definition: Definition, *args: Any, **kwargs: Any) -> None:
        super().__init__(definition, *args, beside=OF_CSV, **kwargs)

    def clean(self) -> dict[str, Any]:
        asked = super().clean()
        mark = "".join(self.given("bom"))
        if mark not in ("", "0", "1"):
            told = f'bom is "{mark[:40]}". Write 1 for a byte-order mark, 0 for none.'
            raise ValidationError(told, code="bom")
        return asked


class SheetForm(ReportForm):
    """A report as a page."""

    def __init__(self, definition: Definition, *args: Any, **kwargs: Any) -> None:
        super().__init__(definition, *args, beside=DISPLAY, **kwargs)
        self.columns = [Option(one.name, one.label) for one in definition.columns]
        self.leading = leading(definition.name)
        self.chosen: list[str] = []
        """Names of the columns that the page shows, in their order; none: all of them."""
        self.is_chosen = False
        """True where the address says which; else they are those that answer the report's question."""
        self.is_for_paper = False
        """True where the address asks for every column of what is printed: that is nobody's choice for the screen."""
        self.sort = ""
        """The name of a column, `-` in front for descending; empty: the order of the report."""
        self.number = 1

    def clean(self) -> dict[str, Any]:
        asked = super().clean()
        try:
            given = self.given("column")
            self.is_for_paper = given == [EVERY]
            self.is_chosen = bool(given)
            ticked = {self.column(name) for name in given if name and not self.is_for_paper}
            own = [one.value for one in self.columns if one.value in ticked]
            self.chosen = own if self.is_chosen else self.answering(asked.get("figure") or "")
            wanted = "".join(self.given("sort"))
            if name := wanted.removeprefix("-"):
                self.sort = wanted.removesuffix(name) + self.column(name)
        except NoSuchValue as error:
            raise ValidationError(str(error), code="near") from error
        self.number = number_of("".join(self.given("page")) or "1")
        return asked

    def answering(self, figure: str) -> list[str]:
        """The columns that answer the report's question; where one figure is asked for, that one first."""
        first = [figure] if figure and self.leading else []
        return first + [name for name in self.leading if name != figure]

    def column(self, name: str) -> str:
        return matched(name, self.columns, refused=f"No column is called {name}.")

    def refuse_what_is_not_there(self, answer: Report) -> None:
        """Refuse an order that the answer has not, and a sheet after its last one."""
        if self.sort and not is_sortable(answer):
            raise ValidationError("The rows of this report stay in their own order. Leave out sort.", code="order")
        last = max(1, -(-len(answer.lines) // PAGE_ROWS))
        if self.number > last:
            rows = (
                f"{len(answer.lines):,} rows stand on {last:,} pages of {PAGE_ROWS}"
                if last > 1
                else "All rows stand on page 1"
            )
            raise ValidationError(f"There is no page {self.number:,}. {rows}.", code="page")


def number_of(text: str) -> int:
    """The number of a sheet, from 1. Raises ValidationError for anything else."""
    if not text.isdecimal() or int(text[:19]) < 1:
        raise ValidationError(f'"{text[:40]}" is no page. Pages are numbered from 1.', code="page")
    return int(text[:19])


def is_sortable(answer: Report) -> bool:
    """A report held in memory can be sorted; the ledger stays in its own order."""
    return isinstance(answer.lines, list)
