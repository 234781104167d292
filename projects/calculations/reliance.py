"""Reliance: a gain against what the country consumes and imports, by the published statistics.

Symbols stay symbols: W is withheld, E a net exporter, NA not available, > and < a bound, `range` two ends, `small` and
<½ (less than half a unit) no figure at all. None of them is a number.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

ZERO, HUNDRED = Decimal(0), Decimal(100)
SYMBOLS = {
    "W": "withheld by USGS",
    "E": "published as E: a net exporter",
    "NA": "not available",
    ">": "published as a bound",
    "<": "published as a bound",
    "≥": "published as a bound",
    "≤": "published as a bound",
    "<½": "published as less than half a unit",
    "range": "published as a range",
    "small": "published as small, without a figure",
    "large": "published as large, without a figure",
    "XX": "not applicable",
}
BOUNDS = (">", "<", "≥", "≤", "range")


@dataclass(frozen=True, slots=True)
class Statistic:
    """A national figure as printed in an edition; `value` None or a `qualifier` leave it out of every calculation."""

    value: Decimal | None
    raw: str
    unit: str
    stage: str
    year: int
    edition: str
    qualifier: str = ""

    @property
    def number(self) -> Decimal | None:
        return None if self.qualifier else self.value

    @property
    def why(self) -> str:
        """Why there is no number, empty where there is one."""
        if self.number is not None:
            return ""
        reason = SYMBOLS.get(self.qualifier, "not published")
        return f"published as {self.raw}" if self.qualifier in BOUNDS else reason


@dataclass(frozen=True, slots=True)
class Against:
    """A gain beside the country's figures.

    `share_of_consumption` is a fraction, reliance is in percent of apparent consumption; None where `why` says why.
    `reliance_before` is shown as printed.
    """

    share_of_consumption: Decimal | None
    reliance_before: str
    reliance_after_percent: Decimal | None
    edition: str
    why: str = ""


def gain_since(gain: Mapping[int, Decimal], year: int, statistics_year: int) -> Decimal | None:
    """The gain of a year less that of the statistics' year, since theirs already holds the latter; None if unknown."""
    if year not in gain or statistics_year not in gain:
        return None
    return gain[year] - gain[statistics_year]


def against_country(
    gain: Decimal | None, *, stage: str, unit: str, consumption: Statistic | None, reliance: Statistic | None
) -> Against:
    """A gain at a stage over apparent consumption of the same stage and unit, and import reliance before and after.

    `stage` is named as the statistics name it. After = max(0, reliance - gain / consumption), in percent.
    """
    printed = reliance.raw if reliance else ""
    edition = consumption.edition if consumption else reliance.edition if reliance else ""
    why = _why_no_share(gain, stage, unit, consumption)
    if why or gain is None or consumption is None or consumption.number is None:
        return Against(None, printed, None, edition, why)
    share = gain / consumption.number
    why = _why_no_reliance(stage, consumption, reliance)
    if why or reliance is None or reliance.number is None:
        return Against(share, printed, None, edition, why)
    return Against(share, printed, max(ZERO, reliance.number - share * HUNDRED), edition)


def _why_no_share(gain: Decimal | None, stage: str, unit: str, consumption: Statistic | None) -> str:
    if consumption is None:
        return "no apparent consumption is published"
    if consumption.stage != stage:
        return f"consumption is of {consumption.stage}, not of {stage}"
    if consumption.unit != unit:
        return f"consumption is in {consumption.unit}, not in {unit}"
    if consumption.why:
        return consumption.why
    if not consumption.number:
        return "consumption is nil"
    return "the gain is unknown" if gain is None else ""


def _why_no_reliance(stage: str, consumption: Statistic, reliance: Statistic | None) -> str:
    if reliance is None:
        return "no import reliance is published"
    if reliance.stage != stage:
        return f"reliance is of {reliance.stage}, not of {stage}"
    if reliance.edition != consumption.edition or reliance.year != consumption.year:
        return f"reliance is of {reliance.year}, {reliance.edition}; consumption of {consumption.year}"
    return reliance.why
