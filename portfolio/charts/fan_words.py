"""What a picture of output says in words: its finding, its base, and its sentence at a year."""

from collections.abc import Sequence
from copy import copy
from typing import Any

from portfolio.reports.production.output import Base, OutputLine
from portfolio.reports.production.quoted_gains import gain
from portfolio.reports.quoted import Sentence, plain
from projects.models import ProjectedOutput
from record.calculations.formatting import likely, three_digits


def with_estimates(row: Any) -> str | None:
    """The middle and likely range with estimates; marked where estimates change them."""
    return likely(row.p10_estimated, row.p50_estimated, row.p90_estimated, is_estimated=rests_on_estimates(row))


def facts_only(row: Any) -> str | None:
    return likely(row.p10, row.p50, row.p90, is_estimated=False)


def rough_range(row: Any) -> str | None:
    """The ends of a rough figure; None where the middle is known, or nothing is."""
    if row.p50_estimated is not None or row.p10_rough is None or row.p90_rough is None:
        return None
    return f"{three_digits(row.p10_rough)} to {three_digits(row.p90_rough)}"


def rests_on_estimates(row: Any) -> bool:
    """True where estimates change the answer of a year."""
    return (row.p10_estimated, row.p50_estimated, row.p90_estimated) != (row.p10, row.p50, row.p90)


def finding(title: str, row: ProjectedOutput, condition: str, *, by_facts: bool) -> str:
    """The title of a picture, with what it finds in a year: "Magnets: about 10,700 t a year more by 2030".

    A figure ends with its condition, ", if 10X starts in 2028", where it has one.
    """
    middle = row.p50 if by_facts else row.p50_estimated
    end = ", by facts only" if by_facts else ""
    if middle is None:
        return f"{title}: no figure of {row.year}{end}"
    if not middle:
        return f"{title}: half of the draws add nothing by {row.year}{end}"
    about = "about " if not by_facts and rests_on_estimates(row) else ""
    return f"{title}: {about}{three_digits(middle)} {row.unit.split()[0]} a year more by {row.year}{end}{condition}"


def over(base: Base) -> str:
    """Over what a gain counts, with its period: "1,290 of 2024", "none before"."""
    if base.amount is None:
        return "a base that is not known"
    known = f", of {base.known} of {plants(base.phases)}" if base.known < base.phases else ""
    if not base.amount:
        return f"none before{known}"
    made = three_digits(base.amount)
    if not base.periods:
        return f"{made} before, year not stated{known}"
    one_more = ["a year not stated"] if base.undated else []
    return f"{made} of {' and '.join([*base.periods, *one_more])}{known}"


def base_words(base: Base, unit: str) -> str:
    """What was made before, in words: of how many plants it is known."""
    if base.amount is None:
        return f"What was made before is known for none of {plants(base.phases)}: the picture has the gain alone."
    when = f" in {' and '.join(base.periods)}" if base.periods and not base.undated else " a year"
    made = f"{three_digits(base.amount)} {unit}{when}"
    if base.known < base.phases:
        return f"Base known for {base.known} of {plants(base.phases)}, {made}: output is more by the rest."
    return f"Made before: {made}." if base.amount else "Nothing was made before."


def plants(number: int) -> str:
    return f"{number} plant{'' if number == 1 else 's'}"


def recorded_words(rows: Sequence[OutputLine]) -> str:
    """Of how many plants recorded output is, where not of all; empty where of all or none."""
    parts = sorted({one.recorded_known for one in rows if 0 < one.recorded_known < one.phases})
    return f"Recorded output is of {' or '.join(map(str, parts))} of {plants(rows[0].phases)}." if parts else ""


def as_facts(row: ProjectedOutput) -> ProjectedOutput:
    """The row as who asks for facts only reads it: what it says with estimates is what facts alone say."""
    found = copy(row)
    found.p10_estimated, found.p50_estimated, found.p90_estimated = row.p10, row.p50, row.p90
    found.known_estimated = row.known
    return found


def promised_words(row: ProjectedOutput) -> str:
    """What is promised, or that no source says."""
    return plain(promised(row))


def promised(row: ProjectedOutput) -> Sentence:
    if row.promised is None:
        return ("no source says what is promised",)
    return ("promised ", gain(row, "promised", row.promised))


def fan_sentence(rows: Sequence[ProjectedOutput], year: int, base: Base, *, is_of_facts: bool = False) -> Sentence:
    """The gain in words, at one of its years, over its base: with estimates, facts only beside; of facts only where
    they are asked.
    """
    row = next(one for one in rows if one.year == year)
    if is_of_facts:
        row = as_facts(row)
    if row.p50_estimated is None or row.p10_estimated is None or row.p90_estimated is None:
        return without_a_middle(row, is_of_facts=is_of_facts)
    kind = "facts" if is_of_facts else "estimated"
    is_estimated = rests_on_estimates(row)
    low, middle, high = (
        gain(row, f"{name}_{kind}", amount)
        for name, amount in (("p10", row.p10_estimated), ("p50", row.p50_estimated), ("p90", row.p90_estimated))
    )
    by = ", with estimates," if is_estimated else ", by facts only," if is_of_facts else ""
    opens = f"In {row.year}{by} plants with signed federal money"
    known = f". Known for {row.known_estimated} of {row.phases} phases."
    if row.p50_estimated:
        words: Sentence = (
            f"{opens} should make ", middle, f" {row.unit} a year more, over {over(base)}: eight chances in ",
            "ten that it is between ", low, " and ", high, "; ", *promised(row), known,
        )  # fmt: skip
    else:
        words = (
            f"{opens} may add nothing: half of the draws give none of it, nine in ten ", high,
            f" {row.unit} a year or less, over {over(base)}; ", *promised(row), known,
        )  # fmt: skip
    return (*words, " ", *by_facts(row)) if is_estimated else words


def without_a_middle(row: ProjectedOutput, *, is_of_facts: bool) -> Sentence:
    """What is said of a year of which no middle is known."""
    if is_of_facts:
        return (
            f"By facts only {row.known_estimated} of {row.phases} phases can be drawn in {row.year}; ",
            *promised(row),
            ".",
        )
    if row.p10_rough is not None:
        return (f"No firm figure of {row.year}: only a rough one; ", *promised(row), ".")
    return (f"No phase of it can be drawn: {row.known_estimated} of {row.phases} known.",)


def range_words(row: ProjectedOutput, base: Base) -> str:
    """Over what it counts, and the likely range of a year under a title with the middle; empty where it is unknown."""
    if row.p50_estimated is None or row.p10_estimated is None or row.p90_estimated is None:
        return ""
    low, high = map(three_digits, (row.p10_estimated, row.p90_estimated))
    if row.p50_estimated:
        words = f"{row.unit} a year over {over(base)}; eight chances in ten {low} to {high}"
    else:
        words = f"{row.unit} a year over {over(base)}; nine in ten give {high} or less"
    return f"{words}; {promised_words(row)}. {'With estimates' if rests_on_estimates(row) else 'By facts'}."


def by_facts(row: ProjectedOutput) -> Sentence:
    """What facts alone give of a year, in words."""
    if row.p50 is None or row.p10 is None or row.p90 is None:
        return ("By facts only nothing is known.",)
    low, middle, high = (gain(row, f"{name}_facts", getattr(row, name)) for name in ("p10", "p50", "p90"))
    ends: Sentence = () if low.text == high.text else (" (", low, " to ", high, ")")
    return ("By facts only: ", middle, *ends, f", known for {row.known}.")
