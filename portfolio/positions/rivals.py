"""Figures that several sources give differently, with the one that is used and why."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.apps import apps
from django.db.models import Model

from portfolio.calculations.labelled import Labelled
from projects.models import Ownership
from projects.models.countries import country_names
from projects.models.states import state_names
from record.calculations.as_of import AsOf
from record.models import Claim, ClaimChoice, Entity
from record.models.claims import Figure
from record.models.entities_at import EntitiesAt

from .names import names_borne


class Use(Labelled):
    """Whether the record uses a claim."""

    USED = "used", "used"
    NOT_USED = "not used", "not used"
    OPEN = "open", "open: nobody has chosen"


@dataclass(frozen=True, slots=True)
class Rivals:
    """All claims of one figure of one entity. `choice` is None while the matter is open."""

    table: str
    entity_id: int
    figure: str
    claims: tuple[Claim, ...]
    choice: ClaimChoice | None

    @property
    def kind(self) -> str:
        """The noun of what the figure is of."""
        return str(model_of(self.table)._meta.verbose_name)

    @property
    def chosen(self) -> Claim | None:
        return self.choice.claim if self.choice else None

    @property
    def reason(self) -> str:
        """Why that one is used; empty where nobody said so, or nobody has chosen."""
        return self.choice.note if self.choice else ""

    @property
    def is_settled(self) -> bool:
        return self.choice is not None

    @property
    def ordered(self) -> list[Claim]:
        """The used one first, the others as they were recorded."""
        return sorted(self.claims, key=lambda claim: (claim != self.chosen, claim.pk))

    def use_of(self, claim: Claim) -> Use:
        if not self.is_settled:
            return Use.OPEN
        return Use.USED if claim == self.chosen else Use.NOT_USED

    def why(self, claim: Claim) -> str | None:
        """Why the used one is used; of any other, what it is."""
        return (self.reason if claim == self.chosen and self.reason else claim.note) or None


def rivals(at: AsOf, *, of: Entity | None = None) -> list[Rivals]:
    """Every figure at `at` with more than one claim, or with one that nobody has chosen; of one entity or of all.

    Two questions to the database. A lone claim that is not used stands against what the record itself says.
    """
    asked = Claim.objects.at(at).select_related("citation", "recording")
    if of is not None:
        asked = asked.of(of)
    claims: dict[Figure, list[Claim]] = defaultdict(list)
    for claim in asked.order_by("table", "entity_id", "figure", "pk"):
        claims[claim.about].append(claim)
    chosen = Claim.objects.chosen(at)
    return [
        Rivals(*about, tuple(rival), chosen.get(about))
        for about, rival in claims.items()
        if len(rival) > 1 or about not in chosen
    ]


UNITLESS = {"text", "date"}
NAMES_OF: dict[str, Callable[[], dict[str, str]]] = {
    "country": country_names, "state": state_names, "hq_state": state_names,
}  # fmt: skip
"""Of a figure that is a code: what gives the names."""


def formatted(claim: Claim) -> str:
    """What is claimed, as a person reads it; a figure that is no number stays as given, but for a country's code."""
    if claim.unit == "code":
        return NAMES_OF.get(claim.figure, dict)().get(claim.value, claim.value)
    try:
        number = Decimal(claim.value)
    except ArithmeticError:
        return claim.value if claim.unit in UNITLESS else f"{claim.value} {claim.unit}".strip()
    if claim.unit == "share":
        return f"{(number * 100).normalize():f}%"
    return claim.value if claim.unit in UNITLESS else f"{number:,f} {claim.unit}".strip()


def model_of(table_name: str) -> type[Model]:
    """The model whose rows a table keeps."""
    return next(model for model in apps.get_models() if model._meta.db_table == table_name)


def entities(found: list[Rivals], at: AsOf) -> dict[tuple[str, int], tuple[str, str, str]]:
    """What each figure is of: the page that explains it, its slug there, and its name at `at`.

    A few questions a table of entities, however many figures there are.
    """
    labelled = EntitiesAt(at)
    ids: dict[str, set[int]] = defaultdict(set)
    for one in found:
        ids[one.table].add(one.entity_id)
    names: dict[tuple[str, int], tuple[str, str, str]] = {}
    for table_name, wanted in ids.items():
        model = model_of(table_name)
        if issubclass(model, Entity):
            rows = [row for pk, row in labelled.of(model, wanted).items() if pk in wanted]
        else:
            rows = labelled.fill(model._default_manager.filter(pk__in=wanted))
        for entity in rows:
            names[model._meta.db_table, entity.pk] = _page_of(entity, names_borne("agency", at))
    return names


def _page_of(entity: Model, agencies: Mapping[str, str]) -> tuple[str, str, str]:
    if isinstance(entity, Ownership):
        owner = entity.owner_company or agencies.get(entity.owner_code, entity.owner_code)
        name = f"{owner} of {entity.owned_company or entity.owned_project}"
        if entity.owned_company is not None:
            return "company", entity.owned_company.slug, name
        return "project", slug_of(entity.owned_project), name
    project = getattr(entity, "project", None)
    if project is not None:
        return "project", project.slug, str(entity)
    return str(entity._meta.model_name), slug_of(entity), slug_of(entity)


def slug_of(entity: Model | None) -> str:
    """The identifier of an entity. Raises TypeError for a row that has none, such as a fact about no entity."""
    if not isinstance(entity, Entity):
        raise TypeError(f"{entity!r} has no identifier.")
    return entity.slug
