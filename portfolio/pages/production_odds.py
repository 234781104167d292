"""Odds in place of a range, where one plant is all there is; and the rough answer, where nothing firm is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from portfolio.charts.odds import LARGE, Look, Odds, OddsYear, Size, odds
from portfolio.reports.production.drawn_lines import DrawnLines
from portfolio.reports.production.shares import key_of
from projects.calculations.line_draws import Basis
from projects.calculations.odds_of_output import chance_of, is_nothing_or_all
from projects.models import ProjectedOutput
from record.calculations.formatting import three_digits

TEN = 10


@dataclass(frozen=True, slots=True)
class LineOdds:
    """The odds of a line: its picture with its sentence, and in few words for a row of a table."""

    picture: Odds
    words: str


def odds_of(
    name: str,
    title: str,
    drawn: DrawnLines,
    rows: Sequence[ProjectedOutput],
    year: int,
    last: int,
    *,
    size: Size = LARGE,
) -> LineOdds | None:
    """The odds of a line, with estimates, drawn to the year `last`.

    None where a range does not mislead, or the line has no figure.
    """
    row = next((one for one in rows if one.year == year), None)
    said = odds_in(drawn, row) if row else None
    if row is None or said is None:
        return None
    years = by_year(drawn, rows, Basis.ESTIMATES)
    is_estimated = has_estimates(drawn, row)
    words = f"{said_odds(said)} {said_range(said)}." + (" With estimates." if is_estimated else " By facts only.")
    found = f"{title}: {chances(said.chance.share)} that it produces by {year}; {said_range(said)}"
    look = Look(last=last, is_hatched=is_estimated, size=size)
    picture = odds(name, (title, found), row, years, words, look)
    mark = ", est." if is_estimated else ""
    return LineOdds(picture, f"{chances(said.chance.share)}; if it does, {ends(said)}{mark}")


def odds_in(drawn: DrawnLines, row: ProjectedOutput) -> OddsYear | None:
    """The odds of a row in its year, with estimates; None where a range does not mislead, or it has no figure."""
    if row.p10_estimated is None or row.p50_estimated is None or row.p90_estimated is None:
        return None
    figures: Any = (row.p10_estimated, row.p50_estimated, row.p90_estimated)
    line = drawn.of(key_of(row), Basis.ESTIMATES)
    if len(line.phases) > 1 and not is_nothing_or_all(*figures):
        return None
    (said,) = by_year(drawn, [row], Basis.ESTIMATES)
    return said if said.chance.share else None


def has_estimates(drawn: DrawnLines, row: ProjectedOutput) -> bool:
    """True where a plant of the row has an estimated field."""
    return any(phase.estimate is not None for phase in drawn.of(key_of(row), Basis.ESTIMATES).phases.values())


def rough_of(
    name: str, title: str, drawn: DrawnLines, rows: Sequence[ProjectedOutput], year: int, last: int
) -> Odds | None:
    """The rough answer of a line of which only a wide size is known: its range first, and no middle."""
    row = next((one for one in rows if one.year == year), None)
    if row is None or not is_rough_only(row):
        return None
    years = by_year(drawn, rows, Basis.ROUGH)
    said = at_year(years, year)
    if said.low is None or said.high is None:
        return None
    words = (
        f"{three_digits(said.low)} to {three_digits(said.high)} {said.unit} a year, a rough range, if it produces: "
        f"{chances(said.chance.share)} that it does by {said.year}."
    )
    rough = f"Rough: {title}"
    found = f"{rough}, {ends(said)} {said.unit} a year if it produces by {year}"
    return odds(name, (rough, found), row, years, words, Look(last=last, is_hatched=True))


def is_rough_only(row: ProjectedOutput) -> bool:
    """True where the only figure of a line is a range without a middle."""
    return row.p50_estimated is None and row.p10_rough is not None and row.p90_rough is not None


def is_part_rough(rows: Sequence[ProjectedOutput]) -> bool:
    """True where a line is only roughly known and another has a firm figure."""
    return any(map(is_rough_only, rows)) and any(row.p50_estimated is not None for row in rows)


def by_year(drawn: DrawnLines, rows: Sequence[ProjectedOutput], basis: Basis) -> list[OddsYear]:
    line = drawn.of(key_of(rows[0]), basis)
    return [OddsYear(row.year, row.unit, chance_of(line.total(drawn.period(row.year)))) for row in rows]


def at_year(years: Sequence[OddsYear], year: int) -> OddsYear:
    return next(one for one in years if one.year == year)


def said_odds(one: OddsYear) -> str:
    found = chances(one.chance.share)
    return f"{found[0].upper()}{found[1:]} that it produces by {one.year};"


def said_range(one: OddsYear) -> str:
    return f"if it does, {ends(one)} {one.unit} a year"


def ends(one: OddsYear) -> str:
    """The likely range of the draws that produce."""
    low, high = (three_digits(amount) if amount is not None else "" for amount in (one.low, one.high))
    return low if low == high else f"{low} to {high}"


def chances(share: float) -> str:
    """A chance in words, in tenths: "7 chances in 10"."""
    tenths = round(share * TEN)
    if tenths == 0:
        return "less than 1 chance in 20"
    if tenths == TEN:
        return "more than 19 chances in 20" if share < 1 else "it is certain"
    return f"{tenths} chance{'' if tenths == 1 else 's'} in 10"
