"""The minerals that the page of production may be narrowed to, and what it has of each."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from projects.models import ProjectedOutput

from .production_odds import is_rough_only

FIGURE, ROUGH, NOTHING = "has a figure", "rough only", "nothing counted yet"
GROUPS = (FIGURE, ROUGH, NOTHING)


@dataclass(frozen=True, slots=True)
class Offered:
    """One mineral; `kind` says what there is of it in any of the years, one of `GROUPS`."""

    slug: str
    name: str
    kind: str


def offered(at_home: Iterable[ProjectedOutput], years: Container[int], names: Mapping[str, str]) -> list[Offered]:
    """Every mineral of `names`, those with a figure first, each kind by name. `at_home` is what counts there."""
    kinds = dict.fromkeys(names, NOTHING)
    for row in at_home:
        if row.year in years:
            found = FIGURE if row.p50_estimated is not None else ROUGH if is_rough_only(row) else NOTHING
            kinds[row.mineral] = min(kinds.get(row.mineral, NOTHING), found, key=GROUPS.index)
    every = [Offered(slug, names.get(slug, slug), kind) for slug, kind in kinds.items()]
    return sorted(every, key=lambda one: (GROUPS.index(one.kind), one.name))
