"""Tags of the pages: links that keep the two times, and how a cell of a report is drawn."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.urls import resolve
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from portfolio.positions import rivals
from portfolio.positions.names import names_borne
from portfolio.positions.partners import HOME
from portfolio.reports.base import Absent, Column, Line, Type, Unknown
from portfolio.reports.words import words as words_of_code
from record.calculations.as_of import AsOf
from record.calculations.formatting import MILLION
from record.models import Claim

from . import formatting
from .addresses import address
from .cited import cited_in_cell, cited_in_line
from .compact_money import has_amounts, in_short, is_compact_money, marked
from .named import called, each_called, in_words, kind_named
from .quoted import said
from .unknown import unknown_cell

register = template.Library()

ITSELF = "source"
"""The column of the sources report that identifies its row, of which the title stands beside it."""
DATES = (Type.PARTIAL_DATE, Type.DATE, Type.MOMENT)
LONG = 48
PAGES_OF_SLUGS = {"deal", "investment", "company", "project", "program", "source", "report"}


@register.simple_tag(takes_context=True)
def to(context: Any, page: str, *args: Any, **query: Any) -> str:
    """The address of a page, at the times that were asked for."""
    return address(context, page, *args, **query)


@register.filter
def moment(when: Any) -> str:
    return formatting.moment(when) if when else "unknown"


@register.filter
def words(code: Any) -> str:
    return words_of_code(str(code)) if formatting.is_known(code) else "unknown"


@register.filter
def usd(amount: Any) -> str:
    return formatting.format_value(amount, Type.USD) if formatting.is_known(amount) else "unknown"


@register.filter
def shares(number: Any) -> str:
    return formatting.format_value(number, Type.SHARES) if formatting.is_known(number) else "unknown"


@register.filter
def claimed(claim: Claim) -> str:
    return rivals.formatted(claim)


@register.filter
def is_number(column: Column) -> bool:
    return column.type.is_number


@register.filter
def cell_kind(column: Column) -> str:
    """How a cell of the column is set: number, prose, sources, named or date; empty for plain text."""
    if column.type.is_number:
        return "number"
    if column.is_prose:
        return "prose"
    if column.page == "source":
        return "sources"
    if kind_named(column) not in ("", "text", "mineral", "stage", "country", "state"):
        return "named"
    return "date" if column.type in DATES else ""


@register.filter
def unit(column: Column) -> str:
    return formatting.heading(column)


@register.simple_tag(takes_context=True)
def cell(
    context: Any, column: Column, value: Any, names: dict[str, str] | None = None, *, is_compact: bool = False
) -> SafeString | str:
    """A cell as the page writes it; each identifier in it leads to its page, under its name where one is given.

    A sentence has its figures as links to the rows that make them. `is_compact`: money to three digits, the exact
    figure with it.
    """
    at = context.get("at")
    if isinstance(value, Absent):
        return format_html('<span class="absent" title="{}">{}</span>', in_words(value.reason, at), value.text)
    if isinstance(value, tuple):
        return said(context, value)
    if isinstance(value, Unknown) or not formatting.is_known(value):
        why = in_words(value.reason, at) if isinstance(value, Unknown) else column.unknown
        return unknown_cell(context, column.label, why)
    text = formatting.cell_text(column, value)
    if is_compact and is_compact_money(column, value):
        return in_short(value, formatting.exact_text(column, value))
    page, kind = column.page, kind_named(column)
    if names is None and kind and at:
        names = names_borne(kind, at)
    if page == "check":
        return format_html('<a href="{}">{}</a>', address(context, "report", "audit-rows", check=value), text)
    if page == "production":
        year = context["request"].GET.get("year", "")
        mineral, _, stage = text.partition("/")
        to = address(context, page, mineral=mineral, stage=stage, year=year)
        return format_html('<a href="{}">{}</a>', to, (names or {}).get(mineral, mineral))
    if page == "partners":
        return partner_link(context, text, names or {})
    if page == "source" and column.name != ITSELF:
        return cited_in_cell(context, text.split(";"), names)
    if page in PAGES_OF_SLUGS:
        return links(context, page, text, names)
    if text.startswith(("https://", "http://")):
        return format_html('<a href="{}" rel="noreferrer">{}</a>', text, text)
    if text.startswith("/admin/"):
        return format_html('<a href="{}">Record it</a>', text) if may_open(context, text) else "by an officer"
    if kind == "text":
        return marked(in_words(text, at, is_prose=column.is_prose and not column.names))
    if kind:
        return each_called(kind, text, names or {})
    if column.mark == "status":
        return format_html('<span class="status status--{}">{}</span>', value, text)
    if column.mark == "date_state" and value == "did not come":
        return format_html('<span class="mark mark--red">{}</span>', text)
    if column.mark == "confidence" and value != "high":
        return format_html('<span class="mark mark--{}">{} confidence</span>', value, text)
    return text


def partner_link(context: Any, code: str, names: Mapping[str, str]) -> SafeString | str:
    """The name of a country, which leads to its row on the page of partners; the own country has none there."""
    name = format_html('<span title="{}">{}</span>', code, names[code]) if code in names else code
    place = f"{address(context, 'partners')}#{code.lower()}"
    return name if code == HOME else format_html('<a href="{}">{}</a>', place, name)


@register.simple_tag(takes_context=True)
def record_it(context: Any, address: str) -> SafeString | str:
    """The link to the form that records a fact, for who may write it; nothing for others."""
    return format_html('<a href="{}">Record it</a>', address) if may_open(context, address) else ""


def may_open(context: Any, address: str) -> bool:
    """True for who may add what the form at an address of the record adds."""
    app, model, _ = str(resolve(urlsplit(address).path).url_name).split("_")
    return bool(context["request"].user.has_perm(f"{app}.add_{model}"))


def links(context: Any, page: str, text: str, names: dict[str, str] | None = None) -> SafeString | str:
    """Each identifier leads to its page, under the name that it has in `names`."""
    return format_html_join(
        "; ",
        "{}",
        ((called(page, one, names or {}, address(context, page, one)),) for one in text.split(";")),
    )


@register.simple_tag(takes_context=True)
def sort_link(context: Any, column: Column) -> dict[str, str]:
    """Where a heading leads: this column upwards, or downwards when it is sorted upwards already."""
    request = context["request"]
    asked = request.GET.copy()
    asked.pop("page", None)
    now = asked.get("sort", "")
    asked["sort"] = f"-{column.name}" if now == column.name else column.name
    state = {column.name: "ascending", f"-{column.name}": "descending"}.get(now, "")
    return {"href": f"?{asked.urlencode()}", "state": state}


@register.filter
def by_name(text: str, at: AsOf | None) -> str:
    """A text of the program with names in place of identifiers."""
    return in_words(text, at)


@register.filter
def note_by_name(text: str, at: AsOf | None) -> str:
    """What somebody wrote, with names in place of identifiers, and else as it was written."""
    return in_words(text, at, is_prose=True)


@register.simple_tag
def names_of(at: AsOf | None, columns: Sequence[Column]) -> dict[str, dict[str, str]]:
    """Kind → identifier → the name borne at `at`, for what the columns of a table name; asked for nothing else."""
    kinds = {kind_named(column) for column in columns} - {""} if at else set()
    return {kind: names_borne(kind, at) for kind in sorted(kinds)} if at else {}


@register.simple_tag
def pairs(columns: Sequence[Column], line: Line, names: dict[str, dict[str, str]] | None = None) -> list[tuple]:
    """Each column with its value, and the names that stand for identifiers.

    Where a row can have no such figure it is absent rather than unknown.
    """
    found = []
    for column in columns:
        value = column.shown(line)
        if value is None:
            value = column.absence(line)
        found.append((column, value, (names or {}).get(kind_named(column))))
    return found


@register.simple_tag
def row_stop(cells: Sequence[tuple[Column, Any, Any]]) -> SafeString | str:
    """The tab stop of a row that has compact money and no link: the focus shows its exact figures."""
    told = [
        (one, value) for one, value, _ in cells if value not in (None, "") and not isinstance(value, Absent | Unknown)
    ]
    has_money = any(is_compact_money(column, value) or has_amounts(column, value) for column, value in told)
    return "" if not has_money or any(column.page for column, _ in told) else mark_safe(' tabindex="0"')


@register.simple_tag
def total_cells(columns: Sequence[Column], values: dict[str, Any]) -> list[tuple[Column, Any, bool]]:
    """The cells of a line of totals after its label, which stands in the first column; whether each has a total."""
    return [(column, values.get(column.name), column.name in values) for column in columns[1:]]


@register.simple_tag(takes_context=True)
def figure_value(context: Any, figure: Any) -> SafeString | str:
    """A single figure; where it is unknown the reason is written out."""
    if not formatting.is_known(figure.value):
        return format_html(
            '<span class="figure__value"><span class="unknown">unknown</span></span>'
            '<span class="figure__meaning">Why: {}.</span>',
            in_words(figure.unknown, context.get("at")),
        )
    kind = "figure__value number" if figure.type.is_number else "figure__value"
    if len(str(figure.value)) > LONG:
        kind = "figure__text"
    return format_html('<span class="{}">{}</span>', kind, cell(context, figure.column, figure.value, is_compact=True))


@register.simple_tag
def unknown_of(figures: Sequence[Any]) -> list[Any]:
    """Those that are not known."""
    return [figure for figure in figures if not figure.is_known]


@register.simple_tag
def secondary_sources(at: AsOf | None) -> dict[str, str]:
    """The sources that were read in a secondary text, each with that text."""
    return names_borne("source", at) if at else {}


@register.simple_tag(takes_context=True)
def source_links(
    context: Any, text: str, citation: int | None = None, secondary: dict[str, str] | None = None
) -> SafeString | str:
    """The sources by their titles; of many the first, and the rest on the citation's page.

    Marked where one of them is in `secondary`, those that were read in a secondary text.
    """
    return cited_in_line(context, text.split(";"), citation, secondary or {})


@register.simple_tag
def of_known(total: Any) -> SafeString | str:
    """A sum, and how many amounts of how many are known."""
    if total.of == 0:
        return format_html('<span class="unknown">{}</span>', "none")
    if total.total is None:
        return format_html(
            '<span class="unknown">unknown</span><span class="of">known for {} of {}</span>', total.known, total.of
        )
    exact = formatting.format_value(total.total, Type.USD)
    text = in_short(total.total, exact) if abs(total.total) >= MILLION else exact
    if total.known == total.of:
        return format_html('{}<span class="of">all {} known</span>', text, total.of)
    return format_html('{}<span class="of">known for {} of {}</span>', text, total.known, total.of)


@register.filter
def get(mapping: dict[Any, Any], key: Any) -> Any:
    return mapping.get(key, 0)
