"""The stages of a mineral at home of which one is shown at a time: the headline stage of those with a figure first."""

from collections import Counter
from collections.abc import Iterable

from portfolio.positions.names import names_borne
from portfolio.reports.production.projected import COUNTED, projected_at
from projects.models import ChainStage
from record.calculations.as_of import AsOf

HOME = "domestic"


def stages_of(at: AsOf, mineral: str) -> list[tuple[str, str]]:
    """The stages of its chains and those with a plant that counts, each by name, with its chain where two bear one.

    Those that have a figure in some year come first, then those with a plant; of them those that speak for their chain,
    then by name. A stage of a chain at which no plant counts may be asked for as well: the page says so.
    """
    found = projected_at(at)
    if found is None:
        return []
    rows = [row for row in found.lines if (row.mineral, row.standing, row.reach) == (mineral, HOME, COUNTED)]
    made = {row.stage for row in rows}
    drawn = {row.stage for row in rows if row.p50_estimated is not None}
    known = {one.slug: one for one in ChainStage.objects.select_related("chain", "mineral").at(at).values()}
    of_chains = {slug for slug, one in known.items() if one.mineral and one.mineral.slug == mineral}
    every = made | of_chains
    names = {one: names_borne("stage", at).get(one, one) for one in every}
    borne = Counter(names.values())
    for one, name in names.items():
        if borne[name] > 1 and one in known:
            names[one] = f"{name}, {known[one].chain}"

    def place(one: str) -> tuple[bool, bool, bool, str]:
        return one not in drawn, one not in made, one not in known or not known[one].is_headline, names[one]

    return [(one, names[one]) for one in sorted(every, key=place)]


def shown_of(stages: Iterable[tuple[str, str]], asked: str) -> str:
    """The stage asked for, else the first where there are several; empty where there is one to show."""
    slugs = [slug for slug, _ in stages]
    if asked:
        return asked
    return slugs[0] if len(slugs) > 1 else ""
