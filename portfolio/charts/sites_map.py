"""The sites in the United States on a map: shape and colour say how their milestones stand, size what is asked."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import sqrt

from portfolio.calculations.map_of_states import place
from portfolio.positions.milestones import milestones_at
from projects.calculations.schedule import Health
from projects.models import Project
from record.calculations.as_of import AsOf

GRAVEST = (
    Health.OVERDUE, Health.LATE, Health.WATCH, Health.STALE, Health.UNDATED, Health.UNKNOWN, Health.ON_TRACK,
    Health.DONE,
)  # fmt: skip
"""How the milestones of a site are summed up: by the gravest of them."""
LEAST, MOST = 0.5, 3.0
"""How much smaller or larger than without a size a mark is drawn; its area follows the figure."""


@dataclass(frozen=True, slots=True)
class Shape:
    """`path`: around 0, about 14 units across. A hollow shape is a milestone of which too little is said."""

    word: str
    path: str
    colour: str
    is_hollow: bool = False


HOME = "US"
Figure = tuple[Decimal | None, str]
"""What a site has of what is asked: the number, None where it is not known, and the words."""

ROUND = "M-6,0a6,6 0 1 0 12,0a6,6 0 1 0-12,0z"
NOT_SAID = Shape("no recent date", ROUND, "#565c65", is_hollow=True)
SHAPES = {
    Health.OVERDUE: Shape("overdue", "M0,-8L7.5,6H-7.5z", "#b50909"),
    Health.LATE: Shape("late", "M0,-8L8,0L0,8L-8,0z", "#ad4b00"),
    Health.WATCH: Shape("watch", "M-6,-6H6V6H-6z", "#7a591a"),
    Health.ON_TRACK: Shape("on track", ROUND, "#1a4480"),
    Health.DONE: Shape("all done", "M-2.5,-7H2.5V-2.5H7V2.5H2.5V7H-2.5V2.5H-7V-2.5H-2.5z", "#2e6b2e"),
}


@dataclass(frozen=True, slots=True)
class Site:
    """A site as the map and the list beside it tell it; `amount` in words, empty where no size is asked."""

    slug: str
    name: str
    state: str
    place: tuple[float, float] | None
    health: Health
    figure: Decimal | None = None
    amount: str = ""

    @property
    def shape(self) -> Shape:
        return SHAPES.get(self.health, NOT_SAID)


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a site is drawn, and how large; `is_known` False where its figure is not known and it is drawn small."""

    site: Site
    x: float
    y: float
    scale: float
    is_known: bool


@dataclass(frozen=True, slots=True)
class SitesMap:
    """The marks, the largest first, so that none hides behind another; `unplaced`: sites without a place on the map."""

    title: str
    marks: list[Mark]
    legend: list[tuple[Shape, int]]
    unplaced: list[Site]


def gravest(healths: Sequence[Health]) -> Health:
    """How a site stands: as the gravest of its milestones; unknown without one."""
    return min(healths, key=GRAVEST.index, default=Health.UNKNOWN)


def no_figure(project: Project) -> Figure:
    """Of a map without a size."""
    return None, ""


def placed(project: Project) -> tuple[float, float] | None:
    """Where it lies on the map; None without coordinates, and outside of it."""
    where: tuple[Decimal | None, Decimal | None] = (project.latitude, project.longitude)  # type: ignore[assignment]
    return None if where[0] is None or where[1] is None else place(where[0], where[1])


def sites_of(projects: Iterable[Project], at: AsOf, figure: Callable[[Project], Figure] = no_figure) -> list[Site]:
    """The projects at home as sites, by name, with how they stand and the figure of each."""
    healths: dict[int, list[Health]] = defaultdict(list)
    for line in milestones_at(at):
        healths[line.project.pk].append(line.reading.health)
    return [
        Site(one.slug, one.name, one.state, placed(one), gravest(healths[one.pk]), *figure(one))
        for one in sorted(projects, key=lambda one: (one.name, one.slug))
        if one.country == HOME
    ]


def sites_map(sites: Sequence[Site], on: date, *, has_size: bool = False) -> SitesMap | None:
    """The map of `sites` as they stand on a day; None without one.

    With a size the area of a mark follows its site's figure.
    """
    if not sites:
        return None
    most = max((one.figure for one in sites if one.figure), default=Decimal(1))
    marks, unplaced = [], []
    for one in sites:
        if one.place is None:
            unplaced.append(one)
            continue
        scale = max(LEAST, MOST * sqrt(float((one.figure or 0) / most))) if has_size else 1.0
        marks.append(Mark(one, *one.place, scale, not has_size or one.figure is not None))
    shapes = [one.shape for one in sites]
    counts = [(shape, shapes.count(shape)) for shape in (*SHAPES.values(), NOT_SAID) if shape in shapes]
    behind = sum(one.health in (Health.OVERDUE, Health.LATE) for one in sites)
    title = f"{behind:,} of {len(sites):,} sites in the United States have a milestone that is late or overdue on {on}"
    return SitesMap(title, sorted(marks, key=lambda one: (-one.scale, one.site.slug)), counts, unplaced)
