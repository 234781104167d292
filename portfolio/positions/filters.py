"""What a report may be narrowed to, and what it may be asked to assume. Empty means all, and as it is on record."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from projects.models import Company, Project
from record.calculations.as_of import AsOf
from record.models.redirects import merged

ENTITIES = {"company": Company, "project": Project}
ASSUMED = ("prices", "volatility", "discount_rate", "upside_from", "period")
"""What is assumed, or how finely is told; it narrows nothing."""
CHOSEN = ("kept", "run", "against", "year")
"""Which answer is asked for: of another moment, run or year. It narrows none."""


OF_A_FIGURE = ("figure", "known")
"""Rows that have, or could have, a figure, by the name of its column; and of them those where it is known, or not."""


@dataclass(frozen=True, slots=True)
class Filters:
    """One value a filter: codes of an agency, a program or a country, slugs of a company, project, deal or mineral."""

    agency: str = ""
    program: str = ""
    company: str = ""
    project: str = ""
    deal: str = ""
    investment: str = ""
    mineral: str = ""
    state: str = ""
    country: str = ""
    partnership: str = ""
    instrument: str = ""
    money_form: str = ""
    status: str = ""
    confidence: str = ""
    stage: str = ""
    site_kind: str = ""
    support: str = ""
    standing: str = ""
    health: str = ""
    officer: str = ""
    fact: str = ""
    channel: str = ""
    check: str = ""
    kind: str = ""
    figure: str = ""
    known: str = ""
    priced: str = ""
    moved: str = ""
    due: str = ""
    use: str = ""
    authority_kind: str = ""
    resolved: str = ""
    checked: str = ""
    until: date | None = None
    since: date | None = None
    kept: str = ""
    run: int | None = None
    against: int | None = None
    fiscal_year: int | None = None
    period: str = ""
    year: int | None = None
    prices: str = ""
    volatility: Decimal | None = None
    discount_rate: Decimal | None = None
    upside_from: str = ""
    seed: str = ""
    size: int | None = None

    def without(self, name: str) -> "Filters":
        """The same filters but for one."""
        cleared: dict[str, Any] = {part.name: part.default for part in fields(self) if part.name == name}
        return replace(self, **cleared)

    def only(self, names: Iterable[str]) -> "Filters":
        """These filters of it, and no other."""
        return Filters(**{name: getattr(self, name) for name in names})

    def asked(self) -> dict[str, str]:
        """The filters that are set, by name, as text."""
        return {
            part.name: str(getattr(self, part.name))
            for part in fields(self)
            if getattr(self, part.name) not in ("", None)
        }


def as_merged(filters: Filters, at: AsOf) -> Filters:
    """The same filters, with the company and the project by the identifier of what each was merged into."""
    for name, model in ENTITIES.items():
        slug = getattr(filters, name)
        into = merged(model, at) if slug else {}
        pk = model.objects.filter(slug=slug, pk__in=into).values_list("pk", flat=True).first() if into else None
        if pk is not None:
            head: dict[str, Any] = {name: model.objects.get(pk=into[pk]).slug}
            filters = replace(filters, **head)
    return filters
