"""How much of what will be made rests on estimates, in a sentence of the briefing."""

from decimal import Decimal

from portfolio.positions.names import names_borne
from portfolio.reports.production.drawn_lines import DrawnLines
from portfolio.reports.production.gains import share_on_estimates
from portfolio.reports.production.projected import projected_at
from portfolio.reports.quoted import Quoted, Sentence, counted, known
from record.calculations.as_of import AsOf
from record.calculations.formatting import percent

from .briefing_tiles import AT_HOME, GAINS, is_asked, is_at_home
from .production_stages import shown_of, stages_of
from .sheet_scope import Made

COLUMN = "estimated_share"
HALF = Decimal("0.5")


def on_estimates(at: AsOf, made: Made) -> Sentence:
    """The part of the middle figure of `made` that plants with an estimated field carry, and how many figures of that
    year are so; tonnes of different minerals are never added. Empty where nothing is drawn in that year.
    """
    found = projected_at(at)
    if found is None:
        return ()
    drawn = DrawnLines(found)
    rows = [row for row in found.lines if is_at_home(row) and row.year == made.year and row.p50_estimated]
    shares = [(row, share) for row in rows if (share := share_on_estimates(drawn, row)) is not None]
    if not shares:
        return ()
    of_year = {"year": str(made.year), **AT_HOME}
    stage = shown_of(stages_of(at, made.mineral), "")
    own = next((share for row, share in shares if is_asked(row, made) and stage in ("", row.stage)), None)
    name = names_borne("mineral", at).get(made.mineral, made.mineral)
    told: Sentence = ()
    if own is not None:
        figure = Quoted(percent(own, 0), f"{own}", GAINS, COLUMN, {"mineral": made.mineral, **of_year})
        told = (figure, f" of the output of {name} of {made.year} in the middle rests on estimates; ")
    none, most = (sum(test(share) for _, share in shares) for test in (lambda one: not one, lambda one: one > HALF))
    every = counted(len(shares), "middle figure", GAINS, **of_year, **known(COLUMN))
    rest = f"{none:,} rest on none, {most:,} on estimates by more than half"
    return (*told, "of ", every, f" above 0 for {made.year}, {rest}")
