"""Odds in place of a range, where one plant is all there is; and the rough answer, where nothing firm is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portfolio.charts.fan_words import as_facts, over
from portfolio.charts.odds import LARGE, Look, Odds, Size, odds
from portfolio.reports.production.drawn_lines import DrawnLines
from portfolio.reports.production.odds import OddsYear, odds_of_year
from portfolio.reports.production.output import Base
from portfolio.reports.production.quoted_gains import GAINS, gain, rows_of
from portfolio.reports.production.shares import key_of
from portfolio.reports.quoted import Quoted, Sentence, plain
from projects.calculations.line_draws import Basis
from projects.calculations.odds_of_output import is_nothing_or_all
from projects.models import ProjectedOutput
from record.calculations.formatting import three_digits

TEN = 10


@dataclass(frozen=True, slots=True)
class LineOdds:
    """The odds of a line: its picture with its sentence, and in few words for a row of a table and for its year."""

    picture: Odds
    words: str
    chance: str


def odds_of(
    name: str,
    title: str,
    drawn: DrawnLines,
    rows: Sequence[ProjectedOutput],
    year: int,
    last: int,
    *,
    size: Size = LARGE,
    by_facts: bool = False,
    base: Base,
) -> LineOdds | None:
    """The odds of a line, with estimates or by facts only, drawn to the year `last`.

    None where a range does not mislead, or the line has no figure.
    """
    basis = Basis.FACTS if by_facts else Basis.ESTIMATES
    asked = [as_facts(one) for one in rows] if by_facts else rows
    row = next((one for one in asked if one.year == year), None)
    said = odds_in(drawn, row, basis) if row else None
    if row is None or said is None:
        return None
    years = [odds_of_year(drawn, one, basis) for one in asked]
    is_estimated = not by_facts and has_estimates(drawn, row)
    words: Sentence = (
        *said_odds(row, said),
        *said_range(row, said),
        f", over {over(base)}",
        ". With estimates." if is_estimated else ". By facts only.",
    )
    found = f"{title}: {chances(said.chance.share)} {that_it(said)} by {year}; {plain(said_range(row, said))}"
    look = Look(last=last, is_hatched=is_estimated, size=size, over=over(base))
    told = (plain(words),) if by_facts else words  # the report has odds with estimates alone
    picture = odds(name, (title, found), row, years, told, look)
    mark = ", est." if is_estimated else ""
    chance = chances(said.chance.share)
    return LineOdds(picture, f"{chance}; if it does, {plain(ends(row, said))}{mark}", f"{chance} {that_it(said)}")


def odds_in(drawn: DrawnLines, row: ProjectedOutput, basis: Basis = Basis.ESTIMATES) -> OddsYear | None:
    """The odds of a row in its year; None where a range does not mislead, or it has no figure."""
    if row.p10_estimated is None or row.p50_estimated is None or row.p90_estimated is None:
        return None
    figures: Any = (row.p10_estimated, row.p50_estimated, row.p90_estimated)
    line = drawn.of(key_of(row), basis)
    if len(line.phases) > 1 and not is_nothing_or_all(*figures):
        return None
    said = odds_of_year(drawn, row, basis)
    return said if said.chance.share else None


def has_estimates(drawn: DrawnLines, row: ProjectedOutput) -> bool:
    """True where a plant of the row has an estimated field."""
    return any(phase.estimate is not None for phase in drawn.of(key_of(row), Basis.ESTIMATES).phases.values())


def rough_of(
    name: str,
    title: str,
    drawn: DrawnLines,
    rows: Sequence[ProjectedOutput],
    year: int,
    last: int,
    base: Base,
    host: Decimal | None = None,
) -> Odds | None:
    """The rough answer of a line of which only a wide size is known: its range first, and no middle.

    `host`: what the host stream of a by-product can give in a year; where the range goes beyond it, that is said.
    """
    row = next((one for one in rows if one.year == year), None)
    if row is None or not is_rough_only(row):
        return None
    years = [odds_of_year(drawn, one, Basis.ROUGH) for one in rows]
    said = next(one for one in years if one.year == year)
    if said.low is None or said.high is None:
        return None
    ends_of = f"{three_digits(said.low)} to {three_digits(said.high)} {said.unit} a year"
    chance = chances(said.chance.share)
    words = f"{ends_of}, a rough range, if it produces: {chance} that it does by {said.year}, over {over(base)}."
    if host is not None and host < said.high:
        words += (
            f" Its host could carry {three_digits(host)} {said.unit} a year at full throughput and the yield on "
            "record: more than that would need a richer feed or a better recovery."
        )
    rough = f"Rough: {title}"
    found = f"{rough}, {ends_of} if it produces by {year}"
    return odds(name, (rough, found), row, years, (words,), Look(last=last, is_hatched=True, over=over(base)))


def is_rough_only(row: ProjectedOutput) -> bool:
    """True where the only figure of a line is a range without a middle."""
    return row.p50_estimated is None and row.p10_rough is not None and row.p90_rough is not None


def is_part_rough(rows: Sequence[ProjectedOutput]) -> bool:
    """True where a line is only roughly known and another has a firm figure."""
    return any(map(is_rough_only, rows)) and any(row.p50_estimated is not None for row in rows)


def that_it(one: OddsYear) -> str:
    """What is as likely as the chance says: a plant that runs already makes more."""
    return "that it makes more than before" if one.is_more else "that it produces"


def said_odds(row: ProjectedOutput, one: OddsYear) -> Sentence:
    found = chances(one.chance.share)
    return (chance_told(row, one, f"{found[0].upper()}{found[1:]}"), f" {that_it(one)} by {one.year}; ")


def chance_told(row: ProjectedOutput, one: OddsYear, words: str) -> Quoted:
    """A chance in words, with its cell of the report of gains."""
    return Quoted(words, f"{one.share}", GAINS, "chance", rows_of(row))


def said_range(row: ProjectedOutput, one: OddsYear) -> Sentence:
    return ("if it does, ", *ends(row, one), f" {one.unit} a year{' more' if one.is_more else ''}")


def ends(row: ProjectedOutput, one: OddsYear) -> Sentence:
    """The likely range of the draws that produce."""
    low, high = (
        gain(row, column, amount or Decimal(0))
        for column, amount in (("low_if_producing", one.low), ("high_if_producing", one.high))
    )
    return (low,) if low.text == high.text else (low, " to ", high)


def chances(share: float) -> str:
    """A chance in words, in tenths: "7 chances in 10"."""
    tenths = round(share * TEN)
    if tenths == 0:
        return "less than 1 chance in 20"
    if tenths == TEN:
        return "more than 19 chances in 20" if share < 1 else "it is certain"
    return f"{tenths} chance{'' if tenths == 1 else 's'} in 10"
