"""National figures, and conversions between products, are recorded here."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from projects.calculations.priors import plain
from projects.models import BaselineStatistic, Conversion, WorldOutput
from record.calculations.partial_dates import FIRST_YEAR
from record.models import Recording
from record.services import facts

from .known_words import FROM_NOUGHT, unknown_words


def record(statistic: BaselineStatistic, *, recording: Recording, today: date) -> BaselineStatistic:
    """Add a national figure of one year. Raises ValidationError by field where it can be none."""
    facts.check_stated(statistic, today)
    if not FIRST_YEAR <= statistic.year <= today.year:
        raise ValidationError(
            {"year": f"No figure of {statistic.year} is known. Write a year from {FIRST_YEAR} to {today.year}."}
        )
    unknown = unknown_words(statistic, recording)
    value: Any = statistic.value
    if statistic.is_withheld and value is not None:
        raise ValidationError(
            {"value": f"A withheld figure is not known, and {plain(value)} is given. Leave one of them out."}
        )
    facts.require_said(
        statistic, "value", "is_withheld", "qualifier", "raw",
        step="No figure is given. Write it, or what is printed in its place, as in W, NA or <½.",
    )  # fmt: skip
    if value is not None and value < 0 and statistic.metric in FROM_NOUGHT:
        raise ValidationError(
            {"value": f"{plain(value)} is no figure of {statistic.metric.replace('_', ' ')}. Write 0 or more."}
        )
    facts.require_reason(statistic, unknown)
    return facts.record(statistic, recording=recording)


def record_output(output: WorldOutput, *, recording: Recording, today: date) -> WorldOutput:
    """Add what a country made at a stage. Raises ValidationError where nothing is said of it."""
    facts.check_stated(output, today)
    step = "Nothing is given. Write the share, the quantity, or what is printed in its place."
    unknown = unknown_words(output, recording)
    facts.require_said(output, "share", "quantity", "printed", step=step)
    facts.require_reason(output, unknown)
    return facts.record(output, recording=recording)


def record_conversion(conversion: Conversion, *, recording: Recording, today: date) -> Conversion:
    """Add a factor between two products. Raises ValidationError where it lies outside of its own range."""
    facts.check_stated(conversion, today)
    facts.require_said(conversion, "factor", "low", "high", step="No factor is given. Write it, or its range.")
    given = [(name, getattr(conversion, name)) for name in ("low", "factor", "high")]
    stated = [(name, figure) for name, figure in given if figure is not None]
    for (before, lower), (after, upper) in zip(stated, stated[1:], strict=False):
        if lower > upper:
            raise ValidationError(
                {after: f"The {after} of {plain(upper)} lies below the {before} of {plain(lower)}. Check both."}
            )
    return facts.record(conversion, recording=recording)
