"""Every page of rows, and the values that each of its filters may be asked for."""

from portfolio.forms import ReportForm
from portfolio.positions.filter_options import filter_options
from portfolio.reports import REPORTS, deals, firms, sites
from portfolio.reports.base import Definition
from tests.cast import TODAY, now

LISTS = {"/deals/": deals.DEFINITION, "/companies/": firms.DEFINITION, "/projects/": sites.DEFINITION}
EVERY = {**{f"/reports/{name}/": definition for name, definition in REPORTS.items()}, **LISTS}
ASSUMED = {
    "prices": ["60", "0", "2026-Q4=60; li:2027=9.25"], "volatility": ["0", "0.4", "5"], "discount_rate": ["0", "1"],
    "upside_from": ["1800", "2026-Q4", "2199-Q4"],
}  # fmt: skip
"""What a report may be asked to assume: values from one end to the other."""
DRAWN_BY = {"seed": ["autumn", "1", "x" * 40], "size": ["1", "25", "1000"]}
"""How a sample is drawn."""


def values_of(definition: Definition, filter_name: str) -> list[str]:
    """Every value that the filter may be asked for."""
    known = filter_options(now(), [filter_name], definition.name)
    if filter_name in known:
        return [option.value for option in known[filter_name]]
    if filter_name == "fiscal_year":
        return ["2025", "2026"]
    if filter_name in ("since", "until"):
        return ["0001-01-01", str(TODAY), "9999-12-31"]
    if filter_name in {**ASSUMED, **DRAWN_BY}:
        return {**ASSUMED, **DRAWN_BY}[filter_name]
    return [str(code) for code, _ in ReportForm(definition).fields[filter_name].choices if code]


def question_of(definition: Definition, filter_name: str, value: str) -> dict[str, str]:
    """What a reader asks to have the filter's value: whether a figure is known is asked of a figure."""
    if filter_name == "known":
        return {"figure": values_of(definition, "figure")[-1], "known": value}
    return {filter_name: value}
