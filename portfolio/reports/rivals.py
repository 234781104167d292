"""Figures that several sources give differently, with the one that is used and why."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.apps import apps
from django.db.models import Model

from projects.calculations.as_of import AsOf
from projects.models import Claim, ClaimChoice, Ownership

from .base import Column, Row
from .pages.sections import SOURCES, Table


@dataclass(frozen=True, slots=True)
class Rivals:
    """All claims of one figure of one thing. `chosen` is None while the matter is open."""

    table: str
    thing_id: int
    figure: str
    claims: tuple[Claim, ...]
    chosen: Claim | None
    reason: str

    @property
    def is_settled(self) -> bool:
        return self.chosen is not None


def rivals(at: AsOf, *, of: Model | None = None) -> list[Rivals]:
    """Every figure with more than one claim at `at`, of one thing or of all; two questions to the database."""
    asked = Claim.objects.at(at).select_related("citation")
    if of is not None:
        asked = asked.filter(table=of._meta.db_table, thing_id=of.pk)
    claims: dict[tuple[str, int, str], list[Claim]] = defaultdict(list)
    for claim in asked.order_by("table", "thing_id", "figure", "pk"):
        claims[claim.table, claim.thing_id, claim.figure].append(claim)
    choices: dict[tuple[str, int, str], ClaimChoice] = {}
    for choice in ClaimChoice.objects.at(at).select_related("claim"):
        choices[choice.claim.table, choice.claim.thing_id, choice.claim.figure] = choice
    found = []
    for key, rival in claims.items():
        if len(rival) < 2:
            continue
        choice = choices.get(key)
        found.append(Rivals(*key, tuple(rival), choice.claim if choice else None, choice.note if choice else ""))
    return found


COLUMNS = (
    Column("figure", "Figure", "What the sources disagree about."),
    Column("value", "Value", "As claimed."),
    Column("used", "Used", "Whether the record uses this claim."),
    Column("reason", "Why", "Why it is used, or what it is.", unknown="no reason is noted"),
    SOURCES,
)


def rows(found: Rivals) -> list[Row]:
    """One row a claim, the used one first."""
    ordered = sorted(found.claims, key=lambda claim: (claim != found.chosen, claim.pk))
    return [
        (
            found.figure,
            spelt(claim),
            ("used" if claim == found.chosen else "not used") if found.is_settled else "open",
            (found.reason if claim == found.chosen and found.reason else claim.note) or None,
            claim.citation.text if claim.citation else None,
        )
        for claim in ordered
    ]


UNITLESS = {"code", "text", "date"}


def spelt(claim: Claim) -> str:
    """What is claimed, as a person reads it; a figure that is no number stays as given."""
    try:
        number = Decimal(claim.value)
    except ArithmeticError:
        return claim.value if claim.unit in UNITLESS else f"{claim.value} {claim.unit}".strip()
    if claim.unit == "share":
        return f"{(number * 100).normalize():f}%"
    return claim.value if claim.unit in UNITLESS else f"{number:,f} {claim.unit}".strip()


def table(found: list[Rivals]) -> Table:
    """What sources give differently of one thing."""
    return Table(
        name="rivals",
        title="What sources give differently",
        columns=COLUMNS,
        rows=[row for one in found for row in rows(one)],
        empty="No figure here has rival claims on record.",
    )


def things(found: list[Rivals]) -> dict[tuple[str, int], tuple[str, str, str]]:
    """What each figure is of: the page that explains it, its slug there, and its name.

    One question a table of things, however many figures there are.
    """
    ids: dict[str, set[int]] = defaultdict(set)
    for one in found:
        ids[one.table].add(one.thing_id)
    names: dict[tuple[str, int], tuple[str, str, str]] = {}
    for model in apps.get_models():
        wanted = ids.get(model._meta.db_table)
        if not wanted:
            continue
        rows_of = model.objects.filter(pk__in=wanted)
        if model is Ownership:
            rows_of = rows_of.select_related("owner_company", "owned_company", "owned_project")
        elif hasattr(model, "project"):
            rows_of = rows_of.select_related("project")
        for thing in rows_of:
            names[model._meta.db_table, thing.pk] = _page_of(thing)
    return names


def _page_of(thing: Model) -> tuple[str, str, str]:
    if isinstance(thing, Ownership):
        owned = thing.owned_company or thing.owned_project
        return ("company" if thing.owned_company_id else "project"), owned.slug, f"Ownership of {owned.slug}"
    project = getattr(thing, "project", None)
    if project is not None:
        return "project", project.slug, str(thing)
    return str(thing._meta.model_name), thing.slug, thing.slug
