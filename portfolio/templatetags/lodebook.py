"""Tags of the pages: links that keep the two times, and how a cell of a report is drawn."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.urls import resolve
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portfolio.positions import filter_options, rivals
from portfolio.positions.names import NAMED, names_borne
from portfolio.positions.partners import HOME
from portfolio.reports.base import Absent, Column, Line, Type, Unknown
from portfolio.reports.tables import SECONDARY
from portfolio.reports.words import words as words_of_code
from record.calculations.as_of import AsOf
from record.models import Claim

from . import formatting
from .addresses import address, carried
from .quoted import said

register = template.Library()

FEW = 3
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
    """How a cell of the column is set: number, prose, sources or date; empty for plain text."""
    if column.type.is_number:
        return "number"
    if column.is_prose:
        return "prose"
    if column.page == "source":
        return "sources"
    return "date" if column.type in DATES else ""


@register.filter
def unit(column: Column) -> str:
    return formatting.heading(column)


def unknown(reason: str) -> SafeString:
    """The word, and the reason for those who point at it or hear the page."""
    return format_html('<span class="unknown" title="{0}">unknown<span class="usa-sr-only">: {0}</span></span>', reason)


@register.simple_tag(takes_context=True)
def cell(context: Any, column: Column, value: Any, names: dict[str, str] | None = None) -> SafeString | str:
    """A cell as the page writes it; each identifier in it leads to its page, under its name where one is given.

    A sentence has its figures as links to the rows that make them.
    """
    if isinstance(value, Absent):
        return format_html('<span class="absent" title="{}">{}</span>', value.reason, value.text)
    if isinstance(value, Unknown):
        return unknown(value.reason)
    if isinstance(value, tuple):
        return said(context, value)
    if not formatting.is_known(value):
        return unknown(column.unknown)
    text = formatting.cell_text(column, value)
    page = column.page
    if page == "check":
        return format_html('<a href="{}">{}</a>', address(context, "report", "audit-rows", check=text), text)
    if page == "production":
        year = context["request"].GET.get("year", "")
        name = (names or {}).get(text, text)
        return format_html('<a href="{}">{}</a>', address(context, page, mineral=text, year=year), name)
    if page == "partners":
        return partner_link(context, text, names or {})
    if page in PAGES_OF_SLUGS:
        return links(context, page, text, names)
    if text.startswith(("https://", "http://")):
        return format_html('<a href="{}" rel="noreferrer">{}</a>', text, text)
    if text.startswith("/admin/"):
        return format_html('<a href="{}">Record it</a>', text) if may_open(context, text) else "by an officer"
    if names and text in names:
        return format_html('<span title="{}">{}</span>', text, names[text])
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


def secondary_mark(slugs: Sequence[str], secondary: Mapping[str, str]) -> SafeString | str:
    """The mark of what was read in a secondary text, which it names; empty where none was."""
    found = "; ".join(f"{one}: {secondary[one]}" for one in slugs if one in secondary)
    return format_html(' <span class="mark" title="{}">{}</span>', found, SECONDARY) if found else ""


def links(context: Any, page: str, text: str, names: dict[str, str] | None = None) -> SafeString | str:
    """Each identifier leads to its page; of sources, `names` are those that were read in a secondary text."""
    if page == "source" and names is not None:
        return format_html("{}{}", links(context, page, text), secondary_mark(text.split(";"), names))
    named = names or {}
    return format_html_join(
        "; ", '<a href="{}">{}</a>', ((address(context, page, one), named.get(one, one)) for one in text.split(";"))
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


def kind_named(column: Column) -> str:
    """Of what kind the identifiers in a column are, where a page says the name instead; empty elsewhere."""
    return next((kind for kind in (column.page, column.names) if kind in NAMED), "")


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
            figure.unknown,
        )
    kind = "figure__value number" if figure.type.is_number else "figure__value"
    if len(str(figure.value)) > LONG:
        kind = "figure__text"
    return format_html('<span class="{}">{}</span>', kind, cell(context, figure.column, figure.value))


@register.simple_tag
def secondary_sources(at: AsOf | None) -> dict[str, str]:
    """The sources that were read in a secondary text, each with that text."""
    return names_borne("source", at) if at else {}


@register.simple_tag(takes_context=True)
def source_links(
    context: Any, text: str, citation: int | None = None, secondary: dict[str, str] | None = None
) -> SafeString | str:
    """The sources by their identifiers; of many the first, and the rest on the citation's page.

    Marked where one of them is in `secondary`, those that were read in a secondary text.
    """
    slugs = text.split(";")
    mark = secondary_mark(slugs, secondary or {})
    if citation is None or len(slugs) <= FEW:
        return format_html("{}{}", links(context, "source", text), mark)
    return format_html(
        '{} and <a href="{}">{} more<span class="usa-sr-only"> sources, {}</span></a>{}',
        links(context, "source", ";".join(slugs[: FEW - 1])),
        address(context, "citation", citation),
        len(slugs) - FEW + 1,
        text,
        mark,
    )


@register.simple_tag
def of_known(total: Any) -> SafeString | str:
    """A sum, and how many amounts of how many are known."""
    if total.of == 0:
        return format_html('<span class="unknown">{}</span>', "none")
    if total.total is None:
        return format_html('<span class="unknown">unknown</span><span class="of">known for 0 of {}</span>', total.of)
    text = formatting.format_value(total.total, Type.USD)
    if total.known == total.of:
        return format_html('{}<span class="of">all {} known</span>', text, total.of)
    return format_html('{}<span class="of">known for {} of {}</span>', text, total.known, total.of)


@register.filter
def get(mapping: dict[Any, Any], key: Any) -> Any:
    return mapping.get(key, 0)


@register.simple_tag
def suggestions(form: Any, at: AsOf | None) -> dict[str, list[tuple[str, str]]]:
    """What may be typed into the filters of a form: value and name."""
    return filter_options.suggested(at, form.fields) if at else {}


@register.simple_tag
def filter_input(field: Any, suggested: dict[str, list[tuple[str, str]]]) -> SafeString:
    """A filter's input, with the list of what may be typed."""
    options = suggested.get(field.name)
    if not options:
        return field.as_widget()
    name = f"{field.id_for_label}_list"
    listed = format_html_join("", '<option value="{}">{}</option>', options)
    return format_html('{}<datalist id="{}">{}</datalist>', field.as_widget(attrs={"list": name}), name, listed)


@register.simple_tag(takes_context=True)
def cleared(context: Any) -> str:
    """The same page without its filters, at the same times."""
    asked = carried(context["request"])
    path = context["request"].path
    return f"{path}?{asked.urlencode()}" if asked else path
