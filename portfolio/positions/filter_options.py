"""What a report may be narrowed to at an AsOf: the codes and identifiers on record, with their names."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from portfolio.calculations.filter_match import Option
from portfolio.calculations.fiscal_year import fiscal_year
from portfolio.models import Agency, Deal, Investment, Program, Terms, Transaction
from projects.calculations.months import projected_years
from projects.models import ChainStage, Company, Country, Mineral, Project, ProjectionRun
from projects.models.projectable import newest_run, years_of
from projects.models.states import state_names
from record.calculations.as_of import AsOf
from record.models import Account, Recording
from record.models.redirects import merged

from .investments import NOT_STATED
from .kept_moments import kept_moments
from .names import names_borne

ENTITIES = {
    "agency": (Agency, "code"),
    "program": (Program, "code"),
    "company": (Company, "slug"),
    "project": (Project, "slug"),
    "deal": (Deal, "slug"),
    "mineral": (Mineral, "slug"),
    "country": (Country, "code"),
}
UNSTATED = {"program": "the record names no program", "country": "the record names no place"}
LABELS_OF_PROJECTS = ("state", "stage", "site_kind")
AUDIT_TRAIL = "audit-trail"
OF_SITES = frozenset({"projects", "milestones", "slippage", "alerts"})
"""Reports whose stage is how far a site is; of all others it is a stage of a chain."""
CHOSEN = {*ENTITIES, *LABELS_OF_PROJECTS, "investment", "kept"}
"""Filters of which a page offers what is on record; persons are typed, since a page that everybody reads lists none."""


def filter_options(at: AsOf, names: Iterable[str], report: str = "") -> dict[str, list[Option]]:
    """For each of `names` that has a known list, what may be asked, in the order of its value.

    Two questions to the database for each table of entities.
    """
    return {name: OPTIONS[name](at, report) for name in names if name in OPTIONS}


def suggested(at: AsOf, names: Iterable[str], report: str = "") -> dict[str, list[tuple[str, str]]]:
    """Pairs of value and name for the choices of a page, by name; two of one name bear their identifiers as well."""
    listed = [name for name in names if name in CHOSEN]
    return {name: _choices(options) for name, options in filter_options(at, listed, report).items()}


def _choices(options: Iterable[Option]) -> list[tuple[str, str]]:
    named = [(one.value, one.name or one.value.replace("_", " ")) for one in options if not one.means]
    borne = Counter(name for _, name in named)
    told = [(value, f"{name} ({value})" if borne[name] > 1 else name) for value, name in named]
    return sorted(told, key=lambda one: one[1].casefold())


def fiscal_years(at: AsOf) -> tuple[int, int] | None:
    """The first and the last fiscal year in which an entry or an announcement lies; None where none is dated."""
    ledger = Transaction.objects.at(at).exclude(effective_on="")
    by_day = ledger.order_by("counts_from")
    dates = [entry.effective_on for entry in (by_day.first(), by_day.last()) if entry]
    dates += [terms.announced_on for terms in Terms.objects.at(at).exclude(announced_on="").only("announced_on")]
    years = [fiscal_year(day) for date in dates if date for day in (date.start, date.end)]
    return (min(years), max(years)) if years else None


def _entities(name: str) -> Callable[[AsOf, str], list[Option]]:
    model, key = ENTITIES[name]

    def options(at: AsOf, report: str) -> list[Option]:
        entities = model.objects.at(at)
        found = sorted((getattr(entity, key), entity.name) for entity in entities.values())
        extra = [Option(NOT_STATED, UNSTATED[name])] if name in UNSTATED else []
        also = [
            Option(other, means=getattr(one, key))
            for one in entities.values()
            if isinstance(one, Mineral)
            for other in one.other_names
        ]
        return [*(Option(*pair) for pair in found), *extra, *second_names(model, key, at), *also]

    return options


def second_names(model: Any, key: str, at: AsOf) -> list[Option]:
    """What was merged, by its own identifier and name, meaning what it was merged into."""
    into = merged(model, at)
    rows = model.objects.in_bulk({*into, *into.values()}) if into else {}
    return [Option(getattr(rows[pk], key), rows[pk].name, getattr(rows[head], key)) for pk, head in into.items()]


def _investments(at: AsOf, report: str) -> list[Option]:
    names = names_borne("investment", at)
    slugs = Investment.objects.known(at).order_by("slug").values_list("slug", flat=True)
    return [Option(slug, names.get(slug, "")) for slug in slugs]


def _labels(name: str) -> Callable[[AsOf, str], list[Option]]:
    def options(at: AsOf, report: str) -> list[Option]:
        borne = {getattr(one, name): one.country for one in Project.objects.at(at).values()}
        names = state_names() if name == "state" else {}
        return [
            Option(value, names.get(value, "") if country == "US" else "")
            for value, country in sorted(borne.items())
            if value
        ]

    return options


def _stages(at: AsOf, report: str) -> list[Option]:
    """Every stage of the chains on record, whether a plant stands there or not, and those of plants without a chain."""
    if report in OF_SITES:
        return _labels("stage")(at, report)
    run, names = newest_run(at), names_borne("stage", at)
    made = run.outputs.values_list("stage", flat=True).distinct() if run else ()
    found = {one.slug for one in ChainStage.objects.at(at).values()} | set(made)
    return [Option(slug, names.get(slug, "")) for slug in sorted(found) if slug]


def _officers(at: AsOf, report: str) -> list[Option]:
    """Who has an account; in the audit trail, who wrote."""
    if report == AUDIT_TRAIL:
        writers = Recording.objects.known(at).order_by("by_name").values_list("by_name", flat=True).distinct()
        return [Option(name) for name in writers]
    people = Account.objects.order_by("username")
    return [Option(one.username, one.get_full_name()) for one in people]


def _runs(at: AsOf, report: str) -> list[Option]:
    return [Option(str(number)) for number in ProjectionRun.objects.at(at).values_list("pk", flat=True)]


def _kept(at: AsOf, report: str) -> list[Option]:
    """The moments of which answers were kept."""
    return [Option(one.slug, one.name) for one in kept_moments(at)]


def _years(at: AsOf, report: str) -> list[Option]:
    """The years for which the run of the day answers; before there is one, those for which it would."""
    run = newest_run(at)
    return [Option(str(year)) for year in (projected_years(at.as_of) if run is None else years_of(run))]


OPTIONS: dict[str, Callable[[AsOf, str], list[Option]]] = {
    **{name: _entities(name) for name in ENTITIES},
    **{name: _labels(name) for name in LABELS_OF_PROJECTS},
    "stage": _stages,
    "investment": _investments,
    "officer": _officers,
    "run": _runs,
    "against": _runs,
    "kept": _kept,
    "year": _years,
}
